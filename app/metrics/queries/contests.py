"""Contests of scores: those of a person, those that wait, who recorded what they are about, and who decides them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Person, PersonRole, PersonState, Role
from app.accounts.queries.people import in_state_on, runs_today
from app.foundation import clock
from app.foundation.calendar import WorkingCalendar, working_calendar
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.params import PersonId
from app.foundation.search import contains
from app.metrics.formulas.contests import working_day_after
from app.metrics.models import Contest, ContestPassing
from app.metrics.policies import JUDGES
from app.training.models import (
    Assignment,
    Completion,
    DeadlineChange,
    PracticeAcceptance,
    PracticeReview,
    PracticeSubmission,
    TrainingPath,
)

TO_ACKNOWLEDGE = 3
TO_DECIDE = 10
"""Working days within which a contest is acknowledged and decided."""


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The last days for acknowledging and deciding a contest."""

    acknowledge_on: date
    decide_on: date


def deadlines_of(contest: Contest, calendar: WorkingCalendar) -> Deadlines:
    """Three and ten working days after the contest was opened."""
    opened = clock.local_date(contest.opened_at)
    return Deadlines(
        working_day_after(calendar, opened, TO_ACKNOWLEDGE), working_day_after(calendar, opened, TO_DECIDE)
    )


def contests_of(person_id: int) -> list[Any]:
    """The contests of a person, the newest first, each with its path where it is about an assignment."""
    return list(db.session.execute(_contests().where(Contest.person_id == person_id).order_by(Contest.id.desc())))


def contest_named(contest_id: int) -> Any | None:
    """A contest with its path and person."""
    return db.session.execute(_contests().where(Contest.id == contest_id)).one_or_none()


def contest_queue(*, words: str, state: str, number: int) -> Page[Any]:
    """Contests of everybody, those that wait longest first; `state` is open, decided or empty for all."""
    rows = _contests()
    waits = sa.and_(Contest.decided_at.is_(None), Contest.withdrawn_at.is_(None))
    if state == "open":
        rows = rows.where(waits)
    elif state == "decided":
        rows = rows.where(sa.not_(waits))
    if words:
        rows = rows.where(contains(Person.search_text, words))
    return page_of(rows.order_by(sa.case((waits, 0), else_=1), Contest.id), number=number, scalars=False)


def contests_before(judge_id: PersonId) -> sa.Select[int]:
    """How many contests of others than oneself and one's own team wait for a decision, to be counted among other things."""
    return (
        sa.select(sa.func.count())
        .select_from(Contest)
        .join(Person, Person.id == Contest.person_id)
        .where(
            Contest.decided_at.is_(None),
            Contest.withdrawn_at.is_(None),
            Person.id != judge_id,
            Person.manager_id.is_distinct_from(judge_id),
        )
    )


def passed_on_to(person_id: PersonId) -> sa.Select[int]:
    """The oldest contest (by id; 0 without any) that was passed on to somebody and waits, to be asked among other things."""
    return (
        sa.select(sa.func.coalesce(sa.func.min(Contest.id), 0))
        .join(ContestPassing, ContestPassing.contest_id == Contest.id)
        .where(ContestPassing.to_id == person_id, Contest.decided_at.is_(None), Contest.withdrawn_at.is_(None))
    )


def calendar_of_contests() -> WorkingCalendar:
    """The working days that deadlines are counted in."""
    return working_calendar()


def _contests() -> Any:
    return (
        sa.select(Contest, Person, TrainingPath)
        .join(Person, Person.id == Contest.person_id)
        .outerjoin(Assignment, Assignment.id == Contest.assignment_id)
        .outerjoin(TrainingPath, TrainingPath.id == Assignment.path_id)
        .options(joinedload(Person.department))
    )


def own_standing_assignment(person_id: int, assignment_id: int) -> Assignment | None:
    """An assignment of a person that can be contested."""
    own = sa.select(Assignment).where(Assignment.id == assignment_id, Assignment.person_id == person_id)
    return db.session.scalar(own.options(joinedload(Assignment.path)))


