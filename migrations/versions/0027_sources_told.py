"""Who wrote an idea for somebody else has told them what became of it.

Revision 0027, after 0026.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A row for each outcome told to a source in person."""
    op.create_table(
        "source_tellings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_source_tellings_idea_id_ideas")),
        sa.ForeignKeyConstraint(["event_id"], ["idea_events.id"], name=op.f("fk_source_tellings_event_id_idea_events")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_source_tellings_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_tellings")),
        sa.UniqueConstraint("idea_id", "event_id", name=op.f("uq_source_tellings_idea_id_event_id")),
    )
    op.create_index(op.f("ix_source_tellings_by_id"), "source_tellings", ["by_id"])


def downgrade() -> None:
    """What was told in person is known no more."""
    op.drop_table("source_tellings")
