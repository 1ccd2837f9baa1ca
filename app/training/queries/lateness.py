"""Completions that came after their due day."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.foundation.db import db
from app.training.models import Assignment, Completion, DeadlineChange


@dataclass(frozen=True, slots=True)
class Late:
    """A completion as it stands in the ledger, and the due day that it missed."""

    completion: Completion
    due_on: date


def late_completion(assignment_id: int) -> Late | None:
    """The completion of an assignment where it is late; None where there is none, or it is on time."""
    rows = (
        sa.select(Completion, Assignment.due_on, DeadlineChange.id, DeadlineChange.counted_on, DeadlineChange.to_on)
        .join(Assignment, Assignment.id == Completion.assignment_id)
        .outerjoin(DeadlineChange, DeadlineChange.assignment_id == Assignment.id)
        .where(Assignment.id == assignment_id)
        .order_by(Completion.id.desc(), DeadlineChange.id.desc())
    )
    row = db.session.execute(rows.limit(1)).first()
    if row is None:
        return None
    due_on = row.due_on if row.id is None else row.counted_on or row.to_on
    return Late(row.Completion, due_on) if due_on is not None and row.Completion.completed_on > due_on else None


def newest_completion(assignment_id: int) -> Completion | None:
    """The row of the ledger that holds for an assignment: the last correction, or the first row."""
    rows = sa.select(Completion).where(Completion.assignment_id == assignment_id).order_by(Completion.id.desc())
    return db.session.scalar(rows.limit(1))
