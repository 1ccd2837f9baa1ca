"""What the readers of several kinds begin with: settings, the scenario, the one table or list that is the drill."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypedDict

from markupsafe import Markup

from app.foundation.content.faults import Notebook
from app.foundation.content.prose import Node, inline, line_of, render
from app.foundation.content.texts import Text, alone
from app.training.content import words
from app.training.content.sections import Section

PASS_MARK = 80


class Settings(TypedDict):
    """What every drill has."""

    id: str
    title: Text
    scenario: Text
    pass_mark: int
    attempts: int | None
    line: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a list: its words as written, and the author's word below it."""

    text: str
    said: Text
    line: int


def settings_of(section: Section, scenario: Markup, notebook: Notebook) -> Settings:
    """The settings that every drill has."""
    return Settings(
        id=section.id,
        title=alone(section.title),
        scenario=alone(scenario),
        pass_mark=section.whole("pass", PASS_MARK, 1, 100, notebook) or PASS_MARK,
        attempts=section.whole("attempts", None, 1, 20, notebook),
        line=section.line,
    )


def scenario_and(section: Section, kind: str, what: str, notebook: Notebook) -> tuple[Markup, Node] | None:
    """The scenario and the one block of that kind, called `what` (“ordered list”) in faults; None where it is missing."""
    found = [node for node in section.nodes if node.type == kind]
    if not found:
        notebook.fault(section.line, f"The drill has no {what}; write one below its scenario.")
        return None
    place = section.nodes.index(found[0])
    for node in section.nodes[place + 1 :]:
        told = f"A second {what}" if node.type == kind else f"Text after the {what}"
        notebook.fault(line_of(node), f"{told} is not shown; move it above or indent it below its line.")
    said = [
        child for node in section.nodes[:place] for child in (node.children if node.type == "blockquote" else [node])
    ]
    scenario = render(said)
    if not scenario:
        notebook.advise(section.line, "The drill has no scenario; tell the case in a “>” below the heading.")
    return scenario, found[0]


def entries(listing: Node, notebook: Notebook) -> list[Entry]:
    """The items of a list, each with its quote; empty ones and such as stand there twice are faults."""
    read = [_entry(item, notebook) for item in listing.children]
    seen: set[str] = set()
    for one in read:
        name = words.tight(re.sub("[~～]{2}", "", one.text))
        if not name:
            notebook.fault(one.line, "The line is empty; write something.")
        elif name in seen:
            notebook.fault(one.line, f"“{one.text}” stands here twice; make the lines differ.")
        seen.add(name)
    return read


def _entry(item: Node, notebook: Notebook) -> Entry:
    first = item.children[0] if item.children else None
    is_text = first is not None and first.type == "paragraph"
    quotes: list[Node] = []
    for node in item.children[1 if is_text else 0 :]:
        if node.type == "blockquote":
            quotes += node.children
        else:
            notebook.fault(line_of(node), "Only a “>” may stand below a line; put it all on one line.")
    return Entry(inline(first).strip() if first is not None and is_text else "", alone(render(quotes)), line_of(item))
