"""How far somebody is on a path: pure facts over the rows of one assignment and a publication."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import sqlalchemy as sa

from app.foundation.db import db
from app.training.content.objects import Module
from app.training.models import Assignment, Attempt, ModuleCompletion
from app.training.queries.published import Item, Published

ItemKey = tuple[str, str]


class ModuleState(StrEnum):
    """Where a module stands for somebody."""

    done = "done"
    current = "current"
    open = "open"
    locked = "locked"


@dataclass(frozen=True, slots=True)
class Tried:
    """What was answered so far to an item as it stands now: how often, the best percent, the first pass."""

    count: int = 0
    best: int | None = None
    official: int | None = None
    last_number: int | None = None

    @property
    def passed(self) -> bool:
        """Whether it was passed once; that is kept whatever comes later."""
        return self.official is not None


NEVER = Tried()


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody's place on a path. Without an assignment nothing is done and only the first module is open.

    `earlier` is true where the path was completed by this assignment: everything is open then.
    """

    published: Published
    assignment: Assignment | None
    completed: frozenset[str] = frozenset()
    tried: Mapping[ItemKey, Tried] = field(default_factory=dict)
    finished: bool = False

    def of(self, item: Item) -> Tried:
        """What was answered to an item so far."""
        return self.tried.get(item.key, NEVER)

    def passed(self, item: Item) -> bool:
        """Whether an item needs no further answer."""
        return self.of(item).passed or item.module_id in self.completed

    def may_complete(self, module: Module) -> bool:
        """The rule of completion: everything that is answered in the module was passed."""
        items = self.published.items_of(module)
        return bool(items) and all(self.of(item).passed for item in items)

    def is_done(self, module: Module) -> bool:
        """Whether a module is completed."""
        return self.finished or module.id in self.completed

    def missing_before(self, module: Module) -> Module | None:
        """The module that must be completed before this one opens; None when it is open."""
        if self.published.path.order != "strict" or self.is_done(module):
            return None
        for before in self.published.path.modules:
            if before.id == module.id:
                return None
            if not self.is_done(before):
                return before
        return None

    def state(self, module: Module) -> ModuleState:
        """Done, current (the next to do), open or locked."""
        if self.is_done(module):
            return ModuleState.done
        if self.missing_before(module):
            return ModuleState.locked
        return ModuleState.current if module is self.current_module else ModuleState.open

    @property
    def current_module(self) -> Module | None:
        """The first module that is not completed; None when all are."""
        return next((module for module in self.published.path.modules if not self.is_done(module)), None)

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

    def next_item(self, module: Module) -> Item | None:
        """The first drill of a module that is not passed, else its quiz; None when all are passed."""
        return next((item for item in self.published.items_of(module) if not self.passed(item)), None)


def standing_of(published: Published, assignment: Assignment | None) -> Standing:
    """The standing of one assignment, in two statements; none without an assignment."""
    return standings([(published, assignment)])[0]


def standings(pairs: Collection[tuple[Published, Assignment | None]]) -> list[Standing]:
    """The standings of many assignments, in two statements whatever their number."""
    ids = [assignment.id for _, assignment in pairs if assignment]
    if not ids:
        return [Standing(published, None) for published, _ in pairs]
    completed, attempts = _completed(ids), _attempts(ids)
    return [
        Standing(published, None)
        if assignment is None
        else Standing(
            published,
            assignment,
            frozenset(completed[assignment.id]),
            _tried(published, attempts[assignment.id]),
            is_finished(assignment),
        )
        for published, assignment in pairs
    ]


def is_finished(assignment: Assignment) -> bool:
    """Whether an assignment was closed by completing it."""
    return assignment.closed_at is not None and assignment.waived_at is None and assignment.withdrawn_at is None


def _completed(assignment_ids: Collection[int]) -> dict[int, set[str]]:
    rows = sa.select(ModuleCompletion.assignment_id, ModuleCompletion.module_id)
    found: dict[int, set[str]] = defaultdict(set)
    for assignment_id, module_id in db.session.execute(rows.where(ModuleCompletion.assignment_id.in_(assignment_ids))):
        found[assignment_id].add(module_id)
    return found


@dataclass(frozen=True, slots=True)
class _Answered:
    key: ItemKey
    number: int
    percent: int
    passed: bool
    grading_hash: str


def _attempts(assignment_ids: Collection[int]) -> dict[int, list[_Answered]]:
    rows = (
        sa.select(
            Attempt.assignment_id,
            Attempt.module_id,
            Attempt.item_id,
            Attempt.number,
            Attempt.percent,
            Attempt.passed,
            Attempt.grading_hash,
        )
        .where(Attempt.assignment_id.in_(assignment_ids))
        .order_by(Attempt.number)
    )
    found: dict[int, list[_Answered]] = defaultdict(list)
    for row in db.session.execute(rows):
        key = (row.module_id, row.item_id)
        answered = _Answered(key, row.number, row.percent, row.passed, row.grading_hash)
        found[row.assignment_id].append(answered)
    return found


def _tried(published: Published, attempts: Iterable[_Answered]) -> dict[ItemKey, Tried]:
    """Only attempts on the item as it is graded now count; of these the first pass is the official one."""
    hashes = {item.key: item.hashes.grading for items in published.items.values() for item in items}
    found: dict[ItemKey, list[_Answered]] = defaultdict(list)
    for one in attempts:
        if hashes.get(one.key) == one.grading_hash:
            found[one.key].append(one)
    return {
        key: Tried(
            count=len(ones),
            best=max(one.percent for one in ones),
            official=next((one.percent for one in ones if one.passed), None),
            last_number=ones[-1].number,
        )
        for key, ones in found.items()
    }
