"""What people answered in the pulse, without their names."""

import secrets
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base


def _anywhere() -> int:
    """An id that tells nothing of when its row was written."""
    return secrets.randbelow(2**62) + 1


Anywhere = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


class PulseRound(Base):
    """One question to everyone, with the five barrier items. It counts for the month (`2026-06`) in which it closes."""

    __tablename__ = "pulse_rounds"

    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[str] = mapped_column(unique=True)
    question_zh: Mapped[str]
    question_en: Mapped[str]
    closes_on: Mapped[date]
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    closed_at: Mapped[datetime | None]
    asked: Mapped[int] = mapped_column(default=0)
    baseline_id: Mapped[int | None] = mapped_column(sa.ForeignKey("pulse_rounds.id"))
    search_text: Mapped[str] = mapped_column(default="")

    def question(self, language: str) -> str:
        """The question in a language."""
        return self.question_zh if language == "zh" else self.question_en


class PulseInvitation(Base):
    """Somebody who was asked, in the department of that day. Whether they answered is not written here."""

    __tablename__ = "pulse_invitations"

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("pulse_rounds.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, index=True)
    department_id: Mapped[int] = mapped_column(sa.ForeignKey("departments.id"))


class PulseMark(Base):
    """Somebody has answered: who, only the portal can tell, with a key that is not in the database. Gone when the round closes."""

    __tablename__ = "pulse_marks"

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("pulse_rounds.id"), primary_key=True)
    mark: Mapped[str] = mapped_column(primary_key=True)

    __table_args__ = ({"sqlite_with_rowid": False},)


class PulseAnswer(Base):
    """One anonymous answer, 1 to 5, and the five barrier items; None says nothing. Whose it is was never stored.

    Its id is drawn by lot and it has no time, so that its place tells nothing either. `token_hash` is of the code that the
    person keeps in order to change it; it goes when the round closes.
    """

    __tablename__ = "pulse_answers"

    id: Mapped[int] = mapped_column(Anywhere, primary_key=True, default=_anywhere)
    round: Mapped[str] = mapped_column(index=True)
    department_id: Mapped[int] = mapped_column(sa.ForeignKey("departments.id"))
    answer: Mapped[int | None]
    awareness: Mapped[int | None]
    desire: Mapped[int | None]
    knowledge: Mapped[int | None]
    ability: Mapped[int | None]
    reinforcement: Mapped[int | None]
    token_hash: Mapped[str | None] = mapped_column(unique=True)

    __table_args__ = (
        sa.CheckConstraint("answer BETWEEN 1 AND 5", name="one_to_five"),
        *(
            sa.CheckConstraint(f"{item} BETWEEN 1 AND 5", name=f"{item}_one_to_five")
            for item in ("awareness", "desire", "knowledge", "ability", "reinforcement")
        ),
    )


class PulseComment(Base):
    """What somebody added in words: of the whole company, without department or time. `token_hash` is not that of the answer."""

    __tablename__ = "pulse_comments"

    id: Mapped[int] = mapped_column(Anywhere, primary_key=True, default=_anywhere)
    round: Mapped[str] = mapped_column(index=True)
    text: Mapped[str]
    token_hash: Mapped[str | None] = mapped_column(unique=True)
