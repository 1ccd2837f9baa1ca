"""Due dates: how one stands, which are over, where a leave moves one, and why each of them moved."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Person, PersonState
from app.accounts.queries.leaves import Span, away_on
from app.foundation import clock
from app.foundation.db import db
from app.foundation.params import TODAY, Day
from app.training.models import Assignment, DeadlineChange, DeadlineReason

SOON = 3
"""Days before the due date from which one is reminded of it."""


class Due(StrEnum):
    """How a due date stands today."""

    none = "none"
    later = "later"
    soon = "soon"
    today = "today"
    overdue = "overdue"
    paused = "paused"


def due_state(due_on: date | None, *, paused: bool = False) -> Due:
    """A due date lasts until the end of its day in the company's zone, and stands still while one is on leave.

    This and `is_overdue`, the same as a condition of the database, are the only rules about it.
    """
    if due_on is None:
        return Due.none
    if paused:
        return Due.paused
    days = (due_on - clock.today()).days
    if days < 0:
        return Due.overdue
    if days == 0:
        return Due.today
    return Due.soon if days <= SOON else Due.later


def on_leave(person: Person, day: date | None = None) -> bool:
    """Whether somebody's clock stands still on a day, or today."""
    return person.state_on(day or clock.today()) is PersonState.on_leave


def is_overdue(day: Day = TODAY) -> sa.ColumnElement[bool]:
    """Open assignments of people (joined) who are not on leave whose due day is over at the beginning of a day, or today."""
    return sa.and_(Assignment.closed_at.is_(None), Assignment.due_on < day, sa.not_(away_on(day)))


@dataclass(frozen=True, slots=True)
class Basis:
    """What a due date is counted from: a day that was set, when it was set, and the days of leave reckoned with then."""

    base_on: date
    counted_from: date
    known: int


def basis_of(assignment: Assignment, changes: Iterable[DeadlineChange]) -> Basis | None:
    """The day that stands but for leave: the last one that was granted, else the first one; None without any."""
    told = list(changes)
    granted = [change for change in told if change.kind is not DeadlineReason.leave]
    if granted and granted[-1].to_on:
        last = granted[-1]
        return Basis(last.to_on, clock.local_date(last.at), last.leave_days)  # type: ignore[arg-type]
    base = told[0].from_on if told else assignment.due_on
    return Basis(base, clock.local_date(assignment.assigned_at), 0) if base else None


def paused_until(basis: Basis, leaves: Iterable[Span]) -> date:
    """Where leaves (in order, none touching another) move a due date: its days pass only while one is there.

    Of each leave the days between the counting's beginning and the due day count; never earlier than the day that was set.
    """
    due_on = basis.base_on - timedelta(days=basis.known)
    for first, last in leaves:
        begins = max(first, basis.counted_from + timedelta(days=1))
        if begins > due_on:
            break
        due_on += timedelta(days=max(0, (last - begins).days + 1))
    return max(due_on, basis.base_on)


def days_away(leaves: Iterable[Span], after: date, until: date) -> int:
    """Days of leave after one day, until another with it."""
    return sum(max(0, (min(last, until) - max(first, after + timedelta(days=1))).days + 1) for first, last in leaves)


def changes_of(assignment_ids: Collection[int]) -> dict[int, list[DeadlineChange]]:
    """Every move of these due dates, by assignment, in order; one statement."""
    found: dict[int, list[DeadlineChange]] = defaultdict(list)
    rows = sa.select(DeadlineChange).where(DeadlineChange.assignment_id.in_(assignment_ids))
    for change in db.session.scalars(rows.order_by(DeadlineChange.id)):
        found[change.assignment_id].append(change)
    return found


def assignments_of_choice(assignment_ids: Collection[int]) -> list[Assignment]:
    """Open assignments that have a due date, among these, with person and path, by name."""
    rows = (
        sa.select(Assignment)
        .join(Person, Person.id == Assignment.person_id)
        .where(Assignment.id.in_(assignment_ids), Assignment.closed_at.is_(None), Assignment.due_on.is_not(None))
        .options(joinedload(Assignment.person), joinedload(Assignment.path))
    )
    return list(db.session.scalars(rows.order_by(Person.name, Assignment.due_on, Assignment.id)))


def deadlines_as_of(end: object) -> sa.Subquery:
    """Of every assignment whose due date ever moved: `due_on` and `counted_on` as they stood before an instant.

    An assignment that is not in it stands as it is written. `end` is an instant or an expression for one.
    """
    past, later = DeadlineChange.at < end, DeadlineChange.at >= end
    edges = (
        sa.select(
            DeadlineChange.assignment_id,
            sa.func.max(sa.case((past, DeadlineChange.id))).label("last"),
            sa.func.min(sa.case((later, DeadlineChange.id))).label("next"),
        )
        .group_by(DeadlineChange.assignment_id)
        .subquery()
    )
    last, coming = sa.orm.aliased(DeadlineChange), sa.orm.aliased(DeadlineChange)
    known = edges.c.last.is_not(None)
    return (
        sa.select(
            edges.c.assignment_id,
            sa.case((known, last.to_on), else_=coming.from_on).label("due_on"),
            sa.case((known, sa.func.coalesce(last.counted_on, last.to_on)), else_=coming.from_on).label("counted_on"),
        )
        .outerjoin(last, last.id == edges.c.last)
        .outerjoin(coming, coming.id == edges.c.next)
        .subquery("deadlines")
    )
