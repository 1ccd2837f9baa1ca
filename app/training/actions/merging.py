"""Records when two accounts of one person become one: assignments are repointed, nothing is deleted, and it can be undone.

Attempts and completions keep the person they were made as; whoever reads them goes by their assignment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from app.foundation import audit, clock
from app.foundation.db import db, locked
from app.training.actions import superseding
from app.training.actions.carrying import carry
from app.training.models import (
    Assignment,
    AttemptRequest,
    Certificate,
    Completion,
    ModuleCompletion,
    MovedAssignment,
    TimeNote,
)
from app.training.queries.standing import is_finished

MERGED = "accounts merged"


def move_assignments(*, merge_id: int, from_id: int, into_id: int) -> None:
    """Let the kept account have every assignment and certificate of the merged one.

    Where both had a path open, the one with less done on it is taken back, and what was passed on it counts on the
    other; so is one that need not be done because the path was completed on the other account and still counts.
    """
    found = _held(Assignment.person_id.in_((from_id, into_id)))
    losers = _losers(found)
    moved = [one for one in found if one.person_id == from_id]
    touched = {one.id: one for one in [*moved, *(loser for loser, _ in losers)]}
    lost = {loser.id for loser, _ in losers}
    db.session.add_all(
        MovedAssignment(merge_id=merge_id, assignment_id=one.id, owner_id=one.person_id, withdrawn=one.id in lost)
        for one in touched.values()
    )
    for loser, _winner in losers:
        loser.closed_at = loser.withdrawn_at = clock.now()
        loser.withdrawn_reason = MERGED
    db.session.flush()  # before anything moves: a person has a path open once at most
    _repoint(moved, into_id)
    superseding.keep_newest([into_id])
    carry([(loser.id, winner.id) for loser, winner in losers if winner.closed_at is None])
    _note("assignment:moved", touched.values(), into_id)


def move_back(*, merge_id: int, from_id: int, into_id: int) -> None:
    """Give every assignment back to whose it was, and open again what the merge took back, but where a newer one is open."""
    rows = list(db.session.scalars(sa.select(MovedAssignment).where(MovedAssignment.merge_id == merge_id)))
    found = {one.id: one for one in _held(Assignment.id.in_([row.assignment_id for row in rows]))}
    by_owner: dict[int, list[Assignment]] = defaultdict(list)
    for row in rows:
        by_owner[row.owner_id].append(found[row.assignment_id])
    for owner_id, ones in by_owner.items():
        _repoint([one for one in ones if one.person_id != owner_id], owner_id)
    superseding.part([from_id, into_id])
    for row in rows:
        if row.withdrawn:
            _open_again(found[row.assignment_id])
    _note("assignment:moved_back", found.values(), None)


def _held(which: sa.ColumnElement[bool]) -> Sequence[Assignment]:
    rows = sa.select(Assignment).where(which).order_by(Assignment.id)
    return db.session.scalars(locked(rows).execution_options(populate_existing=True)).all()


def _losers(found: Sequence[Assignment]) -> list[tuple[Assignment, Assignment]]:
    """Open assignments that give way, each with the one that stays: the furthest, or one that was completed and counts.

    A renewal is asked for whoever completed the path before.
    """
    by_path: dict[int, list[Assignment]] = defaultdict(list)
    for one in found:
        by_path[one.path_id].append(one)
    progress, counting = _progress(found), _counting(found)
    losers: list[tuple[Assignment, Assignment]] = []
    for ones in by_path.values():
        open_now = sorted((one for one in ones if one.closed_at is None), key=lambda one: (-progress[one.id], one.id))
        if not open_now:
            continue
        best, *rest = open_now
        done = [one for one in ones if one.id in counting and one.person_id != best.person_id]
        if done and best.renews_id is None:
            losers += [(one, done[-1]) for one in open_now]
        else:
            losers += [(one, best) for one in rest]
    return losers


def _progress(found: Sequence[Assignment]) -> dict[int, int]:
    """How many modules are completed, and whether it was begun."""
    counts = sa.select(ModuleCompletion.assignment_id, sa.func.count()).where(
        ModuleCompletion.assignment_id.in_([one.id for one in found])
    )
    done = {row[0]: row[1] for row in db.session.execute(counts.group_by(ModuleCompletion.assignment_id))}
    return {one.id: done.get(one.id, 0) * 2 + (one.started_at is not None) for one in found}


def _counting(found: Sequence[Assignment]) -> set[int]:
    """Completed assignments whose certificate, if they have one, is still valid."""
    finished = [one.id for one in found if is_finished(one)]
    expired = (
        sa.select(Completion.assignment_id)
        .join(Certificate, Certificate.completion_id == Completion.id)
        .where(Completion.assignment_id.in_(finished), Certificate.expires_on < clock.today())
    )
    return set(finished) - set(db.session.scalars(expired))


def _repoint(assignments: Sequence[Assignment], person_id: int) -> None:
    """Assignments and the certificates earned on them belong to another account from now on."""
    for one in assignments:
        one.person_id = person_id
    db.session.flush()
    ids = [one.id for one in assignments]
    for table in (AttemptRequest, TimeNote):
        asked = sa.update(table).where(table.assignment_id.in_(ids))
        db.session.execute(asked.values(person_id=person_id))
    earned = sa.select(Completion.id).where(Completion.assignment_id.in_(ids))
    mine = sa.update(Certificate).where(Certificate.completion_id.in_(earned))
    db.session.execute(mine.values(person_id=person_id), execution_options={"synchronize_session": "fetch"})


def _open_again(assignment: Assignment) -> None:
    other = sa.exists().where(
        Assignment.person_id == assignment.person_id,
        Assignment.path_id == assignment.path_id,
        Assignment.closed_at.is_(None),
    )
    if db.session.scalar(sa.select(other)):
        return
    assignment.closed_at = assignment.withdrawn_at = None
    assignment.withdrawn_reason = ""
    db.session.flush()


def _note(act: str, assignments: Iterable[Assignment], into_id: int | None) -> None:
    for one in assignments:
        facts = {"person_id": into_id or one.person_id, "path_id": one.path_id}
        audit.record(act=act, subject=("assignment", one.id), actor_id=None, after=facts, reason=MERGED)
