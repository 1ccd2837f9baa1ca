"""What is typed, submitted and graded; attempts granted, carried over and graded anew."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.foundation.append_only import append_only
from app.foundation.db import Base, choice
from app.training.models.assignments import Assignment


class ItemKind(StrEnum):
    """What is answered: a drill in its Test stage, or the quiz of a module."""

    drill = "drill"
    quiz = "quiz"


class Stage(StrEnum):
    """See the solution, try with hints as often as one likes, be tested."""

    see = "see"
    practice = "try"
    test = "test"


class Draft(Base):
    """What somebody has typed so far, field by field, until it is submitted; resumed on any device.

    `token` names the one submission it may become; `seed` decides the draw and the shuffle.
    """

    __tablename__ = "drafts"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(sa.ForeignKey("assignments.id"))
    module_id: Mapped[str]
    item_id: Mapped[str]
    stage: Mapped[Stage] = mapped_column(choice(Stage, "stage"))
    token: Mapped[str] = mapped_column(unique=True)
    seed: Mapped[int]
    answers: Mapped[dict[str, Any]]
    publication_id: Mapped[int] = mapped_column(sa.ForeignKey("publications.id"))
    updated_at: Mapped[datetime]

    __table_args__ = (sa.UniqueConstraint("assignment_id", "module_id", "item_id", "stage"),)


class Attempt(Base):
    """One graded submission, with everything it was made on. Append-only."""

    __tablename__ = "attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(sa.ForeignKey("assignments.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    kind: Mapped[ItemKind] = mapped_column(choice(ItemKind, "kind"))
    module_id: Mapped[str] = mapped_column(default="")
    item_id: Mapped[str] = mapped_column(default="quiz")
    number: Mapped[int]
    token: Mapped[str] = mapped_column(unique=True)
    seed: Mapped[int] = mapped_column(default=0)
    submitted_at: Mapped[datetime]
    answers: Mapped[dict[str, Any]]
    points: Mapped[int]
    max_points: Mapped[int]
    percent: Mapped[int]
    passed: Mapped[bool]
    publication_id: Mapped[int | None] = mapped_column(sa.ForeignKey("publications.id"))
    path_version: Mapped[str]
    module_version: Mapped[int] = mapped_column(default=0)
    display_hash: Mapped[str] = mapped_column(default="")
    grading_hash: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        sa.UniqueConstraint("assignment_id", "module_id", "item_id", "number"),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name="percent_range"),
        sa.CheckConstraint("points BETWEEN 0 AND max_points", name="points_range"),
    )


class Regrade(Base):
    """An attempt graded anew because the key was wrong; only ever better than before. Append-only."""

    __tablename__ = "regrades"

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(sa.ForeignKey("attempts.id"), index=True)
    publication_id: Mapped[int] = mapped_column(sa.ForeignKey("publications.id"))
    points: Mapped[int]
    max_points: Mapped[int]
    percent: Mapped[int]
    passed: Mapped[bool]
    grading_hash: Mapped[str]
    at: Mapped[datetime]

    __table_args__ = (
        sa.UniqueConstraint("attempt_id", "publication_id"),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name="percent_range"),
        sa.CheckConstraint("points BETWEEN 0 AND max_points", name="points_range"),
    )


class CarriedAttempt(Base):
    """An attempt of an earlier assignment that counts on a later one as well. Append-only."""

    __tablename__ = "carried_attempts"

    assignment_id: Mapped[int] = mapped_column(sa.ForeignKey("assignments.id"), primary_key=True)
    attempt_id: Mapped[int] = mapped_column(sa.ForeignKey("attempts.id"), primary_key=True, index=True)


class AttemptRequest(Base):
    """Somebody whose attempts are spent asks for one more; open until a superuser answers."""

    __tablename__ = "attempt_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(sa.ForeignKey("assignments.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    module_id: Mapped[str]
    item_id: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    granted: Mapped[bool | None]
    reason: Mapped[str] = mapped_column(default="")

    assignment: Mapped[Assignment] = relationship(lazy="raise_on_sql")
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise_on_sql")

    __table_args__ = (
        sa.Index(
            "uq_attempt_requests_open",
            "assignment_id",
            "module_id",
            "item_id",
            unique=True,
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        ),
    )


class AttemptGrant(Base):
    """One more attempt at an item, granted by a superuser. Append-only."""

    __tablename__ = "attempt_grants"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(sa.ForeignKey("assignments.id"), index=True)
    module_id: Mapped[str]
    item_id: Mapped[str]
    request_id: Mapped[int | None] = mapped_column(sa.ForeignKey("attempt_requests.id"), unique=True)
    granted_at: Mapped[datetime]
    granted_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(default="")


for _table in (Attempt, Regrade, CarriedAttempt, AttemptGrant):
    append_only(_table.__table__)
