"""Change requests.

Revision 0005, after 0004.
"""

import sqlalchemy as sa
from alembic import op

from app.foundation.append_only import trigger_statements

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "assessment_departments",
    "assessments",
    "change_events",
    "change_reviews",
    "change_revisions",
    "emergency_approvals",
    "release_changes",
    "release_ideas",
    "scheduled_windows",
)
TABLES = (
    "assessment_departments",
    "scheduled_windows",
    "release_changes",
    "emergency_approvals",
    "change_revisions",
    "change_reviews",
    "change_ideas",
    "change_events",
    "assessments",
    "release_ideas",
    "change_requests",
    "releases",
    "freeze_windows",
    "change_templates",
)
"""In the order in which they are dropped: none stands on a later one."""


def upgrade() -> None:
    """Change requests."""
    op.create_table(
        "change_templates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("previous_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("back_out_plan", sa.Text(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retired_by_id", sa.Integer(), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(approved_on IS NULL) = (approved_by_id IS NULL)", name=op.f("ck_change_templates_approval_whole")
        ),
        sa.CheckConstraint(
            "(previous_id IS NULL) = (number = 1)", name=op.f("ck_change_templates_first_has_no_previous")
        ),
        sa.CheckConstraint("expires_on >= approved_on", name=op.f("ck_change_templates_term_in_order")),
        sa.ForeignKeyConstraint(["approved_by_id"], ["people.id"], name=op.f("fk_change_templates_approved_by_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["people.id"], name=op.f("fk_change_templates_created_by_id")),
        sa.ForeignKeyConstraint(["previous_id"], ["change_templates.id"], name=op.f("fk_change_templates_previous_id")),
        sa.ForeignKeyConstraint(["retired_by_id"], ["people.id"], name=op.f("fk_change_templates_retired_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_templates")),
        sa.UniqueConstraint("previous_id", name=op.f("uq_change_templates_previous_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "freeze_windows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_freeze_windows_in_order")),
        sa.ForeignKeyConstraint(["created_by_id"], ["people.id"], name=op.f("fk_freeze_windows_created_by_id")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["people.id"], name=op.f("fk_freeze_windows_ended_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_freeze_windows")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_freeze_windows_starts_at"), "freeze_windows", ["starts_at"], unique=False)
    op.create_table(
        "releases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("note_en", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["published_by_id"], ["people.id"], name=op.f("fk_releases_published_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_releases")),
        sa.UniqueConstraint("token", name=op.f("uq_releases_token")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_releases_published_at"), "releases", ["published_at"], unique=False)
    op.create_table(
        "change_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "standard", "normal", "emergency", name="kind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("benefit", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "assessing",
                "ready",
                "on_agenda",
                "voting",
                "approved",
                "approved_with_conditions",
                "rejected",
                "returned",
                "scheduled",
                "implementing",
                "implemented",
                "backed_out",
                "in_pir",
                "closed_success",
                "closed_partial",
                "closed_failed",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("window_start", sa.DateTime(timezone=True), nullable=True),
        sa.Column("window_end", sa.DateTime(timezone=True), nullable=True),
        sa.Column("implemented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("review_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'standard') = (template_id IS NOT NULL)", name=op.f("ck_change_requests_standard_names_template")
        ),
        sa.CheckConstraint(
            "kind <> 'emergency' OR state IN ('draft', 'cancelled') OR review_due_at IS NOT NULL",
            name=op.f("ck_change_requests_emergency_is_reviewed"),
        ),
        sa.CheckConstraint(
            "(window_start IS NULL) = (window_end IS NULL)", name=op.f("ck_change_requests_window_whole")
        ),
        sa.CheckConstraint(
            "window_end IS NULL OR window_end > window_start", name=op.f("ck_change_requests_window_in_order")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_change_requests_author_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_change_requests_owner_id")),
        sa.ForeignKeyConstraint(["template_id"], ["change_templates.id"], name=op.f("fk_change_requests_template_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_requests")),
        sa.UniqueConstraint("token", name=op.f("uq_change_requests_token")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_change_requests_author_id"), "change_requests", ["author_id"], unique=False)
    op.create_index(op.f("ix_change_requests_owner_id"), "change_requests", ["owner_id"], unique=False)
    op.create_index(op.f("ix_change_requests_review_due_at"), "change_requests", ["review_due_at"], unique=False)
    op.create_index(op.f("ix_change_requests_state"), "change_requests", ["state"], unique=False)
    op.create_index(op.f("ix_change_requests_state_since"), "change_requests", ["state_since"], unique=False)
    op.create_index(op.f("ix_change_requests_template_id"), "change_requests", ["template_id"], unique=False)
    op.create_index(op.f("ix_change_requests_window_start"), "change_requests", ["window_start"], unique=False)
    op.create_table(
        "release_ideas",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_release_ideas_idea_id")),
        sa.ForeignKeyConstraint(["release_id"], ["releases.id"], name=op.f("fk_release_ideas_release_id")),
        sa.PrimaryKeyConstraint("release_id", "idea_id", name=op.f("pk_release_ideas")),
    )
    op.create_index(op.f("ix_release_ideas_idea_id"), "release_ideas", ["idea_id"], unique=False)
    op.create_table(
        "assessments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("cost", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("risk_answers", sa.JSON(), nullable=False),
        sa.Column("training", sa.Text(), nullable=False),
        sa.Column("communication", sa.Text(), nullable=False),
        sa.Column("data_impact", sa.Text(), nullable=False),
        sa.Column("back_out_plan", sa.Text(), nullable=False),
        sa.Column("tools", sa.Text(), nullable=False),
        sa.Column("everyone", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("hours >= 0 AND cost >= 0 AND days >= 0", name=op.f("ck_assessments_not_negative")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_assessments_by_id")),
        sa.ForeignKeyConstraint(["change_id"], ["change_requests.id"], name=op.f("fk_assessments_change_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessments")),
        sa.UniqueConstraint("change_id", "revision", name=op.f("uq_assessments_change_id_revision")),
    )
    op.create_table(
        "change_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column(
            "from_state",
            sa.Enum(
                "draft",
                "assessing",
                "ready",
                "on_agenda",
                "voting",
                "approved",
                "approved_with_conditions",
                "rejected",
                "returned",
                "scheduled",
                "implementing",
                "implemented",
                "backed_out",
                "in_pir",
                "closed_success",
                "closed_partial",
                "closed_failed",
                "cancelled",
                name="from_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_state",
            sa.Enum(
                "draft",
                "assessing",
                "ready",
                "on_agenda",
                "voting",
                "approved",
                "approved_with_conditions",
                "rejected",
                "returned",
                "scheduled",
                "implementing",
                "implemented",
                "backed_out",
                "in_pir",
                "closed_success",
                "closed_partial",
                "closed_failed",
                "cancelled",
                name="to_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["people.id"], name=op.f("fk_change_events_actor_id")),
        sa.ForeignKeyConstraint(["change_id"], ["change_requests.id"], name=op.f("fk_change_events_change_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_events")),
    )
    op.create_index(op.f("ix_change_events_change_id"), "change_events", ["change_id"], unique=False)
    op.create_table(
        "change_ideas",
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("linked_by_id", sa.Integer(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["change_id"], ["change_requests.id"], name=op.f("fk_change_ideas_change_id")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_change_ideas_idea_id")),
        sa.ForeignKeyConstraint(["linked_by_id"], ["people.id"], name=op.f("fk_change_ideas_linked_by_id")),
        sa.PrimaryKeyConstraint("change_id", "idea_id", name=op.f("pk_change_ideas")),
    )
    op.create_index(op.f("ix_change_ideas_idea_id"), "change_ideas", ["idea_id"], unique=False)
    op.create_table(
        "change_reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "success", "partial", "failed", name="outcome", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("objectives_met", sa.Text(), nullable=False),
        sa.Column("incidents", sa.Text(), nullable=False),
        sa.Column("lessons", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_change_reviews_by_id")),
        sa.ForeignKeyConstraint(["change_id"], ["change_requests.id"], name=op.f("fk_change_reviews_change_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_reviews")),
        sa.UniqueConstraint("change_id", name=op.f("uq_change_reviews_change_id")),
    )
    op.create_table(
        "change_revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("benefit", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_change_revisions_by_id")),
        sa.ForeignKeyConstraint(["change_id"], ["change_requests.id"], name=op.f("fk_change_revisions_change_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_revisions")),
        sa.UniqueConstraint("change_id", "revision", name=op.f("uq_change_revisions_change_id_revision")),
    )
    op.create_table(
        "emergency_approvals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["change_id"], ["change_requests.id"], name=op.f("fk_emergency_approvals_change_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_emergency_approvals_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emergency_approvals")),
        sa.UniqueConstraint(
            "change_id",
            "person_id",
            "content_hash",
            name=op.f("uq_emergency_approvals_change_id_person_id_content_hash"),
        ),
    )
    op.create_table(
        "release_changes",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["change_id"], ["change_requests.id"], name=op.f("fk_release_changes_change_id")),
        sa.ForeignKeyConstraint(["release_id"], ["releases.id"], name=op.f("fk_release_changes_release_id")),
        sa.PrimaryKeyConstraint("release_id", "change_id", name=op.f("pk_release_changes")),
        sa.UniqueConstraint("change_id", name=op.f("uq_release_changes_change_id")),
    )
    op.create_table(
        "scheduled_windows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clashes", sa.JSON(), nullable=False),
        sa.Column("override_reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_scheduled_windows_in_order")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_scheduled_windows_by_id")),
        sa.ForeignKeyConstraint(["change_id"], ["change_requests.id"], name=op.f("fk_scheduled_windows_change_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheduled_windows")),
    )
    op.create_index(op.f("ix_scheduled_windows_change_id"), "scheduled_windows", ["change_id"], unique=False)
    op.create_table(
        "assessment_departments",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name=op.f("fk_assessment_departments_assessment_id")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_assessment_departments_department_id")
        ),
        sa.PrimaryKeyConstraint("assessment_id", "department_id", name=op.f("pk_assessment_departments")),
    )
    for table in APPEND_ONLY:
        for statement in trigger_statements(table, op.get_bind().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    """Undo it."""
    for table in TABLES:
        op.drop_table(table)
