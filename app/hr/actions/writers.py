"""Writes cells as files: CSV and JSON Lines. XLSX is in `workbook`, xAPI in `statements`."""

import csv
import hashlib
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from app.foundation.spreadsheets import BOM, inert
from app.hr.queries.cells import Cell, Cells
from app.hr.queries.columns import GIVEN, NAMES
from app.hr.queries.delta import VOID

GIVEN_PLACES = tuple(NAMES.index(name) for name in NAMES if name in GIVEN)
ROWS_AT_ONCE = 500
CANONICAL = (
    "SHA-256 of the records as CSV: UTF-8 without BOM, RFC 4180, every line ended by CR LF, the first line the names "
    "of the columns for machines, texts unaltered, days as YYYY-MM-DD, empty cells empty"
)
"""How a receiver computes the digest of the records again, out of any kind of file that holds them."""


class Tally:
    """Adds up what passes by, so that a file is counted while it is written: nothing is read twice.

    `voids` is set where a file takes back what earlier ones told.
    """

    def __init__(self, names: Sequence[str] = NAMES) -> None:
        self._names, self._changes = names, len(names) > len(NAMES)
        self.rows = self.completed = self.minutes = self.voids = 0
        self.versions: dict[str, set[str]] = defaultdict(set)
        self._people: set[Cell] = set()
        self._number, self._done, self._spent, self._path, self._version = (
            NAMES.index(n) for n in ("employee_no", "completed_on", "credited_minutes", "path_code", "path_version")
        )
        self._digest = hashlib.sha256()

    def count(self, rows: Iterable[Cells]) -> Iterator[Cells]:
        """Pass rows through, counting them and adding them to the digest of the records."""
        buffer = io.StringIO(newline="")
        write = csv.writer(buffer).writerow
        write(self._names)
        for position, row in enumerate(rows, 1):
            self._add(row)
            write(row)
            if position % ROWS_AT_ONCE == 0:
                self._digest.update(_taken(buffer))
            yield row
        self._digest.update(_taken(buffer))

    def _add(self, row: Cells) -> None:
        if self._changes and row[-2] == VOID:
            self.voids += 1
            return
        self.rows += 1
        self._people.add(row[self._number])
        self.completed += row[self._done] is not None
        self.minutes += row[self._spent] or 0  # type: ignore[operator]
        self.versions[str(row[self._path])].add(str(row[self._version]))

    @property
    def totals(self) -> dict[str, int]:
        """Control totals so far."""
        added = {"rows": self.rows, "people": len(self._people), "completed": self.completed, "minutes": self.minutes}
        return {**added, "voids": self.voids} if self.voids else added

    @property
    def records_sha256(self) -> str:
        """Digest of the records by the rule in `CANONICAL`, the same whatever the file is written as."""
        return self._digest.hexdigest()

    @property
    def content(self) -> dict[str, list[str]]:
        """Versions of each path that the records tell of."""
        return {code: sorted(found) for code, found in sorted(self.versions.items())}


def as_csv(
    rows: Iterable[Cells], titles: Sequence[str], *, encoding: str = "utf-8", mark: str = BOM
) -> Iterator[bytes]:
    """CRLF, RFC 4180, after a mark of the encoding; headings first; formula-like text made inert."""
    buffer = io.StringIO(newline="")
    write = csv.writer(buffer).writerow
    buffer.write(mark)
    write(titles)
    yield _taken(buffer, encoding)  # at once: the first records may take a moment
    for position, row in enumerate(rows, 1):
        write(_inert_row(row))
        if position % ROWS_AT_ONCE == 0:
            yield _taken(buffer, encoding)
    yield _taken(buffer, encoding)


def _inert_row(row: Cells) -> Cells | list[Cell]:
    for place in GIVEN_PLACES:
        value = row[place]
        if value and not value[0].isalnum():  # type: ignore[index] # these columns are text; nearly all end here
            return [inert(value) for value in row]
    return row


def _taken(buffer: io.StringIO, encoding: str = "utf-8") -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode(encoding)


def as_json_lines(rows: Iterable[Cells], names: Sequence[str]) -> Iterator[bytes]:
    """One JSON object a line, keys by column name, days in ISO 8601, nothing altered."""
    for row in rows:
        yield (json.dumps(dict(zip(names, map(_plain, row), strict=True)), ensure_ascii=False) + "\n").encode()


def _plain(value: Cell) -> object:
    return value.isoformat() if isinstance(value, date) else value


def hashed(chunks: Iterable[bytes], digest: "hashlib._Hash") -> Iterator[bytes]:
    """Pass bytes through, adding them to a digest."""
    for chunk in chunks:
        digest.update(chunk)
        yield chunk
