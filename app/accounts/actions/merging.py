"""Two accounts of one person become one, and may become two again; nothing is deleted."""

from __future__ import annotations

import sqlalchemy as sa

from app.accounts.actions.links import withdraw_links
from app.accounts.actions.sessions import end_sessions
from app.accounts.events import AccountsMerged, AccountsParted, PersonDeactivated, PersonReactivated
from app.accounts.models import AccountMerge, Person
from app.accounts.queries.people import hold_person
from app.foundation import audit, clock
from app.foundation.db import db
from app.foundation.events import publish


class NotMergeable(Exception):
    """The accounts are the same, one of them was merged already, or one belongs to whoever asks."""


class NotPartable(Exception):
    """The merge was undone already, the kept account was merged into a third one, or the person was erased."""


def merge_accounts(*, kept_id: int, merged_id: int, reason: str, by: int) -> AccountMerge:
    """Close an account and let it lead to another one of the same person. Raises NotMergeable.

    Whoever signs in with its number or mail address comes to the kept account, with the kept account's password.
    Roles and tiers are not copied; records follow by the event.
    """
    kept, merged = _held(kept_id, merged_id)
    if kept is None or merged is None or kept is merged or by in (kept_id, merged_id):
        raise NotMergeable
    if kept.merged_into_id is not None or merged.merged_into_id is not None or kept.deactivated_at is not None:
        raise NotMergeable
    if kept.erased_at is not None or merged.erased_at is not None:
        raise NotMergeable
    moment, was_open = clock.now(), merged.deactivated_at is None
    merge = AccountMerge(from_id=merged_id, into_id=kept_id, reason=reason, merged_at=moment, merged_by_id=by)
    db.session.add(merge)
    merged.merged_into_id = kept_id
    if was_open:
        merged.deactivated_at = moment
    db.session.flush()
    end_sessions(person_id=merged_id)
    withdraw_links(person_id=merged_id)
    _note("person:merged", kept, merged, by, reason)
    publish(AccountsMerged(merge.id, from_id=merged_id, into_id=kept_id))
    if was_open:
        publish(PersonDeactivated(person_id=merged_id))
    return merge


def part_accounts(*, merge_id: int, by: int) -> AccountMerge:
    """Undo a merge: the account stands for itself again, open if it was. Raises LookupError, NotPartable."""
    merge = db.session.get(AccountMerge, merge_id)
    if merge is None:
        raise LookupError(merge_id)
    kept, merged = _held(merge.into_id, merge.from_id)
    db.session.refresh(merge)
    if merge.undone_at is not None or kept is None or merged is None or kept.merged_into_id is not None:
        raise NotPartable
    if by in (kept.id, merged.id) or kept.erased_at is not None:
        raise NotPartable
    reopened = merged.deactivated_at == merge.merged_at
    merge.undone_at, merge.undone_by_id = clock.now(), by
    merged.merged_into_id = None
    if reopened:
        merged.deactivated_at = None
    db.session.flush()
    _note("person:parted", kept, merged, by, "")
    publish(AccountsParted(merge_id, from_id=merged.id, into_id=kept.id))
    if reopened:
        publish(PersonReactivated(person_id=merged.id))
    return merge


def _held(kept_id: int, merged_id: int) -> tuple[Person | None, Person | None]:
    """Both accounts, held in one order, as they are now."""
    for number in sorted((kept_id, merged_id)):
        hold_person(number)
    rows = sa.select(Person).where(Person.id.in_((kept_id, merged_id)))
    found = {one.id: one for one in db.session.scalars(rows.execution_options(populate_existing=True))}
    return found.get(kept_id), found.get(merged_id)


def _note(act: str, kept: Person, merged: Person, by: int, reason: str) -> None:
    told = {"kept": kept.employee_no, "merged": merged.employee_no}
    for person in (kept, merged):
        audit.record(act=act, subject=("person", person.id), actor_id=by, after=told, reason=reason)
