"""The book of records: what each record was last known to say, and the number of the change that made it so."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base


class RecordSequence(Base):
    """The number of the last change. One row; whoever writes into the book holds it until commit, so numbers come in order."""

    __tablename__ = "record_sequence"

    id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[int]

    __table_args__ = (sa.CheckConstraint("id = 1", name="one_row"),)


class RecordState(Base):
    """One record: a digest of its cells (NULL when there is no such record any more), its first and its last change."""

    __tablename__ = "record_states"

    assignment_id: Mapped[int] = mapped_column(sa.ForeignKey("assignments.id"), primary_key=True)
    digest: Mapped[int | None] = mapped_column(sa.BigInteger)
    first_sequence: Mapped[int]
    sequence: Mapped[int] = mapped_column(index=True)
