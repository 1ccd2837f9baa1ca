"""Suggestions that two ideas are the same."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.feedback.models.ideas import Idea
from app.foundation.db import Base

OPEN = sa.text("answered_at IS NULL")


class MergeSuggestion(Base):
    """Somebody thinks that an idea means the same as another one; the PMO merges them or says that they differ."""

    __tablename__ = "merge_suggestions"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"))
    into_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    suggested_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    accepted: Mapped[bool | None]

    idea: Mapped[Idea] = relationship(foreign_keys=[idea_id], lazy="raise_on_sql")
    into: Mapped[Idea] = relationship(foreign_keys=[into_id], lazy="raise_on_sql")
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise_on_sql")

    __table_args__ = (
        sa.Index(
            "uq_merge_suggestions_open", "idea_id", "into_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN
        ),
        sa.CheckConstraint("idea_id <> into_id", name="two_ideas"),
        sa.CheckConstraint("(answered_at IS NULL) = (accepted IS NULL)", name="answered_or_not"),
    )
