"""Appointments: one, many, those of a person, those that wait for something."""

from collections.abc import Collection
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.ambassadors.models import Appointment, AppointmentKind, AppointmentState
from app.foundation import clock
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.search import contains
from app.training.models import Certificate

OPEN = (AppointmentState.nominated, AppointmentState.active)


def _units() -> tuple[Any, ...]:
    return joinedload(Appointment.department), joinedload(Appointment.project_group)


def appointment(number: int) -> Appointment | None:
    """One appointment with its person, their department, the unit and who nominated."""
    who = joinedload(Appointment.person).joinedload(Person.department), joinedload(Appointment.nominated_by)
    return db.session.scalar(sa.select(Appointment).where(Appointment.id == number).options(*who, *_units()))


def successor_of(appointment: Appointment) -> Appointment | None:
    """The appointment that follows an ended one, with its person; None where nobody was named."""
    if appointment.successor_id is None:
        return None
    rows = sa.select(Appointment).where(Appointment.id == appointment.successor_id)
    return db.session.scalar(rows.options(joinedload(Appointment.person)))


def appointments(
    *, number: int = 1, query: str = "", state: str = "", kind: str = "", within: Collection[int] | None = None
) -> Page[Appointment]:
    """Appointments, newest first, with person and unit; `query` is looked for in the person's name and number.

    `within` keeps to those that serve one of these departments or whose person belongs to one; None means everywhere.
    """
    rows = sa.select(Appointment).join(Appointment.person).options(joinedload(Appointment.person), *_units())
    if within is not None:
        rows = rows.where(sa.or_(Appointment.department_id.in_(within), Person.department_id.in_(within)))
    if state in set(AppointmentState):
        rows = rows.where(Appointment.state == AppointmentState(state))
    if kind in set(AppointmentKind):
        rows = rows.where(Appointment.kind == AppointmentKind(kind))
    return page_of(rows.where(contains(Person.search_text, query)).order_by(Appointment.id.desc()), number=number)


def appointments_of(person_id: int) -> list[Appointment]:
    """One person's appointments, newest first, with their units."""
    own = sa.select(Appointment).where(Appointment.person_id == person_id).options(*_units())
    return list(db.session.scalars(own.order_by(Appointment.id.desc())))


def open_appointments_of(person_id: int) -> list[Appointment]:
    """The nominations and terms of a person that are not over, newest first, with their units."""
    return [each for each in appointments_of(person_id) if each.state in OPEN]


def nominations_waiting(person_id: int) -> list[Appointment]:
    """Nominations that wait for this person's answer, with their units; for the home page."""
    return [each for each in open_appointments_of(person_id) if each.state is AppointmentState.nominated]


def certified_since(person_id: int) -> date | None:
    """Day of the first training certificate that is still valid; what makes a superuser count."""
    valid = sa.or_(Certificate.expires_on.is_(None), Certificate.expires_on >= clock.today())
    first = sa.select(sa.func.min(Certificate.completed_on)).where(Certificate.person_id == person_id, valid)
    return db.session.scalar(first)


def certified_among(person_ids: Collection[int]) -> set[int]:
    """Ids of those among these people who hold a training certificate that is still valid."""
    valid = sa.or_(Certificate.expires_on.is_(None), Certificate.expires_on >= clock.today())
    return set(db.session.scalars(sa.select(Certificate.person_id).where(Certificate.person_id.in_(person_ids), valid)))


def serves_elsewhere(person_id: int, kind: AppointmentKind) -> bool:
    """Whether a person holds any active appointment of a kind, which keeps the role."""
    active = sa.exists().where(
        Appointment.person_id == person_id, Appointment.kind == kind, Appointment.state == AppointmentState.active
    )
    return bool(db.session.scalar(sa.select(active)))


def lapsed(day: date) -> list[int]:
    """Numbers of the open appointments, also unanswered ones, whose last day lies before a day."""
    over = sa.select(Appointment.id).where(Appointment.state.in_(OPEN), Appointment.ends_on < day)
    return list(db.session.scalars(over.order_by(Appointment.id)))
