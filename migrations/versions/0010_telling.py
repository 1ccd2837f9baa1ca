"""Telling people.

Revision 0010, after 0009.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

CHANNELS = ("immediate", "daily", "weekly", "none")
EARLIER_CHANNELS = ("immediate", "daily", "none")


def upgrade() -> None:
    """Telling people."""
    op.create_table(
        "mail_choices",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("channel", _channel(CHANNELS), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_mail_choices_person_id")),
        sa.PrimaryKeyConstraint("person_id", "scope", name=op.f("pk_mail_choices")),
    )
    op.create_table(
        "quiet_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("begins", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("days_off", sa.Boolean(), nullable=False),
        sa.CheckConstraint("begins <> ends", name=op.f("ck_quiet_hours_not_all_day")),
        sa.CheckConstraint("id = 1", name=op.f("ck_quiet_hours_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiet_hours")),
    )
    with op.batch_alter_table("outgoing_mails", schema=None) as batch_op:
        for column in ("attachment", "attachment_name", "attachment_type"):
            batch_op.add_column(sa.Column(column, sa.Text(), server_default="", nullable=False))
    with op.batch_alter_table("announcements", schema=None) as batch_op:
        batch_op.add_column(sa.Column("comment_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_announcements_comment_id"), "comments", ["comment_id"], ["id"])
        batch_op.create_index(batch_op.f("ix_announcements_comment_id"), ["comment_id"], unique=False)
    with op.batch_alter_table("receipts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("because", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("mail_key", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("muted_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_receipts_mail_key"), ["mail_key"], unique=False)
    with op.batch_alter_table("receipts", schema=None) as batch_op:
        batch_op.alter_column("because", existing_type=sa.Text(), existing_nullable=False, server_default=None)
    _choose("receipts", CHANNELS)
    with op.batch_alter_table("mail_preferences", schema=None) as batch_op:
        batch_op.add_column(sa.Column("quiet_from", sa.Time(), nullable=True))
        batch_op.add_column(sa.Column("quiet_until", sa.Time(), nullable=True))
        batch_op.add_column(sa.Column("quiet_days_off", sa.Boolean(), server_default=sa.text("false"), nullable=False))
        batch_op.create_check_constraint(
            op.f("ck_mail_preferences_quiet_both_ends"), "(quiet_from IS NULL) = (quiet_until IS NULL)"
        )
        batch_op.create_check_constraint(op.f("ck_mail_preferences_quiet_not_all_day"), "quiet_from <> quiet_until")
    _move_choices()
    _name_mails()
    with op.batch_alter_table("mail_preferences", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_mail_preferences_channel"), type_="check")
        batch_op.drop_column("channel")


def downgrade() -> None:
    """Undo it; a weekly digest becomes a daily one, and choices for a part of the news are given up."""
    with op.batch_alter_table("mail_preferences", schema=None) as batch_op:
        batch_op.add_column(sa.Column("channel", sa.String(length=40), server_default="immediate", nullable=False))
    op.execute(
        "INSERT INTO mail_preferences (person_id, channel, optional_reminders, quiet_days_off) "
        "SELECT person_id, 'immediate', true, false FROM mail_choices WHERE scope = 'all' "
        "AND person_id NOT IN (SELECT person_id FROM mail_preferences)"
    )
    op.execute(
        "UPDATE mail_preferences SET channel = COALESCE((SELECT CASE c.channel WHEN 'weekly' THEN 'daily' "
        "ELSE c.channel END FROM mail_choices c WHERE c.person_id = mail_preferences.person_id AND c.scope = 'all'), "
        "'immediate')"
    )
    with op.batch_alter_table("mail_preferences", schema=None) as batch_op:
        batch_op.alter_column("channel", existing_type=sa.String(length=40), server_default=None)
        batch_op.create_check_constraint(op.f("ck_mail_preferences_channel"), _among(EARLIER_CHANNELS))
        batch_op.drop_constraint(op.f("ck_mail_preferences_quiet_not_all_day"), type_="check")
        batch_op.drop_constraint(op.f("ck_mail_preferences_quiet_both_ends"), type_="check")
        for column in ("quiet_days_off", "quiet_until", "quiet_from"):
            batch_op.drop_column(column)
    op.execute("DELETE FROM receipts WHERE muted_at IS NOT NULL")
    op.execute("UPDATE receipts SET channel = 'daily' WHERE channel = 'weekly'")
    _choose("receipts", EARLIER_CHANNELS)
    with op.batch_alter_table("receipts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_receipts_mail_key"))
        for column in ("muted_at", "mail_key", "because"):
            batch_op.drop_column(column)
    with op.batch_alter_table("announcements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_announcements_comment_id"))
        batch_op.drop_constraint(op.f("fk_announcements_comment_id"), type_="foreignkey")
        batch_op.drop_column("comment_id")
    with op.batch_alter_table("outgoing_mails", schema=None) as batch_op:
        for column in ("attachment_type", "attachment_name", "attachment"):
            batch_op.drop_column(column)
    op.drop_table("quiet_hours")
    op.drop_table("mail_choices")


def _move_choices() -> None:
    """What somebody chose for all mails stays their choice for everything."""
    op.execute(
        "INSERT INTO mail_choices (person_id, scope, channel) SELECT person_id, 'all', channel FROM mail_preferences"
    )


def _name_mails() -> None:
    """Receipts of before name the mail that carried them, and comments that were told are known."""
    op.execute(
        "UPDATE receipts SET mail_key = (SELECT m.dedupe_key FROM outgoing_mails m JOIN announcements a "
        "ON m.dedupe_key = 'announcement:' || a.key || ':' || CAST(receipts.person_id AS TEXT) OR m.dedupe_key = a.key "
        "WHERE a.id = receipts.announcement_id) WHERE mailed_at IS NOT NULL AND channel = 'immediate'"
    )
    op.execute(
        "UPDATE receipts SET mail_key = (SELECT MAX(m.dedupe_key) FROM outgoing_mails m WHERE m.dedupe_key LIKE "
        "'digest:' || CAST(receipts.person_id AS TEXT) || ':%' AND m.created_at <= receipts.mailed_at) "
        "WHERE mailed_at IS NOT NULL AND channel = 'daily'"
    )
    op.execute(
        "UPDATE announcements SET comment_id = (SELECT c.id FROM comments c "
        "WHERE announcements.key = 'comment:' || CAST(c.id AS TEXT)) WHERE kind = 'comment_posted'"
    )


def _channel(values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name="channel", native_enum=False, create_constraint=True, length=40)


def _choose(table: str, values: tuple[str, ...]) -> None:
    """Let a channel be one of these."""
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.drop_constraint(op.f(f"ck_{table}_channel"), type_="check")
        batch_op.create_check_constraint(op.f(f"ck_{table}_channel"), _among(values))


def _among(values: tuple[str, ...]) -> str:
    return "channel IN ({})".format(", ".join(f"'{value}'" for value in values))
