"""The next steps of a change request: its state, its window, consent to an emergency."""

from flask import Response, abort, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.changes import actions, policies
from app.changes.actions.errors import GuardFailed, MoveNotListed, StaleChange, WindowClashes
from app.changes.forms.requests import ApprovalForm, MoveForm, WindowForm
from app.changes.labels import state_label
from app.changes.models import ChangeRequest, ChangeState
from app.changes.views.blueprint import blueprint
from app.changes.views.change import answered_change, change_answer, readable_change
from app.foundation.pages import see_other
from app.foundation.security import requires, signed_in


@blueprint.post("/changes/<int:number>/moves")
@requires(signed_in)
def create_change_move(number: int) -> Response:
    """Move a change request on."""
    change, form = answered_change(number), MoveForm()
    moves = policies.moves_open_to(current_user, change)
    form.offer(moves)
    if not form.validate_on_submit():
        listed = form.to.data in ChangeState.__members__ and form.to.data not in moves
        return change_answer(number, status=409 if listed else 422, move_form=form, stale=listed)
    try:
        _move(change, form)
    except GuardFailed as why:
        return change_answer(number, status=422, move_form=form, refusal=why.sentence)
    except (StaleChange, MoveNotListed):
        return change_answer(number, status=409, move_form=form, stale=True)
    flash(_("Change request %(number)s: %(state)s.", number=number, state=state_label(form.to.data)), "success")
    return see_other(url_for(".show_change", number=number))


def _move(change: ChangeRequest, form: MoveForm) -> None:
    actions.take_step(
        change_id=change.id,
        version=form.version.data or 0,
        to=ChangeState(form.to.data),
        actor=current_user,
        reason=form.reason.data,
    )


@blueprint.post("/changes/<int:number>/window")
@requires(signed_in)
def create_window(number: int) -> Response:
    """Give a change its window; what stands against it is named, and only the PMO goes over it, with a reason."""
    change, form = answered_change(number), WindowForm()
    if not policies.may_schedule(current_user, change):
        return change_answer(number, status=409, stale=True)
    if not form.validate_on_submit():
        return change_answer(number, status=422, window_form=form)
    try:
        _schedule(number, form)
    except WindowClashes as why:
        return change_answer(number, status=409, window_form=form, clashes=why.clashes)
    except GuardFailed as why:
        return change_answer(number, status=422, window_form=form, refusal=why.sentence)
    except (StaleChange, MoveNotListed):
        return change_answer(number, status=409, window_form=form, stale=True)
    flash(_("The window is set."), "success")
    return see_other(url_for(".show_change", number=number))


def _schedule(number: int, form: WindowForm) -> None:
    overrides = policies.may_manage(current_user)
    actions.schedule_change(
        change_id=number,
        version=form.version.data or 0,
        actor=current_user,
        start=form.start.moment,
        end=form.end.moment,
        override_reason=form.override_reason.data if overrides else "",
        reason=form.conditions_met.data,
    )


@blueprint.post("/changes/<int:number>/approvals")
@requires(signed_in)
def create_approval(number: int) -> Response:
    """Agree to an emergency as a member of the board."""
    change, form = readable_change(number), ApprovalForm()
    if not policies.may_approve_emergency(current_user, change):
        abort(403)
    if not form.validate_on_submit():
        return change_answer(number, status=422, approval_form=form)
    try:
        actions.approve_emergency(
            change_id=number, version=form.version.data or 0, actor=current_user, reason=form.consent.data
        )
    except (StaleChange, MoveNotListed):
        return change_answer(number, status=409, approval_form=form, stale=True)
    flash(_("You have agreed to this emergency."), "success")
    return see_other(url_for(".show_change", number=number))
