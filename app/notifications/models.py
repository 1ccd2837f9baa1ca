"""Announcements, one receipt for each person and outcome, and how each person wants to hear."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.foundation.calendar import QuietHours
from app.foundation.db import Base, choice


class Channel(StrEnum):
    """How somebody hears by mail; the portal's own tray shows everything."""

    immediate = "immediate"
    daily = "daily"
    weekly = "weekly"
    none = "none"


COLLECTED = frozenset({Channel.daily, Channel.weekly})
"""Channels whose news wait for a digest."""


class ReceiptState(StrEnum):
    """What became of a receipt; read from its row and that of its mail, never stored."""

    queued = "queued"
    sent = "sent"
    seen = "seen"
    failed = "failed"
    muted = "muted"


class Announcement(Base):
    """One thing worth telling, made once however often its event is published; `kind` is a row of the table of kinds."""

    __tablename__ = "announcements"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    idea_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ideas.id"), index=True)
    comment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("comments.id"), index=True)
    data: Mapped[dict[str, Any]]
    search_text: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]


class Receipt(Base):
    """What became of an announcement for one person.

    `because` is the tie through which the person hears, at the moment of the announcement. `mail_key` names the mail in the
    outbox that carried it, alone or in a digest. Who had muted the subject has a receipt too, with `muted_at`: nothing is
    shown or sent, and nobody can say that a voter was forgotten.
    """

    __tablename__ = "receipts"

    id: Mapped[int] = mapped_column(primary_key=True)
    announcement_id: Mapped[int] = mapped_column(sa.ForeignKey("announcements.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    channel: Mapped[Channel] = mapped_column(choice(Channel, "channel"))
    because: Mapped[str] = mapped_column(default="")
    told_at: Mapped[datetime]
    mailed_at: Mapped[datetime | None]
    mail_key: Mapped[str | None] = mapped_column(index=True)
    seen_at: Mapped[datetime | None]
    muted_at: Mapped[datetime | None]

    announcement: Mapped[Announcement] = relationship(lazy="raise_on_sql")

    __table_args__ = (
        sa.UniqueConstraint("announcement_id", "person_id"),
        sa.Index("ix_receipts_unseen", "person_id", "seen_at"),
    )


class SourceTelling(Base):
    """Who wrote an idea for somebody else has told them an outcome in person: the first word that such a source may get.

    The outcome is a move of the idea itself, or of the one it was merged into.
    """

    __tablename__ = "source_tellings"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"))
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("idea_events.id"))
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    told_at: Mapped[datetime]

    __table_args__ = (sa.UniqueConstraint("idea_id", "event_id"),)


class MailPreference(Base):
    """What a person wants of mails as a whole: reminders of optional paths, and hours in which none should come."""

    __tablename__ = "mail_preferences"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    optional_reminders: Mapped[bool] = mapped_column(default=True, server_default=sa.text("true"))
    quiet_from: Mapped[time | None]
    quiet_until: Mapped[time | None]
    quiet_days_off: Mapped[bool] = mapped_column(default=False, server_default=sa.text("false"))

    __table_args__ = (
        sa.CheckConstraint("(quiet_from IS NULL) = (quiet_until IS NULL)", name="quiet_both_ends"),
        sa.CheckConstraint("quiet_from <> quiet_until", name="quiet_not_all_day"),
    )

    @property
    def quiet(self) -> QuietHours:
        """The hours in which this person wants no mail."""
        return QuietHours(self.quiet_from, self.quiet_until, days_off=self.quiet_days_off)


class MailChoice(Base):
    """How a person hears of everything (`all`), of a category, or of one kind; the narrowest choice holds."""

    __tablename__ = "mail_choices"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    scope: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[Channel] = mapped_column(choice(Channel, "channel"))


class CompanyQuietHours(Base):
    """When the company wants no mails to leave; one row at most, else they leave at any time."""

    __tablename__ = "quiet_hours"

    id: Mapped[int] = mapped_column(primary_key=True)
    begins: Mapped[time]
    ends: Mapped[time]
    days_off: Mapped[bool]

    __table_args__ = (
        sa.CheckConstraint("id = 1", name="one_row"),
        sa.CheckConstraint("begins <> ends", name="not_all_day"),
    )


class ReminderKind(StrEnum):
    """What a reminder is: one's own open paths, the overdue ones of people one answers for, or one's own action items."""

    own = "own"
    team = "team"
    company = "company"
    action = "action"


class Reminder(Base):
    """One reminder of one person on one day of the company; the key makes a second one impossible."""

    __tablename__ = "reminders"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    kind: Mapped[ReminderKind] = mapped_column(choice(ReminderKind, "kind"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
