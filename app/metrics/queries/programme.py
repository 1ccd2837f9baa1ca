"""The roll-out by wave: how ready its people are, and the figures of the registry asked of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import sqlalchemy as sa

from app.accounts.models import Membership, ProjectGroup
from app.foundation.db import db
from app.metrics.formulas.marks import Facts, Found, Row
from app.metrics.formulas.marks_value import active_users_in
from app.metrics.formulas.rows import Company, GroupRow
from app.metrics.formulas.waves import GoLive
from app.metrics.queries.company import company_as_of
from app.metrics.queries.kept import kept
from app.metrics.queries.scope import Scope
from app.metrics.texts import DEFINITIONS
from app.metrics.texts.programme import FIGURES
from app.training.models import RolloutWave, WaveKind
from app.training.queries.criteria import WavePlace
from app.training.queries.dual_runs import DualRun, dual_run_of
from app.training.queries.waves import Ready, roll_out, standings

NEEDS = {"assignments", "ambassadors", *DEFINITIONS["AX"].needs}
FEW = 12


@dataclass(frozen=True, slots=True)
class _Group:
    """A project group with its id, by which waves name it."""

    id: int
    row: GroupRow


Groups = Mapping[_Group, frozenset[int]]


@dataclass(frozen=True, slots=True)
class WaveLine:
    """One wave in a scope: its figures by name, and how many people are how far."""

    id: int
    name: str
    name_en: str
    kind: WaveKind
    live: GoLive
    dual_run: DualRun | None
    standing: Mapping[Ready, int]
    figures: Mapping[str, Found]

    def title(self, language: str) -> str:
        """Name in a language; the other one where there is only one."""
        return (self.name_en or self.name) if language == "en" else self.name

    @property
    def people(self) -> int:
        """Everybody of the wave in the scope."""
        return sum(self.standing.values())


@dataclass(frozen=True, slots=True)
class _Seen:
    """A wave as it is seen in a scope: the company, who is in which group, and what belongs to the wave there."""

    company: Company
    groups: Groups
    branch: frozenset[str]  # codes of the departments looked at
    departments: frozenset[str]  # those of them that belong to the wave altogether
    members: frozenset[int]  # ids of people who belong to it by a project group

    def holds(self, person_id: int, department: str) -> bool:
        """Whether somebody in a department is looked at and belongs to the wave."""
        return department in self.departments or (person_id in self.members and department in self.branch)

    @property
    def people(self) -> frozenset[int]:
        """Ids of the people of the wave who are in scope on the day."""
        return frozenset(one.id for one in self.company.population if self.holds(one.id, one.department))


def wave_lines(scope: Scope) -> list[WaveLine]:
    """Waves in the order in which they go live; of a branch only those that have anybody there."""
    return kept(("programme", *scope.key), lambda: _lines(scope), shelf="overviews", largest=FEW)


def wave_line(scope: Scope, wave_id: int) -> WaveLine | None:
    """One wave, where the reader sees it."""
    return next((line for line in wave_lines(scope) if line.id == wave_id), None)


def _lines(scope: Scope) -> list[WaveLine]:
    waves, places = roll_out([(node.department.id, node.department.parent_id) for node in scope.every])
    if not waves:
        return []
    day = scope.as_of.day
    states = standings(waves, places, day)
    company, groups = company_as_of(day, NEEDS, parents=scope.parents), _groups()
    lines = [_line(wave, states[wave.id], _seen(places.waves[wave.id], company, groups, scope)) for wave in waves]
    everything = scope.whole_company and scope.chosen is None
    return [line for line in lines if line.people or everything]


def _seen(place: WavePlace, company: Company, groups: Groups, scope: Scope) -> _Seen:
    branch = [node.department for node in scope.branch]
    whole = frozenset(one.code for one in branch if place.everybody or one.id in place.departments)
    joined = [members for group, members in groups.items() if group.id in place.groups]
    return _Seen(company, groups, frozenset(one.code for one in branch), whole, frozenset[int]().union(*joined))


def _groups() -> Groups:
    """Project groups with the ids of their members."""
    found: dict[_Group, set[int | None]] = {}
    rows = sa.select(ProjectGroup.id, ProjectGroup.code, ProjectGroup.active_to, Membership.person_id)
    rows = rows.outerjoin(Membership, Membership.project_group_id == ProjectGroup.id).order_by(ProjectGroup.id)
    for number, code, active_to, person_id in db.session.execute(rows):
        found.setdefault(_Group(number, GroupRow(code, active_to)), set()).add(person_id)  # None where it has nobody
    return {group: frozenset(one for one in members if one is not None) for group, members in found.items()}


def _line(wave: RolloutWave, states: Mapping[int, Ready], seen: _Seen) -> WaveLine:
    own = {one: state for one, state in states.items() if seen.company.by_id[one].department in seen.branch}
    return WaveLine(
        id=wave.id,
        name=wave.name,
        name_en=wave.name_en,
        kind=wave.kind,
        live=GoLive(wave.go_live_on, seen.company.as_of.day),
        dual_run=dual_run_of(wave, seen.company.as_of.day),
        standing={state: sum(one is state for one in own.values()) for state in Ready},
        figures={"ready": _ready(own), **_training(seen), **_offices(seen), **_adoption(seen)},
    )


def _ready(states: Mapping[int, Ready]) -> Found:
    asked = {number: state for number, state in states.items() if state is not Ready.nothing}
    return Found(
        "share", tuple(Row("person", number, state is Ready.ready, 1, state.value) for number, state in asked.items())
    )


def _training(seen: _Seen) -> dict[str, Found]:
    """T1 of the people who are in the wave, T2 of those who were in its departments on the due day."""
    company, rows = seen.company, seen.company.assignments
    now = [row for row in rows if seen.holds(row.person.id, row.person.department)]
    due = [
        row for row in rows if row.measured_on and seen.holds(row.person.id, row.person.department_on(row.measured_on))
    ]
    alone = {
        "completion": replace(company, assignments=tuple(now)),
        "on-time": replace(company, assignments=tuple(due)),
    }
    return {name: _asked(name, part, part) for name, part in alone.items()}


def _offices(seen: _Seen) -> dict[str, Found]:
    """S1 of the departments, and A1 of the project groups, in which anybody of the wave is."""
    company, people = seen.company, seen.people
    there = {company.by_id[one].department for one in people}
    joined = tuple(group.row for group, members in seen.groups.items() if members & people)
    parts = {
        "superusers": replace(company, parents=_those(company, there)),
        "ambassadors": replace(company, groups=joined),
    }
    return {name: _asked(name, part, part) for name, part in parts.items()}


def _adoption(seen: _Seen) -> dict[str, Found]:
    """U1 and AX of the departments that belong to the wave altogether: what is told of few is told of no part of one."""
    company, whole = seen.company, seen.departments
    if not whole:
        return {name: Found(FIGURES[name].how, reason="whole_departments") for name in ("usage", "index")}
    index = _asked("index", replace(company, parents=_those(company, whole)), company)
    return {"usage": active_users_in(company, whole), "index": replace(index, how="each")}


def _those(company: Company, codes: Collection[str]) -> dict[str, str | None]:
    return {code: above for code, above in company.parents.items() if code in codes}


def _asked(name: str, part: Company, whole: Company) -> Found:
    return FIGURES[name].of(Facts(company=part, whole=whole, departments=frozenset(whole.departments)))
