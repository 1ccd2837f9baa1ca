"""Numerators and denominators of every metric by day, department and path, added up by the database."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Department, Person
from app.ambassadors.models import Appointment
from app.foundation.calendar import working_calendar
from app.foundation.db import UtcDateTime, db
from app.metrics.formulas import coverage, ideas
from app.metrics.formulas.numbers import Ratio
from app.metrics.formulas.rows import AsOf
from app.metrics.formulas.training import AGES, due_days_of_age
from app.metrics.queries import predicates as p
from app.metrics.queries.ideas import idea_rows
from app.training.models import Assignment, Certificate, Completion

Row = Any
Place = tuple[
    int, int | None
]  # department; path, or None where a metric has no paths or counts people over all of them
AGE_NAMES = tuple(name for name, _, _ in AGES)


@dataclass(frozen=True)
class Cells:
    """For each metric and day: place -> (part, whole)."""

    points: tuple[AsOf, ...]
    values: dict[tuple[str, int], dict[Place, tuple[int, int]]] = field(default_factory=lambda: defaultdict(dict))

    def put(self, metric: str, point: int, place: Place, part: int, whole: int) -> None:
        """Set one cell."""
        self.values[metric, point][place] = (int(part), int(whole))  # PostgreSQL adds up to decimals

    def ratio(self, metric: str, point: int, departments: Collection[int], path: int | None = None) -> Ratio:
        """The share of some departments together; of one path, or of all."""
        cells = self.values.get((metric, point), {})
        every_path = metric in BY_PATH and path is None
        parts = [
            value
            for (department, own_path), value in cells.items()
            if department in departments and (every_path or own_path == (path if metric in WITH_PATH else None))
        ]
        return Ratio(sum(part for part, _ in parts), sum(whole for _, whole in parts))


BY_PATH = frozenset({"completion", "on-time", "overdue", *(f"overdue:{name}" for name in AGE_NAMES)})
WITH_PATH = BY_PATH | {"compliance"}  # people are counted once over all paths, so these have cells of their own


def cells_of(points: Sequence[AsOf]) -> Cells:
    """All cells for some days (the last one is the day asked for); three statements, however much there is."""
    cells = Cells(tuple(points))
    departments: dict[str, int] = {}
    for row in db.session.execute(_sums(points)):
        PUTTERS[row.kind](cells, row)
        if row.kind == "department":
            departments[row.code] = row.department_id
    _put_coverage(cells)
    _put_ideas(cells, departments)
    return cells


def _points_table(points: Sequence[AsOf]) -> sa.CTE:
    ages = [name for label in _age_labels() for name in (f"{label}_from", f"{label}_to")]
    columns: list[Any] = [
        sa.column("number", sa.Integer),
        sa.column("day", sa.Date),
        sa.column("first", sa.Date),
        sa.column("end", UtcDateTime()),
        *(sa.column(name, sa.Date) for name in ages),
    ]
    rows = [(number, point.day, point.first, point.end, *_age_bounds(point.day)) for number, point in enumerate(points)]
    return sa.values(*columns, name="given").data(rows).cte("points")


def _age_bounds(day: date) -> list[date]:
    return [bound for _, first, last in AGES for bound in due_days_of_age(day, first, last)]


def _sums(points: Sequence[AsOf]) -> sa.CompoundSelect[Any]:
    table = _points_table(points)
    each = _person_and_path(table)
    return sa.union_all(
        _obligations(each),
        _people_of_paths(each),
        _people(each),
        _due(table),
        _heads(table),
        _superusers(table),
        _shaped("department", sa.literal(0), Department.id, code=Department.code),
    )


def _shaped(kind: str, point: Any, department: Any, path: Any = None, *counts: Any, code: Any = None) -> sa.Select[Any]:
    """Every branch of the sum gives the same columns."""
    given = [*counts, *([sa.literal(0)] * (3 + len(AGES) - len(counts)))]
    return sa.select(
        sa.literal(kind).label("kind"),
        point.label("point"),
        department.label("department_id"),
        (sa.cast(sa.null(), sa.Integer) if path is None else path).label("path_id"),
        (sa.literal("") if code is None else code).label("code"),
        *(count.label(name) for count, name in zip(given, ("whole", "one", "two", *_age_labels()), strict=True)),
    )


def _age_labels() -> list[str]:
    return [f"age_{number}" for number in range(len(AGES))]


def _person_and_path(points: sa.CTE) -> sa.CTE:
    """Standing assignments of people who count, by day, person and path."""
    point = points.c
    late = p.overdue(point)
    ages = [late & Assignment.due_on.between(point[f"{age}_from"], point[f"{age}_to"]) for age in _age_labels()]
    lapsed = _lapsed(points)
    # SQLite sorts to group; one number sorts twice as fast as the four columns that it stands for.
    key = (sa.cast(Assignment.person_id, sa.BigInteger) * 2**16 + Assignment.path_id) * 2**8 + point.number
    return (
        sa.select(
            sa.func.max(point.number).label("number"),
            sa.func.max(Person.department_id).label("department_id"),
            sa.func.max(Assignment.path_id).label("path_id"),
            sa.func.max(Assignment.person_id).label("person_id"),
            sa.func.count().label("whole"),
            p.tally(p.completed(point)).label("completed"),
            p.tally(late).label("overdue"),
            *(p.tally(age).label(label) for age, label in zip(ages, _age_labels(), strict=True)),
            sa.func.max(sa.case((late | lapsed.c.number.is_not(None), 1), else_=0)).label("failing"),
        )
        .select_from(Assignment)
        .join(Person, Person.id == Assignment.person_id)
        .outerjoin(Completion, p.effective)
        .join(points, p.stands(point) & p.counts_at_end_of(point.day))
        .outerjoin(
            lapsed,
            (lapsed.c.number == point.number)
            & (lapsed.c.person_id == Assignment.person_id)
            & (lapsed.c.path_id == Assignment.path_id),
        )
        .group_by(key)
        .cte("each_person_and_path")
    )


def _lapsed(points: sa.CTE) -> sa.CTE:
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
    counts = [sa.func.sum(c[name]) for name in ("whole", "completed", "overdue", *_age_labels())]
    return _shaped("obligations", c.number, c.department_id, c.path_id, *counts).group_by(
        c.number, c.department_id, c.path_id
    )


def _people_of_paths(each: sa.CTE) -> sa.Select[Any]:
    c = each.c
    counts = [sa.func.count(), sa.func.sum(c.failing)]
    return _shaped("people", c.number, c.department_id, c.path_id, *counts).group_by(
        c.number, c.department_id, c.path_id
    )


def _people(each: sa.CTE) -> sa.Select[Any]:
    c = each.c
    person = sa.select(c.number, c.department_id, sa.func.max(c.failing).label("failing"))
    person = person.group_by(c.number, c.department_id, c.person_id)
    one = person.subquery("each_person").c
    counts = [sa.func.count(), sa.func.sum(one.failing)]
    return _shaped("people", one.number, one.department_id, None, *counts).group_by(one.number, one.department_id)


def _due(points: sa.CTE) -> sa.Select[Any]:
    point = points.c
    counts = [sa.func.count(), p.tally(p.on_time(point))]
    return (
        _shaped("due", point.number, Person.department_id, Assignment.path_id, *counts)
        .select_from(points)
        .join(Assignment, p.stands(point) & Assignment.due_on.between(point.first, point.day))
        .join(Person, (Person.id == Assignment.person_id) & p.due_in_period(point))
        .outerjoin(Completion, p.effective)
        .group_by(point.number, Person.department_id, Assignment.path_id)
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


def _put_obligations(cells: Cells, row: Row) -> None:
    place = (row.department_id, row.path_id)
    cells.put("completion", row.point, place, row.one, row.whole)
    cells.put("overdue", row.point, place, row.two, row.whole)
    for name, label in zip(AGE_NAMES, _age_labels(), strict=True):
        cells.put(f"overdue:{name}", row.point, place, getattr(row, label), row.two)


def _put_people(cells: Cells, row: Row) -> None:
    cells.put("compliance", row.point, (row.department_id, row.path_id), row.whole - row.one, row.whole)


def _put_due(cells: Cells, row: Row) -> None:
    cells.put("on-time", row.point, (row.department_id, row.path_id), row.one, row.whole)


def _put_heads(cells: Cells, row: Row) -> None:
    cells.put("heads", row.point, (row.department_id, None), row.whole, row.whole)


def _put_superusers(cells: Cells, row: Row) -> None:
    cells.put("superusers", row.point, (row.department_id, None), row.whole, row.whole)


PUTTERS: Mapping[str, Callable[[Cells, Row], None]] = {
    "obligations": _put_obligations,
    "people": _put_people,
    "due": _put_due,
    "heads": _put_heads,
    "superusers": _put_superusers,
    "department": lambda _cells, _row: None,
}


def _put_coverage(cells: Cells) -> None:
    for point in range(len(cells.points)):
        superusers = cells.values["superusers", point]
        for place, (heads, _) in list(cells.values["heads", point].items()):
            count = superusers.get(place, (0, 0))[0]
            cells.put("coverage", point, place, int(count >= coverage.target(heads)), 1)


def _put_ideas(cells: Cells, departments: Mapping[str, int]) -> None:
    calendar = working_calendar()
    rows = idea_rows(cells.points[-1], since=cells.points[0].start)
    for number, point in enumerate(cells.points):
        heard = ideas.submitted(rows, point)
        found = ideas.first_response(heard, point, calendar)
        net = {row.id for row in ideas.net_submitted(heard, point)}
        parts = (("ideas", net, {row.id for row in heard}), ("first-response", set(found.met), set(found.counted)))
        for metric, part, whole in parts:
            _put_counts(
                cells,
                metric,
                number,
                Counter(departments[r.department] for r in heard if r.id in part),
                Counter(departments[r.department] for r in heard if r.id in whole),
            )


def _put_counts(cells: Cells, metric: str, point: int, part: Counter[int], whole: Counter[int]) -> None:
    for department, count in whole.items():
        cells.put(metric, point, (department, None), part[department], count)
