"""Assigning paths by hand and by one's own choice, and closing them; at most one open assignment per person and path."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from app.foundation import audit, clock, events
from app.foundation.db import db, locked
from app.training.actions.carrying import carry_withdrawn
from app.training.events import AssignmentWaived, PathAssigned
from app.training.models import Assignment, AssignmentSource


class AlreadyClosed(Exception):
    """The assignment was completed, waived or withdrawn by someone who was faster."""


class DueInThePast(Exception):
    """Nothing can be due before today."""


def assign(
    *,
    person_id: int,
    path_id: int,
    source: AssignmentSource,
    due_on: date | None,
    mandatory: bool = True,
    by_id: int | None = None,
) -> Assignment | None:
    """Ask a person to complete a path; None where that is asked already. Raises DueInThePast."""
    if due_on is not None and due_on < clock.today():
        raise DueInThePast
    made = _insert(
        Assignment(
            person_id=person_id,
            path_id=path_id,
            source=source,
            mandatory=mandatory,
            assigned_at=clock.now(),
            assigned_by_id=by_id,
            due_on=due_on,
            original_due_on=due_on,
        )
    )
    if made is None:
        return None
    if source is AssignmentSource.manual:
        facts = {"path_id": path_id, "due_on": due_on.isoformat() if due_on else None, "mandatory": mandatory}
        audit.record(act="assignment:made", subject=("person", person_id), actor_id=by_id, after=facts)
    carry_withdrawn([made.id])
    events.publish(PathAssigned((made.id,), (person_id,)))
    return made


def enrol(*, person_id: int, path_id: int) -> Assignment | None:
    """Take a path by one's own choice, with no due date; None where it is assigned already."""
    return assign(
        person_id=person_id,
        path_id=path_id,
        source=AssignmentSource.self_chosen,
        due_on=None,
        mandatory=False,
        by_id=person_id,
    )


def withdraw(*, assignment_id: int, reason: str, by_id: int | None) -> Assignment:
    """Take an assignment back; what was done on it stays on record. Raises AlreadyClosed."""
    assignment = _still_open(assignment_id)
    assignment.closed_at = assignment.withdrawn_at = clock.now()
    assignment.withdrawn_reason = reason
    _note("assignment:withdrawn", assignment, by_id, reason)
    return assignment


def waive(*, assignment_id: int, reason: str, by_id: int, document: str = "") -> Assignment:
    """Say that an assignment need not be done; the document is the paper behind it. Raises AlreadyClosed."""
    assignment = _still_open(assignment_id)
    assignment.closed_at = assignment.waived_at = clock.now()
    assignment.waived_by_id, assignment.waived_reason, assignment.document = by_id, reason, document
    _note("assignment:waived", assignment, by_id, reason)
    events.publish(AssignmentWaived(assignment.id, assignment.person_id))
    return assignment


def _insert(assignment: Assignment) -> Assignment | None:
    """Insert unless one is open already, which only the unique index can know for sure."""
    try:
        with db.session.begin_nested():
            db.session.add(assignment)
            db.session.flush()
    except sa.exc.IntegrityError:
        open_now = _open_one(assignment.person_id, assignment.path_id)
        if open_now is None:
            raise
        return None
    return assignment


def _open_one(person_id: int, path_id: int) -> int | None:
    return db.session.scalar(
        sa.select(Assignment.id).where(
            Assignment.person_id == person_id, Assignment.path_id == path_id, Assignment.closed_at.is_(None)
        )
    )


def _still_open(assignment_id: int) -> Assignment:
    rows = sa.select(Assignment).where(Assignment.id == assignment_id).execution_options(populate_existing=True)
    assignment: Assignment = db.session.scalars(locked(rows)).one()
    if assignment.closed_at is not None:
        raise AlreadyClosed
    return assignment


def _note(act: str, assignment: Assignment, by_id: int | None, reason: str) -> None:
    facts = {"person_id": assignment.person_id, "path_id": assignment.path_id}
    audit.record(act=act, subject=("assignment", assignment.id), actor_id=by_id, after=facts, reason=reason)
