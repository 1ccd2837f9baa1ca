"""The two signals of a nomination: a manager's word and the support of colleagues."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.foundation.db import Base


class Endorsement(Base):
    """A manager is asked what to think of a nomination, and says so once."""

    __tablename__ = "endorsements"

    id: Mapped[int] = mapped_column(primary_key=True)
    appointment_id: Mapped[int] = mapped_column(sa.ForeignKey("appointments.id"), unique=True)
    asked_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    in_favour: Mapped[bool | None]
    words: Mapped[str] = mapped_column(default="")

    asked: Mapped[Person] = relationship(lazy="raise_on_sql")

    __table_args__ = (sa.CheckConstraint("(answered_at IS NULL) = (in_favour IS NULL)", name="answered_with_a_word"),)


class Support(Base):
    """A colleague of the unit would be glad of this superuser or ambassador; withdrawn, the row is gone."""

    __tablename__ = "nomination_supports"

    appointment_id: Mapped[int] = mapped_column(sa.ForeignKey("appointments.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, index=True)
    supported_at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="raise_on_sql")
