"""Templates of standard changes: what is done so often, and so safely, that it was approved once for all."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.foundation.db import Base


class ChangeTemplate(Base):
    """One version of a template; `previous_id` is the version it replaces. Words of a version never change.

    It serves while it is the newest version, approved, not retired, and until the end of `expires_on`.
    """

    __tablename__ = "change_templates"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(default=1)
    previous_id: Mapped[int | None] = mapped_column(sa.ForeignKey("change_templates.id"), unique=True)
    title: Mapped[str]
    description: Mapped[str]
    area: Mapped[str] = mapped_column(default="")
    back_out_plan: Mapped[str]
    approved_on: Mapped[date | None]
    approved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    expires_on: Mapped[date | None]
    created_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    created_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]
    retired_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    search_text: Mapped[str] = mapped_column(default="")

    approved_by: Mapped[Person | None] = relationship(foreign_keys=[approved_by_id], lazy="raise_on_sql")

    __table_args__ = (
        sa.CheckConstraint("(approved_on IS NULL) = (approved_by_id IS NULL)", name="approval_whole"),
        sa.CheckConstraint("expires_on >= approved_on", name="term_in_order"),
        sa.CheckConstraint("(previous_id IS NULL) = (number = 1)", name="first_has_no_previous"),
        {"sqlite_autoincrement": True},
    )

    def serves_on(self, day: date) -> bool:
        """Whether changes may follow it on a day."""
        if self.replaced_at or self.retired_at or self.approved_on is None or self.expires_on is None:
            return False
        return self.approved_on <= day <= self.expires_on
