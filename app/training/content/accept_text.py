"""Reads controls and accept rules as authors write them, in Chinese or English words and any punctuation."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.foundation.content.texts import alone
from app.training.content import words
from app.training.content.accept import (
    MOST_TEXT,
    Choice,
    ChoiceRule,
    Control,
    Date,
    DateRule,
    Length,
    Number,
    NumberRule,
    Rule,
    TextBox,
    TextRule,
    Words,
)

_CONTROL = re.compile(
    r"(选项|数字|文本|日期|choice|number|text|date)(?![a-z])\s*[:：]?\s*(.*)", re.IGNORECASE | re.DOTALL
)
_BOUNDS = re.compile(r"([+-]?[\d.,]*\d)\s*(?:\.{2,3}|~)\s*([+-]?\d[\d.,]*)")
_GRID = re.compile(r"(?:步长|step)\s*[:=]?\s*([\d.]*\d)", re.IGNORECASE)
_CONDITION = re.compile(r"(?:当|when(?=\s))\s*(.+?)\s*[=＝]\s*(.+?)\s*[:：]\s*(.*)", re.IGNORECASE | re.DOTALL)
_HALF_A_CONDITION = re.compile(r"(?:当|when\s)(?:[^:：]*(?:[=＝≠<>＜＞]|!=)|.*[:：])", re.IGNORECASE | re.DOTALL)
_UNKNOWN_WORD = re.compile(r"(包含|包括|has any\b|has all\b|contains?\b|includes?\b|any of\b)", re.IGNORECASE)
_ANY = re.compile(r"(?:含任一|hasany(?=[\s:：]|$))\s*[:：]?\s*(.*)", re.IGNORECASE | re.DOTALL)
_ALL = re.compile(r"(?:含|has(?=[\s:：]|$))\s*[:：]?\s*(.*)", re.IGNORECASE | re.DOTALL)


class Misread(Exception):
    """A cell that cannot be understood; the message is a sentence for the author."""


@dataclass(frozen=True, slots=True)
class Condition:
    """`当 字段=值：…`: the field's name and value as written, and the rule that follows."""

    field: str
    value: str
    rest: str


def read_control(cell: str) -> Control:
    """A control from its cell; raises `Misread`."""
    found = _CONTROL.fullmatch(cell.strip())
    if not found:
        raise Misread(
            f"The control “{cell}” is not known; write “choice: a / b”, “number 0..24 step 0.5”, "
            "“text 10..300” or “date” (选项、数字、文本、日期)."
        )
    return _READERS[found[1].lower()](found[2].strip())


def read_condition(cell: str) -> Condition | None:
    """The condition in front of a rule, or None."""
    found = _CONDITION.fullmatch(cell.strip())
    return Condition(found[1].rstrip("*＊ "), found[2], found[3]) if found else None


def read_rule(control: Control, cell: str) -> Rule:
    """The accept rule of a control; raises `Misread` where it is unknown or can never be met."""
    text = cell.strip()
    if _HALF_A_CONDITION.match(text):
        raise Misread(f"The condition “{text}” is not complete; write “when Field=Value: rule” (当 字段=值：规则).")
    if isinstance(control, TextBox):
        return _text_rule(control, text)
    if not text:
        raise Misread("There is no correct answer; fill in the column “Correct”.")
    if isinstance(control, Choice):
        return ChoiceRule(tuple(sorted({_option(control, value) for value in _choices(control, text)})))
    if _ANY.fullmatch(text) or _ALL.fullmatch(text):
        raise Misread(f"“{text}” looks for words, which only a text control has; write the right value instead.")
    if isinstance(control, Number):
        return _number_rule(control, text)
    return DateRule(tuple(_day_range(part) for part in _day_parts(text)))


def read_numbers(text: str) -> NumberRule:
    """The numbers of `[[10]]`, `[[129..131]]`, `[[6 / 6.5]]`; raises `Misread`."""
    return _number_rule(Number(), text)


def _choice(rest: str) -> Choice:
    options = words.alternatives(rest)
    if len(options) < 2:
        raise Misread("A choice needs at least two options parted by “ / ”.")
    if len({words.tight(option) for option in options}) < len(options):
        raise Misread("Two options of the choice are the same; make them differ.")
    return Choice(tuple(alone(option) for option in options))


def _number(rest: str) -> Number:
    text = words.narrow(rest)
    bounds, grid = _BOUNDS.search(text), _GRID.search(text)
    if _GRID.sub("", _BOUNDS.sub("", text)).strip(" ,;"):
        raise Misread(
            f"“{rest}” is not understood after “number”; write “number 0..24 step 0.5” (数字 0..24 步长 0.5)."
        )
    low, high = (words.number(bounds[1]), words.number(bounds[2])) if bounds else (None, None)
    step = words.number(grid[1]) if grid else None
    if (low is not None and high is not None and low >= high) or step == 0:
        raise Misread(f"The range “{rest}” is empty; the lower number comes first and the step is above 0.")
    return Number(low, high, step)


