"""Days as exports of tools write them."""

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from app.foundation.tables import day_in

ORDERS = ("ymd", "dmy", "mdy")
"""Which of day, month and year comes first where a day is written in numbers."""
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CHINESE = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_NAMED = re.compile(r"(?:[^\W\d]+,?\s+)?(\d{1,2})[\s/.-]([^\W\d]{1,9}|\d{1,2}月)[\s/.,-]+(\d{4}|\d{2})\b")
_NAMED_FIRST = re.compile(r"(?:[^\W\d]+,\s+)?([^\W\d]{3,9})\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")
_NUMBERS = re.compile(r"(?:[^\W\d]+\s+)?(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})\b")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*(?:Z|[+-]\d\d:?\d\d)$")
_MONTH = re.compile(r"(\d{4})[-/.年]?(\d{1,2})月?")
_MILLISECONDS = re.compile(r"\d{12,13}")


def day_of(text: str, order: str, zone: ZoneInfo) -> date | None:
    """The company's day that a cell names; None for what is none. Instants with a zone are cut in the company's zone."""
    if _MILLISECONDS.fullmatch(text):
        return datetime.fromtimestamp(int(text) / 1000, UTC).astimezone(zone).date()
    if _INSTANT.fullmatch(text):
        return _instant(text, zone)
    return day_in(text) or _named(text) or _numbered(text, order)


def month_of(text: str, order: str, zone: ZoneInfo) -> str | None:
    """The month that a cell names, by itself or by one of its days: `2026-06`."""
    found = _MONTH.fullmatch(text)
    day = _built(int(found[1]), int(found[2]), 1) if found else day_of(text, order, zone)
    return f"{day:%Y-%m}" if day else None


def _instant(text: str, zone: ZoneInfo) -> date | None:
    try:
        return datetime.fromisoformat(text).astimezone(zone).date()
    except ValueError:
        return None


def _named(text: str) -> date | None:
    """16/Jun/26, 16-Jun-2026, 16/六月/26, June 16, 2026."""
    if found := _NAMED.match(text):
        month = _month(found[2])
        return _built(_year(found[3]), month, int(found[1])) if month else None
    if found := _NAMED_FIRST.match(text):
        month = _month(found[1])
        return _built(int(found[3]), month, int(found[2])) if month else None
    return None


def _month(name: str) -> int | None:
    told = name.casefold().removesuffix("月")
    if told.isdecimal():
        return int(told)
    if told in _CHINESE:
        return _CHINESE.index(told) + 1
    return _ENGLISH.index(told[:3]) + 1 if told[:3] in _ENGLISH else None


def _numbered(text: str, order: str) -> date | None:
    found = _NUMBERS.match(text)
    if not found:
        return None
    first, second, year = int(found[1]), int(found[2]), _year(found[3])
    return _built(year, first, second) if order == "mdy" else _built(year, second, first)


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


def _built(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
