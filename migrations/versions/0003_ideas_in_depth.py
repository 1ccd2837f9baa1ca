"""Ideas in depth.

Revision 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op

from app.foundation.append_only import trigger_statements

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

IDEA_RULES = {
    "only_parked_has_a_date": "parked_until IS NULL OR status IN ('parked', 'merged')",
    "hidden_by_somebody": "(hidden_at IS NULL) = (hidden_by_id IS NULL)",
    "one_colleague": "on_behalf_of_id IS NULL OR on_behalf_of_name = ''",
    "colleague_consents": "(on_behalf_of_id IS NULL AND on_behalf_of_name = '') OR consent",
}


def upgrade() -> None:
    """Ideas in depth."""
    op.create_table(
        "calendar_years",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["people.id"], name=op.f("fk_calendar_years_confirmed_by_id")),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_calendar_years")),
    )
    op.create_table(
        "idea_photos",
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(content) BETWEEN 1 AND 600000", name=op.f("ck_idea_photos_size_limited")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_idea_photos_idea_id")),
        sa.PrimaryKeyConstraint("idea_id", name=op.f("pk_idea_photos")),
    )
    op.create_table(
        "idea_revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("material", sa.Boolean(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_idea_revisions_idea_id")),
        sa.ForeignKeyConstraint(["replaced_by_id"], ["people.id"], name=op.f("fk_idea_revisions_replaced_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_revisions")),
        sa.UniqueConstraint("idea_id", "number", name=op.f("uq_idea_revisions_idea_id_number")),
        info={"append_only": True},
    )
    op.create_table(
        "merge_suggestions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("suggested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (accepted IS NULL)", name=op.f("ck_merge_suggestions_answered_or_not")
        ),
        sa.CheckConstraint("idea_id <> into_id", name=op.f("ck_merge_suggestions_two_ideas")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["people.id"], name=op.f("fk_merge_suggestions_answered_by_id")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_merge_suggestions_idea_id")),
        sa.ForeignKeyConstraint(["into_id"], ["ideas.id"], name=op.f("fk_merge_suggestions_into_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_merge_suggestions_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge_suggestions")),
    )
    with op.batch_alter_table("merge_suggestions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_merge_suggestions_into_id"), ["into_id"], unique=False)
        batch_op.create_index(
            "uq_merge_suggestions_open",
            ["idea_id", "into_id"],
            unique=True,
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )

    op.create_table(
        "reopen_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (accepted IS NULL)", name=op.f("ck_reopen_requests_answered_or_not")
        ),
        sa.ForeignKeyConstraint(["answered_by_id"], ["people.id"], name=op.f("fk_reopen_requests_answered_by_id")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_reopen_requests_idea_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_reopen_requests_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reopen_requests")),
    )
    with op.batch_alter_table("reopen_requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reopen_requests_idea_id"), ["idea_id"], unique=False)
        batch_op.create_index(
            "uq_reopen_requests_open",
            ["idea_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )

    op.create_table(
        "objections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("objected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["answered_by_id"], ["people.id"], name=op.f("fk_objections_answered_by_id")),
        sa.ForeignKeyConstraint(["event_id"], ["idea_events.id"], name=op.f("fk_objections_event_id")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_objections_idea_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_objections_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objections")),
        sa.UniqueConstraint("idea_id", "person_id", "event_id", name=op.f("uq_objections_idea_id_person_id_event_id")),
    )
    with op.batch_alter_table("idea_events", schema=None) as batch_op:
        batch_op.add_column(sa.Column("evidence", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(
            sa.Column(
                "decline_code",
                sa.Enum(
                    "exists_already",
                    "not_feasible",
                    "too_costly",
                    "out_of_scope",
                    "security",
                    "against_policy",
                    "little_use",
                    "other",
                    name="decline_code",
                    native_enum=False,
                    create_constraint=True,
                    length=40,
                ),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("decision_ref", sa.Text(), server_default="", nullable=False))
        batch_op.create_check_constraint(
            op.f("ck_idea_events_only_refusals_have_a_code"), "decline_code IS NULL OR to_status = 'declined'"
        )

    with op.batch_alter_table("ideas", schema=None, table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.add_column(sa.Column("steps", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("proposal", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("workaround", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("on_behalf_of_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("on_behalf_of_name", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("voice", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("consent", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("sensitive", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("hidden_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("hidden_reason", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("revision", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("parked_until", sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f("ix_ideas_hidden_at"), ["hidden_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_ideas_on_behalf_of_id"), ["on_behalf_of_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ideas_sensitive"), ["sensitive"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_ideas_on_behalf_of_id"), "people", ["on_behalf_of_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_ideas_hidden_by_id"), "people", ["hidden_by_id"], ["id"])
        for name, rule in IDEA_RULES.items():
            batch_op.create_check_constraint(op.f(f"ck_ideas_{name}"), rule)

    with op.batch_alter_table("votes", schema=None) as batch_op:
        batch_op.add_column(sa.Column("seen_revision", sa.Integer(), server_default="1", nullable=False))
    for table in ("idea_events", "idea_revisions"):
        _guard(table)


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("votes", schema=None) as batch_op:
        batch_op.drop_column("seen_revision")

    with op.batch_alter_table("ideas", schema=None, table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        for name in IDEA_RULES:
            batch_op.drop_constraint(op.f(f"ck_ideas_{name}"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_ideas_hidden_by_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_ideas_on_behalf_of_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_ideas_sensitive"))
        batch_op.drop_index(batch_op.f("ix_ideas_on_behalf_of_id"))
        batch_op.drop_index(batch_op.f("ix_ideas_hidden_at"))
        batch_op.drop_column("parked_until")
        batch_op.drop_column("revision")
        batch_op.drop_column("hidden_reason")
        batch_op.drop_column("hidden_by_id")
        batch_op.drop_column("hidden_at")
        batch_op.drop_column("sensitive")
        batch_op.drop_column("consent")
        batch_op.drop_column("voice")
        batch_op.drop_column("on_behalf_of_name")
        batch_op.drop_column("on_behalf_of_id")
        batch_op.drop_column("workaround")
        batch_op.drop_column("proposal")
        batch_op.drop_column("steps")

    with op.batch_alter_table("idea_events", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_idea_events_only_refusals_have_a_code"), type_="check")
        batch_op.drop_constraint(op.f("ck_idea_events_decline_code"), type_="check")
        batch_op.drop_column("decision_ref")
        batch_op.drop_column("decline_code")
        batch_op.drop_column("evidence")

    op.drop_table("objections")
    with op.batch_alter_table("reopen_requests", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_reopen_requests_open",
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_reopen_requests_idea_id"))

    op.drop_table("reopen_requests")
    with op.batch_alter_table("merge_suggestions", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_merge_suggestions_open",
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_merge_suggestions_into_id"))

    op.drop_table("merge_suggestions")
    op.drop_table("idea_revisions")
    op.drop_table("idea_photos")
    op.drop_table("calendar_years")
    _guard("idea_events")


def _guard(table: str) -> None:
    """Make a table append-only, also the copy that SQLite has just made of it."""
    dialect = op.get_bind().dialect.name
    for verb in ("update", "delete"):
        op.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}" + (f" ON {table}" if dialect == "postgresql" else ""))
    for statement in trigger_statements(table, dialect):
        op.execute(statement)
