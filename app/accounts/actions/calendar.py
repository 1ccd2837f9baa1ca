"""The company's days off and make-up days, year by year; each change is audited."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from chinese_calendar.constants import holidays, workdays

from app.foundation import audit, clock
from app.foundation.calendar import SATURDAY, CalendarDay, CalendarYear, DayKind
from app.foundation.db import db, insert_new


class UsualDay(ValueError):
    """A weekend day is free anyway, a weekday is worked anyway."""


def official_days(year: int) -> dict[date, DayKind]:
    """What the published calendar of China says of a year; empty where it says nothing yet."""
    free = {day: DayKind.holiday for day in holidays if day.year == year and day.weekday() < SATURDAY}
    worked = {day: DayKind.makeup for day in workdays if day.year == year and day.weekday() >= SATURDAY}
    return dict(sorted((free | worked).items()))


def set_day(*, day: date, kind: DayKind, by_id: int) -> None:
    """Make a weekday free or a weekend day worked. Raises UsualDay where it is so anyway."""
    if (day.weekday() >= SATURDAY) is (kind is DayKind.holiday):
        raise UsualDay
    before = db.session.get(CalendarDay, day)
    if before is not None and before.kind is kind:
        return
    db.session.merge(CalendarDay(day=day, kind=kind))
    _record("calendar-day:set", day, by_id, after={"kind": kind.value})


def clear_day(*, day: date, by_id: int) -> None:
    """Let a day be as usual again."""
    found = db.session.get(CalendarDay, day)
    if found is not None:
        db.session.delete(found)
        _record("calendar-day:cleared", day, by_id, before={"kind": found.kind.value})


def take_over(*, year: int, by_id: int) -> int:
    """Enter the published days of a year beside what stands there; how many are new."""
    rows = [{"day": day, "kind": kind} for day, kind in official_days(year).items()]
    new = insert_new(CalendarDay, rows)
    if new:
        _record("calendar-year:taken_over", year, by_id, after={"days": new})
    return new


def confirm_year(*, year: int, by_id: int) -> None:
    """Say that the days of a year are right, so that clocks may count on them; saying it again changes nothing."""
    if insert_new(CalendarYear, [{"year": year, "confirmed_at": clock.now(), "confirmed_by_id": by_id}]):
        _record("calendar-year:confirmed", year, by_id)


def open_year(*, year: int, by_id: int) -> None:
    """Take the confirmation of a year back: clocks say that they do not know it."""
    if db.session.execute(sa.delete(CalendarYear).where(CalendarYear.year == year)).rowcount:  # type: ignore[attr-defined]
        _record("calendar-year:opened", year, by_id)


def _record(act: str, what: date | int, by_id: int, **values: Any) -> None:
    audit.record(act=act, subject=("calendar", what), actor_id=by_id, **values)
