"""What people are asked to complete, until when, and why that moved."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.foundation.append_only import append_only
from app.foundation.db import Base, choice
from app.training.models.paths import TrainingPath


class AssignmentSource(StrEnum):
    """Why somebody has an assignment."""

    rule = "rule"
    manual = "manual"
    self_chosen = "self"
    imported = "imported"
    renewal = "renewal"


class Assignment(Base):
    """A path that a person is asked to complete. Open until `closed_at`: completed, waived or withdrawn.

    `document` names the paper behind a waiver; `rule_id` the rule that asked; `renews_id` the earlier assignment whose
    completion expires or was overtaken by a version that has to be taken again.
    """

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
    document: Mapped[str] = mapped_column(default="", server_default="")
    rule_id: Mapped[int | None] = mapped_column(sa.ForeignKey("path_rules.id", ondelete="SET NULL"))
    renews_id: Mapped[int | None] = mapped_column(sa.ForeignKey("assignments.id"))

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


class DeadlineReason(StrEnum):
    """Why a due date moved: granted, a leave that pauses the clock, the day that it is counted from, or the rule itself."""

    extension = "extension"
    leave = "leave"
    go_live = "go_live"
    hire = "hire"
    rule = "rule"


class DeadlineChange(Base):
    """One move of a due date. Append-only: the chain of them explains every due date.

    `counted_on` is the day that being on time is measured by from then on: an extension granted only when that day was over
    leaves it where it was. `leave_days` are the days of leave that were known between the granting and the new day.
    """

    __tablename__ = "deadline_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(sa.ForeignKey("assignments.id"), index=True)
    kind: Mapped[DeadlineReason] = mapped_column(choice(DeadlineReason, "kind"))
    from_on: Mapped[date | None]
    to_on: Mapped[date | None]
    counted_on: Mapped[date | None]
    leave_days: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(default="")
    document: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))


class TimeNote(Base):
    """A learner's word that no working time is given for a path; it counts for the manager, never against the learner."""

    __tablename__ = "time_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(sa.ForeignKey("assignments.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    manager_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"), index=True)
    text: Mapped[str] = mapped_column(default="")
    noted_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(default="")

    assignment: Mapped[Assignment] = relationship(lazy="raise_on_sql")
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise_on_sql")


class MovedAssignment(Base):
    """What a merge of two accounts did to an assignment, so that it can be undone exactly.

    `owner_id` is whose it was; `withdrawn` whether the merge took it back.
    """

    __tablename__ = "moved_assignments"

    merge_id: Mapped[int] = mapped_column(sa.ForeignKey("account_merges.id"), primary_key=True)
    assignment_id: Mapped[int] = mapped_column(sa.ForeignKey("assignments.id"), primary_key=True)
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    withdrawn: Mapped[bool] = mapped_column(default=False)


append_only(DeadlineChange.__table__)
