"""Reads assertions as authors write them, in the world's words of either language and any punctuation.

任务 WB-12：状态=有风险，剩余工时=16，评论含 @项目经理
Task WB-12: status=at risk, remaining hours=16, comments has @project manager
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.foundation.content.texts import Text, alone
from app.training.content import words
from app.training.content.accept_text import Misread
from app.training.content.world.assertions import Assertion, Condition, Test, Which
from app.training.content.world.comparing import NOTHING_SAID, measured, text_condition
from app.training.content.world.objects import World
from app.training.content.world.vocabulary import FIELDS, ROLE, Lexicon, forms

_WHICH = {
    Which.new: ("新建的", "新建", "新的", "新", "a new", "new"),
    Which.none: ("没有任何", "没有", "无", "no"),
    Which.every: ("每一个", "每一项", "每一位", "每个", "每项", "每位", "所有", "every", "each", "all"),
    Which.other: ("其他所有", "其余", "其他", "every other", "all other", "other"),
    Which.some: ("某个", "某项", "某位", "任一", "some", "any", "a"),
}
_QUANTIFIERS = sorted(((form, which) for which, told in _WHICH.items() for form in told), key=lambda one: -len(one[0]))
_TEST = re.compile(
    r"\s*(?P<sign>>=|<=|≥|≤|!=|≠|=|>|<|不含|不包含|含任一|包含|含|不是|是|未变|不变|hasany\b|has not\b|hasnot\b|lacks\b|has\b|"
    r"is not\b|is unchanged\b|unchanged\b|is\b)\s*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_SIGNS = {
    "含": "has",
    "包含": "has",
    "含任一": "hasany",
    "不含": "lacks",
    "不包含": "lacks",
    "has not": "lacks",
    "hasnot": "lacks",
    "是": "=",
    "is": "=",
    "不是": "!=",
    "≠": "!=",
    "is not": "!=",
    "≥": ">=",
    "≤": "<=",
    "未变": "unchanged",
    "不变": "unchanged",
    "is unchanged": "unchanged",
}
_UNCHANGED = {"未变", "不变", "unchanged", "不改"}


def read_assertion(world: World, text: str) -> Assertion:
    """The assertion that a line makes; `other` still without the names it leaves out. Raises Misread."""
    told = words.narrow(text.strip().rstrip("。")).strip()
    subject, colon, rest = told.partition(":")
    if not colon or not rest.strip():
        raise Misread(f"“{text}” has no “:” with conditions after it; write “Task WB-12: status=at risk”.")
    reader = _Reader(world)
    thing, which, names = reader.subject(subject)
    held_by = reader.held_by(thing, subject)
    return Assertion(thing, which, names, (*held_by, *reader.conditions(thing, rest)))


def _lexicon(world: World, keys: Iterable[str]) -> Lexicon:
    wanted = set(keys)
    spoken: list[tuple[str, Text]] = [(key, text) for key, text in world.other_words if key in wanted]
    return Lexicon(spoken)


@dataclass(slots=True)
class _Reader:
    """Reads with the words of one world."""

    world: World

    def subject(self, text: str) -> tuple[str, Which, tuple[str, ...]]:
        """What an assertion is about: `Task WB-12`, `新项目`, `no grant Wang Lei`, `every person`."""
        which, rest = _quantifier(text)
        found = _lexicon(self.world, FIELDS).beginning(rest)
        if found is None:
            known = ", ".join(self.world.words.of(thing).en.lower() for thing in FIELDS)
            raise Misread(f"“{text.strip()}” begins with nothing known; begin with one of {known}, in either language.")
        thing, name = found[0], found[1].strip()
        owned = thing in ("report", "grant")
        if which in (Which.every, Which.other) or (which is Which.new and not owned):
            if name:
                raise Misread(f"“{text.strip()}”: “{name}” cannot be named here; write the conditions after the “:”.")
            return thing, which, ()
        if owned:
            return thing, which or Which.some, ()
        if not name:
            return thing, which or Which.some, ()
        return thing, Which.named, (self._named(thing, name),)

    def held_by(self, thing: str, text: str) -> list[Condition]:
        """`Grant Ma Qiang: …` and `Report WB-12: …` name a person or task: one more condition."""
        _which, rest = _quantifier(text)
        found = _lexicon(self.world, FIELDS).beginning(rest)
        name = found[1].strip() if found else ""
        if not name or thing not in ("report", "grant"):
            return []
        for field in ("person", "task") if thing == "report" else ("person",):
            known = self._id(FIELDS[thing][field], name)
            if known is not None:
                return [Condition(field, Test.is_, (known,))]
        raise Misread(f"“{name}” is nobody known; write a person's name{' or a task' if thing == 'report' else ''}.")

    def conditions(self, thing: str, text: str) -> list[Condition]:
        """The conditions after the colon."""
        return [self._condition(thing, part) for part in self._parts(thing, text)]

    def _parts(self, thing: str, text: str) -> list[str]:
        """Split at commas; what follows a comma and names no field belongs to the words before it."""
        parts: list[str] = []
        for piece in re.split(r"[,;]", text):
            if parts and piece.strip() and self._field(thing, piece) is None:
                parts[-1] += f", {piece.strip()}"
            elif piece.strip():
                parts.append(piece.strip())
        return parts

    def _field(self, thing: str, text: str) -> tuple[str, str, str] | None:
        """Field, sign and value that a text begins with."""
        keys = [f"{thing}.{field}" for field in FIELDS[thing]] + (self._keys("role") if thing == "project" else [])
        named = _lexicon(self.world, keys).beginning(text)
        test = _TEST.fullmatch(named[1]) if named else None
        if named is None or test is None:
            return None
        sign = " ".join(test["sign"].lower().split())
        field = named[0] if named[0].startswith(ROLE) else named[0].partition(".")[2]
        return field, _SIGNS.get(sign, sign), test["rest"].strip()

    def _condition(self, thing: str, part: str) -> Condition:
        found = self._field(thing, part)
        if found is None:
            known = ", ".join(self.world.words.of(f"{thing}.{field}").en.lower() for field in FIELDS[thing])
            raise Misread(f"“{part}” is not understood; write “field=value” or “field has words” with one of {known}.")
        field, sign, value = found
        if sign == "unchanged" or (sign == "=" and words.tight(value) in _UNCHANGED):
            return Condition(field, Test.unchanged)
        if not value:
            raise Misread(f"“{part}” has no value; write one after it.")
        return self._compare(field, FIELDS[thing].get(field, "people"), sign, value)

    def _compare(self, field: str, sort: str, sign: str, value: str) -> Condition:
        if sort == "text":
            return text_condition(field, sign, value)
        if sort in ("roles", "people"):
            return self._several(field, {"roles": "role", "people": "person"}[sort], sign, value)
        if sort in ("number", "date"):
            return measured(field, sort, sign, value)
        if sign not in ("=", "!="):
            raise Misread(f"“{value}”: here only “=” and “!=” (是、不是) can be asked.")
        ids = tuple(self._value(sort, one) for one in words.alternatives(value))
        return Condition(field, Test.is_ if sign == "=" else Test.is_not, ids)

    def _several(self, field: str, sort: str, sign: str, value: str) -> Condition:
        tests = {"=": Test.is_, "!=": Test.is_not, "has": Test.has, "lacks": Test.lacks}
        if sign not in tests:
            raise Misread(f"“{value}”: here only “has”, “lacks” or “=” (含、不含、=) can be asked.")
        none = sign == "=" and words.tight(value) in NOTHING_SAID
        named = [] if none else re.split(r"\s*[,/]\s*", value)
        return Condition(field, tests[sign], tuple(sorted(self._value(sort, one) for one in named)))

    def _named(self, thing: str, name: str) -> str:
        known = self._id(thing, name)
        if known is None:
            raise Misread(f"There is no {thing} “{name}” in the world; use a name or number that it has.")
        return known

    def _value(self, sort: str, written: str) -> str:
        known = self._id(sort, written)
        if known is None and words.tight(written) in NOTHING_SAID:
            return ""
        if known is None:
            raise Misread(f"“{written}” is not known here; use one of {', '.join(self._names(sort))}.")
        return known

    def _id(self, sort: str, written: str) -> str | None:
        """The id that a written name of that sort stands for, or None."""
        if sort == "task":
            return Lexicon((task.id, alone(task.id)) for task in self.world.tasks).id_of(written)
        found = _lexicon(self.world, self._keys(sort)).id_of(written)
        return found[len(sort) + 1 :] if found else None

    def _keys(self, sort: str) -> list[str]:
        """The keys of a sort's names: `person:lin`, `risk.yes`."""
        return [key for key, _ in self.world.other_words if key.startswith((f"{sort}:", f"{sort}."))]

    def _names(self, sort: str) -> list[str]:
        if sort == "task":
            return [task.id for task in self.world.tasks]
        spoken = dict(self.world.other_words)
        return [forms(spoken[key].en)[0] for key in self._keys(sort)]


def _quantifier(text: str) -> tuple[Which | None, str]:
    told = text.strip()
    for form, which in _QUANTIFIERS:
        rest = told[len(form) :]
        if told.lower().startswith(form) and not (form[-1].isascii() and rest[:1].isalpha() and rest[:1].isascii()):
            return which, rest.strip()
    return None, told
