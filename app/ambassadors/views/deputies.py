"""Deputies: named for some days, and taken back."""

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.ambassadors import actions, policies, queries
from app.ambassadors.forms import DeputyForm
from app.ambassadors.models import Appointment
from app.ambassadors.views.blueprint import blueprint, own_branch
from app.ambassadors.views.reaching import in_own_hands, reachable
from app.foundation import clock
from app.foundation.forms import add_error
from app.foundation.pages import page, see_other
from app.foundation.security import requires, signed_in


@blueprint.get("/ambassadors/appointments/<int:number>/deputies/new")
@requires(signed_in)
def show_new_deputy(number: int) -> Response:
    """Choose who stands in, and when."""
    return _deputy_page(in_own_hands(number), DeputyForm(formdata=None, starts_on=clock.today()))


@blueprint.post("/ambassadors/appointments/<int:number>/deputies")
@requires(signed_in)
def create_deputy(number: int) -> Response:
    """Name a deputy."""
    appointment, form = in_own_hands(number), DeputyForm()
    form.offer(queries.could_stand_in(appointment, request.values.get("q", "")))
    if not form.validate_on_submit() or not _named(appointment, form):
        return _deputy_page(appointment, form, status=422)
    flash(_("The deputy is named, and will be told."), "success")
    return see_other(url_for(".show_appointment", number=number))


@blueprint.post("/ambassadors/appointments/<int:number>/deputies/<int:deputy_id>/delete")
@requires(signed_in)
def delete_deputy(number: int, deputy_id: int) -> Response:
    """Take a deputy back; the holder, whoever might nominate there, or the deputy."""
    appointment, deputy = reachable(number), queries.deputy(deputy_id)
    if deputy is None or deputy.appointment_id != number:
        abort(404)
    if deputy.person_id != current_user.id and not policies.may_end_ever(current_user, appointment, own_branch()):
        abort(404)
    actions.withdraw_deputy(deputy=deputy, by=current_user.id)
    flash(_("Nobody stands in on these days any more."), "success")
    return see_other(
        url_for(".show_board") if deputy.person_id == current_user.id else url_for(".show_appointment", number=number)
    )


def _named(appointment: Appointment, form: DeputyForm) -> bool:
    """Name the deputy of the form; False with an error in the form where somebody stands in already."""
    try:
        actions.name_deputy(
            appointment=appointment,
            person_id=form.person.data,
            starts_on=form.starts_on.data,
            ends_on=form.ends_on.data,
            by=current_user.id,
        )
    except actions.DeputyNamedAlready:
        add_error(form.starts_on, _("Somebody stands in on one of these days already."))
        return False
    except actions.Answered:
        abort(409)
    return True


def _deputy_page(appointment: Appointment, form: DeputyForm, status: int = 200) -> Response:
    query = request.values.get("q", "")
    people = queries.could_stand_in(appointment, query)
    form.offer(people)
    return page(
        "ambassadors/deputy.html",
        fragments={"deputy-list"},
        status=status,
        appointment=appointment,
        form=form,
        people=people,
        kit=queries.kit_of(appointment.kind),
        query=query,
    )
