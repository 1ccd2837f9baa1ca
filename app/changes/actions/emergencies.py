"""Agreeing to an emergency."""

from app.accounts.models import Person
from app.changes.actions.errors import MoveNotListed
from app.changes.actions.moves import held_change, swap_change
from app.changes.models import ChangeState, EmergencyApproval
from app.changes.policies import may_approve_emergency
from app.foundation import clock
from app.foundation.db import db, insert_new


def approve_emergency(*, change_id: int, version: int, actor: Person, reason: str) -> None:
    """Agree to an emergency as its text stands. Raises ChangeNotFound, StaleChange or MoveNotListed."""
    change = held_change(change_id, version)
    if change.state is not ChangeState.draft or not may_approve_emergency(actor, change):
        raise MoveNotListed("not an emergency that this person approves")
    row = {
        "change_id": change.id,
        "person_id": actor.id,
        "content_hash": change.content_hash,
        "reason": reason,
        "at": clock.now(),
    }
    if insert_new(EmergencyApproval, [row]):
        swap_change(change)
    db.session.flush()
