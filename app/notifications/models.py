"""Announcements, one receipt for each person and outcome, and how each person wants to hear."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.foundation.db import Base, choice


class Channel(StrEnum):
    """How somebody hears by mail; the portal's own tray shows everything."""

    immediate = "immediate"
    daily = "daily"
    none = "none"


class Announcement(Base):
    """One thing worth telling, made once however often its event is published."""

    __tablename__ = "announcements"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    idea_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ideas.id"), index=True)
    data: Mapped[dict[str, Any]]
    search_text: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]


class Receipt(Base):
    """What became of an announcement for one person."""

    __tablename__ = "receipts"

    id: Mapped[int] = mapped_column(primary_key=True)
    announcement_id: Mapped[int] = mapped_column(sa.ForeignKey("announcements.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    channel: Mapped[Channel] = mapped_column(choice(Channel, "channel"))
    told_at: Mapped[datetime]
    mailed_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]

    announcement: Mapped[Announcement] = relationship(lazy="raise_on_sql")

    __table_args__ = (
        sa.UniqueConstraint("announcement_id", "person_id"),
        sa.Index("ix_receipts_unseen", "person_id", "seen_at"),
    )


class MailPreference(Base):
    """How a person wants to get mails; without a row: at once, and reminders of optional paths too."""

    __tablename__ = "mail_preferences"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    channel: Mapped[Channel] = mapped_column(choice(Channel, "channel"))
    optional_reminders: Mapped[bool] = mapped_column(default=True, server_default=sa.text("true"))


class ReminderKind(StrEnum):
    """What a reminder is: one's own open paths, or the overdue ones of people one answers for."""

    own = "own"
    team = "team"
    company = "company"


class Reminder(Base):
    """One reminder of one person on one day of the company; the key makes a second one impossible."""

    __tablename__ = "reminders"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    kind: Mapped[ReminderKind] = mapped_column(choice(ReminderKind, "kind"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
