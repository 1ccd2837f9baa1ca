"""On which days a series meets: pure functions of its rhythm."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, takewhile

from app.ambassadors.models import MeetingSeries, Rhythm
from app.foundation import clock

WEEK = timedelta(days=7)


def days_of(series: MeetingSeries, first: date, last: date) -> list[date]:
    """The days on which a series meets, from one day to another, both included."""
    days = _weekly(series) if series.rhythm is Rhythm.weekly else _monthly(series)
    return [day for day in takewhile(lambda day: day <= last, days) if day >= max(first, series.first_on)]


def next_day(series: MeetingSeries, after: date) -> date:
    """The first day after another on which a series meets."""
    days = _weekly(series) if series.rhythm is Rhythm.weekly else _monthly(series)
    return next(day for day in days if day > after and day >= series.first_on)


def _weekly(series: MeetingSeries) -> Iterator[date]:
    first = series.first_on + timedelta(days=(series.weekday - series.first_on.weekday()) % 7)
    return (first + WEEK * series.every * step for step in count())


def _monthly(series: MeetingSeries) -> Iterator[date]:
    begun = series.first_on.year * 12 + series.first_on.month - 1
    return (nth_weekday(*_month(begun + series.every * step), series.weekday, series.nth) for step in count())


def _month(months: int) -> tuple[int, int]:
    return months // 12, months % 12 + 1


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The first to fourth such weekday of a month; the fifth is the last, also where there are four."""
    begins, length = monthrange(year, month)
    day = 1 + (weekday - begins) % 7 + 7 * (nth - 1)
    return date(year, month, day if day <= length else day - 7)


def hours_on(series: MeetingSeries, day: date) -> tuple[datetime, datetime]:
    """Beginning and end of a meeting on a day, as instants; the series thinks in the company's zone."""
    return instant(day, series.starts), instant(day, series.ends)


def instant(day: date, hour: time) -> datetime:
    """An hour of a day in the company's zone as an instant in UTC."""
    return datetime.combine(day, hour, clock.zone()).astimezone(UTC)
