"""Pulse, benefits and usage.

Revision 0013, after 0012.
"""

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Pulse, benefits and usage."""


def downgrade() -> None:
    """Undo `upgrade`."""
