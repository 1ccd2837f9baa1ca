"""Files that are delivered by themselves, and every day on which one was due."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.foundation.db import Base, choice
from app.hr.content.rhythm import RHYTHMS
from app.hr.models.exports import Export


class DeliveryState(StrEnum):
    """Where the file of a day is. `failed` is tried again, ever; `missed` will not be made, and says why."""

    due = "due"
    working = "working"
    done = "done"
    failed = "failed"
    missed = "missed"


class ExportSchedule(Base):
    """What is delivered, how often, and where to: a folder below the one that a setting names, or people of HR by mail.

    Only people pause it. One that was deleted keeps its history.
    """

    __tablename__ = "export_schedules"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    every: Mapped[str]
    starts_on: Mapped[date]
    filters: Mapped[dict[str, Any]]
    format: Mapped[str]
    profile: Mapped[str] = mapped_column(default="")
    language: Mapped[str]
    folder: Mapped[str] = mapped_column(default="")
    by_mail: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    paused_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]
    search_text: Mapped[str] = mapped_column(default="")

    made_by: Mapped[Person | None] = relationship(lazy="raise_on_sql")

    __table_args__ = (
        sa.CheckConstraint(f"every IN ({', '.join(repr(one) for one in RHYTHMS)})", name="rhythm"),
        sa.CheckConstraint("by_mail = (folder = '')", name="one_target"),
    )


class ScheduleRecipient(Base):
    """Somebody of HR who hears of the file by mail."""

    __tablename__ = "schedule_recipients"

    schedule_id: Mapped[int] = mapped_column(sa.ForeignKey("export_schedules.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)


class ExportDelivery(Base):
    """The file of one day of a schedule; the unique key lets no two workers make it."""

    __tablename__ = "export_deliveries"

    id: Mapped[int] = mapped_column(primary_key=True)
    schedule_id: Mapped[int] = mapped_column(sa.ForeignKey("export_schedules.id"))
    due_on: Mapped[date]
    state: Mapped[DeliveryState] = mapped_column(choice(DeliveryState, "state"), default=DeliveryState.due)
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    export_id: Mapped[int | None] = mapped_column(sa.ForeignKey("exports.id"))
    reason: Mapped[str] = mapped_column(default="")

    schedule: Mapped[ExportSchedule] = relationship(lazy="raise_on_sql")
    export: Mapped[Export | None] = relationship(lazy="raise_on_sql")

    __table_args__ = (
        sa.UniqueConstraint("schedule_id", "due_on"),
        sa.Index("ix_export_deliveries_next", "state", "next_at"),
        sa.CheckConstraint("(state = 'done') = (finished_at IS NOT NULL)", name="done_is_finished"),
        sa.CheckConstraint("state <> 'done' OR export_id IS NOT NULL", name="done_has_a_file"),
        sa.CheckConstraint("state NOT IN ('failed', 'missed') OR reason <> ''", name="says_why"),
    )
