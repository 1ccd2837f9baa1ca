"""Hours that were logged, and how they compare with what was agreed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.ambassadors.models import Appointment, HourEntry, ServiceStandard
from app.foundation.db import db
from app.foundation.paging import Page, page_of

_LATER = aliased(HourEntry, name="later_entry")


@dataclass(frozen=True, slots=True)
class Load:
    """Minutes logged in a month, and the minutes that were agreed."""

    minutes: int
    ceiling: int

    @property
    def over(self) -> bool:
        """More than was agreed."""
        return self.minutes > self.ceiling

    @property
    def percent(self) -> int:
        """Share of what was agreed, at most 100."""
        return min(100, 100 * self.minutes // self.ceiling) if self.ceiling else 100 * (self.minutes > 0)


def month_of(day: date) -> tuple[date, date]:
    """First day of a day's month, and of the next one."""
    first = day.replace(day=1)
    return first, (
        first.replace(year=first.year + 1, month=1) if first.month == 12 else first.replace(month=first.month + 1)
    )


def stands() -> sa.ColumnElement[bool]:
    """Condition on HourEntry: nothing has taken its place."""
    return sa.not_(sa.select(_LATER.id).where(_LATER.corrects_id == HourEntry.id).exists())


def minutes_in_month(appointment_ids: Collection[int], day: date) -> dict[int, int]:
    """Minutes logged for each of some appointments in the month of a day."""
    first, after = month_of(day)
    rows = (
        sa.select(HourEntry.appointment_id, sa.func.sum(HourEntry.minutes))
        .where(
            HourEntry.appointment_id.in_(appointment_ids),
            HourEntry.served_on >= first,
            HourEntry.served_on < after,
            stands(),
        )
        .group_by(HourEntry.appointment_id)
    )
    return {row[0]: int(row[1]) for row in db.session.execute(rows)} if appointment_ids else {}


def ceiling_of(appointment: Appointment, standard: ServiceStandard) -> int:
    """Minutes a month that were agreed: the appointment's own, else the company's."""
    return standard.monthly_minutes if appointment.monthly_minutes is None else appointment.monthly_minutes


def loads(appointments: Collection[Appointment], standard: ServiceStandard, day: date) -> dict[int, Load]:
    """How each of some appointments stands in the month of a day, in one statement."""
    found = minutes_in_month([each.id for each in appointments], day)
    return {each.id: Load(found.get(each.id, 0), ceiling_of(each, standard)) for each in appointments}


def entries_of(appointment_id: int, *, number: int = 1) -> Page[HourEntry]:
    """What was logged for an appointment and stands, the latest day first."""
    rows = sa.select(HourEntry).where(HourEntry.appointment_id == appointment_id, HourEntry.minutes > 0, stands())
    return page_of(rows.order_by(HourEntry.served_on.desc(), HourEntry.id.desc()), number=number, size=10)


def entry_of(appointment_id: int, entry_id: int) -> HourEntry | None:
    """An entry of an appointment that nothing has taken the place of."""
    rows = sa.select(HourEntry).where(HourEntry.id == entry_id, HourEntry.appointment_id == appointment_id, stands())
    return db.session.scalar(rows)
