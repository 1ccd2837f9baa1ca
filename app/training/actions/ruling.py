"""Rules: setting, changing and ending them, and bringing assignments in line with what they ask of people.

One function, `follow`, decides for one person and for ten thousand; everything that happens to people or rules ends there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, TypeVar

import sqlalchemy as sa

from app.accounts.models import Person
from app.foundation import audit, clock, events
from app.foundation.db import db, insert_new
from app.training.actions import deadlines, releasing
from app.training.actions.carrying import carry_withdrawn
from app.training.events import PathAssigned
from app.training.models import Assignment, AssignmentSource, DeadlineReason, DueKind, PathRule
from app.training.queries.criteria import Criteria, Terms, criteria_key, criteria_of, terms_of
from app.training.queries.rules import Asked, People, Wanted, asked_of

ROWS_AT_ONCE = 1000
RULES = 20_261_120  # any number that nobody else locks
RULE_CHANGED, RULE_ENDED, HIRED = "rule changed", "rule ended", "hire date changed"
"""Reasons as they are kept; the transcript says them in the reader's language."""

NOT_ASKED = (
    "tier changed",
    "role changed",
    "place changed",
    "person added",
    "person came back",
    "wave changed",
    RULE_CHANGED,
    RULE_ENDED,
    HIRED,
)
"""Reasons for which rules take something back, which they may give again; what somebody took back stays so."""

T = TypeVar("T")
Pair = tuple[int, int]
"""A person and a path."""


class RuleExists(Exception):
    """Another rule asks the same people to take the same path; change that one."""


def set_rule(*, criteria: Criteria, terms: Terms, by_id: int | None) -> int:
    """Ask everyone who meets the criteria, from now on, to take a path; the number asked anew.

    Where the same rule stands it gets these terms.
    """
    wait_alone()
    rule = db.session.scalar(sa.select(PathRule).where(PathRule.criteria_key == criteria_key(criteria)))
    if rule is not None:
        return _write(rule, criteria, terms, by_id)
    return _write(PathRule(path_id=criteria.path_id), criteria, terms, by_id)


def change_rule(*, rule_id: int, criteria: Criteria, terms: Terms, by_id: int) -> int:
    """Give a rule other criteria or terms; the number asked anew. Raises LookupError, RuleExists.

    Due dates of open assignments that it made follow, but for what is overdue or was extended; whom no rule asks any
    more is released.
    """
    wait_alone()
    rule = db.session.get(PathRule, rule_id)
    if rule is None or rule.path_id != criteria.path_id:
        raise LookupError(rule_id)
    same = sa.select(PathRule.id).where(PathRule.criteria_key == criteria_key(criteria), PathRule.id != rule_id)
    if db.session.scalar(same) is not None:
        raise RuleExists
    return _write(rule, criteria, terms, by_id)


def remove_rule(*, rule_id: int, by_id: int) -> bool:
    """End a rule, and release whom no other rule asks; False where there is no such rule."""
    wait_alone()
    rule = db.session.get(PathRule, rule_id)
    if rule is None:
        return False
    audit.record(act="rule:removed", subject=("path", rule.path_id), actor_id=by_id, before=facts_of(rule))
    follow(None, because=RULE_ENDED, path_ids=[rule.path_id], without=rule.id, alone=True)
    db.session.delete(rule)
    return True


def follow_hiring(*, person_id: int) -> int:
    """Bring a person in line after the day of hiring was written or corrected: what counts from it moves."""
    changed = list(db.session.scalars(sa.select(PathRule.id).where(PathRule.due_kind == DueKind.hire)))
    return follow([person_id], because=HIRED, changed=changed, kind=DeadlineReason.hire)


def facts_of(rule: PathRule) -> dict[str, Any]:
    """A rule as the audit trail keeps it: what is set, as plain values."""
    told = {**asdict(criteria_of(rule)), **asdict(terms_of(rule))}
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in told.items()
        if value is not None and name != "path_id"
    }


