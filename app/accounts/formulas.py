"""How an erased person is called in what was stored of them: pure, over texts and plain values."""

from __future__ import annotations

import json
import re
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.accounts.events import PersonErased

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
SHORTEST_NAME = 2  # one character alone is part of too many words
NUMBER_KEYS = frozenset({"employee_no", "manager", "kept", "merged", "by", "observer_no", "importer", "exported_by"})
"""Where a value that equals an employee number is one; elsewhere `100` may be a score."""


def new_pseudonym() -> str:
    """A name that says nothing of whoever bears it: random, so that nobody can compute it from a number or an address."""
    return "ERASED-" + "".join(secrets.choice(ALPHABET) for _letter in range(8))


@dataclass(frozen=True, slots=True)
class Disguise:
    """Puts a pseudonym in the place of what somebody was known by.

    Where a row is about this person (`own`) a value that is one of their names is theirs. Elsewhere it may be a namesake's, so
    only names that nobody else has are replaced.
    """

    known: PersonErased

    def in_text(self, text: str) -> str:
        """A text with addresses, mentions and unmistakable names replaced."""
        for pattern in self._patterns():
            text = pattern.sub(self.known.pseudonym, text)
        return text

    def in_mentions(self, text: str) -> str:
        """What somebody wrote, with the pseudonym after each @ that called this person; the rest stays theirs."""
        for called in sorted((*self.known.numbers, *self.known.names), key=len, reverse=True):
            text = re.sub(rf"(?<=[@＠]){re.escape(called)}", self.known.pseudonym, text)
        return text

    def is_own(self, text: str) -> bool:
        """Whether a text is one of the names or numbers of this person."""
        return text in self.known.names or text in self.known.numbers

    def in_value(self, value: Any, *, own: bool = False, key: str = "") -> Any:
        """A JSON value, however deep, with the same replaced, and with numbers where a number of a person stands."""
        if isinstance(value, dict):
            return {name: self.in_value(one, own=own, key=name) for name, one in value.items()}
        if isinstance(value, list):
            return [self.in_value(one, own=own, key=key) for one in value]
        if isinstance(value, str):
            return self.known.pseudonym if self._is_theirs(value, own=own, key=key) else self.in_text(value)
        return value

    def needles(self) -> list[str]:
        """What to look for in stored texts and JSON, as it may stand there; what is found is then looked at closely."""
        known = self.known
        plain = [*known.names, *known.addresses, *(f'"{number}"' for number in known.numbers)]
        mentions = [f"@{number}" for number in known.numbers]
        escaped = [json.dumps(name)[1:-1] for name in (*known.names, *known.addresses)]
        return sorted({*plain, *mentions, *escaped})

    def _is_theirs(self, value: str, *, own: bool, key: str) -> bool:
        known = self.known
        if key in NUMBER_KEYS and value in known.numbers:
            return True
        names = known.names if own else known.clear_names
        return value in names or value.casefold() in _folded(known.addresses)

    def _patterns(self) -> Iterable[re.Pattern[str]]:
        known = self.known
        for address in known.addresses:
            yield re.compile(rf"(?<![\w.+-]){re.escape(address)}(?![\w-])", re.IGNORECASE)
        for called in (*known.numbers, *known.clear_names):
            yield re.compile(rf"(?<=[@＠]){re.escape(called)}(?![A-Za-z0-9])")
        for name in known.clear_names:
            if len(name) >= SHORTEST_NAME:
                yield re.compile(rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])")


def _folded(texts: Iterable[str]) -> set[str]:
    return {unicodedata.normalize("NFKC", text).casefold() for text in texts}
