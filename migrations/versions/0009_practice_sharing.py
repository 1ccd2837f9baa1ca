"""Practice sharing.

Revision 0009, after 0008.
"""

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Practice sharing."""


def downgrade() -> None:
    """Undo it."""
