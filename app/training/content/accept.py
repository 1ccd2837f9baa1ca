"""What a form asks for: controls, and the accept mini-language of the column “Correct”.

Each control (`Choice`, `Number`, `TextBox`, `Date`) has its rule: right options, ranges of numbers, words of a text,
ranges of days. Words of a text are told per language, the rest is the same in both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import TypeAlias

from app.foundation.content.texts import Both, Text
from app.training.content import words

MOST_TEXT = 2_000


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several; shown in the author's order, as the real system would (`to do`, `doing`, `done`)."""

    options: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Number:
    """A number between bounds (None: open), on a grid of `step` (None: any)."""

    low: Decimal | None = None
    high: Decimal | None = None
    step: Decimal | None = None

    def allows(self, value: Decimal) -> bool:
        """Whether the value is within the bounds and on the grid."""
        inside = (self.low is None or value >= self.low) and (self.high is None or value <= self.high)
        return inside and (self.step is None or (value - (self.low or 0)) % self.step == 0)

    def within(self, low: Decimal, high: Decimal) -> Decimal | None:
        """The lowest number from `low` to `high` that can be entered, or None."""
        first = low if self.low is None else max(low, self.low)
        if self.step is not None:
            start = self.low or Decimal(0)
            first = start + ((first - start) / self.step).to_integral_value(ROUND_CEILING) * self.step
        return first if first <= high and self.allows(first) else None


@dataclass(frozen=True, slots=True)
class Length:
    """How many characters a text may have."""

    low: int = 0
    high: int = MOST_TEXT


@dataclass(frozen=True, slots=True)
class TextBox:
    """A text; each language may ask for its own length."""

    length: Both[Length]

    def allows(self, text: str) -> bool:
        """Whether the text, without blanks at its ends, is of a length that either language allows."""
        size = len(text.strip())
        return any(one.low <= size <= one.high for one in (self.length.zh, self.length.en))


@dataclass(frozen=True, slots=True)
class Date:
    """A calendar day."""


@dataclass(frozen=True, slots=True)
class ChoiceRule:
    """The right options, counted from 0."""

    right: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NumberRule:
    """Ranges of right numbers, both ends included; a single value is a range of its own."""

    ranges: tuple[tuple[Decimal, Decimal], ...]

    def matches(self, value: Decimal | None) -> bool:
        """Whether the value is in one of the ranges."""
        return value is not None and any(low <= value <= high for low, high in self.ranges)


@dataclass(frozen=True, slots=True)
class DateRule:
    """Ranges of right days, both ends included."""

    ranges: tuple[tuple[date, date], ...]


@dataclass(frozen=True, slots=True)
class Words:
    """What a text must hold: one term of each group. `whole`: the text must be such a term and nothing else.

    No groups at all accept any text.
    """

    groups: tuple[tuple[str, ...], ...] = ()
    whole: bool = False

    def match(self, text: str) -> bool:
        """Whether the text holds them, whatever its width, case and blanks."""
        if self.whole:
            return any(words.same(term, text) for group in self.groups for term in group)
        return all(any(words.contains(text, term) for term in group) for group in self.groups)


@dataclass(frozen=True, slots=True)
class TextRule:
    """The words to hold, per language; an answer in either language is right."""

    words: Both[Words]


Control: TypeAlias = Choice | Number | TextBox | Date
Rule: TypeAlias = ChoiceRule | NumberRule | DateRule | TextRule


def is_right(control: Control, rule: Rule, typed: str) -> bool:
    """Whether what was typed (for a choice: its position from 1) fits the control and the rule."""
    match control, rule:
        case Choice(options), ChoiceRule(right):
            return words.position(typed, len(options)) in right
        case Number(), NumberRule():
            value = words.number(typed)
            return value is not None and control.allows(value) and rule.matches(value)
        case Date(), DateRule(ranges):
            day = words.day(typed)
            return day is not None and any(low <= day <= high for low, high in ranges)
        case TextBox(), TextRule(told):
            return control.allows(typed) and (told.zh.match(typed) or told.en.match(typed))
    return False


def sample(control: Control, rule: Rule, language: str, sentences: Sequence[str] = ()) -> str:
    """A right answer as it would be posted. A text is made of the scenario's own sentences where these suffice."""
    match control, rule:
        case Choice(), ChoiceRule(right):
            return str(right[0] + 1)
        case Number(), NumberRule(ranges):
            return _sample_number(control, *ranges[0])
        case Date(), DateRule(ranges):
            return ranges[0][0].isoformat()
        case TextBox(length), TextRule(told):
            return _sample_text(length.of(language), told.of(language), sentences)
    return ""


def wanted(rule: Rule, language: str) -> tuple[str, ...]:
    """The words a text must hold, as a person reads them."""
    if not isinstance(rule, TextRule):
        return ()
    return tuple(" / ".join(group) for group in rule.words.of(language).groups)


def _sample_number(control: Number, low: Decimal, high: Decimal) -> str:
    middle = (low + high) / 2
    if control.step:
        start = control.low or Decimal(0)
        middle = start + ((middle - start) / control.step).to_integral_value() * control.step
    elif low != high:
        middle = middle.to_integral_value()
    fits = low <= middle <= high and control.allows(middle)
    value = middle if fits else control.within(low, high) or low
    return f"{value.normalize():f}"


def _sample_text(length: Length, asked: Words, sentences: Sequence[str]) -> str:
    terms = [group[0] for group in asked.groups]
    if asked.whole:
        return terms[0]
    for candidate in (*_telling(asked, sentences), " ".join(sentences), ", ".join(terms)):
        if candidate and asked.match(candidate) and length.low <= len(candidate) <= length.high:
            return candidate
    text = ", ".join(terms) or " ".join(sentences)[: length.high].strip() or "…"
    return text + "…" * max(0, length.low - len(text))


def _telling(asked: Words, sentences: Sequence[str]) -> list[str]:
    """The sentences by how many of the words they hold, later ones first among equals; at last all that hold any."""
    terms = [term for group in asked.groups for term in group]
    held = [sum(words.contains(sentence, term) for term in terms) for sentence in sentences]
    ranked = sorted(range(len(sentences)), key=lambda at: (-held[at], -at))
    return [sentences[at] for at in ranked] + [
        " ".join(said for said, many in zip(sentences, held, strict=True) if many)
    ]
