"""Working time: business hours on Monday to Friday, minus holidays, plus make-up working days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
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


class DayKind(StrEnum):
    """How a day differs from its place in the week."""

    holiday = "holiday"
    makeup = "makeup"


class CalendarDay(Base):
    """A weekday that is free, or a weekend day that is worked."""

    __tablename__ = "calendar_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[DayKind] = mapped_column(choice(DayKind, "kind"))


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
class WorkingCalendar:
    """The company's working days and hours; plain values, so that formulas need no database."""

    zone: ZoneInfo
    opens: time = OPENS
    closes: time = CLOSES
    holidays: frozenset[date] = frozenset()
    makeup_days: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether a day is worked."""
        return day in self.makeup_days or (day.weekday() < SATURDAY and day not in self.holidays)

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


def _days(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def working_calendar() -> WorkingCalendar:
    """The calendar as the company has it now, in one statement."""
    no_time = sa.type_coerce(sa.null(), sa.Time())
    days = sa.select(CalendarDay.day, CalendarDay.kind, no_time.label("opens"), no_time.label("closes"))
    found = days.union_all(sa.select(sa.null(), sa.null(), BusinessHours.opens, BusinessHours.closes))
    rows: list[Any] = list(db.session.execute(found))
    opens, closes = next(((opens, closes) for day, _, opens, closes in rows if day is None), (OPENS, CLOSES))
    return WorkingCalendar(
        zone=clock.zone(),
        opens=opens,
        closes=closes,
        holidays=frozenset(day for day, kind, *_ in rows if kind is DayKind.holiday),
        makeup_days=frozenset(day for day, kind, *_ in rows if kind is DayKind.makeup),
    )
