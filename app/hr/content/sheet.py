"""Where in the bytes of a sheet things stand: the row of the headings, the end of the rows, and the styles below."""

from __future__ import annotations

import re
from xml.parsers import expat

_CELL = re.compile(r"([A-Z]{1,3})(\d+)")
WIDEST = 200


class UnreadableSheet(Exception):
    """The sheet is no XML as workbooks have it."""


def letters(place: int) -> str:
    """What a spreadsheet calls a column, counted from 1."""
    told = ""
    while place:
        place, rest = divmod(place - 1, 26)
        told = chr(65 + rest) + told
    return told


class Places:
    """Read once from front to end. Raises UnreadableSheet.

    `styles` are those of the first row below the headings, else those of the columns, by letter.
    """

    def __init__(self, sheet: bytes, heading_row: int) -> None:
        self.prefix = ""
        self.dimension_start = self.dimension_end = self.head_end = self.data_end = 0
        self.merged_below = False
        self._sheet, self._heading, self._row = sheet, heading_row, 0
        self._by_column: dict[str, str] = {}
        self._by_cell: dict[str, str] = {}
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler, self._parser.EndElementHandler = self._start, self._end
        try:
            self._parser.Parse(sheet, True)
        except (expat.ExpatError, ValueError, KeyError) as error:
            raise UnreadableSheet from error

    @property
    def styles(self) -> dict[str, str]:
        """The style of a cell in each column."""
        return {**self._by_column, **self._by_cell}

    def _start(self, name: str, given: dict[str, str]) -> None:
        told = {
            "dimension": self._dimension,
            "sheetData": self._data,
            "row": self._new_row,
            "c": self._cell,
            "col": self._column,
            "mergeCell": self._merged,
        }.get(name.rpartition(":")[2])
        if told:
            told(name, given)

    def _end(self, name: str) -> None:
        bare = name.rpartition(":")[2]
        if bare == "row" and self._row == self._heading:
            self.head_end = self._closing()
        elif bare == "dimension":
            self.dimension_end = self._closing()
        elif bare == "sheetData":
            self.data_end = self._parser.CurrentByteIndex

    def _closing(self) -> int:
        here = self._parser.CurrentByteIndex
        # After <a/> the place is behind it already; before </a> it is not.
        return self._sheet.index(b">", here) + 1 if self._sheet.startswith(b"</", here) else here

    def _dimension(self, _name: str, _given: dict[str, str]) -> None:
        self.dimension_start = self._parser.CurrentByteIndex

    def _data(self, name: str, _given: dict[str, str]) -> None:
        self.prefix = name.removesuffix("sheetData")

    def _new_row(self, _name: str, given: dict[str, str]) -> None:
        self._row = int(given.get("r", self._row + 1))

    def _cell(self, _name: str, given: dict[str, str]) -> None:
        place = _CELL.match(given.get("r", ""))
        if self._row == self._heading + 1 and "s" in given and place:
            self._by_cell[place[1]] = given["s"]

    def _column(self, _name: str, given: dict[str, str]) -> None:
        if "style" in given:
            for number in range(int(given["min"]), min(int(given["max"]), WIDEST) + 1):
                self._by_column[letters(number)] = given["style"]

    def _merged(self, _name: str, given: dict[str, str]) -> None:
        rows = [int(row) for _, row in _CELL.findall(given.get("ref", ""))]
        self.merged_below |= any(row > self._heading for row in rows)
