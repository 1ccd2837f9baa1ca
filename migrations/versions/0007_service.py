"""Service of superusers and ambassadors.

Revision 0007, after 0006.
"""

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Service of superusers and ambassadors."""


def downgrade() -> None:
    """Undo it."""
