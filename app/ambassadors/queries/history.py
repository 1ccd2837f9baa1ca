"""How coverage has moved: the ends of the last months, read from the dates of terms, kits and absences."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Person, PersonState, ProjectGroup
from app.accounts.queries import in_state_on
from app.ambassadors.models import Appointment, ServiceStandard
from app.ambassadors.queries.coverage import superuser_target
from app.ambassadors.queries.serving import TAKEN_UP, serves
from app.ambassadors.queries.standards import as_shipped
from app.foundation import clock
from app.foundation.db import db

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Moment:
    """Coverage at the end of a day: departments with as many superusers as they need, project groups with an ambassador."""

    day: date
    departments: int
    departments_covered: int
    groups: int
    groups_covered: int
    superusers: int
    ambassadors: int


def month_ends(today: date, months: int = MONTHS) -> list[date]:
    """The last days of the months before, then today."""
    found, day = [today], today
    for _ in range(months - 1):
        day = day.replace(day=1) - timedelta(days=1)
        found.append(day)
    return found[::-1]


def coverage_over_time(today: date) -> list[Moment]:
    """Coverage at the end of each of the last months, and today; six statements."""
    days = month_ends(today)
    terms = list(db.session.scalars(_terms()))
    heads, groups, standards = _headcounts(days), _groups(), _standards()
    return [_moment(day, terms, heads[day], groups, _in_force(standards, day)) for day in days]


def _terms() -> sa.Select[Appointment]:
    return (
        sa.select(Appointment)
        .where(Appointment.state.in_(TAKEN_UP), Appointment.answered_at.is_not(None))
        .options(joinedload(Appointment.person), selectinload(Appointment.gate_passes))
    )


def _moment(
    day: date,
    terms: list[Appointment],
    heads: dict[int, int],
    groups: dict[int, date | None],
    standard: ServiceStandard,
) -> Moment:
    serving = [each for each in terms if serves(each, day)]
    by_department: dict[int, set[int]] = {}
    for each in serving:
        if each.department_id is not None:
            by_department.setdefault(each.department_id, set()).add(each.person_id)
    covered = [
        number
        for number, count in heads.items()
        if len(by_department.get(number, ())) >= superuser_target(count, standard.people_per_superuser)
    ]
    active = {number for number, ends in groups.items() if ends is None or ends >= day}
    served = {each.project_group_id for each in serving if each.project_group_id} & active
    superusers = {each.person_id for each in serving if each.department_id}
    ambassadors = {each.person_id for each in serving if each.project_group_id}
    return Moment(day, len(heads), len(covered), len(active), len(served), len(superusers), len(ambassadors))


def _headcounts(days: list[date]) -> dict[date, dict[int, int]]:
    """People of each department at the end of each day, where there are any; one statement."""
    there: list[Any] = [
        sa.func.sum(sa.case((in_state_on(PersonState.active, day), 1), else_=0)).label(f"day_{place}")
        for place, day in enumerate(days)
    ]
    rows = sa.select(Person.department_id, *there).where(Person.deactivated_at.is_(None)).group_by(Person.department_id)
    found: dict[date, dict[int, int]] = {day: {} for day in days}
    for department_id, *counts in db.session.execute(rows):
        for day, count in zip(days, counts, strict=True):
            if count:
                found[day][department_id] = count
    return found


def _groups() -> dict[int, date | None]:
    return {group.id: group.active_to for group in db.session.scalars(sa.select(ProjectGroup))}


def _standards() -> list[ServiceStandard]:
    return list(db.session.scalars(sa.select(ServiceStandard).order_by(ServiceStandard.id.desc())))


def _in_force(standards: list[ServiceStandard], day: date) -> ServiceStandard:
    end = clock.end_of(day)
    return next((each for each in standards if each.set_at < end), as_shipped())
