"""What is different between two publications of a path, as a learner reads it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from app.foundation.content.prose import bare
from app.foundation.content.texts import Text
from app.foundation.db import db
from app.training.content.objects import Module
from app.training.models import Completion
from app.training.queries.published import Item, Published, publications
from app.training.queries.standing import Standing

_BLOCK = re.compile(r"</(?:p|li|h[1-6]|tr|pre|blockquote)>")
_TOKEN = re.compile(r"[A-Za-z0-9_'-]+|\s+|.", re.DOTALL)
ALIKE = 0.45
"""Paragraphs more alike than this are shown word by word, others one after the other."""


class Change(StrEnum):
    """What became of something: there anew, changed in what is graded, only said otherwise, gone, or as it was."""

    new = "new"
    changed = "changed"
    reworded = "reworded"
    gone = "gone"
    same = "same"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text: `mark` is `same`, `added` or `removed`."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a lesson with what was added and removed in it; `skipped` counts unchanged ones left out before it."""

    pieces: tuple[Piece, ...]
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class ItemChange:
    """What became of a drill or quiz; the title is the present one, or the last one it had."""

    change: Change
    title: Text
    is_quiz: bool


@dataclass(frozen=True, slots=True)
class ModuleChange:
    """What became of a module; versions are 0 where there is none."""

    change: Change
    module: Module
    before: Module | None
    from_version: int
    to_version: int
    items: tuple[ItemChange, ...]

    def lesson(self, language: str) -> tuple[Paragraph, ...]:
        """The difference of the lesson's text in a language, paragraph by paragraph; empty where there is none."""
        now = _paragraphs(self.module.text(language).lesson) if self.to_version else []
        was = _paragraphs(self.before.text(language).lesson) if self.before else []
        return tuple(lesson_difference(was, now)) if self.before and was != now else ()

    @property
    def is_told(self) -> bool:
        """Whether there is anything to tell."""
        return self.change is not Change.same


@dataclass(frozen=True, slots=True)
class Difference:
    """Two publications of a path and what became of each module, those that are gone last."""

    old: Published
    new: Published
    modules: tuple[ModuleChange, ...]

    @property
    def told(self) -> tuple[ModuleChange, ...]:
        """Modules of which there is something to tell."""
        return tuple(one for one in self.modules if one.is_told)


def difference_between(old: Published, new: Published) -> Difference:
    """What became of every module, drill and quiz from one publication to a later one."""
    found, used = [], set()
    for module in new.path.modules:
        before = before_of(module, old, new)
        if before:
            used.add(before.id)
        found.append(_module_change(module, before, old, new))
    gone = [module for module in old.path.modules if module.id not in used]
    found += [
        ModuleChange(Change.gone, module, module, module.version, 0, tuple(_all(old.items[module.id], Change.gone)))
        for module in gone
    ]
    return Difference(old, new, tuple(found))


def before_of(module: Module, old: Published, new: Published) -> Module | None:
    """What a module was in an earlier publication, under its own or a former id."""
    names = (module.id, *new.lineage.modules.get(module.id, ()))
    return next((found for name in names if (found := old.path.module(name))), None)


def has_outgrown(published: Published, versions: Mapping[str, int]) -> bool:
    """Whether the path has a module that is newer than the completed one (versions by the id it had), or a new one."""
    if not versions:
        return False
    for module in published.path.modules:
        names = (module.id, *published.lineage.modules.get(module.id, ()))
        done = next((versions[name] for name in names if name in versions), 0)
        if done < module.version:
            return True
    return False


def changes_since_finished(standing: Standing) -> Difference | None:
    """What is different since somebody finished a path; None where it is not known on which publication they did."""
    if standing.assignment is None or not standing.finished:
        return None
    rows = sa.select(Completion.publication_id).where(Completion.assignment_id == standing.assignment.id)
    number = db.session.scalar(rows.order_by(Completion.id).limit(1))
    old = publications([number]).get(number) if number else None
    return difference_between(old, standing.published) if old else None


def revision_facts(earlier_id: int, publication_id: int) -> dict[str, Any]:
    """The difference in short, for a message: versions, and titles of modules and drills that are new, changed or gone."""
    found = publications([earlier_id, publication_id])
    difference = difference_between(found[earlier_id], found[publication_id])
    facts: dict[str, Any] = {"from": difference.old.path.version, "to": difference.new.path.version}
    for language in ("zh", "en"):
        for change in (Change.new, Change.changed, Change.gone):
            facts[f"{change}_{language}"] = list(_titles(difference, change, language))
    return facts


