"""People as they were at the end of a day: whose account was whose, and what they were called."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import AccountMerge, Person
from app.foundation.audit import AuditEntry
from app.foundation.db import db


@dataclass(frozen=True, slots=True)
class Identity:
    """What somebody was called at an instant."""

    employee_no: str
    name: str


def merges_around(person_id: int) -> list[AccountMerge]:
    """Every merge that ever touched an account or one it is linked with, undone ones too, in their order."""
    found: dict[int, AccountMerge] = {}
    asked: set[int] = set()
    family = {person_id}
    while fresh := family - asked:
        rows = sa.select(AccountMerge).where(
            sa.or_(AccountMerge.from_id.in_(fresh), AccountMerge.into_id.in_(fresh)),
            AccountMerge.id.not_in(list(found)),
        )
        new = db.session.scalars(rows).all()
        found |= {one.id: one for one in new}
        asked |= family
        family |= {side for one in new for side in (one.from_id, one.into_id)} if new else set()
    return [found[number] for number in sorted(found)]


def account_at(person_id: int, merges: Sequence[AccountMerge], end: datetime) -> int:
    """The account that one led to at an instant: itself, or the one it had been merged into, however often."""
    into = {one.from_id: one.into_id for one in merges if stood_at(one, end)}
    while person_id in into:
        person_id = into[person_id]
    return person_id


def stood_at(merge: AccountMerge, end: datetime) -> bool:
    """Whether a merge was done and not undone before an instant."""
    return merge.merged_at < end and (merge.undone_at is None or merge.undone_at >= end)


def identities_at(person_ids: Collection[int], end: datetime) -> dict[int, Identity]:
    """Numbers and names as they were before an instant: what was changed later is read from the audit trail.

    One statement, however many people. The first change after the instant found what was true then.
    """
    changed_since = sa.and_(
        AuditEntry.subject_kind == "person",
        AuditEntry.subject_id == sa.cast(Person.id, sa.Text),
        AuditEntry.act == "person:changed",
        AuditEntry.at >= end,
    )
    rows = (
        sa.select(Person.id, Person.employee_no, Person.name, AuditEntry.before)
        .outerjoin(AuditEntry, changed_since)
        .where(Person.id.in_(sorted(person_ids)))
        .order_by(Person.id, AuditEntry.id.desc())
    )
    found: dict[int, Identity] = {}
    for number, employee_no, name, before in db.session.execute(rows):
        later = found.get(number, Identity(employee_no, name))
        told = before or {}
        found[number] = Identity(told.get("employee_no", later.employee_no), told.get("name", later.name))
    return found
