"""How far somebody is on a path: pure facts over the rows of one assignment and a publication."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from app.foundation.db import db
from app.training.content.objects import Module
from app.training.models import Assignment, Attempt, ModuleCompletion, PracticeReview, PracticeSubmission, ReviewKind
from app.training.queries.published import TEST_OUT, Item, Published

ItemKey = tuple[str, str]


class ModuleState(StrEnum):
    """Where a module stands for somebody."""

    done = "done"
    current = "current"
    open = "open"
    locked = "locked"


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


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody's place on a path. Without an assignment nothing is done and only the first module is open.

    `finished` is true where the path was completed by this assignment: everything is open then. `waiting` names the
    hands-on tasks that were handed in and wait for their review.
    """

    published: Published
    assignment: Assignment | None
    rows: Mapping[str, ModuleRow] = field(default_factory=dict)
    tried: Mapping[ItemKey, Tried] = field(default_factory=dict)
    finished: bool = False

    @property
    def completed(self) -> frozenset[str]:
        """Present ids of the modules that are completed."""
        return frozenset(self.rows)

    waiting: frozenset[ItemKey] = frozenset()

    def of(self, item: Item) -> Tried:
        """What was answered to an item so far."""
        return self.tried.get(item.key, NEVER)

    def passed(self, item: Item) -> bool:
        """Whether an item needs no further answer."""
        if self.of(item).passed or item.module_id in self.completed:
            return True
        return self.tested_out(item.module_id) and not is_observed(item) and item.id != TEST_OUT

    def tested_out(self, module_id: str) -> bool:
        """Whether somebody has shown that a module is known already; only its hands-on tasks are still asked for."""
        return self.tried.get((module_id, TEST_OUT), NEVER).passed

    def may_complete(self, module: Module) -> bool:
        """The rule of completion: everything in the module was passed, or was shown to be known and its tasks accepted."""
        items = self.published.items_of(module)
        return bool(items) and all(self.passed(item) for item in items)

    def is_done(self, module: Module) -> bool:
        """Whether a module is completed."""
        return self.finished or module.id in self.rows

    def missing_before(self, module: Module) -> Module | None:
        """The module that must be completed before this one opens; None when it is open."""
        if self.published.path.order != "strict" or self.is_done(module):
            return None
        for before in self.published.path.modules:
            if before.id == module.id:
                return None
            if not self._lets_on(before):
                return before
        return None

    def _lets_on(self, module: Module) -> bool:
        """A hands-on task is done at work and waits for somebody's eyes: it never keeps the next module shut."""
        items = self.published.items_of(module)
        return self.is_done(module) or (bool(items) and all(self.passed(item) or is_observed(item) for item in items))

    def state(self, module: Module) -> ModuleState:
        """Done, current (the next to do), open or locked."""
        if self.is_done(module):
            return ModuleState.done
        if self.missing_before(module):
            return ModuleState.locked
        return ModuleState.current if module is self.current_module else ModuleState.open

    @property
    def current_module(self) -> Module | None:
        """The first module with something to do, else the first that is not completed; None when all are."""
        left = [module for module in self.published.path.modules if not self.is_done(module)]
        return next((module for module in left if self.next_item(module)), left[0] if left else None)

    @property
    def done(self) -> int:
        """How many modules of the path as it stands are completed."""
        return sum(self.is_done(module) for module in self.published.path.modules)

    @property
    def required(self) -> int:
        """How many modules the path has now."""
        return len(self.published.path.modules)

    @property
    def percent(self) -> int:
        """Share of modules completed, 0 to 100, rounded down so that 100 means all."""
        return 100 * self.done // self.required if self.required else 0

    @property
    def minutes_left(self) -> int:
        """Planned minutes of the modules that are not completed."""
        return sum(module.minutes for module in self.published.path.modules if not self.is_done(module))

    @property
    def outgrown(self) -> tuple[Module, ...]:
        """Modules of which a newer version, or which as a whole, came after somebody had finished."""
        if not self.finished or not self.rows:
            return ()
        return tuple(
            module
            for module in self.published.path.modules
            if module.id not in self.rows or self.rows[module.id].version < module.version
        )

    def next_item(self, module: Module) -> Item | None:
        """What to do next in a module: its drills, its quiz, then its hands-on tasks; None where nothing is to be done.

        What waits for its review is not to be done.
        """
        asked = [item for item in self.published.items_of(module) if not self.passed(item)]
        todo = [item for item in asked if item.key not in self.waiting]
        return next(iter(sorted(todo, key=is_observed)), None)


