"""Questions to the superusers: asked in turns, each with its answer."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.foundation.db import Base


class QuestionState(StrEnum):
    """Read from the row, never stored: it waits for an answer, it has one, or it is solved."""

    waiting = "waiting"
    answered = "answered"
    solved = "solved"


class Question(Base):
    """What somebody wants to know. `waiting_since` is when the turn that nobody has answered was asked.

    Only its asker, the superusers in reach and the PMO see it. `article` is the one it was asked from.
    """

    __tablename__ = "questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    title: Mapped[str]
    article: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[datetime]
    waiting_since: Mapped[datetime | None] = mapped_column(index=True)
    solved_at: Mapped[datetime | None]
    search_text: Mapped[str] = mapped_column(default="")
    token: Mapped[str | None] = mapped_column(unique=True)

    person: Mapped[Person] = relationship(lazy="raise_on_sql")
    turns: Mapped[list["QuestionTurn"]] = relationship(lazy="raise_on_sql", order_by="QuestionTurn.number")

    @property
    def state(self) -> QuestionState:
        """How it stands."""
        if self.waiting_since is not None:
            return QuestionState.waiting
        return QuestionState.answered if self.solved_at is None else QuestionState.solved

    __table_args__ = (
        sa.CheckConstraint("waiting_since IS NULL OR solved_at IS NULL", name="solved_waits_for_nothing"),
        {"sqlite_autoincrement": True},
    )


class QuestionTurn(Base):
    """What was asked, and its one answer."""

    __tablename__ = "question_turns"

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("questions.id"))
    number: Mapped[int]
    text: Mapped[str]
    asked_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None] = mapped_column(index=True)
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"), index=True)

    answered_by: Mapped[Person | None] = relationship(lazy="raise_on_sql")

    __table_args__ = (
        sa.UniqueConstraint("question_id", "number"),
        sa.CheckConstraint("(answered_at IS NULL) = (answered_by_id IS NULL)", name="answered_by_somebody"),
        sa.CheckConstraint("(answered_at IS NULL) = (answer = '')", name="answered_in_words"),
    )
