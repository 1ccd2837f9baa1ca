"""The one clock and the one zone: instants are UTC, days are cut in the company's zone."""

import calendar
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from flask import current_app

_fixed: ContextVar[datetime | None] = ContextVar("fixed_now", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC, to the microsecond."""
    return _fixed.get() or datetime.now(UTC)


def zone() -> ZoneInfo:
    """The company's zone."""
    found: ZoneInfo = current_app.extensions["uptake.zone"]
    return found


def today() -> date:
    """The present day in the company's zone."""
    return _day_of_minute(int(now().timestamp()) // 60, zone())


@lru_cache(maxsize=64)  # a page asks a dozen times, and no zone of today begins its days within a minute
def _day_of_minute(minute: int, place: ZoneInfo) -> date:
    return datetime.fromtimestamp(minute * 60, place).date()


def local(moment: datetime) -> datetime:
    """An aware instant in the company's zone."""
    return moment.astimezone(zone())


def local_date(moment: datetime) -> date:
    """The company's calendar day on which an instant falls."""
    return local(moment).date()


def start_of(day: date) -> datetime:
    """The instant (UTC) at which a day of the company begins."""
    return datetime.combine(day, time(), zone()).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The instant (UTC) at which a day of the company ends, 24:00: first instant that is not in it."""
    return start_of(day + timedelta(days=1))


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@contextmanager
def fixed_at(moment: datetime) -> Iterator[None]:
    """Hold the clock at an aware instant; for tests and for building the demo company's past."""
    token = _fixed.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)
