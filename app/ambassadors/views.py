"""The coverage board, nominations, and the life of an appointment."""

from typing import Any

from flask import Blueprint, Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.models import Department, ProjectGroup
from app.accounts.queries import department_branch
from app.ambassadors import actions, policies, queries
from app.ambassadors.forms import EndForm, NominationForm
from app.ambassadors.models import Appointment, AppointmentKind
from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import error_answer
from app.foundation.forms import add_error
from app.foundation.pages import page, see_other
from app.foundation.security import requires, signed_in

blueprint = Blueprint("ambassadors", __name__)


@blueprint.get("/ambassadors/")
@requires(signed_in)
def show_board() -> Response:
    """Which departments and project groups are served, and by whom."""
    departments, groups = queries.department_board(), queries.group_board()
    wanted = request.args.get("coverage", "")
    return page(
        "ambassadors/board.html", fragments={"coverage-board"}, departments=_only(departments, wanted), groups=_only(groups, wanted),
        department_counts=queries.counts(departments), group_counts=queries.counts(groups), wanted=wanted,
        may_nominate=policies.may_nominate(current_user), own_branch=_own_branch(), everywhere=_everywhere(),
    )


@blueprint.get("/ambassadors/appointments")
@requires(policies.may_nominate)
def show_appointments() -> Response:
    """All appointments, also past ones."""
    filters = {name: request.args.get(name, "") for name in ("q", "state", "kind")}
    number = request.args.get("page", 1, type=int)
    found = queries.appointments(number=number, query=filters["q"], state=filters["state"], kind=filters["kind"])
    return page("ambassadors/appointments.html", fragments={"appointment-list"}, appointments=found, filters=filters)


@blueprint.route("/ambassadors/appointments/new", methods=["GET", "POST"])
@requires(policies.may_nominate)
def create_appointment() -> Response:
    """Nominate a person for a department or a project group."""
    unit = _asked_unit()
    kind = AppointmentKind.superuser if isinstance(unit, Department) else AppointmentKind.ambassador
    form = NominationForm(starts_on=clock.today())
    people = _candidates(unit)
    form.person.choices = [(person.id, person.name) for person in people]
    if form.validate_on_submit():
        appointment = _nominated(form, kind, unit.id)
        if appointment:
            flash(_("Nominated. The person is asked to accept."), "success")
            return see_other(url_for(".show_appointment", number=appointment.id))
    return page(
        "ambassadors/nomination.html", fragments={"candidate-list"}, status=422 if form.errors else 200, form=form, unit=unit,
        people=people, kind=kind, query=request.args.get("q", ""), address=_new_address(unit),
    )


@blueprint.get("/ambassadors/appointments/<int:number>")
@requires(signed_in)
def show_appointment(number: int) -> Response:
    """One appointment: who, where, since when, and what may be done."""
    return _appointment_page(_reachable(number), EndForm())


@blueprint.post("/ambassadors/appointments/<int:number>/answer")
@requires(signed_in)
def create_answer(number: int) -> Response:
    """The nominated person accepts or declines."""
    appointment = _reachable(number)
    if current_user.id != appointment.person_id:
        abort(404)
    accepted = request.form.get("answer") == "accept"
    since = queries.certified_since(appointment.person_id)
    try:
        actions.answer(appointment=appointment, accepted=accepted, by=current_user.id, certified_on=since)
    except actions.Answered:
        return error_answer(409)
    flash(_("Thank you: you are appointed.") if accepted else _("You declined. Thank you for saying so."), "success")
    return see_other(url_for(".show_appointment", number=number))


@blueprint.post("/ambassadors/appointments/<int:number>/end")
@requires(signed_in)
def create_end(number: int) -> Response:
    """End a term, with or without a successor."""
    appointment = _reachable(number)
    if not policies.may_end(current_user, appointment, _own_branch()):
        abort(404)
    form = _end_form(appointment)
    if not form.validate_on_submit() or not _ended(form, appointment):
        return _appointment_page(appointment, form, status=422)
    flash(_("The term has ended."), "success")
    return see_other(url_for(".show_appointment", number=number))


def _appointment_page(appointment: Appointment, form: EndForm, status: int = 200) -> Response:
    form = form if form.is_submitted() else _end_form(appointment)
    return page(
        "ambassadors/appointment.html", status=status, appointment=appointment, form=form, today=clock.today(),
        in_office=queries.in_office(appointment, clock.today()), may_answer=policies.may_answer(current_user, appointment),
        may_end=policies.may_end(current_user, appointment, _own_branch()),
        history=queries.appointments_of(appointment.person_id),
    )


def _end_form(appointment: Appointment) -> EndForm:
    form = EndForm()
    people = _candidates(appointment.department or appointment.project_group)
    choices = [(p.id, f"{p.name} · {p.employee_no}") for p in people if p.id != appointment.person_id]
    form.successor.choices = [(0, _("Nobody yet")), *choices]
    return form


def _ended(form: EndForm, appointment: Appointment) -> bool:
    try:
        if form.successor.data:
            actions.hand_over(
                appointment=appointment, successor_id=form.successor.data, reason=form.reason.data, by=current_user.id
            )
        else:
            actions.end(appointment=appointment, reason=form.reason.data, by=current_user.id)
    except actions.AlreadyNominated:
        add_error(form.successor, _("This person is nominated or serves here already."))
        return False
    except actions.Answered:
        abort(409)
    return True


def _nominated(form: NominationForm, kind: AppointmentKind, unit_id: int) -> Appointment | None:
    try:
        return actions.nominate(
            kind=kind, person_id=form.person.data, unit_id=unit_id, starts_on=form.starts_on.data, ends_on=form.ends_on.data,
            reason=form.reason.data, by=current_user.id,
        )
    except actions.AlreadyNominated:
        add_error(form.person, _("This person is nominated or serves here already."))
        return None


def _reachable(number: int) -> Appointment:
    found = queries.appointment(number)
    if found is None or not policies.may_see(current_user, found, _own_branch()):
        abort(404)
    return found


def _asked_unit() -> Department | ProjectGroup:
    """The department or project group of the address, if one may nominate for it; else 404."""
    department_id = request.args.get("department", type=int)
    group_id = request.args.get("project_group", type=int)
    unit: Any = db.session.get(Department, department_id) if department_id else None
    unit = unit or (db.session.get(ProjectGroup, group_id) if group_id else None)
    own = unit.id if isinstance(unit, Department) else None
    if unit is None or not policies.may_nominate_for(current_user, own, _own_branch()):
        abort(404)
    found: Department | ProjectGroup = unit
    return found


def _new_address(unit: Department | ProjectGroup) -> str:
    name = "department" if isinstance(unit, Department) else "project_group"
    return url_for(".create_appointment", **{name: unit.id})


def _candidates(unit: Any) -> list[Any]:
    query = request.args.get("q", "")
    if isinstance(unit, Department):
        return queries.candidates(query=query, department_ids=department_branch(unit.id), project_group_id=None)
    members = queries.candidates(query=query, department_ids=None, project_group_id=unit.id)
    return members or queries.candidates(query=query, department_ids=None, project_group_id=None)


def _own_branch() -> list[int]:
    return department_branch(current_user.department_id) if policies.may_nominate(current_user) else []


def _everywhere() -> bool:
    return policies.may_nominate_everywhere(current_user)


def _only(rows: list[queries.UnitCoverage], wanted: str) -> list[queries.UnitCoverage]:
    return [row for row in rows if row.coverage == wanted] if wanted in queries.Coverage else rows
