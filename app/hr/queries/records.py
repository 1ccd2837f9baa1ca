"""Completion records: one query for the screen, the totals and every file."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.models import Department, Person
from app.accounts.queries import department_branch
from app.foundation import clock
from app.foundation.db import db
from app.foundation.search import contains
from app.training.models import Assignment, Attempt, Certificate, Completion, ItemKind, Method, PracticeAcceptance, TrainingPath

Cell = str | int | date | None
Cells = tuple[Cell, ...]
FETCHED = 2000
STATUSES = ("not_started", "in_progress", "completed", "overdue", "waived", "withdrawn", "paused", "expired")


@dataclass(frozen=True, slots=True)
class Filter:
    """Which records, as of the end of which day. Empty texts do not restrict."""

    as_of: date
    department: str = ""
    path: str = ""
    status: str = ""
    q: str = ""

    @property
    def plain(self) -> dict[str, str]:
        """The filter as plain text values, for logs and addresses."""
        return {name: str(value) for name, value in asdict(self).items() if value}

    @property
    def batch(self) -> str:
        """Number of the batch: the same day and filter give the same."""
        digest = hashlib.sha256(json.dumps(self.plain, sort_keys=True).encode()).hexdigest()
        return f"B-{self.as_of:%Y%m%d}-{digest[:8]}"


@dataclass(frozen=True, slots=True)
class Totals:
    """Control totals of a selection: what a file must add up to."""

    rows: int
    people: int
    completed: int
    minutes: int


def cells(chosen: Filter) -> Iterator[Cells]:
    """Every record of a filter as typed cells in the order of COLUMNS; streamed, by employee number and assignment."""
    statement = _ordered(_select(chosen))
    rows = db.session.execute(statement.execution_options(yield_per=FETCHED))
    shape = _Shape(chosen)
    for row in rows:
        yield shape.cells(row)


def page_cells(chosen: Filter, *, number: int, size: int) -> list[Cells]:
    """The same cells, of one page only."""
    statement = _ordered(_select(chosen)).limit(size).offset((max(1, number) - 1) * size)
    shape = _Shape(chosen)
    return [shape.cells(row) for row in db.session.execute(statement)]


def totals(chosen: Filter) -> Totals:
    """Control totals of a filter, in one statement."""
    found = _select(chosen).subquery()
    row = db.session.execute(
        sa.select(
            sa.func.count(), sa.func.count(sa.distinct(found.c.person_id)), sa.func.count(found.c.completed_at),
            sa.func.coalesce(sa.func.sum(found.c.minutes), 0),
        )
    ).one()
    return Totals(rows=row[0], people=row[1], completed=row[2], minutes=int(row[3]))


def _ordered(statement: sa.Select[Any]) -> sa.Select[Any]:
    return statement.order_by(Person.employee_no_key, Assignment.id)


def _select(chosen: Filter) -> sa.Select[Any]:
    end = clock.end_of(chosen.as_of)
    done, practice = aliased(Completion), PracticeAcceptance
    assessor, certificate = aliased(Person), aliased(Certificate)
    tries = _tries(end)
    completed = sa.and_(done.assignment_id == Assignment.id, done.completed_at < end, sa.not_(_corrected(done)))
    columns = [
        Person.id.label("person_id"), Person.employee_no, Person.name, Person.department_id, Person.job_title, Person.last_day,
        Person.leave_from, Person.leave_to, TrainingPath.tier, TrainingPath.code, TrainingPath.title_zh, TrainingPath.title_en,
        TrainingPath.version.label("current_version"), TrainingPath.pass_mark, Assignment.id.label("assignment_id"),
        Assignment.number, Assignment.source, Assignment.mandatory, Assignment.assigned_at, Assignment.due_on,
        Assignment.original_due_on, Assignment.started_at, Assignment.waived_at, Assignment.waived_reason,
        Assignment.withdrawn_at, Assignment.withdrawn_reason, done.completed_at, done.completed_on, done.path_version,
        done.zone, done.score, done.minutes, done.method, done.corrects_id, tries.c.attempts, tries.c.first_passed,
        practice.accepted_on, assessor.employee_no.label("assessor_no"), certificate.number.label("certificate_no"),
        certificate.issued_on, certificate.expires_on,
    ]
    statement = (
        sa.select(*columns).select_from(Assignment)
        .join(Person, Person.id == Assignment.person_id).join(TrainingPath, TrainingPath.id == Assignment.path_id)
        .outerjoin(done, completed)
        .outerjoin(certificate, certificate.completion_id == sa.func.coalesce(done.corrects_id, done.id))
        .outerjoin(tries, tries.c.assignment_id == Assignment.id)
        .outerjoin(practice, sa.and_(practice.assignment_id == Assignment.id, practice.accepted_on <= chosen.as_of))
        .outerjoin(assessor, assessor.id == practice.accepted_by_id)
        .where(Assignment.assigned_at < end)
    )
    return _restricted(statement, chosen, done, certificate, end)


def _corrected(done: Any) -> sa.ColumnElement[bool]:
    later = aliased(Completion)
    return sa.exists().where(later.corrects_id == done.id)


def _tries(end: datetime) -> sa.Subquery:
    """Graded quiz attempts of each assignment, and whether every quiz was passed at the first."""
    quiz = sa.and_(Attempt.kind == ItemKind.quiz, Attempt.submitted_at < end)
    failed_first = sa.func.sum(sa.case((sa.and_(Attempt.number == 1, sa.not_(Attempt.passed)), 1), else_=0))
    return (
        sa.select(Attempt.assignment_id, sa.func.count().label("attempts"), (failed_first == 0).label("first_passed"))
        .where(quiz).group_by(Attempt.assignment_id).subquery("tries")
    )


def _restricted(statement: sa.Select[Any], chosen: Filter, done: Any, certificate: Any, end: datetime) -> sa.Select[Any]:
    if chosen.department:
        root = db.session.scalar(sa.select(Department.id).where(Department.code == chosen.department))
        statement = statement.where(Person.department_id.in_(department_branch(root) if root else []))
    if chosen.path:
        statement = statement.where(TrainingPath.code == chosen.path)
    if chosen.q:
        statement = statement.where(contains(Person.search_text, chosen.q))
    if chosen.status:
        statement = statement.where(_status_sql(chosen, done, certificate, end) == chosen.status)
    return statement


def _status_sql(chosen: Filter, done: Any, certificate: Any, end: datetime) -> sa.ColumnElement[str]:
    """The same order of cases as `_Shape.status`; a test holds the two together."""
    on_leave = sa.and_(Person.leave_from <= chosen.as_of, sa.or_(Person.leave_to.is_(None), Person.leave_to >= chosen.as_of))
    return sa.case(
        (sa.and_(done.completed_at.is_not(None), certificate.expires_on < chosen.as_of), "expired"),
        (done.completed_at.is_not(None), "completed"),
        (Assignment.waived_at < end, "waived"),
        (Assignment.withdrawn_at < end, "withdrawn"),
        (on_leave, "paused"),
        (Assignment.due_on < chosen.as_of, "overdue"),
        (Assignment.started_at < end, "in_progress"),
        else_="not_started",
    )


class _Shape:
    """Turns raw rows into cells; what is the same for all rows is looked up once."""

    def __init__(self, chosen: Filter) -> None:
        self._as_of = chosen.as_of
        self._end = clock.end_of(chosen.as_of)
        self._batch = chosen.batch
        self._zone = clock.zone()
        self._departments = department_paths()

    def cells(self, row: Any) -> Cells:
        """One record, in the order of COLUMNS."""
        org_path, code = self._departments[row.department_id]
        status, reason = self.status(row)
        started = row.started_at if row.started_at and row.started_at < self._end else None
        return (
            row.employee_no, row.name, org_path, code, self._as_of, row.job_title, row.tier.value, row.code, row.title_zh,
            row.path_version or row.current_version, row.number or f"A-{row.assignment_id:06d}", row.source.value,
            _yes(row.mandatory), self._iso(row.assigned_at), row.due_on, row.original_due_on, self._iso(started),
            self._iso(row.completed_at), row.completed_on, row.zone or self._zone.key, status, reason, *self._timing(row, status),
            row.score, row.pass_mark, row.attempts or 0, _yes(row.first_passed) if row.attempts else "",
            "accepted" if row.accepted_on else "", row.assessor_no or "", row.minutes,
            "imported" if row.method is Method.imported else "online", row.certificate_no or "", row.issued_on, row.expires_on,
            "imported" if row.method is Method.imported else "system", _yes(bool(row.corrects_id)), self._batch,
        )

    def status(self, row: Any) -> tuple[str, str]:
        """Status as of the day, and its reason."""
        left = f"left {row.last_day.isoformat()}" if row.last_day and row.last_day <= self._as_of else ""
        if row.completed_at:
            expired = row.expires_on is not None and row.expires_on < self._as_of
            return ("expired" if expired else "completed"), left
        if row.waived_at and row.waived_at < self._end:
            return "waived", row.waived_reason
        if row.withdrawn_at and row.withdrawn_at < self._end:
            return "withdrawn", row.withdrawn_reason
        return self._open_status(row, left)

    def _open_status(self, row: Any, left: str) -> tuple[str, str]:
        if row.leave_from and row.leave_from <= self._as_of and (row.leave_to is None or row.leave_to >= self._as_of):
            return "paused", f"on leave from {row.leave_from.isoformat()}"
        if row.due_on and row.due_on < self._as_of:
            return "overdue", left
        return ("in_progress" if row.started_at and row.started_at < self._end else "not_started"), left

    def _timing(self, row: Any, status: str) -> tuple[str, int | None]:
        """On time (Y, N, NA) and days late."""
        if row.due_on is None or status in ("waived", "withdrawn", "paused"):
            return "NA", None
        if row.completed_on:
            return _yes(row.completed_on <= row.due_on), max(0, (row.completed_on - row.due_on).days)
        if row.due_on < self._as_of:
            return "N", (self._as_of - row.due_on).days
        return "NA", None

    def _iso(self, moment: datetime | None) -> str:
        return moment.astimezone(self._zone).isoformat(timespec="seconds") if moment else ""


def _yes(value: object) -> str:
    return "Y" if value else "N"


class _Unit(NamedTuple):
    id: int
    code: str
    name: str
    parent_id: int | None


def department_paths() -> dict[int, tuple[str, str]]:
    """For each department id: its path from the top (a `/` in a name is doubled) and its code."""
    rows = db.session.execute(sa.select(Department.id, Department.code, Department.name, Department.parent_id))
    units = {row.id: _Unit(*row) for row in rows}
    return {unit.id: ("/".join(_names(unit, units)), unit.code) for unit in units.values()}


def _names(unit: _Unit, units: Mapping[int, _Unit]) -> list[str]:
    above = _names(units[unit.parent_id], units) if unit.parent_id else []
    return [*above, unit.name.replace("/", "//")]
