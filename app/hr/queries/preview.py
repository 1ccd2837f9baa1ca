"""What the first real records look like in a profile that is being made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.hr.queries.columns import NAMES
from app.hr.queries.profiles import columns_of
from app.hr.queries.records import Filter, page_cells

SHOWN = 5
LOOKED_AT = 200


def preview(headings: Sequence[str], mapping: Mapping[str, Any], *, as_of: date, language: str) -> list[list[str]]:
    """The cells of the first records that belong into the file."""
    statuses = mapping["statuses"]
    # One status is the database's to find; several are picked out of the first records.
    chosen = Filter(as_of=as_of, status=statuses[0] if len(statuses) == 1 else "")
    place = NAMES.index("status")
    found = page_cells(chosen, number=1, size=LOOKED_AT, language=language)
    rows = [row for row in found if not statuses or row[place] in statuses][:SHOWN]
    writers = [column.writer(NAMES) for column in columns_of(headings, mapping)]
    return [[str(write(row)) for write in writers] for row in rows]
