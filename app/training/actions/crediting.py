"""Equivalence: the same was learned elsewhere. It counts as completed, shows as what it is, and brings no certificate of ours."""

from datetime import date

import sqlalchemy as sa

from app.foundation import audit, clock, events
from app.foundation.db import db, locked
from app.training.actions.assigning import AlreadyClosed
from app.training.events import AssignmentCredited
from app.training.models import Assignment, Completion, Method, TrainingPath


class OwnCredit(Exception):
    """Nobody credits oneself."""


class NotYet(Exception):
    """The day on the document is still to come."""


class BelowPassMark(Exception):
    """The score on the document would not have passed here."""


def credit(
    *, assignment_id: int, done_on: date, reason: str, document: str, by_id: int, score: int | None = None
) -> Completion:
    """Count something learned elsewhere as this path, completed on the day of its document.

    The score is the one on the document, or the pass mark where it names none. No minutes are credited and no certificate is
    issued: the document is the proof. Raises AlreadyClosed, OwnCredit, NotYet, BelowPassMark.
    """
    db.session.execute(locked(sa.select(Assignment.id).where(Assignment.id == assignment_id)))
    assignment = db.session.get_one(Assignment, assignment_id)
    db.session.refresh(assignment, ["closed_at"])
    if assignment.closed_at is not None:
        raise AlreadyClosed
    if assignment.person_id == by_id:
        raise OwnCredit
    if done_on > clock.today():
        raise NotYet
    path = db.session.get_one(TrainingPath, assignment.path_id)
    if score is not None and score < path.pass_mark:
        raise BelowPassMark
    completion = Completion(
        assignment_id=assignment.id,
        person_id=assignment.person_id,
        path_id=assignment.path_id,
        path_version=path.version,
        method=Method.equivalent,
        score=path.pass_mark if score is None else score,
        completed_at=clock.start_of(done_on),
        completed_on=done_on,
        zone=str(clock.zone()),
        reason=reason,
        document=document,
        recorded_by_id=by_id,
        recorded_at=clock.now(),
    )
    assignment.closed_at = clock.now()
    db.session.add(completion)
    db.session.flush()
    audit.record(
        act="assignment:credited",
        subject=("assignment", assignment.id),
        actor_id=by_id,
        after={
            "person_id": assignment.person_id,
            "path_id": assignment.path_id,
            "completed_on": done_on.isoformat(),
            "score": completion.score,
            "document": document,
        },
        reason=reason,
    )
    events.publish(AssignmentCredited(assignment.id, assignment.person_id))
    return completion
