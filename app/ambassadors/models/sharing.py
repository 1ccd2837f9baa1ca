"""Sessions in which colleagues show each other how they work, and who was there."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.ambassadors.models.practice import Practice
from app.foundation.db import Base, choice


class SharingSession(Base):
    """One session. `secret` makes the check-in code of each minute; `recording_url` and `notes_url` come afterwards."""

    __tablename__ = "sharing_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    about: Mapped[str] = mapped_column(default="")
    starts_at: Mapped[datetime] = mapped_column(index=True)
    host_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    place: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(default="")
    recording_url: Mapped[str] = mapped_column(default="")
    notes_url: Mapped[str] = mapped_column(default="")
    called_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    called_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    cancelled_reason: Mapped[str] = mapped_column(default="")
    secret: Mapped[str]
    search_text: Mapped[str] = mapped_column(default="")
    token: Mapped[str | None] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column(default=1)

    host: Mapped[Person] = relationship(foreign_keys=[host_id], lazy="raise_on_sql")
    practices: Mapped[list[Practice]] = relationship(
        secondary="session_practices", lazy="raise_on_sql", order_by=Practice.id
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 (SQLAlchemy's way)


class SessionPractice(Base):
    """A practice shown in a session."""

    __tablename__ = "session_practices"

    session_id: Mapped[int] = mapped_column(sa.ForeignKey("sharing_sessions.id"), primary_key=True)
    practice_id: Mapped[int] = mapped_column(sa.ForeignKey("practices.id"), primary_key=True, index=True)


class SharingPresence(StrEnum):
    """Checked in with the code on the wall, or entered by the host who saw them."""

    code = "code"
    host = "host"


class SessionAttendance(Base):
    """Somebody was at a session, once however often it is said."""

    __tablename__ = "session_attendances"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(sa.ForeignKey("sharing_sessions.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    method: Mapped[SharingPresence] = mapped_column(choice(SharingPresence, "method"))
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise_on_sql")
    recorded_by: Mapped[Person | None] = relationship(foreign_keys=[recorded_by_id], lazy="raise_on_sql")

    __table_args__ = (sa.UniqueConstraint("session_id", "person_id"),)
