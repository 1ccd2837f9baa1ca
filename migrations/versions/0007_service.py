"""Service of superusers and ambassadors.

Revision 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op

from app.foundation.append_only import trigger_statements

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

APPEND_ONLY = ("gate_passes", "hour_entries", "service_standards")
PURPOSES = ("coaching", "reviewing", "collecting", "meeting", "writing", "other")


def upgrade() -> None:
    """Service of superusers and ambassadors."""
    _make_gate()
    _make_nominations()
    _make_service()
    with op.batch_alter_table("person_roles", schema=None) as batch_op:
        batch_op.add_column(sa.Column("starts_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("ends_on", sa.Date(), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_person_roles_days_in_order"), "ends_on IS NULL OR ends_on >= starts_on"
        )
    _carry_over()
    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.drop_column("certified_on")
        batch_op.add_column(sa.Column("monthly_minutes", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("lapse_told_on", sa.Date(), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_appointments_ceiling_sensible"), "monthly_minutes BETWEEN 0 AND 14400"
        )
    for table in APPEND_ONLY:
        for statement in trigger_statements(table, op.get_bind().dialect.name):
            op.execute(statement)


def _make_gate() -> None:
    op.create_table(
        "gate_passes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=True),
        sa.Column("passed_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_until >= passed_on", name=op.f("ck_gate_passes_passed_in_order")
        ),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointments.id"], name=op.f("fk_gate_passes_appointment_id")),
        sa.ForeignKeyConstraint(["certificate_id"], ["certificates.id"], name=op.f("fk_gate_passes_certificate_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_passes")),
        sa.UniqueConstraint(
            "appointment_id", "certificate_id", name=op.f("uq_gate_passes_appointment_id_certificate_id")
        ),
    )
    op.create_index(op.f("ix_gate_passes_appointment_id"), "gate_passes", ["appointment_id"], unique=False)


def _make_nominations() -> None:
    op.create_table(
        "endorsements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("asked_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("in_favour", sa.Boolean(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (in_favour IS NULL)", name=op.f("ck_endorsements_answered_with_a_word")
        ),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointments.id"], name=op.f("fk_endorsements_appointment_id")),
        sa.ForeignKeyConstraint(["asked_id"], ["people.id"], name=op.f("fk_endorsements_asked_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_endorsements")),
        sa.UniqueConstraint("appointment_id", name=op.f("uq_endorsements_appointment_id")),
    )
    op.create_index(op.f("ix_endorsements_asked_id"), "endorsements", ["asked_id"], unique=False)
    op.create_table(
        "nomination_supports",
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("supported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointments.id"], name=op.f("fk_nomination_supports_appointment_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_nomination_supports_person_id")),
        sa.PrimaryKeyConstraint("appointment_id", "person_id", name=op.f("pk_nomination_supports")),
    )
    op.create_index(op.f("ix_nomination_supports_person_id"), "nomination_supports", ["person_id"], unique=False)


def _make_service() -> None:
    op.create_table(
        "deputies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("named_by_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_deputies_days_in_order")),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointments.id"], name=op.f("fk_deputies_appointment_id")),
        sa.ForeignKeyConstraint(["named_by_id"], ["people.id"], name=op.f("fk_deputies_named_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_deputies_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deputies")),
    )
    op.create_index(op.f("ix_deputies_appointment_id"), "deputies", ["appointment_id"], unique=False)
    op.create_index(op.f("ix_deputies_person_id"), "deputies", ["person_id"], unique=False)
    op.create_table(
        "hour_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(*PURPOSES, name="purpose", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("logged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("logged_by_id", sa.Integer(), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "minutes <= 1440 AND (minutes > 0 OR (minutes = 0 AND corrects_id IS NOT NULL))",
            name=op.f("ck_hour_entries_minutes_of_a_day"),
        ),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointments.id"], name=op.f("fk_hour_entries_appointment_id")),
        sa.ForeignKeyConstraint(["corrects_id"], ["hour_entries.id"], name=op.f("fk_hour_entries_corrects_id")),
        sa.ForeignKeyConstraint(["logged_by_id"], ["people.id"], name=op.f("fk_hour_entries_logged_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hour_entries")),
        sa.UniqueConstraint("corrects_id", name=op.f("uq_hour_entries_corrects_id")),
        sa.UniqueConstraint("token", name=op.f("uq_hour_entries_token")),
    )
    op.create_index(op.f("ix_hour_entries_appointment_id"), "hour_entries", ["appointment_id"], unique=False)
    op.create_table(
        "service_standards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("superuser_kit", sa.Text(), nullable=False),
        sa.Column("ambassador_kit", sa.Text(), nullable=False),
        sa.Column(
            "phase",
            sa.Enum(
                "pilot",
                "adopting",
                "settled",
                name="phase",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("people_in_pilot", sa.Integer(), nullable=False),
        sa.Column("people_adopting", sa.Integer(), nullable=False),
        sa.Column("people_settled", sa.Integer(), nullable=False),
        sa.Column("monthly_minutes", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "people_in_pilot BETWEEN 1 AND 1000 AND people_adopting BETWEEN 1 AND 1000 "
            "AND people_settled BETWEEN 1 AND 1000",
            name=op.f("ck_service_standards_people_sensible"),
        ),
        sa.CheckConstraint("monthly_minutes BETWEEN 0 AND 14400", name=op.f("ck_service_standards_ceiling_sensible")),
        sa.ForeignKeyConstraint(["set_by_id"], ["people.id"], name=op.f("fk_service_standards_set_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_standards")),
    )


def _carry_over() -> None:
    """What counted goes on counting: superusers by the certificate they had, ambassadors without one, as none was asked."""
    op.execute(
        """INSERT INTO gate_passes (appointment_id, passed_on, valid_until, noted_at)
        SELECT a.id, a.certified_on, (SELECT MAX(c.expires_on) FROM certificates c
            WHERE c.person_id = a.person_id AND c.completed_on = a.certified_on), COALESCE(a.answered_at, a.nominated_at)
        FROM appointments a WHERE a.kind = 'superuser' AND a.certified_on IS NOT NULL ORDER BY a.id"""
    )
    op.execute(
        """INSERT INTO gate_passes (appointment_id, passed_on, noted_at) SELECT a.id, a.starts_on, a.answered_at
        FROM appointments a WHERE a.kind = 'ambassador' AND a.answered_at IS NOT NULL AND a.state <> 'declined'
        ORDER BY a.id"""
    )
    op.execute(
        """UPDATE person_roles SET starts_on = (SELECT MIN(a.starts_on) FROM appointments a
            WHERE a.person_id = person_roles.person_id AND a.kind = person_roles.role AND a.state = 'active')
        WHERE role IN ('superuser', 'ambassador')"""
    )


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_appointments_ceiling_sensible"), type_="check")
        batch_op.drop_column("lapse_told_on")
        batch_op.drop_column("monthly_minutes")
        batch_op.add_column(sa.Column("certified_on", sa.Date(), nullable=True))
    op.execute(
        """UPDATE appointments SET certified_on = (SELECT MIN(g.passed_on) FROM gate_passes g
        WHERE g.appointment_id = appointments.id) WHERE kind = 'superuser'"""
    )
    with op.batch_alter_table("person_roles", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_person_roles_days_in_order"), type_="check")
        batch_op.drop_column("ends_on")
        batch_op.drop_column("starts_on")
    for table in (
        "service_standards",
        "hour_entries",
        "deputies",
        "nomination_supports",
        "endorsements",
        "gate_passes",
    ):
        op.drop_table(table)
