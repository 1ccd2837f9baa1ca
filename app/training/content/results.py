"""What grading answers with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from markupsafe import Markup

from app.foundation.content.texts import NOTHING, Text


@dataclass(frozen=True, slots=True)
class ItemResult:
    """One graded field, step or question.

    `position` counts from 1 in the order shown; `name` is the name of its input. `hint` is the author's word on this
    answer (empty when right), `explanation` the author's word on the question as a whole. Both are safe HTML per
    language. An item that does not apply is neither right nor wrong and outside the total.
    """

    position: int
    name: str
    ok: bool
    applies: bool = True
    points: Fraction = Fraction(0)
    hint: Text = NOTHING
    explanation: Text = NOTHING


@dataclass(frozen=True, slots=True)
class Result:
    """A graded answer. `percent` is rounded half up and `passed` is decided on it: what is shown is what counts.

    `complete` is False where the answer stopped short of an end (a branch drill that was not walked to its end).
    """

    points: Decimal
    max_points: int
    percent: int
    passed: bool
    items: tuple[ItemResult, ...]
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a solution: the input's name, its label, what to enter, why, and the words a text must hold.

    `faulty` marks a line that is to be found fault with.
    """

    name: str
    label: str
    value: str
    reason: Markup | str
    wanted: tuple[str, ...] = ()
    faulty: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """Something that is so when all is done: of what, how, and the author's word for when it is not so."""

    label: str
    value: str
    otherwise: Markup | str


@dataclass(frozen=True, slots=True)
class Solution:
    """A right answer, step by step, and the same as it would be posted. For the See stage and never before Test.

    `end` says for a mini-world what it looks like when all is done.
    """

    steps: tuple[Step, ...]
    answers: Mapping[str, tuple[str, ...]]
    end: tuple[Wish, ...] = ()


def total(items: Sequence[ItemResult], pass_mark: int, *, complete: bool = True) -> Result:
    """Add up items of one point each; what does not apply leaves the total."""
    counted = [item for item in items if item.applies]
    points = sum((item.points for item in counted), Fraction(0))
    return result(points, len(counted), pass_mark, tuple(items), complete=complete)


def result(
    points: Fraction, most: int, pass_mark: int, items: tuple[ItemResult, ...], *, complete: bool = True
) -> Result:
    """A result of so many points of at most `most`."""
    share = points / most if most else Fraction(0)
    percent = int((200 * share + 1) // 2)
    exact = Decimal(points.numerator) / Decimal(points.denominator)
    rounded = exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return Result(rounded, most, percent, complete and percent >= pass_mark, items, complete)
