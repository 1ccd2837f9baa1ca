"""What all writes about appointments do: hold the row, and leave an audit row."""

from app.ambassadors.actions.errors import Answered
from app.ambassadors.models import Appointment, AppointmentState
from app.foundation import audit
from app.foundation.db import db

CHANGING = ("state", "starts_on", "ends_on", "successor_id", "monthly_minutes", "version")


def hold(appointment: Appointment, *states: AppointmentState) -> dict[str, object]:
    """Hold an appointment until commit; gives its state for the audit row. Raises Answered when it is in none of these."""
    db.session.refresh(appointment, CHANGING, with_for_update=True)
    if appointment.state not in states:
        raise Answered
    return {"state": appointment.state.value}


def note(verb: str, appointment: Appointment, by: int | None, before: dict[str, object], reason: str = "") -> None:
    """Write the audit row of an act on an appointment."""
    after = {
        "state": appointment.state.value,
        "kind": appointment.kind.value,
        "person": appointment.person_id,
        "department": appointment.department_id,
        "project_group": appointment.project_group_id,
    }
    audit.record(
        act=f"appointment:{verb}",
        subject=("appointment", appointment.id),
        actor_id=by,
        before=before,
        after=after,
        reason=reason,
    )
