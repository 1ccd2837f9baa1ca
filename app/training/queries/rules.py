"""Rules: what they ask of whom, the list of them, and whom a rule would touch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Department, Person, ProjectGroup
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.search import contains
from app.training.models import Assignment, AssignmentSource, PathRule, RolloutWave, TrainingPath
from app.training.queries.criteria import CompanyMap, Criteria, company_map, criteria_of, due_day, meets, terms_of

People = sa.Select[int] | Sequence[int] | None
"""Ids of people, or a select of them; None stands for everybody."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What all rules together ask of a person on a path: the earliest due date, and mandatory if one of them says so."""

    rule_id: int
    due_on: date | None
    mandatory: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """The rules that ask somebody to take a path, and what due days count from."""

    rules: tuple[PathRule, ...]
    hired_on: date | None
    company: CompanyMap

    def wanted(self, assigned_on: date) -> Wanted:
        """The terms of an assignment made on a day."""
        days = [(self._due(rule, assigned_on), rule.id) for rule in self.rules]
        due_on, rule_id = min(days, key=lambda one: (one[0] is None, one[0] or date.max, one[1]))
        return Wanted(rule_id, due_on, any(rule.mandatory for rule in self.rules))

    def _due(self, rule: PathRule, assigned_on: date) -> date | None:
        go_live_on = self.company.go_live(rule.wave_id)
        return due_day(terms_of(rule), assigned_on=assigned_on, hired_on=self.hired_on, go_live_on=go_live_on)


def asked_of(
    people: People, *, path_ids: Iterable[int] | None = None, without: int | None = None
) -> dict[tuple[int, int], Asked]:
    """What the rules, but one that ends, ask by person and path, of some people or of all; four statements."""
    rules, company = standing_rules(path_ids), company_map()
    rules.pop(without or 0, None)
    found: dict[tuple[int, int], list[PathRule]] = defaultdict(list)
    hired: dict[int, date | None] = {}
    for number, person_id, hired_on in _touched(rules, company, people):
        found[person_id, rules[number].path_id].append(rules[number])
        hired[person_id] = hired_on
    return {(person, path): Asked(tuple(ones), hired[person], company) for (person, path), ones in found.items()}


def standing_rules(path_ids: Iterable[int] | None = None) -> dict[int, PathRule]:
    """Rules of the paths that are offered, or of some of them, by id."""
    offered = sa.select(TrainingPath.id).where(TrainingPath.retired_at.is_(None))
    rows = sa.select(PathRule).where(PathRule.path_id.in_(offered)).order_by(PathRule.id)
    if path_ids is not None:
        rows = rows.where(PathRule.path_id.in_(list(path_ids)))
    return {rule.id: rule for rule in db.session.scalars(rows)}


