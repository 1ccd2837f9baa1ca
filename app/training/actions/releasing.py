"""Taking back, or making optional, what no rule asks any more: many assignments at once, each with a row in the audit trail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from app.foundation import audit, clock
from app.foundation.db import db
from app.training.models import Assignment

ROWS_AT_ONCE = 1000


def withdraw_many(assignments: Sequence[Any], reason: str) -> None:
    """Take back open assignments (rows with id, person_id and path_id); what was done on them stays on record."""
    moment = clock.now()
    for part in _parts(assignments):
        values = {"closed_at": moment, "withdrawn_at": moment, "withdrawn_reason": reason}
        db.session.execute(_still_open(part).values(**values))
    _note("assignment:withdrawn", assignments, reason)


def set_mandatory(assignments: Sequence[Any], reason: str, *, mandatory: bool) -> None:
    """Say of open assignments (rows as above) that they must, or need not, be done."""
    for part in _parts(assignments):
        db.session.execute(_still_open(part).values(mandatory=mandatory))
    _note("assignment:mandatory" if mandatory else "assignment:optional", assignments, reason)


def _still_open(part: Sequence[Any]) -> sa.Update:
    return sa.update(Assignment).where(Assignment.id.in_([one.id for one in part]), Assignment.closed_at.is_(None))


def _note(act: str, assignments: Sequence[Any], reason: str) -> None:
    for one in assignments:
        facts = {"person_id": one.person_id, "path_id": one.path_id}
        audit.record(act=act, subject=("assignment", one.id), actor_id=None, after=facts, reason=reason)


def _parts(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), ROWS_AT_ONCE):
        yield rows[start : start + ROWS_AT_ONCE]
