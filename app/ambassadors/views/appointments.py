"""Appointments: the list of all, and the life of one."""

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.models import Person
from app.ambassadors import actions, policies, queries
from app.ambassadors.forms import AnswerForm, EndForm
from app.ambassadors.models import Appointment, AppointmentKind
from app.ambassadors.views.blueprint import blueprint, own_branch
from app.foundation import clock
from app.foundation.errors import error_answer
from app.foundation.forms import add_error
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
    return page("ambassadors/appointments.html", fragments={"appointment-list"}, appointments=found, filters=filters)


@blueprint.get("/ambassadors/appointments/<int:number>")
@requires(signed_in)
def show_appointment(number: int) -> Response:
    """One appointment: who, where, since when, and what may be done."""
    return _appointment_page(_reachable(number), EndForm(formdata=None))


@blueprint.post("/ambassadors/appointments/<int:number>/answer")
@requires(signed_in)
def create_answer(number: int) -> Response:
    """The nominated person accepts or declines."""
    appointment, form = _reachable(number), AnswerForm()
    if appointment.person_id != current_user.id or not form.validate_on_submit():
        abort(404)
    accepted = form.answer.data == "accept"
    try:
        actions.answer(
            appointment=appointment,
            accepted=accepted,
            by=current_user.id,
            certified_on=queries.certified_since(appointment.person_id),
        )
    except actions.Answered:
        return error_answer(409)
    flash(_("Thank you: you are appointed.") if accepted else _("You declined. Thank you for saying so."), "success")
    return see_other(url_for(".show_appointment", number=number))


@blueprint.post("/ambassadors/appointments/<int:number>/end")
@requires(signed_in)
def create_end(number: int) -> Response:
    """End a term, with or without a successor, or take a nomination back."""
    appointment, form = _reachable(number), EndForm()
    if not policies.may_end_ever(current_user, appointment, own_branch()):
        abort(404)
    form.offer(_successors(appointment))
    if not form.validate_on_submit() or not _ended(appointment, form):
        return _appointment_page(appointment, form, status=422)
    flash(_("It has ended."), "success")
    return see_other(url_for(".show_appointment", number=number))


def _ended(appointment: Appointment, form: EndForm) -> bool:
    """End it as the form says; False with an error in the form where the successor has an appointment there already."""
    reason, by = form.reason.data, current_user.id
    try:
        if form.successor.data:
            actions.hand_over(appointment=appointment, successor_id=form.successor.data, reason=reason, by=by)
        else:
            actions.end(appointment=appointment, reason=reason, by=by)
    except actions.AlreadyNominated:
        add_error(form.successor, _("This person is nominated or serves here already."))
        return False
    except actions.Answered:
        abort(409)
    return True


def _appointment_page(appointment: Appointment, form: EndForm, status: int = 200) -> Response:
    may_end = policies.may_end(current_user, appointment, own_branch())
    successors = _successors(appointment) if may_end else []
    needs = appointment.kind is AppointmentKind.superuser
    form.offer(successors, queries.certified_among([person.id for person in successors]) if needs else None)
    history = [each for each in queries.appointments_of(appointment.person_id) if each.id != appointment.id]
    return page(
        "ambassadors/appointment.html",
        status=status,
        appointment=appointment,
        form=form,
        may_end=may_end,
        history=history,
        successor=queries.successor_of(appointment),
        in_office=queries.in_office(appointment, clock.today()),
        may_answer=policies.may_answer(current_user, appointment),
        lacks_certificate=needs and queries.certified_since(appointment.person_id) is None,
        may_see_list=policies.may_see_list(current_user),
    )


def _successors(appointment: Appointment) -> list[Person]:
    return queries.candidates_for(appointment.unit) if policies.may_nominate(current_user) else []


def _reachable(number: int) -> Appointment:
    found = queries.appointment(number)
    if found is None or not policies.may_see(current_user, found, own_branch()):
        abort(404)
    return found
