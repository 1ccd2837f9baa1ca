"""The folder of articles: topics, articles, and every fault, also of what an article names that is not its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from app.foundation.content.faults import Fault, Notebook, not_utf8
from app.foundation.content.houses import Surroundings
from app.foundation.content.links import link_faults_in
from app.foundation.content.sheets import read_sheet
from app.foundation.content.terms import term_faults_in
from app.foundation.content.texts import Both, Text
from app.foundation.content.typed import Slug, Title, place_of, read_as
from app.knowledge.content.articles import Article, file_names, read_article

FOLDER = "knowledge"
TOPICS = "topics.yaml"


class _TopicsFile(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    topics: Annotated[dict[Slug, Title], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What can be published, the ids that files are there for (also broken ones), and every fault."""

    topics: Mapping[str, Text]
    articles: tuple[Article, ...]
    there: frozenset[str]
    faults: tuple[Fault, ...]


def read_knowledge(content: Path, around: Surroundings) -> Knowledge | None:
    """The articles below a content folder; None where it has no such folder. What has any fault is not among the articles."""
    folder = content / FOLDER
    if not folder.is_dir():
        return None
    desk = _Desk(*_texts(folder), around)
    return desk.knowledge()


def check_knowledge(content: Path, around: Surroundings) -> tuple[Fault, ...]:
    """Every fault of the articles below a content folder."""
    found = read_knowledge(content, around)
    return found.faults if found else ()


def _texts(folder: Path) -> tuple[dict[str, str], list[Fault]]:
    texts: dict[str, str] = {}
    faults: list[Fault] = []
    for file in sorted(one for one in folder.iterdir() if one.is_file() and not one.name.startswith(".")):
        name = f"{FOLDER}/{file.name}"
        if not (file.name == TOPICS or file.name.endswith((".zh.md", ".en.md"))):
            if file.suffix.lower() in (".md", ".markdown", ".yml", ".yaml", ".txt") and file.name != "README.md":
                told = f"Nobody reads this file; name it <article>.zh.md or <article>.en.md, or {TOPICS}."
                faults.append(Fault(name, 1, 1, told, advice=True))
            continue
        raw = file.read_bytes()
        wrong = not_utf8(name, raw)
        if wrong:
            faults.append(wrong)
        texts[file.name] = "" if wrong else raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    return texts, faults


class _Desk:
    """Everything that reading the folder needs: its files, the faults so far, and what lies around it."""

    def __init__(self, texts: dict[str, str], faults: list[Fault], around: Surroundings) -> None:
        self.texts, self.faults, self.around = texts, faults, around
        self.unreadable = {fault.path for fault in faults if not fault.advice}
        self.there = frozenset(name.rsplit(".", 2)[0] for name in texts if name != TOPICS)

    def knowledge(self) -> Knowledge:
        """Read it all."""
        topics = self._topics()
        articles = [self._article(name, topics) for name in sorted(self.there)]
        good = tuple(article for article in articles if article)
        return Knowledge(topics or {}, good, self.there, tuple(sorted(set(self.faults))))

    def _topics(self) -> dict[str, Text] | None:
        notebook = Notebook(f"{FOLDER}/{TOPICS}", self.faults)
        if TOPICS not in self.texts:
            if self.there:
                notebook.fault(1, "The file is missing; it names the topics of the articles in both languages.")
            return None
        file = read_as(_TopicsFile, self.texts[TOPICS], 0, notebook)
        return {name: Both(title.zh, title.en) for name, title in file.topics.items()} if file else None

    def _article(self, article_id: str, topics: Mapping[str, Text] | None) -> Article | None:
        names = file_names(article_id)
        if any(f"{FOLDER}/{name}" in self.unreadable for name in names):
            return None
        before = len(self.faults)
        notebooks = {name: Notebook(f"{FOLDER}/{name}", self.faults) for name in names}
        article = read_article(article_id, self.texts, notebooks)
        if article and len(self.faults) == before:  # both languages agree, so what one names the other names too
            self._check_named(article, topics, notebooks)
        for name in names:
            self._check_file(name)
        return article if len(self.faults) == before and topics is not None else None

    def _check_file(self, name: str) -> None:
        text = self.texts.get(name, "")
        self.faults += term_faults_in(f"{FOLDER}/{name}", text, self.around.terms)
        self.faults += link_faults_in(f"{FOLDER}/{name}", text, self._why_not)

    def _why_not(self, target: str) -> str:
        own = target.removeprefix(f"/{FOLDER}/")
        if own != target and own and own.partition("#")[0].partition("?")[0] in self.there:
            return ""
        return self.around.within(target)

    def _check_named(self, article: Article, topics: Mapping[str, Text] | None, books: Mapping[str, Notebook]) -> None:
        known = self.there | set(self.around.known)
        for name, notebook in books.items():
            sheet = read_sheet(self.texts[name], "", Notebook(name))
            head = sheet.front if sheet else ""
            if topics is not None and article.topic not in topics:
                line, column = place_of(head, ("topic",))
                told = f"“{article.topic}” is no topic of {TOPICS}; use one of {', '.join(sorted(topics))}, or add it there."
                notebook.fault(line + 1, told, column)
            if article.id in self.around.known:
                line, column = place_of(head, ("id",))
                notebook.fault(line + 1, f"“{article.id}” is the id of a training module; choose another.", column)
            for place, wanted in enumerate(article.see):
                if wanted not in known:
                    line, column = place_of(head, ("see", place))
                    told = f"“{wanted}” is neither an article nor a training module; correct it or take it away."
                    notebook.fault(line + 1, told, column)
