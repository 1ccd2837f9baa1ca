"""Practice sharing.

Revision 0009, after 0008.
"""

import sqlalchemy as sa
from alembic import op

from app.foundation.append_only import trigger_statements

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

APPEND_ONLY = ("practice_revisions",)


def upgrade() -> None:
    """Practice sharing."""
    op.create_table(
        "interviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "executive",
                "functional_head",
                "project_manager",
                "front_line",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("consent", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("guest_name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("project_group_id", sa.Integer(), nullable=True),
        sa.Column("logged_by_id", sa.Integer(), nullable=False),
        sa.Column("logged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "consent OR (person_id IS NULL AND guest_name = '')", name=op.f("ck_interviews_no_name_without_consent")
        ),
        sa.CheckConstraint("person_id IS NULL OR guest_name = ''", name=op.f("ck_interviews_one_name")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_interviews_department_id")),
        sa.ForeignKeyConstraint(["logged_by_id"], ["people.id"], name=op.f("fk_interviews_logged_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_interviews_person_id")),
        sa.ForeignKeyConstraint(
            ["project_group_id"], ["project_groups.id"], name=op.f("fk_interviews_project_group_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interviews")),
        sa.UniqueConstraint("token", name=op.f("uq_interviews_token")),
    )
    op.create_index(op.f("ix_interviews_held_on"), "interviews", ["held_on"], unique=False)
    op.create_index(op.f("ix_interviews_logged_by_id"), "interviews", ["logged_by_id"], unique=False)
    op.create_index(op.f("ix_interviews_person_id"), "interviews", ["person_id"], unique=False)
    op.create_table(
        "recognition_choices",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("visible", sa.Boolean(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_recognition_choices_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_recognition_choices")),
    )
    op.create_table(
        "sharing_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("recording_url", sa.Text(), nullable=False),
        sa.Column("notes_url", sa.Text(), nullable=False),
        sa.Column("called_by_id", sa.Integer(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_reason", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["called_by_id"], ["people.id"], name=op.f("fk_sharing_sessions_called_by_id")),
        sa.ForeignKeyConstraint(["host_id"], ["people.id"], name=op.f("fk_sharing_sessions_host_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sharing_sessions")),
        sa.UniqueConstraint("token", name=op.f("uq_sharing_sessions_token")),
    )
    op.create_index(op.f("ix_sharing_sessions_host_id"), "sharing_sessions", ["host_id"], unique=False)
    op.create_index(op.f("ix_sharing_sessions_starts_at"), "sharing_sessions", ["starts_at"], unique=False)
    op.create_table(
        "interview_findings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("interview_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["interview_id"], ["interviews.id"], name=op.f("fk_interview_findings_interview_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_findings")),
        sa.UniqueConstraint("interview_id", "position", name=op.f("uq_interview_findings_interview_id_position")),
    )
    op.create_table(
        "session_attendances",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "method",
            sa.Enum("code", "host", name="method", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_session_attendances_person_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["people.id"], name=op.f("fk_session_attendances_recorded_by_id")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sharing_sessions.id"], name=op.f("fk_session_attendances_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_attendances")),
        sa.UniqueConstraint("session_id", "person_id", name=op.f("uq_session_attendances_session_id_person_id")),
    )
    op.create_index(op.f("ix_session_attendances_person_id"), "session_attendances", ["person_id"], unique=False)
    op.create_table(
        "finding_ideas",
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_finding_ideas_by_id")),
        sa.ForeignKeyConstraint(["finding_id"], ["interview_findings.id"], name=op.f("fk_finding_ideas_finding_id")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_finding_ideas_idea_id")),
        sa.PrimaryKeyConstraint("finding_id", name=op.f("pk_finding_ideas")),
        sa.UniqueConstraint("idea_id", name=op.f("uq_finding_ideas_idea_id")),
    )
    op.create_table(
        "practices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft", "published", "retired", name="state", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("title_zh", sa.Text(), nullable=False),
        sa.Column("situation_zh", sa.Text(), nullable=False),
        sa.Column("action_zh", sa.Text(), nullable=False),
        sa.Column("result_zh", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("situation_en", sa.Text(), nullable=False),
        sa.Column("action_en", sa.Text(), nullable=False),
        sa.Column("result_en", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("tool", sa.Text(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("project_group_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retired_by_id", sa.Integer(), nullable=True),
        sa.Column("retired_reason", sa.Text(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=True),
        sa.Column("finding_id", sa.Integer(), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'draft') = (published_at IS NULL)", name=op.f("ck_practices_published_has_its_moment")
        ),
        sa.CheckConstraint(
            "(state = 'retired') = (retired_at IS NOT NULL)", name=op.f("ck_practices_retired_has_its_moment")
        ),
        sa.CheckConstraint("title_zh <> '' OR title_en <> ''", name=op.f("ck_practices_some_title")),
        sa.CheckConstraint("published_by_id <> author_id", name=op.f("ck_practices_published_by_another")),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_practices_author_id")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_practices_department_id")),
        sa.ForeignKeyConstraint(["finding_id"], ["interview_findings.id"], name=op.f("fk_practices_finding_id")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_practices_idea_id")),
        sa.ForeignKeyConstraint(
            ["project_group_id"], ["project_groups.id"], name=op.f("fk_practices_project_group_id")
        ),
        sa.ForeignKeyConstraint(["published_by_id"], ["people.id"], name=op.f("fk_practices_published_by_id")),
        sa.ForeignKeyConstraint(["retired_by_id"], ["people.id"], name=op.f("fk_practices_retired_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practices")),
        sa.UniqueConstraint("token", name=op.f("uq_practices_token")),
    )
    op.create_index(op.f("ix_practices_author_id"), "practices", ["author_id"], unique=False)
    op.create_index(op.f("ix_practices_finding_id"), "practices", ["finding_id"], unique=False)
    op.create_index(op.f("ix_practices_idea_id"), "practices", ["idea_id"], unique=False)
    op.create_index(op.f("ix_practices_state"), "practices", ["state"], unique=False)
    op.create_table(
        "practice_reuses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("project_group_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(department_id IS NULL) <> (project_group_id IS NULL)", name=op.f("ck_practice_reuses_one_unit")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_practice_reuses_by_id")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_practice_reuses_department_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_practice_reuses_practice_id")),
        sa.ForeignKeyConstraint(
            ["project_group_id"], ["project_groups.id"], name=op.f("fk_practice_reuses_project_group_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_reuses")),
        sa.UniqueConstraint("practice_id", "department_id", name=op.f("uq_practice_reuses_practice_id_department_id")),
        sa.UniqueConstraint(
            "practice_id", "project_group_id", name=op.f("uq_practice_reuses_practice_id_project_group_id")
        ),
    )
    op.create_index(op.f("ix_practice_reuses_by_id"), "practice_reuses", ["by_id"], unique=False)
    op.create_table(
        "practice_revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_practice_revisions_by_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_practice_revisions_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_revisions")),
        sa.UniqueConstraint("practice_id", "number", name=op.f("uq_practice_revisions_practice_id_number")),
        info={"append_only": True},
    )
    op.create_table(
        "session_practices",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_session_practices_practice_id")),
        sa.ForeignKeyConstraint(["session_id"], ["sharing_sessions.id"], name=op.f("fk_session_practices_session_id")),
        sa.PrimaryKeyConstraint("session_id", "practice_id", name=op.f("pk_session_practices")),
    )
    op.create_index(op.f("ix_session_practices_practice_id"), "session_practices", ["practice_id"], unique=False)
    for table in APPEND_ONLY:
        for statement in trigger_statements(table, op.get_context().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    """Undo it."""
    op.drop_table("session_practices")
    op.drop_table("practice_revisions")
    op.drop_table("practice_reuses")
    op.drop_table("practices")
    op.drop_table("finding_ideas")
    op.drop_table("session_attendances")
    op.drop_table("interview_findings")
    op.drop_table("sharing_sessions")
    op.drop_table("recognition_choices")
    op.drop_table("interviews")
