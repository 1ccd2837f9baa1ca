"""Appointments of superusers and ambassadors."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Department, Person, ProjectGroup
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


def _one_open(unit: str) -> sa.Index:
    """At most one open appointment for each person and unit."""
    is_open = sa.text("state IN ('nominated', 'active')")
    return sa.Index(
        f"uq_appointments_open_{unit}", "person_id", unit, unique=True, sqlite_where=is_open, postgresql_where=is_open
    )


class Appointment(Base):
    """A person's term for one department or project group. `ends_on` is the last day in office."""

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
    certified_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]
    ended_reason: Mapped[str] = mapped_column(default="")
    successor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("appointments.id"))
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise_on_sql")
    nominated_by: Mapped[Person | None] = relationship(foreign_keys=[nominated_by_id], lazy="raise_on_sql")
    department: Mapped[Department | None] = relationship(lazy="raise_on_sql")
    project_group: Mapped[ProjectGroup | None] = relationship(lazy="raise_on_sql")

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
        _one_open("department_id"),
        _one_open("project_group_id"),
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 (SQLAlchemy's way)
