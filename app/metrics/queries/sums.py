"""The one statement behind the dashboard: everything that can be added up, by day, department and path."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Department, Person
from app.ambassadors.models import Appointment
from app.foundation.db import UtcDateTime
from app.metrics.formulas.rows import AsOf
from app.metrics.formulas.training import AGES, due_days_of_age
from app.metrics.queries import predicates as p
from app.metrics.queries.moves import due_on, moved, of_point
from app.training.models import Assignment, Certificate, Completion, DeadlineChange

COUNTS = ("first", "second", "third", "fourth")


def sums(points: Sequence[AsOf]) -> sa.CompoundSelect[Any]:
    """Rows of kind, point (number of the day), department_id, path_id, code and up to four counts.

    obligations: standing, completed, overdue · people: with any, failing · due: due, on time · ages: overdue by age, on the
    last day only · heads: people · superusers: superusers · department: nothing but the code.
    """
    table = points_table(points)
    moves = moved(table)
    each = _person_and_path(table, moves)
    return sa.union_all(
        _obligations(each),
        _people_of_paths(each),
        _people(each),
        _due(table, moves),
        _ages(each, moves, points[-1], len(points) - 1),
        _heads(table),
        _superusers(table),
        _shaped("department", sa.literal(0), Department.id, code=Department.code),
    )


def points_table(points: Sequence[AsOf]) -> sa.CTE:
    """The days as a table: number, day, first (of the month), end."""
    columns = (
        sa.column("number", sa.Integer),
        sa.column("day", sa.Date),
        sa.column("first", sa.Date),
        sa.column("end", UtcDateTime()),
    )
    rows = [(number, point.day, point.first, point.end) for number, point in enumerate(points)]
    return sa.values(*columns, name="given").data(rows).cte("points")


def _shaped(kind: str, point: Any, department: Any, path: Any = None, *counts: Any, code: Any = None) -> sa.Select[Any]:
    """Every branch gives the same columns."""
    given = [*counts, *([sa.literal(0)] * (len(COUNTS) - len(counts)))]
    return sa.select(
        sa.literal(kind).label("kind"),
        point.label("point"),
        department.label("department_id"),
        (sa.cast(sa.null(), sa.Integer) if path is None else path).label("path_id"),
        (sa.literal("") if code is None else code).label("code"),
        *(count.label(name) for count, name in zip(given, COUNTS, strict=True)),
    )


def _person_and_path(points: sa.CTE, moves: sa.CTE) -> sa.CTE:
    """Standing assignments of people who count, by day, person and path; one row too many, without a number.

    The days are joined last, and outward, so that SQLite reads each assignment once and not once for each day; it sorts to
    group, and one number sorts twice as fast as the three that it stands for.
    """
    point, lapsed = points.c, lapsed_certificates(points)
    late = p.overdue(point, due_on(moves))
    key = (sa.cast(Assignment.person_id, sa.BigInteger) * 2**16 + Assignment.path_id) * 2**8 + point.number
    return (
        sa.select(
            sa.func.max(point.number).label("number"),
            sa.func.max(Person.department_id).label("department_id"),
            sa.func.max(Assignment.path_id).label("path_id"),
            sa.func.max(Assignment.person_id).label("person_id"),
            sa.func.count().label("standing"),
            p.tally(p.completed(point)).label("completed"),
            p.tally(late).label("overdue"),
            sa.func.max(sa.case((late | lapsed.c.number.is_not(None), 1), else_=0)).label("failing"),
        )
        .select_from(Assignment)
        .join(Person, Person.id == Assignment.person_id)
        .outerjoin(Completion, p.effective)
        .outerjoin(points, p.stands(point) & p.counts_at_end_of(point.day))
        .outerjoin(moves, of_point(moves, point.number))
        .outerjoin(
            lapsed,
            (lapsed.c.number == point.number)
            & (lapsed.c.person_id == Assignment.person_id)
            & (lapsed.c.path_id == Assignment.path_id),
        )
        .group_by(key)
        .cte("each_person_and_path")
    )


def lapsed_certificates(points: sa.CTE) -> sa.CTE:
    """Whose certificates of which path had all expired, by day; few, so that looking them up costs nothing."""
    point, other = points.c, sa.orm.aliased(Certificate)
    return (
        sa.select(point.number, other.person_id, other.path_id)
        .select_from(points)
        .join(other, other.expires_on < point.day)
        .where(~sa.exists().where(p.certificates_of(other.person_id, other.path_id, point), p.is_valid(point)))
        .distinct()
        .cte("lapsed")
    )


def _obligations(each: sa.CTE) -> sa.Select[Any]:
    c = each.c
    counts = [sa.func.sum(c[name]) for name in ("standing", "completed", "overdue")]
    summed = _shaped("obligations", c.number, c.department_id, c.path_id, *counts).where(c.number.is_not(None))
    return summed.group_by(c.number, c.department_id, c.path_id)


def _people_of_paths(each: sa.CTE) -> sa.Select[Any]:
    c = each.c
    counts = [sa.func.count(), sa.func.sum(c.failing)]
    summed = _shaped("people", c.number, c.department_id, c.path_id, *counts).where(c.number.is_not(None))
    return summed.group_by(c.number, c.department_id, c.path_id)


def _people(each: sa.CTE) -> sa.Select[Any]:
    c = each.c
    person = sa.select(c.number, c.department_id, sa.func.max(c.failing).label("failing")).where(c.number.is_not(None))
    one = person.group_by(c.number, c.department_id, c.person_id).subquery("each_person").c
    counts = [sa.func.count(), sa.func.sum(one.failing)]
    return _shaped("people", one.number, one.department_id, None, *counts).group_by(one.number, one.department_id)


def _due(points: sa.CTE, moves: sa.CTE) -> sa.Select[Any]:
    point = points.c
    stayed = sa.not_(sa.exists().where(DeadlineChange.assignment_id == Assignment.id))
    as_written = _due_rows(point, Assignment.due_on).select_from(points)
    as_written = as_written.join(
        Assignment, p.stands(point) & Assignment.due_on.between(point.first, point.day) & stayed
    ).join(Person, (Person.id == Assignment.person_id) & p.due_in_period(point, Assignment.due_on))
    as_moved = _due_rows(point, moves.c.counted_on).select_from(points).join(moves, moves.c.number == point.number)
    as_moved = as_moved.join(Assignment, p.stands(point) & (Assignment.id == moves.c.assignment_id)).join(
        Person, (Person.id == Assignment.person_id) & p.due_in_period(point, moves.c.counted_on)
    )
    both = as_written.outerjoin(Completion, p.effective).union_all(as_moved.outerjoin(Completion, p.effective))
    row = both.subquery("due_rows").c
    summed = _shaped("due", row.number, row.department_id, row.path_id, sa.func.count(), sa.func.sum(row.good))
    return summed.group_by(row.number, row.department_id, row.path_id)


def _due_rows(point: Any, counted: Any) -> sa.Select[Any]:
    good = sa.case((p.on_time(point, counted), 1), else_=0).label("good")
    return sa.select(point.number, p.department_on(counted).label("department_id"), Assignment.path_id, good)


def _ages(each: sa.CTE, moves: sa.CTE, point: AsOf, number: int) -> sa.Select[Any]:
    """Only of people with something overdue on that day: few, so that their assignments are read once more."""
    bounds = [due_days_of_age(point.day, first, last) for _, first, last in AGES]
    counts = [p.tally(due_on(moves).between(*bound)) for bound in bounds]
    late = each.c
    return (
        _shaped("ages", sa.literal(number), late.department_id, late.path_id, *counts)
        .select_from(each)
        .join(Assignment, (Assignment.person_id == late.person_id) & (Assignment.path_id == late.path_id))
        .outerjoin(Completion, p.effective)
        .outerjoin(moves, of_point(moves, number))
        .where(late.number == number, late.overdue > 0, p.stands(point), p.overdue(point, due_on(moves)))
        .group_by(late.department_id, late.path_id)
    )


def _heads(points: sa.CTE) -> sa.Select[Any]:
    point = points.c
    return (
        _shaped("heads", point.number, Person.department_id, None, sa.func.count())
        .select_from(points)
        .join(Person, p.counts_at_end_of(point.day))
        .group_by(point.number, Person.department_id)
    )


def _superusers(points: sa.CTE) -> sa.Select[Any]:
    point = points.c
    return (
        _shaped("superusers", point.number, Appointment.department_id, None, sa.func.count(Person.id.distinct()))
        .select_from(points)
        .join(Appointment, p.serves(point))
        .join(Person, (Person.id == Appointment.person_id) & p.counts_at_end_of(point.day))
        .group_by(point.number, Appointment.department_id)
    )
