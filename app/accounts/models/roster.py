"""Rosters: files from the HR system, and what each of them changed."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models.erased import naming_erased
from app.accounts.models.people import Person
from app.foundation.append_only import Erasable, append_only
from app.foundation.db import Base, choice


class RosterState(StrEnum):
    """Checked and not yet taken over; taken over; taken back."""

    checked = "checked"
    imported = "imported"
    undone = "undone"


class RosterImport(Base):
    """One file of people. `partial` says that it leaves people out on purpose, `with_departments` that it may make new ones."""

    __tablename__ = "roster_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str]
    digest: Mapped[str]
    content: Mapped[bytes]
    state: Mapped[RosterState] = mapped_column(choice(RosterState, "state"))
    partial: Mapped[bool] = mapped_column(default=False)
    with_departments: Mapped[bool] = mapped_column(default=False)
    uploaded_at: Mapped[datetime]
    uploaded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    imported_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    search_text: Mapped[str] = mapped_column(default="")

    uploaded_by: Mapped[Person | None] = relationship(foreign_keys=[uploaded_by_id], lazy="raise_on_sql")

    __table_args__ = (
        sa.CheckConstraint("(state = 'checked') = (imported_at IS NULL)", name="imported_has_its_moment"),
        sa.CheckConstraint("(state = 'undone') = (undone_at IS NOT NULL)", name="undone_has_its_moment"),
    )


class RosterChange(Base):
    """What an import did to one person: the facts before (None for somebody new) and after. Append-only."""

    __tablename__ = "roster_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(sa.ForeignKey("roster_imports.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    before: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    after: Mapped[dict[str, Any]]

    person: Mapped[Person] = relationship(lazy="raise_on_sql")

    __table_args__ = (sa.UniqueConstraint("import_id", "person_id"),)


FACTS_OF_ERASED = Erasable(kept=("id", "import_id", "person_id"), when=naming_erased("before", "after"))
append_only(RosterChange.__table__, FACTS_OF_ERASED)
