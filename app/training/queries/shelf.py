"""What waits for a learner: own paths with progress, the next step, certificates, other paths."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from operator import itemgetter

import sqlalchemy as sa

from app.accounts.models import Tier
from app.foundation.db import db
from app.foundation.params import READER
from app.training.content.objects import Module
from app.training.models import Assignment, Certificate, Completion, Draft, Stage
from app.training.queries.deadlines import Due, due_state
from app.training.queries.published import Item, Published, all_current
from app.training.queries.standing import Standing, is_finished, standings


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do next on a path. `item` is None where the lesson comes first; `stage` is where one stopped in a drill."""

    module: Module
    item: Item | None
    stage: Stage | None = None


@dataclass(frozen=True, slots=True)
class ShelfEntry:
    """A path on somebody's shelf. `step` is None where there is nothing to do, `typed_at` where no drill was begun."""

    standing: Standing
    step: NextStep | None
    certificate: Certificate | None = None
    paused: bool = False
    typed_at: datetime | None = None

    @property
    def due_on(self) -> date | None:
        """The day at whose end it is due."""
        return self.standing.assignment.due_on if self.standing.assignment else None

    @property
    def due(self) -> Due:
        """How the due date stands today."""
        return due_state(self.due_on, paused=self.paused)

    @property
    def begun(self) -> bool:
        """Whether anything was typed yet."""
        return self.standing.assignment is not None and self.standing.assignment.started_at is not None


@dataclass(frozen=True, slots=True)
class Shelf:
    """Everything of one learner: `current` to do (the most urgent first), `finished`, and `others` to take by choice."""

    current: list[ShelfEntry]
    finished: list[ShelfEntry]
    others: list[Published]
    certificates: list[Certificate]


def shelf_of(person_id: int, tiers: frozenset[Tier] = frozenset(), *, paused: bool = False) -> Shelf:
    """The shelf of a person, in six statements; other paths of one's own tiers come first. `paused`: on leave today."""
    published = {one.path_id: one for one in all_current()}
    latest = _latest(person_id, published)
    certificates = certificates_of(person_id)
    entries = _entries([(published[one.path_id], one) for one in latest.values()], certificates, paused=paused)
    open_ones = [entry for entry in entries if not entry.standing.finished]
    others = [one for path_id, one in published.items() if path_id not in latest]
    return Shelf(
        current=sorted(open_ones, key=_urgency),
        finished=[entry for entry in entries if entry.standing.finished],
        others=sorted(others, key=lambda one: (one.path.tier not in tiers, one.code)),
        certificates=certificates,
    )


def open_assignments(person_id: int, *, paused: bool = False) -> list[ShelfEntry]:
    """Paths that a person is asked to complete, the most urgent first, with progress and next step; four statements."""
    published = {one.path_id: one for one in all_current()}
    rows = db.session.scalars(_open_of_reader(), {"reader": person_id})
    pairs = [(published[one.path_id], one) for one in rows if one.path_id in published]
    return sorted(_entries(pairs, [], paused=paused), key=_urgency)


def continue_learning(person_id: int, *, paused: bool = False) -> ShelfEntry | None:
    """The path to go on with: the one typed in last, else the most urgent; None where nothing is open."""
    entries = open_assignments(person_id, paused=paused)
    typed = [(entry.typed_at, entry) for entry in entries if entry.typed_at]
    return max(typed, key=itemgetter(0))[1] if typed else next(iter(entries), None)


def next_step(standing: Standing, draft: Draft | None = None) -> NextStep | None:
    """Where to go on: the drill that was typed in last, if it still waits, else the first thing not passed; None where all waits."""
    module = standing.current_module
    if module is None or standing.finished:
        return None
    typed = _typed(standing, draft)
    if typed:
        return typed
    item = standing.next_item(module)
    if item is None and standing.waiting:
        return None  # all that is left waits for somebody's eyes
    begun = any(standing.of(one).count for one in standing.published.items_of(module))
    return NextStep(module, item if begun else None)


def certificates_of(person_id: int, path_id: int | None = None) -> list[Certificate]:
    """A person's certificates, of one path or of all, the newest first."""
    rows = sa.select(Certificate).where(Certificate.person_id == person_id)
    if path_id is not None:
        rows = rows.where(Certificate.path_id == path_id)
    return list(db.session.scalars(rows.order_by(Certificate.completed_on.desc(), Certificate.id.desc())))


def _typed(standing: Standing, draft: Draft | None) -> NextStep | None:
    module = standing.published.path.module(draft.module_id) if draft else None
    item = standing.published.item(draft.module_id, draft.item_id) if draft else None
    if draft is None or module is None or item is None:
        return None
    if standing.passed(item) or standing.missing_before(module):
        return None
    return NextStep(module, item, draft.stage)


def _latest(person_id: int, published: dict[int, Published]) -> dict[int, Assignment]:
    """For each path the open assignment, else the one completed last."""
    rows = sa.select(Assignment).where(
        Assignment.person_id == person_id, Assignment.waived_at.is_(None), Assignment.withdrawn_at.is_(None)
    )
    found: dict[int, Assignment] = {}
    for one in db.session.scalars(rows.order_by(Assignment.closed_at.is_(None), Assignment.closed_at, Assignment.id)):
        if one.path_id in published:
            found[one.path_id] = one
    return found


def _entries(
    pairs: Sequence[tuple[Published, Assignment]], certificates: list[Certificate], *, paused: bool
) -> list[ShelfEntry]:
    drafts = _drafts([one.id for _, one in pairs if not is_finished(one)])
    by_path: dict[int, Certificate] = {}
    for certificate in certificates:
        by_path.setdefault(certificate.path_id, certificate)
    return [
        _entry(standing, drafts, by_path.get(standing.published.path_id), paused=paused)
        for standing in standings(pairs)
    ]


def _entry(
    standing: Standing, drafts: dict[int, Draft], certificate: Certificate | None, *, paused: bool
) -> ShelfEntry:
    if standing.assignment is None:
        return ShelfEntry(standing, None, certificate, paused)
    draft = drafts.get(standing.assignment.id)
    step = next_step(standing, draft)
    return ShelfEntry(standing, step, certificate, paused, draft.updated_at if draft else None)


def _drafts(assignment_ids: list[int]) -> dict[int, Draft]:
    """The draft typed in last, by assignment."""
    if not assignment_ids:
        return {}
    return {draft.assignment_id: draft for draft in db.session.scalars(_drafts_on(), {"asked": assignment_ids})}


# Every home asks these, so they are put together only once.
@cache
def _open_of_reader() -> sa.Select[Assignment]:
    return sa.select(Assignment).where(Assignment.person_id == READER, Assignment.closed_at.is_(None))


@cache
def _drafts_on() -> sa.Select[Draft]:
    asked = sa.bindparam("asked", expanding=True, type_=sa.Integer)
    return sa.select(Draft).where(Draft.assignment_id.in_(asked)).order_by(Draft.updated_at)


def _urgency(entry: ShelfEntry) -> tuple[bool, date, str]:
    return entry.due_on is None, entry.due_on or date.max, entry.standing.published.code


def completion_of(assignment_id: int) -> Completion | None:
    """The completion that an assignment stands for now: the last of its corrections."""
    rows = sa.select(Completion).where(Completion.assignment_id == assignment_id).order_by(Completion.id.desc())
    return db.session.scalar(rows.limit(1))
