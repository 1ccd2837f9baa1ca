"""What somebody undertook in a meeting, and what became of it."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.ambassadors.models.meetings import Meeting
from app.foundation.append_only import append_only
from app.foundation.db import Base, choice


class ActionItem(Base):
    """A task with an owner and a due date; it stands on each next agenda of the series until it is closed."""

    __tablename__ = "action_items"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meetings.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(sa.ForeignKey("agenda_items.id"), index=True)
    text: Mapped[str]
    search_text: Mapped[str] = mapped_column(default="")
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    due_on: Mapped[date]
    given_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    meeting: Mapped[Meeting] = relationship(lazy="raise_on_sql")
    owner: Mapped[Person] = relationship(lazy="raise_on_sql")

    __table_args__ = (sa.Index("ix_action_items_owner_id_closed_at", "owner_id", "closed_at"),)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 (SQLAlchemy's way)


class ActionStep(StrEnum):
    """What happened to an action item."""

    given = "given"
    closed = "closed"
    reopened = "reopened"
    postponed = "postponed"
    handed_over = "handed_over"


class ActionItemEvent(Base):
    """One step of an action item, with who took it and why. Append-only."""

    __tablename__ = "action_item_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_item_id: Mapped[int] = mapped_column(sa.ForeignKey("action_items.id"), index=True)
    step: Mapped[ActionStep] = mapped_column(choice(ActionStep, "step"))
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    at: Mapped[datetime]
    words: Mapped[str] = mapped_column(default="")
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    due_on: Mapped[date]

    actor: Mapped[Person | None] = relationship(foreign_keys=[actor_id], lazy="raise_on_sql")
    owner: Mapped[Person] = relationship(foreign_keys=[owner_id], lazy="raise_on_sql")


append_only(ActionItemEvent.__table__)
