"""The months in which somebody completed, told from the day that a file is of."""

from datetime import date, timedelta

MONTHS_OF = {"month": 1, "quarter": 3, "year": 12}


def days_of(period: str, day: date) -> tuple[date, date]:
    """First and last day of a period of `labels.PERIODS`, as it is called on a day. Raises KeyError for another word."""
    which, _, unit = period.partition("_")
    length = MONTHS_OF[unit]
    start = (day.year * 12 + day.month - 1) // length * length - {"this": 0, "last": length}[which]
    return _first_of(start), _first_of(start + length) - timedelta(days=1)


def _first_of(months: int) -> date:
    return date(months // 12, months % 12 + 1, 1)
