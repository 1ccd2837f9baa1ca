"""Rounds of the pulse, with who is asked, and answers that lead to nobody.

Revision 0015, after 0014.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

ITEMS = ("awareness", "desire", "knowledge", "ability", "reinforcement")
ANYWHERE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Rounds of the pulse, with who is asked, and answers that lead to nobody."""
    op.create_table(
        "pulse_rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("question_zh", sa.Text(), nullable=False),
        sa.Column("question_en", sa.Text(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("baseline_id", sa.Integer(), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["baseline_id"], ["pulse_rounds.id"], name=op.f("fk_pulse_rounds_baseline_id_pulse_rounds")
        ),
        sa.ForeignKeyConstraint(["opened_by_id"], ["people.id"], name=op.f("fk_pulse_rounds_opened_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pulse_rounds")),
        sa.UniqueConstraint("month", name=op.f("uq_pulse_rounds_month")),
    )
    op.create_table(
        "pulse_invitations",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_pulse_invitations_department_id_departments")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_pulse_invitations_person_id_people")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["pulse_rounds.id"], name=op.f("fk_pulse_invitations_round_id_pulse_rounds")
        ),
        sa.PrimaryKeyConstraint("round_id", "person_id", name=op.f("pk_pulse_invitations")),
    )
    op.create_index(op.f("ix_pulse_invitations_person_id"), "pulse_invitations", ["person_id"], unique=False)
    # Without row numbers and with ids drawn by lot, no order of rows tells who came when.
    op.create_table(
        "pulse_marks",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["pulse_rounds.id"], name=op.f("fk_pulse_marks_round_id_pulse_rounds")),
        sa.PrimaryKeyConstraint("round_id", "mark", name=op.f("pk_pulse_marks")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "pulse_comments",
        sa.Column("id", ANYWHERE, nullable=False, autoincrement=False),
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pulse_comments")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_pulse_comments_token_hash")),
    )
    op.create_index(op.f("ix_pulse_comments_round"), "pulse_comments", ["round"], unique=False)
    with op.batch_alter_table("pulse_answers") as table:
        table.alter_column("answer", existing_type=sa.Integer(), nullable=True)
        table.alter_column("id", existing_type=sa.Integer(), type_=ANYWHERE, existing_nullable=False)
        for item in ITEMS:
            table.add_column(sa.Column(item, sa.Integer(), nullable=True))
            table.create_check_constraint(
                op.f(f"ck_pulse_answers_{item}_one_to_five"), sa.text(f"{item} BETWEEN 1 AND 5")
            )
        table.add_column(sa.Column("token_hash", sa.Text(), nullable=True))
        table.create_unique_constraint(op.f("uq_pulse_answers_token_hash"), ["token_hash"])


def downgrade() -> None:
    """Answers that say nothing have no place in the table as it was."""
    op.execute("DELETE FROM pulse_answers WHERE answer IS NULL OR id > 2147483647")
    with op.batch_alter_table("pulse_answers") as table:
        table.drop_constraint(op.f("uq_pulse_answers_token_hash"), type_="unique")
        table.drop_column("token_hash")
        for item in ITEMS:
            table.drop_constraint(op.f(f"ck_pulse_answers_{item}_one_to_five"), type_="check")
            table.drop_column(item)
        table.alter_column("id", existing_type=ANYWHERE, type_=sa.Integer(), existing_nullable=False)
        table.alter_column("answer", existing_type=sa.Integer(), nullable=False)
    for name in ("pulse_comments", "pulse_marks", "pulse_invitations", "pulse_rounds"):
        op.drop_table(name)
