"""The page of one change request, as several views answer with it."""

from flask import Response, abort
from flask_babel.speaklater import LazyString
from flask_login import current_user

from app.changes import policies
from app.changes.forms.ballots import RoundForm
from app.changes.forms.requests import ApprovalForm, MoveForm, WindowForm
from app.changes.models import ChangeRequest
from app.changes.queries.clashes import Clash
from app.changes.queries.requests import ChangePage, change_numbered, change_page
from app.changes.queries.rounds import rule_in_force
from app.changes.queries.waiting import RoundLine, rounds_listed
from app.foundation.pages import page


def change_answer(
    number: int,
    *,
    status: int = 200,
    move_form: MoveForm | None = None,
    window_form: WindowForm | None = None,
    approval_form: ApprovalForm | None = None,
    clashes: list[Clash] | None = None,
    stale: bool = False,
    refusal: LazyString | str = "",
) -> Response:
    """The page of a change request in its present state, with forms to correct; 404 for whoever may not read it."""
    found = change_page(number, current_user)
    if found is None or not policies.may_see(current_user, found.change):
        abort(404)
    change, rounds = found.change, rounds_listed(number)
    return page(
        "changes/change.html",
        status=status,
        found=found,
        change=change,
        moves=_move_form(change, move_form),
        window=_window_form(change, window_form),
        approval=_approval_form(found, approval_form),
        clashes=clashes or [],
        stale=stale,
        rounds=rounds,
        opening=_round_form(change, rounds),
        refusal=refusal,
        may={
            "edit": policies.may_edit(current_user, change),
            "link": policies.may_link(current_user, change),
            "override": policies.may_manage(current_user),
            "review": policies.may_review(current_user, change),
            "release": policies.may_manage(current_user) and change.implemented_at is not None and not found.release,
        },
    )


def _round_form(change: ChangeRequest, rounds: list[RoundLine]) -> RoundForm | None:
    """The form that puts a change to the vote, for the PMO and the chair; an emergency is looked back on once."""
    over = any(line.open or (line.decision and line.round.retro) for line in rounds)
    if over or not policies.may_be_put_to_vote(change) or not policies.sees_board(current_user):
        return None
    allowed = policies.may_manage(current_user) or policies.may_open_round(current_user, rule_in_force())
    return RoundForm(formdata=None) if allowed else None


def _move_form(change: ChangeRequest, form: MoveForm | None) -> MoveForm | None:
    moves = policies.moves_open_to(current_user, change)
    if not moves:
        return None
    form = form or MoveForm(formdata=None)
    form.offer(moves)
    return form


def _window_form(change: ChangeRequest, form: WindowForm | None) -> WindowForm | None:
    if not policies.may_schedule(current_user, change):
        return None
    return form or WindowForm(formdata=None, data={"start": change.window_start, "end": change.window_end})


def _approval_form(found: ChangePage, form: ApprovalForm | None) -> ApprovalForm | None:
    given = any(approval.person_id == current_user.id for approval in found.approvals)
    if given or not policies.may_approve_emergency(current_user, found.change):
        return None
    return form or ApprovalForm(formdata=None)


def readable_change(number: int) -> ChangeRequest:
    """A change request that the signed-in person may read; 404 otherwise."""
    change = change_numbered(number)
    if change is None or not policies.may_see(current_user, change):
        abort(404)
    return change


def answered_change(number: int) -> ChangeRequest:
    """A change request that the signed-in person answers for; 403 for other readers."""
    change = readable_change(number)
    if not policies.answers_for(current_user, change):
        abort(403)
    return change
