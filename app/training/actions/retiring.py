"""Retiring a path: it is offered no longer, and nothing that was done on it goes."""

from __future__ import annotations

import sqlalchemy as sa

from app.foundation import audit, clock
from app.foundation.db import db, locked
from app.training.actions.assigning import withdraw
from app.training.models import Assignment, TrainingPath

RETIRED = "path retired"
"""The reason as it is kept; the transcript says it in the reader's language."""


def retire_path(*, code: str, by_id: int | None) -> int:
    """Offer a path no longer; its open assignments are withdrawn, and counted. Raises LookupError.

    Transcripts and certificates stay as they are. Publishing the path again offers it again.
    """
    rows = sa.select(TrainingPath).where(sa.func.lower(TrainingPath.code) == code.lower())
    path = db.session.scalar(locked(rows))
    if path is None or path.retired_at is not None:
        raise LookupError(code)
    path.retired_at = clock.now()
    audit.record(act="path:retired", subject=("path", path.id), actor_id=by_id, after={"version": path.version})
    still_open = sa.select(Assignment.id).where(Assignment.path_id == path.id, Assignment.closed_at.is_(None))
    ids = db.session.scalars(still_open.order_by(Assignment.id)).all()
    for assignment_id in ids:
        withdraw(assignment_id=assignment_id, reason=RETIRED, by_id=by_id)
    return len(ids)
