"""Writes that change the state of a change request; each leaves one row of its history in the same transaction."""

from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import Person
from app.changes.actions.errors import ChangeNotFound, MoveNotListed, StaleChange
from app.changes.actions.following import follow_change
from app.changes.actions.guards import GUARDS
from app.changes.events import ChangeMoved
from app.changes.formulas.dues import end_of_working_day
from app.changes.models import MOVES, ChangeEvent, ChangeKind, ChangeRequest, ChangeState
from app.foundation import clock
from app.foundation.calendar import working_calendar
from app.foundation.db import db
from app.foundation.events import publish

REVIEW, EMERGENCY_REVIEW = 20, 2
"""Working days until the review, from the end of the work; of an emergency from its beginning."""


def held_change(change_id: int, version: int | None = None) -> ChangeRequest:
    """The change request as it is now, held until commit. Raises ChangeNotFound, or StaleChange when the form saw another version."""
    change = db.session.get(ChangeRequest, change_id, populate_existing=True, with_for_update=True)
    if change is None:
        raise ChangeNotFound
    if version is not None and change.version != version:
        raise StaleChange
    return change


def hold_person(person_id: int) -> None:
    """Let two clicks of one person on one button wait for each other, but nobody who only names the person in a row."""
    held = sa.select(Person.id).where(Person.id == person_id).with_for_update(key_share=True)
    db.session.execute(held)


def move_change(
    *, change: ChangeRequest, to: ChangeState, actor: Person | None, reason: str = "", evidence: str = ""
) -> ChangeEvent:
    """Move a change request from the state that `change` shows; `actor` None is the portal itself.

    Raises StaleChange (somebody was faster), MoveNotListed, or GuardFailed with what is missing.
    """
    change = held_change(change.id, change.version)
    if to not in MOVES[change.state]:
        raise MoveNotListed(f"{change.state} -> {to}")
    if guard := GUARDS.get(to):
        guard(change, reason, evidence)
    before, moment = change.state, clock.now()
    swap_change(change, state=to, state_since=moment, **_facts(change, to, moment))
    row = write_history(change=change, before=before, to=to, actor=actor, reason=reason, evidence=evidence)
    follow_change(change, actor=actor, reason=reason)
    return row


def _facts(change: ChangeRequest, to: ChangeState, moment: datetime) -> dict[str, object]:
    """What a move says besides the state: when something was implemented, and until when it is reviewed."""
    facts: dict[str, object] = {"implemented_at": moment} if to is ChangeState.implemented else {}
    emergency = change.kind is ChangeKind.emergency
    begins = to is ChangeState.implementing if emergency else to in (ChangeState.implemented, ChangeState.backed_out)
    if begins and change.review_due_at is None:
        days = EMERGENCY_REVIEW if emergency else REVIEW
        facts["review_due_at"] = end_of_working_day(working_calendar(), clock.local_date(moment), days)
    return facts


def swap_change(change: ChangeRequest, **values: object) -> None:
    """Compare and swap: one of any number of writers that saw the same version wins. Raises StaleChange for the others."""
    swap = (
        sa.update(ChangeRequest)
        .where(
            ChangeRequest.id == change.id,
            ChangeRequest.state == change.state,
            ChangeRequest.version == change.version,
        )
        .values(version=ChangeRequest.version + 1, **values)
        .execution_options(synchronize_session=False)
    )
    if db.session.execute(swap).rowcount != 1:  # type: ignore[attr-defined]
        raise StaleChange
    db.session.expire(change)


def write_history(
    *,
    change: ChangeRequest,
    before: ChangeState | None,
    to: ChangeState,
    actor: Person | None,
    reason: str = "",
    evidence: str = "",
) -> ChangeEvent:
    """Write the row of history of a change just made, and announce it."""
    row = ChangeEvent(
        change_id=change.id,
        from_state=before,
        to_state=to,
        actor_id=actor.id if actor else None,
        at=clock.now(),
        reason=reason,
        evidence=evidence,
    )
    db.session.add(row)
    db.session.flush()
    publish(ChangeMoved(change_id=change.id, event_id=row.id, from_state=before, to_state=to, actor_id=row.actor_id))
    return row


def put_on_agenda(change_id: int, actor: Person | None, evidence: str) -> ChangeEvent:
    """Put an assessed change request on the agenda of the board; `evidence` names the meeting.

    Raises ChangeNotFound, MoveNotListed or GuardFailed.
    """
    return move_change(change=held_change(change_id), to=ChangeState.on_agenda, actor=actor, evidence=evidence)
