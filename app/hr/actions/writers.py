"""Writes cells as files: CSV for eyes, JSON Lines and xAPI for machines. XLSX is in `workbook`."""

import csv
import hashlib
import io
import json
import uuid
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from app.foundation.spreadsheets import BOM, inert
from app.hr.queries.cells import Cell, Cells
from app.hr.queries.columns import COLUMNS, GIVEN, NAMES

GIVEN_PLACES = tuple(NAMES.index(name) for name in NAMES if name in GIVEN)
ROWS_AT_ONCE = 500
NAMESPACE = uuid.UUID("8f1c7c0e-6f0b-4a52-9d6c-5b1f3a2e7d10")


class Tally:
    """Counts what passes by, so that a file is added up while it is written: nothing is read twice."""

    def __init__(self) -> None:
        self.rows = self.completed = self.minutes = 0
        self._people: set[Cell] = set()
        self._number, self._done, self._spent = (
            NAMES.index(n) for n in ("employee_no", "completed_on", "credited_minutes")
        )

    def count(self, rows: Iterable[Cells]) -> Iterator[Cells]:
        """Pass rows through, counting them."""
        for row in rows:
            self.rows += 1
            self._people.add(row[self._number])
            self.completed += row[self._done] is not None
            self.minutes += row[self._spent] or 0  # type: ignore[operator]
            yield row

    @property
    def totals(self) -> dict[str, int]:
        """Control totals so far."""
        return {"rows": self.rows, "people": len(self._people), "completed": self.completed, "minutes": self.minutes}


def as_csv(rows: Iterable[Cells], language: str) -> Iterator[bytes]:
    """UTF-8 with BOM, CRLF, RFC 4180; headings in a language; formula-like text made inert."""
    buffer = io.StringIO(newline="")
    write = csv.writer(buffer).writerow
    buffer.write(BOM)
    write([column.title(language) for column in COLUMNS])
    for position, row in enumerate(rows, 1):
        write(_inert_row(row))
        if position % ROWS_AT_ONCE == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def _inert_row(row: Cells) -> Cells | list[Cell]:
    for place in GIVEN_PLACES:
        value = row[place]
        if value and not value[0].isalnum():  # type: ignore[index] # these columns are text; nearly all end here
            return [inert(value) for value in row]
    return row


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()


def as_json_lines(rows: Iterable[Cells]) -> Iterator[bytes]:
    """One JSON object a line, keys by column name, days in ISO 8601, nothing altered."""
    for row in rows:
        yield (json.dumps(dict(zip(NAMES, map(_plain, row), strict=True)), ensure_ascii=False) + "\n").encode()


def _plain(value: Cell) -> object:
    return value.isoformat() if isinstance(value, date) else value


def as_xapi(rows: Iterable[Cells], home: str, language: str) -> Iterator[bytes]:
    """One xAPI statement a line for each completion; its id depends on the assignment only, so a repeat is recognised."""
    for row in rows:
        record = dict(zip(NAMES, row, strict=True))
        if record["completed_at"]:
            yield (json.dumps(_statement(record, home, language), ensure_ascii=False) + "\n").encode()


def _statement(record: dict[str, Any], home: str, language: str) -> dict[str, Any]:
    return {
        "id": str(uuid.uuid5(NAMESPACE, f"{home}/{record['assignment_id']}")),
        "actor": {"objectType": "Agent", "account": {"homePage": home, "name": record["employee_no"]}},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/completed", "display": {"en": "completed", "zh": "已完成"}},
        "object": {
            "id": f"{home}/training/paths/{record['path_code']}",
            "definition": {"name": {language: record["path_title"]}},
        },
        "result": {"completion": True, "success": True, "score": {"raw": record["score"], "min": 0, "max": 100}},
        "timestamp": record["completed_at"],
    }


def hashed(chunks: Iterable[bytes], digest: "hashlib._Hash") -> Iterator[bytes]:
    """Pass bytes through, adding them to a digest."""
    for chunk in chunks:
        digest.update(chunk)
        yield chunk
