"""Ideas that are kept from somebody, paused or merged are found by indexes of their own; ideas of a status by how long they stand there.

Revision 0025, after 0024.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Narrow four indexes, and widen one."""
    for name in ("ix_ideas_sensitive", "ix_ideas_hidden_at", "ix_ideas_canonical_id", "ix_ideas_status"):
        op.drop_index(name, "ideas")
    op.create_index("ix_ideas_status_status_since", "ideas", ["status", "status_since"])
    _partial("ix_ideas_sensitive", "id", "sensitive = 1", "sensitive")
    _partial("ix_ideas_hidden", "id", "hidden_at IS NOT NULL")
    _partial("ix_ideas_parked_until", "parked_until", "parked_until IS NOT NULL")
    _partial("ix_ideas_canonical_id", "canonical_id", "canonical_id IS NOT NULL")


def downgrade() -> None:
    """Back to indexes of whole columns."""
    partial = ("ix_ideas_canonical_id", "ix_ideas_parked_until", "ix_ideas_hidden", "ix_ideas_sensitive")
    for name in (*partial, "ix_ideas_status_status_since"):
        op.drop_index(name, "ideas")
    op.create_index("ix_ideas_canonical_id", "ideas", ["canonical_id"])
    op.create_index("ix_ideas_status", "ideas", ["status"])
    op.create_index("ix_ideas_hidden_at", "ideas", ["hidden_at"])
    op.create_index("ix_ideas_sensitive", "ideas", ["sensitive"])


def _partial(name: str, column: str, where: str, on_postgresql: str = "") -> None:
    here, there = sa.text(where), sa.text(on_postgresql or where)
    op.create_index(name, "ideas", [column], sqlite_where=here, postgresql_where=there)
