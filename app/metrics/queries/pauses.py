"""What stands beside the figures: who is on leave and not counted, and where no working time was given."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.models import Department, Person
from app.accounts.queries.leaves import away_on
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.search import contains
from app.metrics.formulas.rows import AsOf
from app.metrics.queries.scope import Scope
from app.training.models import Assignment, TimeNote, TrainingPath

MANAGER = aliased(Person, name="manager")


def people_paused(scope: Scope) -> int:
    """How many people of a scope are on leave on its day, and so in no figure of it."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(_paused(scope).subquery())) or 0


def paused_rows(scope: Scope, *, words: str, number: int) -> Page[Any]:
    """Who they are, by name: name, employee number, department, first and last day of the leave."""
    rows = _paused(scope).order_by(Person.name, Person.id)
    return page_of(rows.where(contains(Person.search_text, words)) if words else rows, number=number, scalars=False)


def _paused(scope: Scope) -> Any:
    day = scope.as_of.day
    rows: Any = (
        sa.select(Person.name, Person.employee_no, Department, Person.leave_from, Person.leave_to)
        .join(Department, Department.id == Person.department_id)
        .where(away_on(day), Person.deactivated_at.is_(None), sa.or_(Person.last_day.is_(None), Person.last_day > day))
    )
    if scope.chosen is not None or not scope.whole_company:
        rows = rows.where(Person.department_id.in_(scope.departments))
    return rows


@dataclass(frozen=True, slots=True)
class NoteCount:
    """Notes of a month that no working time was given: of a department or under a manager (None: nobody)."""

    department: Department | None
    manager: str | None
    notes: int
    unanswered: int


def notes_by_department(as_of: AsOf, manager_id: int | None) -> list[NoteCount]:
    """The notes of the month so far by department of the learner, of one manager's people or all."""
    rows = _notes(as_of, manager_id, Department, *_counts()).group_by(Department.id).order_by(Department.code)
    return [NoteCount(row[0], None, row.notes, row.unanswered) for row in db.session.execute(rows)]


def notes_by_manager(as_of: AsOf, manager_id: int | None) -> list[NoteCount]:
    """The same by who was the manager when it was written."""
    rows = _notes(as_of, manager_id, MANAGER.name, *_counts()).group_by(MANAGER.id, MANAGER.name)
    rows = rows.order_by(MANAGER.name.is_(None), MANAGER.name, MANAGER.id)
    return [NoteCount(None, row[0], row.notes, row.unanswered) for row in db.session.execute(rows)]


def note_rows(as_of: AsOf, manager_id: int | None, *, words: str, number: int) -> Page[Any]:
    """The notes themselves, the newest first: the note, who wrote it, department, path, and the manager's name."""
    columns = (
        TimeNote,
        Person.name,
        Person.employee_no,
        Department,
        TrainingPath,
        MANAGER.name.label("manager"),
    )
    rows = _notes(as_of, manager_id, *columns).order_by(TimeNote.noted_at.desc(), TimeNote.id.desc())
    return page_of(rows.where(contains(Person.search_text, words)) if words else rows, number=number, scalars=False)


def _counts() -> tuple[Any, Any]:
    return (
        sa.func.count().label("notes"),
        sa.func.count().filter(TimeNote.settled_at.is_(None)).label("unanswered"),
    )


def _notes(as_of: AsOf, manager_id: int | None, *columns: Any) -> sa.Select[Any]:
    rows = (
        sa.select(*columns)
        .select_from(TimeNote)
        .join(Person, Person.id == TimeNote.person_id)
        .join(Department, Department.id == Person.department_id)
        .join(Assignment, Assignment.id == TimeNote.assignment_id)
        .join(TrainingPath, TrainingPath.id == Assignment.path_id)
        .outerjoin(MANAGER, MANAGER.id == TimeNote.manager_id)
        .where(TimeNote.noted_at >= as_of.start, TimeNote.noted_at < as_of.end)
    )
    return rows if manager_id is None else rows.where(Person.manager_id == manager_id, Person.id != manager_id)
