"""Tables that people bring: CSV in any common dress, or the first sheet of a workbook, as rows of texts."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from app.foundation.spreadsheets import runs

ENCODINGS = ("utf-8-sig", "gb18030")
SEPARATORS = ",;\t"
MOST_ROWS = 200_000
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


class UnreadableTable(Exception):
    """The file is neither CSV nor a workbook, or has no heading."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A line of a file: its number as spreadsheets show it, and its cells by heading as texts without blanks at the ends."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong with a cell: row and column as spreadsheets show them."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        return f"row {self.row}, {self.column}: {self.message}"


def day_in(text: str) -> date | None:
    """A day as people write it: 2026-06-16, 2026/6/16, 2026年6月16日; None for anything else."""
    found = _DAY.match(unicodedata.normalize("NFKC", text))
    try:
        return date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        return None


def read_table(data: bytes) -> list[TableRow]:
    """The rows below the heading; empty ones are left out. Raises UnreadableTable."""
    lines = _sheet(data) if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0") else _lines(data)
    filled = [(number, row) for number, row in lines if any(row)]
    if not filled:
        raise UnreadableTable
    _first, heading = filled[0]
    names = [name.casefold() for name in heading]
    return [TableRow(number, dict(zip(names, row, strict=False))) for number, row in filled[1 : MOST_ROWS + 1]]


def _lines(data: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _text(data)
    head = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(SEPARATORS, key=head.count)
    for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), 1):
        yield number, [_plain(cell) for cell in row]


def _text(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableTable


def _sheet(data: bytes) -> Iterator[tuple[int, list[str]]]:
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 (2 MiB that few pages need)

    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    except (CalamineError, IndexError, OSError) as error:
        raise UnreadableTable from error
    for number, row in enumerate(sheet.to_python(skip_empty_area=False), 1):
        yield number, [_said(cell).strip() for cell in row]


def _said(cell: object) -> str:
    """A cell as it was meant: days as ISO dates, whole numbers without a point."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _plain(cell: str) -> str:
    """Text without blanks at its ends, and without the apostrophe that keeps spreadsheets from running it."""
    told = cell.strip()
    return told[1:] if told.startswith("'") and runs(told) else told
