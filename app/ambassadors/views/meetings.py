"""Meetings: the list, one meeting, and what happens to it as a whole."""

from datetime import datetime

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.ambassadors import policies
from app.ambassadors.actions import holding
from app.ambassadors.forms import CancelMeetingForm, CorrectionForm, MoveMeetingForm, SummaryForm
from app.ambassadors.models import Meeting, MeetingState
from app.ambassadors.queries.meetings import meetings_for
from app.ambassadors.queries.packs import groups_with_pack
from app.ambassadors.queries.rhythm import instant
from app.ambassadors.queries.series import running_series
from app.ambassadors.views.blueprint import blueprint
from app.ambassadors.views.meeting import led, meeting_answer, reachable
from app.foundation import clock
from app.foundation.errors import error_answer
from app.foundation.pages import page, see_other
from app.foundation.security import requires, signed_in


@blueprint.get("/ambassadors/meetings")
@requires(signed_in)
def show_meetings() -> Response:
    """The meetings that the reader may see: those to come, or past ones."""
    wanted = {name: request.args.get(name, "")[:100] for name in ("view", "kind", "q")}
    found = meetings_for(
        current_user,
        view=wanted["view"],
        kind=wanted["kind"],
        q=wanted["q"],
        number=request.args.get("page", 1, type=int),
    )
    return page(
        "ambassadors/meetings.html",
        fragments={"meeting-list"},
        found=found,
        wanted=wanted,
        series=running_series() if policies.may_arrange(current_user) else [],
        may_arrange=policies.may_arrange(current_user),
        packs=groups_with_pack(current_user),
    )


@blueprint.get("/ambassadors/meetings/<int:meeting_id>")
@requires(signed_in)
def show_meeting(meeting_id: int) -> Response:
    """One meeting: when and where, who comes, its agenda and minutes, what was undertaken."""
    return meeting_answer(meeting_id)


@blueprint.get("/ambassadors/meetings/<int:meeting_id>/date")
@requires(signed_in)
def show_meeting_date(meeting_id: int) -> Response:
    """Put a meeting to another time or place, or call it off."""
    found = led(meeting_id)
    return _date_page(found, _move_form(found), CancelMeetingForm(formdata=None))


@blueprint.post("/ambassadors/meetings/<int:meeting_id>/date")
@requires(signed_in)
def update_meeting_date(meeting_id: int) -> Response:
    """Move it; calendars and people hear."""
    found, form = led(meeting_id), MoveMeetingForm()
    if not form.validate_on_submit():
        return _date_page(found, form, CancelMeetingForm(formdata=None), status=422)
    try:
        holding.move(
            meeting=_seen(meeting_id, form.version.data),
            starts_at=instant(form.day.data, form.starts.data),
            ends_at=instant(form.day.data, form.ends.data),
            place=form.place.data or "",
            words=form.words.data,
            by_id=current_user.id,
        )
    except holding.MeetingClosed:
        return error_answer(409)
    except holding.StaleMeeting:
        form.version.data = str(found.version)
        return _date_page(found, form, CancelMeetingForm(formdata=None), status=409)
    flash(_("The meeting is moved. Everyone who is invited hears."), "success")
    return see_other(url_for(".show_meeting", meeting_id=meeting_id))


@blueprint.post("/ambassadors/meetings/<int:meeting_id>/cancellation")
@requires(signed_in)
def create_meeting_cancellation(meeting_id: int) -> Response:
    """Call it off."""
    found, form = led(meeting_id), CancelMeetingForm()
    if not form.validate_on_submit():
        return _date_page(found, _move_form(found), form, status=422)
    try:
        holding.cancel(meeting=_seen(meeting_id, form.version.data), words=form.reason.data, by_id=current_user.id)
    except holding.MeetingClosed:
        return error_answer(409)
    except holding.StaleMeeting:
        return _date_page(found, _move_form(found), form, status=409)
    flash(_("The meeting is called off. Everyone who is invited hears."), "success")
    return see_other(url_for(".show_meeting", meeting_id=meeting_id))


