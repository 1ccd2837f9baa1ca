"""Time given by superusers and ambassadors is logged, corrected, and kept below what was agreed."""

from dataclasses import dataclass
from datetime import date

from app.ambassadors import queries
from app.ambassadors.actions.errors import Answered
from app.ambassadors.actions.keeping import hold, note
from app.ambassadors.events import CeilingPassed
from app.ambassadors.models import Appointment, AppointmentState, HourEntry, Purpose
from app.foundation import clock
from app.foundation.db import db, insert_new
from app.foundation.events import publish

EVER = (AppointmentState.active, AppointmentState.ended)


@dataclass(frozen=True, slots=True)
class Hours:
    """What is logged: a day, minutes, what for, and a word about it."""

    served_on: date
    minutes: int
    purpose: Purpose
    note: str = ""


def log_hours(*, appointment: Appointment, hours: Hours, token: str, by: int) -> bool:
    """Log time of one's own; the same form (`token`) sent again logs nothing and gives False. Raises Answered."""
    hold(appointment, AppointmentState.active)
    before = _logged(appointment, hours.served_on)
    new = insert_new(HourEntry, [_row(appointment, hours, token, by)]) == 1
    if new:
        _warn(appointment, hours.served_on, before)
    return new


def correct_hours(*, appointment: Appointment, entry: HourEntry, hours: Hours, token: str, by: int) -> None:
    """Put a new entry in the place of an old one, which stays on record; 0 minutes take it back. Raises Answered."""
    hold(appointment, *EVER)
    before = _logged(appointment, hours.served_on)
    if insert_new(HourEntry, [{**_row(appointment, hours, token, by), "corrects_id": entry.id}]) == 0:
        raise Answered
    _warn(appointment, hours.served_on, before)


def set_ceiling(*, appointment: Appointment, minutes: int | None, by: int) -> None:
    """Agree on other hours a month than the company's; None goes back to those. Raises Answered."""
    before = {**hold(appointment, AppointmentState.active), "monthly_minutes": appointment.monthly_minutes}
    appointment.monthly_minutes = minutes
    db.session.flush()
    note("ceiling_set", appointment, by, before)


def _row(appointment: Appointment, hours: Hours, token: str, by: int) -> dict[str, object]:
    return {
        "appointment_id": appointment.id,
        "served_on": hours.served_on,
        "minutes": hours.minutes,
        "purpose": hours.purpose,
        "note": hours.note,
        "token": token,
        "logged_at": clock.now(),
        "logged_by_id": by,
    }


def _logged(appointment: Appointment, day: date) -> int:
    return queries.minutes_in_month([appointment.id], day).get(appointment.id, 0)


def _warn(appointment: Appointment, day: date, before: int) -> None:
    """Once, when the ceiling is passed, and not with every entry after."""
    ceiling = queries.ceiling_of(appointment, queries.standard_on())
    after = _logged(appointment, day)
    if before <= ceiling < after:
        publish(CeilingPassed(appointment.id, appointment.person_id, day.replace(day=1), after, ceiling))
