"""What the receiving system said about a file of ours, and how each record compares."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.accounts.models.erased import naming_erased
from app.foundation.append_only import Erasable, append_only
from app.foundation.db import Base, choice
from app.hr.models.exports import Export


class Outcome(StrEnum):
    """How a record of the file and a row of the receipt compare.

    `missing` is in the file only, `unknown` in the receipt only; `repeated` is a key that the receipt has more than once.
    """

    matched = "matched"
    different = "different"
    missing = "missing"
    rejected = "rejected"
    unknown = "unknown"
    repeated = "repeated"


RESENT = (Outcome.different, Outcome.missing, Outcome.rejected)
"""What is sent again."""


class ImportReceipt(Base):
    """One receipt for one file. Append-only."""

    __tablename__ = "import_receipts"

    id: Mapped[int] = mapped_column(primary_key=True)
    export_id: Mapped[int] = mapped_column(sa.ForeignKey("exports.id"), index=True)
    file_name: Mapped[str]
    digest: Mapped[str]
    uploaded_at: Mapped[datetime]
    uploaded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    columns: Mapped[list[Any]]
    counts: Mapped[dict[str, Any]]
    search_text: Mapped[str] = mapped_column(default="")

    export: Mapped[Export] = relationship(lazy="raise_on_sql")
    uploaded_by: Mapped[Person | None] = relationship(lazy="raise_on_sql")


class ReceiptLine(Base):
    """One record or row. `differences` holds, by column, what was sent and what was received. Append-only."""

    __tablename__ = "import_receipt_lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    receipt_id: Mapped[int] = mapped_column(sa.ForeignKey("import_receipts.id"))
    outcome: Mapped[Outcome] = mapped_column(choice(Outcome, "outcome"))
    row: Mapped[int | None]
    assignment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("assignments.id"))
    key: Mapped[str]
    employee_no: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")
    path_code: Mapped[str] = mapped_column(default="")
    differences: Mapped[dict[str, Any]]
    message: Mapped[str] = mapped_column(default="")
    search_text: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        sa.UniqueConstraint("receipt_id", "assignment_id"),
        sa.Index("ix_import_receipt_lines_outcome", "receipt_id", "outcome"),
        sa.CheckConstraint("(outcome = 'missing') = (row IS NULL)", name="row_unless_missing"),
    )


LINES_OF_ERASED = Erasable(
    kept=("id", "receipt_id", "outcome", '"row"', "assignment_id", "key", "path_code"),
    when=naming_erased("employee_no", "name", "differences", "message"),
)
append_only(ImportReceipt.__table__)
append_only(ReceiptLine.__table__, LINES_OF_ERASED)
