"""Renewals: a new assignment for a path that was completed before. The old record is never touched."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

import sqlalchemy as sa

from app.foundation import audit, clock, events
from app.foundation.db import db, insert_new
from app.training.actions.completing import settle
from app.training.events import PathAssigned
from app.training.models import Assignment, AssignmentSource, CarriedAttempt, ModuleCompletion
from app.training.queries.published import Published, current_of
from app.training.queries.standing import Standing, standings


def renew(assignment: Assignment, *, due_on: date | None, carry: bool, reason: str) -> Assignment | None:
    """Ask for a completed path again; None where the person has an open assignment on it already.

    With `carry`, every passed attempt whose grading still stands counts on the new assignment too; where that would
    leave nothing to do, nothing is carried. `reason` goes to the audit trail.
    """
    return next(iter(renew_all([assignment], due_on=due_on, carry=carry, reason=reason)), None)


def renew_all(
    assignments: Sequence[Assignment],
    *,
    due_on: date | None,
    carry: bool,
    reason: str,
    again: Collection[str] = (),
) -> list[Assignment]:
    """Renew many assignments of any paths at once, with one due date; the new ones, where nothing was open.

    The modules named in `again` are to be taken again: what still stands in one is carried over, but never all of it.
    People are told in one event.
    """
    made = _made(assignments, due_on)
    if carry and made:
        _carry(made, {one.id: one for one in assignments}, again)
    for one in made:
        facts = {"person_id": one.person_id, "path_id": one.path_id, "renews_id": one.renews_id}
        audit.record(
            act="assignment:renewed", subject=("assignment", one.id), actor_id=None, after=facts, reason=reason
        )
    if made:
        events.publish(PathAssigned(tuple(one.id for one in made), tuple(one.person_id for one in made)))
    return made


def _made(assignments: Sequence[Assignment], due_on: date | None) -> list[Assignment]:
    moment = clock.now()
    facts = {"source": AssignmentSource.renewal, "assigned_at": moment, "due_on": due_on, "original_due_on": due_on}
    rows = [
        {
            **facts,
            "person_id": one.person_id,
            "path_id": one.path_id,
            "mandatory": one.mandatory,
            "rule_id": one.rule_id,
            "renews_id": one.id,
        }
        for one in assignments
    ]
    insert_new(Assignment, rows)
    made = sa.select(Assignment).where(
        Assignment.renews_id.in_([one.id for one in assignments]),
        Assignment.assigned_at == moment,
        Assignment.closed_at.is_(None),
    )
    return list(db.session.scalars(made.order_by(Assignment.id)))


def _carry(made: Sequence[Assignment], old: dict[int, Assignment], again: Collection[str]) -> None:
    content = current_of({one.path_id for one in made})
    pairs = [(content[one.path_id], one) for one in made if one.path_id in content]
    before = standings([(published, old[one.renews_id or 0]) for published, one in pairs])
    attempts: list[dict[str, int]] = []
    modules: list[ModuleCompletion] = []
    for (published, new), was in zip(pairs, before, strict=True):
        whole = {module.id for module in published.path.modules if _stands(was, module.id)}
        anew = whole.intersection(again)
        if not anew and len(whole) == len(published.path.modules):
            continue
        attempts += [{"assignment_id": new.id, "attempt_id": attempt_id} for attempt_id in _passed(was, anew)]
        modules += _completed(was, new, anew)
    if attempts:
        db.session.execute(sa.insert(CarriedAttempt), attempts)
    db.session.add_all(modules)
    db.session.flush()
    for standing in standings(pairs):
        settle(standing)


def _stands(was: Standing, module_id: str) -> bool:
    """Whether nothing would be left to do in a module."""
    items = was.published.items[module_id]
    return _same(was, module_id) or all(was.of(item).passed for item in items)


def _same(was: Standing, module_id: str) -> bool:
    row = was.rows.get(module_id)
    return row is not None and row.grading_hash == was.published.module_hashes[module_id].grading


def _passed(was: Standing, anew: Collection[str]) -> Iterable[int]:
    found = [was.of(item).official_id for item in was.published.graded.values() if item.module_id not in anew]
    return sorted({attempt_id for attempt_id in found if attempt_id is not None})


def _completed(was: Standing, new: Assignment, anew: Collection[str]) -> list[ModuleCompletion]:
    """Modules that are graded as they were: completed on the new assignment as of the day they were completed.

    Their minutes are 0 there: nobody spends the time twice.
    """
    return [
        _copy(was.published, was, module_id, new)
        for module_id in was.rows
        if module_id not in anew and _same(was, module_id)
    ]


def _copy(published: Published, was: Standing, module_id: str, new: Assignment) -> ModuleCompletion:
    row = was.rows[module_id]
    module = published.path.module(module_id)
    return ModuleCompletion(
        assignment_id=new.id,
        person_id=new.person_id,
        module_id=module_id,
        module_version=module.version if module else row.version,
        path_version=published.path.version,
        grading_hash=row.grading_hash,
        score=row.score,
        minutes=0,
        completed_at=row.completed_at,
        method=row.method,
    )
