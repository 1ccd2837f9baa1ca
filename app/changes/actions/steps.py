"""Moving a change request on by hand, with what belongs to the step."""

from flask_babel import lazy_gettext as _l

from app.accounts.models import Person
from app.changes.actions.errors import GuardFailed
from app.changes.actions.moves import held_change, move_change
from app.changes.actions.refusals import RoundRefused
from app.changes.actions.rounds import open_retro_round, settle_due_round, void_open_round
from app.changes.models import ChangeKind, ChangeRequest, ChangeState


def take_step(*, change_id: int, version: int, to: ChangeState, actor: Person, reason: str) -> ChangeRequest:
    """Move a change request on: giving it up ends an open round, and an emergency that begins gets one that looks back.

    Raises ChangeNotFound, StaleChange (somebody was faster), MoveNotListed, or GuardFailed with what is missing.
    """
    settle_due_round(change_id)
    change = held_change(change_id, version)
    if to is ChangeState.cancelled:
        void_open_round(change_id, actor)
    ground = reason if to is ChangeState.on_agenda else ""
    move_change(change=change, to=to, actor=actor, reason=reason, evidence=ground)
    if to is ChangeState.implementing and change.kind is ChangeKind.emergency:
        _look_back(change, actor)
    return change


def _look_back(change: ChangeRequest, actor: Person) -> None:
    try:
        open_retro_round(change_id=change.id, actor=actor)
    except RoundRefused as why:
        raise GuardFailed(_l("The board cannot vote on it afterwards: it has no rule or no members.")) from why
