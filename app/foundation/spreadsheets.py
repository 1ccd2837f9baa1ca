"""CSV that spreadsheets open as it was meant: UTF-8 with BOM, CRLF, and text that nothing takes for a formula."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
BOM = "\ufeff"
ROWS_AT_ONCE = 500
# A cell that a spreadsheet would run begins with one of these (OWASP); blanks before them do not help.
DANGEROUS = tuple("=+-@\t\r\n\0＝＋－＠")


def inert(value: T) -> T | str:
    """Text that no spreadsheet takes for a formula: an apostrophe before what looks like one.

    What begins with apostrophes and then looks like one gets one more, so that a reader who takes one away has the text.
    """
    return "'" + value if isinstance(value, str) and runs(value) else value


def runs(text: str) -> bool:
    """Whether a spreadsheet might run a text, or would if apostrophes and blanks before it were gone."""
    return text.lstrip("' \u00a0\ufeff").startswith(DANGEROUS)


def csv_file(rows: Iterable[Sequence[str | int | date | None]]) -> Iterator[bytes]:
    """Rows, the headings among them, as the bytes of a file; formula-like text made inert."""
    buffer = io.StringIO(newline="")
    write = csv.writer(buffer).writerow
    buffer.write(BOM)
    for position, row in enumerate(rows, 1):
        write([inert(value) for value in row])
        if position % ROWS_AT_ONCE == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def text_workbook(sheet: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A workbook of one sheet in which every cell is text: leading zeros stay, nothing becomes a day or a formula."""
    from rustpy_xlsxwriter import Format, write_worksheets  # noqa: PLC0415 (3 MiB that few pages need)

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.xlsx"
        records = [dict(zip(headings, row, strict=True)) for row in rows] or [dict.fromkeys(headings, "")]
        write_worksheets(
            [(sheet, iter(records))],
            str(path),
            bold_headers=True,
            freeze_panes={"general": {"row": 1, "col": 0}},
            column_formats={sheet: dict.fromkeys(headings, Format().set_num_format("@"))},
            column_widths={sheet: dict.fromkeys(headings, 18.0)},
            ignore_errors={sheet: list(headings)},
        )
        return path.read_bytes()


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()
