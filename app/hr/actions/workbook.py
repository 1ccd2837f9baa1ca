"""The Excel file: records as typed text, numbers and dates; control totals; the dictionary of columns."""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from app.hr.actions.settling import settle
from app.hr.actions.writers import CANONICAL, Tally
from app.hr.queries.cells import Cell, Cells
from app.hr.queries.columns import CellKind, Column
from app.hr.queries.dictionary import HEADINGS, dictionary
from app.hr.queries.records import Filter

READ_AT_ONCE = 256 * 1024
FORMATS = {CellKind.text: "@", CellKind.day: "yyyy-mm-dd", CellKind.number: "0"}
WIDTHS = {CellKind.text: 18.0, CellKind.day: 12.0, CellKind.number: 11.0}


def as_xlsx(
    rows: Iterator[Cells], columns: Sequence[Column], chosen: Filter, language: str, tally: Tally
) -> Iterator[bytes]:
    """The file, made row by row on disk with little memory, then sent; totals are those of the rows that were written."""
    titles = [column.title(language) for column in columns]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "completions.xlsx"
        _write(path, columns, _records(rows, titles), _control(chosen, tally, language), language)
        settle(path, chosen.as_of)
        with path.open("rb") as file:
            while chunk := file.read(READ_AT_ONCE):
                yield chunk


def _write(
    path: Path, columns: Sequence[Column], records: Iterator[Any], control: Iterator[Any], language: str
) -> None:
    from rustpy_xlsxwriter import Format, write_worksheets  # noqa: PLC0415 (3 MiB that few pages need)

    titled = [(column.title(language), column) for column in columns]
    names = ("Records", "Control totals", "Columns") if language == "en" else ("完成记录", "控制合计", "字段说明")
    records_name, control_name, columns_name = names
    write_worksheets(
        list(zip(names, (records, control, _dictionary(columns)), strict=True)),
        str(path),
        bold_headers=True,
        freeze_panes={"general": {"row": 1, "col": 0}, records_name: {"row": 1, "col": 2}},
        column_formats={records_name: {t: Format().set_num_format(FORMATS[column.kind]) for t, column in titled}},
        column_widths={
            records_name: {title: WIDTHS[column.kind] for title, column in titled},
            control_name: [28.0, 70.0],
            columns_name: [22.0, 18.0, 22.0, 10.0, 60.0, 60.0, 28.0, 14.0],
        },
        ignore_errors={records_name: [title for title, column in titled if column.kind is CellKind.text]},
        autofilter={records_name: True},
    )


def _records(rows: Iterator[Cells], titles: list[str]) -> Iterator[dict[str, Cell]]:
    row: Cells | None = None
    for row in rows:
        yield dict(zip(titles, row, strict=True))
    if row is None:  # without any row the writer would leave out the titles too
        yield dict.fromkeys(titles)


def _control(chosen: Filter, tally: Tally, language: str) -> Iterator[dict[str, object]]:
    """Read after the records have been written, so that it adds up what really went into the file."""
    what, value = ("Control total", "Value") if language == "en" else ("控制合计", "值")
    yield {what: "as_of", value: chosen.as_of.isoformat()}
    yield {what: "filter", value: ", ".join(f"{k}={v}" for k, v in chosen.plain.items() if k != "as_of") or "-"}
    yield {what: "batch", value: chosen.batch}
    for name, total in tally.totals.items():
        yield {what: name, value: total}
    yield {what: "records_sha256", value: tally.records_sha256}
    yield {what: "records_sha256_is", value: CANONICAL}
    for code, versions in tally.content.items():
        yield {what: f"content {code}", value: ", ".join(versions)}


def _dictionary(columns: Sequence[Column]) -> Iterator[dict[str, object]]:
    return (dict(zip(HEADINGS, entry.cells, strict=True)) for entry in dictionary()[: len(columns)])
