"""CSV that spreadsheets open as it was meant: UTF-8 with BOM, CRLF, and text that nothing takes for a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TypeVar

T = TypeVar("T")
BOM = "\ufeff"
ROWS_AT_ONCE = 500
# A cell that a spreadsheet would run begins with one of these (OWASP); blanks before them do not help.
DANGEROUS = tuple("=+-@\t\r\n\0＝＋－＠")


def inert(value: T) -> T | str:
    """Text that no spreadsheet takes for a formula: an apostrophe before what looks like one."""
    if isinstance(value, str) and value.lstrip(" \u00a0\ufeff").startswith(DANGEROUS):
        return "'" + value
    return value


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


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()