@dataclass(frozen=True, slots=True)
class Deciders:
    """HR and the PMO of today, to whom a contest was passed on (ids and names), and who of all is concerned."""

    judges: frozenset[int]
    passed: Mapping[int, str]
    concerned: frozenset[int]

    @property
    def free(self) -> frozenset[int]:
        """Who may decide."""
        return (self.judges | self.passed.keys()) - self.concerned


def deciders_of(contest: Contest, person: Person) -> Deciders:
    """Who decides a contest of a person, and who does not, in one statement.

    Concerned are the person, the direct manager, and whoever recorded anything of the assignment that it is about.
    """
    passed = sa.select(sa.literal("passed"), ContestPassing.to_id).where(ContestPassing.contest_id == contest.id)
    parts = (*_recorders(contest.assignment_id or 0), passed, _holding(*JUDGES))
    found = sa.union(*parts).subquery()
    what, who = found.c
    rows = db.session.execute(sa.select(what, Person.id, Person.name).join(Person, Person.id == who)).all()
    by = {kind: {one: name for told, one, name in rows if told == kind} for kind in ("recorder", "passed", "holder")}
    own = {person.id} if person.manager_id is None else {person.id, person.manager_id}
    return Deciders(frozenset(by["holder"]), by["passed"], frozenset(by["recorder"] | dict.fromkeys(own, "")))


def _recorders(about: int) -> tuple[Any, ...]:
    """The same people as the database refuses (`models.scorecards.NOT_BY_WHO_RECORDED`)."""
    kind = sa.literal("recorder").label("kind")
    return (
        sa.select(kind, Assignment.assigned_by_id).where(Assignment.id == about),
        sa.select(kind, Completion.recorded_by_id).where(Completion.assignment_id == about),
        sa.select(kind, DeadlineChange.by_id).where(DeadlineChange.assignment_id == about),
        sa.select(kind, PracticeAcceptance.accepted_by_id).where(PracticeAcceptance.assignment_id == about),
        sa.select(kind, PracticeReview.reviewer_id)
        .join(PracticeSubmission, PracticeSubmission.id == PracticeReview.submission_id)
        .where(PracticeSubmission.assignment_id == about),
    )


def _holding(*roles: Role) -> Any:
    """Who holds a role today and can sign in."""
    here = sa.and_(Person.deactivated_at.is_(None), sa.not_(in_state_on(PersonState.left, clock.today())))
    rows = sa.select(sa.literal("holder"), Person.id).join(PersonRole, PersonRole.person_id == Person.id)
    return rows.where(PersonRole.role.in_(roles), runs_today(), here)


def stand_ins(person: Person, concerned: frozenset[int]) -> tuple[int, ...]:
    """Who decides where nobody of HR and the PMO may: the next manager above the direct one, else the members of the board."""
    above = _next_above(person, concerned)
    if above is not None:
        return (above,)
    board = _holding(Role.board_member).with_only_columns(Person.id)
    return tuple(sorted(set(db.session.scalars(board)) - concerned))


def _next_above(person: Person, concerned: frozenset[int]) -> int | None:
    seen, at, today = {person.id}, person.manager_id, clock.today()
    while at is not None and at not in seen:
        seen.add(at)
        manager = db.session.get_one(Person, at)
        if at not in concerned and manager.may_sign_in_on(today):
            return at
        at = manager.manager_id
    return None


def is_passed_to(contest_id: int, person_id: int) -> bool:
    """Whether a contest was passed on to somebody."""
    row = sa.exists().where(ContestPassing.contest_id == contest_id, ContestPassing.to_id == person_id)
    return bool(db.session.scalar(sa.select(row)))


def stuck_contests() -> list[int]:
    """Ids of the contests that wait for a decision and that nobody may decide, the first one first."""
    rows = sa.select(Contest, Person).join(Person, Person.id == Contest.person_id)
    waiting = rows.where(Contest.decided_at.is_(None), Contest.withdrawn_at.is_(None)).order_by(Contest.id)
    return [contest.id for contest, person in db.session.execute(waiting) if not deciders_of(contest, person).free]
