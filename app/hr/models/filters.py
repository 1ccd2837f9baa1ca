"""Filters of records that somebody keeps for oneself."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base


class SavedFilter(Base):
    """A filter under a name of one's own, with the columns on screen and the profile. It has no day: it means today."""

    __tablename__ = "saved_filters"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    name: Mapped[str]
    filters: Mapped[dict[str, Any]]
    every_column: Mapped[bool] = mapped_column(default=False)
    profile: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]

    __table_args__ = (sa.UniqueConstraint("person_id", "name"),)

    @property
    def address(self) -> dict[str, Any]:
        """What the address of the records has behind the question mark."""
        columns = {"columns": "all"} if self.every_column else {}
        profile = {"profile": self.profile} if self.profile else {}
        return {**self.filters, **columns, **profile}
