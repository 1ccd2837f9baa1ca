"""Facts that only metrics reads: the working calendar, pulse answers, benefits, usage and weights."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, choice


class PulseAnswer(Base):
    """One anonymous answer, 1 to 5: whose it is was never stored."""

    __tablename__ = "pulse_answers"

    id: Mapped[int] = mapped_column(primary_key=True)
    round: Mapped[str] = mapped_column(index=True)
    department_id: Mapped[int] = mapped_column(sa.ForeignKey("departments.id"))
    answer: Mapped[int]

    __table_args__ = (sa.CheckConstraint("answer BETWEEN 1 AND 5", name="one_to_five"),)


class Evidence(StrEnum):
    """How well a benefit is known."""

    measured = "measured"
    sampled = "sampled"
    claimed = "claimed"


class BenefitLine(Base):
    """Minutes a task took before and takes now, and how often it occurs in a month."""

    __tablename__ = "benefit_lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    baseline_minutes: Mapped[int]
    new_minutes: Mapped[int]
    rework_minutes: Mapped[int]
    occurrences: Mapped[int]
    evidence: Mapped[Evidence] = mapped_column(choice(Evidence, "evidence"))


class UsageMonth(Base):
    """What the project-management tool reported of one person in one month (`2026-06`)."""

    __tablename__ = "usage_months"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    month: Mapped[str]
    active_weeks: Mapped[int]
    core_due: Mapped[int]
    core_on_time: Mapped[int]

    __table_args__ = (
        sa.UniqueConstraint("person_id", "month"),
        sa.CheckConstraint("core_on_time BETWEEN 0 AND core_due", name="on_time_within_due"),
    )


class ScoreWeights(Base):
    """The weights of the scorecard from a day on; they sum to 100."""

    __tablename__ = "score_weights"

    id: Mapped[int] = mapped_column(primary_key=True)
    valid_from: Mapped[date] = mapped_column(unique=True)
    weights: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]


class ImportedIdea(Base):
    """The key that an idea had in the file it was loaded from; reports name it by that key."""

    __tablename__ = "imported_ideas"

    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