def _write(rule: PathRule, criteria: Criteria, terms: Terms, by_id: int | None) -> int:
    before = facts_of(rule) if rule.id else {}
    for name, value in {**asdict(criteria), **asdict(terms)}.items():
        setattr(rule, name, value)
    rule.criteria_key = criteria_key(criteria)
    db.session.add(rule)
    db.session.flush()
    audit.record(act="rule:set", subject=("path", rule.path_id), actor_id=by_id, before=before, after=facts_of(rule))
    return follow(None, because=RULE_CHANGED, path_ids=[rule.path_id], changed={rule.id}, alone=True)


def wait_alone() -> None:
    """Rules change one after the other, and while nobody is being looked at; SQLite has one writer anyway."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(RULES)))


def _wait_with_others() -> None:
    """People may be looked at side by side, but no rule changes meanwhile."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.select(sa.func.pg_advisory_xact_lock_shared(RULES)))


def follow(
    people: People,
    *,
    because: str,
    path_ids: Collection[int] | None = None,
    changed: Collection[int] = (),
    kind: DeadlineReason = DeadlineReason.rule,
    without: int | None = None,
    alone: bool = False,
) -> int:
    """Bring the assignments of people (None: of all) in line with what rules ask of them; the number made.

    What no rule asks any more is withdrawn, with the reason, where it was not begun, and optional where it was. What is
    asked and not there is assigned; what was withdrawn earlier gives back everything that was passed. Of several rules
    the earliest due date and mandatory win. `changed` names rules whose day moved, `kind` why, `without` one that ends.
    """
    wait_alone() if alone else _wait_with_others()
    db.session.flush()
    asked = asked_of(people, path_ids=path_ids, without=without)
    rows = _open_rows(people, path_ids)
    _release([one for one in rows if (one.person_id, one.path_id) not in asked], because)
    _adjust([one for one in rows if (one.person_id, one.path_id) in asked], asked, changed, kind)
    held = {(row.person_id, row.path_id) for row in db.session.execute(_held_pairs(people, path_ids))}
    missing = {pair: one for pair, one in asked.items() if pair not in held}
    made = _make(missing)
    slipped_in = missing.keys() - made
    if slipped_in:  # somebody took the path by choice at this very moment: now it must be done
        found = _open_rows([person_id for person_id, _ in slipped_in], path_ids)
        _adjust([one for one in found if (one.person_id, one.path_id) in slipped_in], asked, changed, kind)
    return len(made)


def _open_rows(people: People, path_ids: Collection[int] | None) -> Sequence[Any]:
    rows = sa.select(
        Assignment.id,
        Assignment.person_id,
        Assignment.path_id,
        Assignment.source,
        Assignment.mandatory,
        Assignment.assigned_at,
        Assignment.started_at,
        Assignment.due_on,
        Assignment.rule_id,
    ).where(Assignment.closed_at.is_(None), *_limits(people, path_ids))
    return db.session.execute(rows.order_by(Assignment.id)).all()


def _held_pairs(people: People, path_ids: Collection[int] | None) -> sa.Select[int, int]:
    """Paths that people have, had and completed, or were spared; withdrawn ones may be assigned again."""
    return sa.select(Assignment.person_id, Assignment.path_id).where(
        Assignment.withdrawn_at.is_(None), *_limits(people, path_ids)
    )


def _limits(people: People, path_ids: Collection[int] | None) -> list[sa.ColumnElement[bool]]:
    """Those people and paths; of everybody, only people who work here, so that leavers keep what they have."""
    limits = [] if path_ids is None else [Assignment.path_id.in_(path_ids)]
    if people is not None:
        limits.append(Assignment.person_id.in_(people))
    return [*limits, Assignment.person_id.in_(sa.select(Person.id).where(Person.deactivated_at.is_(None)))]


def _release(rows: Sequence[Any], because: str) -> None:
    """What was only there because a rule asked goes, or need not be done."""
    ruled = [one for one in rows if one.source is AssignmentSource.rule or one.rule_id is not None]
    chosen = (AssignmentSource.manual, AssignmentSource.self_chosen, AssignmentSource.imported)
    gone = [one for one in ruled if one.started_at is None and one.source not in chosen]
    releasing.withdraw_many(gone, because)
    releasing.set_mandatory([one for one in ruled if one not in gone and one.mandatory], because, mandatory=False)


