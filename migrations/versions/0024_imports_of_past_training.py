"""Files of past completions, and the rows that completions were made from.

Revision 0024, after 0023.
"""

import sqlalchemy as sa
from alembic import op

from app.foundation.append_only import trigger_statements

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

STATES = ("checked", "imported", "left")


def upgrade() -> None:
    """An import of past training is a thing of its own, with the completions that came out of it."""
    _make_imports()
    op.create_table(
        "imported_rows",
        sa.Column("completion_id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["completion_id"], ["completions.id"], name=op.f("fk_imported_rows_completion_id_completions")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["history_imports.id"], name=op.f("fk_imported_rows_import_id_history_imports")
        ),
        sa.PrimaryKeyConstraint("completion_id", name=op.f("pk_imported_rows")),
        sa.UniqueConstraint("import_id", "row_number", name=op.f("uq_imported_rows_import_id_row_number")),
    )
    for statement in trigger_statements("imported_rows", op.get_bind().dialect.name):
        op.execute(statement)


def _make_imports() -> None:
    op.create_table(
        "history_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("state", _states(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("released", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(content IS NOT NULL) = (state = 'checked')", name=op.f("ck_history_imports_kept_while_looked_at")
        ),
        sa.CheckConstraint(
            "(imported_at IS NOT NULL) = (state = 'imported')", name=op.f("ck_history_imports_imported_at_state")
        ),
        sa.CheckConstraint("added BETWEEN 0 AND rows", name=op.f("ck_history_imports_added_within_rows")),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["people.id"], name=op.f("fk_history_imports_uploaded_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_imports")),
    )
    op.create_index(op.f("ix_history_imports_digest"), "history_imports", ["digest"], unique=False)


def _states() -> sa.Enum:
    return sa.Enum(*STATES, native_enum=False, create_constraint=True, name="state", length=40)


def downgrade() -> None:
    """Completions that were imported stay, their documents name the file."""
    op.drop_table("imported_rows")
    op.drop_table("history_imports")
