"""Articles as they were published, searches, questions to the superusers with their answers, and drafts of articles.

Revision 0026, after 0025.
"""

import sqlalchemy as sa
from alembic import op

from app.foundation.append_only import trigger_statements

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

APPEND_ONLY = ("article_editions", "article_reviews")
TABLES = (
    "article_editions",
    "article_answers",
    "article_reviews",
    "knowledge_searches",
    "help_sessions",
    "questions",
    "question_turns",
    "article_drafts",
)


def upgrade() -> None:
    """Knowledge is a house of its own."""
    _make_articles()
    _make_searches()
    _make_questions()
    _make_drafts()
    for table in APPEND_ONLY:
        for statement in trigger_statements(table, op.get_bind().dialect.name):
            op.execute(statement)


def _make_articles() -> None:
    op.create_table(
        "article_editions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("topic_title", sa.Text(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("review_every", sa.Integer(), nullable=False),
        sa.Column("see", sa.JSON(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("title_text", sa.Text(), nullable=False),
        sa.Column("words_text", sa.Text(), nullable=False),
        sa.Column("body_text", sa.Text(), nullable=False),
        sa.CheckConstraint("language IN ('zh', 'en')", name=op.f("ck_article_editions_known_language")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_editions")),
    )
    op.create_index(
        "ix_article_editions_article_language_id", "article_editions", ["article", "language", "id"], unique=False
    )
    op.create_index(op.f("ix_article_editions_topic"), "article_editions", ["topic"], unique=False)
    op.create_table(
        "article_answers",
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("solved", sa.Boolean(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_article_answers_person_id")),
        sa.PrimaryKeyConstraint("article", "version", "person_id", name=op.f("pk_article_answers")),
    )
    op.create_index(op.f("ix_article_answers_person_id"), "article_answers", ["person_id"], unique=False)
    op.create_table(
        "article_reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_article_reviews_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_reviews")),
        sa.UniqueConstraint(
            "article",
            "version",
            "person_id",
            "reviewed_on",
            name=op.f("uq_article_reviews_article_version_person_id_reviewed_on"),
        ),
    )
    op.create_index(op.f("ix_article_reviews_person_id"), "article_reviews", ["person_id"], unique=False)


def _make_searches() -> None:
    op.create_table(
        "knowledge_searches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("results", sa.Integer(), nullable=False),
        sa.Column("searched_on", sa.Date(), nullable=False),
        sa.Column("solved", sa.Boolean(), nullable=True),
        sa.CheckConstraint("results >= 0", name=op.f("ck_knowledge_searches_results_counted")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_searches")),
        sa.UniqueConstraint("token", name=op.f("uq_knowledge_searches_token")),
    )
    op.create_index(op.f("ix_knowledge_searches_folded"), "knowledge_searches", ["folded"], unique=False)
    op.create_index(op.f("ix_knowledge_searches_searched_on"), "knowledge_searches", ["searched_on"], unique=False)
    op.create_table(
        "help_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("viewed", sa.Boolean(), nullable=False),
        sa.Column("solved", sa.Boolean(), nullable=False),
        sa.Column("asked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_help_sessions_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_sessions")),
    )
    op.create_index(op.f("ix_help_sessions_began_at"), "help_sessions", ["began_at"], unique=False)
    op.create_index("ix_help_sessions_person_id_last_at", "help_sessions", ["person_id", "last_at"], unique=False)


def _make_questions() -> None:
    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("solved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "waiting_since IS NULL OR solved_at IS NULL", name=op.f("ck_questions_solved_waits_for_nothing")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_questions_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint("token", name=op.f("uq_questions_token")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_questions_person_id"), "questions", ["person_id"], unique=False)
    op.create_index(op.f("ix_questions_waiting_since"), "questions", ["waiting_since"], unique=False)
    op.create_table(
        "question_turns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(answered_at IS NULL) = (answer = '')", name=op.f("ck_question_turns_answered_in_words")),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL)", name=op.f("ck_question_turns_answered_by_somebody")
        ),
        sa.ForeignKeyConstraint(["answered_by_id"], ["people.id"], name=op.f("fk_question_turns_answered_by_id")),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_question_turns_question_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_turns")),
        sa.UniqueConstraint("question_id", "number", name=op.f("uq_question_turns_question_id_number")),
    )
    op.create_index(op.f("ix_question_turns_answered_at"), "question_turns", ["answered_at"], unique=False)
    op.create_index(op.f("ix_question_turns_answered_by_id"), "question_turns", ["answered_by_id"], unique=False)


def _make_drafts() -> None:
    op.create_table(
        "article_drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "done", "dropped", name="state", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("title_zh", sa.Text(), nullable=False),
        sa.Column("words_zh", sa.Text(), nullable=False),
        sa.Column("body_zh", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("words_en", sa.Text(), nullable=False),
        sa.Column("body_en", sa.Text(), nullable=False),
        sa.Column("turn_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edited_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_by_id", sa.Integer(), nullable=True),
        sa.Column("dropped_reason", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(closed_at IS NULL) = (state = 'open')", name=op.f("ck_article_drafts_open_until_closed")),
        sa.CheckConstraint(
            "(dropped_by_id IS NULL) = (state <> 'dropped')", name=op.f("ck_article_drafts_dropped_by_somebody")
        ),
        sa.ForeignKeyConstraint(["created_by_id"], ["people.id"], name=op.f("fk_article_drafts_created_by_id")),
        sa.ForeignKeyConstraint(["dropped_by_id"], ["people.id"], name=op.f("fk_article_drafts_dropped_by_id")),
        sa.ForeignKeyConstraint(["edited_by_id"], ["people.id"], name=op.f("fk_article_drafts_edited_by_id")),
        sa.ForeignKeyConstraint(["turn_id"], ["question_turns.id"], name=op.f("fk_article_drafts_turn_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_drafts")),
        sa.UniqueConstraint("turn_id", name=op.f("uq_article_drafts_turn_id")),
    )
    op.create_index(op.f("ix_article_drafts_created_by_id"), "article_drafts", ["created_by_id"], unique=False)
    op.create_index(op.f("ix_article_drafts_dropped_by_id"), "article_drafts", ["dropped_by_id"], unique=False)
    op.create_index(op.f("ix_article_drafts_edited_by_id"), "article_drafts", ["edited_by_id"], unique=False)
    op.create_index(op.f("ix_article_drafts_state"), "article_drafts", ["state"], unique=False)
    op.create_index(
        "uq_article_drafts_open",
        "article_drafts",
        ["article"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )


def downgrade() -> None:
    """What people asked and what was answered is gone; the files of the articles stay."""
    for table in reversed(TABLES):
        op.drop_table(table)
