"""Appointments within a person's reach."""

from flask import abort
from flask_login import current_user

from app.ambassadors import policies, queries
from app.ambassadors.models import Appointment
from app.ambassadors.views.blueprint import own_branch


def reachable(number: int) -> Appointment:
    """The appointment with a number, if one may see it; else 404."""
    found = queries.appointment(number)
    if found is None or not (policies.may_see(current_user, found, own_branch()) or _concerned(found)):
        abort(404)
    return found


def _concerned(appointment: Appointment) -> bool:
    """A manager who was asked, or a deputy who was named."""
    asked, own = appointment.endorsement, current_user.id
    return (asked is not None and asked.asked_id == own) or own in queries.deputies_named(appointment.id)


def in_own_hands(number: int) -> Appointment:
    """The same, where one may end, hand over and name deputies; else 404."""
    found = reachable(number)
    if not policies.may_end_ever(current_user, found, own_branch()):
        abort(404)
    return found
