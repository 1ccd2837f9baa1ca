"""Completion records: one query for the screen, the totals and every file."""

import hashlib
import json
from collections import namedtuple
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.accounts.queries.leaves import away_on
from app.accounts.queries.organisation import branch_on, departments_on, people_on
from app.foundation import clock
from app.foundation.db import db
from app.foundation.search import contains
from app.hr.models import RESENT, ReceiptLine, RecordState
from app.hr.queries.cells import Cells, Shape, department_paths
from app.hr.queries.disputes import disputed
from app.hr.queries.known import known
from app.hr.queries.periods import days_of
from app.training.models import (
    Assignment,
    Attempt,
    Certificate,
    Completion,
    ItemKind,
    ModuleCompletion,
    ModuleMethod,
    PracticeAcceptance,
    TrainingPath,
)
from app.training.queries.deadlines import deadlines_as_of
from app.training.queries.workshops import last_workshop

FETCHED = 500
DONE = aliased(Completion, name="done")
ASSESSOR = aliased(Person, name="assessor")
NEWER = aliased(Certificate, name="newer")
STATUSES = ("not_started", "in_progress", "completed", "overdue", "waived", "withdrawn", "paused", "expired")


@dataclass(frozen=True, slots=True)
class Filter:
    """Which records, as of the end of which day. Empty texts do not restrict; `since` is a number of the book of records.

    `completed` is one of PERIODS, told from the day: last month is the one before its month.
    """

    as_of: date
    department: str = ""
    path: str = ""
    status: str = ""
    q: str = ""
    receipt: str = ""
    since: str = ""
    completed: str = ""

    @property
    def plain(self) -> dict[str, str]:
        """The filter as plain text values, for logs and addresses."""
        return {name: str(value) for name, value in asdict(self).items() if value}

    @property
    def whole(self) -> bool:
        """Whether it leaves no record out, but for those that have not changed."""
        return self.plain.keys() <= {"as_of", "since"}

    @property
    def batch(self) -> str:
        """Number of the batch: the same day and filter give the same."""
        digest = hashlib.sha256(json.dumps(self.plain, sort_keys=True).encode()).hexdigest()
        return f"B-{self.as_of:%Y%m%d}-{digest[:8]}"


def filter_of(as_of: date, plain: Mapping[str, str]) -> Filter:
    """A filter from the plain values of a log row."""
    return Filter(as_of=as_of, **{name: value for name, value in plain.items() if name != "as_of"})


@dataclass(frozen=True, slots=True)
class Totals:
    """Control totals of a selection: what a file must add up to."""

    rows: int
    people: int
    completed: int
    minutes: int


def cells(chosen: Filter, language: str = "zh") -> Iterator[Cells]:
    """Every record of a filter as typed cells in the order of COLUMNS; streamed, by employee number and assignment.

    Titles and department paths are in a language, `zh` or `en`.
    """
    be_patient()
    statement = record_rows(chosen)
    shape = _shape(chosen, language)
    for row in light_rows(statement.execution_options(yield_per=FETCHED)):
        yield shape.cells(row)


def light_rows(statement: sa.Select[Any]) -> Iterator[Any]:
    """Rows as named tuples: SQLAlchemy's own look every name up anew, which took a fifth of the time of a large file."""
    found = db.session.execute(statement)
    light = namedtuple("light", found.keys())  # type: ignore[misc] # noqa: PYI024 (its fields are the columns of the statement)
    return map(light._make, found)


def page_cells(chosen: Filter, *, number: int, size: int, language: str = "zh") -> list[Cells]:
    """The same cells, of one page only."""
    statement = record_rows(chosen).limit(size).offset((max(1, number) - 1) * size)
    shape = _shape(chosen, language)
    return [shape.cells(row) for row in db.session.execute(statement)]


def totals(chosen: Filter) -> Totals:
    """Control totals of a filter, in one statement."""
    figures = (
        sa.func.count(),
        sa.func.count(sa.distinct(Assignment.person_id)),
        sa.func.count(DONE.id),
        sa.func.coalesce(sa.func.sum(DONE.minutes), 0),
    )
    rows, people, completed, minutes = db.session.execute(
        _select(chosen, figures, people_on(chosen.as_of), with_dates=False)
    ).one()
    return Totals(rows=rows, people=people, completed=completed, minutes=int(minutes))


def be_patient() -> None:
    """A file may be fetched over a slow line: the limits of PostgreSQL for pages are not for it."""
    if db.engine.dialect.name == "postgresql":
        for limit in ("statement_timeout", "idle_in_transaction_session_timeout"):
            db.session.execute(sa.text(f"SET LOCAL {limit} = '15min'"))


