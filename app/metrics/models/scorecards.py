"""Scorecards: weights, policies, months, cards, who looked, contests and corrections."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.append_only import append_only
from app.foundation.db import Base, choice
from app.foundation.refusals import Refusal, refused_when


class ScoreWeights(Base):
    """The weights of the scorecard from a day on; they sum to 100. Append-only: the last one saved for a day holds."""

    __tablename__ = "score_weights"

    id: Mapped[int] = mapped_column(primary_key=True)
    valid_from: Mapped[date] = mapped_column(index=True)
    weights: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(default="", server_default="")


class ScorePolicy(Base):
    """The rules the company adopted for scorecards, or their withdrawal. Append-only: the newest row says what holds."""

    __tablename__ = "score_policies"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    document: Mapped[str]
    channel: Mapped[str]
    adopted_on: Mapped[date]
    allows: Mapped[bool]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))


class ScoreMonth(Base):
    """A month whose scorecards were drawn up: each person sees the own one at once, others from `opens_on`."""

    __tablename__ = "score_months"

    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[str] = mapped_column(unique=True)
    last_day: Mapped[date]
    policy_id: Mapped[int] = mapped_column(sa.ForeignKey("score_policies.id"))
    weights: Mapped[dict[str, Any]]
    drawn_at: Mapped[datetime]
    drawn_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    opens_on: Mapped[date]
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))


class ScoreCard(Base):
    """The scorecard of one person for one month. Append-only: revision 0 is the original, each later one a restatement.

    Figures are text with one decimal. Without sufficient evidence there is no number.
    """

    __tablename__ = "score_cards"

    id: Mapped[int] = mapped_column(primary_key=True)
    month_id: Mapped[int] = mapped_column(sa.ForeignKey("score_months.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    revision: Mapped[int]
    parts: Mapped[dict[str, Any]]
    weight: Mapped[int]
    base: Mapped[str | None]
    bonus: Mapped[int]
    score: Mapped[str | None]
    at: Mapped[datetime]
    contest_id: Mapped[int | None] = mapped_column(sa.ForeignKey("contests.id"))

    __table_args__ = (
        sa.UniqueConstraint("month_id", "person_id", "revision"),
        sa.CheckConstraint("(weight >= 60) = (score IS NOT NULL)", name="number_needs_evidence"),
        sa.CheckConstraint("(base IS NULL) = (score IS NULL)", name="base_with_score"),
        sa.CheckConstraint("bonus BETWEEN 0 AND 5", name="bonus_is_capped"),
    )


class ScoreLook(Base):
    """Somebody opened somebody else's scorecard; the person sees it. Append-only."""

    __tablename__ = "score_looks"

    id: Mapped[int] = mapped_column(primary_key=True)
    month_id: Mapped[int] = mapped_column(sa.ForeignKey("score_months.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    viewer_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    at: Mapped[datetime]
    way: Mapped[str] = mapped_column(default="page")

    __table_args__ = (
        sa.CheckConstraint("viewer_id <> person_id", name="of_somebody_else"),
        sa.CheckConstraint("way IN ('page', 'file')", name="way"),
    )


class ContestOutcome(StrEnum):
    """What was decided on a contest."""

    accepted = "accepted"
    partly = "partly"
    rejected = "rejected"


class Contest(Base):
    """A person contests a part of the own score of a month, or one event in it (an assignment)."""

    __tablename__ = "contests"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    month: Mapped[str]
    part: Mapped[str]
    assignment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("assignments.id"), index=True)
    reason: Mapped[str]
    opened_at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    outcome: Mapped[ContestOutcome | None] = mapped_column(choice(ContestOutcome, "outcome"))
    answer: Mapped[str] = mapped_column(default="", server_default="")
    withdrawn_at: Mapped[datetime | None]

    __table_args__ = (
        sa.CheckConstraint("(decided_at IS NULL) = (outcome IS NULL)", name="decided_has_an_outcome"),
        sa.CheckConstraint("decided_at IS NULL OR acknowledged_at IS NOT NULL", name="acknowledged_before_decided"),
        sa.CheckConstraint("withdrawn_at IS NULL OR decided_at IS NULL", name="withdrawn_is_not_decided"),
        sa.CheckConstraint("decided_by_id <> person_id", name="not_decided_by_oneself"),
        sa.Index(
            "uq_contests_standing",
            "person_id",
            "month",
            "part",
            "assignment_id",
            unique=True,
            sqlite_where=sa.text("decided_at IS NULL AND withdrawn_at IS NULL AND assignment_id IS NOT NULL"),
            postgresql_where=sa.text("decided_at IS NULL AND withdrawn_at IS NULL AND assignment_id IS NOT NULL"),
        ),
        sa.Index(
            "uq_contests_standing_part",
            "person_id",
            "month",
            "part",
            unique=True,
            sqlite_where=sa.text("decided_at IS NULL AND withdrawn_at IS NULL AND assignment_id IS NULL"),
            postgresql_where=sa.text("decided_at IS NULL AND withdrawn_at IS NULL AND assignment_id IS NULL"),
        ),
    )

    @property
    def is_open(self) -> bool:
        """Neither decided nor taken back."""
        return self.decided_at is None and self.withdrawn_at is None


_RECORDED = (
    ("assignments", "id", "assigned_by_id"),
    ("completions", "assignment_id", "recorded_by_id"),
    ("deadline_changes", "assignment_id", "by_id"),
    ("practice_acceptances", "assignment_id", "accepted_by_id"),
)
_REVIEWED = """EXISTS (SELECT 1 FROM practice_reviews JOIN practice_submissions
ON practice_submissions.id = practice_reviews.submission_id
WHERE practice_submissions.assignment_id = NEW.assignment_id AND practice_reviews.reviewer_id = NEW.decided_by_id)"""
NOT_BY_WHO_RECORDED = Refusal(
    table="contests",
    name="contests_decided_by_others",
    verbs=("INSERT", "UPDATE OF decided_by_id"),
    when=" OR ".join(
        [
            *(
                f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.assignment_id AND {who} = NEW.decided_by_id)"  # noqa: S608 (our own names)
                for table, key, who in _RECORDED
            ),
            _REVIEWED,
        ]
    ),
    says="who recorded what is contested does not decide it",
)
"""The same people as `queries.contests.deciders_of` finds."""
refused_when(Contest.__table__, NOT_BY_WHO_RECORDED)


