"""The coverage board: which departments and project groups are served, by whom, on any day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Department, Membership, Person, PersonState, ProjectGroup
from app.accounts.queries import in_state_on, project_groups
from app.ambassadors.models import Appointment, AppointmentState, Deputy, ServiceStandard, Standing
from app.ambassadors.queries.deputies import deputies_on
from app.ambassadors.queries.hours import Load, loads
from app.ambassadors.queries.serving import Stand, last_day, stand_of
from app.ambassadors.queries.standards import standard_on
from app.foundation import clock
from app.foundation.db import db

ENOUGH = 2
SOON = timedelta(days=60)
OVER = frozenset({Standing.declined, Standing.ended})


class Coverage(StrEnum):
    """How well a department or project group is served."""

    gap = "gap"
    single_point = "single_point"
    covered = "covered"
    over = "over"


class Attention(StrEnum):
    """What somebody should look at, whatever the coverage."""

    ending = "ending"
    lapsed = "lapsed"
    overloaded = "overloaded"


@dataclass(frozen=True, slots=True)
class Seat:
    """An appointment on the board: how it stands, its hours of the month, who stands in, and its last day where that is near."""

    appointment: Appointment
    stand: Stand
    load: Load
    deputy: Deputy | None
    ending: date | None

    @property
    def serves(self) -> bool:
        """Whether it counts."""
        return self.stand.standing is Standing.serving

    @property
    def attention(self) -> set[Attention]:
        """What to look at."""
        found = {
            Attention.ending: self.ending is not None,
            Attention.lapsed: self.stand.standing is Standing.lapsed,
            Attention.overloaded: self.load.over,
        }
        return {each for each, true in found.items() if true}


@dataclass(frozen=True, slots=True)
class UnitCoverage:
    """One card of the board: a department or project group, its people, how many it needs, and who was appointed."""

    unit: Department | ProjectGroup
    headcount: int
    target: int
    seats: list[Seat]

    @property
    def is_department(self) -> bool:
        """Whether it is a department, served by superusers."""
        return isinstance(self.unit, Department)

    @property
    def serving(self) -> int:
        """How many count."""
        return sum(seat.serves for seat in self.seats)

    @property
    def coverage(self) -> Coverage:
        """How well it is served."""
        return department_coverage(self.serving, self.target) if self.is_department else group_coverage(self.serving)

    @property
    def missing(self) -> int:
        """How many more people the target asks for."""
        return max(0, self.target - self.serving)

    @property
    def attention(self) -> set[Attention]:
        """What to look at, of all seats."""
        return {each for seat in self.seats for each in seat.attention}


def superuser_target(headcount: int, people_per_superuser: int) -> int:
    """How many superusers a department needs: one for each so many people begun, at least one."""
    return max(1, -(-headcount // people_per_superuser))


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


def coverage_board(day: date | None = None) -> list[UnitCoverage]:
    """Every department in which anybody is, then every active project group, by code; nine statements whatever their number.

    On an earlier day, terms, kits and absences are those of that day; people stand in the department where they are now.
    """
    day = day or clock.today()
    standard = standard_on(day)
    departments, members = _headcounts(day)
    seats = _seats(day, standard)
    known = sa.select(Department).where(Department.id.in_(list(departments))).order_by(Department.code)
    each = standard.people_per_superuser
    board = [
        UnitCoverage(unit, heads, superuser_target(heads, each), seats.get((True, unit.id), []))
        for unit, heads in ((unit, departments[unit.id]) for unit in db.session.scalars(known))
    ]
    board.extend(
        UnitCoverage(group, members.get(group.id, 0), 1, seats.get((False, group.id), [])) for group in project_groups()
    )
    return board


def _seats(day: date, standard: ServiceStandard) -> dict[tuple[bool, int], list[Seat]]:
    """By whether it is a department, and the id of the unit."""
    found = list(db.session.scalars(_known_on(day)))
    numbers = [each.id for each in found]
    load, standing_in = loads(found, standard, day), deputies_on(numbers, day)
    by_unit: dict[tuple[bool, int], list[Seat]] = {}
    for each in found:
        stand = stand_of(each, day)
        if stand.standing not in OVER:
            seat = Seat(each, stand, load[each.id], standing_in.get(each.id), _ending(each, day))
            by_unit.setdefault((each.department_id is not None, each.unit_id), []).append(seat)
    return {unit: sorted(seats, key=lambda seat: not seat.serves) for unit, seats in by_unit.items()}


def _known_on(day: date) -> sa.Select[Appointment]:
    """Appointments that were open on a day, also unanswered ones, with all that says how they stand."""
    end = clock.end_of(day)
    return (
        sa.select(Appointment)
        .where(
            Appointment.state != AppointmentState.declined,
            Appointment.nominated_at < end,
            sa.or_(Appointment.ended_at.is_(None), Appointment.ended_at >= end),
            sa.or_(Appointment.ends_on.is_(None), Appointment.ends_on >= day),
        )
        .options(joinedload(Appointment.person), selectinload(Appointment.gate_passes))
        .order_by(Appointment.id)
    )


def _ending(appointment: Appointment, day: date) -> date | None:
    last = last_day(appointment)
    taken_up = appointment.state is not AppointmentState.nominated
    return last if taken_up and last is not None and day <= last <= day + SOON else None


def _in_scope(day: date) -> sa.ColumnElement[bool]:
    return sa.and_(Person.deactivated_at.is_(None), in_state_on(PersonState.active, day))


def _headcounts(day: date) -> tuple[dict[int, int], dict[int, int]]:
    """People of each department, and of each project group, in one statement."""
    counted = sa.func.count()
    departments = sa.select(sa.literal(1), Person.department_id, counted).where(_in_scope(day))
    groups = (
        sa.select(sa.literal(0), Membership.project_group_id, counted)
        .join(Person, Person.id == Membership.person_id)
        .where(_in_scope(day))
        .group_by(Membership.project_group_id)
    )
    found: tuple[dict[int, int], dict[int, int]] = ({}, {})
    for is_department, unit_id, heads in db.session.execute(
        sa.union_all(departments.group_by(Person.department_id), groups)
    ):
        found[0 if is_department else 1][unit_id] = heads
    return found


def counts(rows: Iterable[UnitCoverage]) -> dict[Coverage, int]:
    """How many units have each coverage."""
    found = [row.coverage for row in rows]
    return {coverage: found.count(coverage) for coverage in Coverage}


def attention_counts(rows: Iterable[UnitCoverage]) -> dict[Attention, int]:
    """How many seats ask for each kind of attention."""
    found = [each for row in rows for seat in row.seats for each in seat.attention]
    return {attention: found.count(attention) for attention in Attention}


def narrowed(
    rows: Sequence[UnitCoverage], *, coverage: str = "", attention: str = "", kind: str = "", query: str = ""
) -> list[UnitCoverage]:
    """The rows that match; what is empty, or not known, narrows nothing. `query` is looked for in units and people."""
    found = [row for row in rows if row.coverage == coverage or coverage not in set(Coverage)]
    found = [row for row in found if attention in row.attention or attention not in set(Attention)]
    if kind in ("department", "project_group"):
        found = [row for row in found if row.is_department is (kind == "department")]
    words = query.casefold().split()
    return [row for row in found if all(word in _told(row) for word in words)]


def _told(row: UnitCoverage) -> str:
    people = [f"{seat.appointment.person.name} {seat.appointment.person.employee_no}" for seat in row.seats]
    return " ".join([row.unit.code, row.unit.name, row.unit.title("en"), *people]).casefold()
