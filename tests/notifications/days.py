"""Days of the company, counted from a Monday on which every test about reminders begins."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Flask

from app.foundation import clock
from tests.notifications.acts import sweep
from tests.notifications.conftest import PostOffice

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 6, 1)


@contextmanager
def at(day: date, hour: int = 9, minute: int = 0) -> Iterator[None]:
    """The clock in Shanghai."""
    with clock.fixed_at(datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)):
        yield


def day(number: int) -> date:
    """The first Monday of June is day 1."""
    return MONDAY + timedelta(days=number - 1)


def clear(post_office: PostOffice, app: Flask) -> None:
    """Let what waits go out, and forget it."""
    sweep(app)
    post_office.mails.clear()
