"""Checks the words that texts mark for the tool lens: known terms, said in a form the glossary has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path as FilePath

from app.training.content.faults import Fault
from app.training.content.lens import Term, is_form_of
from app.training.content.prose import plain
from app.training.content.supplements import read_supplements

_MARK = re.compile(r"\[(?P<said>[^\]\n]*)\]\(term:(?P<term>[^)\n]*)\)")


def term_faults(training: FilePath, found: Mapping[str, Mapping[str, str]]) -> list[Fault]:
    """Faults of the marked words in the files of these paths, and of the glossaries beside the training folder."""
    supplements = read_supplements(training.parent)
    own = [
        Fault(f"../{fault.path}", fault.line, fault.column, fault.message, fault.advice) for fault in supplements.faults
    ]
    files = [
        (f"{folder}/{name}", text)
        for folder, texts in found.items()
        for name, text in texts.items()
        if name.endswith(".md")
    ]
    return own + [fault for name, text in files for fault in _file_faults(name, text, supplements.terms)]


def _file_faults(name: str, text: str, terms: Mapping[str, Term]) -> Iterator[Fault]:
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
