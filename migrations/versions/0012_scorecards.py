"""Scorecards.

Revision 0012, after 0011.
"""

import sqlalchemy as sa
from alembic import op

from app.foundation.append_only import trigger_statements

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

LEDGERS = ("erasures", "score_policies", "score_cards", "score_looks", "score_corrections", "score_weights")


def upgrade() -> None:
    """Scorecards."""
    op.create_table(
        "correction_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("corrected", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (corrected IS NULL)", name=op.f("ck_correction_requests_answered_says_what_became")
        ),
        sa.CheckConstraint("answered_by_id <> person_id", name=op.f("ck_correction_requests_not_answered_by_oneself")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["people.id"], name=op.f("fk_correction_requests_answered_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_correction_requests_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_requests")),
    )
    with op.batch_alter_table("correction_requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_correction_requests_person_id"), ["person_id"], unique=False)

    op.create_table(
        "erasures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_by_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("erased_by_id <> person_id", name=op.f("ck_erasures_not_oneself")),
        sa.ForeignKeyConstraint(["erased_by_id"], ["people.id"], name=op.f("fk_erasures_erased_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_erasures_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
        sa.UniqueConstraint("person_id", name=op.f("uq_erasures_person_id")),
    )
    op.create_table(
        "score_policies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=False),
        sa.Column("allows", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["people.id"], name=op.f("fk_score_policies_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_policies")),
    )
    op.create_table(
        "contests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "accepted", "partly", "rejected", name="outcome", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(decided_at IS NULL) = (outcome IS NULL)", name=op.f("ck_contests_decided_has_an_outcome")),
        sa.CheckConstraint(
            "decided_at IS NULL OR acknowledged_at IS NOT NULL", name=op.f("ck_contests_acknowledged_before_decided")
        ),
        sa.CheckConstraint("decided_by_id <> person_id", name=op.f("ck_contests_not_decided_by_oneself")),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR decided_at IS NULL", name=op.f("ck_contests_withdrawn_is_not_decided")
        ),
        sa.ForeignKeyConstraint(["acknowledged_by_id"], ["people.id"], name=op.f("fk_contests_acknowledged_by_id")),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignments.id"], name=op.f("fk_contests_assignment_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_contests_decided_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_contests_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contests")),
    )
    with op.batch_alter_table("contests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contests_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contests_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_contests_standing",
            ["person_id", "month", "part", "assignment_id"],
            unique=True,
            sqlite_where=sa.text("decided_at IS NULL AND withdrawn_at IS NULL AND assignment_id IS NOT NULL"),
            postgresql_where=sa.text("decided_at IS NULL AND withdrawn_at IS NULL AND assignment_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_contests_standing_part",
            ["person_id", "month", "part"],
            unique=True,
            sqlite_where=sa.text("decided_at IS NULL AND withdrawn_at IS NULL AND assignment_id IS NULL"),
            postgresql_where=sa.text("decided_at IS NULL AND withdrawn_at IS NULL AND assignment_id IS NULL"),
        )

    op.create_table(
        "score_months",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("policy_id", sa.Integer(), nullable=False),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drawn_by_id", sa.Integer(), nullable=True),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["people.id"], name=op.f("fk_score_months_confirmed_by_id")),
        sa.ForeignKeyConstraint(["drawn_by_id"], ["people.id"], name=op.f("fk_score_months_drawn_by_id")),
        sa.ForeignKeyConstraint(["policy_id"], ["score_policies.id"], name=op.f("fk_score_months_policy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_months")),
        sa.UniqueConstraint("month", name=op.f("uq_score_months_month")),
    )
    op.create_table(
        "score_cards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("base", sa.Text(), nullable=True),
        sa.Column("bonus", sa.Integer(), nullable=False),
        sa.Column("score", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(base IS NULL) = (score IS NULL)", name=op.f("ck_score_cards_base_with_score")),
        sa.CheckConstraint("(weight >= 60) = (score IS NOT NULL)", name=op.f("ck_score_cards_number_needs_evidence")),
        sa.CheckConstraint("bonus BETWEEN 0 AND 5", name=op.f("ck_score_cards_bonus_is_capped")),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name=op.f("fk_score_cards_contest_id")),
        sa.ForeignKeyConstraint(["month_id"], ["score_months.id"], name=op.f("fk_score_cards_month_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_score_cards_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_cards")),
        sa.UniqueConstraint(
            "month_id", "person_id", "revision", name=op.f("uq_score_cards_month_id_person_id_revision")
        ),
    )
    with op.batch_alter_table("score_cards", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_score_cards_person_id"), ["person_id"], unique=False)

    op.create_table(
        "score_corrections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum("on_time", "left_out", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("completion_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignments.id"], name=op.f("fk_score_corrections_assignment_id")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_score_corrections_by_id")),
        sa.ForeignKeyConstraint(["completion_id"], ["completions.id"], name=op.f("fk_score_corrections_completion_id")),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name=op.f("fk_score_corrections_contest_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_score_corrections_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_corrections")),
        sa.UniqueConstraint("contest_id", name=op.f("uq_score_corrections_contest_id")),
    )
    with op.batch_alter_table("score_corrections", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_score_corrections_month"), ["month"], unique=False)
        batch_op.create_index(batch_op.f("ix_score_corrections_person_id"), ["person_id"], unique=False)

    op.create_table(
        "score_looks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("viewer_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.CheckConstraint("way IN ('page', 'file')", name=op.f("ck_score_looks_way")),
        sa.CheckConstraint("viewer_id <> person_id", name=op.f("ck_score_looks_of_somebody_else")),
        sa.ForeignKeyConstraint(["month_id"], ["score_months.id"], name=op.f("fk_score_looks_month_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_score_looks_person_id")),
        sa.ForeignKeyConstraint(["viewer_id"], ["people.id"], name=op.f("fk_score_looks_viewer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_looks")),
    )
    with op.batch_alter_table("score_looks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_score_looks_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_score_looks_viewer_id"), ["viewer_id"], unique=False)

    with op.batch_alter_table("score_weights", schema=None) as batch_op:
        batch_op.add_column(sa.Column("saved_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("reason", sa.Text(), server_default="", nullable=False))
        batch_op.drop_constraint(batch_op.f("uq_score_weights_valid_from"), type_="unique")
        batch_op.create_index(batch_op.f("ix_score_weights_valid_from"), ["valid_from"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_score_weights_saved_by_id"), "people", ["saved_by_id"], ["id"])
    for table in LEDGERS:
        for statement in trigger_statements(table, op.get_bind().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    """Undo it; of several versions of weights for one day the last stays."""
    on = " ON score_weights" if op.get_bind().dialect.name == "postgresql" else ""
    for verb in ("update", "delete"):
        op.execute(f"DROP TRIGGER score_weights_no_{verb}{on}")
    op.execute(
        "DELETE FROM score_weights WHERE EXISTS (SELECT 1 FROM score_weights AS later "
        "WHERE later.valid_from = score_weights.valid_from AND later.id > score_weights.id)"
    )
    with op.batch_alter_table("score_weights", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_score_weights_saved_by_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_score_weights_valid_from"))
        batch_op.create_unique_constraint(batch_op.f("uq_score_weights_valid_from"), ["valid_from"])
        batch_op.drop_column("reason")
        batch_op.drop_column("saved_by_id")

    with op.batch_alter_table("score_looks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_score_looks_viewer_id"))
        batch_op.drop_index(batch_op.f("ix_score_looks_person_id"))

    op.drop_table("score_looks")
    with op.batch_alter_table("score_corrections", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_score_corrections_person_id"))
        batch_op.drop_index(batch_op.f("ix_score_corrections_month"))

    op.drop_table("score_corrections")
    with op.batch_alter_table("score_cards", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_score_cards_person_id"))

    op.drop_table("score_cards")
    op.drop_table("score_months")
    with op.batch_alter_table("contests", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_contests_standing_part",
            sqlite_where=sa.text("decided_at IS NULL AND withdrawn_at IS NULL AND assignment_id IS NULL"),
            postgresql_where=sa.text("decided_at IS NULL AND withdrawn_at IS NULL AND assignment_id IS NULL"),
        )
        batch_op.drop_index(
            "uq_contests_standing",
            sqlite_where=sa.text("decided_at IS NULL AND withdrawn_at IS NULL AND assignment_id IS NOT NULL"),
            postgresql_where=sa.text("decided_at IS NULL AND withdrawn_at IS NULL AND assignment_id IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_contests_person_id"))
        batch_op.drop_index(batch_op.f("ix_contests_assignment_id"))

    op.drop_table("contests")
    op.drop_table("score_policies")
    op.drop_table("erasures")
    with op.batch_alter_table("correction_requests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_correction_requests_person_id"))

    op.drop_table("correction_requests")
