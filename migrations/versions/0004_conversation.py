"""Conversation about ideas.

Revision 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op

from app.foundation.append_only import trigger_statements

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Conversation about ideas."""
    op.create_table(
        "private_addresses",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum("calendar", "releases", name="purpose", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_private_addresses_person_id")),
        sa.PrimaryKeyConstraint("person_id", "purpose", name=op.f("pk_private_addresses")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_private_addresses_token_hash")),
    )
    _let_comments_change()
    _add_mentions()
    _add_tags()


def _let_comments_change() -> None:
    with op.batch_alter_table("comments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("internal", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("mentioned", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("edited_at", INSTANT, nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("hidden_at", INSTANT, nullable=True))
        batch_op.add_column(sa.Column("hidden_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("hidden_reason", sa.Text(), server_default="", nullable=False))
        batch_op.create_index(batch_op.f("ix_comments_author_id"), ["author_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_comments_hidden_by_id"), "people", ["hidden_by_id"], ["id"])
        batch_op.create_check_constraint(
            batch_op.f("ck_comments_hidden_by_somebody"), "(hidden_at IS NULL) = (hidden_by_id IS NULL)"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_comments_hidden_for_a_reason"), "(hidden_at IS NULL) = (hidden_reason = '')"
        )
    op.create_table(
        "comment_revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=op.f("fk_comment_revisions_comment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_revisions")),
        sa.UniqueConstraint("comment_id", "version", name=op.f("uq_comment_revisions_comment_id_version")),
    )
    _forbid_changes("comment_revisions")


def _add_mentions() -> None:
    op.create_table(
        "mentions",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=op.f("fk_mentions_comment_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_mentions_person_id")),
        sa.PrimaryKeyConstraint("comment_id", "person_id", name=op.f("pk_mentions")),
    )
    with op.batch_alter_table("mentions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentions_person_id"), ["person_id"], unique=False)
    _forbid_changes("mentions")


def _add_tags() -> None:
    op.create_table(
        "tags",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("retired_at", INSTANT, nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("merged_into_id <> id", name=op.f("ck_tags_not_merged_into_itself")),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name=op.f("fk_tags_made_by_id")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["tags.id"], name=op.f("fk_tags_merged_into_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tags")),
        sa.UniqueConstraint("name_key", name=op.f("uq_tags_name_key")),
    )
    with op.batch_alter_table("tags", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tags_merged_into_id"), ["merged_into_id"], unique=False)
    op.create_table(
        "idea_tags",
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_idea_tags_idea_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_idea_tags_person_id")),
        sa.ForeignKeyConstraint(["tag_id"], ["tags.id"], name=op.f("fk_idea_tags_tag_id")),
        sa.PrimaryKeyConstraint("idea_id", "tag_id", name=op.f("pk_idea_tags")),
    )
    with op.batch_alter_table("idea_tags", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_idea_tags_tag_id"), ["tag_id"], unique=False)


def _forbid_changes(table: str) -> None:
    for statement in trigger_statements(table, op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    """Undo it."""
    for table in ("idea_tags", "tags", "mentions", "comment_revisions", "private_addresses"):
        op.drop_table(table)
    with op.batch_alter_table("comments", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_comments_hidden_for_a_reason"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_comments_hidden_by_somebody"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_comments_hidden_by_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_comments_author_id"))
        for column in ("hidden_reason", "hidden_by_id", "hidden_at", "version", "edited_at", "mentioned", "internal"):
            batch_op.drop_column(column)
