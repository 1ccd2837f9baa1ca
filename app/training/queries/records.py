"""What stands on record about learners: the transcript of one, the list of those one is responsible for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.accounts.queries.leaves import away_on
from app.foundation import clock
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.search import contains
from app.training.models import (
    Assignment,
    Attempt,
    Certificate,
    Completion,
    DeadlineChange,
    ModuleCompletion,
    TimeNote,
    TrainingPath,
)
from app.training.queries.deadlines import Due, changes_of, due_state, is_overdue, on_leave
from app.training.queries.published import Published, current_of
from app.training.queries.team import here


@dataclass(frozen=True, slots=True)
class Record:
    """One assignment with everything done on it; `completions` holds corrections after what they correct."""

    assignment: Assignment
    modules: list[ModuleCompletion] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    completions: list[Completion] = field(default_factory=list)
    certificates: list[Certificate] = field(default_factory=list)
    changes: list[DeadlineChange] = field(default_factory=list)
    notes: list[TimeNote] = field(default_factory=list)
    paused: bool = False

    @property
    def state(self) -> str:
        """`completed`, `waived`, `withdrawn`, `paused`, `overdue` or `open`."""
        one = self.assignment
        if one.waived_at:
            return "waived"
        if one.withdrawn_at:
            return "withdrawn"
        if one.closed_at:
            return "completed"
        if self.paused:
            return "paused"
        return "overdue" if due_state(one.due_on) is Due.overdue else "open"


@dataclass(frozen=True, slots=True)
class Transcript:
    """A person and their records, the newest assignment first."""

    person: Person
    records: list[Record]
    content: dict[int, Published]

    def title_of(self, path_id: int, module_id: str, item_id: str, language: str) -> str:
        """What an item is called in the content served now; its id where it is gone."""
        published = self.content.get(path_id)
        item = published.item(module_id, item_id) if published else None
        return str(item.content.title.of(language)) if item else item_id

    def module_title(self, path_id: int, module_id: str, language: str) -> str:
        """What a module is called in the content served now; its id where it is gone."""
        published = self.content.get(path_id)
        module = published.path.module(module_id) if published else None
        return module.text(language).title if module else module_id


def learner(person_id: int) -> Person | None:
    """A person with their department; None when there is none."""
    return db.session.scalar(sa.select(Person).where(Person.id == person_id).options(joinedload(Person.department)))


def transcript_of(person: Person) -> Transcript:
    """Everything a person was assigned and did; nine statements whatever its length."""
    rows = sa.select(Assignment).where(Assignment.person_id == person.id).options(joinedload(Assignment.path))
    assignments = db.session.scalars(rows.order_by(Assignment.assigned_at.desc(), Assignment.id.desc())).all()
    modules = _grouped(ModuleCompletion, person.id)
    attempts = _grouped(Attempt, person.id)
    completions = _grouped(Completion, person.id)
    certificates: dict[int, list[Certificate]] = defaultdict(list)
    for certificate, assignment_id in db.session.execute(_certificates(person.id)):
        certificates[assignment_id].append(certificate)
    changes, notes = changes_of([one.id for one in assignments]), _grouped(TimeNote, person.id)
    paused = on_leave(person)
    records = [
        Record(
            one,
            modules[one.id],
            attempts[one.id],
            completions[one.id],
            certificates[one.id],
            changes[one.id],
            notes[one.id],
            paused,
        )
        for one in assignments
    ]
    return Transcript(person, records, current_of({one.path_id for one in assignments}))


def _grouped(table: Any, person_id: int) -> dict[int, list[Any]]:
    """Rows by assignment. Whose they are the assignment says: rows of the ledger keep the account they were made as."""
    found: dict[int, list[Any]] = defaultdict(list)
    own = sa.select(Assignment.id).where(Assignment.person_id == person_id)
    for row in db.session.scalars(sa.select(table).where(table.assignment_id.in_(own)).order_by(table.id)):
        found[row.assignment_id].append(row)
    return found


def _certificates(person_id: int) -> sa.Select[Certificate, int]:
    return (
        sa.select(Certificate, Completion.assignment_id)
        .join(Completion, Completion.id == Certificate.completion_id)
        .where(Certificate.person_id == person_id)
        .order_by(Certificate.id)
    )


@dataclass(frozen=True, slots=True)
class LearnerRow:
    """A learner in a list, with assignments counted. Of who is on leave nothing is overdue: the clock stands still."""

    person: Person
    paused: bool
    open: int
    overdue: int
    completed: int


def people_on_leave(manager_id: int | None) -> int:
    """How many of the reports of a manager, or of everybody, are on leave."""
    rows = sa.select(sa.func.count()).select_from(Person).where(here(), away_on(clock.today()))
    return db.session.scalar(rows if manager_id is None else rows.where(Person.manager_id == manager_id)) or 0


def learners(*, manager_id: int | None, words: str, number: int, away: bool = False) -> Page[LearnerRow]:
    """People who work here, by name: the reports of a manager, or everybody; searched; with counts in one statement.

    With `away` only those who are on leave.
    """
    people = (
        sa.select(Person).where(here()).options(joinedload(Person.department)).order_by(Person.name, Person.id)
    )
    if manager_id is not None:
        people = people.where(Person.manager_id == manager_id)
    if away:
        people = people.where(away_on(clock.today()))
    if words:
        people = people.where(contains(Person.search_text, words))
    found = page_of(people, number=number)
    counts = _counts([person.id for person in found.rows])
    rows = [LearnerRow(person, on_leave(person), *counts.get(person.id, (0, 0, 0))) for person in found.rows]
    return Page(rows=rows, number=found.number, size=found.size, total=found.total)


def _counts(person_ids: list[int]) -> dict[int, tuple[int, int, int]]:
    is_open = Assignment.closed_at.is_(None)
    completed = sa.and_(
        Assignment.closed_at.is_not(None), Assignment.waived_at.is_(None), Assignment.withdrawn_at.is_(None)
    )
    rows = sa.select(
        Assignment.person_id,
        sa.func.count().filter(is_open),
        sa.func.count().filter(is_overdue()),
        sa.func.count().filter(completed),
    ).join(Person, Person.id == Assignment.person_id)
    rows = rows.where(Assignment.person_id.in_(person_ids))
    return {
        person: (ones, late, done)
        for person, ones, late, done in db.session.execute(rows.group_by(Assignment.person_id))
    }


def assignment_with_person(assignment_id: int) -> Assignment | None:
    """An assignment with its path and its person; None when there is none."""
    rows = sa.select(Assignment).where(Assignment.id == assignment_id)
    return db.session.scalar(rows.options(joinedload(Assignment.path), joinedload(Assignment.person)))


def offered_paths() -> list[TrainingPath]:
    """Paths that can be assigned, by code."""
    rows = sa.select(TrainingPath).where(TrainingPath.retired_at.is_(None)).order_by(TrainingPath.code)
    return list(db.session.scalars(rows))


def attempt_at(assignment_id: int, module_id: str, item_id: str, number: int) -> Attempt | None:
    """The attempt of that number at an item."""
    return db.session.scalar(
        sa.select(Attempt).where(
            Attempt.assignment_id == assignment_id,
            Attempt.module_id == module_id,
            Attempt.item_id == item_id,
            Attempt.number == number,
        )
    )
