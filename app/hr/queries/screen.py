"""One page of records as the screen shows it, with the totals of all of them."""

from dataclasses import dataclass

from app.foundation.paging import Page
from app.hr.queries.cells import Cells
from app.hr.queries.columns import COLUMNS, SHORT, Column
from app.hr.queries.records import Filter, Totals, page_cells, totals

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Screen:
    """Columns shown, one page of cells in their order, totals of the whole selection."""

    columns: tuple[Column, ...]
    page: Page[Cells]
    totals: Totals


def records_screen(chosen: Filter, *, number: int, every_column: bool, language: str) -> Screen:
    """A page of the very cells that a file would hold; a number beyond the end gives the last page."""
    added = totals(chosen)
    number = min(max(1, number), max(1, -(-added.rows // PAGE_SIZE)))
    columns = COLUMNS if every_column else SHORT
    places = [COLUMNS.index(column) for column in columns]
    found = page_cells(chosen, number=number, size=PAGE_SIZE, language=language)
    rows = [tuple(row[place] for place in places) for row in found]
    return Screen(columns, Page(rows=rows, number=number, size=PAGE_SIZE, total=added.rows), added)
