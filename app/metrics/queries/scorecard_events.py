"""The events behind one row of a score: everything recorded about one assignment, in order of time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.foundation.db import db
from app.metrics.models import ScoreCorrection
from app.training.models import (
    Assignment,
    Attempt,
    Completion,
    DeadlineChange,
    ItemKind,
    PracticeReview,
    PracticeSubmission,
)


@dataclass(frozen=True, slots=True)
class ScoreEvent:
    """One recorded fact: its moment, its kind, the row, and the name of who recorded it (None: the portal itself)."""

    at: datetime
    kind: str
    row: Any
    by: str | None


def events_of(assignment_id: int) -> list[ScoreEvent]:
    """Assignment, moves of its due date, attempts, hands-on tasks, completions and corrections."""
    found = [ScoreEvent(at, kind, row, by) for kind, rows in _queries(assignment_id) for row, at, by in rows]
    return sorted(found, key=lambda event: event.at)


def _queries(about: int) -> list[tuple[str, Any]]:
    return [(kind, db.session.execute(rows)) for kind, rows in _selects(about)]


def _selects(about: int) -> list[tuple[str, Any]]:
    assigned, moved, done = Assignment, DeadlineChange, Completion
    recorded = sa.func.coalesce(done.recorded_at, done.completed_at, type_=done.completed_at.type)
    attempts = (
        sa.select(Attempt, Attempt.submitted_at, sa.null())
        .where(Attempt.assignment_id == about, Attempt.kind == ItemKind.quiz)
        .order_by(Attempt.id)
    )
    reviews = (
        sa.select(PracticeReview, PracticeReview.reviewed_at, Person.name)
        .join(PracticeSubmission, PracticeSubmission.id == PracticeReview.submission_id)
        .join(Person, Person.id == PracticeReview.reviewer_id)
        .where(PracticeSubmission.assignment_id == about)
    )
    return [
        ("assigned", _by(assigned, assigned.assigned_at, assigned.assigned_by_id, assigned.id == about)),
        ("deadline", _by(moved, moved.at, moved.by_id, moved.assignment_id == about)),
        ("attempt", attempts),
        ("review", reviews),
        ("completion", _by(done, recorded, done.recorded_by_id, done.assignment_id == about)),
        (
            "correction",
            _by(
                ScoreCorrection,
                ScoreCorrection.at,
                ScoreCorrection.by_id,
                ScoreCorrection.assignment_id == about,
            ),
        ),
    ]


def _by(table: Any, at: Any, by_id: Any, condition: sa.ColumnElement[bool]) -> Any:
    return sa.select(table, at, Person.name).outerjoin(Person, Person.id == by_id).where(condition).order_by(table.id)
