"""Writes about sharing sessions: called, moved, cancelled, attended."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.accounts.actions.guessing import TooManyGuesses, WrongCode, count_wrong_code, refuse_guessing
from app.accounts.models import Person
from app.ambassadors.actions.once import sent_before
from app.ambassadors.events import SessionCalled, SessionCancelled, SessionMoved
from app.ambassadors.models import Practice, PracticeState, SessionAttendance, SharingPresence, SharingSession
from app.ambassadors.queries.sharing import opens, state_of
from app.foundation import audit, clock
from app.foundation.db import db, insert_new
from app.foundation.events import publish
from app.foundation.search import folded

__all__ = [
    "NotOn",
    "SessionChanged",
    "SessionData",
    "TooManyGuesses",
    "WrongCode",
    "call_session",
    "cancel_session",
    "change_session",
    "check_in",
    "enter_attendances",
    "keep_records",
    "remove_attendance",
]


class SessionChanged(Exception):
    """Somebody was faster: the session was changed or cancelled meanwhile."""


class NotOn(Exception):
    """The session has not begun, or it is over or cancelled."""


@dataclass(frozen=True, slots=True)
class SessionData:
    """What is asked about a session; `starts_at` is an instant."""

    title: str
    starts_at: datetime
    host_id: int
    about: str = ""
    place: str = ""
    link: str = ""
    practice_ids: Collection[int] = ()


def call_session(*, data: SessionData, by: int, token: str | None = None) -> SharingSession:
    """Ask colleagues to a session; the same form sent again gives the same one."""
    before = sent_before(SharingSession, token, SharingSession.called_by_id, by)
    if before is not None:
        return before
    session = SharingSession(called_by_id=by, called_at=clock.now(), secret=secrets.token_hex(32), token=token)
    _write(session, data)
    session.practices = _shown(data.practice_ids)
    db.session.add(session)
    db.session.flush()
    audit.record(act="session:called", subject=("session", session.id), actor_id=by, after=_facts(session))
    publish(SessionCalled(session.id, session.host_id, by, session.starts_at))
    return session


def change_session(*, session: SharingSession, version: int, data: SessionData, by: int) -> None:
    """Change what was announced; another time or place is told to those who care. Raises SessionChanged."""
    _hold(session)
    if session.version != version or session.cancelled_at is not None:
        raise SessionChanged
    before, from_at, place_before = _facts(session), session.starts_at, session.place
    _write(session, data)
    session.practices = _shown(data.practice_ids, session.practices)
    db.session.flush()
    subject = ("session", session.id)
    audit.record(act="session:changed", subject=subject, actor_id=by, before=before, after=_facts(session))
    if (from_at, place_before) != (session.starts_at, session.place) and state_of(session) != "over":
        publish(SessionMoved(session.id, by, from_at, session.starts_at, place_before, session.place))


def cancel_session(*, session: SharingSession, reason: str, by: int) -> None:
    """Say that it does not take place, and why. Raises SessionChanged where it is cancelled or over already."""
    _hold(session)
    if state_of(session) in ("cancelled", "over"):
        raise SessionChanged
    session.cancelled_at, session.cancelled_reason = clock.now(), reason
    db.session.flush()
    audit.record(act="session:cancelled", subject=("session", session.id), actor_id=by, reason=reason)
    publish(SessionCancelled(session.id, by, reason))


def keep_records(*, session: SharingSession, recording_url: str, notes_url: str) -> None:
    """Where the recording and the notes are."""
    session.recording_url, session.notes_url = recording_url, notes_url
    db.session.flush()


def check_in(*, session: SharingSession, person_id: int, code: str) -> bool:
    """Note that somebody is there; False where they were noted already. Raises NotOn, WrongCode, TooManyGuesses."""
    refuse_guessing(person_id)
    if state_of(session) != "open":
        raise NotOn
    if not opens(session, code):
        count_wrong_code(person_id)
    return _note(session.id, [person_id], SharingPresence.code, None) == 1


def enter_attendances(*, session: SharingSession, person_ids: Collection[int], by: int) -> int:
    """Note everybody whom the host saw; how many were new. Raises NotOn before it begins, and for a cancelled one."""
    if state_of(session) not in ("open", "over"):
        raise NotOn
    made = _note(session.id, person_ids, SharingPresence.host, by)
    facts = {"people": sorted(person_ids)}
    audit.record(act="session:attendance_entered", subject=("session", session.id), actor_id=by, after=facts)
    return made


def remove_attendance(*, attendance: SessionAttendance, by: int) -> None:
    """Take back a wrong entry; the audit trail keeps it."""
    facts = {"person": attendance.person_id, "method": attendance.method.value, "by": attendance.recorded_by_id}
    subject = ("session", attendance.session_id)
    audit.record(act="session:attendance_removed", subject=subject, actor_id=by, before=facts)
    db.session.delete(attendance)


def _note(session_id: int, person_ids: Collection[int], method: SharingPresence, by: int | None) -> int:
    facts = {"session_id": session_id, "method": method, "recorded_at": clock.now(), "recorded_by_id": by}
    return insert_new(SessionAttendance, [{**facts, "person_id": number} for number in sorted(set(person_ids))])


def _write(session: SharingSession, data: SessionData) -> None:
    session.title, session.about = data.title, data.about
    session.starts_at, session.host_id = data.starts_at, data.host_id
    session.place, session.link = data.place, data.link
    host = db.session.scalar(sa.select(Person.name).where(Person.id == data.host_id))
    session.search_text = folded(data.title, data.about, data.place, host)


def _shown(practice_ids: Collection[int], kept: Collection[Practice] = ()) -> list[Practice]:
    """Published practices with these ids, and those among them that were chosen before."""
    known = {practice.id for practice in kept}
    rows = sa.select(Practice).where(
        Practice.id.in_(practice_ids), sa.or_(Practice.state == PracticeState.published, Practice.id.in_(known))
    )
    return list(db.session.scalars(rows.order_by(Practice.id)))


def _hold(session: SharingSession) -> None:
    """Hold the row against others until commit, and read where it stands."""
    db.session.refresh(session, ("version", "cancelled_at", "starts_at", "place"), with_for_update=True)


def _facts(session: SharingSession) -> dict[str, object]:
    return {
        "title": session.title,
        "starts_at": session.starts_at.isoformat(),
        "place": session.place,
        "host": session.host_id,
    }
