"""On which days a schedule is due."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

DAILY, WEEKLY, MONTHLY = "daily", "weekly", "monthly"
RHYTHMS = (DAILY, WEEKLY, MONTHLY)


def due_days(every: str, first: date, after: date | None, until: date) -> Iterator[date]:
    """The days from `first` on, later than `after`, up to and with `until`. A month too short for the day has its last one."""
    number, day = 0, first
    while day <= until:
        if after is None or day > after:
            yield day
        number += 1
        day = _nth(every, first, number)


def next_due(every: str, first: date, today: date) -> date:
    """The next day after today, or the first one."""
    return next(due_days(every, first, today, max(today, first) + timedelta(days=32)))


def _nth(every: str, first: date, number: int) -> date:
    if every == DAILY:
        return first + timedelta(days=number)
    if every == WEEKLY:
        return first + timedelta(weeks=number)
    year, month = divmod(first.month - 1 + number, 12)
    year, month = first.year + year, month + 1
    return date(year, month, min(first.day, monthrange(year, month)[1]))
