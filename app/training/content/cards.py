"""Go-live day cards: one page each, to read on the phone or to hang on the wall; a file per language in `content/cards`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from markupsafe import Markup
from pydantic import BaseModel, ConfigDict, Field

from app.foundation.content.faults import Notebook
from app.foundation.content.prose import bare, render_lesson
from app.foundation.content.texts import LANGUAGES, Both, Text
from app.foundation.content.typed import Said, Slug, line_of, read_as
from app.training.content.sections import take_apart


class _CardFront(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    id: Slug
    title: Said
    when: Said
    place: Annotated[int, Field(ge=1, le=99)]


@dataclass(frozen=True, slots=True)
class Card:
    """A card in both languages; `when` says the days it is for, `text` is safe HTML, `place` its place in the list."""

    id: str
    place: int
    title: Text
    when: Text
    text: Both[Markup]


def file_names(card_id: str) -> list[str]:
    """The files a card is written in."""
    return [f"{card_id}.{language}.md" for language in LANGUAGES]


def read_card(card_id: str, files: Mapping[str, str], notebooks: Mapping[str, Notebook]) -> Card | None:
    """A card of its two files, faults into the notebook of each; None after faults."""
    sides = [_side(card_id, name, files.get(name), notebooks[name]) for name in file_names(card_id)]
    zh, en = sides
    if zh is None or en is None:
        return None
    (front_zh, text_zh), (front_en, text_en) = zh, en
    if front_zh.place != front_en.place:
        notebooks[f"{card_id}.en.md"].fault(1, f"“place” is {front_zh.place} in {card_id}.zh.md; make them equal.")
    return Card(
        card_id,
        front_zh.place,
        Both(front_zh.title, front_en.title),
        Both(front_zh.when, front_en.when),
        Both(text_zh, text_en),
    )


def _side(card_id: str, name: str, text: str | None, notebook: Notebook) -> tuple[_CardFront, Markup] | None:
    if text is None:
        notebook.fault(1, f"The file {name} is missing; every card needs a .zh.md and a .en.md.")
        return None
    source = take_apart(text, notebook)
    front = read_as(_CardFront, source.front, 1, notebook) if source else None
    if source is None or front is None:
        return None
    if front.id != card_id:
        notebook.fault(
            line_of(source.front, ("id",)) + 1, f"The id “{front.id}” must be the name of the file, “{card_id}”."
        )
    for section in source.sections:
        notebook.fault(section.line, "A card has no drills; take the braces off the heading.")
    body = render_lesson(source.lesson)
    if not bare(body):
        notebook.fault(1, "The card says nothing; write some text below the front matter.")
    return front, body
