"""He takes the completion records as files; what is in them is what stands on the screen, cell by cell."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import python_calamine
from playwright.sync_api import expect

from app.hr.queries.records import STATUSES
from tests.journeys.conftest import Arrive, with_and_without_script
from tests.journeys.visitor import Visitor

Rows = list[list[str]]


@with_and_without_script
def test_files_and_screen_agree(arrive: Arrive, tmp_path: Path, *, script: bool) -> None:
    he = arrive(script=script).enter("he", "zh" if script else "en")
    he.click('.sidebar a[href="/hr/"]')
    status = he.page.locator('.records-filter [name="status"]')
    status.select_option("completed")
    he.click(".records-filter button")
    he.page.wait_for_url("**status=completed**")
    totals = [he.number(tile) for tile in he.page.locator("#records .tile-value").all()]
    clicked = he.clicks
    book = download(he, "xlsx", tmp_path)
    assert he.clicks - clicked == 1
    text = download(he, "csv", tmp_path)
    on_screen = first_page(he)

    assert text.read_bytes().startswith(b"\xef\xbb\xbf")
    from_csv = list(csv.reader(io.StringIO(text.read_text("utf-8-sig"), newline="")))
    from_book = [[shown(cell) for cell in row] for row in sheet(book)]
    assert len(from_csv) - 1 == len(from_book) - 1 == totals[0]
    assert [row[0] for row in from_csv] == [row[0] for row in from_book]
    numbers = {row[from_csv[0].index(number_head(from_csv[0]))] for row in from_csv[1:]}
    assert len(numbers) == totals[1]
    assert all(number.startswith("0") for number in numbers), "leading zeros are kept"
    assert_same_cells(on_screen, from_csv[1:])
    assert {str(total) for total in totals} <= other_cells(book)

    he.open("/hr/exports")
    expect(he.page.locator("#export-log tbody tr").first).to_contain_text("CSV")


def download(visitor: Visitor, kind: str, folder: Path) -> Path:
    """Press the button of a kind of file and keep what comes."""
    with visitor.page.expect_download() as coming:
        visitor.click(f'form[action="/hr/exports"] button[value="{kind}"]')
    path = folder / f"records.{kind}"
    coming.value.save_as(path)
    return path


def sheet(book: Path) -> list[list[object]]:
    """The rows of the first sheet."""
    return [list(row) for row in python_calamine.CalamineWorkbook.from_path(book).get_sheet_by_index(0).to_python()]


def other_cells(book: Path) -> set[str]:
    """What stands on the sheets behind the first: the dictionary and the control totals."""
    opened = python_calamine.CalamineWorkbook.from_path(book)
    sheets = [opened.get_sheet_by_name(name).to_python() for name in opened.sheet_names[1:]]
    return {shown(cell) for rows in sheets for row in rows for cell in row}


def shown(cell: object) -> str:
    """A cell as people read it."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def number_head(heads: list[str]) -> str:
    """The heading of the column of employee numbers."""
    return next(head for head in heads if head in ("employee_no", "工号", "Employee no.", "Employee number"))


def first_page(visitor: Visitor) -> Rows:
    """Every column of the first page of the table."""
    visitor.click('#records a[href*="columns=all"]')
    visitor.page.wait_for_url("**columns=all**")
    rows: Rows = visitor.page.locator("#records tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.innerText.trim()))"
    )
    assert rows
    return rows


def assert_same_cells(on_screen: Rows, in_file: Rows) -> None:
    """Cell by cell. Of the status the file holds the code, the screen its word: one for one."""
    words: dict[str, set[str]] = {}
    different = []
    for screen_row, file_row in zip(on_screen, in_file, strict=False):
        for here, there in zip(screen_row, file_row, strict=True):
            if there in STATUSES:
                words.setdefault(there, set()).add(here)
            elif here != there:
                different.append((here, there))
    assert different == []
    assert words
    assert all(len(said) == 1 for said in words.values()), words
