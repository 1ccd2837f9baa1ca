"""Profiles made from somebody's blank workbook, and what their headings were found to mean."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.foundation.db import Base


class ExportProfile(Base):
    """A profile by its name. `mapping` is what files are made with, `draft` what is being changed and not yet used.

    Both hold `columns`, with one entry for each heading (`source`, a column of ours, `text`, `mask`), and `statuses`, which
    records belong into the file.
    """

    __tablename__ = "export_profiles"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    template: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)
    template_name: Mapped[str]
    template_sha256: Mapped[str]
    heading_row: Mapped[int]
    headings: Mapped[list[Any]]
    mapping: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    draft: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    search_text: Mapped[str] = mapped_column(default="")

    made_by: Mapped[Person | None] = relationship(lazy="raise_on_sql")

    __table_args__ = (
        sa.CheckConstraint("heading_row > 0", name="heading_row"),
        sa.CheckConstraint("mapping IS NOT NULL OR draft IS NOT NULL", name="has_a_mapping"),
    )

    @property
    def in_use(self) -> bool:
        """Whether files can be made with it."""
        return self.mapping is not None


class RememberedHeading(Base):
    """A heading of somebody's template and the column of ours that it was last matched with."""

    __tablename__ = "remembered_headings"

    heading: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[str]
    remembered_at: Mapped[datetime]
