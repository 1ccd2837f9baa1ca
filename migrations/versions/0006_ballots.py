"""Ballots of the change control board.

Revision 0006, after 0005.
"""

import sqlalchemy as sa
from alembic import op

from app.foundation.append_only import trigger_statements

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

APPEND_ONLY = ("board_rules", "ballot_seats", "seat_deputies", "recusals", "ballots", "decisions")


def upgrade() -> None:
    """Ballots of the change control board."""
    op.create_table(
        "board_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quorum_num", sa.Integer(), nullable=False),
        sa.Column("quorum_den", sa.Integer(), nullable=False),
        sa.Column("threshold_num", sa.Integer(), nullable=False),
        sa.Column("threshold_den", sa.Integer(), nullable=False),
        sa.Column("casting_vote", sa.Boolean(), nullable=False),
        sa.Column("chair_id", sa.Integer(), nullable=True),
        sa.Column("working_days", sa.Integer(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "NOT casting_vote OR threshold_num * 2 <= threshold_den",
            name=op.f("ck_board_rules_casting_vote_breaks_halves"),
        ),
        sa.CheckConstraint(
            "quorum_den > 0 AND quorum_num >= 0 AND quorum_num <= quorum_den",
            name=op.f("ck_board_rules_quorum_is_a_share"),
        ),
        sa.CheckConstraint(
            "threshold_den > 0 AND threshold_num > 0 AND threshold_num <= threshold_den",
            name=op.f("ck_board_rules_threshold_is_a_share"),
        ),
        sa.CheckConstraint("working_days BETWEEN 1 AND 60", name=op.f("ck_board_rules_working_days_in_reach")),
        sa.ForeignKeyConstraint(["chair_id"], ["people.id"], name=op.f("fk_board_rules_chair_id")),
        sa.ForeignKeyConstraint(["set_by_id"], ["people.id"], name=op.f("fk_board_rules_set_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_rules")),
    )
    op.create_table(
        "deputisings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_deputisings_in_order")),
        sa.CheckConstraint("member_id <> deputy_id", name=op.f("ck_deputisings_two_people")),
        sa.ForeignKeyConstraint(["deputy_id"], ["people.id"], name=op.f("fk_deputisings_deputy_id")),
        sa.ForeignKeyConstraint(["member_id"], ["people.id"], name=op.f("fk_deputisings_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deputisings")),
    )
    with op.batch_alter_table("deputisings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deputisings_deputy_id"), ["deputy_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deputisings_member_id"), ["member_id"], unique=False)

    op.create_table(
        "ballot_rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("retro", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "decided", "void", name="state", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "void_because",
            sa.Enum(
                "edited",
                "quorum_missed",
                "stopped",
                name="void_because",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.CheckConstraint("(state = 'open') = (closed_at IS NULL)", name=op.f("ck_ballot_rounds_closed_when_over")),
        sa.CheckConstraint(
            "(state = 'void') = (void_because IS NOT NULL)", name=op.f("ck_ballot_rounds_void_says_why")
        ),
        sa.CheckConstraint("closes_at > opened_at", name=op.f("ck_ballot_rounds_closes_after_it_opened")),
        sa.ForeignKeyConstraint(["change_id"], ["change_requests.id"], name=op.f("fk_ballot_rounds_change_id")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["people.id"], name=op.f("fk_ballot_rounds_closed_by_id")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["people.id"], name=op.f("fk_ballot_rounds_opened_by_id")),
        sa.ForeignKeyConstraint(["rule_id"], ["board_rules.id"], name=op.f("fk_ballot_rounds_rule_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot_rounds")),
        sa.UniqueConstraint("change_id", "number", name=op.f("uq_ballot_rounds_change_id_number")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("ballot_rounds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ballot_rounds_closes_at"), ["closes_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_ballot_rounds_state"), ["state"], unique=False)
        batch_op.create_index(
            "uq_ballot_rounds_open",
            ["change_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "ballot_seats",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("chair", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["people.id"], name=op.f("fk_ballot_seats_member_id")),
        sa.ForeignKeyConstraint(["round_id"], ["ballot_rounds.id"], name=op.f("fk_ballot_seats_round_id")),
        sa.PrimaryKeyConstraint("round_id", "member_id", name=op.f("pk_ballot_seats")),
    )
    with op.batch_alter_table("ballot_seats", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ballot_seats_member_id"), ["member_id"], unique=False)

    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "approved",
                "approved_with_conditions",
                "rejected",
                "returned",
                "void",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "reason_code",
            sa.Enum(
                "majority",
                "casting_vote",
                "threshold_missed",
                "tie",
                "nobody_chose",
                "quorum_missed",
                name="reason_code",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("roll", sa.Integer(), nullable=False),
        sa.Column("recused", sa.Integer(), nullable=False),
        sa.Column("approve", sa.Integer(), nullable=False),
        sa.Column("conditional", sa.Integer(), nullable=False),
        sa.Column("reject", sa.Integer(), nullable=False),
        sa.Column("abstain", sa.Integer(), nullable=False),
        sa.Column(
            "chair_choice",
            sa.Enum(
                "approve",
                "approve_with_conditions",
                "reject",
                "abstain",
                name="chair_choice",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(outcome = 'approved_with_conditions') = (conditions <> '')",
            name=op.f("ck_decisions_conditions_where_named"),
        ),
        sa.CheckConstraint("outcome <> 'void'", name=op.f("ck_decisions_decides_something")),
        sa.CheckConstraint(
            "approve + conditional + reject + abstain + recused <= roll", name=op.f("ck_decisions_counts_fit_the_roll")
        ),
        sa.ForeignKeyConstraint(["change_id"], ["change_requests.id"], name=op.f("fk_decisions_change_id")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["people.id"], name=op.f("fk_decisions_closed_by_id")),
        sa.ForeignKeyConstraint(["round_id"], ["ballot_rounds.id"], name=op.f("fk_decisions_round_id")),
        sa.ForeignKeyConstraint(["supersedes_id"], ["decisions.id"], name=op.f("fk_decisions_supersedes_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("round_id", name=op.f("uq_decisions_round_id")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_decisions_supersedes_id")),
    )
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decisions_change_id"), ["change_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decisions_decided_at"), ["decided_at"], unique=False)

    op.create_table(
        "ballots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "choice",
            sa.Enum(
                "approve",
                "approve_with_conditions",
                "reject",
                "abstain",
                name="choice",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("cast_by_id", sa.Integer(), nullable=False),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "choice NOT IN ('reject', 'approve_with_conditions') OR comment <> ''",
            name=op.f("ck_ballots_says_why_where_asked"),
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_ballots_numbered_from_one")),
        sa.ForeignKeyConstraint(["cast_by_id"], ["people.id"], name=op.f("fk_ballots_cast_by_id")),
        sa.ForeignKeyConstraint(
            ["round_id", "member_id"],
            ["ballot_seats.round_id", "ballot_seats.member_id"],
            name=op.f("fk_ballots_round_id_member_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballots")),
        sa.UniqueConstraint("round_id", "member_id", "number", name=op.f("uq_ballots_round_id_member_id_number")),
    )
    with op.batch_alter_table("ballots", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ballots_cast_by_id"), ["cast_by_id"], unique=False)

    op.create_table(
        "recusals",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "own_change",
                "own_idea",
                "involved",
                "close_to_it",
                "other",
                name="reason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason <> 'other' OR text <> ''", name=op.f("ck_recusals_other_says_what")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_recusals_by_id")),
        sa.ForeignKeyConstraint(
            ["round_id", "member_id"],
            ["ballot_seats.round_id", "ballot_seats.member_id"],
            name=op.f("fk_recusals_round_id_member_id"),
        ),
        sa.PrimaryKeyConstraint("round_id", "member_id", name=op.f("pk_recusals")),
    )
    op.create_table(
        "seat_deputies",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("deputising_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["deputising_id"], ["deputisings.id"], name=op.f("fk_seat_deputies_deputising_id")),
        sa.ForeignKeyConstraint(
            ["round_id", "member_id"],
            ["ballot_seats.round_id", "ballot_seats.member_id"],
            name=op.f("fk_seat_deputies_round_id_member_id"),
        ),
        sa.PrimaryKeyConstraint("round_id", "member_id", "deputising_id", name=op.f("pk_seat_deputies")),
    )
    with op.batch_alter_table("seat_deputies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seat_deputies_deputising_id"), ["deputising_id"], unique=False)

    for table in APPEND_ONLY:
        for statement in trigger_statements(table, op.get_bind().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("seat_deputies", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seat_deputies_deputising_id"))

    op.drop_table("seat_deputies")
    op.drop_table("recusals")
    with op.batch_alter_table("ballots", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ballots_cast_by_id"))

    op.drop_table("ballots")
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decisions_decided_at"))
        batch_op.drop_index(batch_op.f("ix_decisions_change_id"))

    op.drop_table("decisions")
    with op.batch_alter_table("ballot_seats", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ballot_seats_member_id"))

    op.drop_table("ballot_seats")
    with op.batch_alter_table("ballot_rounds", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_ballot_rounds_open", sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'")
        )
        batch_op.drop_index(batch_op.f("ix_ballot_rounds_state"))
        batch_op.drop_index(batch_op.f("ix_ballot_rounds_closes_at"))

    op.drop_table("ballot_rounds")
    with op.batch_alter_table("deputisings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deputisings_member_id"))
        batch_op.drop_index(batch_op.f("ix_deputisings_deputy_id"))

    op.drop_table("deputisings")
    op.drop_table("board_rules")
