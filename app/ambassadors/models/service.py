"""What a term is made of: deputies, hours, and the standards that a company sets for both."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.ambassadors.models.appointments import Appointment
from app.foundation.append_only import append_only
from app.foundation.db import Base, choice

LONGEST_DAY = 24 * 60


class Deputy(Base):
    """Somebody stands in for the holder of an appointment on these days, both included; `withdrawn_at` takes it back."""

    __tablename__ = "deputies"

    id: Mapped[int] = mapped_column(primary_key=True)
    appointment_id: Mapped[int] = mapped_column(sa.ForeignKey("appointments.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    named_at: Mapped[datetime]
    named_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    withdrawn_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise_on_sql")
    appointment: Mapped[Appointment] = relationship(lazy="raise_on_sql")

    __table_args__ = (sa.CheckConstraint("ends_on >= starts_on", name="days_in_order"),)


class Purpose(StrEnum):
    """What an hour was spent on."""

    coaching = "coaching"
    reviewing = "reviewing"
    collecting = "collecting"
    meeting = "meeting"
    writing = "writing"
    other = "other"


class HourEntry(Base):
    """Time given on a day, in minutes. Append-only: a correction is a new row that names the old one; 0 takes it back."""

    __tablename__ = "hour_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    appointment_id: Mapped[int] = mapped_column(sa.ForeignKey("appointments.id"), index=True)
    served_on: Mapped[date]
    minutes: Mapped[int]
    purpose: Mapped[Purpose] = mapped_column(choice(Purpose, "purpose"))
    note: Mapped[str] = mapped_column(default="")
    token: Mapped[str] = mapped_column(unique=True)
    logged_at: Mapped[datetime]
    logged_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    corrects_id: Mapped[int | None] = mapped_column(sa.ForeignKey("hour_entries.id"), unique=True)

    __table_args__ = (
        sa.CheckConstraint(
            f"minutes <= {LONGEST_DAY} AND (minutes > 0 OR (minutes = 0 AND corrects_id IS NOT NULL))",
            name="minutes_of_a_day",
        ),
    )


class Phase(StrEnum):
    """How far the roll-out is: helpers are needed most at its beginning."""

    pilot = "pilot"
    adopting = "adopting"
    settled = "settled"


class ServiceStandard(Base):
    """What the company asks of superusers and ambassadors; the newest row holds. Append-only, so that its past can be read.

    A kit that is empty asks for none.
    """

    __tablename__ = "service_standards"

    id: Mapped[int] = mapped_column(primary_key=True)
    superuser_kit: Mapped[str]
    ambassador_kit: Mapped[str]
    phase: Mapped[Phase] = mapped_column(choice(Phase, "phase"))
    people_in_pilot: Mapped[int]
    people_adopting: Mapped[int]
    people_settled: Mapped[int]
    monthly_minutes: Mapped[int]
    reason: Mapped[str] = mapped_column(default="")
    set_at: Mapped[datetime]
    set_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))

    set_by: Mapped[Person | None] = relationship(lazy="raise_on_sql")

    __table_args__ = (
        sa.CheckConstraint(
            "people_in_pilot BETWEEN 1 AND 1000 AND people_adopting BETWEEN 1 AND 1000 "
            "AND people_settled BETWEEN 1 AND 1000",
            name="people_sensible",
        ),
        sa.CheckConstraint("monthly_minutes BETWEEN 0 AND 14400", name="ceiling_sensible"),
    )

    @property
    def people_per_superuser(self) -> int:
        """How many people one superuser is for, in the phase that holds."""
        return {
            Phase.pilot: self.people_in_pilot,
            Phase.adopting: self.people_adopting,
            Phase.settled: self.people_settled,
        }[self.phase]


for _table in (HourEntry, ServiceStandard):
    append_only(_table.__table__)
