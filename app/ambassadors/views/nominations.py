"""Nominating a person for a department or a project group."""

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.models import Department
from app.ambassadors import actions, policies, queries
from app.ambassadors.forms import NominationForm
from app.ambassadors.models import Appointment, AppointmentKind
from app.ambassadors.queries.candidates import Unit
from app.ambassadors.views.blueprint import blueprint, own_branch
from app.foundation import clock
from app.foundation.forms import add_error
from app.foundation.pages import page, see_other
from app.foundation.security import requires


@blueprint.get("/ambassadors/appointments/new")
@requires(policies.may_nominate)
def show_nomination() -> Response:
    """Choose a person for a department or a project group."""
    return _nomination_page(_asked_unit(), NominationForm(formdata=None, starts_on=clock.today()))


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
    people, kind = queries.candidates_for(unit, query), _kind_for(unit)
    needs = kind is AppointmentKind.superuser
    form.offer(people, queries.certified_among([person.id for person in people]) if needs else None)
    return page(
        "ambassadors/nomination.html",
        fragments={"candidate-list"},
        status=status,
        form=form,
        unit=unit,
        people=people,
        kind=kind,
        query=query,
        asked=_asked(unit),
    )


def _asked_unit() -> Unit:
    """The department or project group of the address, if one may nominate for it; else 404."""
    unit = queries.unit_of(request.args.get("department", type=int), request.args.get("project_group", type=int))
    own = unit.id if isinstance(unit, Department) else None
    if unit is None or not policies.may_nominate_for(current_user, own, own_branch()):
        abort(404)
    return unit


def _asked(unit: Unit) -> dict[str, int]:
    return {"department" if isinstance(unit, Department) else "project_group": unit.id}


def _kind_for(unit: Unit) -> AppointmentKind:
    return AppointmentKind.superuser if isinstance(unit, Department) else AppointmentKind.ambassador


def _nominated(form: NominationForm, unit: Unit) -> Appointment | None:
    try:
        return actions.nominate(
            kind=_kind_for(unit),
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
