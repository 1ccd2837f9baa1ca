"""The library of good practice: found, read, with who works that way too."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Department, Person, ProjectGroup, Role
from app.accounts.queries import branch_of
from app.ambassadors.models import (
    Appointment,
    AppointmentKind,
    AppointmentState,
    Practice,
    PracticeReuse,
    PracticeRevision,
    PracticeState,
    SessionPractice,
    SharingSession,
)
from app.foundation import clock
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.search import contains

OFFERED = 60


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the library is narrowed to. `state` other than published shows one's own, or with `sees_all` everyone's."""

    reader_id: int
    sees_all: bool = False
    words: str = ""
    area: str = ""
    tool: str = ""
    state: PracticeState = PracticeState.published
    number: int = 1


@dataclass(frozen=True, slots=True)
class Story:
    """A practice, and how many teams work that way too."""

    practice: Practice
    teams: int


def library(shelf: Shelf) -> Page[Story]:
    """Practices of one state, the newest first; two statements."""
    columns: tuple[Any, ...] = (Practice, _teams().label("teams"))
    rows = sa.select(*columns).where(Practice.state == shelf.state).options(*_around())
    if shelf.state is PracticeState.draft and not shelf.sees_all:
        rows = rows.where(Practice.author_id == shelf.reader_id)
    if shelf.area:
        rows = rows.where(Practice.area == shelf.area)
    if shelf.tool:
        rows = rows.where(Practice.tool == shelf.tool)
    rows = rows.where(contains(Practice.search_text, shelf.words))
    rows = rows.order_by(sa.func.coalesce(Practice.published_at, Practice.created_at).desc(), Practice.id.desc())
    found = page_of(rows, number=shelf.number, size=12, scalars=False)
    return Page([Story(*row) for row in found.rows], found.number, found.size, found.total)


def _around() -> tuple[sa.sql.base.ExecutableOption, ...]:
    return joinedload(Practice.author), joinedload(Practice.department), joinedload(Practice.project_group)


def _teams() -> sa.ScalarSelect[int]:
    rows = sa.select(sa.func.count()).select_from(PracticeReuse)
    return rows.where(PracticeReuse.practice_id == Practice.id).correlate(Practice).scalar_subquery()


def tools_in_use() -> list[str]:
    """The tools that practices name, in order."""
    rows = sa.select(Practice.tool).where(Practice.tool != "").distinct().order_by(Practice.tool)
    return list(db.session.scalars(rows))


def practice_by_id(practice_id: int) -> Practice | None:
    """A practice with author, units, and who published or retired it."""
    who = joinedload(Practice.published_by), joinedload(Practice.retired_by)
    return db.session.scalar(sa.select(Practice).where(Practice.id == practice_id).options(*_around(), *who))


def published_practices(words: str = "") -> list[Practice]:
    """Practices that can be shown in a session, the newest first."""
    rows = sa.select(Practice).where(Practice.state == PracticeState.published, contains(Practice.search_text, words))
    return list(db.session.scalars(rows.order_by(Practice.published_at.desc(), Practice.id).limit(OFFERED)))


def reuses_of(practice_id: int) -> list[PracticeReuse]:
    """Who works that way too, the first one first, with unit and person; their number is the number of teams."""
    rows = sa.select(PracticeReuse).where(PracticeReuse.practice_id == practice_id).order_by(PracticeReuse.id)
    with_them = (
        joinedload(PracticeReuse.by),
        joinedload(PracticeReuse.department),
        joinedload(PracticeReuse.project_group),
    )
    return list(db.session.scalars(rows.options(*with_them)))


def reuse_by_id(practice_id: int, reuse_id: int) -> PracticeReuse | None:
    """One reuse of a practice."""
    rows = sa.select(PracticeReuse).where(PracticeReuse.id == reuse_id, PracticeReuse.practice_id == practice_id)
    return db.session.scalar(rows)


def revisions_of(practice_id: int, number: int = 1) -> Page[PracticeRevision]:
    """Its words as they were, the newest first, with who wrote them."""
    rows = sa.select(PracticeRevision).where(PracticeRevision.practice_id == practice_id)
    return page_of(
        rows.options(joinedload(PracticeRevision.by)).order_by(PracticeRevision.number.desc()), number=number, size=10
    )


def sessions_showing(practice_id: int) -> list[SharingSession]:
    """Sessions in which a practice is or was shown, the latest first; cancelled ones are left out."""
    rows = (
        sa.select(SharingSession)
        .join(SessionPractice, SessionPractice.session_id == SharingSession.id)
        .where(SessionPractice.practice_id == practice_id, SharingSession.cancelled_at.is_(None))
    )
    return list(db.session.scalars(rows.order_by(SharingSession.starts_at.desc()).limit(10)))


# ---------------------------------------------------------------------------------------------------- speaking for a unit


def departments_spoken_for(person: Person) -> list[Department]:
    """Departments that somebody speaks for today: where they serve as superuser, and a manager's own with its branch."""
    mine: sa.ColumnElement[bool] = Department.id.in_(_served(person.id, AppointmentKind.superuser))
    if person.has_role(Role.manager):
        mine = sa.or_(mine, Department.id.in_(branch_of(person.department_id)))
    return list(db.session.scalars(sa.select(Department).where(mine).order_by(Department.code)))


def groups_spoken_for(person: Person) -> list[ProjectGroup]:
    """Project groups in which somebody serves as ambassador today."""
    mine = ProjectGroup.id.in_(_served(person.id, AppointmentKind.ambassador))
    return list(db.session.scalars(sa.select(ProjectGroup).where(mine).order_by(ProjectGroup.code)))


def _served(person_id: int, kind: AppointmentKind) -> sa.Select[int | None]:
    today = clock.today()
    unit = Appointment.department_id if kind is AppointmentKind.superuser else Appointment.project_group_id
    return sa.select(unit).where(
        Appointment.person_id == person_id,
        Appointment.kind == kind,
        Appointment.state == AppointmentState.active,
        Appointment.starts_on <= today,
        sa.or_(Appointment.ends_on.is_(None), Appointment.ends_on >= today),
    )


def own_units(practice: Practice) -> tuple[Collection[int], Collection[int]]:
    """Ids of the departments and project groups that the practice comes from: they cannot take it over from themselves."""
    departments = {practice.department_id, practice.author.department_id}
    return departments, {practice.project_group_id} - {None}  # type: ignore[return-value]
