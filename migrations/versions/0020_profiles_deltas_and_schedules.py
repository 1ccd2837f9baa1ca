"""Profiles of other systems, the book of records, scheduled files, saved filters.

Revision 0020, after 0019.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

STATES = ("due", "working", "done", "failed", "missed")


def upgrade() -> None:
    """Profiles, and what a file was called."""
    with op.batch_alter_table("exports") as exports:
        exports.add_column(sa.Column("since_sequence", sa.Integer(), nullable=True))
        exports.add_column(sa.Column("to_sequence", sa.Integer(), nullable=True))
        exports.add_column(sa.Column("profile", sa.Text(), nullable=False, server_default=""))
        exports.add_column(sa.Column("profile_sha256", sa.Text(), nullable=False, server_default=""))
        exports.add_column(sa.Column("file_name", sa.Text(), nullable=False, server_default=""))
    _profiles()
    _book()
    _schedules()
    op.create_table(
        "saved_filters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("every_column", sa.Boolean(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_saved_filters_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filters")),
        sa.UniqueConstraint("person_id", "name", name=op.f("uq_saved_filters_person_id_name")),
    )


def _schedules() -> None:
    op.create_table(
        "export_schedules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("every", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("folder", sa.Text(), nullable=False),
        sa.Column("by_mail", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("paused_on", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.CheckConstraint("every IN ('daily', 'weekly', 'monthly')", name=op.f("ck_export_schedules_rhythm")),
        sa.CheckConstraint("by_mail = (folder = '')", name=op.f("ck_export_schedules_one_target")),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name=op.f("fk_export_schedules_made_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_schedules")),
    )
    op.create_table(
        "schedule_recipients",
        sa.Column("schedule_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["schedule_id"],
            ["export_schedules.id"],
            name=op.f("fk_schedule_recipients_schedule_id_export_schedules"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_schedule_recipients_person_id_people")),
        sa.PrimaryKeyConstraint("schedule_id", "person_id", name=op.f("pk_schedule_recipients")),
    )
    op.create_table(
        "export_deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("schedule_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="state", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("export_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(state = 'done') = (finished_at IS NOT NULL)", name=op.f("ck_export_deliveries_done_is_finished")
        ),
        sa.CheckConstraint(
            "state <> 'done' OR export_id IS NOT NULL", name=op.f("ck_export_deliveries_done_has_a_file")
        ),
        sa.CheckConstraint(
            "state NOT IN ('failed', 'missed') OR reason <> ''", name=op.f("ck_export_deliveries_says_why")
        ),
        sa.ForeignKeyConstraint(
            ["schedule_id"],
            ["export_schedules.id"],
            name=op.f("fk_export_deliveries_schedule_id_export_schedules"),
        ),
        sa.ForeignKeyConstraint(["export_id"], ["exports.id"], name=op.f("fk_export_deliveries_export_id_exports")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_deliveries")),
        sa.UniqueConstraint("schedule_id", "due_on", name=op.f("uq_export_deliveries_schedule_id_due_on")),
    )
    op.create_index("ix_export_deliveries_next", "export_deliveries", ["state", "next_at"], unique=False)


def _book() -> None:
    op.create_table(
        "record_sequence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_record_sequence_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_sequence")),
    )
    op.create_table(
        "record_states",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.BigInteger(), nullable=True),
        sa.Column("first_sequence", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignments.id"], name=op.f("fk_record_states_assignment_id_assignments")
        ),
        sa.PrimaryKeyConstraint("assignment_id", name=op.f("pk_record_states")),
    )
    op.create_index(op.f("ix_record_states_sequence"), "record_states", ["sequence"], unique=False)


def _profiles() -> None:
    op.create_table(
        "export_profiles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("template", sa.LargeBinary(), nullable=False),
        sa.Column("template_name", sa.Text(), nullable=False),
        sa.Column("template_sha256", sa.Text(), nullable=False),
        sa.Column("heading_row", sa.Integer(), nullable=False),
        sa.Column("headings", sa.JSON(), nullable=False),
        sa.Column("mapping", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("draft", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.CheckConstraint("heading_row > 0", name=op.f("ck_export_profiles_heading_row")),
        sa.CheckConstraint("mapping IS NOT NULL OR draft IS NOT NULL", name=op.f("ck_export_profiles_has_a_mapping")),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name=op.f("fk_export_profiles_made_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_profiles")),
        sa.UniqueConstraint("name", name=op.f("uq_export_profiles_name")),
    )
    op.create_table(
        "remembered_headings",
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("remembered_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("heading", name=op.f("pk_remembered_headings")),
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_table("saved_filters")
    op.drop_table("export_deliveries")
    op.drop_table("schedule_recipients")
    op.drop_table("export_schedules")
    op.drop_table("record_states")
    op.drop_table("record_sequence")
    op.drop_table("remembered_headings")
    op.drop_table("export_profiles")
    with op.batch_alter_table("exports") as exports:
        exports.drop_column("file_name")
        exports.drop_column("profile_sha256")
        exports.drop_column("profile")
        exports.drop_column("to_sequence")
        exports.drop_column("since_sequence")
