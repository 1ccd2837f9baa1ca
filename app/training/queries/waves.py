"""Waves of the roll-out, and how ready the people of each are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Person
from app.foundation import clock
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.search import contains
from app.training.models import Assignment, AssignmentSource, PathRule, RolloutWave, WaveUnit
from app.training.queries.criteria import CompanyMap, company_map, in_wave, place_of, works_here


class Ready(StrEnum):
    """How far somebody is with what must be done: all of it, some, none; or nothing is asked."""

    ready = "ready"
    in_progress = "in_progress"
    not_begun = "not_begun"
    nothing = "nothing"


@dataclass(frozen=True, slots=True)
class Readiness:
    """A wave, how many rules name it, and its people by how far they are."""

    wave: RolloutWave
    rules: int
    counts: Mapping[Ready, int]

    @property
    def people(self) -> int:
        """Everybody of the wave who works here."""
        return sum(self.counts.values())

    @property
    def asked(self) -> int:
        """Those of whom anything is asked: what the share is of."""
        return self.people - self.counts[Ready.nothing]

    @property
    def percent(self) -> int | None:
        """Share of those asked who have completed everything, rounded down so that 100 means all; None where nobody is."""
        return 100 * self.counts[Ready.ready] // self.asked if self.asked else None


def all_waves() -> list[RolloutWave]:
    """Waves in the order in which they go live, those without a day last; without their units."""
    order = (RolloutWave.go_live_on.is_(None), RolloutWave.go_live_on, RolloutWave.id)
    return list(db.session.scalars(sa.select(RolloutWave).order_by(*order)))


def wave_by_id(wave_id: int) -> RolloutWave | None:
    """A wave with its units and what they are called."""
    units = selectinload(RolloutWave.units).options(joinedload(WaveUnit.department), joinedload(WaveUnit.project_group))
    return db.session.scalar(sa.select(RolloutWave).where(RolloutWave.id == wave_id).options(units))


def roll_out(departments: Iterable[tuple[int, int | None]]) -> tuple[list[RolloutWave], CompanyMap]:
    """All waves in their order and what belongs to each, for who knows which department is below which; one statement."""
    order = (RolloutWave.go_live_on.is_(None), RolloutWave.go_live_on, RolloutWave.id)
    rows = sa.select(RolloutWave).options(joinedload(RolloutWave.units)).order_by(*order)
    found = list(db.session.scalars(rows).unique())
    below: dict[int, list[int]] = defaultdict(list)
    for number, parent_id in departments:
        below[parent_id or 0].append(number)
    company = CompanyMap(below, {})
    for wave in found:
        units = [(unit.department_id, unit.project_group_id) for unit in wave.units]
        company.waves[wave.id] = place_of(company, wave.kind, units, wave.go_live_on)
    return found, company


def standings(waves: Sequence[RolloutWave], company: CompanyMap, day: date) -> dict[int, dict[int, Ready]]:
    """How far each person of some waves was at the end of a day, by wave and person; one statement."""
    found: dict[int, dict[int, Ready]] = {wave.id: {} for wave in waves}
    if waves:
        member = _members(waves, company, day)
        for wave_id, person_id, state in db.session.execute(sa.select(member).order_by(member.c.person_id)):
            found[wave_id][person_id] = Ready(state)
    return found


def readiness(*, words: str = "", number: int = 1) -> Page[Readiness]:
    """Waves in the order in which they go live, with the readiness of their people; seven statements."""
    rows = sa.select(RolloutWave).order_by(RolloutWave.go_live_on.is_(None), RolloutWave.go_live_on, RolloutWave.id)
    for word in words.split()[:8]:
        named = (RolloutWave.name, RolloutWave.name_en)
        rows = rows.where(sa.or_(*(column.icontains(word, autoescape=True) for column in named)))
    found = page_of(rows, number=number)
    counts, rules = _counted(found.rows, company_map()), _rules_by_wave()
    shown = [Readiness(wave, rules.get(wave.id, 0), counts[wave.id]) for wave in found.rows]
    return Page(rows=shown, number=found.number, size=found.size, total=found.total)


def readiness_of(wave: RolloutWave, company: CompanyMap) -> Readiness:
    """The readiness of one wave."""
    return Readiness(wave, _rules_by_wave().get(wave.id, 0), _counted([wave], company)[wave.id])


def wave_people(
    wave: RolloutWave, company: CompanyMap, state: Ready | None, *, words: str = "", number: int = 1
) -> Page[Any]:
    """The people of a wave by name, as (person with department, state); all, or those who are so far."""
    member = _members([wave], company)
    rows = (
        sa.select(Person, member.c.state)
        .join(member, member.c.person_id == Person.id)
        .options(joinedload(Person.department))
        .order_by(Person.name, Person.id)
    )
    if state is not None:
        rows = rows.where(member.c.state == state.value)
    if words:
        rows = rows.where(contains(Person.search_text, words))
    return page_of(rows, number=number, scalars=False)


def _rules_by_wave() -> dict[int, int]:
    rows = sa.select(PathRule.wave_id, sa.func.count()).where(PathRule.wave_id.is_not(None))
    return {row[0]: row[1] for row in db.session.execute(rows.group_by(PathRule.wave_id)) if row[0]}


def _counted(waves: Sequence[RolloutWave], company: CompanyMap) -> dict[int, dict[Ready, int]]:
    found: dict[int, dict[Ready, int]] = defaultdict(lambda: dict.fromkeys(Ready, 0))
    if waves:
        member = _members(waves, company)
        rows = sa.select(member.c.wave_id, member.c.state, sa.func.count()).group_by(member.c.wave_id, member.c.state)
        for wave_id, state, count in db.session.execute(rows):
            found[wave_id][Ready(state)] = count
    return found


def _members(waves: Sequence[RolloutWave], company: CompanyMap, day: date | None = None) -> sa.Subquery:
    """`wave_id`, `person_id` and `state` of everybody in some waves, today or on a day; who is in two is in it twice."""
    day = day or clock.today()
    parts = [
        sa.select(sa.literal(wave.id).label("wave_id"), Person.id.label("person_id")).where(
            works_here(day), in_wave(company.waves.get(wave.id))
        )
        for wave in waves
    ]
    member, asked = sa.union_all(*parts).subquery("member"), _obligations(day)
    state = sa.case(
        (asked.c.person_id.is_(None), Ready.nothing.value),
        (asked.c.open == 0, Ready.ready.value),
        (asked.c.begun > 0, Ready.in_progress.value),
        else_=Ready.not_begun.value,
    )
    return (
        sa.select(member.c.wave_id, member.c.person_id, state.label("state"))
        .outerjoin(asked, asked.c.person_id == member.c.person_id)
        .subquery("standing_member")
    )


def _obligations(day: date) -> sa.Subquery:
    """Of each person what must be done: how much of it is open, how much begun. A renewal that is not over is none yet."""
    end = clock.end_of(day)
    early = sa.and_(Assignment.source == AssignmentSource.renewal, Assignment.due_on >= day)
    closed = sa.and_(Assignment.closed_at.is_not(None), Assignment.closed_at < end)
    started = sa.and_(Assignment.started_at.is_not(None), Assignment.started_at < end)
    begun = sa.case((sa.or_(started, closed), 1), else_=0)
    return (
        sa.select(
            Assignment.person_id,
            sa.func.sum(sa.case((closed, 0), else_=1)).label("open"),
            sa.func.sum(begun).label("begun"),
        )
        .where(
            Assignment.mandatory,
            Assignment.assigned_at < end,
            sa.or_(Assignment.withdrawn_at.is_(None), Assignment.withdrawn_at >= end),
            sa.or_(Assignment.waived_at.is_(None), Assignment.waived_at >= end),
            sa.or_(closed, sa.not_(early)),
        )
        .group_by(Assignment.person_id)
        .subquery("asked")
    )