def standing_of(published: Published, assignment: Assignment | None) -> Standing:
    """The standing of one assignment, in two statements; none without an assignment."""
    return standings([(published, assignment)])[0]


def standings(pairs: Collection[tuple[Published, Assignment | None]]) -> list[Standing]:
    """The standings of many assignments, in two statements whatever their number."""
    ids = [assignment.id for _, assignment in pairs if assignment]
    if not ids:
        return [Standing(published, None) for published, _ in pairs]
    completed, attempts = _completed(ids), _attempts(ids)
    waiting = _waiting(ids) if any(has_practice(published) for published, _ in pairs) else {}
    return [
        Standing(published, None)
        if assignment is None
        else Standing(
            published,
            assignment,
            completed_of(published, completed[assignment.id]),
            _tried(published, attempts[assignment.id]),
            is_finished(assignment),
        )
        for published, assignment in pairs
    ]


def is_finished(assignment: Assignment) -> bool:
    """Whether an assignment was closed by completing it."""
    return assignment.closed_at is not None and assignment.waived_at is None and assignment.withdrawn_at is None


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
    table = ModuleCompletion
    rows = sa.select(
        table.assignment_id,
        table.id,
        table.module_id,
        table.module_version,
        table.grading_hash,
        table.score,
        table.minutes,
        table.completed_at,
        table.method,
    ).where(table.assignment_id.in_(assignment_ids))
    found: dict[int, dict[str, ModuleRow]] = defaultdict(dict)
    for assignment_id, *facts in db.session.execute(rows):
        row = ModuleRow(*facts)
        found[assignment_id][row.module_id] = row
    return found


@dataclass(frozen=True, slots=True)
class _Face:
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


def _attempts(assignment_ids: Collection[int]) -> dict[int, list[_Face]]:
    """Every face of every attempt that counts on these assignments, in the order they were made; one statement."""
    own = sa.select(Attempt.id, Attempt.assignment_id.label("owner_id"), sa.literal(0).label("carried")).where(
        Attempt.assignment_id.in_(assignment_ids)
    )
    lent = sa.select(CarriedAttempt.attempt_id, CarriedAttempt.assignment_id, sa.literal(1)).where(
        CarriedAttempt.assignment_id.in_(assignment_ids)
    )
    counted = sa.union_all(own, lent).subquery("counted")
    rows = (
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
    found: dict[int, list[_Face]] = defaultdict(list)
    seen: set[tuple[int, int]] = set()
    for row in db.session.execute(rows):
        key, told = (row.module_id, row.item_id), (row.submitted_at, bool(row.carried))
        if (row.owner_id, row.id) not in seen:
            seen.add((row.owner_id, row.id))
            face = _Face(row.id, key, row.number, row.percent, row.passed, row.grading_hash, *told)
            found[row.owner_id].append(face)
        if row.new_hash is not None:
            face = _Face(row.id, key, row.number, row.new_percent, row.new_passed, row.new_hash, *told, regraded=True)
            found[row.owner_id].append(face)
    return found


def _tried(published: Published, faces: Iterable[_Face]) -> dict[ItemKey, Tried]:
    """Only attempts on an item as it is graded now count, made under its own id or one that it continues."""
    items = {item.key: item for items in published.items.values() for item in items}
    successor = {former: key for key, formers in published.lineage.items.items() for former in formers if key in items}
    found: dict[ItemKey, list[_Face]] = defaultdict(list)
    for face in faces:
        key = face.key if face.key in items else successor.get(face.key, face.key)
        if key in items and items[key].hashes.grading == face.grading_hash:
            found[key].append(face)
    return {key: _tried_on(key, ones) for key, ones in found.items()}


def _tried_on(key: ItemKey, faces: list[_Face]) -> Tried:
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


def _official(faces: list[_Face]) -> _Face | None:
    """The first pass, at its best; an attempt that passes only since the key was mended, where that is better."""
    first = next((face for face in faces if face.passed and not face.regraded), None)
    rivals = [face for face in faces if face.passed and (face.regraded or face is first)]
    return max(rivals, key=lambda face: (face.percent, -face.id), default=None)
