"""Files by a profile: text row by row, or somebody's own workbook filled."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence

from app.hr.content.profile import Profile, TextLayout
from app.hr.content.template import Template, fill
from app.hr.queries.cells import Cells

ROWS_AT_ONCE = 500
READ_AT_ONCE = 256 * 1024
Row = list[str | int]


def written(profile: Profile, names: Sequence[str]) -> Callable[[Cells], Row]:
    """How a profile writes a record whose columns are `names`."""
    writers = [column.writer(names) for column in profile.columns]
    return lambda cells: [write(cells) for write in writers]


def as_profile(rows: Iterable[Cells], profile: Profile, names: Sequence[str]) -> Iterator[bytes]:
    """The file of a profile, made while it is sent; a workbook is made on disk first."""
    told = map(written(profile, names), rows)
    if isinstance(profile.layout, Template):
        return _as_workbook(told, profile.layout)
    return _as_text(told, profile, profile.layout)


def _as_workbook(rows: Iterator[Row], template: Template) -> Iterator[bytes]:
    with tempfile.TemporaryFile() as file:
        fill(template, rows, file)
        file.seek(0)
        while chunk := file.read(READ_AT_ONCE):
            yield chunk


def _as_text(rows: Iterator[Row], profile: Profile, layout: TextLayout) -> Iterator[bytes]:
    line, pieces, mark = _line(layout), [], "\ufeff" if layout.bom else ""
    if layout.header:  # at once: the first records may take a moment
        yield (mark + line([column.name for column in profile.columns])).encode(layout.encoding)
        mark = ""
    for position, row in enumerate(rows, 1):
        pieces.append(line(row))
        if position % ROWS_AT_ONCE == 0:
            yield (mark + "".join(pieces)).encode(layout.encoding)
            mark, pieces = "", []
    yield (mark + "".join(pieces)).encode(layout.encoding)


def _line(layout: TextLayout) -> Callable[[Sequence[str | int]], str]:
    if layout.quotes == "never":
        breaks = re.compile(
            "|".join(map(re.escape, (layout.row_end.strip() or layout.row_end, layout.separator, "\r", "\n")))
        )
        return lambda row: layout.separator.join(breaks.sub(" ", str(cell)) for cell in row) + layout.row_end
    buffer = io.StringIO(newline="")
    write = csv.writer(
        buffer,
        delimiter=layout.separator,
        lineterminator=layout.row_end,
        quoting=csv.QUOTE_ALL if layout.quotes == "always" else csv.QUOTE_MINIMAL,
    ).writerow

    def line(row: Sequence[str | int]) -> str:
        write(row)
        text = buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
        return text

    return line
