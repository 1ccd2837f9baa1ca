"""The rows behind a number: the same conditions as the sums, so that they always agree."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, TypeVar

import sqlalchemy as sa

from app.accounts.models import Department, Person
from app.accounts.queries.departments import Node
from app.feedback.models import Idea
from app.feedback.queries.visibility import visible_to
from app.foundation.calendar import working_calendar
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.search import contains, folded
from app.metrics.formulas import coverage, ideas
from app.metrics.formulas.rows import IdeaRow
from app.metrics.formulas.training import AGES, due_days_of_age
from app.metrics.queries import predicates as p
from app.metrics.queries.cells import cells_of
from app.metrics.queries.ideas import idea_rows
from app.metrics.queries.moves import counted_on, due_on, moved, of_point
from app.metrics.queries.scope import Scope
from app.metrics.queries.sums import lapsed_certificates, points_table
from app.training.models import Assignment, Completion, TrainingPath

Part = Literal["denominator", "numerator", "rest"]
T = TypeVar("T")
SIZE = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """Which side of a metric is wanted (the rest is what the numerator leaves), how old, and searched for what."""

    metric: str
    part: Part = "denominator"
    age: str = ""
    query: str = ""
    page: int = 1
    reader: Any = None


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """A department of S1."""

    node: Node
    headcount: int
    superusers: int

    @property
    def target(self) -> int:
        """Superusers needed."""
        return coverage.target(self.headcount)

    @property
    def status(self) -> str:
        """gap, single point, ok or over."""
        return coverage.coverage_status(self.superusers, self.headcount)


@dataclass(frozen=True, slots=True)
class IdeaLine:
    """An idea of I1 and I2 with the business hours to its first answer, or up to now.

    One that is kept from the reader is counted, for the number is the company's, and has no title.
    """

    row: IdeaRow
    title: str
    hours: Fraction | None
    answered: bool


def rows_of(scope: Scope, asked: Asked) -> Page[Any]:
    """One page of the rows behind a number; at most four statements."""
    found: Page[Any] = SOURCES[asked.metric](scope, asked)
    return found


def assignments(scope: Scope, asked: Asked) -> Page[Any]:
    """Rows of T1, T2 and T3: one for each assignment."""
    point, moves = scope.as_of, moved(points_table([scope.as_of]))
    on_time = asked.metric == "on-time"
    due = counted_on(moves) if on_time else due_on(moves)
    place = p.department_on(due) if on_time else Person.department_id
    found: Any = (
        sa.select(
            Assignment.id,
            Person.id.label("person_id"),
            Person.name,
            Person.employee_no,
            Department,
            TrainingPath,
            Assignment.assigned_at,
            due.label("due_on"),
            Completion.completed_at,
            Completion.completed_on,
        )
        .select_from(Assignment)
        .join(Person, Person.id == Assignment.person_id)
        .join(TrainingPath, TrainingPath.id == Assignment.path_id)
        .outerjoin(Completion, p.effective)
        .outerjoin(moves, of_point(moves, 0))
        .join(Department, Department.id == place)
        .where(p.stands(point), *_within(scope, place), *_searched(asked))
        .order_by(due.is_(None), due, Person.employee_no_key, Assignment.id)
    )
    inside = p.due_in_period(point, due) if on_time else p.counts_at_end_of(point.day)
    return page_of(found.where(inside, *_side(scope, asked, due)), number=asked.page, size=SIZE, scalars=False)


def _side(scope: Scope, asked: Asked, due: Any) -> list[p.Condition]:
    point = scope.as_of
    marks = {"on-time": p.on_time(point, due), "overdue": p.overdue(point, due)}
    mark = marks.get(asked.metric, p.completed(point))
    sides: list[p.Condition] = []
    if asked.part != "denominator":
        sides.append(mark if asked.part == "numerator" else sa.not_(mark))
    for name, first, last in AGES:
        if name == asked.age:
            sides += [p.overdue(point, due), due.between(*due_days_of_age(point.day, first, last))]
    return sides


def people(scope: Scope, asked: Asked) -> Page[Any]:
    """Rows of T5: one for each person, with how much is overdue or expired."""
    point = scope.as_of
    table = points_table([point])
    gone, moves = lapsed_certificates(table).c, moved(table)
    late, lapsed = p.overdue(point, due_on(moves)), gone.number.is_not(None)
    failing = sa.func.max(sa.case((late | lapsed, 1), else_=0))
    found: Any = (
        sa.select(
            Person.id.label("person_id"),
            Person.name,
            Person.employee_no,
            Department,
            sa.func.count().label("asked"),
            p.tally(p.completed(point)).label("completed"),
            p.tally(late).label("overdue"),
            p.tally(lapsed).label("expired"),
        )
        .select_from(Assignment)
        .join(Person, Person.id == Assignment.person_id)
        .join(Department, Department.id == Person.department_id)
        .outerjoin(Completion, p.effective)
        .outerjoin(moves, of_point(moves, 0))
        .outerjoin(gone.number.table, (gone.person_id == Assignment.person_id) & (gone.path_id == Assignment.path_id))
        .where(p.stands(point), p.counts_at_end_of(point.day), *_within(scope, Person.department_id), *_searched(asked))
        .group_by(Person.id, Department.id)
        .order_by(p.tally(late).desc(), Person.employee_no_key)
    )
    if asked.part != "denominator":
        found = found.having(failing == (0 if asked.part == "numerator" else 1))
    return page_of(found, number=asked.page, size=SIZE, scalars=False)


def _within(scope: Scope, place: Any) -> list[p.Condition]:
    conditions: list[p.Condition] = [] if scope.path_id is None else [Assignment.path_id == scope.path_id]
    if scope.chosen is not None or not scope.whole_company:
        conditions.append(place.in_(scope.departments))
    return conditions


def _searched(asked: Asked) -> list[p.Condition]:
    return [contains(Person.search_text, asked.query)] if asked.query else []


def departments(scope: Scope, asked: Asked) -> Page[DepartmentRow]:
    """Rows of S1: one for each department in which anybody is."""
    cells = cells_of([scope.as_of])
    heads, serving = cells.values["heads", 0], cells.values["superusers", 0]
    rows = [
        DepartmentRow(node, heads[node.department.id, None][1], serving.get((node.department.id, None), (0, 0))[1])
        for node in scope.branch
        if (node.department.id, None) in heads and _named(node, asked.query)
    ]
    covered = {"denominator": (True, False), "numerator": (True,), "rest": (False,)}[asked.part]
    return _page([row for row in rows if (row.superusers >= row.target) in covered], asked.page)


def _named(node: Node, query: str) -> bool:
    department = node.department
    return folded(query) in folded(department.name, department.name_en, department.code)


def submitted_ideas(scope: Scope, asked: Asked) -> Page[IdeaLine]:
    """Rows of I1: one for each idea of the month."""
    rows = _ideas_of(scope)
    net = {row.id for row in ideas.net_submitted(rows, scope.as_of)}
    return _idea_page(scope, asked, rows, (net, {row.id for row in rows}))


def answered_ideas(scope: Scope, asked: Asked) -> Page[IdeaLine]:
    """Rows of I2: one for each idea that was answered or waits past the target."""
    rows = _ideas_of(scope)
    found = ideas.first_response(rows, scope.as_of, working_calendar())
    return _idea_page(scope, asked, rows, (set(found.met), set(found.counted)), found)


def _ideas_of(scope: Scope) -> list[IdeaRow]:
    codes = {node.department.code for node in scope.branch}
    return [row for row in idea_rows(scope.as_of, since=scope.as_of.start) if row.department in codes]


def _idea_page(
    scope: Scope,
    asked: Asked,
    rows: Sequence[IdeaRow],
    sides: tuple[set[int], set[int]],
    answers: ideas.FirstResponse | None = None,
) -> Page[IdeaLine]:
    part, whole = sides
    wanted = {"denominator": whole, "numerator": part & whole, "rest": whole - part}[asked.part]
    titles = _titles(scope, asked)
    lines = [
        IdeaLine(
            row,
            titles.get(row.id, ""),
            answers.hours.get(row.id) if answers else None,
            scope.as_of.knows(row.responded_at),
        )
        for row in rows
        if row.id in wanted and (row.id in titles or not asked.query)
    ]
    return _page(lines, asked.page)


def _titles(scope: Scope, asked: Asked) -> dict[int, str]:
    """Titles by idea of what was searched for, as far as the reader may see it."""
    words = sa.select(Idea.id, Idea.title).where(
        Idea.submitted_at >= scope.as_of.start,
        Idea.submitted_at < scope.as_of.end,
        contains(Idea.search_text, asked.query),
        visible_to(asked.reader),
    )
    return {row.id: row.title for row in db.session.execute(words)}


def _page(rows: list[T], number: int) -> Page[T]:
    number = min(max(1, number), max(1, -(-len(rows) // SIZE)))
    return Page(rows=rows[(number - 1) * SIZE : number * SIZE], number=number, size=SIZE, total=len(rows))


SOURCES: dict[str, Callable[[Scope, Asked], Page[Any]]] = {
    "completion": assignments,
    "on-time": assignments,
    "overdue": assignments,
    "compliance": people,
    "coverage": departments,
    "ideas": submitted_ideas,
    "first-response": answered_ideas,
}
