"""Reads what a field of an assertion is compared with: words, numbers, days, ranges of them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from app.foundation.content.texts import alone
from app.training.content import words
from app.training.content.accept import Words
from app.training.content.accept_text import Misread
from app.training.content.world.assertions import Condition, Span, Test

NOTHING_SAID = {"无", "空", "没有", "none", "nobody", "nothing", "无人", "empty"}
_A_LITTLE = Decimal("0.001")


def text_condition(field: str, sign: str, value: str) -> Condition:
    """A text that must be, hold or lack words. Raises Misread."""
    if sign == "hasany":
        terms = [term for part in words.listed(value) for term in words.alternatives(part)]
        return _worded(field, Test.has, Words((tuple(terms),)))
    if sign in ("has", "lacks"):
        groups = tuple(tuple(words.alternatives(part)) for part in words.listed(value))
        return _worded(field, Test.has if sign == "has" else Test.lacks, Words(groups))
    if sign not in ("=", "!="):
        raise Misread(f"“{value}” is compared with a text; write “has”, “lacks” or “=” (含、不含、=).")
    told = Words((tuple(words.alternatives(value)),), whole=True)
    return _worded(field, Test.is_ if sign == "=" else Test.is_not, told)


def _worded(field: str, test: Test, told: Words) -> Condition:
    if not told.groups or not all(words.tight(term) for group in told.groups for term in group) or () in told.groups:
        raise Misread("There are no words to look for; write them after “has” (含).")
    return Condition(field, test, words=alone(told))


def measured(field: str, sort: str, sign: str, value: str) -> Condition:
    """A number or a day that must lie somewhere. Raises Misread."""
    if sign not in ("=", "!=", ">=", "<=", ">", "<"):
        raise Misread(f"“{value}” is compared with a {sort}; write “=”, “<=”, “>=” or a range “a..b”.")
    if sort == "date" and words.tight(value) in NOTHING_SAID:
        return Condition(field, Test.is_ if sign == "=" else Test.is_not, ("",))
    if sign in ("=", "!="):
        spans = tuple(_span(sort, part) for part in re.split(r"\s+/\s+|\s*／\s*", value))
        return Condition(field, Test.is_ if sign == "=" else Test.is_not, spans=spans)
    limit = _measure(sort, value)
    step = Decimal(1) if sort == "date" else _A_LITTLE
    by_sign = {
        ">=": Span(limit, None),
        "<=": Span(None, limit),
        ">": Span(limit + step, None),
        "<": Span(None, limit - step),
    }
    return Condition(field, Test.is_, spans=(by_sign[sign],))


def _span(sort: str, part: str) -> Span:
    first, dots, last = part.partition("..")
    if not dots:
        value = _measure(sort, part)
        return Span(value, value)
    low = _measure(sort, first) if first.strip() else None
    high = _measure(sort, last.lstrip(".")) if last.strip(" .") else None
    if low is None and high is None:
        raise Misread(f"“{part}” has no end; write a range such as 0..40, ..40 or 40...")
    if low is not None and high is not None and low > high:
        raise Misread(f"The range “{part}” runs downwards; write the lower end first.")
    return Span(low, high)


def _measure(sort: str, text: str) -> Decimal:
    if sort == "number":
        number = words.number(text)
        if number is None:
            raise Misread(f"“{text.strip()}” is not a number.")
        return number
    day: date | None = words.day(text)
    if day is None:
        raise Misread(f"“{text.strip()}” is not a day; write 2026-09-21.")
    return Decimal(day.toordinal())
