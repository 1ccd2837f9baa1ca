"""Appointments: one, many, those of a person, those that wait for something."""

from collections.abc import Collection
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Person
from app.ambassadors.models import Appointment, AppointmentKind, AppointmentState, Endorsement, GatePass
from app.ambassadors.queries.serving import in_term
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.search import contains

OPEN = (AppointmentState.nominated, AppointmentState.active)


def _units() -> tuple[Any, ...]:
    return joinedload(Appointment.department), joinedload(Appointment.project_group)


def _whole() -> tuple[Any, ...]:
    """The person, the unit, and what was passed: all that says how an appointment stands."""
    return joinedload(Appointment.person), selectinload(Appointment.gate_passes), *_units()


def appointment(number: int) -> Appointment | None:
    """One appointment with its person, their department, the unit, what was passed, who nominated and what the manager said."""
    who = joinedload(Appointment.person).joinedload(Person.department), joinedload(Appointment.nominated_by)
    said = joinedload(Appointment.endorsement).joinedload(Endorsement.asked)
    whole = sa.select(Appointment).options(*who, *_units(), joinedload(Appointment.gate_passes), said)
    return db.session.scalars(whole.where(Appointment.id == number)).unique().one_or_none()


def predecessor_of(appointment: Appointment) -> Appointment | None:
    """The appointment that this one takes over from, with its person; None where it follows nobody."""
    rows = sa.select(Appointment).where(Appointment.successor_id == appointment.id)
    return db.session.scalar(rows.options(joinedload(Appointment.person)))


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
    rows = sa.select(Appointment).join(Appointment.person).options(*_whole())
    if within is not None:
        rows = rows.where(sa.or_(Appointment.department_id.in_(within), Person.department_id.in_(within)))
    if state in set(AppointmentState):
        rows = rows.where(Appointment.state == AppointmentState(state))
    if kind in set(AppointmentKind):
        rows = rows.where(Appointment.kind == AppointmentKind(kind))
    return page_of(rows.where(contains(Person.search_text, query)).order_by(Appointment.id.desc()), number=number)


def appointments_of(person_id: int) -> list[Appointment]:
    """One person's appointments, newest first, with their units and what was passed."""
    own = sa.select(Appointment).where(Appointment.person_id == person_id).options(*_whole())
    return list(db.session.scalars(own.order_by(Appointment.id.desc())))


def open_appointments_of(person_id: int) -> list[Appointment]:
    """The nominations and terms of a person that are not over, newest first, with their units."""
    return [each for each in appointments_of(person_id) if each.state in OPEN]


def serves_elsewhere(person_id: int, kind: AppointmentKind) -> bool:
    """Whether a person holds any active appointment of a kind, which keeps the role."""
    active = sa.exists().where(
        Appointment.person_id == person_id, Appointment.kind == kind, Appointment.state == AppointmentState.active
    )
    return bool(db.session.scalar(sa.select(active)))


def terms_over(day: date) -> list[int]:
    """Numbers of the open appointments, also unanswered ones, whose last day lies before a day."""
    over = sa.select(Appointment.id).where(Appointment.state.in_(OPEN), Appointment.ends_on < day)
    return list(db.session.scalars(over.order_by(Appointment.id)))


def lapses_untold(day: date) -> list[tuple[int, date]]:
    """Numbers of appointments in office whose certificate has expired, with its last day, where nobody was told of it."""
    last = sa.func.max(GatePass.valid_until)
    rows = (
        sa.select(Appointment.id, last)
        .join(GatePass, GatePass.appointment_id == Appointment.id)
        .where(in_term(day))
        .group_by(Appointment.id)
        .having(
            last < day,
            sa.func.count() == sa.func.count(GatePass.valid_until),
            Appointment.lapse_told_on.is_distinct_from(last),
        )
    )
    return [(number, ended) for number, ended in db.session.execute(rows.order_by(Appointment.id)) if ended]
