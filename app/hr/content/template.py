"""A blank workbook of somebody else: its headings are read, and records are written below them; all else stays as it is.

The sheet is not parsed into objects and written anew, which would lose what we do not know of; rows are put between its bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from app.hr.content.sheet import Places, UnreadableSheet, letters

MOST_COLUMNS = 80
MOST_ROWS = 1_048_576
LOOKED_AT = 20
LARGEST = 64 * 2**20
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class TemplateFault(Exception):
    """The workbook cannot be filled; `reason` is one of the names of `REASONS`."""

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason, self.detail = reason, detail
        super().__init__(reason)


REASONS = ("unreadable", "macros", "no_headings", "merged", "too_wide", "repeated", "too_long")


@dataclass(frozen=True, slots=True)
class Template:
    """A workbook with the place of its headings."""

    data: bytes
    file_name: str
    heading_row: int
    headings: tuple[str, ...]


def read_template(data: bytes, file_name: str, heading_row: int | None = None) -> Template:
    """The template in an uploaded workbook; without a row, the fullest of the first rows holds the headings. Raises TemplateFault."""
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 (2 MiB that few pages need)

    _refuse_unfit(data)
    try:
        rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, IndexError, OSError, ValueError) as error:
        raise TemplateFault("unreadable") from error
    told = [[str(cell).strip() for cell in row] for row in rows[:LOOKED_AT]]
    filled = [sum(map(bool, row)) for row in told]
    number = heading_row or (filled.index(max(filled)) + 1 if filled else 0)
    if not 0 < number <= len(told) or not filled[number - 1]:
        raise TemplateFault("no_headings")
    template = Template(data, file_name, number, _trimmed(told[number - 1]))
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        if _found(book.read(_sheet_name(book)), number).merged_below:
            raise TemplateFault("merged")
    return template


def _trimmed(row: Sequence[str]) -> tuple[str, ...]:
    last = max(place for place, cell in enumerate(row) if cell)
    if last >= MOST_COLUMNS:
        raise TemplateFault("too_wide", str(MOST_COLUMNS))
    named = [cell.casefold() for cell in row if cell]
    twice = next((cell for cell in row if cell and named.count(cell.casefold()) > 1), "")
    if twice:
        raise TemplateFault("repeated", twice)
    return tuple(row[: last + 1])


def _refuse_unfit(data: bytes) -> None:
    """What is no workbook, would unfold to far more than a blank one holds, or brings declarations of its own."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            if sum(part.file_size for part in book.infolist()) > LARGEST:
                raise TemplateFault("unreadable")
            if any(part.filename.endswith("vbaProject.bin") for part in book.infolist()):
                raise TemplateFault("macros")
            names = [_sheet_name(book), "xl/workbook.xml"]
            if any(b"<!DOCTYPE" in book.read(name) for name in names):
                raise TemplateFault("unreadable")
    except (zipfile.BadZipFile, KeyError, ET.ParseError, StopIteration, NotImplementedError) as error:
        raise TemplateFault("unreadable") from error


def _sheet_name(book: zipfile.ZipFile) -> str:
    """The part that holds the first sheet."""
    whole, links = book.read("xl/workbook.xml"), book.read("xl/_rels/workbook.xml.rels")
    if b"<!DOCTYPE" in whole or b"<!DOCTYPE" in links:
        raise TemplateFault("unreadable")
    first = next(one for one in ET.fromstring(whole).iter() if one.tag.endswith("}sheet"))  # noqa: S314 (no declarations)
    wanted = first.get(_RELATION)
    target = next(one.get("Target", "") for one in ET.fromstring(links) if one.get("Id") == wanted)  # noqa: S314 (the same)
    return target.removeprefix("/") if target.startswith("/") else str(PurePosixPath("xl") / target)


def _found(sheet: bytes, heading_row: int) -> Places:
    try:
        found = Places(sheet, heading_row)
    except UnreadableSheet as error:
        raise TemplateFault("unreadable") from error
    if not found.head_end or not found.data_end:
        raise TemplateFault("no_headings")
    return found


def fill(template: Template, rows: Iterable[Sequence[str | int]], target: IO[bytes]) -> None:
    """Write the workbook with rows below its headings, into a file that can be sought; the same rows give the same bytes."""
    with (
        zipfile.ZipFile(io.BytesIO(template.data)) as book,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        name = _sheet_name(book)
        for part in book.infolist():
            if part.filename != name:
                out.writestr(_plain(part.filename), book.read(part), zipfile.ZIP_DEFLATED)
        with out.open(_plain(name), "w", force_zip64=True) as file:
            for piece in _pieces(book.read(name), template, rows):
                file.write(piece)


def _plain(name: str) -> zipfile.ZipInfo:
    told = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    told.compress_type = zipfile.ZIP_DEFLATED
    return told


def _pieces(sheet: bytes, template: Template, rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    found = _found(sheet, template.heading_row)
    yield sheet[: found.dimension_start] + sheet[found.dimension_end : found.head_end]
    width = len(template.headings)
    heads = [(letters(place), found.styles.get(letters(place))) for place in range(1, width + 1)]
    for number, row in enumerate(rows, template.heading_row + 1):
        if number > MOST_ROWS:
            raise TemplateFault("too_long")
        yield _row(found.prefix, number, heads, row).encode()
    yield sheet[found.data_end :]


def _row(prefix: str, number: int, heads: Sequence[tuple[str, str | None]], row: Sequence[Any]) -> str:
    cells = []
    for (letter, style), value in zip(heads, row, strict=True):
        if value == "":
            continue
        kept = f' s="{style}"' if style else ""
        if isinstance(value, int):
            cells.append(f'<{prefix}c r="{letter}{number}"{kept}><{prefix}v>{value}</{prefix}v></{prefix}c>')
        else:
            text = escape(_UNFIT.sub("", value))
            cells.append(
                f'<{prefix}c r="{letter}{number}"{kept} t="inlineStr"><{prefix}is><{prefix}t xml:space="preserve">'
                f"{text}</{prefix}t></{prefix}is></{prefix}c>"
            )
    return f'<{prefix}row r="{number}">{"".join(cells)}</{prefix}row>'
