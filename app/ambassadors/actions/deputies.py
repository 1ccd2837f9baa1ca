"""Somebody stands in for the holder of an appointment on some days."""

from datetime import date

import sqlalchemy as sa

from app.ambassadors.actions.errors import DeputyNamedAlready
from app.ambassadors.actions.gates import settle_role
from app.ambassadors.actions.keeping import hold, note
from app.ambassadors.events import DeputyNamed
from app.ambassadors.models import Appointment, AppointmentState, Deputy
from app.foundation import clock
from app.foundation.db import db
from app.foundation.events import publish


def name_deputy(*, appointment: Appointment, person_id: int, starts_on: date, ends_on: date, by: int) -> Deputy:
    """Name a deputy for some days; the role is lent for those of them on which the deputy holds the kit.

    Raises Answered, DeputyNamedAlready.
    """
    before = hold(appointment, AppointmentState.active)
    if db.session.scalar(_overlapping(appointment, starts_on, ends_on)) is not None:
        raise DeputyNamedAlready
    deputy = Deputy(
        appointment_id=appointment.id,
        person_id=person_id,
        starts_on=starts_on,
        ends_on=ends_on,
        named_at=clock.now(),
        named_by_id=by,
    )
    db.session.add(deputy)
    db.session.flush()
    settle_role(person_id=person_id, kind=appointment.kind, by=by)
    note("deputy_named", appointment, by, before)
    publish(DeputyNamed(deputy.id, appointment.id, person_id))
    return deputy


def withdraw_deputy(*, deputy: Deputy, by: int) -> None:
    """Take it back; the days that were served stay on record. Doing it twice is doing it once."""
    appointment = deputy.appointment
    before = hold(appointment, AppointmentState.active, AppointmentState.ended)
    if deputy.withdrawn_at is not None:
        return
    deputy.withdrawn_at = clock.now()
    db.session.flush()
    settle_role(person_id=deputy.person_id, kind=appointment.kind, by=by)
    note("deputy_withdrawn", appointment, by, before)


def _overlapping(appointment: Appointment, starts_on: date, ends_on: date) -> sa.Select[int]:
    return sa.select(Deputy.id).where(
        Deputy.appointment_id == appointment.id,
        Deputy.withdrawn_at.is_(None),
        Deputy.starts_on <= ends_on,
        Deputy.ends_on >= starts_on,
    )
