"""One article in both languages, read from its two files; every fault with its place and its mend."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.foundation.content.faults import Notebook
from app.foundation.content.prose import Node, bare, inline, line_of, render
from app.foundation.content.sheets import note_cut_rows, read_sheet, refuse_pictures
from app.foundation.content.texts import LANGUAGES, Both
from app.foundation.content.typed import Said, Slug, place_of, read_as

TITLE_LIMIT = 80
MOST_SEE = 4
ANSWER = {"zh": 120, "en": 60}
"""Chinese characters, or words, that the answer may take."""
READ = {"zh": 900, "en": 600}
"""The same of a whole article: three minutes."""
RESERVED = frozenset({"drafts", "gaps", "questions", "searches", "suggestions"})
"""Names that stand in addresses already."""
SAME_IN_BOTH = ("topic", "owner", "review_every", "see")
Owner = Literal["administrator", "superuser", "pmo", "it", "hr"]
_HAN = re.compile(r"[\u3400-\u9fff]")


class _Front(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    id: Annotated[Slug, Field(max_length=60)]
    title: Annotated[Said, Field(max_length=TITLE_LIMIT)]
    topic: Slug
    words: Annotated[list[Said], Field(min_length=1)]
    owner: Owner
    review_every: Annotated[int, Field(ge=1, le=24)]
    version: Annotated[int, Field(ge=1)]
    see: Annotated[list[Slug], Field(max_length=MOST_SEE)] = []


@dataclass(frozen=True, slots=True)
class Side:
    """One language: title, words that people type who do not know the title, the Markdown, and its first paragraph."""

    title: str
    words: tuple[str, ...]
    body: str
    answer: str


@dataclass(frozen=True, slots=True)
class Article:
    """An article: who keeps it true, after how many months it is read again, and where it points to."""

    id: str
    topic: str
    owner: str
    review_every: int
    version: int
    see: tuple[str, ...]
    sides: Both[Side]


@dataclass(frozen=True, slots=True)
class _Read:
    head: str
    front: _Front
    side: Side


def file_names(article_id: str) -> list[str]:
    """The files an article is written in."""
    return [f"{article_id}.{language}.md" for language in LANGUAGES]


def body_of(text: str) -> str:
    """The Markdown of a file, below its front matter."""
    return text.removeprefix("\ufeff").split("\n---", 1)[1].partition("\n")[2].strip()


def read_article(article_id: str, files: Mapping[str, str], notebooks: Mapping[str, Notebook]) -> Article | None:
    """An article of its two files, faults into the notebook of each; None after faults."""
    zh, en = (_side(article_id, name, files, notebooks[name]) for name in file_names(article_id))
    if zh is None or en is None:
        return None
    _compare(article_id, zh, en, notebooks)
    front = en.front
    return Article(
        article_id,
        front.topic,
        front.owner,
        front.review_every,
        front.version,
        tuple(front.see),
        Both(zh.side, en.side),
    )


def _side(article_id: str, name: str, files: Mapping[str, str], notebook: Notebook) -> _Read | None:
    if name not in files:
        notebook.fault(1, f"The file {name} is missing; every article needs a .zh.md and a .en.md.")
        return None
    sheet = read_sheet(files[name], "id, title, topic", notebook)
    front = read_as(_Front, sheet.front, 1, notebook) if sheet else None
    if sheet is None or front is None:
        return None
    _check_name(article_id, sheet.front, front, notebook)
    _check_body(sheet.nodes, notebook)
    answer = _answer(sheet.nodes, name.rsplit(".", 2)[1], notebook)
    side = Side(front.title, tuple(front.words), body_of(files[name]), answer)
    return _Read(sheet.front, front, side)


def _check_name(article_id: str, head: str, front: _Front, notebook: Notebook) -> None:
    line, column = place_of(head, ("id",))
    if front.id != article_id:
        message = f"The id “{front.id}” must be the name of the file, “{article_id}”; rename one of them."
        notebook.fault(line + 1, message, column)
    if front.id in RESERVED:
        notebook.fault(line + 1, f"“{front.id}” is an address of the portal already; choose another id.", column)
    if front.id in front.see:
        line, column = place_of(head, ("see", front.see.index(front.id)))
        notebook.fault(line + 1, "The article points to itself; take that away.", column)


def _check_body(nodes: list[Node], notebook: Notebook) -> None:
    refuse_pictures(nodes, notebook)
    note_cut_rows(nodes, notebook)
    for node in nodes:
        if node.type == "heading" and node.tag == "h1":
            notebook.fault(line_of(node), "The title is the only heading of the first level; begin headings with ##.")
        if node.type == "heading" and re.search("[{}｛｝]", inline(node)):
            notebook.fault(line_of(node), "An article has no drills; take the braces off the heading.")


def _answer(nodes: list[Node], language: str, notebook: Notebook) -> str:
    """The first paragraph, which is the answer."""
    if not nodes or nodes[0].type != "paragraph":
        line = line_of(nodes[0]) if nodes else len(notebook.lines)
        notebook.fault(line, "The answer is missing; write it as the first paragraph, before any heading or list.")
        return ""
    answer, whole = bare(render(nodes[:1])), bare(render(nodes))
    unit = "Chinese characters" if language == "zh" else "words"
    if (length := _length(answer, language)) > ANSWER[language]:
        told = f"The answer takes {length} {unit}, {ANSWER[language]} at most"
        notebook.fault(line_of(nodes[0]), f"{told}; say it shorter and put the rest below a heading.", 1)
    if (length := _length(whole, language)) > READ[language]:
        told = f"The article takes {length} {unit} and so more than three minutes to read, {READ[language]} at most"
        notebook.advise(line_of(nodes[0]), f"{told}; shorten it or make two of it.", 1)
    return answer


def _length(text: str, language: str) -> int:
    return len(_HAN.findall(text)) if language == "zh" else len(text.split())


def _compare(article_id: str, zh: _Read, en: _Read, notebooks: Mapping[str, Notebook]) -> None:
    zh_name, en_name = file_names(article_id)
    for key in SAME_IN_BOTH:
        ours, theirs = getattr(en.front, key), getattr(zh.front, key)
        if ours != theirs:
            line, column = place_of(en.head, (key,))
            message = f"“{key}” is {_told(ours)} here and {_told(theirs)} in {zh_name}; make them equal."
            notebooks[en_name].fault(line + 1, message, column)
    if zh.front.version != en.front.version:
        behind, name, other = (zh, zh_name, en_name) if zh.front.version < en.front.version else (en, en_name, zh_name)
        line, column = place_of(behind.head, ("version",))
        message = (
            f"“version” is {behind.front.version} here and {max(zh.front.version, en.front.version)} in {other}; "
            "this language lags behind: bring its text up to date, then make them equal."
        )
        notebooks[name].fault(line + 1, message, column)


def _told(value: object) -> str:
    return ", ".join(map(str, value)) or "empty" if isinstance(value, list) else str(value)
