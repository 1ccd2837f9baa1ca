"""Whom a rule means and until when: criteria and due days, as pure facts over a map of the company."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, timedelta

import sqlalchemy as sa

from app.accounts.models import Department, Membership, Person, PersonRole, PersonTier, Role, Tier
from app.foundation import clock
from app.foundation.db import db
from app.training.models import DueKind, PathRule, RolloutWave, WaveKind, WaveUnit

DAYS_FOR_LATECOMERS = 14
"""Whoever is asked only after the day a rule names has these days, so that nothing is overdue from its first day."""


@dataclass(frozen=True, slots=True)
class Criteria:
    """A path and whom a rule asks to take it: everyone who meets all that is set; nothing set means everybody."""

    path_id: int
    tier: Tier | None = None
    role: Role | None = None
    department_id: int | None = None
    project_group_id: int | None = None
    hired_from: date | None = None
    hired_to: date | None = None
    wave_id: int | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """Until when, and whether it must be done. `due_days` count from what `due_kind` names; `due_on` is the day itself."""

    due_kind: DueKind = DueKind.assignment
    due_days: int | None = None
    due_on: date | None = None
    mandatory: bool = True


def criteria_key(criteria: Criteria) -> str:
    """One text for one set of criteria, such as `3|tier=end_user|role=superuser`: the same rule cannot stand twice."""
    told = [(field.name, getattr(criteria, field.name)) for field in fields(criteria)[1:]]
    return "|".join([str(criteria.path_id), *(f"{name}={value}" for name, value in told if value is not None)])


def criteria_of(rule: PathRule) -> Criteria:
    """The criteria of a rule."""
    return Criteria(**{field.name: getattr(rule, field.name) for field in fields(Criteria)})


def terms_of(rule: PathRule) -> Terms:
    """The terms of a rule."""
    return Terms(**{field.name: getattr(rule, field.name) for field in fields(Terms)})


def due_day(terms: Terms, *, assigned_on: date, hired_on: date | None, go_live_on: date | None) -> date | None:
    """The day at whose end an assignment is due; None for no due date, and while the day of go-live is not known.

    Without a day of hiring the days count from the assignment. A day that had passed when somebody was assigned
    gives DAYS_FOR_LATECOMERS instead.
    """
    days = timedelta(days=terms.due_days or 0)
    if terms.due_kind is DueKind.never or (terms.due_kind is DueKind.go_live and go_live_on is None):
        return None
    counted: dict[DueKind, date | None] = {
        DueKind.assignment: assigned_on + days,
        DueKind.hire: (hired_on or assigned_on) + days,
        DueKind.go_live: go_live_on + days if go_live_on else None,
        DueKind.on_day: terms.due_on,
    }
    day = counted[terms.due_kind]
    if day is not None and day < assigned_on:
        return assigned_on + timedelta(days=DAYS_FOR_LATECOMERS)
    return day


@dataclass(frozen=True, slots=True)
class WavePlace:
    """What belongs to a wave: everything, or departments (with those below them) and project groups."""

    everybody: bool
    departments: frozenset[int]
    groups: frozenset[int]
    go_live_on: date | None


@dataclass(frozen=True, slots=True)
class CompanyMap:
    """Departments below departments, and what belongs to which wave."""

    below: dict[int, list[int]]
    waves: dict[int, WavePlace]

    def branch(self, department_id: int) -> set[int]:
        """A department and everything below it."""
        found, waiting = set(), [department_id]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting.extend(self.below.get(one, ()))
        return found

    def go_live(self, wave_id: int | None) -> date | None:
        """The day on which a wave goes live, where it is known."""
        return self.waves[wave_id].go_live_on if wave_id in self.waves else None


def company_map() -> CompanyMap:
    """The map as it is now, in two statements."""
    below: dict[int, list[int]] = defaultdict(list)
    for number, parent_id in db.session.execute(sa.select(Department.id, Department.parent_id)):
        below[parent_id or 0].append(number)
    found = CompanyMap(below, {})
    units: dict[int, list[tuple[int | None, int | None]]] = defaultdict(list)
    waves: dict[int, tuple[WaveKind, date | None]] = {}
    rows = sa.select(
        RolloutWave.id, RolloutWave.kind, RolloutWave.go_live_on, WaveUnit.department_id, WaveUnit.project_group_id
    ).outerjoin(WaveUnit, WaveUnit.wave_id == RolloutWave.id)
    for number, kind, day, department_id, group_id in db.session.execute(rows):
        waves[number] = kind, day
        units[number].append((department_id, group_id))
    for number, (kind, day) in waves.items():
        found.waves[number] = place_of(found, kind, units[number], day)
    return found


def place_of(
    company: CompanyMap, kind: WaveKind, units: Iterable[tuple[int | None, int | None]], day: date | None
) -> WavePlace:
    """What belongs to a wave of these units: each a department or a project group."""
    departments = {number for department, _ in units if department for number in company.branch(department)}
    groups = {group for _, group in units if group}
    return WavePlace(kind is WaveKind.all, frozenset(departments), frozenset(groups), day)


def works_here(on: date | None = None) -> sa.ColumnElement[bool]:
    """Condition on Person: neither gone nor closed, today or on a day; who is on leave still belongs."""
    day = on or clock.today()
    stays = sa.or_(Person.last_day.is_(None), Person.last_day >= day)
    return sa.and_(sa.or_(Person.deactivated_at.is_(None), Person.deactivated_at >= clock.end_of(day)), stays)


def meets(criteria: Criteria, company: CompanyMap) -> sa.ColumnElement[bool]:
    """Condition on Person: works here and meets everything that is set."""
    asked = [works_here()]
    if criteria.tier:
        asked.append(Person.id.in_(sa.select(PersonTier.person_id).where(PersonTier.tier == criteria.tier)))
    if criteria.role:
        asked.append(Person.id.in_(sa.select(PersonRole.person_id).where(PersonRole.role == criteria.role)))
    if criteria.department_id is not None:
        asked.append(Person.department_id.in_(company.branch(criteria.department_id)))
    if criteria.project_group_id is not None:
        asked.append(Person.id.in_(members_of([criteria.project_group_id])))
    if criteria.hired_from:
        asked.append(Person.hired_on >= criteria.hired_from)
    if criteria.hired_to:
        asked.append(Person.hired_on <= criteria.hired_to)
    if criteria.wave_id is not None:
        asked.append(in_wave(company.waves.get(criteria.wave_id)))
    return sa.and_(*asked)


def in_wave(place: WavePlace | None) -> sa.ColumnElement[bool]:
    """Condition on Person: of one of the units of a wave."""
    if place is None:
        return sa.false()
    if place.everybody:
        return sa.true()
    return sa.or_(Person.department_id.in_(place.departments), Person.id.in_(members_of(place.groups)))


def members_of(group_ids: Iterable[int]) -> sa.Select[int]:
    """Ids of the members of project groups."""
    return sa.select(Membership.person_id).where(Membership.project_group_id.in_(list(group_ids)))
