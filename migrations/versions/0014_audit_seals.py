"""Seals of the audit trail.

Revision 0014, after 0013.
"""

import sqlalchemy as sa
from alembic import op

from app.foundation.append_only import trigger_statements

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Seals of the audit trail; the next sweep seals what stands already."""
    op.create_table(
        "audit_seals",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.CheckConstraint("position > 0", name=op.f("ck_audit_seals_position_counts_from_one")),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_audit_seals")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_audit_seals_entry_id")),
    )
    for statement in trigger_statements("audit_seals", op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    """Undo it."""
    op.drop_table("audit_seals")