def _text(rest: str) -> TextBox:
    if not rest:
        return TextBox(alone(Length()))
    bounds = _BOUNDS.fullmatch(words.narrow(rest))
    if not bounds or not (bounds[1].isdigit() and bounds[2].isdigit()):
        raise Misread(f"“{rest}” is not understood after “text”; write the least and most characters, “text 10..300”.")
    length = Length(int(bounds[1][:9]), int(bounds[2][:9]))
    if length.low > length.high or length.high > MOST_TEXT:
        raise Misread(f"The length “{rest}” must run upwards and end at {MOST_TEXT} at most.")
    return TextBox(alone(length))


def _date(rest: str) -> Date:
    if rest:
        raise Misread(f"“{rest}” is not understood after “date”; write “date” (日期) alone.")
    return Date()


_READERS: Mapping[str, Callable[[str], Control]] = {
    "选项": _choice,
    "choice": _choice,
    "数字": _number,
    "number": _number,
    "文本": _text,
    "text": _text,
    "日期": _date,
    "date": _date,
}


def _choices(control: Choice, text: str) -> list[str]:
    whole = any(words.tight(option.zh) == words.tight(text) for option in control.options)
    return [text] if whole else words.alternatives(text)


def _option(control: Choice, value: str) -> int:
    for index, option in enumerate(control.options):
        if words.tight(option.zh) == words.tight(value):
            return index
    listed = " / ".join(option.zh for option in control.options)
    raise Misread(f"The correct value “{value}” is not among the options ({listed}); make them agree.")


def _number_rule(control: Number, text: str) -> NumberRule:
    if not text.strip():
        raise Misread("There is no right number; write one such as [[10]].")
    return NumberRule(tuple(_number_range(control, part) for part in words.alternatives(words.narrow(text))))


def _number_range(control: Number, part: str) -> tuple[Decimal, Decimal]:
    found = _BOUNDS.fullmatch(part)
    low, high = (words.number(found[1]), words.number(found[2])) if found else (words.number(part),) * 2
    if low is None or high is None:
        raise Misread(f"“{part}” is not a number; write a number (6.5) or a range (129..131).")
    if low > high:
        raise Misread(f"The range “{part}” runs downwards; write the lower number first.")
    if control.within(low, high) is None:
        raise Misread(
            f"The correct number “{part}” lies outside the range or step of its control; nobody could enter it."
        )
    return low, high


def _day_parts(text: str) -> list[str]:
    return re.split(r"\s+/\s+|\s*／\s*", text.strip())


def _day_range(part: str) -> tuple[date, date]:
    first, dots, last = words.narrow(part).partition("..")
    low = words.day(first)
    high = words.day(last) if dots else low
    if low is None or high is None or low > high:
        raise Misread(f"“{part}” is not a day or a range of days; write 2026-11-20 or 2026-11-18..2026-11-20.")
    return low, high


def _text_rule(control: TextBox, text: str) -> TextRule:
    if found := _UNKNOWN_WORD.match(text):
        raise Misread(f"“{found[1]}” is no word of rules; write “has” (含) for all of them, “hasany” (含任一) for one.")
    asked = _words(text)
    _refuse_impossible(control.length.zh, asked, text)
    return TextRule(alone(asked))


def _words(text: str) -> Words:
    if found := _ANY.fullmatch(text):
        terms = words.alternatives(found[1]) if re.search("[/／]", found[1]) else words.listed(found[1])
        return Words(_groups([terms], text))
    if found := _ALL.fullmatch(text):
        return Words(_groups([words.alternatives(part) for part in words.listed(found[1])], text))
    if not text:
        return Words()
    return Words(_groups([words.alternatives(text)], text), whole=True)


def _groups(groups: list[list[str]], text: str) -> tuple[tuple[str, ...], ...]:
    if not groups or not all(groups) or any(not words.tight(term) for group in groups for term in group):
        raise Misread(f"“{text}” names no words; write them after “has” (含) or “hasany” (含任一).")
    return tuple(tuple(group) for group in groups)


def _refuse_impossible(length: Length, asked: Words, text: str) -> None:
    shortest = sum(min(len(words.tight(term)) for term in group) for group in asked.groups)
    if shortest > length.high:
        raise Misread(f"The words of “{text}” are longer than the {length.high} characters the control allows.")
    if asked.whole and not any(length.low <= len(term) <= length.high for group in asked.groups for term in group):
        raise Misread(f"“{text}” is not of {length.low} to {length.high} characters; nobody could enter it.")
