"""The unit that is asked for, and who could serve it."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Department, Membership, Person, PersonState, ProjectGroup
from app.accounts.queries import branch_of, department_by_id, in_state_on, project_group_by_id
from app.ambassadors.models import Appointment, AppointmentKind, AppointmentState
from app.ambassadors.queries.serving import able
from app.foundation import clock
from app.foundation.db import db
from app.foundation.search import contains

Unit = Department | ProjectGroup
SHOWN = 20


def unit_of(department_id: int | None, project_group_id: int | None) -> Unit | None:
    """The department or project group with one of these ids; None without any."""
    if department_id is not None:
        return department_by_id(department_id)
    return project_group_by_id(project_group_id) if project_group_id is not None else None


def kind_for(unit: Unit) -> AppointmentKind:
    """A department is served by superusers, a project group by ambassadors."""
    return AppointmentKind.superuser if isinstance(unit, Department) else AppointmentKind.ambassador


def candidates_for(unit: Unit, query: str = "") -> list[Person]:
    """At most twenty people who could serve a unit, with department: active ones of its branch, or members of the group.

    Who holds the kit comes first. A search for a group also finds people outside of it, after its members. Who has an
    open appointment there is left out.
    """
    rows = (
        sa.select(Person)
        .options(joinedload(Person.department))
        .where(
            Person.deactivated_at.is_(None),
            in_state_on(PersonState.active, clock.today()),
            Person.id.not_in(_taken(unit)),
            contains(Person.search_text, query),
        )
    )
    if isinstance(unit, Department):
        rows = rows.where(Person.department_id.in_(branch_of(unit.id)))
    else:
        rows = _of_group(rows, unit, query)
    ready = sa.case((able(kind_for(unit), clock.today()), 0), else_=1)
    return list(db.session.scalars(rows.order_by(ready, Person.employee_no_key).limit(SHOWN)))


def able_among(person_ids: Collection[int], kind: AppointmentKind) -> set[int]:
    """Ids of those among these people who hold what an appointment of the kind asks for."""
    rows = sa.select(Person.id).where(Person.id.in_(person_ids), able(kind, clock.today()))
    return set(db.session.scalars(rows)) if person_ids else set()


def _of_group(rows: sa.Select[Any], group: ProjectGroup, query: str) -> sa.Select[Any]:
    member = Person.id.in_(sa.select(Membership.person_id).where(Membership.project_group_id == group.id))
    return rows.order_by(sa.case((member, 0), else_=1)) if query else rows.where(member)


def _taken(unit: Unit) -> sa.Select[Any]:
    column = Appointment.department_id if isinstance(unit, Department) else Appointment.project_group_id
    is_open = Appointment.state.in_((AppointmentState.nominated, AppointmentState.active))
    return sa.select(Appointment.person_id).where(column == unit.id, is_open)
