"""Action items: the list, one with its history, and what becomes of it."""

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.ambassadors import policies
from app.ambassadors.actions import action_items
from app.ambassadors.forms import ActionForm, PostponeForm, SettleForm
from app.ambassadors.models import ActionItem, MeetingState
from app.ambassadors.queries.action_items import action_item, actions_for, steps_of_action
from app.ambassadors.queries.meetings import agenda_item, invited_to
from app.ambassadors.views.blueprint import blueprint
from app.ambassadors.views.meeting import led, meeting_answer
from app.foundation import clock
from app.foundation.errors import error_answer
from app.foundation.pages import page, see_other
from app.foundation.security import requires, signed_in


@blueprint.get("/ambassadors/actions")
@requires(signed_in)
def show_actions() -> Response:
    """One's own action items; the PMO and auditors those of everyone, too."""
    wanted = {name: request.args.get(name, "")[:100] for name in ("state", "whose", "q")}
    sees_all = policies.sees_all_actions(current_user)
    found = actions_for(
        current_user,
        everyone=sees_all and wanted["whose"] == "all",
        state=wanted["state"],
        q=wanted["q"],
        number=request.args.get("page", 1, type=int),
    )
    return page(
        "ambassadors/actions.html",
        fragments={"action-list"},
        found=found,
        wanted=wanted,
        sees_all=sees_all,
        today=clock.today(),
    )


@blueprint.post("/ambassadors/meetings/<int:meeting_id>/actions")
@requires(signed_in)
def create_action(meeting_id: int) -> Response:
    """Give somebody who is invited something to do."""
    meeting, form = led(meeting_id), ActionForm()
    form.offer([row.person for row in invited_to(meeting_id).rows])
    if not form.validate_on_submit():
        return meeting_answer(meeting_id, status=422, action_form=form)
    if meeting.state is not MeetingState.held:
        return error_answer(409)
    told = form.item.data or ""
    item = agenda_item(meeting_id, int(told)) if told.isdecimal() and len(told) < 10 else None
    action_items.give(
        meeting_id=meeting_id,
        item_id=item.id if item else None,
        text=form.task.data,
        owner_id=form.owner.data,
        due_on=form.due_on.data,
        by_id=current_user.id,
    )
    flash(_("It is given, and stands on each next agenda until it is closed."), "success")
    return see_other(url_for(".show_meeting", meeting_id=meeting_id, _anchor="actions"))


@blueprint.get("/ambassadors/actions/<int:action_id>")
@requires(signed_in)
def show_action(action_id: int) -> Response:
    """One action item, its history, and what may be done."""
    return _action_page(_reachable(action_id), SettleForm(formdata=None), PostponeForm(formdata=None))


@blueprint.post("/ambassadors/actions/<int:action_id>/closing")
@requires(signed_in)
def create_closing_of_action(action_id: int) -> Response:
    """Close it with what came of it."""
    return _settle(action_id, closing=True)


@blueprint.post("/ambassadors/actions/<int:action_id>/closing/delete")
@requires(signed_in)
def delete_closing_of_action(action_id: int) -> Response:
    """Open it again."""
    return _settle(action_id, closing=False)


def _settle(action_id: int, *, closing: bool) -> Response:
    action, form = _own(action_id), SettleForm()
    if not form.validate_on_submit():
        return _action_page(action, form, PostponeForm(formdata=None), status=422)
    change = action_items.close if closing else action_items.reopen
    try:
        change(action_id=action_id, version=_version(form.version.data), words=form.words.data, by_id=current_user.id)
    except action_items.StaleAction:
        return _action_page(_own(action_id), form, PostponeForm(formdata=None), status=409)
    flash(_("Closed. Thank you.") if closing else _("It is open again."), "success")
    return see_other(url_for(".show_action", action_id=action_id))


@blueprint.post("/ambassadors/actions/<int:action_id>/due")
@requires(signed_in)
def update_action_due(action_id: int) -> Response:
    """Put it off, and say why."""
    action, form = _own(action_id), PostponeForm()
    if not form.validate_on_submit():
        return _action_page(action, SettleForm(formdata=None), form, status=422)
    try:
        action_items.postpone(
            action_id=action_id,
            version=_version(form.version.data),
            due_on=form.due_on.data,
            words=form.reason.data,
            by_id=current_user.id,
        )
    except action_items.StaleAction:
        if action.closed_at is not None:  # there is no form any more in which the words could stand
            return error_answer(409)
        return _action_page(_own(action_id), SettleForm(formdata=None), form, status=409)
    flash(_("It has a new date."), "success")
    return see_other(url_for(".show_action", action_id=action_id))


def _version(told: str | None) -> int:
    return int(told) if told and told.isdecimal() and len(told) < 10 else 0


def _own(action_id: int) -> ActionItem:
    found = _reachable(action_id)
    if not policies.may_settle(current_user, found):
        abort(404)
    return found


def _reachable(action_id: int) -> ActionItem:
    """An action item of a meeting that the signed-in person may see, or an own one; else 404."""
    found = action_item(action_id)
    if found is None:
        abort(404)
    if found.owner_id == current_user.id:
        return found
    invited = invited_to(found.meeting_id).includes(current_user.id)
    if not policies.may_see_meeting(current_user, found.meeting, invited=invited):
        abort(404)
    return found


def _action_page(action: ActionItem, settle_form: SettleForm, due_form: PostponeForm, status: int = 200) -> Response:
    return page(
        "ambassadors/action.html",
        status=status,
        stale=status == 409,
        action=action,
        history=steps_of_action(action.id),
        settle_form=settle_form,
        due_form=due_form,
        may_settle=policies.may_settle(current_user, action),
        overdue=action.closed_at is None and action.due_on < clock.today(),
    )