def _shape(chosen: Filter, language: str) -> Shape:
    return Shape(chosen, language, department_paths(departments_on(chosen.as_of), language))


def record_ids(chosen: Filter) -> sa.Select[int]:
    """The assignments of a filter's records, changed or not."""
    every = replace(chosen, since="")
    return _select(every, (Assignment.id,), people_on(chosen.as_of), with_dates=False)


def records_in_order(chosen: Filter) -> sa.Select[int]:
    """The same in the order of a file."""
    every, then = replace(chosen, since=""), people_on(chosen.as_of)
    statement = _select(every, (Assignment.id,), then, with_dates=False)
    return statement.order_by(_facts(then).employee_no_key, Assignment.id)


def record_rows(chosen: Filter) -> sa.Select[Any]:
    """Every column of every record, in order, with the facts that were known of people on the day."""
    then = people_on(chosen.as_of)
    facts = _facts(then)
    changes = [RecordState.sequence, RecordState.first_sequence] if chosen.since else []
    statement = _select(chosen, [*_columns(chosen, facts, then), *changes], then)
    return statement.order_by(facts.employee_no_key, Assignment.id)


def _facts(then: sa.CTE | None) -> Any:
    return Person if then is None else then.c


def _assessor(then: sa.CTE | None) -> sa.ColumnElement[str]:
    """The number that an assessor had on the day."""
    if then is None:
        return sa.type_coerce(ASSESSOR.employee_no, sa.Text)
    told = then.alias("assessor_then")
    return sa.select(told.c.employee_no).where(told.c.person_id == ASSESSOR.id).scalar_subquery()


def _select(chosen: Filter, columns: Sequence[Any], then: sa.CTE | None, *, with_dates: bool = True) -> sa.Select[Any]:
    """Columns of one row for each assignment made by then, with its completion, certificate and practice as of then."""
    end = clock.end_of(chosen.as_of)
    completed = sa.and_(DONE.assignment_id == Assignment.id, known(DONE, end), sa.not_(_corrected(end)))
    accepted = sa.and_(
        PracticeAcceptance.assignment_id == Assignment.id, PracticeAcceptance.accepted_on <= chosen.as_of
    )
    moves = deadlines_as_of(end)
    dates = [_due_on(moves).label("due_on"), moves.c.counted_on] if with_dates else []
    statement = (
        sa.select(*columns, *dates)
        .select_from(Person)
        .join(Assignment, Assignment.person_id == Person.id)
        .join(TrainingPath, TrainingPath.id == Assignment.path_id)
        .outerjoin(DONE, completed)
        .outerjoin(Certificate, sa.and_(Certificate.completion_id == _certified(), _is_current(chosen.as_of)))
        .outerjoin(NEWER, _superseding(chosen.as_of))
        .outerjoin(PracticeAcceptance, accepted)
        .outerjoin(ASSESSOR, ASSESSOR.id == PracticeAcceptance.accepted_by_id)
        .outerjoin(moves, moves.c.assignment_id == Assignment.id)
        .where(Assignment.assigned_at < end)
    )
    if then is not None:
        statement = statement.join(then, then.c.person_id == Person.id)
    return _restricted(statement, chosen, _facts(then), end, _due_on(moves))


def _columns(chosen: Filter, facts: Any, then: sa.CTE | None) -> list[Any]:
    return [
        facts.employee_no,
        facts.name,
        facts.department_id,
        facts.job_title,
        Person.last_day,
        Person.leave_from,
        Person.leave_to,
        TrainingPath.tier,
        TrainingPath.code,
        TrainingPath.title_zh,
        TrainingPath.title_en,
        TrainingPath.version.label("current_version"),
        TrainingPath.pass_mark,
        Assignment.id.label("assignment_id"),
        Assignment.number,
        Assignment.source,
        Assignment.mandatory,
        Assignment.assigned_at,
        Assignment.original_due_on,
        Assignment.started_at,
        Assignment.waived_at,
        Assignment.waived_reason,
        Assignment.withdrawn_at,
        Assignment.withdrawn_reason,
        DONE.completed_at,
        DONE.completed_on,
        DONE.path_version,
        DONE.zone,
        DONE.score,
        DONE.minutes,
        DONE.method,
        DONE.corrects_id,
        PracticeAcceptance.accepted_on,
        _assessor(then).label("assessor_no"),
        Certificate.number.label("certificate_no"),
        Certificate.issued_on,
        Certificate.expires_on,
        *_tries(clock.end_of(chosen.as_of)),
        _tested_out(clock.end_of(chosen.as_of)),
        last_workshop(DONE, clock.end_of(chosen.as_of)).label("workshop_id"),
        disputed(Assignment.id, clock.end_of(chosen.as_of)).label("dispute"),
        NEWER.id.label("superseded_by"),
    ]


