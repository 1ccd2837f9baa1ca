"""Drafts beside what is served: which paths have changed, and which may not be published for what they would do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path as FilePath

import sqlalchemy as sa

from app.foundation.content.faults import Fault
from app.foundation.db import db
from app.training.content.front_matter import place_in_front
from app.training.content.objects import Drill, Module
from app.training.content.quiz import Quiz
from app.training.content.replay import same_asked
from app.training.content.variants import Variants
from app.training.models import Publication, TrainingPath
from app.training.queries.drafts import Draft, drafts
from app.training.queries.published import Published, latest_of


class DraftState(StrEnum):
    """How a path in the folder stands to what is served."""

    new = "new"
    changed = "changed"
    same = "same"
    broken = "broken"
    gone = "gone"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A path with its draft and what is served of it; `faults` keep it from being published."""

    code: str
    state: DraftState
    path: TrainingPath | None
    draft: Draft | None
    served: Published | None
    faults: tuple[Fault, ...] = ()

    @property
    def fresh(self) -> Published | None:
        """The draft, parsed, where it may be published."""
        return self.draft.parsed if self.draft and not self.faults else None

    @property
    def changed(self) -> bool:
        """Whether publishing would do something."""
        return self.state in (DraftState.new, DraftState.changed)

    @property
    def retired(self) -> bool:
        """Whether the path is offered no longer."""
        return self.path is not None and self.path.retired_at is not None


@dataclass(frozen=True, slots=True)
class Comparisons:
    """Every path of the folder and of the portal, by code, and faults of what stands beside the paths."""

    paths: tuple[Comparison, ...]
    other_faults: tuple[Fault, ...] = ()

    def of(self, code: str) -> Comparison | None:
        """The comparison of a path; None where neither the folder nor the portal has it."""
        return next((one for one in self.paths if one.code.lower() == code.lower()), None)


def comparisons(folder: FilePath) -> Comparisons:
    """All paths compared with what is served; four statements at most, and reading only what has changed."""
    found = drafts(folder)
    rows = {row.code.lower(): row for row in db.session.scalars(sa.select(TrainingPath))}
    served = latest_of([row.id for row in rows.values()])
    hashes = _served_hashes([one.id for one in served.values()])
    drafted = [_compare(draft, rows.get(draft.code.lower()), served, hashes) for draft in found.paths]
    known = {one.code.lower() for one in drafted}
    gone = [
        Comparison(row.code, DraftState.gone, row, None, served.get(row.id))
        for code, row in rows.items()
        if code not in known and row.id in served
    ]
    return Comparisons(tuple(sorted([*drafted, *gone], key=lambda one: one.code)), found.other_faults)


def _served_hashes(publication_ids: list[int]) -> dict[int, str]:
    rows = sa.select(Publication.path_id, Publication.content_hash).where(Publication.id.in_(publication_ids))
    return {row.path_id: row.content_hash for row in db.session.execute(rows)}


def _compare(
    draft: Draft, path: TrainingPath | None, served: Mapping[int, Published], hashes: Mapping[int, str]
) -> Comparison:
    old = served.get(path.id) if path else None
    code = path.code if path else draft.code or draft.folder
    faults = draft.faults or (tuple(_conflicts(draft, draft.parsed, old)) if draft.parsed and old else ())
    if faults or draft.parsed is None:
        return Comparison(code, DraftState.broken, path, draft, old, faults)
    if path is None or old is None:
        return Comparison(code, DraftState.new, path, draft, old)
    same = hashes.get(path.id) == draft.content_hash and path.retired_at is None
    return Comparison(code, DraftState.same if same else DraftState.changed, path, draft, old)


def _conflicts(draft: Draft, new: Published, old: Published) -> Iterable[Fault]:
    for module in new.path.modules:
        before = earlier_module(module, old)
        if before is None:
            continue
        yield from _unraised(draft, module, before, new, old)
        yield from _other_kind(draft, module, before)
        if module.version > before.version:
            yield from _not_replayable(draft, module, before)


def earlier_module(module: Module, old: Published) -> Module | None:
    """What a module was in the publication served so far: under the same id, or one of its former ones."""
    names = (module.id, *module.policy.formerly)
    return next((found for name in names if (found := old.path.module(name))), None)


def _unraised(draft: Draft, module: Module, before: Module, new: Published, old: Published) -> Iterable[Fault]:
    """A module whose grading has changed says so with a higher version, or nobody could tell records apart."""
    moved = new.module_hashes[module.id].grading != old.module_hashes[before.id].grading
    if module.version < before.version or (moved and module.version == before.version):
        message = (
            f"What decides a grade has changed since version {before.version} was published; "
            f"raise “version” to {before.version + 1} in both languages."
        )
        lower = f"Version {before.version} was published already; a version never falls, write {before.version + 1}."
        yield _fault(draft, module, ("version",), message if moved else lower)


def _other_kind(draft: Draft, module: Module, before: Module) -> Iterable[Fault]:
    """The same id with another kind would confuse old answers with new ones; variants are of the kind of their first."""
    kinds = {drill.id: _kind(drill) for drill in before.drills}
    if before.quiz:
        kinds[before.quiz.id] = "quiz"
    now = [(drill.id, _kind(drill), drill.line) for drill in module.drills]
    if module.quiz:
        now.append((module.quiz.id, "quiz", module.quiz.line))
    for name, kind, line in now:
        if kinds.get(name, kind) != kind:
            message = f"“#{name}” was a .{kinds[name]} and is a .{kind} now; give the new one another id."
            yield Fault(f"{draft.folder}/{module.id}.zh.md", line, 1, message)
    if before.quiz and module.quiz:
        asked = {question.id: question.kind for question in before.quiz.questions}
        for question in module.quiz.questions:
            if asked.get(question.id, question.kind) != question.kind:
                message = (
                    f"The question “{question.id}” was .{asked[question.id]} and is .{question.kind} now; "
                    "give the new one another id."
                )
                yield Fault(f"{draft.folder}/{module.id}.zh.md", question.line, 1, message)


def _kind(drill: Drill) -> str:
    return drill.cases[0].kind if isinstance(drill, Variants) else drill.kind


def _not_replayable(draft: Draft, module: Module, before: Module) -> Iterable[Fault]:
    for place, name in enumerate(module.policy.regrade):
        why = why_not_replayed(module, before, name)
        if why:
            message = (
                f"Answers to “{name}” cannot be graded anew: {why}. Take it out of “regrade”, or undo that change."
            )
            yield _fault(draft, module, ("regrade", place), message)


def why_not_replayed(module: Module, before: Module, name: str) -> str:
    """Why answers to the former drill, quiz or question of that id cannot be graded with the new key; empty if they can."""
    new, old = regraded_item(module, name), regraded_item(before, name)
    if new is None or old is None:
        return "it was not there before"
    return same_asked(old, new, frozenset(module.policy.regrade))


def regraded_item(module: Module, name: str) -> Drill | Quiz | None:
    """The drill of an id, or the quiz where the id is its own or that of one of its questions."""
    drill = module.drill(name)
    if drill is not None:
        return drill
    quiz = module.quiz
    return quiz if quiz and (quiz.id == name or any(one.id == name for one in quiz.questions)) else None


def _fault(draft: Draft, module: Module, loc: tuple[int | str, ...], message: str) -> Fault:
    name = f"{module.id}.zh.md"
    line, column = place_in_front(draft.files[name], *loc)
    return Fault(f"{draft.folder}/{name}", line, column, message)
