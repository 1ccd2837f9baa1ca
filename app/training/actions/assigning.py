"""Assigning paths: by rule for a tier, by hand, by one's own choice; at most one open assignment per person and path."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person, PersonTier, Tier
from app.foundation import audit, clock, events
from app.foundation.db import db, insert_new, locked
from app.training.events import PathAssigned
from app.training.models import Assignment, AssignmentSource, PathRule, TrainingPath

TIER_GONE = "tier changed"
ROWS_AT_ONCE = 1000


class AlreadyClosed(Exception):
    """The assignment was completed, waived or withdrawn by someone who was faster."""


class DueInThePast(Exception):
    """Nothing can be due before today."""


def assign(
    *,
    person_id: int,
    path_id: int,
    source: AssignmentSource,
    due_on: date | None,
    mandatory: bool = True,
    by_id: int | None = None,
) -> Assignment | None:
    """Ask a person to complete a path; None where that is asked already. Raises DueInThePast."""
    if due_on is not None and due_on < clock.today():
        raise DueInThePast
    made = _insert(
        Assignment(
            person_id=person_id,
            path_id=path_id,
            source=source,
            mandatory=mandatory,
            assigned_at=clock.now(),
            assigned_by_id=by_id,
            due_on=due_on,
            original_due_on=due_on,
        )
    )
    if made is None:
        return None
    if source is AssignmentSource.manual:
        facts = {"path_id": path_id, "due_on": due_on.isoformat() if due_on else None, "mandatory": mandatory}
        audit.record(act="assignment:made", subject=("person", person_id), actor_id=by_id, after=facts)
    events.publish(PathAssigned((made.id,), (person_id,)))
    return made


def enrol(*, person_id: int, path_id: int) -> Assignment | None:
    """Take a path by one's own choice, with no due date; None where it is assigned already."""
    return assign(
        person_id=person_id,
        path_id=path_id,
        source=AssignmentSource.self_chosen,
        due_on=None,
        mandatory=False,
        by_id=person_id,
    )


def withdraw(*, assignment_id: int, reason: str, by_id: int | None) -> Assignment:
    """Take an assignment back; what was done on it stays on record. Raises AlreadyClosed."""
    assignment = _still_open(assignment_id)
    assignment.closed_at = assignment.withdrawn_at = clock.now()
    assignment.withdrawn_reason = reason
    _note("assignment:withdrawn", assignment, by_id, reason)
    return assignment


def waive(*, assignment_id: int, reason: str, by_id: int) -> Assignment:
    """Say that an assignment need not be done. Raises AlreadyClosed."""
    assignment = _still_open(assignment_id)
    assignment.closed_at = assignment.waived_at = clock.now()
    assignment.waived_by_id, assignment.waived_reason = by_id, reason
    _note("assignment:waived", assignment, by_id, reason)
    return assignment


def set_rule(*, path_id: int, tier: Tier, due_days: int, mandatory: bool, by_id: int | None) -> int:
    """Assign a path to a tier from now on, and to everyone who has the tier and not the path; the number assigned."""
    rule = db.session.scalar(sa.select(PathRule).where(PathRule.path_id == path_id, PathRule.tier == tier))
    before = _facts(rule) if rule else {}
    if rule is None:
        rule = PathRule(path_id=path_id, tier=tier, criteria_key=f"{path_id}|tier={tier}")
        db.session.add(rule)
    rule.due_days, rule.mandatory = due_days, mandatory
    db.session.flush()
    audit.record(act="rule:set", subject=("path", path_id), actor_id=by_id, before=before, after=_facts(rule))
    return _apply(rule)


def remove_rule(*, rule_id: int, by_id: int) -> bool:
    """Assign a path to a tier no longer; assignments made stay. False where there is no such rule."""
    rule = db.session.get(PathRule, rule_id)
    if rule is None:
        return False
    audit.record(act="rule:removed", subject=("path", rule.path_id), actor_id=by_id, before=_facts(rule))
    db.session.delete(rule)
    return True


def follow_tiers(*, person_id: int) -> list[Assignment]:
    """Bring a person's assignments in line with their tiers; the ones made now.

    What a rule assigned for a tier the person lost is withdrawn where it was not begun, and optional where it was.
    """
    person = db.session.scalar(sa.select(Person).where(Person.id == person_id, Person.deactivated_at.is_(None)))
    if person is None:
        return []
    tiers = set(db.session.scalars(sa.select(PersonTier.tier).where(PersonTier.person_id == person_id)))
    rules = list(db.session.scalars(_rules()))
    _let_go(person_id, [rule.path_id for rule in rules if rule.tier in tiers])
    held = set(db.session.scalars(_assigned_paths(person_id)))
    wanted = [rule for rule in rules if rule.tier in tiers and rule.path_id not in held]
    made = [_by_rule(rule, person_id) for rule in wanted]
    return [assignment for assignment in made if assignment]


