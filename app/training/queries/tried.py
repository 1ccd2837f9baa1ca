"""What stands in the rows of assignments: modules completed, and attempts as they count for a publication."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from app.foundation.db import db
from app.training.models import Assignment, Attempt, CarriedAttempt, ModuleCompletion, ModuleMethod, Regrade
from app.training.queries.lineage import ItemKey
from app.training.queries.published import Published

ASKED = "asked"
"""The parameter of the statements of `attempts_on` and `module_rows`: ids of assignments."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What was answered so far to an item as it stands now: how often, the best percent, the official one.

    The first pass is official; where a wrong key was mended, it counts as graded anew, and so does an attempt that
    passed only then, if it is better. `count` leaves out attempts made under another key: they use none up.
    `official_id` and `official_at` name the attempt; `carried` is true where an earlier assignment lent it.
    """

    count: int = 0
    best: int | None = None
    official: int | None = None
    last_number: int | None = None
    official_id: int | None = None
    official_at: datetime | None = None
    carried: bool = False

    @property
    def passed(self) -> bool:
        """Whether it was passed once; that is kept whatever comes later."""
        return self.official is not None


NEVER = Tried()


@dataclass(frozen=True, slots=True)
class ModuleRow:
    """A module completed, as it stands in the ledger under the id and version of that day."""

    id: int
    module_id: str
    version: int
    grading_hash: str
    score: int
    minutes: int
    completed_at: datetime
    method: ModuleMethod


def completed_of(published: Published, rows: Mapping[str, ModuleRow]) -> dict[str, ModuleRow]:
    """Rows of the ledger by the present ids of their modules: each under its own id, or that of its successor."""
    present = published.module_hashes
    found: dict[str, ModuleRow] = {}
    for module in published.path.modules:
        formers = [one for one in published.lineage.modules.get(module.id, ()) if one not in present]
        row = next((rows[name] for name in (module.id, *formers) if name in rows), None)
        if row:
            found[module.id] = row
    return found


def module_rows(assignment_ids: Collection[int]) -> dict[int, dict[str, ModuleRow]]:
    """The modules completed on each of these assignments, by the id they had then; one statement."""
    found: dict[int, dict[str, ModuleRow]] = defaultdict(dict)
    for owner, *facts in db.session.execute(_module_rows(), {ASKED: list(assignment_ids)}):
        row = ModuleRow(*facts)
        found[owner][row.module_id] = row
    return found


@cache
def _module_rows() -> sa.Select[Any]:
    """The assignment, and the facts of a `ModuleRow` in their order."""
    table = ModuleCompletion
    facts: tuple[Any, ...] = (
        table.assignment_id,
        table.id,
        table.module_id,
        table.module_version,
        table.grading_hash,
        table.score,
        table.minutes,
        table.completed_at,
        table.method,
    )
    return sa.select(*facts).where(table.assignment_id.in_(_asked()))


@dataclass(frozen=True, slots=True)
class Face:
    """An attempt as it is graded under one key: the key it was made on, or a later one that mended it."""

    id: int
    key: ItemKey
    number: int
    percent: int
    passed: bool
    grading_hash: str
    at: datetime
    carried: bool
    regraded: bool = False


def attempts_on(assignment_ids: Collection[int]) -> dict[int, list[Face]]:
    """Every face of every attempt that counts on these assignments, in the order they were made; one statement."""
    rows = db.session.execute(_faces(), {ASKED: list(assignment_ids)})
    found: dict[int, list[Face]] = defaultdict(list)
    seen: set[tuple[int, int]] = set()
    for row in rows:
        key, told = (row.module_id, row.item_id), (row.submitted_at, bool(row.carried))
        if (row.owner_id, row.id) not in seen:
            seen.add((row.owner_id, row.id))
            face = Face(row.id, key, row.number, row.percent, row.passed, row.grading_hash, *told)
            found[row.owner_id].append(face)
        if row.new_hash is not None:
            face = Face(row.id, key, row.number, row.new_percent, row.new_passed, row.new_hash, *told, regraded=True)
            found[row.owner_id].append(face)
    return found


@cache
def _faces() -> sa.Select[Any]:
    """The statement of `attempts_on`; built once, for building it takes longer than its answer."""
    own = sa.select(Attempt.id, Attempt.assignment_id.label("owner_id"), sa.literal(0).label("carried")).where(
        Attempt.assignment_id.in_(_asked())
    )
    counted = sa.union_all(own, _lent()).subquery("counted")
    return (
        sa.select(
            counted.c.owner_id,
            counted.c.carried,
            Attempt.id,
            Attempt.module_id,
            Attempt.item_id,
            Attempt.number,
            Attempt.percent,
            Attempt.passed,
            Attempt.grading_hash,
            Attempt.submitted_at,
            Regrade.percent.label("new_percent"),
            Regrade.passed.label("new_passed"),
            Regrade.grading_hash.label("new_hash"),
        )
        .join(counted, counted.c.id == Attempt.id)
        .outerjoin(Regrade, Regrade.attempt_id == Attempt.id)
        .order_by(Attempt.id, Regrade.id)
    )


def _asked() -> sa.BindParameter[Any]:
    return sa.bindparam(ASKED, expanding=True)


def _lent() -> sa.Select[int, int, int]:
    """What was carried over, while both assignments belong to one person: after an undone merge it counts no more."""
    giver, receiver = sa.orm.aliased(Assignment), sa.orm.aliased(Assignment)
    return (
        sa.select(CarriedAttempt.attempt_id, CarriedAttempt.assignment_id, sa.literal(1))
        .join(Attempt, Attempt.id == CarriedAttempt.attempt_id)
        .join(giver, giver.id == Attempt.assignment_id)
        .join(receiver, receiver.id == CarriedAttempt.assignment_id)
        .where(CarriedAttempt.assignment_id.in_(_asked()), giver.person_id == receiver.person_id)
    )


def tried_on(published: Published, faces: Iterable[Face]) -> dict[ItemKey, Tried]:
    """Only attempts on an item as it is graded now count, made under its own id or one that it continues."""
    items = published.graded
    successor = {former: key for key, formers in published.lineage.items.items() for former in formers if key in items}
    found: dict[ItemKey, list[Face]] = defaultdict(list)
    for face in faces:
        key = face.key if face.key in items else successor.get(face.key, face.key)
        if key in items and items[key].hashes.grading == face.grading_hash:
            found[key].append(face)
    return {key: _counted(key, ones) for key, ones in found.items()}


def _counted(key: ItemKey, faces: list[Face]) -> Tried:
    official = _official(faces)
    own = [face for face in faces if not face.regraded and not face.carried]
    return Tried(
        count=len(own),
        best=max(face.percent for face in faces),
        official=official.percent if official else None,
        last_number=max((face.number for face in own if face.key == key), default=None),
        official_id=official.id if official else None,
        official_at=official.at if official else None,
        carried=official.carried if official else False,
    )


def _official(faces: list[Face]) -> Face | None:
    """The first pass, at its best; an attempt that passes only since the key was mended, where that is better."""
    first = next((face for face in faces if face.passed and not face.regraded), None)
    rivals = [face for face in faces if face.passed and (face.regraded or face is first)]
    return max(rivals, key=lambda face: (face.percent, -face.id), default=None)
