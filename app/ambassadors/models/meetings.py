"""Meetings of ambassadors, of the change control board and about the software's health."""

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.foundation.db import Base, choice


class MeetingKind(StrEnum):
    """Which circle meets."""

    ambassador = "ambassador"
    board = "board"
    health = "health"


class Meeting(Base):
    """One meeting on a day of the company."""

    __tablename__ = "meetings"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[MeetingKind] = mapped_column(choice(MeetingKind, "kind"))
    held_on: Mapped[date] = mapped_column(index=True)
    title: Mapped[str] = mapped_column(default="")


class AttendanceState(StrEnum):
    """What became of an invitation."""

    invited = "invited"
    attended = "attended"
    excused = "excused"


class Attendance(Base):
    """One person invited to one meeting."""

    __tablename__ = "attendances"

    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meetings.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    state: Mapped[AttendanceState] = mapped_column(choice(AttendanceState, "state"))

    meeting: Mapped[Meeting] = relationship(lazy="raise_on_sql")
