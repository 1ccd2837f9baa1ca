"""Masks: how a profile writes days, moments and numbers."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_TOKEN = re.compile(r"'([^']*)'|(YYYY|YY|MMM|MM|DD|hh|mm|ss|ZZZ)|([^A-Za-z']+)")
_NUMBER = re.compile(r"0(?:([.,])(0{1,4}))?")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_OF_A_TIME = frozenset({"hh", "mm", "ss", "ZZZ"})

DAY_WORDS = "YYYY YY MMM MM DD"
TIME_WORDS = "hh mm ss ZZZ"


class MaskFault(ValueError):
    """A mask that cannot be read; the text says why."""


def _tokens(mask: str) -> list[tuple[str, str]]:
    found, place = [], 0
    while place < len(mask):
        token = _TOKEN.match(mask, place)
        if token is None:
            raise MaskFault(f"“{mask[place:]}”: known are {DAY_WORDS} {TIME_WORDS}; put other letters in 'quotes'")
        quoted, word, rest = token.groups()
        found.append(("", word) if word else (quoted if quoted is not None else rest, ""))
        place = token.end()
    if not any(word for _, word in found):
        raise MaskFault(f"it names no part of a day; known are {DAY_WORDS}")
    return found


def day_mask(mask: str) -> Callable[[date], str]:
    """How a day is written, such as `YYYY/MM/DD`. Raises MaskFault."""
    tokens = _tokens(mask)
    if any(word in _OF_A_TIME for _, word in tokens):
        raise MaskFault(f"a day has no time; known are {DAY_WORDS}")
    return lambda day: "".join(_part(word, day) if word else text for text, word in tokens)


def moment_mask(mask: str, zone: ZoneInfo | None) -> Callable[[str], str]:
    """How an instant in ISO 8601 is written in a zone, such as `MMM-DD-YYYY hh:mm:ss ZZZ`. Raises MaskFault."""
    tokens = _tokens(mask)

    def told(text: str) -> str:
        moment = datetime.fromisoformat(text)
        local = moment.astimezone(zone) if zone else moment
        return "".join(_part(word, local) if word else literal for literal, word in tokens)

    return told


def _part(word: str, day: date) -> str:
    time = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day, tzinfo=UTC)
    if word == "MMM":
        return _MONTHS[time.month - 1]
    if word == "ZZZ":
        return time.tzname() or "UTC"
    code = {"YYYY": "%Y", "YY": "%y", "MM": "%m", "DD": "%d", "hh": "%H", "mm": "%M", "ss": "%S"}[word]
    return f"{time:{code}}"


def number_mask(mask: str) -> Callable[[int], str]:
    """How a number is written: `0`, `0.0`, `0,00`. Raises MaskFault."""
    found = _NUMBER.fullmatch(mask)
    if found is None:
        raise MaskFault("a number is written as 0, 0.0 or 0,00")
    mark, zeros = found.groups()
    places = len(zeros or "")
    return lambda number: f"{number:.{places}f}".replace(".", mark or ".")
