"""Taking files from the page and reading them as their receivers do."""

import csv
import io
from datetime import date
from typing import Any

from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from tests.page import Page


def take(client: FlaskClient, *, file_format: str, **filters: str) -> bytes:
    """Send the form of the records page with the button of a file format."""
    address = "/hr/?" + "&".join(f"{name}={value}" for name, value in filters.items())
    page = Page(client.get(address), address)
    answer = client.post("/hr/exports", data={**page.fields("/hr/exports"), "format": file_format})
    assert answer.status_code == 200, answer.get_data(as_text=True)[:500]
    content: bytes = answer.data
    return content


def read_csv(content: bytes) -> list[list[str]]:
    """Rows of a CSV file with its headings."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def read_sheets(content: bytes) -> dict[str, list[list[Any]]]:
    """Rows of every sheet of a workbook, as a spreadsheet reads them."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def plain(cell: object) -> str:
    """A cell as text, as the screen and a CSV show it."""
    if isinstance(cell, date):
        return cell.isoformat()
    return f"{cell:g}" if isinstance(cell, float) else str(cell)
