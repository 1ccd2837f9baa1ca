"""Puts the two languages of a module together: texts side by side, structure and keys compared and kept once."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar, cast

from app.foundation.content.faults import Notebook
from app.foundation.content.texts import Both
from app.training.content.doubts import Doubts

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T")

_SPOKEN = {"feedback", "explanation", "hint", "scenario"}
_FOLLOWING = {"feedback"}  # as many as there are options; said once, of the options
_WORDS = {
    "questions": "questions",
    "options": "options",
    "fields": "fields",
    "scenes": "scenes",
    "choices": "choices",
    "right": "right answers",
    "required": "required mark",
    "rule": "correct answer",
    "when": "condition",
    "numbers": "right number",
    "targets": "target of a choice",
    "score": "score",
    "pass_mark": "pass mark",
    "control": "control",
    "kind": "kind",
    "id": "id",
    "attempts": "number of attempts",
    "ask": "number asked",
    "low": "lower bound",
    "high": "upper bound",
    "step": "step",
    "ranges": "right number or day",
    "goals": "goals",
    "steps": "steps",
    "lines": "lines",
    "faulty": "strike-through",
    "fixed": "order of showing",
    "rows": "rows",
    "columns": "columns",
    "asked": "cells marked “?”",
    "cases": "variants",
    "wanted": "assertions",
    "conditions": "conditions of the assertion",
    "thing": "thing asserted",
    "names": "name asserted",
    "which": "quantifier",
    "test": "comparison",
    "ids": "value asserted",
    "spans": "value asserted",
    "field": "field asserted",
    "you": "person one is",
    "world": "world",
}

_SURE = {"right", f"number of {_WORDS['right']}"}  # marks are read one by one, whatever is broken around them


@dataclass(slots=True)
class Pairing:
    """Walks two equal structures; differences become faults of the second file at the nearest line known.

    Where either file has something broken, by `zh` and `en`, only marks are compared: what else differs there may differ
    only because it could not be read, and is seen once that is mended.
    """

    notebook: Notebook
    other: str
    zh: Doubts
    en: Doubts

    def pair(self, zh: T, en: T) -> T:
        """The Chinese structure with both texts."""
        return cast("T", self._pair(zh, en, 1, 1, ""))

    def _pair(self, zh: object, en: object, line_zh: int, line_en: int, name: str) -> object:
        if zh is en:
            return zh
        if type(zh) is not type(en):
            self._differ(line_zh, line_en, name)
            return zh
        if isinstance(zh, Both) and isinstance(en, Both):
            self._note_silence(zh.zh, en.en, (line_zh, line_en), name)
            return Both(zh.zh, en.en)
        if isinstance(zh, tuple) and isinstance(en, tuple):
            return self._pair_tuples(zh, en, line_zh, line_en, name)
        if dataclasses.is_dataclass(zh) and not isinstance(zh, type):
            return self._pair_objects(zh, en, line_zh, line_en)
        if zh != en:
            self._differ(line_zh, line_en, name, zh, en)
        return zh

    def _note_silence(self, zh: object, en: object, lines: tuple[int, int], name: str) -> None:
        line_zh, line_en = lines
        if name in _SPOKEN and bool(zh) != bool(en) and not self._doubtful(line_zh, line_en):
            where = f"missing here but given in {self.other}" if zh else f"given here but missing in {self.other}"
            self.notebook.advise(line_en, f"The {name} is {where}; translate it.")

    def _pair_tuples(
        self, zh: tuple[object, ...], en: tuple[object, ...], line_zh: int, line_en: int, name: str
    ) -> object:
        if len(zh) != len(en):
            if name not in _FOLLOWING and not (name == "cases" and (self.zh.anywhere() or self.en.anywhere())):
                self._differ(line_zh, line_en, f"number of {_WORDS.get(name, name)}", len(zh), len(en))
            return zh
        return tuple(self._pair(one, two, line_zh, line_en, name) for one, two in zip(zh, en, strict=True))

    def _pair_objects(self, zh: DataclassInstance, en: object, line_zh: int, line_en: int) -> object:
        line_zh, line_en = getattr(zh, "line", 0) or line_zh, getattr(en, "line", 0) or line_en
        names = [one.name for one in dataclasses.fields(zh) if one.name != "line"]
        paired = {name: self._pair(getattr(zh, name), getattr(en, name), line_zh, line_en, name) for name in names}
        return dataclasses.replace(zh, **paired)

    def _doubtful(self, line_zh: int, line_en: int) -> bool:
        return self.zh.about(line_zh) or self.en.about(line_en)

    def _differ(self, line_zh: int, line_en: int, name: str, zh: object = "", en: object = "") -> None:
        if name not in _SURE and self._doubtful(line_zh, line_en):
            return
        told = (zh != "" or en != "") and name not in ("right", "targets")
        said = f" (there {_said(zh)}, here {_said(en)})" if told else ""
        what = _WORDS.get(name, name)
        self.notebook.fault(
            line_en, f"The {what} differs from line {line_zh} of {self.other}{said}; both languages must agree."
        )


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) or value is None:
        return str(value)
    return f"“{value}”"
