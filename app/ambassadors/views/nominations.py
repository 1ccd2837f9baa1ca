"""Nominations: for a department or a project group, with a manager's word and the support of colleagues."""

from datetime import timedelta

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.models import Department
from app.ambassadors import actions, policies, queries
from app.ambassadors.forms import EndorsementForm, NominationForm
from app.ambassadors.models import Appointment
from app.ambassadors.queries import Unit
from app.ambassadors.views.appointments import appointment_page
from app.ambassadors.views.blueprint import blueprint, own_branch
from app.ambassadors.views.reaching import reachable
from app.foundation import clock
from app.foundation.forms import add_error
from app.foundation.pages import page, see_other
from app.foundation.security import id_in, requires, signed_in

A_YEAR = timedelta(days=364)


@blueprint.get("/ambassadors/nominations")
@requires(signed_in)
def show_nominations() -> Response:
    """Nominations that wait for the reader's word as a manager, and those in the own units that one may support."""
    asked, around = queries.nominations_to_endorse(current_user.id), queries.nominations_around(current_user)
    support = queries.supported([each.id for each in around], current_user.id)
    return page(
        "ambassadors/nominations.html",
        asked=asked,
        around=around,
        supported=support.own,
        form=EndorsementForm(formdata=None),
    )


@blueprint.post("/ambassadors/appointments/<int:number>/endorsement")
@requires(signed_in)
def create_endorsement(number: int) -> Response:
    """The manager who was asked speaks for or against a nomination."""
    appointment, form = reachable(number), EndorsementForm()
    asked = appointment.endorsement
    if asked is None or asked.asked_id != current_user.id:
        abort(404)
    if not form.validate_on_submit():
        return appointment_page(appointment, form, status=422)
    try:
        actions.endorse(
            appointment=appointment,
            in_favour=form.verdict.data == "for",
            words=form.words.data,
            by=current_user.id,
        )
    except actions.Answered:
        abort(409)
    flash(_("Your word is kept, and shown to those who decide."), "success")
    return see_other(url_for(".show_nominations"))


@blueprint.post("/ambassadors/appointments/<int:number>/support")
@requires(signed_in)
def create_support(number: int) -> Response:
    """A colleague of the unit supports a nomination."""
    appointment = _colleagues(number)
    try:
        actions.support(appointment=appointment, person_id=current_user.id)
    except actions.Answered:
        abort(409)
    flash(_("You support this nomination. Who decides sees how many do, not who."), "success")
    return see_other(url_for(".show_nominations"))


@blueprint.post("/ambassadors/appointments/<int:number>/support/delete")
@requires(signed_in)
def delete_support(number: int) -> Response:
    """Take one's support back."""
    appointment = _colleagues(number)
    try:
        actions.withdraw_support(appointment=appointment, person_id=current_user.id)
    except actions.Answered:
        abort(409)
    flash(_("Your support is taken back."), "success")
    return see_other(url_for(".show_nominations"))


def _colleagues(number: int) -> Appointment:
    """A nomination of the reader's own unit, not of the reader; else 404."""
    found = queries.appointment(number)
    own = found is None or found.person_id == current_user.id
    if found is None or own or not queries.is_colleague(current_user, found):
        abort(404)
    return found


@blueprint.get("/ambassadors/appointments/new")
@requires(policies.may_nominate)
def show_nomination() -> Response:
    """Choose a person for a department or a project group."""
    today = clock.today()
    return _nomination_page(_asked_unit(), NominationForm(formdata=None, starts_on=today, ends_on=today + A_YEAR))


@blueprint.post("/ambassadors/appointments")
@requires(policies.may_nominate)
def create_appointment() -> Response:
    """Nominate the chosen person, who is then asked."""
    unit, form = _asked_unit(), NominationForm()
    form.offer(queries.candidates_for(unit, request.values.get("q", "")))
    appointment = _nominated(form, unit) if form.validate_on_submit() else None
    if appointment is None:
        return _nomination_page(unit, form, status=422)
    flash(_("Nominated. The person is asked to accept."), "success")
    return see_other(url_for(".show_appointment", number=appointment.id))


def _nomination_page(unit: Unit, form: NominationForm, status: int = 200) -> Response:
    query = request.values.get("q", "")
    people, kind = queries.candidates_for(unit, query), queries.kind_for(unit)
    kit = queries.kit_of(kind)
    form.offer(people, queries.able_among([person.id for person in people], kind) if kit else None)
    return page(
        "ambassadors/nomination.html",
        fragments={"candidate-list"},
        status=status,
        form=form,
        unit=unit,
        people=people,
        kind=kind,
        kit=kit,
        query=query,
        asked=_asked(unit),
    )


def _asked_unit() -> Unit:
    """The department or project group of the address, if one may nominate for it; else 404."""
    unit = queries.unit_of(request.args.get("department", type=id_in), request.args.get("project_group", type=id_in))
    own = unit.id if isinstance(unit, Department) else None
    if unit is None or not policies.may_nominate_for(current_user, own, own_branch()):
        abort(404)
    return unit


def _asked(unit: Unit) -> dict[str, int]:
    return {"department" if isinstance(unit, Department) else "project_group": unit.id}


def _nominated(form: NominationForm, unit: Unit) -> Appointment | None:
    try:
        return actions.nominate(
            kind=queries.kind_for(unit),
            person_id=form.person.data,
            unit_id=unit.id,
            starts_on=form.starts_on.data,
            ends_on=form.ends_on.data,
            reason=form.reason.data,
            by=current_user.id,
        )
    except actions.AlreadyNominated:
        add_error(form.person, _("This person is nominated or serves here already."))
        return None
