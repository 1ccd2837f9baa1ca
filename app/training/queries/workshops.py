"""Workshops: which are on, their code of the minute, who was there, and names on paper."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.foundation import clock
from app.foundation.db import db
from app.foundation.minute_codes import is_of_the_minute, minute_code
from app.foundation.paging import Page, page_of
from app.foundation.params import PersonId, moment_after
from app.foundation.search import contains
from app.training.models import Assignment, Completion, TrainingPath, Workshop, WorkshopPresence

OPENS_BEFORE = timedelta(hours=1)
LASTS = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Gathering:
    """A workshop with how many were there."""

    workshop: Workshop
    present: int


def state_of(workshop: Workshop) -> str:
    """`planned`, `open` or `closed`: open from an hour before it starts until it is closed, for half a day at most."""
    moment = clock.now()
    if workshop.closed_at is not None or moment >= workshop.starts_at + LASTS:
        return "closed"
    return "open" if moment >= workshop.starts_at - OPENS_BEFORE else "planned"


def session_code(workshop_id: int) -> str:
    """How files name a workshop."""
    return f"W-{workshop_id:06d}"


def code_of(workshop: Workshop, *, minutes_ago: int = 0) -> str:
    """The six digits on the wall, of this minute or one before."""
    return minute_code(workshop.secret, workshop.id, minutes_ago=minutes_ago)


def opens(workshop: Workshop, code: str) -> bool:
    """Whether a code is that of this minute or the one before, of a workshop that is on."""
    return state_of(workshop) == "open" and is_of_the_minute(code, workshop.secret, workshop.id)


def workshop_by_id(workshop_id: int) -> Workshop | None:
    """A workshop with its path and host."""
    rows = sa.select(Workshop).where(Workshop.id == workshop_id)
    return db.session.scalar(rows.options(joinedload(Workshop.path), joinedload(Workshop.host)))


def open_workshops() -> list[Workshop]:
    """Workshops that are on, with their paths."""
    return list(db.session.scalars(sa.select(Workshop).where(is_on()).options(joinedload(Workshop.path))))


def is_on() -> sa.ColumnElement[bool]:
    """The condition of `state_of(…) == "open"`."""
    begun = sa.and_(Workshop.starts_at <= moment_after(OPENS_BEFORE), Workshop.starts_at > moment_after(-LASTS))
    return sa.and_(Workshop.closed_at.is_(None), begun)


def waiting_check_ins(person_id: PersonId) -> sa.Select[int]:
    """Select of one number: workshops that are on, of paths this person has, at which they are not checked in."""
    there = sa.exists().where(WorkshopPresence.workshop_id == Workshop.id, WorkshopPresence.person_id == person_id)
    mine = sa.exists().where(Assignment.path_id == Workshop.path_id, Assignment.person_id == person_id)
    return sa.select(sa.func.count()).select_from(Workshop).where(is_on(), mine, sa.not_(there))


def workshops(*, words: str = "", number: int = 1) -> Page[Gathering]:
    """Workshops, the latest first, with path, host and how many were there; two statements."""
    columns: tuple[Any, ...] = (Workshop, _present().label("present"))
    rows = (
        sa.select(*columns)
        .join(Workshop.path)
        .join(Workshop.host)
        .options(sa.orm.contains_eager(Workshop.path), sa.orm.contains_eager(Workshop.host))
        .order_by(Workshop.starts_at.desc(), Workshop.id.desc())
    )
    for word in words.split()[:8]:
        named = (Workshop.place, TrainingPath.code, TrainingPath.title_zh, TrainingPath.title_en, Person.name)
        rows = rows.where(sa.or_(*(column.icontains(word, autoescape=True) for column in named)))
    found = page_of(rows, number=number, scalars=False)
    return Page([Gathering(*row) for row in found.rows], found.number, found.size, found.total)


def present_count(workshop_id: int) -> int:
    """How many were there."""
    rows = sa.select(sa.func.count()).select_from(WorkshopPresence).where(WorkshopPresence.workshop_id == workshop_id)
    return db.session.scalar(rows) or 0


def presences(workshop_id: int, *, words: str = "", number: int = 1) -> Page[WorkshopPresence]:
    """Who was there by name, with department and whoever entered it."""
    rows = (
        sa.select(WorkshopPresence)
        .join(WorkshopPresence.person)
        .options(
            sa.orm.contains_eager(WorkshopPresence.person).joinedload(Person.department),
            joinedload(WorkshopPresence.recorded_by),
        )
        .where(WorkshopPresence.workshop_id == workshop_id, contains(Person.search_text, words))
        .order_by(Person.name, Person.id)
    )
    return page_of(rows, number=number)


def presence_by_id(workshop_id: int, presence_id: int) -> WorkshopPresence | None:
    """One presence at a workshop, with its person."""
    rows = sa.select(WorkshopPresence).options(joinedload(WorkshopPresence.person))
    return db.session.scalar(
        rows.where(WorkshopPresence.id == presence_id, WorkshopPresence.workshop_id == workshop_id)
    )


def present_among(workshop_id: int, person_ids: Collection[int]) -> set[int]:
    """Which of these people were there."""
    rows = sa.select(WorkshopPresence.person_id).where(WorkshopPresence.workshop_id == workshop_id)
    return set(db.session.scalars(rows.where(WorkshopPresence.person_id.in_(person_ids))))


def last_workshop(done: type[Completion], end: datetime) -> sa.ScalarSelect[int]:
    """Of a completion (joined with Assignment and Person), the last workshop on its path before it, noted before `end`."""
    rows = (
        sa.select(Workshop.id)
        .join(WorkshopPresence, WorkshopPresence.workshop_id == Workshop.id)
        .where(
            WorkshopPresence.person_id == Assignment.person_id,
            Workshop.path_id == Assignment.path_id,
            Workshop.starts_at <= done.completed_at,
            WorkshopPresence.recorded_at < end,
        )
        .order_by(Workshop.starts_at.desc(), Workshop.id.desc())
        .limit(1)
    )
    return rows.correlate(Assignment, done).scalar_subquery()


def workshops_of(person_id: int) -> list[Workshop]:
    """Workshops at which somebody was, the latest first."""
    rows = sa.select(Workshop).join(WorkshopPresence, WorkshopPresence.workshop_id == Workshop.id)
    return list(
        db.session.scalars(rows.where(WorkshopPresence.person_id == person_id).order_by(Workshop.starts_at.desc()))
    )


def _present() -> sa.ScalarSelect[int]:
    rows = sa.select(sa.func.count()).select_from(WorkshopPresence)
    return rows.where(WorkshopPresence.workshop_id == Workshop.id).correlate(Workshop).scalar_subquery()
