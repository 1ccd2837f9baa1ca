"""Reads: the coverage board, appointments and their history."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Department, Membership, Person, ProjectGroup
from app.ambassadors.models import Appointment, AppointmentKind, AppointmentState
from app.foundation import clock
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.search import contains
from app.training.models import Certificate

PEOPLE_PER_SUPERUSER = 40
ENOUGH = 2


class Coverage(StrEnum):
    """How well a department or project group is served."""

    gap = "gap"
    single_point = "single_point"
    covered = "covered"
    over = "over"


@dataclass(frozen=True, slots=True)
class UnitCoverage:
    """One row of the board: a department or project group, its people, and who serves it."""

    unit: Department | ProjectGroup
    headcount: int
    target: int
    serving: list[Appointment]
    waiting: list[Appointment]
    coverage: Coverage


def superuser_target(headcount: int) -> int:
    """How many superusers a department needs: one for each forty people begun, at least one (domain, S1)."""
    return max(1, -(-headcount // PEOPLE_PER_SUPERUSER))


def department_coverage(active: int, target: int) -> Coverage:
    """Gap, single point, covered, or over, which is information and no fault (domain, S2)."""
    if active == 0:
        return Coverage.gap
    if active == 1:
        return Coverage.single_point
    return Coverage.over if active > max(ENOUGH, target) else Coverage.covered


def group_coverage(active: int) -> Coverage:
    """A project group needs one ambassador; more than two are over."""
    if active == 0:
        return Coverage.gap
    return Coverage.over if active > ENOUGH else Coverage.covered


def in_scope(day: date) -> sa.ColumnElement[bool]:
    """People who are with the company and not on leave on a day."""
    on_leave = sa.and_(Person.leave_from <= day, sa.or_(Person.leave_to.is_(None), Person.leave_to >= day))
    return sa.and_(
        sa.or_(Person.last_day.is_(None), Person.last_day >= day), sa.not_(sa.func.coalesce(on_leave, sa.false())),
        Person.deactivated_at.is_(None),
    )


def in_office(appointment: Appointment, day: date) -> bool:
    """Accepted, and the term runs on a day."""
    begun = appointment.state is AppointmentState.active and appointment.starts_on <= day
    return begun and (appointment.ends_on is None or day <= appointment.ends_on)


def department_board(day: date | None = None) -> list[UnitCoverage]:
    """Every department that has people, in code order, in three statements."""
    day = day or clock.today()
    heads = _headcounts(Person.department_id, day)
    departments = db.session.scalars(sa.select(Department).order_by(Department.code))
    found = _open_appointments(AppointmentKind.superuser)
    return [_department_row(unit, heads[unit.id], found.get(unit.id, []), day) for unit in departments if heads.get(unit.id)]


def _department_row(unit: Department, headcount: int, appointments: list[Appointment], day: date) -> UnitCoverage:
    serving = [a for a in appointments if in_office(a, day) and a.certified_on]
    target = superuser_target(headcount)
    waiting = [a for a in appointments if a not in serving]
    return UnitCoverage(unit, headcount, target, serving, waiting, department_coverage(len(serving), target))


def group_board(day: date | None = None) -> list[UnitCoverage]:
    """Every active project group, in code order, in three statements."""
    day = day or clock.today()
    heads = _member_counts(day)
    running = sa.or_(ProjectGroup.active_to.is_(None), ProjectGroup.active_to >= day)
    groups = db.session.scalars(sa.select(ProjectGroup).where(running).order_by(ProjectGroup.code))
    found = _open_appointments(AppointmentKind.ambassador)
    return [_group_row(unit, heads.get(unit.id, 0), found.get(unit.id, []), day) for unit in groups]


def _group_row(unit: ProjectGroup, headcount: int, appointments: list[Appointment], day: date) -> UnitCoverage:
    serving = [a for a in appointments if in_office(a, day)]
    waiting = [a for a in appointments if a not in serving]
    return UnitCoverage(unit, headcount, 1, serving, waiting, group_coverage(len(serving)))


def _headcounts(column: sa.orm.InstrumentedAttribute[int], day: date) -> dict[int, int]:
    rows = sa.select(column, sa.func.count()).where(in_scope(day)).group_by(column)
    return {unit: count for unit, count in db.session.execute(rows)}


def _member_counts(day: date) -> dict[int, int]:
    rows = sa.select(Membership.project_group_id, sa.func.count()).join(Person, Person.id == Membership.person_id).where(
        in_scope(day)
    ).group_by(Membership.project_group_id)
    return {unit: count for unit, count in db.session.execute(rows)}


def _open_appointments(kind: AppointmentKind) -> dict[int, list[Appointment]]:
    rows = sa.select(Appointment).options(joinedload(Appointment.person)).where(
        Appointment.kind == kind, Appointment.state.in_((AppointmentState.nominated, AppointmentState.active))
    ).order_by(Appointment.id)
    by_unit: dict[int, list[Appointment]] = {}
    for appointment in db.session.scalars(rows):
        by_unit.setdefault(appointment.department_id or appointment.project_group_id or 0, []).append(appointment)
    return by_unit


def counts(rows: Iterable[UnitCoverage]) -> dict[Coverage, int]:
    """How many units have each coverage."""
    found = [row.coverage for row in rows]
    return {coverage: found.count(coverage) for coverage in Coverage}


def appointment(number: int) -> Appointment | None:
    """One appointment with its person, unit and who nominated."""
    rows = sa.select(Appointment).where(Appointment.id == number).options(
        joinedload(Appointment.person).joinedload(Person.department), joinedload(Appointment.nominated_by),
        joinedload(Appointment.department), joinedload(Appointment.project_group),
    )
    return db.session.scalar(rows)


def appointments(*, number: int = 1, query: str = "", state: str = "", kind: str = "") -> Page[Appointment]:
    """All appointments, newest first; `query` is looked for in the person's name and number."""
    rows = sa.select(Appointment).join(Appointment.person).options(
        joinedload(Appointment.person), joinedload(Appointment.department), joinedload(Appointment.project_group)
    ).where(contains(Person.search_text, query)).order_by(Appointment.id.desc())
    if state in AppointmentState:
        rows = rows.where(Appointment.state == AppointmentState(state))
    if kind in AppointmentKind:
        rows = rows.where(Appointment.kind == AppointmentKind(kind))
    return page_of(rows, number=number)


