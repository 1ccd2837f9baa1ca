"""The weeks and months that reports cover."""

from dataclasses import dataclass
from datetime import date, timedelta

WEEK = 7


@dataclass(frozen=True, slots=True)
class Period:
    """A week from Monday to Sunday, or a month, by the name it has in addresses."""

    name: str
    first: date
    last: date


def week_of(day: date) -> Period:
    """The ISO week in which a day lies."""
    first = day - timedelta(days=day.weekday())
    year, week, _ = day.isocalendar()
    return Period(f"{year}-W{week:02}", first, first + timedelta(days=WEEK - 1))


def weeks_ended(today: date, count: int) -> list[Period]:
    """The last weeks that are over, the oldest first."""
    return [week_of(today - timedelta(days=WEEK * ago)) for ago in range(count, 0, -1)]
