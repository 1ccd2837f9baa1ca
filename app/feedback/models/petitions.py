"""What people put before the PMO about a decided idea: that it be opened again, or that it is not solved."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.foundation.db import Base

OPEN = sa.text("answered_at IS NULL")


class ReopenRequest(Base):
    """Somebody asks with new evidence that a declined idea be opened again; one open request a person."""

    __tablename__ = "reopen_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    evidence: Mapped[str]
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    accepted: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise_on_sql")

    __table_args__ = (
        sa.Index(
            "uq_reopen_requests_open", "idea_id", "person_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN
        ),
        sa.CheckConstraint("(answered_at IS NULL) = (accepted IS NULL)", name="answered_or_not"),
    )


class Objection(Base):
    """Somebody who wanted an idea says that its delivery (`event_id`) has not solved it; once for each delivery."""

    __tablename__ = "objections"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("idea_events.id"))
    text: Mapped[str]
    objected_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    answer: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise_on_sql")

    __table_args__ = (sa.UniqueConstraint("idea_id", "person_id", "event_id"),)
