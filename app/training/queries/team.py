"""A manager's own reports at a glance: their open paths, how far they are, what is due, who is away."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Membership, Person, PersonState, ProjectGroup
from app.accounts.queries.leaves import away_on
from app.foundation import clock
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.params import TODAY
from app.foundation.search import contains
from app.training.models import Assignment, ModuleCompletion, TimeNote
from app.training.queries.deadlines import Due, due_state, is_overdue
from app.training.queries.published import current_of

SHOWN = ("", "overdue", "soon", "paused", "done")
AHEAD = 14
"""Days before the due date from which something is due soon."""


@dataclass(frozen=True, slots=True)
class Task:
    """An open path of somebody: modules done of those required, and how its due date stands."""

    assignment: Assignment
    done: int
    required: int
    due: Due
    note: TimeNote | None


@dataclass(frozen=True, slots=True)
class Member:
    """One of the team, with open paths in the order in which they are due."""

    person: Person
    paused: bool
    tasks: list[Task] = field(default_factory=list)
    completed: int = 0


@dataclass(frozen=True, slots=True)
class Summary:
    """The team in numbers. Who is on leave counts in `paused` only."""

    people: int
    overdue: int
    late_people: int
    soon: int
    paused: int
    notes: int


def here() -> sa.ColumnElement[bool]:
    """People who work here, on leave or not."""
    stays = sa.or_(Person.last_day.is_(None), Person.last_day >= TODAY)
    return sa.and_(Person.deactivated_at.is_(None), stays)


def summary_of(manager_id: int) -> Summary:
    """The team in numbers, in one statement."""
    today, own = clock.today(), sa.and_(Person.manager_id == manager_id, here())
    away = away_on(today)
    tasks = (
        sa.select(sa.func.count()).select_from(Assignment).join(Person, Person.id == Assignment.person_id).where(own)
    )
    late_people = sa.select(sa.func.count(sa.distinct(Assignment.person_id))).join(
        Person, Person.id == Assignment.person_id
    )
    notes = sa.select(sa.func.count()).select_from(TimeNote).join(Person, Person.id == TimeNote.person_id)
    row = db.session.execute(
        sa.select(
            sa.select(sa.func.count()).select_from(Person).where(own).scalar_subquery(),
            tasks.where(is_overdue(today)).scalar_subquery(),
            late_people.where(own, is_overdue(today)).scalar_subquery(),
            tasks.where(_soon(today)).scalar_subquery(),
            sa.select(sa.func.count()).select_from(Person).where(own, away).scalar_subquery(),
            notes.where(own, TimeNote.settled_at.is_(None)).scalar_subquery(),
        )
    ).one()
    return Summary(*row)


def team_of(manager_id: int, *, show: str = "", words: str = "", number: int = 1) -> Page[Member]:
    """The reports of a manager by name, of one state or all; seven statements whatever their number."""
    people = (
        sa.select(Person)
        .where(Person.manager_id == manager_id, here())
        .options(joinedload(Person.department))
        .order_by(Person.name, Person.id)
    )
    if words:
        people = people.where(contains(Person.search_text, words))
    if show in SHOWN[1:]:
        people = people.where(_shown(show))
    found = page_of(people, number=number)
    return Page(rows=_members(found.rows), number=found.number, size=found.size, total=found.total)


def notes_to_answer(manager_id: int) -> list[TimeNote]:
    """What the team wrote about working time and nobody has answered, oldest first; with person and path."""
    rows = (
        sa.select(TimeNote)
        .join(Person, Person.id == TimeNote.person_id)
        .where(Person.manager_id == manager_id, here(), TimeNote.settled_at.is_(None))
        .options(joinedload(TimeNote.person), joinedload(TimeNote.assignment).joinedload(Assignment.path))
    )
    return list(db.session.scalars(rows.order_by(TimeNote.noted_at, TimeNote.id).limit(20)))


def overdue_reports(manager_id: int) -> list[int]:
    """Ids of the reports who have something overdue and are not on leave, by name."""
    late = sa.exists().where(Assignment.person_id == Person.id, is_overdue())
    rows = sa.select(Person.id).where(Person.manager_id == manager_id, here(), late)
    return list(db.session.scalars(rows.order_by(Person.name, Person.id)))


def people_of_choice(person_ids: Collection[int]) -> list[Person]:
    """People among these who work here, by name; with department."""
    rows = sa.select(Person).where(Person.id.in_(person_ids), here()).options(joinedload(Person.department))
    return list(db.session.scalars(rows.order_by(Person.name, Person.id)))


def groups_of(person_id: int | None) -> list[ProjectGroup]:
    """Running project groups, of one person or all, by code."""
    rows = sa.select(ProjectGroup).where(
        sa.or_(ProjectGroup.active_to.is_(None), ProjectGroup.active_to >= clock.today())
    )
    if person_id is not None:
        own = sa.select(Membership.project_group_id).where(Membership.person_id == person_id)
        rows = rows.where(ProjectGroup.id.in_(own))
    return list(db.session.scalars(rows.order_by(ProjectGroup.code)))


def members_of(group_id: int) -> list[Person]:
    """People of a project group who work here, by name; with department."""
    own = sa.select(Membership.person_id).where(Membership.project_group_id == group_id)
    rows = sa.select(Person).where(Person.id.in_(own), here()).options(joinedload(Person.department))
    return list(db.session.scalars(rows.order_by(Person.name, Person.id)))


def open_with_due(person_ids: Collection[int]) -> list[int]:
    """Ids of the open assignments of people that have a due date."""
    rows = sa.select(Assignment.id).where(
        Assignment.person_id.in_(person_ids), Assignment.closed_at.is_(None), Assignment.due_on.is_not(None)
    )
    return list(db.session.scalars(rows.order_by(Assignment.id)))


def _shown(show: str) -> sa.ColumnElement[bool]:
    today = clock.today()
    own = sa.exists().where(Assignment.person_id == Person.id)
    if show == "paused":
        return away_on(today)
    if show == "done":
        return sa.not_(own.where(Assignment.closed_at.is_(None)))
    return own.where(is_overdue(today) if show == "overdue" else _soon(today))


def _soon(today: date) -> sa.ColumnElement[bool]:
    near = Assignment.due_on.between(today, today + timedelta(days=AHEAD))
    return sa.and_(Assignment.closed_at.is_(None), near, sa.not_(away_on(today)))


def _members(people: list[Person]) -> list[Member]:
    ids = [person.id for person in people]
    rows = sa.select(Assignment).where(Assignment.person_id.in_(ids), Assignment.closed_at.is_(None))
    order = (Assignment.due_on.is_(None), Assignment.due_on, Assignment.id)
    tasks: dict[int, list[Assignment]] = defaultdict(list)
    for one in db.session.scalars(rows.options(joinedload(Assignment.path)).order_by(*order)):
        tasks[one.person_id].append(one)
    every = [one for ones in tasks.values() for one in ones]
    required = {path_id: found.path.modules for path_id, found in current_of({one.path_id for one in every}).items()}
    done, notes, completed = _done(every), _notes(every), _completed(ids)
    today = clock.today()
    members = []
    for person in people:
        paused = person.state_on(today) is PersonState.on_leave
        own = [
            Task(
                one,
                sum(module.id in done[one.id] for module in required.get(one.path_id, ())),
                len(required.get(one.path_id, ())),
                due_state(one.due_on, paused=paused),
                notes.get(one.id),
            )
            for one in tasks[person.id]
        ]
        members.append(Member(person, paused, own, completed.get(person.id, 0)))
    return members


def _done(assignments: list[Assignment]) -> dict[int, set[str]]:
    rows = sa.select(ModuleCompletion.assignment_id, ModuleCompletion.module_id)
    found: dict[int, set[str]] = defaultdict(set)
    for assignment_id, module_id in db.session.execute(
        rows.where(ModuleCompletion.assignment_id.in_([one.id for one in assignments]))
    ):
        found[assignment_id].add(module_id)
    return found


def _notes(assignments: list[Assignment]) -> dict[int, TimeNote]:
    rows = sa.select(TimeNote).where(
        TimeNote.assignment_id.in_([one.id for one in assignments]), TimeNote.settled_at.is_(None)
    )
    return {note.assignment_id: note for note in db.session.scalars(rows)}


def _completed(person_ids: list[int]) -> dict[int, int]:
    rows = sa.select(Assignment.person_id, sa.func.count()).where(
        Assignment.person_id.in_(person_ids),
        Assignment.closed_at.is_not(None),
        Assignment.waived_at.is_(None),
        Assignment.withdrawn_at.is_(None),
    )
    return dict(db.session.execute(rows.group_by(Assignment.person_id)).all())