def _corrected(end: datetime) -> sa.ColumnElement[bool]:
    """A later row of the same story that counts by then; one dated after `end` hides nothing yet."""
    later = aliased(Completion)
    return sa.exists().where(later.assignment_id == DONE.assignment_id, later.id > DONE.id, known(later, end))


def _is_current(day: date) -> sa.ColumnElement[bool]:
    """Of a certificate that was issued again under another name, the one that counted on a day."""
    again = aliased(Certificate)
    replaced = sa.exists().where(again.reissues_id == Certificate.id, again.issued_on <= day)
    return sa.and_(
        sa.or_(Certificate.reissues_id.is_(None), Certificate.issued_on <= day),
        sa.not_(replaced),
    )


def _superseding(day: date) -> sa.ColumnElement[bool]:
    """The certificate of another completion of the same person and path, issued by a day, that took the place of this one."""
    return sa.and_(
        NEWER.id == Certificate.superseded_by_id,
        NEWER.completion_id != Certificate.completion_id,
        NEWER.issued_on <= day,
        NEWER.completed_on <= day,
    )


def _certified() -> sa.ColumnElement[int]:
    """The row that was certified: the first of the story, however often it has been corrected since."""
    first = aliased(Completion)
    root = sa.select(first.id).where(first.assignment_id == DONE.assignment_id, first.corrects_id.is_(None))
    return sa.case((DONE.corrects_id.is_(None), DONE.id), else_=root.scalar_subquery())


def _tries(end: datetime) -> tuple[Any, Any]:
    """How many quiz attempts were graded, and how many quizzes were not passed at the first one."""
    quizzes = sa.select(sa.func.count()).where(
        Attempt.assignment_id == Assignment.id, Attempt.kind == ItemKind.quiz, Attempt.submitted_at < end
    )
    failed_first = quizzes.where(Attempt.number == 1, sa.not_(Attempt.passed))
    return quizzes.scalar_subquery().label("attempts"), failed_first.scalar_subquery().label("failed_first")


def _due_on(moves: sa.Subquery) -> sa.ColumnElement[Any]:
    """The due date as it stood then; it moves, and files of the past do not."""
    return sa.case((moves.c.assignment_id.is_not(None), moves.c.due_on), else_=Assignment.due_on)


def _tested_out(end: datetime) -> Any:
    """How many modules were shown to be known by then."""
    modules = sa.select(sa.func.count()).where(
        ModuleCompletion.assignment_id == Assignment.id,
        ModuleCompletion.method == ModuleMethod.tested_out,
        ModuleCompletion.completed_at < end,
    )
    return modules.scalar_subquery().label("tested_out")


def _restricted(
    statement: sa.Select[Any], chosen: Filter, facts: Any, end: datetime, due_on: sa.ColumnElement[Any]
) -> sa.Select[Any]:
    if chosen.department:
        branch = branch_on(departments_on(chosen.as_of), chosen.department)
        statement = statement.where(facts.department_id.in_(branch))
    if chosen.path:
        statement = statement.where(TrainingPath.code == chosen.path)
    if chosen.receipt:
        statement = statement.where(Assignment.id.in_(_sent_again(chosen.receipt)))
    if chosen.since:
        book = sa.and_(RecordState.assignment_id == Assignment.id, RecordState.sequence > int(chosen.since))
        statement = statement.join(RecordState, book)
    if chosen.q:
        statement = statement.where(contains(facts.search_text, chosen.q))
    if chosen.completed:
        statement = statement.where(DONE.completed_on.between(*days_of(chosen.completed, chosen.as_of)))
    if chosen.status:
        statement = statement.where(_status(chosen.as_of, end, due_on) == chosen.status)
    return statement


def _status(day: date, end: datetime, due_on: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    """The same order of cases as `Shape.status`; a test holds the two together."""
    return sa.case(
        (sa.and_(DONE.completed_at.is_not(None), Certificate.expires_on < day), "expired"),
        (DONE.completed_at.is_not(None), "completed"),
        (Assignment.waived_at < end, "waived"),
        (Assignment.withdrawn_at < end, "withdrawn"),
        (away_on(day), "paused"),
        (due_on < day, "overdue"),
        (Assignment.started_at < end, "in_progress"),
        else_="not_started",
    )


def _sent_again(receipt: str) -> sa.Select[int | None]:
    """Assignments whose record the receiving system does not have as it was sent."""
    number = int(receipt) if receipt.isdecimal() and len(receipt) < 10 else 0
    return sa.select(ReceiptLine.assignment_id).where(
        ReceiptLine.receipt_id == number, ReceiptLine.outcome.in_(RESENT), ReceiptLine.assignment_id.is_not(None)
    )
