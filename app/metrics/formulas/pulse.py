"""P1: satisfaction, shown only where nobody can be found out."""

from collections.abc import Mapping, Sequence

from app.metrics.formulas.numbers import Ratio, rounded, share, wilson

SMALLEST_GROUP = 5
SATISFIED = 4


def satisfaction(answers: Sequence[int]) -> Ratio:
    """Answers 4 and 5 of all answers."""
    return share(answer >= SATISFIED for answer in answers)


def shown_departments(answers: Mapping[str, Sequence[int]]) -> list[str]:
    """Departments with enough answers, less those that would give away the hidden ones by subtraction."""
    shown = sorted(
        (code for code, given in answers.items() if len(given) >= SMALLEST_GROUP), key=lambda c: len(answers[c])
    )
    while shown and 0 < sum(len(given) for code, given in answers.items() if code not in shown) < SMALLEST_GROUP:
        shown.pop(0)
    return shown


def by_department(answers: Mapping[str, Sequence[int]]) -> dict[str, Ratio | None]:
    """Satisfaction of each department; None where it must stay hidden."""
    shown = shown_departments(answers)
    return {code: satisfaction(given) if code in shown else None for code, given in answers.items()}


def company_wide(answers: Mapping[str, Sequence[int]]) -> Ratio | None:
    """Satisfaction of everyone; None for one to four answers."""
    everyone = [answer for given in answers.values() for answer in given]
    return None if 0 < len(everyone) < SMALLEST_GROUP else satisfaction(everyone)


def as_json(ratio: Ratio | None) -> dict[str, object] | None:
    """A share with its 95 % interval."""
    if ratio is None:
        return None
    bounds = wilson(ratio)
    return {**ratio.as_json(), "interval": [rounded(bound) for bound in bounds] if bounds else None}
