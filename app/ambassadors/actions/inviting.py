"""Writes of invitations: who is asked to a meeting, who comes, who is excused, who stands in."""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from app.ambassadors.actions.holding import MeetingClosed, expect
from app.ambassadors.models import Attendance, AttendanceState, Meeting, MeetingSeries, MeetingState
from app.ambassadors.queries.circles import standing_invitees
from app.foundation import clock
from app.foundation.db import db, insert_new


class NotInvited(Exception):
    """The person has no invitation to this meeting."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What became of one invitation: came, was excused (with words, perhaps with somebody instead), or neither."""

    person_id: int
    state: AttendanceState
    excuse: str = ""
    deputy_id: int | None = None


def follow_circle(series: MeetingSeries) -> int:
    """Invite who belongs to the circle today to the planned meetings, and take the invitations of others back.

    Who has answered, or was invited by hand, stays. Returns how many invitations changed.
    """
    planned = sa.select(Meeting.id).where(
        Meeting.series_id == series.id, Meeting.state == MeetingState.planned, Meeting.held_on >= clock.today()
    )
    meetings = list(db.session.scalars(planned))
    if not meetings:
        return 0
    circle = standing_invitees(series)
    left = sa.delete(Attendance).where(
        Attendance.meeting_id.in_(meetings),
        Attendance.standing,
        Attendance.state == AttendanceState.invited,
        Attendance.person_id.not_in(circle),
    )
    gone = db.session.execute(left.execution_options(synchronize_session=False)).rowcount  # type: ignore[attr-defined]
    rows = [
        {"meeting_id": number, "person_id": person_id, "state": AttendanceState.invited, "standing": True}
        for number in meetings
        for person_id in sorted(circle)
    ]
    return int(gone) + insert_new(Attendance, rows)


def invite(*, meeting: Meeting, person_id: int) -> bool:
    """Invite somebody to one meeting by hand; False where they are invited already. Raises MeetingClosed."""
    expect(meeting, MeetingState.planned, MeetingState.held)
    row = {"meeting_id": meeting.id, "person_id": person_id, "state": AttendanceState.invited, "standing": False}
    return insert_new(Attendance, [row]) == 1


def excuse(*, meeting: Meeting, person_id: int, words: str, deputy_id: int | None) -> None:
    """Say that one cannot come, why, and who comes instead. Raises MeetingClosed, NotInvited."""
    expect(meeting, MeetingState.planned, MeetingState.held)
    row = _invitation(meeting, person_id)
    row.state, row.excuse, row.deputy_id = AttendanceState.excused, words, deputy_id


def come_after_all(*, meeting: Meeting, person_id: int) -> None:
    """Take one's excuse back. Raises MeetingClosed, NotInvited."""
    expect(meeting, MeetingState.planned)
    row = _invitation(meeting, person_id)
    row.deputy_id, row.excuse, row.state = None, "", AttendanceState.invited


def mark_attendance(*, meeting: Meeting, marks: Iterable[Mark]) -> None:
    """Write down who came. Raises MeetingClosed."""
    expect(meeting, MeetingState.held)
    rows = {row.person_id: row for row in _invitations(meeting)}
    for mark in marks:
        row = rows.get(mark.person_id)
        if row is not None:
            excused = mark.state is AttendanceState.excused
            row.state, row.excuse = mark.state, mark.excuse if excused else ""
            row.deputy_id = mark.deputy_id if excused else None
    db.session.flush()


def _invitations(meeting: Meeting) -> list[Attendance]:
    return list(db.session.scalars(sa.select(Attendance).where(Attendance.meeting_id == meeting.id)))


def _invitation(meeting: Meeting, person_id: int) -> Attendance:
    row = db.session.get(Attendance, (meeting.id, person_id))
    if row is None:
        raise NotInvited
    return row


__all__ = [
    "Mark",
    "MeetingClosed",
    "NotInvited",
    "come_after_all",
    "excuse",
    "follow_circle",
    "invite",
    "mark_attendance",
]
