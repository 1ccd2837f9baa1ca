"""The tool lens: training speaks the words of the tool that the company rolls out, and says where to find the thing.

A text marks a word as `[任务](term:task)`. `content/tools/terms.yaml` declares the neutral words, one file beside it the
words of each tool. What a tool has no word for keeps the neutral one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from markupsafe import Markup
from pydantic import BaseModel, ConfigDict, Field

from app.foundation.content.faults import Notebook
from app.foundation.content.terms import Term
from app.foundation.content.texts import Both, Text
from app.foundation.content.typed import Said, Title, place_of, read_as

TERMS = "terms"
"""The name of the file that holds the neutral words."""

_TERM = re.compile(r'<span data-term="(?P<term>[a-z0-9_]+)">(?P<said>[^<]*)</span>')
_Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
_Forms = Annotated[list[Said], Field(min_length=1)]


class _TermForms(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    zh: _Forms
    en: _Forms


class _TermsFile(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    terms: Annotated[dict[_Id, _TermForms], Field(min_length=1)]


class _ToolWord(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    zh: Said
    en: _Forms
    where: Title


class _ToolFile(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    title: Title
    about: Title
    reviewed_by: Said | None = None
    reviewed_on: date | None = None
    words: dict[str, _ToolWord]


@dataclass(frozen=True, slots=True)
class ToolWord:
    """What a tool calls a term (singular, then plural), and where the thing is found there."""

    forms: Both[tuple[str, ...]]
    where: Text


@dataclass(frozen=True, slots=True)
class Tool:
    """The words of one tool. Nobody has reviewed them where `reviewed_by` is empty."""

    name: str
    title: Text
    about: Text
    reviewed_by: str
    reviewed_on: date | None
    words: Mapping[str, ToolWord]


@dataclass(frozen=True, slots=True)
class Place:
    """One line of a legend: the neutral word, the tool's word, and where to find it."""

    term: str
    word: str
    where: str


@dataclass(frozen=True, slots=True)
class Lens:
    """The words of one tool over the neutral ones."""

    terms: Mapping[str, Term]
    tool: Tool

    def speak(self, html: str, language: str) -> str:
        """Rendered HTML with the tool's words in place of the marked ones; takes and gives safe HTML."""
        return _TERM.sub(lambda found: self._spoken(found, language), html)

    def legend(self, texts: Iterable[str], language: str) -> list[Place]:
        """The marked words of these texts that the tool has a word for, each once, in the order of the texts."""
        marked = dict.fromkeys(found["term"] for text in texts for found in _TERM.finditer(str(text)))
        return [self.place(term, language) for term in marked if term in self.terms and term in self.tool.words]

    def place(self, term: str, language: str) -> Place:
        """The line of one term that the tool has a word for."""
        word = self.tool.words[term]
        return Place(self.terms[term].word(language), word.forms.of(language)[0], word.where.of(language))

    def _spoken(self, found: re.Match[str], language: str) -> str:
        word, term = self.tool.words.get(found["term"]), self.terms.get(found["term"])
        if word is None or term is None:
            return found.group()
        forms, said = word.forms.of(language), found["said"]
        chosen = forms[-1] if _is_plural(term.forms.of(language), said) else forms[0]
        if said[:1].isupper():
            chosen = chosen[:1].upper() + chosen[1:]
        return str(Markup('<span class="term" data-term="{}">{}</span>').format(found["term"], chosen))


def marked(term: str, said: str) -> str:
    """A word marked for the lens, as safe HTML."""
    return str(Markup('<span data-term="{}">{}</span>').format(term, said))


def marked_terms(html: str) -> list[tuple[str, str]]:
    """The terms that rendered HTML marks, with the words it says for them."""
    return [(found["term"], found["said"]) for found in _TERM.finditer(html)]


def read_terms(text: str, notebook: Notebook) -> dict[str, Term] | None:
    """The neutral words; None after faults."""
    file = read_as(_TermsFile, text, 0, notebook)
    if file is None:
        return None
    return {name: Term(name, Both(tuple(forms.zh), tuple(forms.en))) for name, forms in file.terms.items()}


def read_tool(name: str, text: str, terms: Mapping[str, Term], notebook: Notebook) -> Tool | None:
    """The words of a tool; None after faults."""
    file = read_as(_ToolFile, text, 0, notebook)
    if file is None:
        return None
    for unknown in sorted(set(file.words) - set(terms)):
        line, column = place_of(text, ("words", unknown))
        notebook.fault(
            line, f"“{unknown}” is not one of the words in {TERMS}.yaml; add it there or correct it.", column
        )
    if (file.reviewed_by is None) is not (file.reviewed_on is None):
        line, column = place_of(text, ("reviewed_by" if file.reviewed_by else "reviewed_on",))
        notebook.fault(line, "“reviewed_by” and “reviewed_on” belong together; give both or neither.", column)
    return Tool(
        name=name,
        title=Both(file.title.zh, file.title.en),
        about=Both(file.about.zh, file.about.en),
        reviewed_by=file.reviewed_by or "",
        reviewed_on=file.reviewed_on,
        words={
            term: ToolWord(Both((word.zh,), tuple(word.en)), Both(word.where.zh, word.where.en))
            for term, word in file.words.items()
        },
    )


def _is_plural(forms: tuple[str, ...], said: str) -> bool:
    """Only the second form is a plural, and only where it differs from the first; all others stand for the first."""
    folded = [form.casefold() for form in forms]
    return len(folded) > 1 and said.casefold() == folded[1] != folded[0]
