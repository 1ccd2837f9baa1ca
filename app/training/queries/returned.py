"""Hands-on tasks that came back to their learner and wait to be handed in again."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager, joinedload

from app.foundation.db import db
from app.foundation.params import PersonId
from app.training.models import Assignment, PracticeReview, PracticeSubmission, ReviewKind

NEWER = aliased(PracticeSubmission)  # made once: every home asks


def returned_to(person_id: PersonId) -> sa.Select[int]:
    """How many tasks of somebody's open assignments are returned."""
    return sa.select(sa.func.count()).select_from(PracticeSubmission).where(*_returned(person_id))


def first_returned(person_id: int) -> PracticeSubmission | None:
    """The one that came back longest ago, with its path; None where there is none."""
    rows = sa.select(PracticeSubmission).join(Assignment, Assignment.id == PracticeSubmission.assignment_id)
    rows = rows.where(*_returned(person_id)).order_by(PracticeSubmission.id).limit(1)
    return db.session.scalar(
        rows.options(contains_eager(PracticeSubmission.assignment).options(joinedload(Assignment.path)))
    )


def _returned(person_id: PersonId) -> tuple[sa.ColumnElement[bool], ...]:
    """The newest version of a task on an open assignment, which was reviewed and not accepted."""
    task = (PracticeSubmission.assignment_id, PracticeSubmission.module_id, PracticeSubmission.item_id)
    again = sa.select(NEWER.id).where(
        *(
            mine == other
            for mine, other in zip(task, (NEWER.assignment_id, NEWER.module_id, NEWER.item_id), strict=True)
        ),
        NEWER.number > PracticeSubmission.number,
    )
    refused = sa.select(PracticeReview.id).where(
        PracticeReview.submission_id == PracticeSubmission.id,
        PracticeReview.kind == ReviewKind.review,
        PracticeReview.accepted.is_(False),
    )
    still_open = sa.select(Assignment.id).where(Assignment.person_id == person_id, Assignment.closed_at.is_(None))
    return PracticeSubmission.assignment_id.in_(still_open), refused.exists(), ~again.exists()
