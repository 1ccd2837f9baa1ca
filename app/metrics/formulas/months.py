"""Months that close: when they do, what is kept of a figure, and what a later counting changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from app.foundation.calendar import WorkingCalendar
from app.metrics.formulas.contests import working_day_after
from app.metrics.formulas.marks import Found
from app.metrics.formulas.suppression import SMALLEST_GROUP

CLOSES_ON = 5
"""The working day of the next month on which a month is frozen."""
HIDDEN = "suppressed"
GONE = "not_kept"
"""Rows that a figure was counted from are deleted: it is not counted again."""


def first_of(month: str) -> date:
    """First day of a month (`2026-06`)."""
    return date.fromisoformat(f"{month}-01")


def last_of(month: str) -> date:
    """Last day of a month."""
    return (first_of(month) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def month_of(day: date) -> str:
    """The month of a day."""
    return f"{day:%Y-%m}"


def month_before(month: str, count: int) -> str:
    """The month that lies so many before another."""
    year, number = divmod(first_of(month).year * 12 + first_of(month).month - 1 - count, 12)
    return f"{year:04}-{number + 1:02}"


def is_month(text: str, today: date) -> bool:
    """Whether a text names a month that has ended."""
    try:
        return month_of(first_of(text)) == text and last_of(text) < today
    except ValueError:
        return False


def months_between(first: str, last: str) -> Iterator[str]:
    """Every month from the first to the last one, both included."""
    day = first_of(first)
    while month_of(day) <= last:
        yield month_of(day)
        day = last_of(month_of(day)) + timedelta(days=1)


def closing_day(month: str, calendar: WorkingCalendar) -> date | None:
    """The fifth working day of the next month; None where nobody has confirmed the working days of its year."""
    last = last_of(month)
    return working_day_after(calendar, last, CLOSES_ON) if (last + timedelta(days=1)).year in calendar.years else None


@dataclass(frozen=True, slots=True)
class Counted:
    """What is kept of a figure: exact numbers as text, or a reason why there are none."""

    value: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    reason: str = ""
    groups: Mapping[str, str] = field(default_factory=dict)

    @property
    def number(self) -> Fraction | None:
        """The value, exact."""
        return None if self.value is None else Fraction(self.value)

    @property
    def below(self) -> Fraction | None:
        """The denominator, exact."""
        return None if self.denominator is None else Fraction(self.denominator)

    @property
    def above(self) -> Fraction | None:
        """The numerator, exact."""
        return None if self.numerator is None else Fraction(self.numerator)

    @property
    def is_nothing(self) -> bool:
        """Whether there was nothing to count, so that nothing is kept."""
        return self == NOTHING


NOTHING = Counted()


def kept_of(found: Found) -> Counted:
    """What is kept of a figure: of one that must stay hidden the reason alone."""
    if found.reason in (HIDDEN, "too_little", GONE):
        return Counted(reason=found.reason)
    if found.reason or not found.rows:
        return NOTHING
    value = found.value
    groups = {name: str(number) for name, number in sorted(found.groups().items())} if found.how == "groups" else {}
    return Counted(
        value=None if value is None else str(value),
        numerator=str(Fraction(found.numerator)),
        denominator=str(Fraction(found.denominator)),
        groups=groups,
    )


def told_again(before: Counted, after: Counted, *, of_few: bool) -> Counted:
    """What a restatement may say beside the original, which stays visible.

    Of figures about what people answered or did in the tool (`of_few`), the difference of two numbers is a figure too: where
    fewer than five people or answers make it, the new one is hidden.
    """
    if not of_few or before.below is None or after.below is None or before.above is None or after.above is None:
        return after
    moved = max(abs(after.below - before.below), abs(after.above - before.above))
    return Counted(reason=HIDDEN) if 0 < moved < SMALLEST_GROUP else after
