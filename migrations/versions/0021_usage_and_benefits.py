"""Imports of usage by file, and a register of benefits with sources, confirmations and corrections.

Revision 0021, after 0020.
"""

import sqlalchemy as sa
from alembic import op

from app.foundation.append_only import trigger_statements

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

LEDGERS = ("benefit_lines", "benefit_confirmations")
LINKS = (
    ("department_id", "departments"),
    ("idea_id", "ideas"),
    ("release_id", "releases"),
    ("recorded_by_id", "people"),
    ("corrects_id", "benefit_lines"),
)
MAYBE = ("first_month", "last_month", "token")
TEXTS = ("currency", "source", "reason", "search_text")
LINE_CHECKS = {
    "money_has_a_currency": "(measure = 'money') = (currency <> '')",
    "correction_gives_a_reason": "corrects_id IS NULL OR reason <> ''",
    "months_in_order": "last_month IS NULL OR first_month <= last_month",
    "withdrawn_names_a_line": "NOT withdrawn OR corrects_id IS NOT NULL",
}
MONTH_CHECKS = {
    "used_within_enabled": "features_used BETWEEN 0 AND features_enabled",
    "weeks_of_a_month": "active_weeks BETWEEN 0 AND 6",
}
STATES = ("checked", "imported", "undone", "left")


def upgrade() -> None:
    """Usage knows the file it came from; a benefit knows where it is from, who confirmed it and what it corrects."""
    _make_imports()
    _widen_months()
    _widen_lines()
    op.create_table(
        "benefit_confirmations",
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False, server_default=""),
        sa.CheckConstraint("confirmed OR note <> ''", name=op.f("ck_benefit_confirmations_refusal_gives_a_reason")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_benefit_confirmations_by_id_people")),
        sa.ForeignKeyConstraint(
            ["line_id"], ["benefit_lines.id"], name=op.f("fk_benefit_confirmations_line_id_benefit_lines")
        ),
        sa.PrimaryKeyConstraint("line_id", name=op.f("pk_benefit_confirmations")),
    )
    for table in LEDGERS:
        for statement in trigger_statements(table, op.get_bind().dialect.name):
            op.execute(statement)


def _make_imports() -> None:
    op.create_table(
        "usage_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tool", sa.Text(), nullable=False),
        sa.Column("preset", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("layout", sa.JSON(), nullable=False),
        sa.Column("first_month", sa.Text(), nullable=False),
        sa.Column("last_month", sa.Text(), nullable=False),
        sa.Column("state", _choice("state", *STATES), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.CheckConstraint("first_month <= last_month", name=op.f("ck_usage_imports_months_in_order")),
        sa.CheckConstraint(
            "(content IS NOT NULL) = (state = 'checked')", name=op.f("ck_usage_imports_kept_while_looked_at")
        ),
        sa.CheckConstraint(
            "(imported_at IS NOT NULL) = (state IN ('imported', 'undone'))",
            name=op.f("ck_usage_imports_imported_at_state"),
        ),
        sa.CheckConstraint(
            "(undone_at IS NOT NULL) = (state = 'undone')", name=op.f("ck_usage_imports_undone_at_state")
        ),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["people.id"], name=op.f("fk_usage_imports_uploaded_by_id_people")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["people.id"], name=op.f("fk_usage_imports_undone_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usage_imports")),
    )
    for column in ("tool", "digest", "signature"):
        op.create_index(op.f(f"ix_usage_imports_{column}"), "usage_imports", [column], unique=False)


def _widen_months() -> None:
    with op.batch_alter_table("usage_months") as table:
        table.add_column(sa.Column("import_id", sa.Integer(), nullable=True))
        for name in ("features_used", "features_enabled"):
            table.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
        table.drop_constraint(op.f("uq_usage_months_person_id_month"), type_="unique")
        table.create_foreign_key(
            op.f("fk_usage_months_import_id_usage_imports"), "usage_imports", ["import_id"], ["id"]
        )
        table.create_unique_constraint(
            op.f("uq_usage_months_import_id_person_id_month"), ["import_id", "person_id", "month"]
        )
        for name, rule in MONTH_CHECKS.items():
            table.create_check_constraint(op.f(f"ck_usage_months_{name}"), sa.text(rule))
    op.create_index(op.f("ix_usage_months_month"), "usage_months", ["month"], unique=False)
    op.create_index(
        "uq_usage_months_loaded",
        "usage_months",
        ["person_id", "month"],
        unique=True,
        sqlite_where=sa.text("import_id IS NULL"),
        postgresql_where=sa.text("import_id IS NULL"),
    )


