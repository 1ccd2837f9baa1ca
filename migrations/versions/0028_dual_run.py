"""Waves have a dual run: its days, why it is shorter or longer than usual, and the results compared in it.

Revision 0028, after 0027.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Days of the dual run beside the day of go-live, and a table of what was compared."""
    with op.batch_alter_table("rollout_waves") as table:
        table.add_column(sa.Column("dual_run_from", sa.Date(), nullable=True))
        table.add_column(sa.Column("dual_run_to", sa.Date(), nullable=True))
        table.add_column(sa.Column("dual_run_reason", sa.Text(), nullable=False, server_default=""))
        table.create_check_constraint(
            op.f("ck_rollout_waves_dual_run_whole"), "(dual_run_from IS NULL) = (dual_run_to IS NULL)"
        )
        table.create_check_constraint(op.f("ck_rollout_waves_dual_run_in_order"), "dual_run_to >= dual_run_from")
    op.create_table(
        "dual_run_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("old_result", sa.Text(), nullable=False),
        sa.Column("new_result", sa.Text(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("checked_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settlement", sa.Text(), nullable=False, server_default=""),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "settled_at IS NULL OR NOT agrees", name=op.f("ck_dual_run_checks_only_differences_are_settled")
        ),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (settled_by_id IS NULL)", name=op.f("ck_dual_run_checks_settled_by_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["rollout_waves.id"], name=op.f("fk_dual_run_checks_wave_id_rollout_waves"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["checked_by_id"], ["people.id"], name=op.f("fk_dual_run_checks_checked_by_id_people")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["people.id"], name=op.f("fk_dual_run_checks_settled_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dual_run_checks")),
        sa.UniqueConstraint(
            "wave_id", "subject", "checked_on", name=op.f("uq_dual_run_checks_wave_id_subject_checked_on")
        ),
    )


def downgrade() -> None:
    """The dual run is known no more."""
    op.drop_table("dual_run_checks")
    with op.batch_alter_table("rollout_waves") as table:
        table.drop_constraint(op.f("ck_rollout_waves_dual_run_in_order"), type_="check")
        table.drop_constraint(op.f("ck_rollout_waves_dual_run_whole"), type_="check")
        table.drop_column("dual_run_reason")
        table.drop_column("dual_run_to")
        table.drop_column("dual_run_from")