class ContestPassing(Base):
    """A contest was passed on to somebody who decides it, because nobody of HR and the PMO may. Append-only."""

    __tablename__ = "contest_passings"

    contest_id: Mapped[int] = mapped_column(sa.ForeignKey("contests.id"), primary_key=True)
    to_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, index=True)
    at: Mapped[datetime]


class CorrectionKind(StrEnum):
    """What a correction does: the completion counts as on time, or the event or part does not count at all."""

    on_time = "on_time"
    left_out = "left_out"


class ScoreCorrection(Base):
    """The event by which an accepted contest corrects a score; the facts it corrects stay. Append-only.

    `completion_id` is the new row of the completion ledger where a completion counts as on time.
    """

    __tablename__ = "score_corrections"

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(sa.ForeignKey("contests.id"), unique=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    month: Mapped[str] = mapped_column(index=True)
    part: Mapped[str]
    assignment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("assignments.id"))
    kind: Mapped[CorrectionKind] = mapped_column(choice(CorrectionKind, "kind"))
    completion_id: Mapped[int | None] = mapped_column(sa.ForeignKey("completions.id"))
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    reason: Mapped[str]


for _ledger in (
    ScoreWeights,
    ScorePolicy,
    ScoreCard,
    ScoreLook,
    ContestPassing,
    ScoreCorrection,
):
    append_only(_ledger.__table__)