@blueprint.post("/ambassadors/meetings/<int:meeting_id>/cancellation/delete")
@requires(signed_in)
def delete_meeting_cancellation(meeting_id: int) -> Response:
    """Let it take place after all; calendars and people hear."""
    led(meeting_id)
    try:
        holding.restore(meeting=holding.hold(meeting_id), by_id=current_user.id)
    except holding.MeetingClosed:
        return error_answer(409)
    flash(_("The meeting takes place after all. Everyone who is invited hears."), "success")
    return see_other(url_for(".show_meeting", meeting_id=meeting_id))


@blueprint.post("/ambassadors/meetings/<int:meeting_id>/opening")
@requires(signed_in)
def create_opening(meeting_id: int) -> Response:
    """Begin: from now on attendance and minutes can be written."""
    led(meeting_id)
    try:
        holding.begin(meeting=holding.hold(meeting_id), by_id=current_user.id)
    except holding.TooEarly:
        flash(_("The day of this meeting has not come. Move it first if it is held earlier."), "warning")
    except holding.MeetingClosed:
        return error_answer(409)
    return see_other(url_for(".show_meeting", meeting_id=meeting_id))


@blueprint.post("/ambassadors/meetings/<int:meeting_id>/summary")
@requires(signed_in)
def update_summary(meeting_id: int) -> Response:
    """Write down what concerns the whole meeting."""
    led(meeting_id)
    form = SummaryForm()
    if not form.validate_on_submit():
        return meeting_answer(meeting_id, status=422, summary_form=form)
    try:
        holding.write_summary(meeting=_seen(meeting_id, form.version.data), text=form.summary.data or "")
    except holding.MeetingClosed:
        return error_answer(409)
    except holding.StaleMeeting:
        return meeting_answer(meeting_id, status=409, stale=True, summary_form=form)
    flash(_("Kept."), "success")
    return see_other(url_for(".show_meeting", meeting_id=meeting_id, _anchor="whole-meeting"))


@blueprint.post("/ambassadors/meetings/<int:meeting_id>/publication")
@requires(signed_in)
def create_minutes(meeting_id: int) -> Response:
    """Publish the minutes and lock them."""
    led(meeting_id)
    try:
        holding.publish_minutes(meeting=holding.hold(meeting_id), by=current_user)
    except holding.MeetingClosed:
        return error_answer(409)
    flash(
        _("The minutes are published. Those who took part hear, and so do those whose ideas were discussed."), "success"
    )
    return see_other(url_for(".show_meeting", meeting_id=meeting_id))


@blueprint.post("/ambassadors/meetings/<int:meeting_id>/corrections")
@requires(signed_in)
def create_correction(meeting_id: int) -> Response:
    """Add something beneath published minutes."""
    found, invited = reachable(meeting_id)
    if not (policies.may_lead(current_user, found) or invited.includes(current_user.id)):
        abort(404)
    form = CorrectionForm()
    if not form.validate_on_submit():
        return meeting_answer(meeting_id, status=422, correction_form=form)
    item = form.item.data or ""
    try:
        holding.correct(
            meeting=found,
            item_id=int(item) if item.isdecimal() and len(item) < 10 else None,
            text=form.correction.data,
            by_id=current_user.id,
        )
    except holding.MeetingClosed:
        return error_answer(409)
    flash(_("Your correction stands beneath the minutes."), "success")
    return see_other(url_for(".show_meeting", meeting_id=meeting_id, _anchor="corrections"))


def _seen(meeting_id: int, version: str | None) -> Meeting:
    told = version or ""
    return holding.hold(meeting_id, int(told) if told.isdecimal() else 0)


def _move_form(found: Meeting) -> MoveMeetingForm:
    starts = _local(found.starts_at)
    ends = _local(found.ends_at)
    data = {
        "day": found.held_on,
        "starts": starts.time() if starts else None,
        "ends": ends.time() if ends else None,
        "place": found.place,
        "version": found.version,
    }
    return MoveMeetingForm(formdata=None, data=data)


def _local(moment: datetime | None) -> datetime | None:
    return clock.local(moment) if moment else None


def _date_page(found: Meeting, form: MoveMeetingForm, cancel_form: CancelMeetingForm, status: int = 200) -> Response:
    if found.state is not MeetingState.planned:
        return see_other(url_for(".show_meeting", meeting_id=found.id)) if status == 200 else error_answer(409)
    return page(
        "ambassadors/meeting_date.html",
        status=status,
        stale=status == 409,
        meeting=found,
        form=form,
        cancel_form=cancel_form,
    )
