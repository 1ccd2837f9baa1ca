"""Meetings.

Revision 0008, after 0007.
"""

import sqlalchemy as sa
from alembic import op

from app.ambassadors.models.published import lock_statements, unlock_statements
from app.foundation.append_only import trigger_statements

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

APPEND_ONLY = ("action_item_events", "minutes_corrections")
LOCKED = {"meetings": "id", "attendances": "meeting_id", "agenda_items": "meeting_id"}
"""Tables whose rows are closed when the minutes are published, and the column that names the meeting."""


def upgrade() -> None:
    """Meetings."""
    op.create_table(
        "meeting_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("ambassador", "board", "health", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "rhythm",
            sa.Enum("weekly", "monthly", name="rhythm", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("chair_id", sa.Integer(), nullable=True),
        sa.Column("by_rule", sa.Boolean(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends > starts", name=op.f("ck_meeting_series_ends_after_it_starts")),
        sa.CheckConstraint("every BETWEEN 1 AND 12", name=op.f("ck_meeting_series_every_sensible")),
        sa.CheckConstraint("nth BETWEEN 1 AND 5", name=op.f("ck_meeting_series_nth_known")),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_meeting_series_weekday_known")),
        sa.ForeignKeyConstraint(["chair_id"], ["people.id"], name=op.f("fk_meeting_series_chair_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_series")),
    )
    op.create_table(
        "series_people",
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_series_people_person_id")),
        sa.ForeignKeyConstraint(["series_id"], ["meeting_series.id"], name=op.f("fk_series_people_series_id")),
        sa.PrimaryKeyConstraint("series_id", "person_id", name=op.f("pk_series_people")),
    )
    op.create_table(
        "agenda_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("idea", "change", "text", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("idea_id", sa.Integer(), nullable=True),
        sa.Column("change_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "recommended",
                "carried",
                "parked",
                "closed",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("parked_until", sa.Date(), nullable=True),
        sa.Column("carried_from_id", sa.Integer(), nullable=True),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'idea') = (idea_id IS NOT NULL) AND (kind = 'change') = (change_id IS NOT NULL)",
            name=op.f("ck_agenda_items_names_what_it_is_about"),
        ),
        sa.CheckConstraint(
            "parked_until IS NULL OR outcome = 'parked'", name=op.f("ck_agenda_items_pause_of_what_is_parked")
        ),
        sa.CheckConstraint("carried_from_id <> id", name=op.f("ck_agenda_items_not_carried_from_itself")),
        sa.ForeignKeyConstraint(["added_by_id"], ["people.id"], name=op.f("fk_agenda_items_added_by_id")),
        sa.ForeignKeyConstraint(["carried_from_id"], ["agenda_items.id"], name=op.f("fk_agenda_items_carried_from_id")),
        sa.ForeignKeyConstraint(["change_id"], ["change_requests.id"], name=op.f("fk_agenda_items_change_id")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_agenda_items_idea_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_agenda_items_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_items")),
        sa.UniqueConstraint("carried_from_id", name=op.f("uq_agenda_items_carried_from_id")),
        sa.UniqueConstraint("meeting_id", "change_id", name=op.f("uq_agenda_items_meeting_id_change_id")),
        sa.UniqueConstraint("meeting_id", "idea_id", name=op.f("uq_agenda_items_meeting_id_idea_id")),
        sa.UniqueConstraint("meeting_id", "position", name=op.f("uq_agenda_items_meeting_id_position")),
    )
    with op.batch_alter_table("agenda_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agenda_items_change_id"), ["change_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agenda_items_idea_id"), ["idea_id"], unique=False)

    op.create_table(
        "action_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_items.id"], name=op.f("fk_action_items_item_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_action_items_meeting_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_action_items_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_items")),
    )
    with op.batch_alter_table("action_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_items_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_items_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index("ix_action_items_owner_id_closed_at", ["owner_id", "closed_at"], unique=False)

    op.create_table(
        "minutes_corrections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_minutes_corrections_by_id")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_items.id"], name=op.f("fk_minutes_corrections_item_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_minutes_corrections_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_corrections")),
    )
    with op.batch_alter_table("minutes_corrections", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_minutes_corrections_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_minutes_corrections_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "action_item_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_item_id", sa.Integer(), nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                "given",
                "closed",
                "reopened",
                "postponed",
                "handed_over",
                name="step",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_item_id"], ["action_items.id"], name=op.f("fk_action_item_events_action_item_id")
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["people.id"], name=op.f("fk_action_item_events_actor_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_action_item_events_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_item_events")),
    )
    with op.batch_alter_table("action_item_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_item_events_action_item_id"), ["action_item_id"], unique=False)

    with op.batch_alter_table("attendances", schema=None) as batch_op:
        batch_op.add_column(sa.Column("standing", sa.Boolean(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("excuse", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("deputy_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_attendances_deputy_id"), ["deputy_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attendances_person_id"), ["person_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_attendances_deputy_id"), "people", ["deputy_id"], ["id"])
        batch_op.create_check_constraint(
            op.f("ck_attendances_deputy_of_an_excused"), "deputy_id IS NULL OR state = 'excused'"
        )
        batch_op.create_check_constraint(op.f("ck_attendances_not_own_deputy"), "deputy_id <> person_id")

    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.add_column(sa.Column("series_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("occurs_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("place", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("chair_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "state",
                sa.Enum(
                    "planned",
                    "held",
                    "published",
                    "cancelled",
                    name="state",
                    native_enum=False,
                    create_constraint=True,
                    length=40,
                ),
                server_default="held",
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("change_words", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("minutes", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("numbers", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("published_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("published_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("uid", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("sequence", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))
        batch_op.create_index(batch_op.f("ix_meetings_state"), ["state"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_meetings_series_id_occurs_on"), ["series_id", "occurs_on"])
        batch_op.create_unique_constraint(batch_op.f("uq_meetings_uid"), ["uid"])
        batch_op.create_foreign_key(batch_op.f("fk_meetings_published_by_id"), "people", ["published_by_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_meetings_chair_id"), "people", ["chair_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_meetings_series_id"), "meeting_series", ["series_id"], ["id"])
        batch_op.create_check_constraint(
            op.f("ck_meetings_ends_after_it_starts"), "ends_at IS NULL OR ends_at > starts_at"
        )
        batch_op.create_check_constraint(
            op.f("ck_meetings_published_has_its_moment"), "(state = 'published') = (published_at IS NOT NULL)"
        )

    _guard()


def downgrade() -> None:
    """Undo it."""
    for table in LOCKED:
        for statement in unlock_statements(table, op.get_bind().dialect.name):
            op.execute(statement)
    with op.batch_alter_table("action_item_events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_action_item_events_action_item_id"))

    op.drop_table("action_item_events")
    with op.batch_alter_table("minutes_corrections", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_minutes_corrections_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_minutes_corrections_item_id"))

    op.drop_table("minutes_corrections")
    with op.batch_alter_table("action_items", schema=None) as batch_op:
        batch_op.drop_index("ix_action_items_owner_id_closed_at")
        batch_op.drop_index(batch_op.f("ix_action_items_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_action_items_item_id"))

    op.drop_table("action_items")
    with op.batch_alter_table("agenda_items", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agenda_items_idea_id"))
        batch_op.drop_index(batch_op.f("ix_agenda_items_change_id"))

    op.drop_table("agenda_items")
    op.execute(
        "DELETE FROM attendances WHERE meeting_id IN (SELECT id FROM meetings WHERE state IN ('planned', 'cancelled'))"
    )
    op.execute("DELETE FROM meetings WHERE state IN ('planned', 'cancelled')")
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_meetings_series_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_meetings_chair_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_meetings_published_by_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_meetings_uid"), type_="unique")
        batch_op.drop_constraint(batch_op.f("uq_meetings_series_id_occurs_on"), type_="unique")
        batch_op.drop_index(batch_op.f("ix_meetings_state"))
        batch_op.drop_constraint(op.f("ck_meetings_published_has_its_moment"), type_="check")
        batch_op.drop_constraint(op.f("ck_meetings_ends_after_it_starts"), type_="check")
        batch_op.drop_constraint(op.f("ck_meetings_state"), type_="check")
        batch_op.drop_column("version")
        batch_op.drop_column("sequence")
        batch_op.drop_column("uid")
        batch_op.drop_column("published_by_id")
        batch_op.drop_column("published_at")
        batch_op.drop_column("numbers")
        batch_op.drop_column("minutes")
        batch_op.drop_column("change_words")
        batch_op.drop_column("state")
        batch_op.drop_column("chair_id")
        batch_op.drop_column("place")
        batch_op.drop_column("ends_at")
        batch_op.drop_column("starts_at")
        batch_op.drop_column("occurs_on")
        batch_op.drop_column("series_id")

    with op.batch_alter_table("attendances", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_attendances_deputy_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_attendances_person_id"))
        batch_op.drop_index(batch_op.f("ix_attendances_deputy_id"))
        batch_op.drop_constraint(op.f("ck_attendances_not_own_deputy"), type_="check")
        batch_op.drop_constraint(op.f("ck_attendances_deputy_of_an_excused"), type_="check")
        batch_op.drop_column("deputy_id")
        batch_op.drop_column("excuse")
        batch_op.drop_column("standing")

    op.drop_table("series_people")
    op.drop_table("meeting_series")


def _guard() -> None:
    dialect = op.get_bind().dialect.name
    for table in APPEND_ONLY:
        for statement in trigger_statements(table, dialect):
            op.execute(statement)
    for table, column in LOCKED.items():
        for statement in lock_statements(table, column, dialect):
            op.execute(sa.text(statement))
