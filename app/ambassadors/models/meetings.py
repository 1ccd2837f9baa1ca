"""Meetings of ambassadors, of the change control board and about the software's health, and who is invited."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.ambassadors.models.published import locked_when_published
from app.foundation.append_only import append_only
from app.foundation.db import Base, choice


class MeetingKind(StrEnum):
    """Which circle meets."""

    ambassador = "ambassador"
    board = "board"
    health = "health"


class MeetingState(StrEnum):
    """Planned until it begins; held until its minutes are published, which nobody changes any more."""

    planned = "planned"
    held = "held"
    published = "published"
    cancelled = "cancelled"


TOOK_PLACE = (MeetingState.held, MeetingState.published)


def _new_uid() -> str:
    return uuid4().hex


class Meeting(Base):
    """One meeting on a day of the company.

    `occurs_on` is the day on which the series put it, also when it was moved to another; `uid` and `sequence` are what
    calendars know it by. Meetings that were recorded without a time have no `starts_at`. `numbers` are those of the health
    meeting as they stood when the minutes were published.
    """

    __tablename__ = "meetings"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[MeetingKind] = mapped_column(choice(MeetingKind, "kind"))
    held_on: Mapped[date] = mapped_column(index=True)
    title: Mapped[str] = mapped_column(default="")
    series_id: Mapped[int | None] = mapped_column(sa.ForeignKey("meeting_series.id"))
    occurs_on: Mapped[date | None]
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    place: Mapped[str] = mapped_column(default="", server_default="")
    chair_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    state: Mapped[MeetingState] = mapped_column(
        choice(MeetingState, "state"), default=MeetingState.planned, server_default="held", index=True
    )
    change_words: Mapped[str] = mapped_column(default="", server_default="")
    minutes: Mapped[str] = mapped_column(default="", server_default="")
    numbers: Mapped[dict[str, Any] | None]
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    uid: Mapped[str | None] = mapped_column(default=_new_uid, unique=True)
    sequence: Mapped[int] = mapped_column(default=0, server_default="0")
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    chair: Mapped[Person | None] = relationship(foreign_keys=[chair_id], lazy="raise_on_sql")
    published_by: Mapped[Person | None] = relationship(foreign_keys=[published_by_id], lazy="raise_on_sql")

    @property
    def took_place(self) -> bool:
        """Whether it was held, with minutes published or not."""
        return self.state in TOOK_PLACE

    __table_args__ = (
        sa.UniqueConstraint("series_id", "occurs_on"),
        sa.CheckConstraint("ends_at IS NULL OR ends_at > starts_at", name="ends_after_it_starts"),
        sa.CheckConstraint("(state = 'published') = (published_at IS NOT NULL)", name="published_has_its_moment"),
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 (SQLAlchemy's way)


class AttendanceState(StrEnum):
    """What became of an invitation; who is invited and neither came nor was excused was absent."""

    invited = "invited"
    attended = "attended"
    excused = "excused"


class Attendance(Base):
    """One person invited to one meeting; `deputy` came in place of one who was excused.

    `standing` invitations follow from the series and go with it; others were made by hand.
    """

    __tablename__ = "attendances"

    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meetings.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, index=True)
    state: Mapped[AttendanceState] = mapped_column(choice(AttendanceState, "state"), default=AttendanceState.invited)
    standing: Mapped[bool] = mapped_column(default=False, server_default="0")
    excuse: Mapped[str] = mapped_column(default="", server_default="")
    deputy_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"), index=True)

    meeting: Mapped[Meeting] = relationship(lazy="raise_on_sql")
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise_on_sql")
    deputy: Mapped[Person | None] = relationship(foreign_keys=[deputy_id], lazy="raise_on_sql")

    __table_args__ = (
        sa.CheckConstraint("deputy_id IS NULL OR state = 'excused'", name="deputy_of_an_excused"),
        sa.CheckConstraint("deputy_id <> person_id", name="not_own_deputy"),
    )


class MinutesCorrection(Base):
    """Something added to published minutes, with who says so and when; the minutes themselves stay. Append-only."""

    __tablename__ = "minutes_corrections"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meetings.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(sa.ForeignKey("agenda_items.id"), index=True)
    text: Mapped[str]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    at: Mapped[datetime]

    by: Mapped[Person] = relationship(lazy="raise_on_sql")


append_only(MinutesCorrection.__table__)
locked_when_published(Meeting.__table__, "id")
locked_when_published(Attendance.__table__, "meeting_id")