def _widen_lines() -> None:
    with op.batch_alter_table("benefit_lines") as table:
        table.add_column(
            sa.Column("measure", _choice("measure", "time", "money"), nullable=False, server_default="time")
        )
        table.add_column(
            sa.Column("rhythm", _choice("rhythm", "monthly", "once"), nullable=False, server_default="monthly")
        )
        table.add_column(sa.Column("amount", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("withdrawn", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True))
        for name in MAYBE:
            table.add_column(sa.Column(name, sa.Text(), nullable=True))
        for name in TEXTS:
            table.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        for name, other in LINKS:
            table.add_column(sa.Column(name, sa.Integer(), nullable=True))
            table.create_foreign_key(op.f(f"fk_benefit_lines_{name}_{other}"), other, [name], ["id"])
        for name in ("corrects_id", "token"):
            table.create_unique_constraint(op.f(f"uq_benefit_lines_{name}"), [name])
        for name, rule in LINE_CHECKS.items():
            table.create_check_constraint(op.f(f"ck_benefit_lines_{name}"), sa.text(rule))
    op.create_index(op.f("ix_benefit_lines_idea_id"), "benefit_lines", ["idea_id"], unique=False)


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def downgrade() -> None:
    """Lines that were corrected or are no time in every month, and what single files said, have no place any more."""
    op.drop_table("benefit_confirmations")
    _narrow_lines()
    _narrow_months()
    op.drop_table("usage_imports")


def _narrow_lines() -> None:
    table_of = " ON benefit_lines" if op.get_bind().dialect.name == "postgresql" else ""
    for verb in ("update", "delete"):
        op.execute(f"DROP TRIGGER benefit_lines_no_{verb}{table_of}")
    # What was corrected, taken back, or is no time in every month, would count wrongly in the table as it was.
    op.execute(
        "UPDATE benefit_lines SET rhythm = 'once' WHERE withdrawn"
        " OR id IN (SELECT corrects_id FROM benefit_lines WHERE corrects_id IS NOT NULL)"
    )
    op.execute("UPDATE benefit_lines SET withdrawn = (1 = 0), corrects_id = NULL")
    op.execute("DELETE FROM benefit_lines WHERE measure <> 'time' OR rhythm <> 'monthly'")
    op.drop_index(op.f("ix_benefit_lines_idea_id"), table_name="benefit_lines")
    with op.batch_alter_table("benefit_lines") as table:
        for name in (*LINE_CHECKS, "measure", "rhythm"):
            table.drop_constraint(op.f(f"ck_benefit_lines_{name}"), type_="check")
        for name in ("corrects_id", "token"):
            table.drop_constraint(op.f(f"uq_benefit_lines_{name}"), type_="unique")
        for name, other in LINKS:
            table.drop_constraint(op.f(f"fk_benefit_lines_{name}_{other}"), type_="foreignkey")
            table.drop_column(name)
        for name in ("measure", "rhythm", "amount", "withdrawn", "recorded_at", *MAYBE, *TEXTS):
            table.drop_column(name)


def _narrow_months() -> None:
    op.drop_index("uq_usage_months_loaded", table_name="usage_months")
    op.drop_index(op.f("ix_usage_months_month"), table_name="usage_months")
    op.execute("DELETE FROM usage_months WHERE import_id IS NOT NULL")
    with op.batch_alter_table("usage_months") as table:
        for name in MONTH_CHECKS:
            table.drop_constraint(op.f(f"ck_usage_months_{name}"), type_="check")
        table.drop_constraint(op.f("uq_usage_months_import_id_person_id_month"), type_="unique")
        table.drop_constraint(op.f("fk_usage_months_import_id_usage_imports"), type_="foreignkey")
        table.create_unique_constraint(op.f("uq_usage_months_person_id_month"), ["person_id", "month"])
        for name in ("import_id", "features_used", "features_enabled"):
            table.drop_column(name)
