"""Working time: business hours on Monday to Friday, minus holidays, plus make-up working days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation import clock
from app.foundation.db import Base, choice, db

SATURDAY = 5
OPENS = time(9)
CLOSES = time(18)
LONGEST_QUIET = timedelta(days=366)


class DayKind(StrEnum):
    """How a day differs from its place in the week."""

    holiday = "holiday"
    makeup = "makeup"


class CalendarDay(Base):
    """A weekday that is free, or a weekend day that is worked."""

    __tablename__ = "calendar_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[DayKind] = mapped_column(choice(DayKind, "kind"))


class CalendarYear(Base):
    """A year whose days off and make-up days somebody has confirmed; of any other year nobody knows what is worked."""

    __tablename__ = "calendar_years"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    confirmed_at: Mapped[datetime]
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))


class BusinessHours(Base):
    """When the company opens and closes on a working day; one row at most, else 9 to 18."""

    __tablename__ = "business_hours"

    id: Mapped[int] = mapped_column(primary_key=True)
    opens: Mapped[time]
    closes: Mapped[time]

    __table_args__ = (
        sa.CheckConstraint("id = 1", name="one_row"),
        sa.CheckConstraint("closes > opens", name="opens_before_it_closes"),
    )


@dataclass(frozen=True, slots=True)
class QuietHours:
    """A part of the day in which no mail should come, over midnight where it begins later than it ends; `days_off` adds
    the days that are not worked. Without both ends no hour is quiet.
    """

    begins: time | None = None
    ends: time | None = None
    days_off: bool = False

    def holds(self, moment: time) -> bool:
        """Whether an hour of the day is quiet."""
        if self.begins is None or self.ends is None:
            return False
        if self.begins < self.ends:
            return self.begins <= moment < self.ends
        return moment >= self.begins or moment < self.ends


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The company's working days and hours; plain values, so that formulas need no database."""

    zone: ZoneInfo
    opens: time = OPENS
    closes: time = CLOSES
    holidays: frozenset[date] = frozenset()
    makeup_days: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether a day is worked."""
        return day in self.makeup_days or (day.weekday() < SATURDAY and day not in self.holidays)

    def unknown_years(self, start: datetime, end: datetime) -> tuple[int, ...]:
        """Years between two aware instants of which nobody has confirmed the working days."""
        first, last = start.astimezone(self.zone).year, end.astimezone(self.zone).year
        return tuple(year for year in range(first, last + 1) if year not in self.years)

    def hours_between(self, start: datetime, end: datetime) -> Fraction:
        """Business hours between two aware instants, exact; 0 when the end is not after the start."""
        first, last = start.astimezone(self.zone), end.astimezone(self.zone)
        seconds = sum(
            self._worked(day, first, last) for day in _days(first.date(), last.date()) if self.is_working(day)
        )
        return Fraction(seconds, 3600)

    def _worked(self, day: date, start: datetime, end: datetime) -> int:
        opens = datetime.combine(day, self.opens, self.zone)
        closes = datetime.combine(day, self.closes, self.zone)
        return max(0, int((min(closes, end) - max(opens, start)).total_seconds()))

    def loud_from(self, moment: datetime, *quiets: QuietHours) -> datetime:
        """The first instant from `moment` on that none of these quiet hours holds.

        Where they leave no minute of the day, the first ones alone decide; where none works within a year, nothing waits.
        """
        for chosen in (quiets, quiets[:1]):
            found = self._loud_from(moment, chosen)
            if found is not None:
                return found
        return moment

    def _loud_from(self, moment: datetime, quiets: tuple[QuietHours, ...]) -> datetime | None:
        here, limit = moment.astimezone(self.zone), moment + LONGEST_QUIET
        while here < limit:
            until = next((end for quiet in quiets if (end := self._quiet_until(here, quiet))), None)
            if until is None:
                return moment if here == moment else here.astimezone(UTC)
            here = until
        return None

    def _quiet_until(self, here: datetime, quiet: QuietHours) -> datetime | None:
        """When the quiet that holds at a local instant ends, or None where it is not quiet."""
        tomorrow = here.date() + timedelta(days=1)
        if quiet.days_off and not self.is_working(here.date()):
            return datetime.combine(tomorrow, time(), self.zone)
        if quiet.ends is None or not quiet.holds(here.time()):
            return None
        day = here.date() if here.time() < quiet.ends else tomorrow
        return datetime.combine(day, quiet.ends, self.zone)


def _days(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def working_calendar() -> WorkingCalendar:
    """The calendar as the company has it now, in one statement."""
    no_day, no_kind = sa.cast(sa.null(), sa.Date()), sa.cast(sa.null(), CalendarDay.kind.type)
    no_time, no_year = sa.cast(sa.null(), sa.Time()), sa.cast(sa.null(), sa.Integer())
    days: Any = sa.select(CalendarDay.day, CalendarDay.kind, no_time.label("opens"), no_time.label("closes"), no_year)
    hours = sa.select(no_day, no_kind, BusinessHours.opens, BusinessHours.closes, no_year)
    years = sa.select(no_day, no_kind, no_time, no_time, CalendarYear.year)
    rows: list[Any] = list(db.session.execute(days.union_all(hours, years)))
    opens, closes = next(((row[2], row[3]) for row in rows if row[2] is not None), (OPENS, CLOSES))
    return WorkingCalendar(
        zone=clock.zone(),
        opens=opens,
        closes=closes,
        holidays=frozenset(day for day, kind, *_ in rows if kind is DayKind.holiday),
        makeup_days=frozenset(day for day, kind, *_ in rows if kind is DayKind.makeup),
        years=frozenset(row[4] for row in rows if row[4] is not None),
    )