def _touched(
    rules: dict[int, PathRule], company: CompanyMap, people: People
) -> Sequence[sa.Row[int, int, date | None]]:
    parts = [
        sa.select(sa.literal(rule.id).label("rule_id"), Person.id, Person.hired_on).where(
            meets(criteria_of(rule), company), *([] if people is None else [Person.id.in_(people)])
        )
        for rule in rules.values()
    ]
    return db.session.execute(sa.union_all(*parts)).all() if parts else []


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule in the list, with how many open assignments it stands behind."""

    rule: PathRule
    open: int


def rule_rows(*, words: str = "", number: int = 1) -> Page[RuleRow]:
    """Rules by path, with everything that says whom they mean; searched by path, department, group and wave."""
    rows = (
        sa.select(PathRule)
        .join(PathRule.path)
        .outerjoin(PathRule.department)
        .outerjoin(PathRule.project_group)
        .outerjoin(PathRule.wave)
        .options(*_loaded())
        .order_by(TrainingPath.code, PathRule.tier.is_(None), PathRule.tier, PathRule.id)
    )
    for word in words.split()[:8]:
        rows = rows.where(sa.or_(*(column.icontains(word, autoescape=True) for column in _SEARCHED)))
    found = page_of(rows, number=number)
    counts = _open_by_rule([rule.id for rule in found.rows])
    shown = [RuleRow(rule, counts.get(rule.id, 0)) for rule in found.rows]
    return Page(rows=shown, number=found.number, size=found.size, total=found.total)


_SEARCHED = (
    TrainingPath.code,
    TrainingPath.title_zh,
    TrainingPath.title_en,
    Department.name,
    Department.name_en,
    Department.code,
    ProjectGroup.name,
    ProjectGroup.name_en,
    RolloutWave.name,
    RolloutWave.name_en,
)


def _loaded() -> tuple[sa.orm.interfaces.ORMOption, ...]:
    ways = (PathRule.path, PathRule.department, PathRule.project_group, PathRule.wave)
    return tuple(joinedload(way) for way in ways)


def _open_by_rule(rule_ids: list[int]) -> dict[int, int]:
    rows = (
        sa.select(Assignment.rule_id, sa.func.count())
        .where(Assignment.rule_id.in_(rule_ids), Assignment.closed_at.is_(None))
        .group_by(Assignment.rule_id)
    )
    return {row[0]: row[1] for row in db.session.execute(rows) if row[0]}


def rule_by_id(rule_id: int) -> PathRule | None:
    """A rule with path, department, project group and wave."""
    return db.session.scalar(sa.select(PathRule).where(PathRule.id == rule_id).options(*_loaded()))


class Touch(StrEnum):
    """How a rule touches somebody: asked anew, has the path open, completed it before, was spared, no longer asked."""

    new = "new"
    open = "open"
    completed = "completed"
    waived = "waived"
    released = "released"


@dataclass(frozen=True, slots=True)
class Preview:
    """How many people a rule would touch in each way, and a page of those of one way, by name, with their departments."""

    counts: dict[Touch, int]
    people: Page[Person]


def preview(
    criteria: Criteria, rule_id: int | None = None, *, touch: Touch, words: str = "", number: int = 1
) -> Preview:
    """Whom a rule would touch, in six statements; nothing is written. `rule_id` names the rule that it would replace."""
    touched = _previewed(criteria, rule_id).subquery()
    rows = sa.select(touched.c.touch, sa.func.count()).group_by(touched.c.touch)
    found = {row[0]: row[1] for row in db.session.execute(rows)}
    people = sa.select(Person).join(touched, touched.c.id == Person.id).where(touched.c.touch == touch.value)
    if words:
        people = people.where(contains(Person.search_text, words))
    people = people.options(joinedload(Person.department)).order_by(Person.name, Person.id)
    counts = {one: found.get(one.value, 0) for one in Touch}
    return Preview(counts, page_of(people, number=number))


def _previewed(criteria: Criteria, rule_id: int | None) -> Any:
    company = company_map()
    touched = sa.select(Person.id, _touch(criteria.path_id).label("touch")).where(meets(criteria, company))
    before = db.session.get(PathRule, rule_id) if rule_id else None
    if before is None:
        return touched
    others = [rule for rule in standing_rules([criteria.path_id]).values() if rule.id != rule_id]
    kept = sa.or_(meets(criteria, company), *(meets(criteria_of(rule), company) for rule in others))
    by_rule = sa.select(Assignment.person_id).where(
        Assignment.path_id == criteria.path_id, Assignment.closed_at.is_(None), made_by_rule()
    )
    gone = sa.select(Person.id, sa.literal(Touch.released.value).label("touch")).where(
        meets(criteria_of(before), company), Person.id.in_(by_rule), sa.not_(kept)
    )
    return sa.union_all(touched, gone)


def _touch(path_id: int) -> sa.ColumnElement[str]:
    """What the rule finds: the same order in which `follow` looks."""
    own = sa.and_(Assignment.person_id == Person.id, Assignment.path_id == path_id, Assignment.withdrawn_at.is_(None))
    open_now = sa.exists().where(own, Assignment.closed_at.is_(None))
    done = sa.exists().where(own, Assignment.closed_at.is_not(None), Assignment.waived_at.is_(None))
    spared = sa.exists().where(own, Assignment.waived_at.is_not(None))
    return sa.case(
        (open_now, Touch.open.value),
        (done, Touch.completed.value),
        (spared, Touch.waived.value),
        else_=Touch.new.value,
    )


def people_in_branch(department_id: int) -> sa.Select[int]:
    """Ids of the people of a department and everything below it, for use inside another statement."""
    return sa.select(Person.id).where(Person.department_id.in_(company_map().branch(department_id)))


def made_by_rule() -> sa.ColumnElement[bool]:
    """Condition on Assignment: it is there, or must be done, because a rule asks."""
    return sa.or_(Assignment.source == AssignmentSource.rule, Assignment.rule_id.is_not(None))