def appointments_of(person_id: int) -> list[Appointment]:
    """One person's appointments, newest first, with their units."""
    rows = sa.select(Appointment).where(Appointment.person_id == person_id).options(
        joinedload(Appointment.department), joinedload(Appointment.project_group)
    )
    return list(db.session.scalars(rows.order_by(Appointment.id.desc())))


def candidates(*, query: str, department_ids: Iterable[int] | None, project_group_id: int | None) -> list[Person]:
    """People who could serve a unit: in scope, of the department or group first asked for; at most twenty."""
    rows = sa.select(Person).options(joinedload(Person.department)).where(in_scope(clock.today()))
    if department_ids is not None:
        rows = rows.where(Person.department_id.in_(list(department_ids)))
    if project_group_id is not None:
        members = sa.select(Membership.person_id).where(Membership.project_group_id == project_group_id)
        rows = rows.where(Person.id.in_(members))
    return list(db.session.scalars(rows.where(contains(Person.search_text, query)).order_by(Person.employee_no).limit(20)))


def certified_since(person_id: int) -> date | None:
    """Day of the first training certificate that is still valid; what makes a superuser count."""
    valid = sa.or_(Certificate.expires_on.is_(None), Certificate.expires_on >= clock.today())
    return db.session.scalar(sa.select(sa.func.min(Certificate.completed_on)).where(Certificate.person_id == person_id, valid))


def lapsed(day: date) -> list[Appointment]:
    """Active appointments whose last day has passed."""
    rows = sa.select(Appointment).where(Appointment.state == AppointmentState.active, Appointment.ends_on < day)
    return list(db.session.scalars(rows))
