"""What files told of the use of the tool."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.foundation.append_only import append_only
from app.foundation.db import Base, choice


class UsageState(StrEnum):
    """A file was looked at, taken over, taken back, or left for another one."""

    checked = "checked"
    imported = "imported"
    undone = "undone"
    left = "left"


class UsageImport(Base):
    """A file of a project-management tool about whole months (`2026-06`); it replaces what earlier files said of them.

    `layout` says which heading gives which field; the last one of a signature (a hash of the headings) is remembered. The
    file itself names people and tasks: it is kept only until it is taken over or left.
    """

    __tablename__ = "usage_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    tool: Mapped[str] = mapped_column(index=True)
    preset: Mapped[str]
    file_name: Mapped[str]
    digest: Mapped[str] = mapped_column(index=True)
    signature: Mapped[str] = mapped_column(index=True)
    content: Mapped[bytes | None]
    layout: Mapped[dict[str, Any]]
    first_month: Mapped[str]
    last_month: Mapped[str]
    state: Mapped[UsageState] = mapped_column(choice(UsageState, "state"))
    rows: Mapped[int]
    people: Mapped[int] = mapped_column(default=0)
    uploaded_at: Mapped[datetime]
    uploaded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    imported_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    search_text: Mapped[str]

    uploaded_by: Mapped[Person | None] = relationship(foreign_keys=[uploaded_by_id], lazy="raise_on_sql")

    __table_args__ = (
        sa.CheckConstraint("first_month <= last_month", name="months_in_order"),
        sa.CheckConstraint("(content IS NOT NULL) = (state = 'checked')", name="kept_while_looked_at"),
        sa.CheckConstraint("(imported_at IS NOT NULL) = (state IN ('imported', 'undone'))", name="imported_at_state"),
        sa.CheckConstraint("(undone_at IS NOT NULL) = (state = 'undone')", name="undone_at_state"),
    )


class UsageMonth(Base):
    """What one file (None: the file of a loaded company) said of one person in one month (`2026-06`)."""

    __tablename__ = "usage_months"

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int | None] = mapped_column(sa.ForeignKey("usage_imports.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    month: Mapped[str] = mapped_column(index=True)
    active_weeks: Mapped[int]
    core_due: Mapped[int]
    core_on_time: Mapped[int]
    features_used: Mapped[int] = mapped_column(default=0, server_default="0")
    features_enabled: Mapped[int] = mapped_column(default=0, server_default="0")

    __table_args__ = (
        sa.UniqueConstraint("import_id", "person_id", "month"),
        sa.Index(
            "uq_usage_months_loaded",
            "person_id",
            "month",
            unique=True,
            sqlite_where=sa.text("import_id IS NULL"),
            postgresql_where=sa.text("import_id IS NULL"),
        ),
        sa.CheckConstraint("core_on_time BETWEEN 0 AND core_due", name="on_time_within_due"),
        sa.CheckConstraint("features_used BETWEEN 0 AND features_enabled", name="used_within_enabled"),
        sa.CheckConstraint("active_weeks BETWEEN 0 AND 6", name="weeks_of_a_month"),
    )


class UsageDeletion(Base):
    """The rows of a month were deleted because its time was over: what they came to stays with the frozen figures. Append-only."""

    __tablename__ = "usage_deletions"

    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[str] = mapped_column(index=True)
    deleted: Mapped[int]
    deleted_at: Mapped[datetime]

    __table_args__ = (sa.CheckConstraint("deleted > 0", name="of_some_rows"),)


append_only(UsageDeletion.__table__)
