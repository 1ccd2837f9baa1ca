"""Receipts that were kept, and their lines."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.search import contains
from app.hr.models import Export, ImportReceipt, Outcome, ReceiptLine

OFFERED = 50


def receipts(*, number: int = 1, query: str = "") -> Page[ImportReceipt]:
    """All receipts, the last one first; `query` is part of a file's name."""
    rows = sa.select(ImportReceipt).options(joinedload(ImportReceipt.uploaded_by), joinedload(ImportReceipt.export))
    if query:
        rows = rows.where(contains(ImportReceipt.search_text, query))
    return page_of(rows.order_by(ImportReceipt.id.desc()), number=number)


def receipt(number: int) -> ImportReceipt | None:
    """One receipt, with the file it answers and who brought it."""
    rows = sa.select(ImportReceipt).where(ImportReceipt.id == number)
    return db.session.scalar(rows.options(joinedload(ImportReceipt.uploaded_by), joinedload(ImportReceipt.export)))


def receipt_lines(receipt_id: int, *, outcome: str, query: str, number: int) -> Page[ReceiptLine]:
    """A page of the lines of a receipt, in the order of the file; all outcomes, or those of one."""
    rows = sa.select(ReceiptLine).where(ReceiptLine.receipt_id == receipt_id)
    if outcome in set(Outcome):
        rows = rows.where(ReceiptLine.outcome == Outcome(outcome))
    if query:
        rows = rows.where(contains(ReceiptLine.search_text, query))
    return page_of(rows.order_by(ReceiptLine.id), number=number)


def files_taken() -> list[Export]:
    """The files of whole records that were taken last, the last one first."""
    rows = (
        sa.select(Export)
        .where(Export.finished_at.is_not(None), Export.to_sequence.is_(None))
        .order_by(Export.id.desc())
        .limit(OFFERED)
    )
    return list(db.session.scalars(rows))
