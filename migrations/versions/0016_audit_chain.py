"""Chain of the audit trail.

Revision 0016, after 0015.
"""

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Chain of the audit trail."""


def downgrade() -> None:
    """Undo `upgrade`."""
