"""A receipt is compared with the file it answers, and kept."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from app.foundation import audit, clock
from app.foundation.db import db, reading
from app.foundation.search import folded
from app.foundation.tables import read_table
from app.hr.models import Export, ImportReceipt, Outcome, ReceiptLine
from app.hr.queries.comparing import Compared, Receipt
from app.hr.queries.exports import finished_export
from app.hr.queries.records import cells, filter_of
from app.training.models import Assignment

AT_ONCE = 2000


def keep_receipt(*, data: bytes, name: str, export_id: int, by: int | None) -> ImportReceipt:
    """Compare a receipt with the file it answers and keep the outcome of every record.

    Raises UnreadableTable, NoKey, and LookupError where no such file was taken. Comparing holds no lock.
    """
    with reading():
        told = Receipt(read_table(data))
        export = finished_export(export_id)
        if export is None:
            raise LookupError(export_id)
        lines = list(told.compared(_records(export, told)))
        ids = _ids([line.key for line in lines if line.record])
    row = ImportReceipt(
        export_id=export_id,
        file_name=name[:200],
        digest=hashlib.sha256(data).hexdigest(),
        uploaded_at=clock.now(),
        uploaded_by_id=by,
        columns=sorted(told.columns),
        counts={**dict.fromkeys(Outcome, 0), **Counter(line.outcome.value for line in lines)},
        search_text=folded(name[:200]),
    )
    db.session.add(row)
    db.session.flush()
    rows = [_line(row.id, line, ids) for line in lines]
    for start in range(0, len(rows), AT_ONCE):
        db.session.execute(sa.insert(ReceiptLine), rows[start : start + AT_ONCE])
    facts = {"file": row.file_name, "sha256": row.digest, "export": export_id, **row.counts}
    audit.record(act="receipt:kept", subject=("export", export_id), actor_id=by, after=facts)
    return row


def _records(export: Export, told: Receipt) -> Iterator[Any]:
    return cells(filter_of(export.as_of, export.filters), "en" if told.in_english else "zh")


def _ids(keys: Sequence[str]) -> dict[str, int]:
    """Ids of assignments by what files call them: their number, or the one made of the id where they have none."""
    found: dict[str, int] = {}
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        rows = sa.select(Assignment.number, Assignment.id).where(Assignment.number.in_(some))
        found |= {str(row.number): row.id for row in db.session.execute(rows)}
    return {key: found[key] if key in found else int(key.removeprefix("A-")) for key in keys}


def _line(receipt_id: int, line: Compared, ids: dict[str, int]) -> dict[str, Any]:
    record = line.record or {}
    texts = {name: str(record.get(name, "")) for name in ("employee_no", "name", "path_code")}
    return {
        "receipt_id": receipt_id,
        "outcome": line.outcome,
        "row": line.row,
        "assignment_id": ids[line.key] if line.record else None,
        "key": line.key[:200],
        **texts,
        "differences": line.differences,
        "message": line.message[:500],
        "search_text": folded(line.key[:200], *texts.values(), line.message[:500]),
    }
