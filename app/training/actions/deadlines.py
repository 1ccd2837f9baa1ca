"""Due dates move only with a row that says why: an extension, or a leave that pauses the clock."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

import sqlalchemy as sa

from app.accounts.queries.leaves import Span, leaves_of
from app.foundation import audit, clock, events
from app.foundation.db import db, locked
from app.training.events import DeadlinesExtended
from app.training.models import Assignment, DeadlineChange, DeadlineReason
from app.training.queries.deadlines import Basis, basis_of, changes_of, days_away, paused_until

AT_ONCE = 1000


class NothingLater(Exception):
    """The day is later than none of the due dates that it should replace, or it is over."""


class OwnDeadline(Exception):
    """Nobody gives more time to oneself."""


def extend(
    *, assignment_ids: Collection[int], to_on: date, reason: str, by_id: int | None, document: str = ""
) -> list[DeadlineChange]:
    """Give people until a later day, whoever is due before it; what is closed or due later stays as it is.

    Raises NothingLater, OwnDeadline. Being on time is measured by the new day only where the old one was not over yet.
    """
    if to_on < clock.today():
        raise NothingLater
    chosen = _held(Assignment.id.in_(assignment_ids))
    if any(one.person_id == by_id for one in chosen):
        raise OwnDeadline
    leaves = leaves_of({one.person_id for one in chosen})
    _pause(chosen, leaves)  # whoever is away for an open time is not late yet
    later = [one for one in chosen if one.due_on is not None and one.due_on < to_on]
    if not later:
        raise NothingLater
    moved = changes_of([one.id for one in later])
    made = [
        _move(
            one,
            to_on,
            DeadlineReason.extension,
            told=moved[one.id],
            leaves=leaves.get(one.person_id, []),
            reason=reason,
            document=document,
            by_id=by_id,
        )
        for one in later
    ]
    for one, change in zip(later, made, strict=True):
        audit.record(
            act="deadline:extended",
            subject=("assignment", one.id),
            actor_id=by_id,
            before={"due_on": change.from_on.isoformat() if change.from_on else None},
            after={"due_on": to_on.isoformat(), "person_id": one.person_id, "document": document},
            reason=reason,
        )
    events.publish(DeadlinesExtended(tuple(change.id for change in made)))
    return made


def move_due(
    *, assignment: Assignment, to_on: date, kind: DeadlineReason, reason: str = "", by_id: int | None = None
) -> DeadlineChange | None:
    """Move the due date of an open assignment, held by the caller, because what it is counted from moved; None if it stands."""
    if assignment.due_on == to_on:
        return None
    leaves = leaves_of({assignment.person_id}).get(assignment.person_id, [])
    told = changes_of([assignment.id])[assignment.id]
    return _move(assignment, to_on, kind, told=told, leaves=leaves, reason=reason, by_id=by_id)


def follow_rules(*, days: Mapping[int, date | None], kind: DeadlineReason, by_id: int | None = None) -> int:
    """Move open assignments (by id) to the days that rules name now, leave added; the number moved.

    What somebody granted stays, what is overdue stays, and nothing moves into the past.
    """
    moved = 0
    for part in _parts(sorted(days)):
        rows = sa.select(Assignment).where(Assignment.closed_at.is_(None), Assignment.id.in_(part))
        held = locked(rows.order_by(Assignment.id)).execution_options(populate_existing=True)
        moved += _follow_days(db.session.scalars(held).all(), days, kind, by_id)
    return moved


def _follow_days(
    assignments: Sequence[Assignment], days: Mapping[int, date | None], kind: DeadlineReason, by_id: int | None
) -> int:
    today, moved = clock.today(), 0
    leaves = leaves_of({one.person_id for one in assignments})
    changes = changes_of([one.id for one in assignments])
    for one in assignments:
        told, away = changes[one.id], leaves.get(one.person_id, [])
        granted = any(change.kind is DeadlineReason.extension for change in told)
        day = days[one.id]
        to_on = paused_until(Basis(day, clock.local_date(one.assigned_at), 0), away) if day else None
        stale = (one.due_on is not None and one.due_on < today) or (to_on is not None and to_on < today)
        if granted or stale or to_on == one.due_on:
            continue
        _move(one, to_on, kind, told=told, leaves=away, by_id=by_id)
        moved += 1
    return moved


def follow_leave(*, person_ids: Collection[int]) -> int:
    """Bring open due dates of people in line with their leave: the clock stands still while they are away.

    Only what differs is moved, so that doing it again moves nothing; the number moved.
    """
    leaves = leaves_of(person_ids)
    known = sa.select(DeadlineChange.assignment_id).where(DeadlineChange.kind == DeadlineReason.leave)
    moved = 0
    for part in _parts(sorted(person_ids)):
        away = [person_id for person_id in part if person_id in leaves]
        moved += _pause(
            _held(Assignment.person_id.in_(part), sa.or_(Assignment.person_id.in_(away), Assignment.id.in_(known))),
            leaves,
        )
    return moved


def pause_new(*, person_ids: Collection[int]) -> int:
    """The same for people who were just assigned something, most of whom were never away."""
    away = leaves_of(person_ids)
    return follow_leave(person_ids=sorted(away)) if away else 0


def _pause(assignments: Sequence[Assignment], leaves: dict[int, list[Span]]) -> int:
    changes = changes_of([one.id for one in assignments])
    moved = 0
    for one in assignments:
        told = changes[one.id]
        basis = basis_of(one, told)
        if basis is None:
            continue
        due_on = paused_until(basis, leaves.get(one.person_id, []))
        if due_on != one.due_on:
            _move(one, due_on, DeadlineReason.leave, told=told)
            moved += 1
    return moved


def _move(
    assignment: Assignment,
    to_on: date | None,
    kind: DeadlineReason,
    *,
    told: Sequence[DeadlineChange],
    leaves: Sequence[Span] = (),
    reason: str = "",
    document: str = "",
    by_id: int | None = None,
) -> DeadlineChange:
    today = clock.today()
    counted = (told[-1].counted_on or told[-1].to_on) if told else assignment.due_on
    frozen = counted != assignment.due_on
    late = kind is DeadlineReason.extension and counted is not None and counted < today
    change = DeadlineChange(
        assignment_id=assignment.id,
        kind=kind,
        from_on=assignment.due_on,
        to_on=to_on,
        counted_on=counted if late or frozen else to_on,
        leave_days=0 if kind is DeadlineReason.leave or to_on is None else days_away(leaves, today, to_on),
        reason=reason,
        document=document,
        at=clock.now(),
        by_id=by_id,
    )
    assignment.due_on = to_on
    db.session.add(change)
    db.session.flush()
    return change


def _held(*which: sa.ColumnElement[bool]) -> list[Assignment]:
    """Open assignments with a due date, held until commit, in one order so that nobody waits in a circle."""
    rows = sa.select(Assignment).where(Assignment.closed_at.is_(None), Assignment.due_on.is_not(None), *which)
    held = locked(rows.order_by(Assignment.id)).execution_options(populate_existing=True)
    return list(db.session.scalars(held))


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]
