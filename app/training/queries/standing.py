"""How far somebody is on a path: pure facts over the rows of one assignment and a publication."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.training.content.load import TEST_OUT
from app.training.content.objects import Module
from app.training.models import Assignment
from app.training.queries.lineage import ItemKey
from app.training.queries.published import Item, Published
from app.training.queries.tried import NEVER, ModuleRow, Tried, attempts_on, completed_of, module_rows, tried_on
from app.training.queries.waiting import is_observed, still_asked, waiting_tasks


class ModuleState(StrEnum):
    """Where a module stands for somebody."""

    done = "done"
    current = "current"
    open = "open"
    locked = "locked"


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody's place on a path. Without an assignment nothing is done and only the first module is open.

    `rows` holds the ledger's row of every module that is completed, by the module's present id. `finished` is true
    where the path was completed by this assignment: everything is open then. `waiting` names the hands-on tasks that
    were handed in and wait for their review.
    """

    published: Published
    assignment: Assignment | None
    rows: Mapping[str, ModuleRow] = field(default_factory=dict)
    tried: Mapping[ItemKey, Tried] = field(default_factory=dict)
    finished: bool = False
    waiting: frozenset[ItemKey] = frozenset()

    @property
    def completed(self) -> frozenset[str]:
        """Present ids of the modules that are completed."""
        return frozenset(self.rows)

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
        """What to do next in a module; None where nothing is to be done: what waits for its review is not."""
        asked = (item for item in self.published.items_of(module) if not self.passed(item))
        return next((item for item in asked if item.key not in self.waiting), None)


def standing_of(published: Published, assignment: Assignment | None) -> Standing:
    """The standing of one assignment, in three statements at most; none without an assignment."""
    return standings([(published, assignment)])[0]


def standings(pairs: Collection[tuple[Published, Assignment | None]]) -> list[Standing]:
    """The standings of many assignments, in three statements at most whatever their number."""
    ids = [assignment.id for _, assignment in pairs if assignment]
    if not ids:
        return [Standing(published, None) for published, _ in pairs]
    completed, attempts = module_rows(ids), attempts_on(ids)
    waiting = waiting_tasks([published for published, _ in pairs], ids)
    return [
        Standing(published, None)
        if assignment is None
        else Standing(
            published,
            assignment,
            completed_of(published, completed[assignment.id]),
            tried_on(published, attempts[assignment.id]),
            is_finished(assignment),
            still_asked(published, waiting.get(assignment.id, {})),
        )
        for published, assignment in pairs
    ]


def is_finished(assignment: Assignment) -> bool:
    """Whether an assignment was closed by completing it."""
    return assignment.closed_at is not None and assignment.waived_at is None and assignment.withdrawn_at is None
