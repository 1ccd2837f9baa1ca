"""The words of a world: which it must have, and what a word written by an author means."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from app.foundation.content.texts import Text
from app.training.content import words

FIELDS: dict[str, dict[str, str]] = {
    "project": {
        "name": "text",
        "owner": "person",
        "template": "template",
        "start": "date",
        "tasks": "number",
        "roles": "roles",
        "people": "people",
    },
    "task": {
        "name": "text",
        "project": "project",
        "assignee": "person",
        "status": "status",
        "hours": "number",
        "left": "number",
        "start": "date",
        "finish": "date",
        "reason": "text",
        "comments": "text",
    },
    "report": {
        "person": "person",
        "task": "task",
        "project": "project",
        "day": "date",
        "hours": "number",
        "done": "text",
        "risk": "risk",
        "stops": "text",
    },
    "grant": {"person": "person", "role": "role", "project": "project", "scope": "scope", "until": "date"},
    "person": {
        "load": "number",
        "next_load": "number",
        "third_load": "number",
        "tasks": "number",
        "roles": "roles",
    },
}
"""The fields that a check may ask about, by what has them, and of what sort each is."""

ROLE = "role:"
"""Begins the fields of a project that are named after a role: who holds it there."""

CHOICES = ("scope.all", "scope.own", "risk.yes", "risk.no")
"""Words of the fields that have only two values."""

PAGES = (
    "projects",
    "tasks",
    "reports",
    "roles",
    "calendar",
    "template",
    "role",
    "right",
    "holiday",
    "capacity",
    "today",
    "revoked",
    "every",
    "other",
    "new",
    "none",
    "unchanged",
    "without",
)
"""Words that only pages say."""

WORDS = (*FIELDS, *(f"{kind}.{name}" for kind, named in FIELDS.items() for name in named), *CHOICES, *PAGES)
"""Every word that a world's file must give in both languages."""


def forms(text: str) -> list[str]:
    """The forms of a word, `Done / finished`: the first is shown, all are understood."""
    return words.alternatives(text) or [text]


class Lexicon:
    """What words mean: written form to id, in both languages, whatever their width, case and blanks."""

    def __init__(self, named: Iterable[tuple[str, Text]]) -> None:
        self._ids: dict[str, str] = {}
        for key, text in named:
            for form in (*forms(text.zh), *forms(text.en), key):
                self._ids.setdefault(words.tight(form), key)

    def id_of(self, written: str) -> str | None:
        """The id that a word stands for."""
        return self._ids.get(words.tight(written))

    def beginning(self, written: str) -> tuple[str, str] | None:
        """The id of the longest word that the text begins with, and the rest of the text; None where there is none."""
        text = " ".join(words.narrow(written).split())
        best: tuple[int, str, str] | None = None
        for form, key in self._ids.items():
            rest = _without(text, form)
            if rest is not None and (best is None or len(form) > best[0]):
                best = (len(form), key, rest)
        return (best[1], best[2]) if best else None

    def known(self) -> list[str]:
        """The ids, in the order they were named."""
        return list(dict.fromkeys(self._ids.values()))


def _without(text: str, form: str) -> str | None:
    """The text without the form at its beginning, where blanks do not count; whole words only for Latin letters."""
    at = 0
    for sign in form:
        while at < len(text) and text[at] == " ":
            at += 1
        if text[at : at + 1].casefold() != sign:
            return None
        at += 1
    rest = text[at:]
    return None if form[-1].isascii() and form[-1].isalpha() and rest[:1].isascii() and rest[:1].isalnum() else rest


def number_said(value: Decimal) -> str:
    """A number as people write it, without needless zeros."""
    return f"{value.normalize():f}"
