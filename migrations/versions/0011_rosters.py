"""Rosters.

Revision 0011, after 0010.
"""

import sqlalchemy as sa
from alembic import op

from app.foundation.append_only import trigger_statements

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

STATES = ("checked", "imported", "undone")


def upgrade() -> None:
    """Rosters."""
    op.create_table(
        "roster_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="state", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("partial", sa.Boolean(), nullable=False),
        sa.Column("with_departments", sa.Boolean(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(state = 'checked') = (imported_at IS NULL)", name=op.f("ck_roster_imports_imported_has_its_moment")
        ),
        sa.CheckConstraint(
            "(state = 'undone') = (undone_at IS NOT NULL)", name=op.f("ck_roster_imports_undone_has_its_moment")
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["people.id"], name=op.f("fk_roster_imports_uploaded_by_id_people")
        ),
        sa.ForeignKeyConstraint(["undone_by_id"], ["people.id"], name=op.f("fk_roster_imports_undone_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_imports")),
    )
    op.create_table(
        "roster_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["roster_imports.id"], name=op.f("fk_roster_changes_import_id_roster_imports")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_roster_changes_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_changes")),
        sa.UniqueConstraint("import_id", "person_id", name=op.f("uq_roster_changes_import_id_person_id")),
    )
    op.create_index(op.f("ix_roster_changes_import_id"), "roster_changes", ["import_id"], unique=False)
    op.create_index(op.f("ix_roster_changes_person_id"), "roster_changes", ["person_id"], unique=False)
    for statement in trigger_statements("roster_changes", op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    """Undo it."""
    op.drop_table("roster_changes")
    op.drop_table("roster_imports")
