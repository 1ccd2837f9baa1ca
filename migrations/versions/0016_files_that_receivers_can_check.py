"""Files that receivers can check.

Revision 0016, after 0015.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Files that receivers can check."""
    with op.batch_alter_table("exports") as table:
        table.add_column(sa.Column("language", sa.Text(), server_default="", nullable=False))
        table.add_column(sa.Column("records_sha256", sa.Text(), server_default="", nullable=False))
        table.add_column(sa.Column("content", sa.JSON(), server_default="{}", nullable=False))


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("exports") as table:
        for name in ("content", "records_sha256", "language"):
            table.drop_column(name)
