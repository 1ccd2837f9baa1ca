"""What was passed on an assignment that was taken back counts again when the path is asked for again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.foundation import clock
from app.foundation.db import db, locked
from app.training.actions.completing import settle
from app.training.models import Assignment, Attempt, CarriedAttempt, Completion, ModuleCompletion, Regrade
from app.training.queries.published import Published, current_of
from app.training.queries.standing import standings
from app.training.queries.tried import ModuleRow, completed_of, module_rows

Pair = tuple[int, int]
"""Ids of an assignment that gives and of one that is given to."""


def carry_withdrawn(assignment_ids: Collection[int]) -> None:
    """Let what was passed on withdrawn assignments count on new ones of the same person and path.

    What was passed before the path was last completed stays with that completion: a renewal is anew.
    """
    new, old = aliased(Assignment, name="new"), aliased(Assignment, name="old")
    pairs = (
        sa.select(old.id, new.id)
        .join(old, sa.and_(old.person_id == new.person_id, old.path_id == new.path_id, old.id != new.id))
        .where(new.id.in_(assignment_ids), old.withdrawn_at.is_not(None), sa.not_(_completed_since(old)))
        .order_by(old.id)
    )
    carry([(row[0], row[1]) for row in db.session.execute(pairs)])


def carry(pairs: Sequence[Pair]) -> None:
    """Let passed attempts and completed modules of assignments count on others, which are open and held by the caller.

    Modules count where they are graded today as they were then.
    """
    if not pairs:
        return
    lent = _attempts(pairs)
    if lent:
        db.session.execute(sa.insert(CarriedAttempt), lent)
    found = {one.id: one for one in _receivers([to_id for _, to_id in pairs])}
    content = current_of({one.path_id for one in found.values()})
    given = _modules(pairs, found, content)
    db.session.add_all(given)
    gained = {row["assignment_id"] for row in lent} | {row.assignment_id for row in given}
    for one in found.values():
        if one.id in gained and one.started_at is None:
            one.started_at = clock.now()
    db.session.flush()
    _settle([one for one in found.values() if one.id in gained], content)


def _attempts(pairs: Sequence[Pair]) -> list[dict[str, int]]:
    """Passed attempts, also those that were lent to the giver itself, that the receiver does not have."""
    givers = sorted({from_id for from_id, _ in pairs})
    regraded = sa.exists().where(Regrade.attempt_id == Attempt.id, Regrade.passed)
    own = sa.select(Attempt.assignment_id, Attempt.id).where(
        Attempt.assignment_id.in_(givers), sa.or_(Attempt.passed, regraded)
    )
    handed_on = sa.select(CarriedAttempt.assignment_id, CarriedAttempt.attempt_id)
    held: dict[int, set[int]] = defaultdict(set)
    for number, attempt_id in db.session.execute(
        sa.union(own, handed_on.where(CarriedAttempt.assignment_id.in_(givers)))
    ):
        held[number].add(attempt_id)
    receivers = sorted({to_id for _, to_id in pairs})
    known = {
        (row[0], row[1]) for row in db.session.execute(handed_on.where(CarriedAttempt.assignment_id.in_(receivers)))
    }
    wanted = {(to_id, attempt_id) for from_id, to_id in pairs for attempt_id in held[from_id]} - known
    return [{"assignment_id": to_id, "attempt_id": attempt_id} for to_id, attempt_id in sorted(wanted)]


def _modules(
    pairs: Sequence[Pair], found: dict[int, Assignment], content: dict[int, Published]
) -> list[ModuleCompletion]:
    rows = module_rows([one for pair in pairs for one in pair])
    given = []
    for from_id, to_id in pairs:
        published = content.get(found[to_id].path_id) if to_id in found else None
        if published is None:
            continue
        for module_id, row in completed_of(published, rows[from_id]).items():
            if module_id not in rows[to_id] and row.grading_hash == published.module_hashes[module_id].grading:
                rows[to_id][module_id] = row
                given.append(_copy(row, module_id, found[to_id], published))
    return given


def _copy(row: ModuleRow, module_id: str, to: Assignment, published: Published) -> ModuleCompletion:
    """The same module on another assignment, as of the day it was completed."""
    return ModuleCompletion(
        assignment_id=to.id,
        person_id=to.person_id,
        module_id=module_id,
        module_version=row.version,
        path_version=published.path.version,
        grading_hash=row.grading_hash,
        score=row.score,
        minutes=row.minutes,
        completed_at=row.completed_at,
        method=row.method,
    )


def _completed_since(old: type[Assignment]) -> sa.ColumnElement[bool]:
    other = aliased(Assignment, name="completed")
    return sa.exists().where(
        other.person_id == old.person_id,
        other.path_id == old.path_id,
        Completion.assignment_id == other.id,
        Completion.completed_at >= old.withdrawn_at,
    )


def _receivers(ids: Collection[int]) -> Sequence[Assignment]:
    rows = sa.select(Assignment).where(Assignment.id.in_(ids), Assignment.closed_at.is_(None))
    return db.session.scalars(locked(rows.order_by(Assignment.id)).execution_options(populate_existing=True)).all()


def _settle(assignments: Sequence[Assignment], content: dict[int, Published]) -> None:
    """Modules that are passed wholly by what came along are completed now, so that the next ones open."""
    for standing in standings([(content[one.path_id], one) for one in assignments if one.path_id in content]):
        settle(standing)
