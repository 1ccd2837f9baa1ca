"""Receipts of the HR system.

Revision 0017, after 0016.
"""

import sqlalchemy as sa
from alembic import op

from app.foundation.append_only import trigger_statements

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

OUTCOMES = ("matched", "different", "missing", "rejected", "unknown", "repeated")


def upgrade() -> None:
    """Receipts, and how each record compares."""
    op.create_table(
        "import_receipts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("export_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["export_id"], ["exports.id"], name=op.f("fk_import_receipts_export_id_exports")),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["people.id"], name=op.f("fk_import_receipts_uploaded_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_receipts")),
    )
    op.create_index(op.f("ix_import_receipts_export_id"), "import_receipts", ["export_id"], unique=False)
    op.create_table(
        "import_receipt_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("receipt_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(*OUTCOMES, name="outcome", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("row", sa.Integer(), nullable=True),
        sa.Column("assignment_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("employee_no", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("path_code", sa.Text(), nullable=False),
        sa.Column("differences", sa.JSON(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(outcome = 'missing') = (row IS NULL)", name=op.f("ck_import_receipt_lines_row_unless_missing")
        ),
        sa.ForeignKeyConstraint(
            ["receipt_id"], ["import_receipts.id"], name=op.f("fk_import_receipt_lines_receipt_id_import_receipts")
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignments.id"], name=op.f("fk_import_receipt_lines_assignment_id_assignments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_receipt_lines")),
        sa.UniqueConstraint(
            "receipt_id", "assignment_id", name=op.f("uq_import_receipt_lines_receipt_id_assignment_id")
        ),
    )
    op.create_index("ix_import_receipt_lines_outcome", "import_receipt_lines", ["receipt_id", "outcome"], unique=False)
    for table in ("import_receipts", "import_receipt_lines"):
        for statement in trigger_statements(table, op.get_bind().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    """Undo it."""
    op.drop_table("import_receipt_lines")
    op.drop_table("import_receipts")
