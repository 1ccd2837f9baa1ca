"""What is kept of figures: months that are frozen, goals, and the reports that were made of them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.append_only import append_only
from app.foundation.db import Base, choice


class MonthCount(Base):
    """One counting of a month (`2026-06`): number 0 froze it, each later one restated what had changed. Append-only.

    It keeps by what it was counted: the version of the formulas, the weights of the scorecard that held, a hash of who was in
    which department and how these hung together on the last day. `audit_id` is the newest line of the audit trail then.
    """

    __tablename__ = "month_counts"

    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[str]
    number: Mapped[int]
    closed_on: Mapped[date]
    counted_at: Mapped[datetime]
    formula_version: Mapped[int]
    weights_id: Mapped[int | None] = mapped_column(sa.ForeignKey("score_weights.id"))
    organisation: Mapped[str]
    audit_id: Mapped[int]

    __table_args__ = (
        sa.UniqueConstraint("month", "number"),
        sa.CheckConstraint("number >= 0", name="numbered_from_nought"),
    )


class FrozenFigure(Base):
    """One figure of a counting: of the company, of a department with all below it, or of a path. Append-only.

    Numbers are exact, as `45/7`. Without a value there is a reason; what must stay hidden has no numbers at all. Of a figure
    that had nothing to count there is no row, and of a restatement only rows of what changed.
    """

    __tablename__ = "frozen_figures"

    id: Mapped[int] = mapped_column(primary_key=True)
    count_id: Mapped[int] = mapped_column(sa.ForeignKey("month_counts.id"))
    code: Mapped[str]
    department_id: Mapped[int | None] = mapped_column(sa.ForeignKey("departments.id"))
    path_id: Mapped[int | None] = mapped_column(sa.ForeignKey("paths.id"))
    numerator: Mapped[str | None]
    denominator: Mapped[str | None]
    value: Mapped[str | None]
    reason: Mapped[str]
    groups: Mapped[dict[str, Any]]

    __table_args__ = (
        sa.CheckConstraint("(numerator IS NULL) = (denominator IS NULL)", name="both_sides"),
        sa.CheckConstraint("reason = '' OR value IS NULL", name="a_reason_or_a_value"),
        sa.CheckConstraint("reason <> 'suppressed' OR numerator IS NULL", name="hidden_has_no_numbers"),
        sa.CheckConstraint("department_id IS NULL OR path_id IS NULL", name="a_department_or_a_path"),
        *(
            sa.Index(
                f"uq_frozen_figures_{name}",
                "count_id",
                "code",
                *columns,
                unique=True,
                sqlite_where=sa.text(where),
                postgresql_where=sa.text(where),
            )
            for name, columns, where in (
                ("company", (), "department_id IS NULL AND path_id IS NULL"),
                ("department", ("department_id",), "department_id IS NOT NULL"),
                ("path", ("path_id",), "path_id IS NOT NULL"),
            )
        ),
        sa.Index("ix_frozen_figures_series", "code", "department_id", "path_id"),
    )


class MonthCheck(Base):
    """When a frozen month was compared with the facts the last time, and up to which line of the audit trail."""

    __tablename__ = "month_checks"

    month: Mapped[str] = mapped_column(primary_key=True)
    checked_on: Mapped[date]
    audit_id: Mapped[int]


class Direction(StrEnum):
    """Which side of a goal is the good one."""

    at_least = "at_least"
    at_most = "at_most"


class MetricGoal(Base):
    """What a figure of the company or of a department is to be by the end of a month. Append-only: the newest row holds.

    The baseline is the figure as the portal counted it on a day. A goal that is given up is a row with `holds` false.
    """

    __tablename__ = "metric_goals"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    department_id: Mapped[int | None] = mapped_column(sa.ForeignKey("departments.id"))
    direction: Mapped[Direction] = mapped_column(choice(Direction, "direction"))
    target: Mapped[str]
    due_month: Mapped[str]
    baseline_on: Mapped[date]
    baseline_value: Mapped[str]
    baseline_numerator: Mapped[str]
    baseline_denominator: Mapped[str]
    holds: Mapped[bool]
    reason: Mapped[str]
    set_at: Mapped[datetime]
    set_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))

    __table_args__ = (
        sa.CheckConstraint("reason <> ''", name="says_why"),
        sa.Index("ix_metric_goals_newest", "code", "department_id"),
    )


class ReportKind(StrEnum):
    """How much time a report covers."""

    week = "week"
    month = "month"


class MetricReport(Base):
    """The figures of a week (`2026-W26`) or a month, made once however many workers there are. Append-only.

    `untold` says why nobody was written to; it is empty where people were.
    """

    __tablename__ = "metric_reports"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ReportKind] = mapped_column(choice(ReportKind, "kind"))
    period: Mapped[str]
    first_day: Mapped[date]
    last_day: Mapped[date]
    made_at: Mapped[datetime]
    figures: Mapped[list[Any]]
    untold: Mapped[str]

    __table_args__ = (sa.UniqueConstraint("kind", "period"),)


for _ledger in (MonthCount, FrozenFigure, MetricGoal, MetricReport):
    append_only(_ledger.__table__)
