"""Training together in a room: when, where, and who was there."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.foundation.db import Base, choice
from app.training.models.paths import TrainingPath


class Workshop(Base):
    """A session on a path or one of its modules. `secret` makes the check-in code of each minute."""

    __tablename__ = "workshops"

    id: Mapped[int] = mapped_column(primary_key=True)
    path_id: Mapped[int] = mapped_column(sa.ForeignKey("paths.id"), index=True)
    module_id: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    starts_at: Mapped[datetime] = mapped_column(index=True)
    host_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    secret: Mapped[str]
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    path: Mapped[TrainingPath] = relationship(lazy="raise_on_sql")
    host: Mapped[Person] = relationship(lazy="raise_on_sql")


class PresenceMethod(StrEnum):
    """Checked in with the code on the wall, or written on paper and entered by a superuser who saw it."""

    code = "code"
    observed = "observed"


class WorkshopPresence(Base):
    """Somebody was there, once per workshop however often it is said."""

    __tablename__ = "workshop_presences"

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(sa.ForeignKey("workshops.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    method: Mapped[PresenceMethod] = mapped_column(choice(PresenceMethod, "method"))
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))

    workshop: Mapped[Workshop] = relationship(lazy="raise_on_sql")
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise_on_sql")
    recorded_by: Mapped[Person | None] = relationship(foreign_keys=[recorded_by_id], lazy="raise_on_sql")

    __table_args__ = (sa.UniqueConstraint("workshop_id", "person_id"),)
