"""Checks the words that texts mark for the tool lens: known terms, said in a form the glossary has."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path as FilePath

from app.foundation.content.faults import Fault
from app.foundation.content.terms import term_faults_in
from app.training.content.supplements import read_supplements


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
    return own + [fault for name, text in files for fault in term_faults_in(name, text, supplements.terms)]