def _insert(assignment: Assignment) -> Assignment | None:
    """Insert unless one is open already, which only the unique index can know for sure."""
    try:
        with db.session.begin_nested():
            db.session.add(assignment)
            db.session.flush()
    except sa.exc.IntegrityError:
        open_now = _open_one(assignment.person_id, assignment.path_id)
        if open_now is None:
            raise
        return None
    return assignment


def _open_one(person_id: int, path_id: int) -> int | None:
    return db.session.scalar(
        sa.select(Assignment.id).where(
            Assignment.person_id == person_id, Assignment.path_id == path_id, Assignment.closed_at.is_(None)
        )
    )


def _still_open(assignment_id: int) -> Assignment:
    rows = sa.select(Assignment).where(Assignment.id == assignment_id).execution_options(populate_existing=True)
    assignment: Assignment = db.session.scalars(locked(rows)).one()
    if assignment.closed_at is not None:
        raise AlreadyClosed
    return assignment


def _note(act: str, assignment: Assignment, by_id: int | None, reason: str) -> None:
    facts = {"person_id": assignment.person_id, "path_id": assignment.path_id}
    audit.record(act=act, subject=("assignment", assignment.id), actor_id=by_id, after=facts, reason=reason)


def _facts(rule: PathRule) -> dict[str, Any]:
    return {"tier": rule.tier.value if rule.tier else "", "due_days": rule.due_days, "mandatory": rule.mandatory}


def _rules() -> sa.Select[PathRule]:
    paths = sa.select(TrainingPath.id).where(TrainingPath.retired_at.is_(None))
    return sa.select(PathRule).where(PathRule.path_id.in_(paths)).order_by(PathRule.due_days, PathRule.id)


def _assigned_paths(person_id: int) -> sa.Select[int]:
    """Paths that the person has, had and completed, or was spared; withdrawn ones may be assigned again."""
    return sa.select(Assignment.path_id).where(Assignment.person_id == person_id, Assignment.withdrawn_at.is_(None))


def _let_go(person_id: int, kept: list[int]) -> None:
    gone = sa.select(Assignment).where(
        Assignment.person_id == person_id,
        Assignment.source == AssignmentSource.rule,
        Assignment.closed_at.is_(None),
        Assignment.path_id.not_in(kept),
    )
    for assignment in db.session.scalars(locked(gone)).all():
        if assignment.started_at is None:
            withdraw(assignment_id=assignment.id, reason=TIER_GONE, by_id=None)
        elif assignment.mandatory:
            assignment.mandatory = False
            _note("assignment:optional", assignment, None, TIER_GONE)


def _by_rule(rule: PathRule, person_id: int) -> Assignment | None:
    return assign(
        person_id=person_id,
        path_id=rule.path_id,
        source=AssignmentSource.rule,
        due_on=clock.today() + timedelta(days=rule.due_days or 0),
        mandatory=rule.mandatory,
    )


def _apply(rule: PathRule) -> int:
    """Assign to everyone of the tier who does not have the path, in one pass."""
    held = sa.select(Assignment.person_id).where(Assignment.path_id == rule.path_id, Assignment.withdrawn_at.is_(None))
    today = clock.today()
    people = db.session.scalars(
        sa.select(Person.id)
        .join(PersonTier, PersonTier.person_id == Person.id)
        .where(
            PersonTier.tier == rule.tier,
            Person.deactivated_at.is_(None),
            Person.id.not_in(held),
            sa.or_(Person.last_day.is_(None), Person.last_day >= today),
        )
        .order_by(Person.id)
    ).all()
    return sum(
        _assign_many(rule, people[start : start + ROWS_AT_ONCE]) for start in range(0, len(people), ROWS_AT_ONCE)
    )


def _assign_many(rule: PathRule, person_ids: Sequence[int]) -> int:
    """Assign to many in one statement and announce it in one event; who got the path meanwhile is left out."""
    moment, due_on = clock.now(), clock.today() + timedelta(days=rule.due_days or 0)
    facts = {"path_id": rule.path_id, "source": AssignmentSource.rule, "mandatory": rule.mandatory}
    dates = {"assigned_at": moment, "due_on": due_on, "original_due_on": due_on}
    insert_new(Assignment, [{"person_id": person_id, **facts, **dates} for person_id in person_ids])
    made = db.session.execute(
        sa.select(Assignment.id, Assignment.person_id)
        .where(
            Assignment.path_id == rule.path_id,
            Assignment.person_id.in_(person_ids),
            Assignment.assigned_at == moment,
            Assignment.closed_at.is_(None),
        )
        .order_by(Assignment.id)
    ).all()
    if made:
        events.publish(PathAssigned(tuple(row.id for row in made), tuple(row.person_id for row in made)))
    return len(made)
