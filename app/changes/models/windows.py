"""When changes happen, and when none may."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.foundation.append_only import append_only
from app.foundation.db import Base


class FreezeWindow(Base):
    """A time in which nothing is changed, in one area or (where it is empty) in all. `ended_at` is set when it is called off."""

    __tablename__ = "freeze_windows"

    id: Mapped[int] = mapped_column(primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    area: Mapped[str] = mapped_column(default="")
    reason: Mapped[str]
    created_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (sa.CheckConstraint("ends_at > starts_at", name="in_order"), {"sqlite_autoincrement": True})


class ScheduledWindow(Base):
    """A window that was given to a change; `clashes` and `override_reason` say what was overridden, and why. Append-only."""

    __tablename__ = "scheduled_windows"

    id: Mapped[int] = mapped_column(primary_key=True)
    change_id: Mapped[int] = mapped_column(sa.ForeignKey("change_requests.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    clashes: Mapped[list[Any]]
    override_reason: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    at: Mapped[datetime]

    by: Mapped[Person] = relationship(lazy="raise_on_sql")

    __table_args__ = (sa.CheckConstraint("ends_at > starts_at", name="in_order"),)


append_only(ScheduledWindow.__table__)
