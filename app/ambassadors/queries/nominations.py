"""The two signals of nominations: whom to ask, what was said, and how many colleagues support."""

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Department, Membership, Person, PersonRole, PersonState, Role
from app.accounts.queries import branch_of, in_state_on
from app.ambassadors.models import Appointment, AppointmentState, Endorsement, Support
from app.foundation import clock
from app.foundation.db import db
from app.foundation.params import PersonId


def manager_to_ask(appointment: Appointment) -> int | None:
    """Id of the nominee's manager; without one, of a manager of the department; None where there is nobody."""
    nominee = db.session.get_one(Person, appointment.person_id)
    department = appointment.department_id or nominee.department_id
    rows = (
        sa.select(Person.id)
        .outerjoin(PersonRole, sa.and_(PersonRole.person_id == Person.id, PersonRole.role == Role.manager))
        .where(
            Person.id != nominee.id,
            Person.deactivated_at.is_(None),
            in_state_on(PersonState.active, clock.today()),
            sa.or_(
                Person.id == nominee.manager_id,
                sa.and_(PersonRole.role.is_not(None), Person.department_id == department),
            ),
        )
        .order_by(sa.case((Person.id == nominee.manager_id, 0), else_=1), Person.id)
    )
    return db.session.scalar(rows.limit(1))


def waits_for_word_of(person_id: PersonId) -> sa.ColumnElement[bool]:
    """Condition on Endorsement: a manager was asked and has not answered while the nomination waits."""
    waiting = sa.select(Appointment.id).where(
        Appointment.id == Endorsement.appointment_id, Appointment.state == AppointmentState.nominated
    )
    return sa.and_(Endorsement.asked_id == person_id, Endorsement.answered_at.is_(None), waiting.exists())


def nominations_to_endorse(person_id: int) -> list[Appointment]:
    """Nominations that wait for this manager's word, the oldest first, with person and unit."""
    asked = sa.select(Endorsement.appointment_id).where(waits_for_word_of(person_id))
    return _nominations(Appointment.id.in_(asked))


def nominations_around(person: Person) -> list[Appointment]:
    """Nominations in the person's own units that wait for their answer, those of others, the oldest first."""
    groups = sa.select(Membership.project_group_id).where(Membership.person_id == person.id)
    units = sa.or_(
        Appointment.department_id.in_(_above(person.department_id)), Appointment.project_group_id.in_(groups)
    )
    return _nominations(Appointment.person_id != person.id, Appointment.state == AppointmentState.nominated, units)


def _above(department_id: int) -> sa.Select[int]:
    """Ids of a department and of all above it: a superuser of a department serves everything below."""
    chain = sa.select(Department.id, Department.parent_id).where(Department.id == department_id).cte(recursive=True)
    chain = chain.union(sa.select(Department.id, Department.parent_id).where(Department.id == chain.c.parent_id))
    return sa.select(chain.c.id)


def _nominations(*conditions: sa.ColumnElement[bool]) -> list[Appointment]:
    rows = sa.select(Appointment).where(*conditions).order_by(Appointment.id).limit(20)
    units = joinedload(Appointment.department), joinedload(Appointment.project_group)
    return list(db.session.scalars(rows.options(joinedload(Appointment.person), *units)))


def is_colleague(person: Person, appointment: Appointment) -> bool:
    """Whether somebody belongs to the unit that is served: its branch, or the project group."""
    if appointment.department_id is not None:
        within = sa.select(Person.id).where(
            Person.id == person.id, Person.department_id.in_(branch_of(appointment.department_id))
        )
    else:
        within = sa.select(Membership.person_id).where(
            Membership.person_id == person.id, Membership.project_group_id == appointment.project_group_id
        )
    return db.session.scalar(within) is not None


@dataclass(frozen=True, slots=True)
class Supported:
    """How many colleagues support each nomination, and which of them one supports oneself."""

    counts: dict[int, int]
    own: frozenset[int]


def supported(appointment_ids: Collection[int], person_id: int) -> Supported:
    """The support of some nominations in one statement."""
    own = sa.func.max(sa.case((Support.person_id == person_id, 1), else_=0))
    rows = (
        sa.select(Support.appointment_id, sa.func.count(), own)
        .where(Support.appointment_id.in_(appointment_ids))
        .group_by(Support.appointment_id)
    )
    found = db.session.execute(rows).all() if appointment_ids else []
    return Supported({row[0]: row[1] for row in found}, frozenset(row[0] for row in found if row[2]))


def supporters_of(appointment_id: int) -> list[Person]:
    """Who supports a nomination, in order; for the PMO and HR alone."""
    rows = sa.select(Person).join(Support, Support.person_id == Person.id)
    return list(db.session.scalars(rows.where(Support.appointment_id == appointment_id).order_by(Support.supported_at)))
