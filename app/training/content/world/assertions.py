"""What a drill wants of the end: assertions on a state, each with the author's word for when it does not hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from app.foundation.content.texts import Both, Text
from app.training.content import words
from app.training.content.accept import Words
from app.training.content.world.facts import Facts, Value
from app.training.content.world.objects import World
from app.training.content.world.state import State
from app.training.content.world.vocabulary import ROLE


class Which(StrEnum):
    """Which things an assertion speaks of."""

    named = "named"  # this one
    some = "some"  # at least one of them
    new = "new"  # at least one that was not there in the beginning
    none = "none"  # not a single one
    every = "every"  # all of them
    other = "other"  # all that no other assertion of the drill names


class Test(StrEnum):
    """How a field is compared."""

    is_ = "is"
    is_not = "is not"
    has = "has"
    lacks = "lacks"
    unchanged = "unchanged"


@dataclass(frozen=True, slots=True)
class Span:
    """From one number or day to another, both included; None is open. Days are kept as their ordinal numbers."""

    low: Decimal | None
    high: Decimal | None

    def holds(self, value: Decimal) -> bool:
        """Whether the value lies in it."""
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


NO_WORDS: Both[Words] = Both(Words(), Words())


@dataclass(frozen=True, slots=True)
class Condition:
    """One field of a thing: what it must be (ids, spans) or hold (words, per language)."""

    field: str
    test: Test
    ids: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    words: Both[Words] = NO_WORDS


@dataclass(frozen=True, slots=True)
class Assertion:
    """What must be so. `names` are the ids of `named`, or of those that `other` leaves out."""

    thing: str
    which: Which
    names: tuple[str, ...]
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an assertion holds; if not, the fields to look at again (none where the thing is not there at all)."""

    holds: bool
    fields: tuple[str, ...] = ()


def judge(world: World, state: State, assertion: Assertion) -> Verdict:
    """Whether an assertion holds in a state."""
    facts, before = Facts(world, state), Facts(world, world.beginning)
    thing, conditions = assertion.thing, assertion.conditions
    ids = _candidates(facts, before, assertion)
    missing = {key: _failing(facts, before, thing, key, conditions) for key in ids}
    match assertion.which:
        case Which.none:
            return Verdict(all(missing.values()))
        case Which.every | Which.other:
            return _all(missing)
        case Which.named:
            return _all(missing) if missing else Verdict(holds=False)
        case _:
            nearest = min(missing.values(), key=lambda failing: _distance(failing, conditions), default=None)
            return Verdict(nearest == (), nearest or ())


def _distance(failing: tuple[str, ...], conditions: tuple[Condition, ...]) -> tuple[int, int]:
    """How far something is from what is wanted: the first conditions say what is meant, so the later the better."""
    fields = [one.field for one in conditions]
    return (-fields.index(failing[0]), len(failing)) if failing else (-len(fields), 0)


def _all(missing: dict[str, tuple[str, ...]]) -> Verdict:
    fields = tuple(dict.fromkeys(field for failing in missing.values() for field in failing))
    return Verdict(not fields, fields)


def _candidates(facts: Facts, before: Facts, assertion: Assertion) -> list[str]:
    ids = facts.ids(assertion.thing)
    match assertion.which:
        case Which.named:
            return [key for key in assertion.names if key in ids]
        case Which.new:
            return [key for key in ids if key not in before.ids(assertion.thing)]
        case Which.other:
            return [key for key in ids if key not in assertion.names]
    return ids


def _failing(facts: Facts, before: Facts, thing: str, key: str, conditions: Iterable[Condition]) -> tuple[str, ...]:
    return tuple(one.field for one in conditions if not _meets(facts, before, thing, key, one))


def _meets(facts: Facts, before: Facts, thing: str, key: str, condition: Condition) -> bool:
    value = facts.value(thing, key, condition.field)
    match condition.test:
        case Test.unchanged:
            return key not in before.ids(thing) or value == before.value(thing, key, condition.field)
        case Test.is_not:
            return not _is(value, condition)
        case Test.lacks:
            return not _has_any(value, condition)
        case Test.has:
            return _has(value, condition)
    return _is(value, condition)


def _is(value: Value, condition: Condition) -> bool:
    if isinstance(value, date):
        value = Decimal(value.toordinal())
    if isinstance(value, Decimal):
        return any(span.holds(value) for span in condition.spans)
    if isinstance(value, str):
        return value in condition.ids
    if value is None:
        return "" in condition.ids
    if isinstance(value, frozenset):
        return value == frozenset(condition.ids)
    return any(told.match(text) for told in _both(condition) for text in _texts(value))


def _has(value: Value, condition: Condition) -> bool:
    if isinstance(value, frozenset):
        return value >= frozenset(condition.ids)
    said = "\n".join(_texts(value))
    return any(told.match(said) for told in _both(condition))


def _has_any(value: Value, condition: Condition) -> bool:
    if isinstance(value, frozenset):
        return bool(value & frozenset(condition.ids))
    said = "\n".join(_texts(value))
    terms = (term for told in _both(condition) for group in told.groups for term in group)
    return any(words.contains(said, term) for term in terms)


def _both(condition: Condition) -> Sequence[Words]:
    return condition.words.zh, condition.words.en


def _texts(value: object) -> list[str]:
    """A text, or several of them, in both languages."""
    if isinstance(value, Both):
        return list(dict.fromkeys((value.zh, value.en)))
    return [text for one in value for text in _texts(one)] if isinstance(value, tuple) else []


def field_words(world: World, thing: str, fields: Iterable[str]) -> Text:
    """The names of fields, for a learner who must look there again."""
    named = [_field_word(world, thing, field) for field in fields]
    return Both("、".join(one.zh for one in named), ", ".join(one.en for one in named))


def _field_word(world: World, thing: str, field: str) -> Text:
    role = world.role(field.removeprefix(ROLE))
    return role.name if role and field.startswith(ROLE) else world.words.of(f"{thing}.{field}")
