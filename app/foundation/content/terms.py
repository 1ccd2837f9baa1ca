"""Marked words, `[任务](term:task)`: known terms, said in a form the glossary has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.foundation.content.faults import Fault
from app.foundation.content.prose import plain
from app.foundation.content.texts import Both

_MARK = re.compile(r"\[(?P<said>[^\]\n]*)\]\(term:(?P<term>[^)\n]*)\)")


@dataclass(frozen=True, slots=True)
class Term:
    """A neutral word: the forms a text may use in each language, the usual one first, then the English plural, then others."""

    id: str
    forms: Both[tuple[str, ...]]

    def word(self, language: str) -> str:
        """The usual form."""
        return self.forms.of(language)[0]


def is_form_of(term: Term, said: str, language: str) -> bool:
    """Whether a text may say this word for the term."""
    return said.casefold() in {form.casefold() for form in term.forms.of(language)}


def term_faults_in(name: str, text: str, terms: Mapping[str, Term]) -> Iterator[Fault]:
    """Faults of the marked words of one Markdown file, whose name says its language."""
    language = "zh" if name.endswith(".zh.md") else "en"
    for number, line in enumerate(text.splitlines(), start=1):
        for mark in _MARK.finditer(line):
            term, said = terms.get(mark["term"]), plain(mark["said"])
            if term is None:
                known = ", ".join(sorted(terms)) or "none"
                message = f"“{mark['term']}” is no word of tools/terms.yaml; use one of {known}, or add it there."
                yield Fault(name, number, mark.start() + 1, message)
            elif not is_form_of(term, said, language):
                forms = " / ".join(term.forms.of(language))
                message = f"“{said}” is not how the glossary says “{term.id}”; write {forms}, or add the form to tools/terms.yaml."
                yield Fault(name, number, mark.start() + 1, message, advice=True)
