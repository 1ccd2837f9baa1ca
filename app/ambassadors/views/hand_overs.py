"""Handing over: who takes over is asked, and takes open work along with the acceptance."""

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.ambassadors import actions, queries
from app.ambassadors.forms import HandOverForm
from app.ambassadors.models import Appointment, AppointmentState
from app.ambassadors.views.blueprint import blueprint
from app.ambassadors.views.reaching import in_own_hands
from app.foundation.forms import add_error
from app.foundation.pages import page, see_other
from app.foundation.security import requires, signed_in


@blueprint.get("/ambassadors/appointments/<int:number>/hand-over")
@requires(signed_in)
def show_hand_over(number: int) -> Response:
    """Choose who takes over, and see what goes along."""
    return _hand_over_page(_to_hand_over(number), HandOverForm(formdata=None))


@blueprint.post("/ambassadors/appointments/<int:number>/hand-over")
@requires(signed_in)
def create_hand_over(number: int) -> Response:
    """Ask the chosen person to take over."""
    appointment, form = _to_hand_over(number), HandOverForm()
    form.offer(queries.candidates_for(appointment.unit, request.values.get("q", "")))
    if not form.validate_on_submit() or not _asked(appointment, form):
        return _hand_over_page(appointment, form, status=422)
    flash(_("Asked. You stay in office until the successor accepts; then open work moves."), "success")
    return see_other(url_for(".show_appointment", number=number))


def _to_hand_over(number: int) -> Appointment:
    found = in_own_hands(number)
    if found.state is not AppointmentState.active or found.successor_id is not None:
        abort(409)
    return found


def _asked(appointment: Appointment, form: HandOverForm) -> bool:
    """Ask the successor of the form; False with an error in the form where an appointment stands there already."""
    words = form.reason.data or _("Takes over from %(name)s.", name=appointment.person.name)
    try:
        actions.hand_over(appointment=appointment, successor_id=form.successor.data, reason=words, by=current_user.id)
    except actions.AlreadyNominated:
        add_error(form.successor, _("This person is nominated or serves here already."))
        return False
    except actions.Answered:
        abort(409)
    return True


def _hand_over_page(appointment: Appointment, form: HandOverForm, status: int = 200) -> Response:
    query = request.values.get("q", "")
    people = queries.candidates_for(appointment.unit, query)
    form.offer(people, queries.able_among([person.id for person in people], appointment.kind))
    return page(
        "ambassadors/hand_over.html",
        fragments={"successor-list"},
        status=status,
        appointment=appointment,
        form=form,
        people=people,
        query=query,
        ideas=len(queries.ideas_carried(appointment)),
        sources=len(queries.sources_of(appointment)),
    )