def _adjust(rows: Sequence[Any], asked: Mapping[Pair, Asked], changed: Collection[int], kind: DeadlineReason) -> None:
    """Mandatory where a rule says so; due when the earliest rule says, where what it is counted from has moved."""
    days: dict[int, date | None] = {}
    stricter: list[Any] = []
    milder: list[Any] = []
    rules: dict[int, list[int]] = defaultdict(list)
    for one in rows:
        ruled = one.source is AssignmentSource.rule or one.rule_id is not None
        begun_on = clock.local_date(one.assigned_at) if ruled else clock.today()
        wanted = asked[one.person_id, one.path_id].wanted(begun_on)
        if not ruled and (one.mandatory or not wanted.mandatory):
            continue  # asked by somebody already, or by nobody
        if wanted.mandatory is not one.mandatory:
            (stricter if wanted.mandatory else milder).append(one)
        if one.rule_id != wanted.rule_id:
            rules[wanted.rule_id].append(one.id)
        if _is_moved(one, wanted, changed, ruled=ruled):
            days[one.id] = wanted.due_on
    releasing.set_mandatory(stricter, "", mandatory=True)
    releasing.set_mandatory(milder, RULE_CHANGED, mandatory=False)
    for rule_id, ids in rules.items():
        for part in parts(ids):
            db.session.execute(sa.update(Assignment).where(Assignment.id.in_(part)).values(rule_id=rule_id))
    deadlines.follow_rules(days=days, kind=kind)


def _is_moved(one: Any, wanted: Wanted, changed: Collection[int], *, ruled: bool) -> bool:
    if one.source is AssignmentSource.renewal:
        return False  # due when the certificate expires
    if not ruled:
        return wanted.due_on is not None and (one.due_on is None or wanted.due_on < one.due_on)
    other = one.rule_id is not None and one.rule_id != wanted.rule_id
    return other or wanted.rule_id in changed or one.rule_id in changed


def _make(missing: Mapping[Pair, Asked]) -> set[Pair]:
    """Assign to many in few statements, announced together where the due date is the same; the pairs that are made."""
    moment, today = clock.now(), clock.today()
    together: dict[tuple[int, date | None], list[dict[str, Any]]] = defaultdict(list)
    for (person_id, path_id), asked in sorted(missing.items()):
        wanted = asked.wanted(today)
        facts = {"rule_id": wanted.rule_id, "mandatory": wanted.mandatory, "due_on": wanted.due_on}
        together[path_id, wanted.due_on].append({"person_id": person_id, "path_id": path_id, **facts})
    made: set[Pair] = set()
    for rows in together.values():
        for part in parts(rows):
            made |= _insert(part, moment)
    return made


def _insert(rows: Sequence[Mapping[str, Any]], moment: Any) -> set[Pair]:
    path_id = rows[0]["path_id"]
    more = {"source": AssignmentSource.rule, "assigned_at": moment, "original_due_on": rows[0]["due_on"]}
    insert_new(Assignment, [{**row, **more} for row in rows])
    made = db.session.execute(
        sa.select(Assignment.id, Assignment.person_id)
        .where(
            Assignment.path_id == path_id,
            Assignment.person_id.in_([row["person_id"] for row in rows]),
            Assignment.assigned_at == moment,
            Assignment.source == AssignmentSource.rule,
            Assignment.closed_at.is_(None),
        )
        .order_by(Assignment.id)
    ).all()
    if made:
        carry_withdrawn([row.id for row in made])
        events.publish(PathAssigned(tuple(row.id for row in made), tuple(row.person_id for row in made)))
    return {(row.person_id, path_id) for row in made}


def parts(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """Rows in portions that one statement takes."""
    for start in range(0, len(rows), ROWS_AT_ONCE):
        yield rows[start : start + ROWS_AT_ONCE]


def people_of(pairs: Iterable[Pair]) -> list[int]:
    """The people of pairs, each once."""
    return sorted({person_id for person_id, _ in pairs})