def lesson_difference(was: Sequence[str], now: Sequence[str]) -> Iterator[Paragraph]:
    """Paragraphs that differ, and how many unchanged ones stand between them."""
    skipped = 0
    for verb, low, high, start, stop in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if verb == "equal":
            skipped += high - low
            continue
        for pieces in _replaced(was[low:high], now[start:stop]):
            yield Paragraph(tuple(pieces), skipped)
            skipped = 0


def _module_change(module: Module, before: Module | None, old: Published, new: Published) -> ModuleChange:
    if before is None:
        return ModuleChange(Change.new, module, None, 0, module.version, tuple(_all(new.items[module.id], Change.new)))
    items = tuple(_item_changes(module, before, old, new))
    hashes, then = new.module_hashes[module.id], old.module_hashes[before.id]
    if module.version > before.version or any(one.change is not Change.reworded for one in items):
        change = Change.changed
    else:
        change = Change.same if hashes.display == then.display else Change.reworded
    return ModuleChange(change, module, before, before.version, module.version, items)


def _item_changes(module: Module, before: Module, old: Published, new: Published) -> Iterator[ItemChange]:
    then = {item.key: item for item in old.items[before.id]}
    everywhere = {item.key: item for items in old.items.values() for item in items}
    met = set()
    for item in new.items[module.id]:
        names = (item.key, *new.lineage.items.get(item.key, ()))
        was = next((everywhere[name] for name in names if name in everywhere), None)
        if was:
            met.add(was.key)
        change = _item_change(item, was)
        if change is not Change.same:
            yield ItemChange(change, item.content.title, _is_quiz(item))
    moved = {name for formers in new.lineage.items.values() for name in formers}
    for key, item in then.items():
        if key not in met and key not in moved:
            yield ItemChange(Change.gone, item.content.title, _is_quiz(item))


def _item_change(item: Item, was: Item | None) -> Change:
    if was is None:
        return Change.new
    if item.hashes.grading != was.hashes.grading:
        return Change.changed
    return Change.same if item.hashes.display == was.hashes.display else Change.reworded


def _all(items: Iterable[Item], change: Change) -> Iterator[ItemChange]:
    return (ItemChange(change, item.content.title, _is_quiz(item)) for item in items)


def _is_quiz(item: Item) -> bool:
    return item.kind.value == "quiz"


def _titles(difference: Difference, change: Change, language: str) -> Iterator[str]:
    for one in difference.modules:
        title = one.module.text(language).title
        drills = [
            bare(item.title.of(language)) for item in one.items if item.change is change and change is not one.change
        ]
        own = [bare(item.title.of(language)) for item in one.items if item.change is Change.changed]
        if one.change is change:
            yield f"{title} ({', '.join(own)})" if own and change is Change.changed else title
        elif drills:
            yield from (f"{title} · {drill}" for drill in drills)


def _paragraphs(lesson: str) -> list[str]:
    """The paragraphs, list items, headings and rows of a lesson, as text."""
    cells = str(lesson).replace("</td>", " | </td>").replace("</th>", " | </th>")
    told = [" ".join(bare(block).split()).strip(" |") for block in _BLOCK.split(cells)]
    return [text for text in told if text]


def _replaced(was: Sequence[str], now: Sequence[str]) -> Iterator[list[Piece]]:
    for place in range(max(len(was), len(now))):
        old = was[place] if place < len(was) else ""
        new = now[place] if place < len(now) else ""
        yield _pieces(old, new)


def _pieces(old: str, new: str) -> list[Piece]:
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if not old or not new or matcher.ratio() < ALIKE:
        return [piece for piece in (Piece("removed", old), Piece("added", new)) if piece.text]
    pieces = []
    for verb, low, high, start, stop in matcher.get_opcodes():
        if verb == "equal":
            pieces.append(Piece("same", "".join(before[low:high])))
            continue
        told = (Piece("removed", "".join(before[low:high])), Piece("added", "".join(after[start:stop])))
        pieces += [piece for piece in told if piece.text]
    return pieces
