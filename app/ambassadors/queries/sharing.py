"""Sharing sessions: which are coming, which code opens them, and who was there."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Person
from app.ambassadors.models import SessionAttendance, SharingSession
from app.foundation import clock
from app.foundation.db import db
from app.foundation.minute_codes import is_of_the_minute, minute_code
from app.foundation.paging import Page, page_of
from app.foundation.search import contains

OPENS_BEFORE = timedelta(minutes=30)
LASTS = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Occasion:
    """A session, how many were there, and whether the reader was."""

    session: SharingSession
    present: int
    there: bool

    @property
    def state(self) -> str:
        """As `state_of`."""
        return state_of(self.session)


def state_of(session: SharingSession) -> str:
    """`planned`, `open` (half an hour before until four hours after it begins), `over` or `cancelled`; read from the clock."""
    moment = clock.now()
    if session.cancelled_at is not None:
        return "cancelled"
    if moment >= session.starts_at + LASTS:
        return "over"
    return "open" if moment >= session.starts_at - OPENS_BEFORE else "planned"


def code_of(session: SharingSession) -> str:
    """The digits on the wall now."""
    return minute_code(session.secret, f"session {session.id}")


def opens(session: SharingSession, code: str) -> bool:
    """Whether a code is that of this minute or the one before, of a session that is on."""
    return state_of(session) == "open" and is_of_the_minute(code, session.secret, f"session {session.id}")


def sessions(*, reader_id: int, past: bool = False, words: str = "", number: int = 1) -> Page[Occasion]:
    """Coming sessions, the next one first; or past ones, the latest first. Three statements."""
    there = sa.exists().where(
        SessionAttendance.session_id == SharingSession.id, SessionAttendance.person_id == reader_id
    )
    over = SharingSession.starts_at <= clock.now() - LASTS
    columns: tuple[Any, ...] = (SharingSession, _present().label("present"), there.label("there"))
    rows = (
        sa.select(*columns)
        .where(over if past else sa.not_(over), contains(SharingSession.search_text, words))
        .options(joinedload(SharingSession.host), selectinload(SharingSession.practices))
        .order_by(SharingSession.starts_at.desc() if past else SharingSession.starts_at, SharingSession.id)
    )
    found = page_of(rows, number=number, scalars=False)
    return Page([Occasion(*row) for row in found.rows], found.number, found.size, found.total)


def _present() -> sa.ScalarSelect[int]:
    rows = sa.select(sa.func.count()).select_from(SessionAttendance)
    return rows.where(SessionAttendance.session_id == SharingSession.id).correlate(SharingSession).scalar_subquery()


def session_by_id(session_id: int) -> SharingSession | None:
    """A session with its host and the practices that are shown."""
    rows = sa.select(SharingSession).where(SharingSession.id == session_id)
    return db.session.scalar(rows.options(joinedload(SharingSession.host), selectinload(SharingSession.practices)))


def present_count(session_id: int) -> int:
    """How many were there."""
    rows = sa.select(sa.func.count()).select_from(SessionAttendance).where(SessionAttendance.session_id == session_id)
    return db.session.scalar(rows) or 0


def present_among(session_id: int, person_ids: Collection[int]) -> set[int]:
    """Which of these people were there."""
    rows = sa.select(SessionAttendance.person_id).where(SessionAttendance.session_id == session_id)
    return set(db.session.scalars(rows.where(SessionAttendance.person_id.in_(person_ids))))


def attendances(session_id: int, *, words: str = "", number: int = 1) -> Page[SessionAttendance]:
    """Who was there, by name, with department and whoever entered it."""
    rows = (
        sa.select(SessionAttendance)
        .join(SessionAttendance.person)
        .options(
            sa.orm.contains_eager(SessionAttendance.person).joinedload(Person.department),
            joinedload(SessionAttendance.recorded_by),
        )
        .where(SessionAttendance.session_id == session_id, contains(Person.search_text, words))
        .order_by(Person.name, Person.id)
    )
    return page_of(rows, number=number)


def attendance_by_id(session_id: int, attendance_id: int) -> SessionAttendance | None:
    """One attendance of a session, with its person."""
    rows = sa.select(SessionAttendance).options(joinedload(SessionAttendance.person))
    return db.session.scalar(
        rows.where(SessionAttendance.id == attendance_id, SessionAttendance.session_id == session_id)
    )
