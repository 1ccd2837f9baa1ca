"""Invitations: who comes, who is excused, who stands in; as a file for calendars too."""

from collections.abc import Mapping

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.ambassadors.actions import holding, inviting
from app.ambassadors.actions.inviting import Mark
from app.ambassadors.forms import ExcuseForm, InviteForm
from app.ambassadors.models import Attendance, AttendanceState
from app.ambassadors.views.blueprint import blueprint
from app.ambassadors.views.meeting import led, meeting_answer, reachable
from app.ambassadors.views.series import named
from app.foundation.errors import error_answer
from app.foundation.forms import add_error
from app.foundation.pages import see_other
from app.foundation.security import requires, signed_in


@blueprint.post("/ambassadors/meetings/<int:meeting_id>/invitations")
@requires(signed_in)
def create_meeting_invitation(meeting_id: int) -> Response:
    """Invite somebody to this one meeting."""
    led(meeting_id)
    form = InviteForm()
    person = named(form.employee_no) if form.validate_on_submit() else None
    if person is None:
        return meeting_answer(meeting_id, status=422, invite_form=form)
    try:
        new = inviting.invite(meeting=holding.hold(meeting_id), person_id=person.id)
    except holding.MeetingClosed:
        return error_answer(409)
    told = _("%(name)s is invited.", name=person.name)
    flash(told if new else _("%(name)s is invited already.", name=person.name), "success")
    return _people(meeting_id)


@blueprint.post("/ambassadors/meetings/<int:meeting_id>/excuse")
@requires(signed_in)
def create_excuse(meeting_id: int) -> Response:
    """Say that one cannot come, and who comes instead."""
    _found, invited = reachable(meeting_id)
    if invited.of(current_user.id) is None:
        abort(404)
    form = ExcuseForm()
    deputy = named(form.deputy) if form.validate_on_submit() else None
    if deputy is not None and invited.of(deputy.id) is not None:
        add_error(form.deputy, _("Who is invited cannot stand in for somebody else."))
    if form.errors:
        return meeting_answer(meeting_id, status=422, excuse_form=form)
    try:
        inviting.excuse(
            meeting=holding.hold(meeting_id),
            person_id=current_user.id,
            words=form.excuse.data,
            deputy_id=deputy.id if deputy else None,
        )
    except (holding.MeetingClosed, inviting.NotInvited):
        return error_answer(409)
    flash(_("You are excused."), "success")
    return _people(meeting_id)


@blueprint.post("/ambassadors/meetings/<int:meeting_id>/excuse/delete")
@requires(signed_in)
def delete_excuse(meeting_id: int) -> Response:
    """Come after all."""
    _found, invited = reachable(meeting_id)
    if invited.of(current_user.id) is None:
        abort(404)
    try:
        inviting.come_after_all(meeting=holding.hold(meeting_id), person_id=current_user.id)
    except (holding.MeetingClosed, inviting.NotInvited):
        return error_answer(409)
    flash(_("Good that you come."), "success")
    return _people(meeting_id)


@blueprint.post("/ambassadors/meetings/<int:meeting_id>/attendance")
@requires(signed_in)
def update_attendance(meeting_id: int) -> Response:
    """Write down who came."""
    led(meeting_id)
    told = [(int(name[5:]), state) for name, state in request.form.items() if _is_mark(name, state)]
    before = {row.person_id: row for row in reachable(meeting_id)[1].rows}
    marks = [
        Mark(
            person_id,
            AttendanceState(state),
            request.form.get(f"why-{person_id}", "")[:300].strip(),
            _deputy(before, person_id),
        )
        for person_id, state in told
    ]
    try:
        inviting.mark_attendance(meeting=holding.hold(meeting_id), marks=marks)
    except holding.MeetingClosed:
        return error_answer(409)
    flash(_("Attendance is kept."), "success")
    return _people(meeting_id)


def _deputy(before: Mapping[int, Attendance], person_id: int) -> int | None:
    row = before.get(person_id)
    return row.deputy_id if row else None


def _is_mark(name: str, state: str) -> bool:
    return name.startswith("came-") and name[5:].isdecimal() and len(name) < 15 and state in set(AttendanceState)


def _people(meeting_id: int) -> Response:
    return see_other(url_for(".show_meeting", meeting_id=meeting_id, _anchor="people"))
