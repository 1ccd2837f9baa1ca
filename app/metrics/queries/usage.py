"""Files of usage that were brought, and how each is read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import defer, joinedload

from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.search import contains
from app.foundation.tables import TableRow
from app.metrics.formulas.usage import Layout
from app.metrics.models import UsageImport, UsageState


def layout_of(row: UsageImport) -> Layout:
    """How a file that was brought is read."""
    told = row.layout
    return Layout(told["fields"], told["order"], told["several"], frozenset(told["empty"]), told["skip"])


def told(layout: Layout) -> dict[str, Any]:
    """A layout as it is kept."""
    return {
        "fields": dict(layout.fields),
        "order": layout.order,
        "several": layout.several,
        "empty": sorted(layout.empty),
        "skip": layout.skip,
    }


def headings_of(rows: Sequence[TableRow]) -> list[str]:
    """The headings of a file."""
    return [name for name in rows[0].cells if name] if rows else []


def signature_of(headings: Iterable[str]) -> str:
    """What tells files with the same columns."""
    return hashlib.sha256("\n".join(sorted(headings)).encode()).hexdigest()


def usage_imports(*, q: str = "", number: int = 1) -> Page[UsageImport]:
    """A page of the files that were brought, the last one first."""
    rows = sa.select(UsageImport).options(joinedload(UsageImport.uploaded_by), defer(UsageImport.content))
    if q:
        rows = rows.where(contains(UsageImport.search_text, q))
    return page_of(rows.order_by(UsageImport.id.desc()), number=number)


def usage_import(import_id: int) -> UsageImport | None:
    """A file that was brought, with who brought it."""
    rows = sa.select(UsageImport).where(UsageImport.id == import_id)
    return db.session.scalar(rows.options(joinedload(UsageImport.uploaded_by)))


def last_taken_over() -> int | None:
    """Id of the file that can be taken back: the last one taken over, unless it was taken back already."""
    rows = sa.select(UsageImport.id, UsageImport.state).where(UsageImport.imported_at.is_not(None))
    last = db.session.execute(rows.order_by(UsageImport.imported_at.desc(), UsageImport.id.desc()).limit(1)).first()
    return last.id if last and last.state is UsageState.imported else None


def remembered(signature: str) -> UsageImport | None:
    """The last file with these headings whose layout was complete."""
    rows = sa.select(UsageImport).where(UsageImport.signature == signature, UsageImport.people > 0)
    return db.session.scalar(rows.options(defer(UsageImport.content)).order_by(UsageImport.id.desc()).limit(1))


def same_file(row: UsageImport) -> UsageImport | None:
    """The file taken over that says the very same of the same months of the tool."""
    rows = sa.select(UsageImport).where(
        UsageImport.digest == row.digest,
        UsageImport.tool == row.tool,
        UsageImport.first_month <= row.first_month,
        UsageImport.last_month >= row.last_month,
        UsageImport.state == UsageState.imported,
        UsageImport.id != (row.id or 0),
    )
    return db.session.scalar(rows.options(defer(UsageImport.content)).limit(1))
