"""The rules of `formulas.training` and `formulas.coverage` once more, in SQL, for sums over many rows.

A point is anything with `day`, `first` and `end`: an `AsOf`, or the columns of a table of days.
"""

from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person, PersonVersion
from app.ambassadors.models import Appointment, AppointmentKind, AppointmentState
from app.ambassadors.queries.serving import holds_gate
from app.metrics.queries.people import moved_people
from app.metrics.queries.training import corrected
from app.training.models import Assignment, Certificate, Completion

Condition = sa.ColumnElement[bool]
Point = Any
effective = (Completion.assignment_id == Assignment.id) & Completion.id.not_in(corrected())


def stands(point: Point) -> Condition:
    """Mandatory, assigned by then, neither waived nor withdrawn."""
    return sa.and_(
        Assignment.mandatory,
        Assignment.assigned_at < point.end,
        sa.or_(Assignment.waived_at.is_(None), Assignment.waived_at >= point.end),
        sa.or_(Assignment.withdrawn_at.is_(None), Assignment.withdrawn_at >= point.end),
    )


def counts_at_end_of(day: Any) -> Condition:
    """The person is neither gone (from the end of the last day on) nor on leave."""
    return sa.and_(
        sa.or_(Person.last_day.is_(None), Person.last_day > day),
        sa.or_(Person.leave_from.is_(None), Person.leave_from > day, Person.leave_to < day),
    )


def department_on(day: Any) -> sa.ColumnElement[int]:
    """Id of the department of the person on a day: where an event of that day is counted."""
    then = sa.orm.aliased(PersonVersion)
    newest = sa.select(then.department_id).where(then.person_id == Person.id, then.valid_from <= day)
    known = newest.order_by(then.id.desc()).limit(1).scalar_subquery()
    moved = Person.id.in_(moved_people())
    return sa.case((moved, sa.func.coalesce(known, Person.department_id)), else_=Person.department_id)


def completed(point: Point) -> Condition:
    """Completed by then."""
    return sa.and_(Completion.completed_at.is_not(None), Completion.completed_at < point.end, recorded(point.end))


def recorded(end: Any) -> Condition:
    """Written by then: what was learned elsewhere is dated before it is written. A correction stands for what it corrects."""
    return sa.or_(Completion.recorded_at.is_(None), Completion.recorded_at < end, Completion.corrects_id.is_not(None))


def is_open(point: Point) -> Condition:
    """Not completed by then."""
    return sa.or_(Completion.completed_at.is_(None), Completion.completed_at >= point.end, sa.not_(recorded(point.end)))


def overdue(point: Point, due: Any) -> Condition:
    """Not completed, and the due day is over."""
    return sa.and_(due.is_not(None), due < point.day, is_open(point))


def due_in_period(point: Point, counted: Any) -> Condition:
    """Due in the month so far, of somebody who was there on the due day."""
    return sa.and_(counted.between(point.first, point.day), counts_at_end_of(counted))


def on_time(point: Point, counted: Any) -> Condition:
    """Completed by the due day that counts."""
    return sa.and_(completed(point), Completion.completed_on <= counted)


def certificates_of(person_id: Any, path_id: Any, point: Point) -> Condition:
    """Certificates of a person for a path, issued by then."""
    return sa.and_(
        Certificate.person_id == person_id, Certificate.path_id == path_id, Certificate.issued_on <= point.day
    )


def is_valid(point: Point) -> Condition:
    """A certificate that has not expired."""
    return sa.or_(Certificate.expires_on.is_(None), Certificate.expires_on >= point.day)


def serves(point: Point) -> Condition:
    """An accepted, certified superuser in office at the end of the day."""
    return sa.and_(
        Appointment.kind == AppointmentKind.superuser,
        Appointment.state.in_((AppointmentState.active, AppointmentState.ended)),
        Appointment.answered_at < point.end,
        holds_gate(point.day),
        Appointment.starts_on <= point.day,
        sa.or_(Appointment.ends_on.is_(None), Appointment.ends_on >= point.day),
        sa.or_(Appointment.ended_at.is_(None), Appointment.ended_at >= point.end),
    )


def tally(condition: Condition) -> sa.ColumnElement[int]:
    """How many rows of a group meet a condition."""
    return sa.func.sum(sa.case((condition, 1), else_=0))
