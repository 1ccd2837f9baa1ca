"""Frozen months, goals and reports.

Revision 0019, after 0018.
"""

import sqlalchemy as sa
from alembic import op

from app.foundation.append_only import trigger_statements

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

LEDGERS = ("month_counts", "frozen_figures", "metric_goals", "metric_reports")


def upgrade() -> None:
    """Frozen months, goals and reports."""
    _months()
    _goals_and_reports()
    for table in LEDGERS:
        for statement in trigger_statements(table, op.get_bind().dialect.name):
            op.execute(statement)


def _months() -> None:
    op.create_table(
        "month_counts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("formula_version", sa.Integer(), nullable=False),
        sa.Column("weights_id", sa.Integer(), nullable=True),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("number >= 0", name=op.f("ck_month_counts_numbered_from_nought")),
        sa.ForeignKeyConstraint(["weights_id"], ["score_weights.id"], name=op.f("fk_month_counts_weights_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_month_counts")),
        sa.UniqueConstraint("month", "number", name=op.f("uq_month_counts_month_number")),
    )
    op.create_table(
        "month_checks",
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_month_checks")),
    )
    op.create_table(
        "frozen_figures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("count_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("path_id", sa.Integer(), nullable=True),
        sa.Column("numerator", sa.Text(), nullable=True),
        sa.Column("denominator", sa.Text(), nullable=True),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.CheckConstraint("(numerator IS NULL) = (denominator IS NULL)", name=op.f("ck_frozen_figures_both_sides")),
        sa.CheckConstraint("reason = '' OR value IS NULL", name=op.f("ck_frozen_figures_a_reason_or_a_value")),
        sa.CheckConstraint(
            "reason <> 'suppressed' OR numerator IS NULL", name=op.f("ck_frozen_figures_hidden_has_no_numbers")
        ),
        sa.CheckConstraint(
            "department_id IS NULL OR path_id IS NULL", name=op.f("ck_frozen_figures_a_department_or_a_path")
        ),
        sa.ForeignKeyConstraint(["path_id"], ["paths.id"], name=op.f("fk_frozen_figures_path_id")),
        sa.ForeignKeyConstraint(["count_id"], ["month_counts.id"], name=op.f("fk_frozen_figures_count_id")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_frozen_figures_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frozen_figures")),
    )
    for name, columns, where in (
        ("uq_frozen_figures_company", ["count_id", "code"], "department_id IS NULL AND path_id IS NULL"),
        ("uq_frozen_figures_department", ["count_id", "code", "department_id"], "department_id IS NOT NULL"),
        ("uq_frozen_figures_path", ["count_id", "code", "path_id"], "path_id IS NOT NULL"),
    ):
        op.create_index(
            name,
            "frozen_figures",
            columns,
            unique=True,
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )
    op.create_index("ix_frozen_figures_series", "frozen_figures", ["code", "department_id", "path_id"])


def _goals_and_reports() -> None:
    op.create_table(
        "metric_goals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column(
            "direction",
            sa.Enum("at_least", "at_most", name="direction", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("due_month", sa.Text(), nullable=False),
        sa.Column("baseline_on", sa.Date(), nullable=False),
        sa.Column("baseline_value", sa.Text(), nullable=False),
        sa.Column("baseline_numerator", sa.Text(), nullable=False),
        sa.Column("baseline_denominator", sa.Text(), nullable=False),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_metric_goals_says_why")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_metric_goals_department_id")),
        sa.ForeignKeyConstraint(["set_by_id"], ["people.id"], name=op.f("fk_metric_goals_set_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_metric_goals")),
    )
    op.create_index("ix_metric_goals_newest", "metric_goals", ["code", "department_id"])
    op.create_table(
        "metric_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("week", "month", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("untold", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_metric_reports")),
        sa.UniqueConstraint("kind", "period", name=op.f("uq_metric_reports_kind_period")),
    )


def downgrade() -> None:
    """Undo it."""
    for table in ("metric_reports", "metric_goals", "frozen_figures", "month_checks", "month_counts"):
        op.drop_table(table)
