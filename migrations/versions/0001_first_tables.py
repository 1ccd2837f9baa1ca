"""First tables.

Revision 0001, the first.
"""

import sqlalchemy as sa
from alembic import op

from app.foundation.append_only import trigger_statements

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "attempts",
    "audit_entries",
    "completions",
    "idea_events",
    "module_completions",
    "practice_acceptances",
    "publications",
    "vote_events",
)


def upgrade() -> None:
    """First tables."""
    op.create_table(
        "benefit_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("baseline_minutes", sa.Integer(), nullable=False),
        sa.Column("new_minutes", sa.Integer(), nullable=False),
        sa.Column("rework_minutes", sa.Integer(), nullable=False),
        sa.Column("occurrences", sa.Integer(), nullable=False),
        sa.Column(
            "evidence",
            sa.Enum(
                "measured", "sampled", "claimed", name="evidence", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benefit_lines")),
    )
    op.create_table(
        "business_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.CheckConstraint("closes > opens", name=op.f("ck_business_hours_opens_before_it_closes")),
        sa.CheckConstraint("id = 1", name=op.f("ck_business_hours_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_business_hours")),
    )
    op.create_table(
        "calendar_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("holiday", "makeup", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_days")),
    )
    op.create_table(
        "departments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("parent_id <> id", name=op.f("ck_departments_not_own_parent")),
        sa.ForeignKeyConstraint(["parent_id"], ["departments.id"], name=op.f("fk_departments_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departments")),
        sa.UniqueConstraint("code", name=op.f("uq_departments_code")),
    )
    with op.batch_alter_table("departments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_departments_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "job_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_runs")),
        sa.UniqueConstraint("job", "slot", name=op.f("uq_job_runs_job_slot")),
    )
    op.create_table(
        "meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("ambassador", "board", "health", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
    )
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meetings_held_on"), ["held_on"], unique=False)

    op.create_table(
        "outgoing_mails",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dedupe_key", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("unsubscribe_url", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "sending",
                "sent",
                "failed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_mails")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_outgoing_mails_dedupe_key")),
    )
    with op.batch_alter_table("outgoing_mails", schema=None) as batch_op:
        batch_op.create_index("ix_outgoing_mails_due", ["state", "due_at"], unique=False)

    op.create_table(
        "paths",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column(
            "tier",
            sa.Enum(
                "management",
                "administrator",
                "end_user",
                name="tier",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title_zh", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("pass_mark", sa.Integer(), nullable=False),
        sa.Column("valid_months", sa.Integer(), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("pass_mark BETWEEN 0 AND 100", name=op.f("ck_paths_pass_mark_percent")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paths")),
        sa.UniqueConstraint("code", name=op.f("uq_paths_code")),
    )
    op.create_table(
        "project_groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("active_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_groups")),
        sa.UniqueConstraint("code", name=op.f("uq_project_groups_code")),
    )
    op.create_table(
        "score_weights",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_weights")),
        sa.UniqueConstraint("valid_from", name=op.f("uq_score_weights_valid_from")),
    )
    op.create_table(
        "sign_in_failures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_failures")),
    )
    with op.batch_alter_table("sign_in_failures", schema=None) as batch_op:
        batch_op.create_index("ix_sign_in_failures_subject_at", ["subject", "at"], unique=False)

    op.create_table(
        "path_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("path_id", sa.Integer(), nullable=False),
        sa.Column(
            "tier",
            sa.Enum(
                "management",
                "administrator",
                "end_user",
                name="tier",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("due_days", sa.Integer(), nullable=False),
        sa.Column("mandatory", sa.Boolean(), nullable=False),
        sa.CheckConstraint("due_days BETWEEN 1 AND 730", name=op.f("ck_path_rules_due_days_sensible")),
        sa.ForeignKeyConstraint(["path_id"], ["paths.id"], name=op.f("fk_path_rules_path_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_path_rules")),
        sa.UniqueConstraint("path_id", "tier", name=op.f("uq_path_rules_path_id_tier")),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_no", sa.Text(), nullable=False),
        sa.Column("employee_no_key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("email_key", sa.Text(), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("manager_id", sa.Integer(), nullable=True),
        sa.Column("job_title", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("zone", sa.Text(), nullable=True),
        sa.Column("hired_on", sa.Date(), nullable=True),
        sa.Column("leave_from", sa.Date(), nullable=True),
        sa.Column("leave_to", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("deactivated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("language IN ('zh', 'en')", name=op.f("ck_people_language")),
        sa.CheckConstraint("leave_to IS NULL OR leave_to >= leave_from", name=op.f("ck_people_leave_in_order")),
        sa.CheckConstraint("manager_id <> id", name=op.f("ck_people_not_own_manager")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_people_department_id")),
        sa.ForeignKeyConstraint(["manager_id"], ["people.id"], name=op.f("fk_people_manager_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("email_key", name=op.f("uq_people_email_key")),
        sa.UniqueConstraint("employee_no_key", name=op.f("uq_people_employee_no_key")),
    )
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_people_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_people_manager_id"), ["manager_id"], unique=False)

    op.create_table(
        "pulse_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Integer(), nullable=False),
        sa.CheckConstraint("answer BETWEEN 1 AND 5", name=op.f("ck_pulse_answers_one_to_five")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_pulse_answers_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pulse_answers")),
    )
    with op.batch_alter_table("pulse_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pulse_answers_round"), ["round"], unique=False)

    op.create_table(
        "appointments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("superuser", "ambassador", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("project_group_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "nominated",
                "active",
                "declined",
                "ended",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("nominated_by_id", sa.Integer(), nullable=True),
        sa.Column("nominated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("certified_on", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'superuser' AND department_id IS NOT NULL AND project_group_id IS NULL) OR (kind = 'ambassador' AND project_group_id IS NOT NULL AND department_id IS NULL)",
            name=op.f("ck_appointments_serves_one_unit"),
        ),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_appointments_term_in_order")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_appointments_department_id")),
        sa.ForeignKeyConstraint(["nominated_by_id"], ["people.id"], name=op.f("fk_appointments_nominated_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_appointments_person_id")),
        sa.ForeignKeyConstraint(
            ["project_group_id"], ["project_groups.id"], name=op.f("fk_appointments_project_group_id")
        ),
        sa.ForeignKeyConstraint(["successor_id"], ["appointments.id"], name=op.f("fk_appointments_successor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointments")),
    )
    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appointments_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appointments_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appointments_project_group_id"), ["project_group_id"], unique=False)
        batch_op.create_index(
            "uq_appointments_open_department_id",
            ["person_id", "department_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('nominated', 'active')"),
            postgresql_where=sa.text("state IN ('nominated', 'active')"),
        )
        batch_op.create_index(
            "uq_appointments_open_project_group_id",
            ["person_id", "project_group_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('nominated', 'active')"),
            postgresql_where=sa.text("state IN ('nominated', 'active')"),
        )

    op.create_table(
        "assignments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("path_id", sa.Integer(), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "rule",
                "manual",
                "self",
                "imported",
                name="source",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("mandatory", sa.Boolean(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assigned_by_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("original_due_on", sa.Date(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waived_by_id", sa.Integer(), nullable=True),
        sa.Column("waived_reason", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["assigned_by_id"], ["people.id"], name=op.f("fk_assignments_assigned_by_id")),
        sa.ForeignKeyConstraint(["path_id"], ["paths.id"], name=op.f("fk_assignments_path_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_assignments_person_id")),
        sa.ForeignKeyConstraint(["waived_by_id"], ["people.id"], name=op.f("fk_assignments_waived_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
        sa.UniqueConstraint("number", name=op.f("uq_assignments_number")),
    )
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignments_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignments_path_id"), ["path_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignments_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_assignments_open",
            ["person_id", "path_id"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "attendances",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "invited", "attended", "excused", name="state", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_attendances_meeting_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_attendances_person_id")),
        sa.PrimaryKeyConstraint("meeting_id", "person_id", name=op.f("pk_attendances")),
    )
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["people.id"], name=op.f("fk_audit_entries_actor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
        info={"append_only": True},
    )
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entries_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entries_at"), ["at"], unique=False)
        batch_op.create_index("ix_audit_entries_subject", ["subject_kind", "subject_id"], unique=False)

    op.create_table(
        "exports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("totals", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_exports_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
    )
    with op.batch_alter_table("exports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exports_by_id"), ["by_id"], unique=False)

    op.create_table(
        "ideas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("idea", "problem", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "submitted",
                "needs_info",
                "open",
                "discussing",
                "in_review",
                "parked",
                "planned",
                "in_progress",
                "delivered",
                "closed",
                "declined",
                "withdrawn",
                "merged",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("status_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_response_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("canonical_id", sa.Integer(), nullable=True),
        sa.Column(
            "status_before_merge",
            sa.Enum(
                "submitted",
                "needs_info",
                "open",
                "discussing",
                "in_review",
                "parked",
                "planned",
                "in_progress",
                "delivered",
                "closed",
                "declined",
                "withdrawn",
                "merged",
                name="status_before_merge",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("voting_round", sa.Integer(), nullable=False),
        sa.Column("token", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'merged') = (canonical_id IS NOT NULL)", name=op.f("ck_ideas_merged_names_target")
        ),
        sa.CheckConstraint("canonical_id <> id", name=op.f("ck_ideas_not_merged_into_itself")),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_ideas_author_id")),
        sa.ForeignKeyConstraint(["canonical_id"], ["ideas.id"], name=op.f("fk_ideas_canonical_id")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_ideas_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ideas")),
        sa.UniqueConstraint("token", name=op.f("uq_ideas_token")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("ideas", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ideas_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ideas_canonical_id"), ["canonical_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ideas_status"), ["status"], unique=False)
        batch_op.create_index(batch_op.f("ix_ideas_status_since"), ["status_since"], unique=False)
        batch_op.create_index("ix_ideas_submitted_at_id", ["submitted_at", "id"], unique=False)

    op.create_table(
        "mail_preferences",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum("immediate", "daily", "none", name="channel", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_mail_preferences_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_mail_preferences")),
    )
    op.create_table(
        "memberships",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("project_group_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_memberships_person_id")),
        sa.ForeignKeyConstraint(
            ["project_group_id"], ["project_groups.id"], name=op.f("fk_memberships_project_group_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "project_group_id", name=op.f("pk_memberships")),
    )
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_memberships_project_group_id"), ["project_group_id"], unique=False)

    op.create_table(
        "one_time_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "invitation", "password_reset", name="purpose", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_one_time_links_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_one_time_links_token_hash")),
    )
    with op.batch_alter_table("one_time_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_one_time_links_person_id"), ["person_id"], unique=False)

    op.create_table(
        "person_roles",
        sa.Column("person_id", sa.Integer(), nullable=False),
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
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_person_roles_person_id")),
        sa.PrimaryKeyConstraint("person_id", "role", name=op.f("pk_person_roles")),
    )
    op.create_table(
        "person_tiers",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "tier",
            sa.Enum(
                "management",
                "administrator",
                "end_user",
                name="tier",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_person_tiers_person_id")),
        sa.PrimaryKeyConstraint("person_id", "tier", name=op.f("pk_person_tiers")),
    )
    op.create_table(
        "publications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("path_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["path_id"], ["paths.id"], name=op.f("fk_publications_path_id")),
        sa.ForeignKeyConstraint(["published_by_id"], ["people.id"], name=op.f("fk_publications_published_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publications")),
        info={"append_only": True},
    )
    with op.batch_alter_table("publications", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_publications_path_id"), ["path_id"], unique=False)

    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("browser", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_sessions_person_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sessions")),
    )
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sessions_person_id"), ["person_id"], unique=False)

    op.create_table(
        "usage_months",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("active_weeks", sa.Integer(), nullable=False),
        sa.Column("core_due", sa.Integer(), nullable=False),
        sa.Column("core_on_time", sa.Integer(), nullable=False),
        sa.CheckConstraint("core_on_time BETWEEN 0 AND core_due", name=op.f("ck_usage_months_on_time_within_due")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_usage_months_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usage_months")),
        sa.UniqueConstraint("person_id", "month", name=op.f("uq_usage_months_person_id_month")),
    )
    with op.batch_alter_table("usage_months", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_usage_months_person_id"), ["person_id"], unique=False)

    op.create_table(
        "announcements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_announcements_idea_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcements")),
        sa.UniqueConstraint("key", name=op.f("uq_announcements_key")),
    )
    with op.batch_alter_table("announcements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_announcements_idea_id"), ["idea_id"], unique=False)

    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("drill", "quiz", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("module_id", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("max_points", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=True),
        sa.Column("path_version", sa.Text(), nullable=False),
        sa.Column("module_version", sa.Integer(), nullable=False),
        sa.Column("display_hash", sa.Text(), nullable=False),
        sa.Column("grading_hash", sa.Text(), nullable=False),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_attempts_percent_range")),
        sa.CheckConstraint("points BETWEEN 0 AND max_points", name=op.f("ck_attempts_points_range")),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignments.id"], name=op.f("fk_attempts_assignment_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_attempts_person_id")),
        sa.ForeignKeyConstraint(["publication_id"], ["publications.id"], name=op.f("fk_attempts_publication_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
        sa.UniqueConstraint(
            "assignment_id",
            "module_id",
            "item_id",
            "number",
            name=op.f("uq_attempts_assignment_id_module_id_item_id_number"),
        ),
        sa.UniqueConstraint("token", name=op.f("uq_attempts_token")),
        info={"append_only": True},
    )
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attempts_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attempts_person_id"), ["person_id"], unique=False)

    op.create_table(
        "comments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        sa.Column("token", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_comments_author_id")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_comments_idea_id")),
        sa.ForeignKeyConstraint(["removed_by_id"], ["people.id"], name=op.f("fk_comments_removed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
        sa.UniqueConstraint("token", name=op.f("uq_comments_token")),
    )
    with op.batch_alter_table("comments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comments_idea_id"), ["idea_id"], unique=False)

    op.create_table(
        "completions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("path_id", sa.Integer(), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=True),
        sa.Column("path_version", sa.Text(), nullable=False),
        sa.Column("grading_hash", sa.Text(), nullable=False),
        sa.Column(
            "method",
            sa.Enum(
                "passed", "imported", "corrected", name="method", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignments.id"], name=op.f("fk_completions_assignment_id")),
        sa.ForeignKeyConstraint(["corrects_id"], ["completions.id"], name=op.f("fk_completions_corrects_id")),
        sa.ForeignKeyConstraint(["path_id"], ["paths.id"], name=op.f("fk_completions_path_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_completions_person_id")),
        sa.ForeignKeyConstraint(["publication_id"], ["publications.id"], name=op.f("fk_completions_publication_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["people.id"], name=op.f("fk_completions_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_completions")),
        sa.UniqueConstraint("corrects_id", name=op.f("uq_completions_corrects_id")),
        info={"append_only": True},
    )
    with op.batch_alter_table("completions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_completions_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_completions_completed_at"), ["completed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_completions_path_id"), ["path_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_completions_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_completions_first",
            ["assignment_id"],
            unique=True,
            sqlite_where=sa.text("corrects_id IS NULL"),
            postgresql_where=sa.text("corrects_id IS NULL"),
        )

    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("module_id", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum("see", "try", "test", name="stage", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignments.id"], name=op.f("fk_drafts_assignment_id")),
        sa.ForeignKeyConstraint(["publication_id"], ["publications.id"], name=op.f("fk_drafts_publication_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint(
            "assignment_id",
            "module_id",
            "item_id",
            "stage",
            name=op.f("uq_drafts_assignment_id_module_id_item_id_stage"),
        ),
        sa.UniqueConstraint("token", name=op.f("uq_drafts_token")),
    )
    op.create_table(
        "followers",
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("followed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("muted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_followers_idea_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_followers_person_id")),
        sa.PrimaryKeyConstraint("idea_id", "person_id", name=op.f("pk_followers")),
    )
    with op.batch_alter_table("followers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_followers_person_id"), ["person_id"], unique=False)

    op.create_table(
        "idea_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column(
            "from_status",
            sa.Enum(
                "submitted",
                "needs_info",
                "open",
                "discussing",
                "in_review",
                "parked",
                "planned",
                "in_progress",
                "delivered",
                "closed",
                "declined",
                "withdrawn",
                "merged",
                name="from_status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_status",
            sa.Enum(
                "submitted",
                "needs_info",
                "open",
                "discussing",
                "in_review",
                "parked",
                "planned",
                "in_progress",
                "delivered",
                "closed",
                "declined",
                "withdrawn",
                "merged",
                name="to_status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["people.id"], name=op.f("fk_idea_events_actor_id")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_idea_events_idea_id")),
        sa.ForeignKeyConstraint(["target_id"], ["ideas.id"], name=op.f("fk_idea_events_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_events")),
        info={"append_only": True},
    )
    with op.batch_alter_table("idea_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_idea_events_idea_id"), ["idea_id"], unique=False)

    op.create_table(
        "imported_ideas",
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_imported_ideas_idea_id")),
        sa.PrimaryKeyConstraint("idea_id", name=op.f("pk_imported_ideas")),
        sa.UniqueConstraint("key", name=op.f("uq_imported_ideas_key")),
    )
    op.create_table(
        "module_completions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("module_id", sa.Text(), nullable=False),
        sa.Column("module_version", sa.Integer(), nullable=False),
        sa.Column("path_version", sa.Text(), nullable=False),
        sa.Column("grading_hash", sa.Text(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignments.id"], name=op.f("fk_module_completions_assignment_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_module_completions_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_module_completions")),
        sa.UniqueConstraint("assignment_id", "module_id", name=op.f("uq_module_completions_assignment_id_module_id")),
        info={"append_only": True},
    )
    with op.batch_alter_table("module_completions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_module_completions_person_id"), ["person_id"], unique=False)

    op.create_table(
        "practice_acceptances",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=False),
        sa.Column("accepted_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["accepted_by_id"], ["people.id"], name=op.f("fk_practice_acceptances_accepted_by_id")),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignments.id"], name=op.f("fk_practice_acceptances_assignment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_acceptances")),
        sa.UniqueConstraint("assignment_id", name=op.f("uq_practice_acceptances_assignment_id")),
        info={"append_only": True},
    )
    op.create_table(
        "vote_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("cast", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_vote_events_idea_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_vote_events_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote_events")),
        info={"append_only": True},
    )
    with op.batch_alter_table("vote_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vote_events_idea_id"), ["idea_id"], unique=False)

    op.create_table(
        "votes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voting_round", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_votes_department_id")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_votes_idea_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_votes_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_votes")),
        sa.UniqueConstraint("idea_id", "person_id", name=op.f("uq_votes_idea_id_person_id")),
    )
    with op.batch_alter_table("votes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_votes_person_id"), ["person_id"], unique=False)

    op.create_table(
        "certificates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("completion_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("person_name", sa.Text(), nullable=False),
        sa.Column("path_id", sa.Integer(), nullable=False),
        sa.Column("title_zh", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("path_version", sa.Text(), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("superseded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "expires_on IS NULL OR expires_on > completed_on", name=op.f("ck_certificates_expires_later")
        ),
        sa.ForeignKeyConstraint(["completion_id"], ["completions.id"], name=op.f("fk_certificates_completion_id")),
        sa.ForeignKeyConstraint(["path_id"], ["paths.id"], name=op.f("fk_certificates_path_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_certificates_person_id")),
        sa.ForeignKeyConstraint(
            ["superseded_by_id"], ["certificates.id"], name=op.f("fk_certificates_superseded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificates")),
        sa.UniqueConstraint("completion_id", name=op.f("uq_certificates_completion_id")),
        sa.UniqueConstraint("number", name=op.f("uq_certificates_number")),
    )
    with op.batch_alter_table("certificates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificates_person_id"), ["person_id"], unique=False)

    op.create_table(
        "receipts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("announcement_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum("immediate", "daily", "none", name="channel", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["announcement_id"], ["announcements.id"], name=op.f("fk_receipts_announcement_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_receipts_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipts")),
        sa.UniqueConstraint("announcement_id", "person_id", name=op.f("uq_receipts_announcement_id_person_id")),
    )
    with op.batch_alter_table("receipts", schema=None) as batch_op:
        batch_op.create_index("ix_receipts_unseen", ["person_id", "seen_at"], unique=False)

    for table in APPEND_ONLY:
        for statement in trigger_statements(table, op.get_bind().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("receipts", schema=None) as batch_op:
        batch_op.drop_index("ix_receipts_unseen")

    op.drop_table("receipts")
    with op.batch_alter_table("certificates", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_certificates_person_id"))

    op.drop_table("certificates")
    with op.batch_alter_table("votes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_votes_person_id"))

    op.drop_table("votes")
    with op.batch_alter_table("vote_events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vote_events_idea_id"))

    op.drop_table("vote_events")
    op.drop_table("practice_acceptances")
    with op.batch_alter_table("module_completions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_module_completions_person_id"))

    op.drop_table("module_completions")
    op.drop_table("imported_ideas")
    with op.batch_alter_table("idea_events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_idea_events_idea_id"))

    op.drop_table("idea_events")
    with op.batch_alter_table("followers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_followers_person_id"))

    op.drop_table("followers")
    op.drop_table("drafts")
    with op.batch_alter_table("completions", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_completions_first",
            sqlite_where=sa.text("corrects_id IS NULL"),
            postgresql_where=sa.text("corrects_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_completions_person_id"))
        batch_op.drop_index(batch_op.f("ix_completions_path_id"))
        batch_op.drop_index(batch_op.f("ix_completions_completed_at"))
        batch_op.drop_index(batch_op.f("ix_completions_assignment_id"))

    op.drop_table("completions")
    with op.batch_alter_table("comments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_comments_idea_id"))

    op.drop_table("comments")
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attempts_person_id"))
        batch_op.drop_index(batch_op.f("ix_attempts_assignment_id"))

    op.drop_table("attempts")
    with op.batch_alter_table("announcements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_announcements_idea_id"))

    op.drop_table("announcements")
    with op.batch_alter_table("usage_months", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_usage_months_person_id"))

    op.drop_table("usage_months")
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sessions_person_id"))

    op.drop_table("sessions")
    with op.batch_alter_table("publications", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_publications_path_id"))

    op.drop_table("publications")
    op.drop_table("person_tiers")
    op.drop_table("person_roles")
    with op.batch_alter_table("one_time_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_one_time_links_person_id"))

    op.drop_table("one_time_links")
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_memberships_project_group_id"))

    op.drop_table("memberships")
    op.drop_table("mail_preferences")
    with op.batch_alter_table("ideas", schema=None) as batch_op:
        batch_op.drop_index("ix_ideas_submitted_at_id")
        batch_op.drop_index(batch_op.f("ix_ideas_status_since"))
        batch_op.drop_index(batch_op.f("ix_ideas_status"))
        batch_op.drop_index(batch_op.f("ix_ideas_canonical_id"))
        batch_op.drop_index(batch_op.f("ix_ideas_author_id"))

    op.drop_table("ideas")
    with op.batch_alter_table("exports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exports_by_id"))

    op.drop_table("exports")
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entries_subject")
        batch_op.drop_index(batch_op.f("ix_audit_entries_at"))
        batch_op.drop_index(batch_op.f("ix_audit_entries_actor_id"))

    op.drop_table("audit_entries")
    op.drop_table("attendances")
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_assignments_open",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_assignments_person_id"))
        batch_op.drop_index(batch_op.f("ix_assignments_path_id"))
        batch_op.drop_index(batch_op.f("ix_assignments_due_on"))

    op.drop_table("assignments")
    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_appointments_open_project_group_id",
            sqlite_where=sa.text("state IN ('nominated', 'active')"),
            postgresql_where=sa.text("state IN ('nominated', 'active')"),
        )
        batch_op.drop_index(
            "uq_appointments_open_department_id",
            sqlite_where=sa.text("state IN ('nominated', 'active')"),
            postgresql_where=sa.text("state IN ('nominated', 'active')"),
        )
        batch_op.drop_index(batch_op.f("ix_appointments_project_group_id"))
        batch_op.drop_index(batch_op.f("ix_appointments_person_id"))
        batch_op.drop_index(batch_op.f("ix_appointments_department_id"))

    op.drop_table("appointments")
    with op.batch_alter_table("pulse_answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pulse_answers_round"))

    op.drop_table("pulse_answers")
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_people_manager_id"))
        batch_op.drop_index(batch_op.f("ix_people_department_id"))

    op.drop_table("people")
    op.drop_table("path_rules")
    with op.batch_alter_table("sign_in_failures", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_in_failures_subject_at")

    op.drop_table("sign_in_failures")
    op.drop_table("score_weights")
    op.drop_table("project_groups")
    op.drop_table("paths")
    with op.batch_alter_table("outgoing_mails", schema=None) as batch_op:
        batch_op.drop_index("ix_outgoing_mails_due")

    op.drop_table("outgoing_mails")
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meetings_held_on"))

    op.drop_table("meetings")
    op.drop_table("job_runs")
    with op.batch_alter_table("departments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_departments_parent_id"))

    op.drop_table("departments")
    op.drop_table("calendar_days")
    op.drop_table("business_hours")
    op.drop_table("benefit_lines")
