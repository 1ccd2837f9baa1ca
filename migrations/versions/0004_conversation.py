"""Conversation about ideas.

Revision 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Conversation about ideas."""
    op.create_table(
        "private_addresses",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum("calendar", "releases", name="purpose", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_private_addresses_person_id")),
        sa.PrimaryKeyConstraint("person_id", "purpose", name=op.f("pk_private_addresses")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_private_addresses_token_hash")),
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_table("private_addresses")
