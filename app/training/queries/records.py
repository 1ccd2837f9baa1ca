"""What stands on record about learners: the transcript of one, the list of those one is responsible for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Person, identity_key
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
    Regrade,
    TimeNote,
    TrainingPath,
)
from app.training.queries.certificates import CertificateState, certificates_of_records
from app.training.queries.changes import has_outgrown
from app.training.queries.deadlines import Due, changes_of, due_state, is_overdue, on_leave
from app.training.queries.published import Published, latest_of, publications
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
    """A person and their records, the newest first: what was learned before it was written here stands where it was learned."""

    person: Person
    records: list[Record]
    content: dict[int, Published]
    earlier: list[Published] = field(default_factory=list)
    regrades: dict[int, Regrade] = field(default_factory=dict)
    states: dict[int, CertificateState] = field(default_factory=dict)

    def title_of(self, path_id: int, module_id: str, item_id: str, language: str) -> str:
        """What an item is called now; where it is gone, what it was called when it was answered."""
        items = (published.item(module_id, item_id) for published in self._taught(path_id))
        return next((str(item.content.title.of(language)) for item in items if item), item_id)

    def module_title(self, path_id: int, module_id: str, language: str) -> str:
        """What a module is called now; where it is gone, what it was called then."""
        modules = (published.path.module(module_id) for published in self._taught(path_id))
        return next((module.text(language).title for module in modules if module), module_id)

    def is_outgrown(self, record: Record) -> bool:
        """Whether a newer version of what was completed exists."""
        published = self.content.get(record.assignment.path_id)
        versions = {row.module_id: row.module_version for row in record.modules}
        return record.state == "completed" and published is not None and has_outgrown(published, versions)

    def _taught(self, path_id: int) -> list[Published]:
        now = [self.content[path_id]] if path_id in self.content else []
        return now + [one for one in self.earlier if one.path_id == path_id]


def learner(person_id: int) -> Person | None:
    """A person with their department; None when there is none."""
    return db.session.scalar(sa.select(Person).where(Person.id == person_id).options(joinedload(Person.department)))


def person_numbered(employee_no: str) -> int | None:
    """Whose employee number it is, whatever its width and case; None where it is nobody's."""
    return db.session.scalar(sa.select(Person.id).where(Person.employee_no_key == identity_key(employee_no)))


def transcript_of(person: Person) -> Transcript:
    """Everything a person was assigned and did; nine statements whatever its length."""
    rows = sa.select(Assignment).where(Assignment.person_id == person.id).options(joinedload(Assignment.path))
    assignments = db.session.scalars(rows).all()
    modules = _grouped(ModuleCompletion, person.id)
    attempts, regrades = _attempts(person.id)
    completions = _grouped(Completion, person.id)
    certificates: dict[int, list[Certificate]] = defaultdict(list)
    states: dict[int, CertificateState] = {}
    for certificate, assignment_id, state in certificates_of_records(person.id):
        certificates[assignment_id].append(certificate)
        states[certificate.id] = state
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
    records.sort(key=_begun_at, reverse=True)
    content = latest_of({one.path_id for one in assignments})
    return Transcript(person, records, content, _made_on(attempts, content), regrades, states)


def _begun_at(record: Record) -> tuple[datetime, int]:
    moments = (record.assignment.assigned_at, *(one.completed_at for one in record.completions))
    return min(moments), record.assignment.id


def _attempts(person_id: int) -> tuple[dict[int, list[Attempt]], dict[int, Regrade]]:
    """Attempts by assignment, and by attempt the last time it was graded anew."""
    found: dict[int, list[Attempt]] = defaultdict(list)
    regrades: dict[int, Regrade] = {}
    own = sa.select(Assignment.id).where(Assignment.person_id == person_id)
    rows = sa.select(Attempt, Regrade).outerjoin(Regrade, Regrade.attempt_id == Attempt.id)
    for attempt, regrade in db.session.execute(
        rows.where(Attempt.assignment_id.in_(own)).order_by(Attempt.id, Regrade.id)
    ):
        if not found[attempt.assignment_id] or found[attempt.assignment_id][-1] is not attempt:
            found[attempt.assignment_id].append(attempt)
        if regrade is not None:
            regrades[attempt.id] = regrade
    return found, regrades


def _made_on(attempts: dict[int, list[Attempt]], content: dict[int, Published]) -> list[Published]:
    """The publications that items which are gone now were answered on, the newest first; nothing is read without any."""
    present = {key for published in content.values() for key in published.graded}
    gone = {
        one.publication_id
        for ones in attempts.values()
        for one in ones
        if one.publication_id and (one.module_id, one.item_id) not in present
    }
    return sorted(publications(gone).values(), key=lambda one: -one.id)


def _grouped(table: Any, person_id: int) -> dict[int, list[Any]]:
    """Rows by assignment. Whose they are the assignment says: rows of the ledger keep the account they were made as."""
    found: dict[int, list[Any]] = defaultdict(list)
    own = sa.select(Assignment.id).where(Assignment.person_id == person_id)
    for row in db.session.scalars(sa.select(table).where(table.assignment_id.in_(own)).order_by(table.id)):
        found[row.assignment_id].append(row)
    return found


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
    people = sa.select(Person).where(here()).options(joinedload(Person.department)).order_by(Person.name, Person.id)
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
