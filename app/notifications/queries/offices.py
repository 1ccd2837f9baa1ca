"""What there is to tell of hand-overs, deputies and hours, beside the appointment itself."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.ambassadors.models.service import Deputy
from app.foundation.db import db
from app.notifications.queries.facts import AppointmentFacts, appointment

Facts = dict[str, Any]


def name_of(person_id: int) -> str:
    """Somebody's name."""
    return db.session.scalars(sa.select(Person.name).where(Person.id == person_id)).one()


def manager_of(person_id: int) -> set[int]:
    """The manager of somebody, if there is one."""
    found = db.session.scalar(sa.select(Person.manager_id).where(Person.id == person_id))
    return {found} if found else set()


def deputy_told(deputy_id: int, appointment_id: int) -> AppointmentFacts:
    """A deputy: for whom, for which unit, and on which days."""
    told = appointment(appointment_id)
    found = db.session.get_one(Deputy, deputy_id)
    days = {"from_on": found.starts_on.isoformat(), "to_on": found.ends_on.isoformat()}
    return AppointmentFacts(
        {**told.facts, **days, "deputy": name_of(found.person_id)}, told.person_id, told.nominated_by_id
    )


def hours_told(appointment_id: int, month: date, minutes: int, ceiling: int) -> Facts:
    """Hours of a month that have passed what was agreed."""
    hours = {"month": f"{month:%Y-%m}", "hours": round(minutes / 60, 1), "ceiling": round(ceiling / 60, 1)}
    return {**appointment(appointment_id).facts, **hours}
