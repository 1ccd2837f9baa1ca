"""Files of past completions that were brought, and which completion of the ledger came out of which row."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.foundation.append_only import append_only
from app.foundation.db import Base, choice


class ImportState(StrEnum):
    """A file was looked at, taken over, or left for another one."""

    checked = "checked"
    imported = "imported"
    left = "left"


class HistoryImport(Base):
    """One file of past completions. It names people: its content is kept only until it is taken over or left.

    `rows` are those of the file, `added` the completions that it added to the ledger; the others were known already.
    `released` is how many open assignments it made needless.
    """

    __tablename__ = "history_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str]
    digest: Mapped[str] = mapped_column(index=True)
    content: Mapped[bytes | None]
    state: Mapped[ImportState] = mapped_column(choice(ImportState, "state"))
    rows: Mapped[int]
    added: Mapped[int] = mapped_column(default=0)
    released: Mapped[int] = mapped_column(default=0)
    uploaded_at: Mapped[datetime]
    uploaded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    imported_at: Mapped[datetime | None]
    search_text: Mapped[str]

    uploaded_by: Mapped[Person | None] = relationship(foreign_keys=[uploaded_by_id], lazy="raise_on_sql")

    __table_args__ = (
        sa.CheckConstraint("(content IS NOT NULL) = (state = 'checked')", name="kept_while_looked_at"),
        sa.CheckConstraint("(imported_at IS NOT NULL) = (state = 'imported')", name="imported_at_state"),
        sa.CheckConstraint("added BETWEEN 0 AND rows", name="added_within_rows"),
    )

    @property
    def known(self) -> int:
        """Rows that said what was known already."""
        return self.rows - self.added


class ImportedRow(Base):
    """The row of a file (as spreadsheets number it) that a completion was made from. Append-only."""

    __tablename__ = "imported_rows"

    completion_id: Mapped[int] = mapped_column(sa.ForeignKey("completions.id"), primary_key=True)
    import_id: Mapped[int] = mapped_column(sa.ForeignKey("history_imports.id"))
    row_number: Mapped[int]

    __table_args__ = (sa.UniqueConstraint("import_id", "row_number"),)


append_only(ImportedRow.__table__)
