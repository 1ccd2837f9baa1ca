"""P1 to P4: satisfaction and barriers, shown only where nobody can be found out."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from app.metrics.formulas.numbers import Ratio, mean, rounded, share, wilson
from app.metrics.formulas.suppression import SMALLEST_GROUP, shown_groups

SATISFIED = 4
BARRIERS = ("awareness", "desire", "knowledge", "ability", "reinforcement")
"""The five items, in the order in which a change succeeds: the first weak one holds up those after it."""
WEAK = 3


def satisfaction(answers: Sequence[int]) -> Ratio:
    """P1: answers 4 and 5 of all answers."""
    return share(answer >= SATISFIED for answer in answers)


def shown_departments(answers: Mapping[str, Sequence[int]]) -> list[str]:
    """Departments with enough answers, less those that would give away the hidden ones by subtraction."""
    shown = shown_groups({code: len(given) for code, given in answers.items()})
    return [code for code in answers if code in shown]


def by_department(answers: Mapping[str, Sequence[int]]) -> dict[str, Ratio | None]:
    """Satisfaction of each department; None where it must stay hidden."""
    shown = shown_departments(answers)
    return {code: satisfaction(given) if code in shown else None for code, given in answers.items()}


def company_wide(answers: Mapping[str, Sequence[int]]) -> Ratio | None:
    """Satisfaction of everyone; None for one to four answers."""
    everyone = [answer for given in answers.values() for answer in given]
    return None if 0 < len(everyone) < SMALLEST_GROUP else satisfaction(everyone)


def change(now: Ratio | None, baseline: Ratio | None) -> Fraction | None:
    """P3: how many points satisfaction moved; None where one of both is not known."""
    if now is None or baseline is None or now.value is None or baseline.value is None:
        return None
    return now.value - baseline.value


def is_clear(now: Ratio | None, baseline: Ratio | None) -> bool:
    """Whether the 95 % intervals of both do not overlap: chance alone hardly explains the change."""
    ours, theirs = wilson(now) if now else None, wilson(baseline) if baseline else None
    return ours is not None and theirs is not None and (ours[0] > theirs[1] or theirs[0] > ours[1])


def barrier(items: Mapping[str, Sequence[int]]) -> str | None:
    """P4: the first of the five items whose mean is 3.0 or less, of five answers or more; None where none is."""
    for name in BARRIERS:
        average = item_mean(items.get(name, ()))
        if average is not None and average <= WEAK:
            return name
    return None


def item_mean(answers: Sequence[int]) -> Fraction | None:
    """Mean of one item; None of fewer than five answers."""
    return mean(answers) if len(answers) >= SMALLEST_GROUP else None


def as_json(ratio: Ratio | None) -> dict[str, object] | None:
    """A share with its 95 % interval."""
    if ratio is None:
        return None
    bounds = wilson(ratio)
    return {**ratio.as_json(), "interval": [rounded(bound) for bound in bounds] if bounds else None}
