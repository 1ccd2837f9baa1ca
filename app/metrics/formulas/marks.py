"""What every figure is made of: rows that each add something above the line, below it, or both."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from app.metrics.formulas.numbers import Number, mean, median
from app.metrics.formulas.rows import Company

Kind = Literal[
    "assignment", "person", "department", "group", "idea", "benefit", "hours", "part", "round", "item", "question"
]
How = Literal["share", "rate", "mean", "median", "total", "groups", "each"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row behind a figure: what it is, what it adds above and below the line, and in which group it is."""

    kind: Kind
    key: int | str
    above: Number = 0
    below: Number = 1
    group: str = ""
    beside: tuple[Number | None, ...] = ()  # what else is told of it, in the order of the figure's further columns


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One reviewed hands-on task: what the review said, and the company's day of it."""

    assignment_id: int
    person_id: int
    accepted: bool
    on: date


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """One certificate that runs out in the period, and whether a newer one was there before it did."""

    person_id: int
    path: str
    expires_on: date | None
    renewed: bool


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question of a quiz over its newest answers: how many, how many right, and the best third less the weakest."""

    path: str
    module: str
    question: str
    answers: int
    right: int
    selectivity: Fraction | None
    flag: str  # hard, easy, backwards, or nothing to be said


@dataclass(frozen=True, slots=True)
class LoadRow:
    """Minutes that one appointment logged in the month, and the minutes that were agreed."""

    person_id: int
    minutes: int
    ceiling: int


@dataclass(frozen=True, slots=True)
class RoundRow:
    """The round of a month: how many were asked in each department, and by `all`, `answer` and item what they answered."""

    asked: Mapping[str, int]
    given: Mapping[str, Mapping[str, tuple[int, ...]]]
    baseline: Mapping[str, tuple[int, ...]] | None = None  # answers of the round it is compared with


@dataclass(frozen=True, slots=True)
class Extra:
    """Facts that only single figures ask for; empty where the figure does not."""

    reviews: tuple[ReviewRow, ...] = ()
    credits: tuple[tuple[int, date, int], ...] = ()  # person, day, minutes
    certificates: tuple[CertificateRow, ...] = ()
    loads: tuple[LoadRow, ...] = ()
    questions: tuple[QuestionRow, ...] = ()
    round: RoundRow | None = None
    # Who was active at first, and whether they still are; None where rows of theirs are deleted.
    stayed: Mapping[int, bool] | None = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Facts:
    """A part of the company as of a day, the whole of it for what must be compared with it, and the extra facts."""

    company: Company
    whole: Company
    departments: frozenset[str]
    extra: Extra = field(default_factory=Extra)
    single: str = ""  # the one department that is asked for, where it is one
    path: str = ""  # the one path, where it is one

    @property
    def people(self) -> frozenset[int]:
        """Ids of everyone whose department is in this part, whether they count on the day or not."""
        return frozenset(person.id for person in self.company.people)

    def held(self, person_id: int, day: date) -> bool:
        """Whether somebody was in this part on a day: what happens is counted where it happened."""
        person = self.whole.by_id.get(person_id)
        return person is not None and person.department_on(day) in self.departments


@dataclass(frozen=True, slots=True)
class Found:
    """A figure with the rows it was counted from; `reason` says why there is no value."""

    how: How
    rows: tuple[Row, ...] = ()
    reason: str = ""

    @property
    def numerator(self) -> Number:
        """Everything above the line."""
        return sum((Fraction(row.above) for row in self.rows), Fraction())

    @property
    def denominator(self) -> Number:
        """Everything below the line."""
        return sum((Fraction(row.below) for row in self.rows), Fraction())

    @property
    def value(self) -> Fraction | None:
        """The figure, exact; None where there is none."""
        if self.reason:
            return None
        return VALUES[self.how](self.rows)

    def groups(self) -> dict[str, Fraction]:
        """What is above the line, by group."""
        found: dict[str, Fraction] = {}
        for row in self.rows:
            found[row.group] = found.get(row.group, Fraction()) + Fraction(row.above)
        return found


def _quotient(rows: Sequence[Row], factor: int = 1) -> Fraction | None:
    below = sum((Fraction(row.below) for row in rows), Fraction())
    return factor * sum((Fraction(row.above) for row in rows), Fraction()) / below if below else None


def _total(rows: Sequence[Row]) -> Fraction:
    return sum((Fraction(row.above) for row in rows), Fraction())


VALUES: dict[How, Callable[[Sequence[Row]], Fraction | None]] = {
    "share": lambda rows: _quotient(rows, 100),
    "rate": _quotient,
    "mean": lambda rows: mean([row.above for row in rows if row.below]),
    "median": lambda rows: median([row.above for row in rows if row.below]),
    "total": _total,
    "groups": lambda _rows: None,
    "each": lambda _rows: None,
}
