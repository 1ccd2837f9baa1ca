"""Screen, CSV and Excel are the same records, cell by cell."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from lxml.html import HtmlElement

from app.hr.queries.columns import COLUMNS, NAMES
from tests.hr.files import plain, read_csv, read_sheets
from tests.kinds import Take, Visit
from tests.page import Page

ALL = "columns=all&as_of=2026-06-30"
STATUS_WORDS = {
    "Completed": "completed",
    "Overdue": "overdue",
    "Exempted": "waived",
    "Paused": "paused",
    "Under way": "in_progress",
    "Cancelled": "withdrawn",
    "Not started": "not_started",
    "Certificate expired": "expired",
}


def screen_rows(visit: Callable[..., Page], officer: int, query: str) -> list[list[str]]:
    """Every record of every page of the screen."""
    rows, number = [], 1
    while True:
        page = visit(f"/hr/?{query}&page={number}", as_=officer)
        rows += [[_words(cell) for cell in row] for row in page.root.cssselect("#records tbody tr")]
        if not page.has("a[rel=next]"):
            return rows
        number += 1


def _words(cell: HtmlElement) -> str:
    text = " ".join(cell.text_content().split())
    return STATUS_WORDS.get(text, text)


@pytest.mark.parametrize("filters", [{}, {"department": "D10"}, {"status": "overdue"}, {"path": "EU"}, {"q": "李"}])
def test_screen_csv_and_excel_agree_cell_by_cell(
    visit: Visit, officer: int, taken: Take, filters: dict[str, str]
) -> None:
    """T23: one query feeds the screen and every file."""
    query = ALL + "".join(f"&{name}={value}" for name, value in filters.items())
    screen = screen_rows(visit, officer, query)
    flat = read_csv(taken(file_format="csv", as_of="2026-06-30", **filters))
    sheet = read_sheets(taken(file_format="xlsx", as_of="2026-06-30", **filters))["Records"]
    assert screen, f"{filters} finds something"
    assert flat[0] == sheet[0] == [column.en for column in COLUMNS]
    assert [[cell.removeprefix("'") for cell in row] for row in flat[1:]] == screen
    assert [[plain(cell) for cell in row] for row in sheet[1:]] == screen


def test_the_totals_on_screen_are_those_in_the_file(visit: Visit, officer: int, taken: Take) -> None:
    """T23: sums, too."""
    page = visit("/hr/?as_of=2026-06-30", as_=officer)
    shown = [int(re.sub(r"\D", "", value)) for value in page.list(".tile-value")]
    control: dict[str, int] = dict(read_sheets(taken(file_format="xlsx", as_of="2026-06-30"))["Control totals"])
    assert [control[name] for name in ("rows", "people", "completed", "minutes")] == shown
    rows = read_csv(taken(file_format="csv", as_of="2026-06-30"))[1:]
    numbers, completed, minutes = (NAMES.index(name) for name in ("employee_no", "completed_on", "credited_minutes"))
    added = [
        len(rows),
        len({row[numbers] for row in rows}),
        sum(bool(row[completed]) for row in rows),
        sum(int(row[minutes] or 0) for row in rows),
    ]
    assert added == shown


def test_a_workbook_keeps_types_and_names_as_they_are(taken: Take) -> None:
    """T26: leading zeros stay, a name stays a name."""
    sheet = read_sheets(taken(file_format="xlsx", as_of="2026-06-30"))["Records"]
    column = {name: [row[place] for row in sheet[1:]] for place, name in enumerate(NAMES)}
    assert "000103" in column["employee_no"], "leading zeros are text"
    assert "-李" in column["name"], "a name that looks like a formula is that name"
    assert all(isinstance(day, date) for day in column["due_on"] if day != "")
    assert {type(score) for score in column["score"] if score != ""} == {float}


def test_a_csv_is_made_for_spreadsheets(taken: Take) -> None:
    """T25: a BOM for spreadsheets, CRLF, formula-like names inert."""
    content = taken(file_format="csv", as_of="2026-06-30")
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\n") == content.count(b"\r\n")
    names = [row[NAMES.index("name")] for row in read_csv(content)[1:]]
    assert "'-李" in names, "what looks like a formula does nothing"
    assert "-李" not in names


def test_the_dictionary_explains_every_column_in_order(taken: Take) -> None:
    sheet = read_sheets(taken(file_format="xlsx", as_of="2026-06-30"))["Columns"]
    assert [row[0] for row in sheet[1:]] == list(NAMES)
    assert all(str(row[4]).strip() for row in sheet[1:])
