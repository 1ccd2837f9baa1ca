"""Whose assignments were whose at the end of a day: merges of accounts move them, and move them back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import AccountMerge
from app.accounts.queries.past import account_at
from app.foundation.db import db
from app.training.models import Assignment, MovedAssignment


def assignments_at(
    person_id: int, path_id: int, merges: Sequence[AccountMerge], end: datetime
) -> tuple[int, list[Assignment]]:
    """The account that one led to before an instant, and its assignments on a path then, in their order.

    `merges` are all that ever touched the account; one statement, two where there are any.
    """
    owner = account_at(person_id, merges, end)
    family = {person_id, *(side for one in merges for side in (one.from_id, one.into_id))}
    rows = sa.select(Assignment).where(
        Assignment.person_id.in_(family), Assignment.path_id == path_id, Assignment.assigned_at < end
    )
    found = db.session.scalars(rows.order_by(Assignment.assigned_at, Assignment.id)).all()
    later = _later_owners(merges, end)
    return owner, [one for one in found if later.get(one.id, one.person_id) == owner]


def _later_owners(merges: Sequence[AccountMerge], end: datetime) -> dict[int, int]:
    """Of assignments that a merge or its undoing moved after the instant: whose they were until then."""
    if not merges:
        return {}
    moved: dict[int, list[MovedAssignment]] = {}
    rows = sa.select(MovedAssignment).where(MovedAssignment.merge_id.in_([one.id for one in merges]))
    for row in db.session.scalars(rows):
        moved.setdefault(row.merge_id, []).append(row)
    owners: dict[int, int] = {}
    for _moment, merge, was_undone in sorted(_acts_after(merges, end), key=lambda act: act[0]):
        for row in moved.get(merge.id, ()):
            owners.setdefault(row.assignment_id, merge.into_id if was_undone else row.owner_id)
    return owners


def _acts_after(merges: Sequence[AccountMerge], end: datetime) -> list[tuple[datetime, AccountMerge, bool]]:
    done = [(one.merged_at, one, False) for one in merges if one.merged_at >= end]
    return done + [(one.undone_at, one, True) for one in merges if one.undone_at and one.undone_at >= end]
