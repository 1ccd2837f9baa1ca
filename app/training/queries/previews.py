"""A draft as its learners would see it: what can be read of it, a place in it, and a sheet that nobody keeps."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path as FilePath
from typing import Any

from app.foundation import clock
from app.foundation.content.faults import Fault
from app.training.content.kinds.world import WorldDrill
from app.training.content.load import examine
from app.training.content.objects import Path
from app.training.content.results import Result
from app.training.content.variants import TURNS, model, seed_of
from app.training.models import Assignment, Attempt, ItemKind, Stage
from app.training.queries.comparing import Comparison, comparisons
from app.training.queries.drafts import NEVER, Draft
from app.training.queries.places import Place, Working
from app.training.queries.published import Published, assembled
from app.training.queries.standing import Standing


@dataclass(frozen=True, slots=True)
class Preview:
    """A draft to look at. `published` holds what can be read of it, None where nothing can; `broken` names modules that cannot.

    `faults` are all that `content check` has to say about the path.
    """

    code: str
    published: Published | None
    broken: tuple[str, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """A path on a tier's shelf. `asked`: its first publication assigns it to everybody of the tier."""

    code: str
    path: Path
    asked: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a preview's form carries instead of a draft: which draw it is, and the way taken in a story."""

    draw: int = 1
    walk: tuple[str, ...] = ()

    @property
    def token(self) -> str:
        """As the form posts it: `2` or `2.1-3`."""
        return f"{self.draw}.{'-'.join(self.walk)}" if self.walk else str(self.draw)

    @property
    def seed(self) -> int:
        """The seed of that draw; the first has the first variant."""
        return seed_of(lot=self.draw, turn=self.draw - 1)


def sheet_of(token: str) -> Sheet:
    """The sheet that a form or an address names; the first one where it names none."""
    draw, _dot, walk = token[:400].partition(".")
    number = int(draw) if draw.isascii() and draw.isdigit() and len(draw) < 4 else 1
    return Sheet(min(max(number, 1), TURNS), tuple(step for step in walk.split("-") if step))


def preview_of(folder: FilePath, code: str) -> Preview | None:
    """The draft of that code; None where the folder has no such path. Four statements at most."""
    found = comparisons(folder).of(code)
    return _preview(found, found.draft) if found and found.draft else None


def shelf_for(folder: FilePath, tier: str) -> list[Offer]:
    """What a learner of a tier would find once every draft is published: asked for first, then one's own, then the others."""
    found = [(one.code, _path(one)) for one in comparisons(folder).paths if not one.retired]
    offers = [
        Offer(code, path, asked=path.audience == "tier" and path.tier == tier)
        for code, path in found
        if path is not None
    ]
    return sorted(offers, key=lambda one: (not one.asked, one.path.tier != tier, one.code))


def preview_place(preview: Preview, module_id: str, item_id: str) -> Place | None:
    """The drill or quiz of that id in a draft, as one who has just begun stands to it; None where there is none.

    A mini-world can be looked at and not worked in: that needs an assignment, and nobody has one here.
    """
    standing = standing_in(preview)
    module = standing.published.path.module(module_id) if standing else None
    if standing is None or module is None:
        return None
    wanted = module.quiz.id if item_id == "quiz" and module.quiz and module.drill("quiz") is None else item_id
    item = next((one for one in standing.published.items_of(module) if one.id == wanted), None)
    if item is None:
        return None
    if item.kind is ItemKind.drill and isinstance(model(item.content), WorldDrill):
        standing = dataclasses.replace(standing, assignment=None)
    return Place(standing, module, item)


def standing_in(preview: Preview) -> Standing | None:
    """One who has just begun, with every module open. The assignment is never stored: it only says that there is one."""
    return Standing(preview.published, Assignment()) if preview.published else None


def working_on(stage: Stage, sheet: Sheet, answers: Mapping[str, Any]) -> Working:
    """What is being answered, from what the form carried."""
    return Working(stage, sheet.token, sheet.seed, answers)


def shown_attempt(result: Result) -> Attempt:
    """A graded sheet as the page of results reads it; it is never stored."""
    return Attempt(number=1, submitted_at=clock.now(), percent=result.percent, passed=result.passed)


def _preview(found: Comparison, draft: Draft) -> Preview:
    broken: tuple[str, ...] = ()
    path = draft.parsed.path if draft.parsed else None
    if path is None:
        path, broken = _readable(draft.folder, tuple(sorted(draft.files.items())))
    # Nobody who looks a draft over wants to pass one module to see the next.
    published = assembled(dataclasses.replace(path, order="free"), 0, 0, NEVER) if path else None
    return Preview(found.code, published, broken, found.faults or draft.faults)


@lru_cache(maxsize=8)
def _readable(folder: str, files: tuple[tuple[str, str], ...]) -> tuple[Path | None, tuple[str, ...]]:
    """The path with those of its modules that have no fault, and the names of those that have."""
    path, faults = examine(dict(files), folder)
    grave = {fault.path.removeprefix(f"{folder}/").rsplit(".", 2)[0] for fault in faults if not fault.advice}
    broken = tuple(sorted(grave - {"path.yaml", "path"}))
    if path is None:
        return None, broken
    kept = tuple(module for module in path.modules if module.id not in grave)
    return (dataclasses.replace(path, modules=kept) if kept else None), broken


def _path(one: Comparison) -> Path | None:
    if one.draft and one.draft.parsed:
        return one.draft.parsed.path
    return one.served.path if one.served else None
