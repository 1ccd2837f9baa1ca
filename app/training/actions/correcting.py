"""A completion that counts as on time: a new row of the ledger that names the old one."""

import sqlalchemy as sa

from app.foundation import audit, clock
from app.foundation.db import db, locked
from app.training.models import Assignment, Completion, Method
from app.training.queries.lateness import late_completion


class NothingLate(Exception):
    """There is no completion of this assignment, or it is on time already."""


def count_on_time(*, assignment_id: int, reason: str, by_id: int) -> Completion:
    """Let a late completion count on its due day, for a reason that somebody decided; the first row stays.

    Raises NothingLate.
    """
    db.session.execute(locked(sa.select(Assignment.id).where(Assignment.id == assignment_id)))
    late = late_completion(assignment_id)
    if late is None:
        raise NothingLate
    latest, due_on = late.completion, late.due_on
    kept = ("assignment_id", "person_id", "path_id", "publication_id", "path_version", "grading_hash")
    corrected = Completion(
        **{name: getattr(latest, name) for name in (*kept, "score", "minutes", "completed_at", "zone", "document")},
        method=Method.corrected,
        completed_on=due_on,
        corrects_id=latest.id,
        reason=reason,
        recorded_by_id=by_id,
        recorded_at=clock.now(),
    )
    db.session.add(corrected)
    db.session.flush()
    audit.record(
        act="completion:corrected",
        subject=("assignment", assignment_id),
        actor_id=by_id,
        before={"completed_on": latest.completed_on.isoformat()},
        after={"completed_on": due_on.isoformat()},
        reason=reason,
    )
    return corrected
