"""Training depth.

Revision 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

from app.foundation.append_only import trigger_statements

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "attempt_grants",
    "carried_attempts",
    "deadline_changes",
    "practice_reviews",
    "practice_submissions",
    "regrades",
    "supplements",
    "tool_choices",
)
REBUILT = ("completions", "module_completions", "publications")
"""Append-only tables that SQLite copies to change them; the copies need their triggers anew."""

SOURCES = ("rule", "manual", "self", "imported")
METHODS = ("passed", "imported", "corrected")


def upgrade() -> None:
    """Training depth."""
    op.create_table(
        "rollout_waves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("pilot", "site", "all", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("go_live_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rollout_waves")),
        sa.UniqueConstraint("name", name=op.f("uq_rollout_waves_name")),
    )
    op.create_table(
        "supplements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("tool", "card", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplements")),
    )
    with op.batch_alter_table("supplements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_supplements_name"), ["name"], unique=False)

    op.create_table(
        "wave_units",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("project_group_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(department_id IS NULL) <> (project_group_id IS NULL)", name=op.f("ck_wave_units_one_unit")
        ),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_wave_units_department_id")),
        sa.ForeignKeyConstraint(
            ["project_group_id"], ["project_groups.id"], name=op.f("fk_wave_units_project_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["rollout_waves.id"], name=op.f("fk_wave_units_wave_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wave_units")),
        sa.UniqueConstraint("wave_id", "department_id", name=op.f("uq_wave_units_wave_id_department_id")),
        sa.UniqueConstraint("wave_id", "project_group_id", name=op.f("uq_wave_units_wave_id_project_group_id")),
    )
    with op.batch_alter_table("wave_units", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wave_units_wave_id"), ["wave_id"], unique=False)

    op.create_table(
        "account_merges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_by_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("from_id <> into_id", name=op.f("ck_account_merges_two_accounts")),
        sa.ForeignKeyConstraint(["from_id"], ["people.id"], name=op.f("fk_account_merges_from_id")),
        sa.ForeignKeyConstraint(["into_id"], ["people.id"], name=op.f("fk_account_merges_into_id")),
        sa.ForeignKeyConstraint(["merged_by_id"], ["people.id"], name=op.f("fk_account_merges_merged_by_id")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["people.id"], name=op.f("fk_account_merges_undone_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_merges")),
    )
    with op.batch_alter_table("account_merges", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_merges_from_id"), ["from_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_account_merges_into_id"), ["into_id"], unique=False)
        batch_op.create_index(
            "uq_account_merges_standing",
            ["from_id"],
            unique=True,
            sqlite_where=sa.text("undone_at IS NULL"),
            postgresql_where=sa.text("undone_at IS NULL"),
        )

    op.create_table(
        "content_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("path_id", sa.Integer(), nullable=False),
        sa.Column("module_id", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["path_id"], ["paths.id"], name=op.f("fk_content_notes_path_id")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["people.id"], name=op.f("fk_content_notes_settled_by_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["people.id"], name=op.f("fk_content_notes_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_notes")),
    )
    with op.batch_alter_table("content_notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_content_notes_path_id"), ["path_id"], unique=False)

    op.create_table(
        "past_leaves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_past_leaves_in_order")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_past_leaves_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_leaves")),
    )
    with op.batch_alter_table("past_leaves", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_past_leaves_person_id"), ["person_id"], unique=False)

    op.create_table(
        "reminders",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("own", "team", "company", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_reminders_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_reminders_person_id")),
        sa.PrimaryKeyConstraint("person_id", "kind", "day", name=op.f("pk_reminders")),
    )
    op.create_table(
        "tool_choices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tool", sa.Text(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("chosen_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["chosen_by_id"], ["people.id"], name=op.f("fk_tool_choices_chosen_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tool_choices")),
    )
    op.create_table(
        "workshops",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("path_id", sa.Integer(), nullable=False),
        sa.Column("module_id", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["host_id"], ["people.id"], name=op.f("fk_workshops_host_id")),
        sa.ForeignKeyConstraint(["path_id"], ["paths.id"], name=op.f("fk_workshops_path_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshops")),
    )
    with op.batch_alter_table("workshops", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_workshops_host_id"), ["host_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_workshops_path_id"), ["path_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_workshops_starts_at"), ["starts_at"], unique=False)

    op.create_table(
        "attempt_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("module_id", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["answered_by_id"], ["people.id"], name=op.f("fk_attempt_requests_answered_by_id")),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignments.id"], name=op.f("fk_attempt_requests_assignment_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_attempt_requests_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt_requests")),
    )
    with op.batch_alter_table("attempt_requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attempt_requests_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attempt_requests_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_attempt_requests_open",
            ["assignment_id", "module_id", "item_id"],
            unique=True,
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )

    op.create_table(
        "deadline_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "extension",
                "leave",
                "go_live",
                "hire",
                "rule",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("counted_on", sa.Date(), nullable=True),
        sa.Column("leave_days", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignments.id"], name=op.f("fk_deadline_changes_assignment_id")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_deadline_changes_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_changes")),
    )
    with op.batch_alter_table("deadline_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deadline_changes_assignment_id"), ["assignment_id"], unique=False)

    op.create_table(
        "moved_assignments",
        sa.Column("merge_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignments.id"], name=op.f("fk_moved_assignments_assignment_id")),
        sa.ForeignKeyConstraint(["merge_id"], ["account_merges.id"], name=op.f("fk_moved_assignments_merge_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_moved_assignments_owner_id")),
        sa.PrimaryKeyConstraint("merge_id", "assignment_id", name=op.f("pk_moved_assignments")),
    )
    op.create_table(
        "practice_submissions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("module_id", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("sampled", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("path_version", sa.Text(), nullable=False),
        sa.Column("module_version", sa.Integer(), nullable=False),
        sa.Column("display_hash", sa.Text(), nullable=False),
        sa.Column("grading_hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignments.id"], name=op.f("fk_practice_submissions_assignment_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_practice_submissions_person_id")),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publications.id"], name=op.f("fk_practice_submissions_publication_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_submissions")),
        sa.UniqueConstraint(
            "assignment_id",
            "module_id",
            "item_id",
            "number",
            name=op.f("uq_practice_submissions_assignment_id_module_id_item_id_number"),
        ),
        sa.UniqueConstraint("token", name=op.f("uq_practice_submissions_token")),
    )
    with op.batch_alter_table("practice_submissions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_practice_submissions_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_practice_submissions_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_practice_submissions_submitted_at"), ["submitted_at"], unique=False)

    op.create_table(
        "time_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("manager_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignments.id"], name=op.f("fk_time_notes_assignment_id")),
        sa.ForeignKeyConstraint(["manager_id"], ["people.id"], name=op.f("fk_time_notes_manager_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_time_notes_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_notes")),
    )
    with op.batch_alter_table("time_notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_time_notes_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_time_notes_manager_id"), ["manager_id"], unique=False)

    op.create_table(
        "workshop_presences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "method",
            sa.Enum("code", "observed", name="method", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_workshop_presences_person_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["people.id"], name=op.f("fk_workshop_presences_recorded_by_id")),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshops.id"], name=op.f("fk_workshop_presences_workshop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop_presences")),
        sa.UniqueConstraint("workshop_id", "person_id", name=op.f("uq_workshop_presences_workshop_id_person_id")),
    )
    with op.batch_alter_table("workshop_presences", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_workshop_presences_person_id"), ["person_id"], unique=False)

    op.create_table(
        "attempt_grants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("module_id", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted_by_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignments.id"], name=op.f("fk_attempt_grants_assignment_id")),
        sa.ForeignKeyConstraint(["granted_by_id"], ["people.id"], name=op.f("fk_attempt_grants_granted_by_id")),
        sa.ForeignKeyConstraint(["request_id"], ["attempt_requests.id"], name=op.f("fk_attempt_grants_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt_grants")),
        sa.UniqueConstraint("request_id", name=op.f("uq_attempt_grants_request_id")),
    )
    with op.batch_alter_table("attempt_grants", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attempt_grants_assignment_id"), ["assignment_id"], unique=False)

    op.create_table(
        "carried_attempts",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignments.id"], name=op.f("fk_carried_attempts_assignment_id")),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f("fk_carried_attempts_attempt_id")),
        sa.PrimaryKeyConstraint("assignment_id", "attempt_id", name=op.f("pk_carried_attempts")),
    )
    with op.batch_alter_table("carried_attempts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_carried_attempts_attempt_id"), ["attempt_id"], unique=False)

    op.create_table(
        "practice_reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("review", "recheck", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("criteria", sa.JSON(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["reviewer_id"], ["people.id"], name=op.f("fk_practice_reviews_reviewer_id")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["practice_submissions.id"], name=op.f("fk_practice_reviews_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_reviews")),
        sa.UniqueConstraint("submission_id", "kind", name=op.f("uq_practice_reviews_submission_id_kind")),
    )
    with op.batch_alter_table("practice_reviews", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_practice_reviews_reviewer_id"), ["reviewer_id"], unique=False)

    op.create_table(
        "regrades",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("max_points", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("grading_hash", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_regrades_percent_range")),
        sa.CheckConstraint("points BETWEEN 0 AND max_points", name=op.f("ck_regrades_points_range")),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f("fk_regrades_attempt_id")),
        sa.ForeignKeyConstraint(["publication_id"], ["publications.id"], name=op.f("fk_regrades_publication_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regrades")),
        sa.UniqueConstraint("attempt_id", "publication_id", name=op.f("uq_regrades_attempt_id_publication_id")),
    )
    with op.batch_alter_table("regrades", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_regrades_attempt_id"), ["attempt_id"], unique=False)

    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("document", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("rule_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("renews_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_assignments_rule_id"), "path_rules", ["rule_id"], ["id"], ondelete="SET NULL"
        )
        batch_op.create_foreign_key(batch_op.f("fk_assignments_renews_id"), "assignments", ["renews_id"], ["id"])

    with op.batch_alter_table("certificates", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reissues_id", sa.Integer(), nullable=True))
        batch_op.drop_constraint(batch_op.f("uq_certificates_completion_id"), type_="unique")
        batch_op.create_index(batch_op.f("ix_certificates_completion_id"), ["completion_id"], unique=False)
        batch_op.create_index(
            "uq_certificates_first",
            ["completion_id"],
            unique=True,
            sqlite_where=sa.text("reissues_id IS NULL"),
            postgresql_where=sa.text("reissues_id IS NULL"),
        )
        batch_op.create_unique_constraint(batch_op.f("uq_certificates_reissues_id"), ["reissues_id"])
        batch_op.create_foreign_key(batch_op.f("fk_certificates_reissues_id"), "certificates", ["reissues_id"], ["id"])

    with op.batch_alter_table("completions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("document", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("mail_preferences", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("optional_reminders", sa.Boolean(), server_default=sa.text("(true)"), nullable=False)
        )

    with op.batch_alter_table("module_completions", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "method",
                sa.Enum("passed", "tested_out", name="method", native_enum=False, create_constraint=True, length=40),
                server_default="passed",
                nullable=False,
            )
        )

    with op.batch_alter_table("path_rules", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "role",
                sa.Enum(
                    "ambassador",
                    "superuser",
                    "manager",
                    "administrator",
                    "board_member",
                    "hr_officer",
                    "pmo",
                    "it_operator",
                    "auditor",
                    name="role",
                    native_enum=False,
                    create_constraint=True,
                    length=40,
                ),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("department_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("project_group_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("hired_from", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("hired_to", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("wave_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("criteria_key", sa.Text(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "due_kind",
                sa.Enum(
                    "assignment",
                    "hire",
                    "go_live",
                    "on_day",
                    "never",
                    name="due_kind",
                    native_enum=False,
                    create_constraint=True,
                    length=40,
                ),
                server_default="assignment",
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("due_on", sa.Date(), nullable=True))
        batch_op.alter_column("tier", existing_type=sa.VARCHAR(length=40), nullable=True)
        batch_op.drop_constraint(op.f("ck_path_rules_due_days_sensible"), type_="check")
        batch_op.create_check_constraint(op.f("ck_path_rules_due_days_sensible"), "due_days BETWEEN -365 AND 730")
        batch_op.create_check_constraint(
            op.f("ck_path_rules_hired_in_order"), "hired_to IS NULL OR hired_from IS NULL OR hired_to >= hired_from"
        )
        batch_op.alter_column("due_days", existing_type=sa.INTEGER(), nullable=True)
        batch_op.drop_constraint(batch_op.f("uq_path_rules_path_id_tier"), type_="unique")
        batch_op.create_foreign_key(batch_op.f("fk_path_rules_department_id"), "departments", ["department_id"], ["id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_path_rules_project_group_id"), "project_groups", ["project_group_id"], ["id"]
        )
        batch_op.create_foreign_key(batch_op.f("fk_path_rules_wave_id"), "rollout_waves", ["wave_id"], ["id"])

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_people_merged_into_id"), "people", ["merged_into_id"], ["id"])

    with op.batch_alter_table("publications", schema=None) as batch_op:
        batch_op.add_column(sa.Column("lineage", sa.JSON(), nullable=True))

    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("shared", sa.Boolean(), server_default="0", nullable=False))

    op.execute("UPDATE path_rules SET criteria_key = CAST(path_id AS TEXT) || '|tier=' || tier")
    with op.batch_alter_table("path_rules", schema=None) as batch_op:
        batch_op.alter_column("criteria_key", existing_type=sa.Text(), nullable=False)
        batch_op.create_unique_constraint(batch_op.f("uq_path_rules_criteria_key"), ["criteria_key"])
    _choose("assignments", "source", (*SOURCES, "renewal"))
    _choose("completions", "method", (*METHODS, "equivalent"))
    for table in APPEND_ONLY:
        _guard(table)
    _guard_copies()


def downgrade() -> None:
    """Undo it."""
    _choose("completions", "method", METHODS)
    _choose("assignments", "source", SOURCES)
    op.execute("DELETE FROM path_rules WHERE tier IS NULL OR due_days IS NULL OR due_days < 1")
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.drop_column("shared")

    with op.batch_alter_table("publications", schema=None) as batch_op:
        batch_op.drop_column("lineage")

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_people_merged_into_id"), type_="foreignkey")
        batch_op.drop_column("merged_into_id")

    with op.batch_alter_table("path_rules", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_path_rules_wave_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_path_rules_project_group_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_path_rules_department_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_path_rules_criteria_key"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_path_rules_path_id_tier"), ["path_id", "tier"])
        batch_op.drop_constraint(op.f("ck_path_rules_hired_in_order"), type_="check")
        batch_op.drop_constraint(op.f("ck_path_rules_due_days_sensible"), type_="check")
        batch_op.create_check_constraint(op.f("ck_path_rules_due_days_sensible"), "due_days BETWEEN 1 AND 730")
        batch_op.alter_column("due_days", existing_type=sa.INTEGER(), nullable=False)
        batch_op.alter_column("tier", existing_type=sa.VARCHAR(length=40), nullable=False)
        batch_op.drop_column("due_on")
        batch_op.drop_constraint(op.f("ck_path_rules_due_kind"), type_="check")
        batch_op.drop_column("due_kind")
        batch_op.drop_column("criteria_key")
        batch_op.drop_column("wave_id")
        batch_op.drop_column("hired_to")
        batch_op.drop_column("hired_from")
        batch_op.drop_column("project_group_id")
        batch_op.drop_column("department_id")
        batch_op.drop_constraint(op.f("ck_path_rules_role"), type_="check")
        batch_op.drop_column("role")

    with op.batch_alter_table("module_completions", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_module_completions_method"), type_="check")
        batch_op.drop_column("method")

    with op.batch_alter_table("mail_preferences", schema=None) as batch_op:
        batch_op.drop_column("optional_reminders")

    with op.batch_alter_table("completions", schema=None) as batch_op:
        batch_op.drop_column("recorded_at")
        batch_op.drop_column("document")

    with op.batch_alter_table("certificates", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_certificates_reissues_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_certificates_reissues_id"), type_="unique")
        batch_op.drop_index(
            "uq_certificates_first",
            sqlite_where=sa.text("reissues_id IS NULL"),
            postgresql_where=sa.text("reissues_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_certificates_completion_id"))
        batch_op.create_unique_constraint(batch_op.f("uq_certificates_completion_id"), ["completion_id"])
        batch_op.drop_column("reissues_id")

    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_assignments_renews_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_assignments_rule_id"), type_="foreignkey")
        batch_op.drop_column("renews_id")
        batch_op.drop_column("rule_id")
        batch_op.drop_column("document")

    with op.batch_alter_table("regrades", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_regrades_attempt_id"))

    op.drop_table("regrades")
    with op.batch_alter_table("practice_reviews", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_practice_reviews_reviewer_id"))

    op.drop_table("practice_reviews")
    with op.batch_alter_table("carried_attempts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_carried_attempts_attempt_id"))

    op.drop_table("carried_attempts")
    with op.batch_alter_table("attempt_grants", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attempt_grants_assignment_id"))

    op.drop_table("attempt_grants")
    with op.batch_alter_table("workshop_presences", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_workshop_presences_person_id"))

    op.drop_table("workshop_presences")
    with op.batch_alter_table("time_notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_time_notes_manager_id"))
        batch_op.drop_index(batch_op.f("ix_time_notes_assignment_id"))

    op.drop_table("time_notes")
    with op.batch_alter_table("practice_submissions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_practice_submissions_submitted_at"))
        batch_op.drop_index(batch_op.f("ix_practice_submissions_person_id"))
        batch_op.drop_index(batch_op.f("ix_practice_submissions_assignment_id"))

    op.drop_table("practice_submissions")
    op.drop_table("moved_assignments")
    with op.batch_alter_table("deadline_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deadline_changes_assignment_id"))

    op.drop_table("deadline_changes")
    with op.batch_alter_table("attempt_requests", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_attempt_requests_open",
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_attempt_requests_person_id"))
        batch_op.drop_index(batch_op.f("ix_attempt_requests_assignment_id"))

    op.drop_table("attempt_requests")
    with op.batch_alter_table("workshops", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_workshops_starts_at"))
        batch_op.drop_index(batch_op.f("ix_workshops_path_id"))
        batch_op.drop_index(batch_op.f("ix_workshops_host_id"))

    op.drop_table("workshops")
    op.drop_table("tool_choices")
    op.drop_table("reminders")
    with op.batch_alter_table("past_leaves", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_past_leaves_person_id"))

    op.drop_table("past_leaves")
    with op.batch_alter_table("content_notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_content_notes_path_id"))

    op.drop_table("content_notes")
    with op.batch_alter_table("account_merges", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_account_merges_standing",
            sqlite_where=sa.text("undone_at IS NULL"),
            postgresql_where=sa.text("undone_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_account_merges_into_id"))
        batch_op.drop_index(batch_op.f("ix_account_merges_from_id"))

    op.drop_table("account_merges")
    with op.batch_alter_table("wave_units", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wave_units_wave_id"))

    op.drop_table("wave_units")
    with op.batch_alter_table("supplements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_supplements_name"))

    op.drop_table("supplements")
    op.drop_table("rollout_waves")
    _guard_copies()


def _choose(table: str, column: str, values: tuple[str, ...]) -> None:
    """Let a column hold these words and no other."""
    said = ", ".join(f"'{value}'" for value in values)
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.drop_constraint(op.f(f"ck_{table}_{column}"), type_="check")
        batch_op.create_check_constraint(op.f(f"ck_{table}_{column}"), f"{column} IN ({said})")


def _guard(table: str) -> None:
    """Make a table append-only."""
    for statement in trigger_statements(table, op.get_bind().dialect.name):
        op.execute(statement)


def _guard_copies() -> None:
    """Give the copies that SQLite made of append-only tables their triggers."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for table in REBUILT:
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
        _guard(table)
