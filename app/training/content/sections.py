"""A module's file taken apart: front matter, lesson, and the sections that hold a drill or the quiz."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.foundation.content.faults import Notebook
from app.foundation.content.prose import Node, inline, line_of
from app.foundation.content.sheets import note_cut_rows, read_sheet, refuse_pictures
from app.training.content.words import narrow

_BRACES = re.compile(r"^(?P<title>.*?)\s*[{｛](?P<inside>[^{}｛｝]*)[}｝]\s*$", re.DOTALL)
_STRAY = (
    "The heading “{}” stands below a drill and has no {{#id .kind}}, so what follows it is lesson again; "
    "add the braces, or write it with ### inside the drill."
)
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")


@dataclass(slots=True)
class Section:
    """A heading `Title {#id .kind key=value}` and the blocks below it, up to the next heading of its level."""

    title: str
    line: int
    id: str = ""
    kind: str = ""
    settings: dict[str, str] = field(default_factory=dict)
    nodes: list[Node] = field(default_factory=list)
    braces: bool = False
    variant: str = ""

    def whole(self, name: str, default: int | None, low: int, high: int, notebook: Notebook) -> int | None:
        """A whole number among the settings; out of bounds is a fault and gives the default."""
        given = self.settings.get(name)
        if given is None:
            return default
        if re.fullmatch(r"\d{1,4}", given) and low <= int(given) <= high:
            return int(given)
        notebook.fault(self.line, f"“{name}={given}” must be a whole number from {low} to {high}.")
        return default

    def is_fixed(self, name: str, notebook: Notebook) -> bool:
        """Whether things are shown as written, `lines=fixed`, and not in the order of the seed."""
        given = self.settings.get(name)
        if given not in (None, "fixed"):
            notebook.fault(self.line, f"“{name}={given}” is not understood; write {name}=fixed or take it away.")
        return given == "fixed"

    def refuse_unknown_settings(self, known: Iterable[str], notebook: Notebook) -> None:
        """A fault for every setting that means nothing here."""
        names = sorted(known)
        for name in self.settings:
            if name not in names:
                allowed = ", ".join(names) or "none"
                notebook.fault(
                    self.line, f"“{name}” is not a setting of .{self.kind or 'this heading'}; use {allowed}."
                )


@dataclass(slots=True)
class Source:
    """One language's file of a module. `strays`: a heading below a drill, or with braces left open, is no section."""

    front: str
    lesson: list[Node]
    sections: list[Section]
    strays: bool


def take_apart(text: str, notebook: Notebook) -> Source | None:
    """Split a file; None where it has no front matter."""
    sheet = read_sheet(text, "id, title, tiers", notebook)
    if sheet is None:
        return None
    lesson, sections = _lesson_and_sections(sheet.nodes, notebook)
    nodes = lesson + [node for section in sections for node in section.nodes]
    refuse_pictures(nodes, notebook)
    note_cut_rows(nodes, notebook)
    return Source(sheet.front, lesson, sections, _has_strays(lesson, sections))


def split(nodes: list[Node], level: str, notebook: Notebook) -> tuple[list[Node], list[Section]]:
    """The blocks before the first heading of that level, and a section for each such heading."""
    before: list[Node] = []
    sections: list[Section] = []
    for node in nodes:
        if node.type == "heading" and node.tag == level:
            sections.append(heading(node, notebook))
        else:
            (sections[-1].nodes if sections else before).append(node)
    return before, sections


def heading(node: Node, notebook: Notebook) -> Section:
    """A heading's title, id, kind and settings; input-method punctuation inside the braces is accepted."""
    text, line = inline(node), line_of(node)
    found = _BRACES.match(text)
    if not found:
        if re.search("[{}｛｝]", text):
            notebook.advise(line, "The braces of this heading are not closed; write “Title {#id .kind}”.")
        return Section(text.strip(), line)
    section = Section(found["title"].strip(), line, braces=True)
    for word in narrow(found["inside"]).split():
        _take_word(section, word, notebook)
    if not section.title:
        notebook.fault(line, "The heading has no title; write one before the braces.")
    return section


def _take_word(section: Section, word: str, notebook: Notebook) -> None:
    name, equals, value = word.partition("=")
    if word.startswith("#"):
        if not _ID.fullmatch(word[1:]):
            notebook.fault(section.line, f"The id “{word}” may only have small letters a-z, digits and hyphens.")
        section.id = word[1:]
    elif word.startswith("."):
        if section.kind:
            notebook.fault(section.line, f"The heading has two kinds, “.{section.kind}” and “{word}”; keep one.")
        section.kind = word[1:]
    elif equals and name and value:
        section.settings[name] = value
    else:
        notebook.fault(section.line, f"“{word}” in the braces is not understood; write #id, .kind or key=value.")


def _lesson_and_sections(nodes: list[Node], notebook: Notebook) -> tuple[list[Node], list[Section]]:
    lesson: list[Node] = []
    sections: list[Section] = []
    target = lesson
    for node in nodes:
        if node.type == "heading" and node.tag in ("h1", "h2"):
            target = lesson
            section = heading(node, notebook)
            if section.braces:
                sections.append(section)
                target = section.nodes
                continue
            if sections:
                notebook.advise(section.line, _STRAY.format(section.title))
        target.append(node)
    return lesson, sections


def _has_strays(lesson: list[Node], sections: list[Section]) -> bool:
    """Whether the lesson has a heading that was meant for a drill: it stands below one, or its braces are open."""
    first = sections[0].line if sections else 0
    tops = [node for node in lesson if node.type == "heading" and node.tag in ("h1", "h2")]
    return any((first and line_of(node) > first) or re.search("[{｛]", inline(node)) for node in tops)
