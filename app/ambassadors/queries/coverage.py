"""The coverage board: which departments and project groups are served, and by whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Department, Membership, Person, PersonState, ProjectGroup
from app.accounts.queries import in_state_on, project_groups
from app.ambassadors.models import Appointment, AppointmentKind, AppointmentState
from app.foundation import clock
from app.foundation.db import db

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
    """One row of the board: a department or project group, its people, and who serves it.

    `waiting` holds the open appointments that do not count yet: no answer, no certificate, not begun, or the person is away.
    """

    unit: Department | ProjectGroup
    headcount: int
    target: int
    serving: list[Appointment]
    waiting: list[Appointment]
    coverage: Coverage

    @property
    def missing(self) -> int:
        """How many more people the target asks for."""
        return max(0, self.target - len(self.serving))


def superuser_target(headcount: int) -> int:
    """How many superusers a department needs: one for each forty people begun, at least one."""
    return max(1, -(-headcount // PEOPLE_PER_SUPERUSER))


def department_coverage(serving: int, target: int) -> Coverage:
    """Gap, single point, covered, or over, which is information and no fault."""
    if serving == 0:
        return Coverage.gap
    if serving == 1:
        return Coverage.single_point
    return Coverage.over if serving > max(ENOUGH, target) else Coverage.covered


def group_coverage(serving: int) -> Coverage:
    """A project group needs one ambassador; more than two are over."""
    if serving == 0:
        return Coverage.gap
    return Coverage.over if serving > ENOUGH else Coverage.covered


def in_office(appointment: Appointment, day: date) -> bool:
    """Accepted, and the term runs on a day."""
    begun = appointment.state is AppointmentState.active and appointment.starts_on <= day
    return begun and (appointment.ends_on is None or day <= appointment.ends_on)


def counts_for_coverage(appointment: Appointment, day: date) -> bool:
    """In office, the person there on that day, and a superuser only with a certificate. Needs the person loaded."""
    certified = appointment.certified_on is not None and appointment.certified_on <= day
    able = certified or appointment.kind is AppointmentKind.ambassador
    there = appointment.person.deactivated_at is None and appointment.person.state_on(day) is PersonState.active
    return in_office(appointment, day) and able and there


def department_board(day: date | None = None) -> list[UnitCoverage]:
    """Every department in which anybody is, in code order, in three statements."""
    day = day or clock.today()
    heads = _headcounts(day)
    departments = db.session.scalars(
        sa.select(Department).where(Department.id.in_(list(heads))).order_by(Department.code)
    )
    found = _open_appointments(AppointmentKind.superuser)
    return [_department_row(unit, heads[unit.id], found.get(unit.id, []), day) for unit in departments]


def _department_row(unit: Department, headcount: int, appointments: list[Appointment], day: date) -> UnitCoverage:
    serving, waiting = _parted(appointments, day)
    target = superuser_target(headcount)
    return UnitCoverage(unit, headcount, target, serving, waiting, department_coverage(len(serving), target))


def group_board(day: date | None = None) -> list[UnitCoverage]:
    """Every active project group, in code order, in three statements."""
    day = day or clock.today()
    heads = _member_counts(day)
    found = _open_appointments(AppointmentKind.ambassador)
    return [_group_row(unit, heads.get(unit.id, 0), found.get(unit.id, []), day) for unit in project_groups()]


def _group_row(unit: ProjectGroup, headcount: int, appointments: list[Appointment], day: date) -> UnitCoverage:
    serving, waiting = _parted(appointments, day)
    return UnitCoverage(unit, headcount, 1, serving, waiting, group_coverage(len(serving)))


def _parted(appointments: list[Appointment], day: date) -> tuple[list[Appointment], list[Appointment]]:
    serving = [each for each in appointments if counts_for_coverage(each, day)]
    return serving, [each for each in appointments if each not in serving]


def _in_scope(day: date) -> sa.ColumnElement[bool]:
    return sa.and_(Person.deactivated_at.is_(None), in_state_on(PersonState.active, day))


def _headcounts(day: date) -> dict[int, int]:
    rows = sa.select(Person.department_id, sa.func.count()).where(_in_scope(day)).group_by(Person.department_id)
    return {row[0]: row[1] for row in db.session.execute(rows)}


def _member_counts(day: date) -> dict[int, int]:
    members = sa.select(Membership.project_group_id, sa.func.count()).join(Person, Person.id == Membership.person_id)
    rows = members.where(_in_scope(day)).group_by(Membership.project_group_id)
    return {row[0]: row[1] for row in db.session.execute(rows)}


def _open_appointments(kind: AppointmentKind) -> dict[int, list[Appointment]]:
    is_open = Appointment.state.in_((AppointmentState.nominated, AppointmentState.active))
    rows = sa.select(Appointment).options(joinedload(Appointment.person)).where(Appointment.kind == kind, is_open)
    by_unit: dict[int, list[Appointment]] = {}
    for each in db.session.scalars(rows.order_by(Appointment.id)):
        by_unit.setdefault(each.unit_id, []).append(each)
    return by_unit


def counts(rows: Iterable[UnitCoverage]) -> dict[Coverage, int]:
    """How many units have each coverage."""
    found = [row.coverage for row in rows]
    return {coverage: found.count(coverage) for coverage in Coverage}


def only(rows: Sequence[UnitCoverage], coverage: str) -> list[UnitCoverage]:
    """The rows of one coverage; all of them where none, or none that we know, is asked for."""
    return [row for row in rows if row.coverage == coverage or coverage not in set(Coverage)]


def gaps(department_ids: Iterable[int]) -> list[UnitCoverage]:
    """The departments among these that nobody serves, for the home of their manager; three statements."""
    own = set(department_ids)
    return [row for row in department_board() if row.unit.id in own and row.coverage is Coverage.gap]
