"""Appointments of superusers and ambassadors."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Department, Person, ProjectGroup
from app.ambassadors.models.nominations import Endorsement
from app.foundation.append_only import append_only
from app.foundation.db import Base, choice


class AppointmentKind(StrEnum):
    """A superuser serves a department, an ambassador a project group."""

    superuser = "superuser"
    ambassador = "ambassador"


class AppointmentState(StrEnum):
    """Nominated until the person answers; active until ended; whether the term runs is read from its dates."""

    nominated = "nominated"
    active = "active"
    declined = "declined"
    ended = "ended"


class Standing(StrEnum):
    """How an appointment stands on a day."""

    nominated = "nominated"
    declined = "declined"
    ended = "ended"
    upcoming = "upcoming"
    learning = "learning"
    lapsed = "lapsed"
    away = "away"
    serving = "serving"


def _one_open(unit: str) -> sa.Index:
    """At most one open appointment for each person and unit."""
    is_open = sa.text("state IN ('nominated', 'active')")
    return sa.Index(
        f"uq_appointments_open_{unit}", "person_id", unit, unique=True, sqlite_where=is_open, postgresql_where=is_open
    )


class Appointment(Base):
    """A person's term for one department or project group. `ends_on` is the last day in office.

    `monthly_minutes` is a ceiling of its own, empty where the company's holds; `successor_id` the appointment that takes
    over; `lapse_told_on` the last day of the certificate about whose lapse people were told.
    """

    __tablename__ = "appointments"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[AppointmentKind] = mapped_column(choice(AppointmentKind, "kind"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    department_id: Mapped[int | None] = mapped_column(sa.ForeignKey("departments.id"), index=True)
    project_group_id: Mapped[int | None] = mapped_column(sa.ForeignKey("project_groups.id"), index=True)
    state: Mapped[AppointmentState] = mapped_column(choice(AppointmentState, "state"))
    reason: Mapped[str] = mapped_column(default="")
    nominated_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    nominated_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]
    ended_reason: Mapped[str] = mapped_column(default="")
    successor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("appointments.id"))
    monthly_minutes: Mapped[int | None]
    lapse_told_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise_on_sql")
    nominated_by: Mapped[Person | None] = relationship(foreign_keys=[nominated_by_id], lazy="raise_on_sql")
    department: Mapped[Department | None] = relationship(lazy="raise_on_sql")
    project_group: Mapped[ProjectGroup | None] = relationship(lazy="raise_on_sql")
    gate_passes: Mapped[list["GatePass"]] = relationship(lazy="raise_on_sql", order_by="GatePass.id")
    endorsement: Mapped[Endorsement | None] = relationship(lazy="raise_on_sql", viewonly=True, uselist=False)

    @property
    def unit_id(self) -> int:
        """Id of the department of a superuser, or of the project group of an ambassador."""
        return self.department_id or self.project_group_id or 0

    @property
    def unit(self) -> Department | ProjectGroup:
        """The department or project group that is served; both relationships must be loaded."""
        return self.department or self.project_group  # type: ignore[return-value] # a check constraint holds one of them

    __table_args__ = (
        sa.CheckConstraint(
            "(kind = 'superuser' AND department_id IS NOT NULL AND project_group_id IS NULL) OR "
            "(kind = 'ambassador' AND project_group_id IS NOT NULL AND department_id IS NULL)",
            name="serves_one_unit",
        ),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="term_in_order"),
        sa.CheckConstraint("monthly_minutes BETWEEN 0 AND 14400", name="ceiling_sensible"),
        _one_open("department_id"),
        _one_open("project_group_id"),
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 (SQLAlchemy's way)


class GatePass(Base):
    """The kit was passed for an appointment, by a certificate or on other evidence; it counts on these days. Append-only.

    A renewed certificate is a row of its own, so that a lapse between the two can always be read.
    """

    __tablename__ = "gate_passes"

    id: Mapped[int] = mapped_column(primary_key=True)
    appointment_id: Mapped[int] = mapped_column(sa.ForeignKey("appointments.id"), index=True)
    certificate_id: Mapped[int | None] = mapped_column(sa.ForeignKey("certificates.id"))
    passed_on: Mapped[date]
    valid_until: Mapped[date | None]
    noted_at: Mapped[datetime]

    __table_args__ = (
        sa.UniqueConstraint("appointment_id", "certificate_id"),
        sa.CheckConstraint("valid_until IS NULL OR valid_until >= passed_on", name="passed_in_order"),
    )

    def holds_on(self, day: date) -> bool:
        """Whether it counts on a day."""
        return self.passed_on <= day and (self.valid_until is None or day <= self.valid_until)


append_only(GatePass.__table__)
