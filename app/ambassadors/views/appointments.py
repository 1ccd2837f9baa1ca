"""Appointments: the list of all, and the life of one."""

from typing import Any
from uuid import uuid4

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.models import Person
from app.ambassadors import actions, policies, queries
from app.ambassadors.forms import AnswerForm, CeilingForm, EndForm, EndorsementForm, HoursForm
from app.ambassadors.labels import PURPOSES
from app.ambassadors.models import Appointment, AppointmentState
from app.ambassadors.views.blueprint import blueprint, own_branch
from app.ambassadors.views.reaching import reachable
from app.foundation import clock
from app.foundation.errors import error_answer
from app.foundation.forms import Form
from app.foundation.pages import page, see_other
from app.foundation.security import requires, signed_in


@blueprint.get("/ambassadors/appointments")
@requires(policies.may_see_list)
def show_appointments() -> Response:
    """Appointments, also past ones: all, or a manager's own departments."""
    filters = {name: request.args.get(name, "") for name in ("q", "kind", "state")}
    found = queries.appointments(
        number=request.args.get("page", 1, type=int),
        query=filters["q"],
        state=filters["state"],
        kind=filters["kind"],
        within=None if policies.may_see_all(current_user) else own_branch(),
    )
    return page(
        "ambassadors/appointments.html",
        fragments={"appointment-list"},
        appointments=found,
        stands={each.id: queries.stand_of(each, clock.today()) for each in found.rows},
        filters=filters,
    )


@blueprint.get("/ambassadors/appointments/<int:number>")
@requires(signed_in)
def show_appointment(number: int) -> Response:
    """One appointment: who, where, since when, and what may be done."""
    return appointment_page(reachable(number))


@blueprint.post("/ambassadors/appointments/<int:number>/answer")
@requires(signed_in)
def create_answer(number: int) -> Response:
    """The nominated person accepts or declines."""
    appointment, form = reachable(number), AnswerForm()
    if appointment.person_id != current_user.id or not form.validate_on_submit():
        abort(404)
    accepted = form.answer.data == "accept"
    try:
        actions.answer(appointment=appointment, accepted=accepted, by=current_user.id)
    except actions.Answered:
        return error_answer(409)
    flash(_("Thank you: you are appointed.") if accepted else _("You declined. Thank you for saying so."), "success")
    return see_other(url_for(".show_appointment", number=number))


@blueprint.post("/ambassadors/appointments/<int:number>/end")
@requires(signed_in)
def create_end(number: int) -> Response:
    """End a term, or take a nomination back."""
    appointment, form = reachable(number), EndForm()
    if not policies.may_end_ever(current_user, appointment, own_branch()):
        abort(404)
    if not form.validate_on_submit():
        return appointment_page(appointment, form, status=422)
    try:
        actions.end(appointment=appointment, reason=form.reason.data, by=current_user.id)
    except actions.Answered:
        abort(409)
    flash(_("It has ended."), "success")
    return see_other(url_for(".show_appointment", number=number))


def appointment_page(appointment: Appointment, *wrong: Form, status: int = 200) -> Response:
    """The page of an appointment; `wrong` are the forms that were sent and have to be corrected."""
    forms: dict[str, Any] = {
        "end_form": EndForm(formdata=None),
        "log_form": HoursForm(formdata=None, token=uuid4().hex),
        "ceiling_form": CeilingForm(formdata=None),
        "endorsement_form": EndorsementForm(formdata=None),
    }
    forms |= {name: sent for name, kept in forms.items() for sent in wrong if type(sent) is type(kept)}
    return page("ambassadors/appointment.html", status=status, appointment=appointment, **forms, **_facts(appointment))


def _facts(appointment: Appointment) -> dict[str, Any]:
    today, branch = clock.today(), own_branch()
    standard = queries.standard_on()
    taken_up = appointment.state in (AppointmentState.active, AppointmentState.ended)
    sees_hours = taken_up and policies.may_see_hours(current_user, appointment, branch)
    load = queries.loads([appointment], standard, today)[appointment.id] if sees_hours else None
    may_agree_hours = policies.may_agree_hours(current_user, appointment, branch)
    return {
        "stand": queries.stand_of(appointment, today),
        "kit": queries.kit_of(appointment.kind, standard),
        "may_end": policies.may_end(current_user, appointment, branch),
        "may_answer": policies.may_answer(current_user, appointment),
        "may_hand_over": policies.may_hand_over(current_user, appointment, branch),
        "may_log": policies.may_log(current_user, appointment),
        "may_correct": policies.may_correct(current_user, appointment),
        "may_agree_hours": may_agree_hours,
        "may_see_list": policies.may_see_list(current_user),
        "purposes": PURPOSES,
        "successor": queries.successor_of(appointment),
        "load": load,
        "next_person": _who_could_help(appointment) if load and load.over and may_agree_hours else None,
        "entries": _entries(appointment) if sees_hours else None,
        "deputies": queries.deputies_of(appointment.id) if taken_up else [],
        "today": today,
        **_signals(appointment),
    }


def _entries(appointment: Appointment) -> object:
    return queries.entries_of(appointment.id, number=request.args.get("page", 1, type=int))


def _signals(appointment: Appointment) -> dict[str, Any]:
    """The manager's word for all who see the page; how many support it for those who decide, their names for PMO and HR."""
    named = policies.may_see_supporters(current_user)
    supporters = queries.supporters_of(appointment.id) if named else []
    return {
        "endorsement": appointment.endorsement,
        "support": len(supporters) if named else _support(appointment),
        "supporters": supporters,
    }


def _support(appointment: Appointment) -> int | None:
    """How many support a nomination, for those who decide on it without being told who."""
    if not policies.may_nominate(current_user) and appointment.nominated_by_id != current_user.id:
        return None
    return queries.supported([appointment.id], current_user.id).counts.get(appointment.id, 0)


def _who_could_help(appointment: Appointment) -> Person | None:
    """Who could share the work of somebody who gives more than was agreed."""
    return next(iter(queries.candidates_for(appointment.unit)), None)
