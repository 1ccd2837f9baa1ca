"""Who stands in for whom, on which days."""

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Person, PersonState
from app.accounts.queries import in_state_on
from app.ambassadors.models import Appointment, Deputy
from app.ambassadors.queries.serving import able
from app.foundation import clock
from app.foundation.db import db
from app.foundation.search import contains

SHOWN = 20


def deputies_of(appointment_id: int) -> list[Deputy]:
    """Deputies of an appointment that are not taken back, the latest days first, with the person."""
    rows = sa.select(Deputy).where(Deputy.appointment_id == appointment_id, Deputy.withdrawn_at.is_(None))
    return list(
        db.session.scalars(rows.options(joinedload(Deputy.person)).order_by(Deputy.starts_on.desc()).limit(SHOWN))
    )


def deputies_on(appointment_ids: Collection[int], day: date) -> dict[int, Deputy]:
    """Who stands in on a day or will next, by appointment, with the person."""
    rows = sa.select(Deputy).where(
        Deputy.appointment_id.in_(appointment_ids), Deputy.withdrawn_at.is_(None), Deputy.ends_on >= day
    )
    found = db.session.scalars(rows.options(joinedload(Deputy.person)).order_by(Deputy.starts_on.desc()))
    return {each.appointment_id: each for each in found} if appointment_ids else {}


def deputies_named(appointment_id: int) -> list[int]:
    """Ids of everybody who was ever named for an appointment."""
    return list(
        db.session.scalars(sa.select(Deputy.person_id).where(Deputy.appointment_id == appointment_id).distinct())
    )


def deputy(deputy_id: int) -> Deputy | None:
    """One deputy with the appointment."""
    return db.session.scalar(sa.select(Deputy).where(Deputy.id == deputy_id).options(joinedload(Deputy.appointment)))


def could_stand_in(appointment: Appointment, query: str = "") -> list[Person]:
    """At most twenty people who hold the kit and could stand in, with department; those of the holder's department first."""
    today = clock.today()
    rows = sa.select(Person).where(
        Person.id != appointment.person_id,
        Person.deactivated_at.is_(None),
        in_state_on(PersonState.active, today),
        able(appointment.kind, today),
        contains(Person.search_text, query),
    )
    near = sa.case((Person.department_id == appointment.person.department_id, 0), else_=1)
    rows = rows.options(joinedload(Person.department)).order_by(near, Person.employee_no_key)
    return list(db.session.scalars(rows.limit(SHOWN)))
