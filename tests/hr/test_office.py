"""A spreadsheet program opens the workbook of records, and gives back every cell as it was written."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Person
from app.foundation.db import db, transaction
from app.hr.actions.workbook import as_xlsx
from app.hr.actions.writers import Tally
from app.hr.queries.cells import Cell, Cells
from app.hr.queries.columns import COLUMNS, NAMES, CellKind
from app.hr.queries.records import Filter
from app.training.models import Assignment
from tests.kinds import Take

pytestmark = [pytest.mark.office, pytest.mark.sqlite]

AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false,false,false,-1"
"""Comma, double quote, UTF-8, from the first row on; every text in quotes and nothing else; as shown; each sheet a file."""
SLOWEST = 300
ROWS = 100_000
ODD = (
    "000103",
    "00012345678901234567",
    "6222021234567890",
    "110105199001011234",
    "1E5",
    "1e-7",
    "0x1F",
    "1,234.5",
    "１２３",
    "50%",
    "¥12",
    "3/4",
    "2026-06-30",
    "1-2",
    "12:30",
    "2026年6月30日",
    "MARCH1",
    "TRUE",
    "FALSE",
    "NULL",
    "#N/A",
    "#REF!",
    "=1+1",
    '=HYPERLINK("http://evil.example","点这里")',
    "=cmd|' /C calc'!A0",
    "+86 138 0013 8000",
    "-李",
    "-1",
    "@SUM(A1:A9)",
    "＝1+1",
    "'=1+1",
    "'引号",
    "''",
    "\t=1+1",
    "a\tb",
    "第一行\n第二行",
    "\n",
    "a\rb",
    '他说"好"',
    '"',
    '""',
    "a,b;c|d",
    "<b>&amp;</b>",
    "]]>",
    "&#65;",
    "_x0041_",
    "_x000D_",
    "\x01\x02\x0b\x0c\x1f",
    "\x7f\x85\u2028",
    " 前后空格 ",
    "  ",
    "\u3000全角空格\u3000",
    "\u00a0",
    "张\u200b三",
    "\ufeffBOM",
    "ab\u0301",
    "שלום عليكم",
    "\u202eabc\u202c",
    "𠮷野家𪚥",
    "㐀䶮龦",
    "👩‍👩‍👧‍👦🏳️‍🌈",
    "🇨🇳",
    "\ufffd",
    "http://uptake.example/?a=1&b=2",
    "mailto:a@b.example",
    "C:\\temp\\新",
    "${7*7}{{7*7}}",
    "",
)
LONG = ("长" * 32_767, "=" + "x" * 8_191, "y" * 255 + "\n" + "z" * 256)


def odd_rows(count: int) -> Iterator[Cells]:
    """Records that no company has; each text comes in every column of text, as it is and with a number behind it."""
    for row in range(count):
        yield tuple(_odd(row, place) for place in range(len(COLUMNS)))


def _odd(row: int, place: int) -> Cell:
    kind, chance = COLUMNS[place].kind, row * 31 + place * 7
    if kind is CellKind.text:
        if row in (1, ROWS // 2) and place < len(LONG):
            return LONG[place]
        text = ODD[chance % len(ODD)]
        return text if row % 2 else f"{text}{row % 100}"
    if chance % 9 == 0:
        return None
    if kind is CellKind.day:
        return date(1901, 1, 1) + timedelta(days=chance % 70_000)
    return (0, 1, -1, 100, 999_999_999_999, row)[chance % 6]


def line_of(row: Sequence[Cell]) -> bytes:
    """A row as the spreadsheet writes it where every cell is what it was: texts in quotes, days and numbers without."""
    return (",".join(map(_said, row)) + "\n").encode()


def _said(value: Cell) -> str:
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"' if value else ""
    return "" if value is None else str(value)


def opened(folder: Path, *books: Path) -> dict[str, Path]:
    """Each sheet of workbooks as LibreOffice gives it back, by name of file and sheet."""
    profile = (folder / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", AS_CSV]
    asked = [*command, "--outdir", str(folder / "out"), *map(str, books)]
    utf8 = {**os.environ, "LC_ALL": "C.UTF-8"}  # names of sheets become names of files
    done = subprocess.run(asked, env=utf8, capture_output=True, text=True, timeout=SLOWEST, check=False)
    found = {path.stem: path for path in (folder / "out").glob("*.csv")}
    assert found, done.stdout + done.stderr
    return found


def formulas(book: Path) -> list[str]:
    """Sheets that hold a formula; LibreOffice would believe the result that stands beside one."""
    with ZipFile(book) as parts:
        return [name for name in parts.namelist() if "worksheets" in name and _has_formula(parts, name)]


def _has_formula(parts: ZipFile, name: str) -> bool:
    with parts.open(name) as sheet:
        last = b""
        while piece := sheet.read(1 << 20):
            if b"<f" in last + piece:
                return True
            last = piece[-1:]
    return False


def differing(path: Path, rows: Iterator[Sequence[Cell]]) -> Iterator[tuple[int, bytes, bytes]]:
    """Rows, by number, that a file says otherwise: what was to be there and what is."""
    with path.open("rb") as file:
        for number, row in enumerate(rows):
            wanted = line_of(row)
            if (found := file.read(len(wanted))) != wanted:
                yield number, wanted, found
                return
        assert file.read() == b"", "nothing more than was written"


def test_a_hundred_thousand_odd_records_come_back_from_libreoffice(app: Flask, tmp_path: Path) -> None:
    """T26, T27: no zero is lost, nothing is a date or a number that was a text, and no formula is made."""
    book, tally = tmp_path / "odd.xlsx", Tally()
    with app.app_context(), book.open("wb") as file:
        chosen = Filter(as_of=date(2026, 6, 30))
        file.writelines(as_xlsx(tally.count(odd_rows(ROWS)), COLUMNS, chosen, "zh", tally))
    assert formulas(book) == []
    sheets = opened(tmp_path, book)
    titles = tuple(column.zh for column in COLUMNS)
    assert list(differing(sheets["odd-完成记录"], iter([titles, *odd_rows(ROWS)]))) == []
    totals = sheets["odd-控制合计"].read_text("utf-8")
    assert f'"records_sha256","{tally.records_sha256}"' in totals
    assert f'"rows",{ROWS}' in totals


def test_the_file_of_the_page_comes_back_from_libreoffice(
    app: Flask, officer: int, taken: Take, tmp_path: Path
) -> None:
    """As the browser saves it: people named like formulas, in a company that is there."""
    with app.app_context(), transaction():
        for number, person in enumerate(db.session.scalars(sa.select(Person).where(Person.id != officer))):
            name = ODD[number * 3 % len(ODD)].strip() or "x"
            person.identify(employee_no=person.employee_no, name=name, email=person.email)
            person.job_title = ODD[number * 5 % len(ODD)].strip()
            person.job_title = person.job_title.replace("\n", "\r\n")  # as a browser sends lines
        waived = sa.update(Assignment).where(Assignment.waived_at.is_not(None))
        db.session.execute(waived.values(waived_reason="=1+1\r\n第二行"))
    book = tmp_path / "page.xlsx"
    book.write_bytes(taken(file_format="xlsx"))
    lines = taken(file_format="jsonl").decode().splitlines()
    rows = [[_typed(place, json.loads(line)) for place in range(len(NAMES))] for line in lines]
    assert any("=1+1\n第二行" in row for row in rows)
    assert formulas(book) == []
    sheet = opened(tmp_path, book)["page-Records"]
    assert list(differing(sheet, iter([tuple(column.en for column in COLUMNS), *rows]))) == []


def _typed(place: int, record: dict[str, str | int | None]) -> Cell:
    value = record[NAMES[place]]
    return date.fromisoformat(str(value)) if value and COLUMNS[place].kind is CellKind.day else value
