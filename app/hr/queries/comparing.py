"""A receipt compared with the file it answers: record by record, column by column."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.accounts.models import identity_key
from app.foundation.tables import TableRow, day_in
from app.hr.models import Outcome
from app.hr.queries.cells import Cell, Cells
from app.hr.queries.columns import COLUMNS, NAMES, CellKind, Column

RESULT = ("import_result", "accepted", "result", "导入结果", "接收结果")
MESSAGE = ("message", "error", "导入信息", "错误信息")
REFUSED = frozenset({"rejected", "refused", "error", "failed", "n", "no", "false", "0", "失败", "拒绝", "已拒绝", "否"})
NOT_COMPARED = frozenset({"export_batch", "org_as_of"})
"""They tell of the file, not of the record."""


class NoKey(Exception):
    """The receipt names records neither by assignment nor by employee number and path."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A record of the file, a row of the receipt, or both, and what is different between them."""

    outcome: Outcome
    row: int | None
    key: str
    record: Mapping[str, Cell] | None = None
    differences: dict[str, list[str]] = field(default_factory=dict)
    message: str = ""


class Receipt:
    """The rows of a receipt by the key of their record. Raises NoKey."""

    def __init__(self, rows: Sequence[TableRow]) -> None:
        present = set(rows[0].cells) if rows else set()
        self.columns = {column.name: found for column in COLUMNS if (found := _heading(column, present))}
        self._by_assignment = "assignment_id" in self.columns
        if not self._by_assignment and not {"employee_no", "path_code"} <= set(self.columns):
            raise NoKey
        self._rows: dict[tuple[str, ...], TableRow] = {}
        self._again: list[TableRow] = []
        for row in rows:
            key = self._key({name: row.cells.get(heading, "") for name, heading in self.columns.items()})
            if self._rows.setdefault(key, row) is not row:
                self._again.append(row)

    @property
    def in_english(self) -> bool:
        """Whether its headings are the English titles of ours, so that titles in its cells are English too."""
        english = {column.name: column.en.casefold() for column in COLUMNS}
        return any(english[name] == heading and heading != name for name, heading in self.columns.items())

    def compared(self, records: Iterable[Cells]) -> Iterator[Compared]:
        """Every record of the file, then every row of the receipt that answers none."""
        for record in records:
            named = dict(zip(NAMES, record, strict=True))
            row = self._rows.pop(self._key({name: _text(value) for name, value in named.items()}), None)
            key = str(named["assignment_id"])
            if row is None:
                yield Compared(Outcome.missing, None, key, named)
            else:
                yield self._one(row, key, named)
        for outcome, rest in ((Outcome.unknown, self._rows.values()), (Outcome.repeated, self._again)):
            yield from (Compared(outcome, row.number, self._told(row), message=_said(row, MESSAGE)) for row in rest)

    def _one(self, row: TableRow, key: str, named: Mapping[str, Cell]) -> Compared:
        message = _said(row, MESSAGE)
        if unicodedata.normalize("NFKC", _said(row, RESULT)).casefold() in REFUSED:
            return Compared(Outcome.rejected, row.number, key, named, message=message)
        found = {
            column.name: [sent, received]
            for column in COLUMNS
            if column.name in self.columns and column.name not in NOT_COMPARED
            for sent, received in [(_text(named[column.name]), row.cells.get(self.columns[column.name], ""))]
            if not _same(column, sent, received)
        }
        return Compared(Outcome.different if found else Outcome.matched, row.number, key, named, found, message)

    def _key(self, texts: Mapping[str, str]) -> tuple[str, ...]:
        names = ("assignment_id",) if self._by_assignment else ("employee_no", "path_code")
        return tuple(identity_key(texts.get(name, "")) for name in names)

    def _told(self, row: TableRow) -> str:
        names = ("assignment_id",) if self._by_assignment else ("employee_no", "path_code")
        return " ".join(row.cells.get(self.columns[name], "") for name in names)


def _heading(column: Column, present: set[str]) -> str | None:
    return next((name for name in (column.name, column.zh, column.en.casefold()) if name in present), None)


def _said(row: TableRow, headings: Sequence[str]) -> str:
    return next((row.cells[name] for name in headings if row.cells.get(name)), "")


def _text(value: Cell) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def _same(column: Column, sent: str, received: str) -> bool:
    """Whether two cells mean the same. Numbers of people keep their zeros; a moment may have become its day."""
    if sent == received:
        return True
    if column.kind is CellKind.number:
        return _number(sent) == _number(received) is not None
    if column.kind is CellKind.day:
        return day_in(received) == day_in(sent) is not None
    if column.name.endswith("_at") and len(received) <= len("2026年06月16日"):
        return day_in(received) == day_in(sent) is not None
    return unicodedata.normalize("NFKC", sent).strip() == unicodedata.normalize("NFKC", received)


def _number(text: str) -> float | None:
    try:
        return float(unicodedata.normalize("NFKC", text))
    except ValueError:
        return None
