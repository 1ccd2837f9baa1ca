"""Reminders of action items.

Revision 0022, after 0021.
"""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

KINDS = ("own", "team", "company", "action")
EARLIER_KINDS = ("own", "team", "company")


def upgrade() -> None:
    """A reminder may be of one's own action items, too."""
    _choose(KINDS)


def downgrade() -> None:
    """Undo it; who was reminded of action items on which day has no place any more."""
    op.execute("DELETE FROM reminders WHERE kind = 'action'")
    _choose(EARLIER_KINDS)


def _choose(values: tuple[str, ...]) -> None:
    said = ", ".join(f"'{value}'" for value in values)
    with op.batch_alter_table("reminders", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_reminders_kind"), type_="check")
        batch_op.create_check_constraint(op.f("ck_reminders_kind"), f"kind IN ({said})")
