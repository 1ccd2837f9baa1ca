"""Paths and their publications; assignments; attempts; the completion ledger; certificates."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person, Tier
from app.foundation.append_only import append_only
from app.foundation.db import Base, choice


class TrainingPath(Base):
    """One path. Its code and history stay for ever, whatever happens to the files it was written in."""

    __tablename__ = "paths"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    tier: Mapped[Tier] = mapped_column(choice(Tier, "tier"))
    title_zh: Mapped[str]
    title_en: Mapped[str]
    version: Mapped[str]
    pass_mark: Mapped[int]
    valid_months: Mapped[int | None]
    retired_at: Mapped[datetime | None]

    __table_args__ = (sa.CheckConstraint("pass_mark BETWEEN 0 AND 100", name="pass_mark_percent"),)

    def title(self, language: str) -> str:
        """Title in a language; the other one where a company gave only one."""
        return (self.title_en or self.title_zh) if language == "en" else (self.title_zh or self.title_en)


class Publication(Base):
    """The files of a path as they were published: what was taught on a day can always be read again.

    The newest row of a path is the one that is served.
    """

    __tablename__ = "publications"

    id: Mapped[int] = mapped_column(primary_key=True)
    path_id: Mapped[int] = mapped_column(sa.ForeignKey("paths.id"), index=True)
    version: Mapped[str]
    files: Mapped[dict[str, Any]]
    content_hash: Mapped[str]
    published_at: Mapped[datetime]
    published_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))


class PathRule(Base):
    """Everyone of a tier is assigned a path, due so many days after the assignment."""

    __tablename__ = "path_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    path_id: Mapped[int] = mapped_column(sa.ForeignKey("paths.id"))
    tier: Mapped[Tier] = mapped_column(choice(Tier, "tier"))
    due_days: Mapped[int]
    mandatory: Mapped[bool] = mapped_column(default=True)

    path: Mapped[TrainingPath] = relationship(lazy="raise_on_sql")

    __table_args__ = (
        sa.UniqueConstraint("path_id", "tier"),
        sa.CheckConstraint("due_days BETWEEN 1 AND 730", name="due_days_sensible"),
    )


class AssignmentSource(StrEnum):
    """Why somebody has an assignment."""

    rule = "rule"
    manual = "manual"
    self_chosen = "self"
    imported = "imported"


class Assignment(Base):
    """A path that a person is asked to complete. Open until `closed_at`: completed, waived or withdrawn."""

    __tablename__ = "assignments"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str | None] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    path_id: Mapped[int] = mapped_column(sa.ForeignKey("paths.id"), index=True)
    source: Mapped[AssignmentSource] = mapped_column(choice(AssignmentSource, "source"))
    mandatory: Mapped[bool] = mapped_column(default=True)
    assigned_at: Mapped[datetime]
    assigned_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    due_on: Mapped[date | None] = mapped_column(index=True)
    original_due_on: Mapped[date | None]
    started_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    waived_at: Mapped[datetime | None]
    waived_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    waived_reason: Mapped[str] = mapped_column(default="")
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise_on_sql")
    path: Mapped[TrainingPath] = relationship(lazy="raise_on_sql")

    __table_args__ = (
        sa.Index(
            "uq_assignments_open",
            "person_id",
            "path_id",
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        ),
    )


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


class PracticeAcceptance(Base):
    """The hands-on task of an assignment was accepted, on a day of the company. Append-only."""

    __tablename__ = "practice_acceptances"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(sa.ForeignKey("assignments.id"), unique=True)
    accepted_on: Mapped[date]
    accepted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))


class Method(StrEnum):
    """How a completion came about."""

    passed = "passed"
    imported = "imported"
    corrected = "corrected"


class ModuleCompletion(Base):
    """A module completed: quiz passed and drills passed. Append-only; the first one counts."""

    __tablename__ = "module_completions"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(sa.ForeignKey("assignments.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    module_id: Mapped[str]
    module_version: Mapped[int]
    path_version: Mapped[str]
    grading_hash: Mapped[str]
    score: Mapped[int]
    minutes: Mapped[int] = mapped_column(default=0)
    completed_at: Mapped[datetime]

    __table_args__ = (sa.UniqueConstraint("assignment_id", "module_id"),)


class Completion(Base):
    """A path completed. Append-only: a correction is a new row that names the old one in `corrects_id`.

    `completed_on` is the company's day in the zone of that time, so that a later change of zone re-dates nothing.
    """

    __tablename__ = "completions"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(sa.ForeignKey("assignments.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    path_id: Mapped[int] = mapped_column(sa.ForeignKey("paths.id"), index=True)
    publication_id: Mapped[int | None] = mapped_column(sa.ForeignKey("publications.id"))
    path_version: Mapped[str]
    grading_hash: Mapped[str] = mapped_column(default="")
    method: Mapped[Method] = mapped_column(choice(Method, "method"))
    score: Mapped[int]
    minutes: Mapped[int] = mapped_column(default=0)
    completed_at: Mapped[datetime] = mapped_column(index=True)
    completed_on: Mapped[date]
    zone: Mapped[str]
    corrects_id: Mapped[int | None] = mapped_column(sa.ForeignKey("completions.id"), unique=True)
    reason: Mapped[str] = mapped_column(default="")
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))

    __table_args__ = (
        sa.Index(
            "uq_completions_first",
            "assignment_id",
            unique=True,
            sqlite_where=sa.text("corrects_id IS NULL"),
            postgresql_where=sa.text("corrects_id IS NULL"),
        ),
    )


class Certificate(Base):
    """Issued with its completion, in the same transaction; the name on it is the name of that day."""

    __tablename__ = "certificates"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    completion_id: Mapped[int] = mapped_column(sa.ForeignKey("completions.id"), unique=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    person_name: Mapped[str]
    path_id: Mapped[int] = mapped_column(sa.ForeignKey("paths.id"))
    title_zh: Mapped[str]
    title_en: Mapped[str]
    path_version: Mapped[str]
    completed_on: Mapped[date]
    issued_on: Mapped[date]
    expires_on: Mapped[date | None]
    superseded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("certificates.id"))

    __table_args__ = (sa.CheckConstraint("expires_on IS NULL OR expires_on > completed_on", name="expires_later"),)


for _table in (Publication, Attempt, PracticeAcceptance, ModuleCompletion, Completion):
    append_only(_table.__table__)
