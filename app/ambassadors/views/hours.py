"""Hours: logged, corrected, and agreed."""

from decimal import Decimal
from uuid import uuid4

from flask import Response, abort, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.ambassadors import actions, policies, queries
from app.ambassadors.forms import CeilingForm, HoursCorrectionForm, HoursForm
from app.ambassadors.models import Appointment, HourEntry, Purpose
from app.ambassadors.views.appointments import appointment_page
from app.ambassadors.views.blueprint import blueprint, own_branch
from app.ambassadors.views.reaching import reachable
from app.foundation.pages import page, see_other
from app.foundation.security import requires, signed_in


@blueprint.post("/ambassadors/appointments/<int:number>/hours")
@requires(signed_in)
def create_hours(number: int) -> Response:
    """Log time given."""
    appointment, form = reachable(number), HoursForm()
    if not policies.may_log(current_user, appointment):
        abort(404)
    form.appointment = appointment
    if not form.validate_on_submit():
        return appointment_page(appointment, form, status=422)
    try:
        actions.log_hours(appointment=appointment, hours=_typed(form), token=form.token.data, by=current_user.id)
    except actions.Answered:
        abort(409)
    flash(_("Logged. Thank you."), "success")
    return see_other(url_for(".show_appointment", number=number))


@blueprint.get("/ambassadors/appointments/<int:number>/hours/<int:entry_id>")
@requires(signed_in)
def show_hours(number: int, entry_id: int) -> Response:
    """Correct what was logged."""
    appointment, entry = _own_entry(number, entry_id)
    form = HoursCorrectionForm(
        formdata=None,
        served_on=entry.served_on,
        hours=Decimal(entry.minutes) / 60,
        purpose=entry.purpose.value,
        note=entry.note,
        token=uuid4().hex,
    )
    return page("ambassadors/hours.html", appointment=appointment, entry=entry, form=form)


@blueprint.post("/ambassadors/appointments/<int:number>/hours/<int:entry_id>")
@requires(signed_in)
def update_hours(number: int, entry_id: int) -> Response:
    """Put a new entry in the place of an old one."""
    appointment, entry = _own_entry(number, entry_id)
    form = HoursCorrectionForm()
    form.appointment = appointment
    if not form.validate_on_submit():
        return page("ambassadors/hours.html", status=422, appointment=appointment, entry=entry, form=form)
    try:
        actions.correct_hours(
            appointment=appointment, entry=entry, hours=_typed(form), token=form.token.data, by=current_user.id
        )
    except actions.Answered:
        abort(409)
    flash(_("Corrected. What stood there before is kept."), "success")
    return see_other(url_for(".show_appointment", number=number))


@blueprint.post("/ambassadors/appointments/<int:number>/ceiling")
@requires(signed_in)
def update_ceiling(number: int) -> Response:
    """Agree on hours a month."""
    appointment, form = reachable(number), CeilingForm()
    if not policies.may_agree_hours(current_user, appointment, own_branch()):
        abort(404)
    if not form.validate_on_submit():
        return appointment_page(appointment, form, status=422)
    actions.set_ceiling(appointment=appointment, minutes=form.minutes, by=current_user.id)
    flash(_("The hours are agreed."), "success")
    return see_other(url_for(".show_appointment", number=number))


def _typed(form: HoursForm) -> actions.Hours:
    return actions.Hours(form.served_on.data, form.minutes, Purpose(form.purpose.data), form.note.data or "")


def _own_entry(number: int, entry_id: int) -> tuple[Appointment, HourEntry]:
    """An entry of the reader's own that still stands; else 404."""
    appointment, entry = reachable(number), queries.entry_of(number, entry_id)
    if entry is None or not policies.may_correct(current_user, appointment):
        abort(404)
    return appointment, entry
