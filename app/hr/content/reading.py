"""A profile's file, `content/profiles/<name>.yaml`: typed and strict, every fault with its line and column."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Mapping
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field

from app.foundation.content.faults import Notebook
from app.foundation.content.typed import Said, Title, place_of, read_as
from app.hr.content.masks import MaskFault, day_mask, moment_mask, number_mask
from app.hr.content.profile import MOMENTS, Profile, ProfileColumn, TextLayout


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _FilePart(_Part):
    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9_{}][A-Za-z0-9_.{}-]*$", max_length=120)]
    separator: Annotated[str, Field(min_length=1, max_length=1)] = ","
    row_end: Annotated[str, Field(min_length=1, max_length=20)] = "\r\n"
    encoding: Literal["utf-8", "utf-16-le", "gb18030"] = "utf-8"
    bom: bool = False
    header: bool = True
    quotes: Literal["needed", "always", "never"] = "needed"


class _RowsPart(_Part):
    status: list[Said] = []
    path: list[Said] = []


class _ColumnPart(_Part):
    name: Said
    source: Annotated[Said | None, Field(alias="from")] = None
    text: str | None = None
    date: Said | None = None
    zone: Said | None = None
    number: Said | None = None
    values: dict[str, str] = {}


class _ProfilePart(_Part):
    title: Title
    verified: str = ""
    file: _FilePart
    rows: _RowsPart = _RowsPart()
    columns: Annotated[list[_ColumnPart], Field(min_length=1)]


def read_profile(
    name: str, text: str, *, kinds: Mapping[str, str], statuses: tuple[str, ...], notebook: Notebook
) -> Profile | None:
    """The profile of a file; None after faults. `kinds` are our columns with their kind: text, number or date."""
    part = read_as(_ProfilePart, text, 0, notebook)
    if part is None:
        return None
    before = len(notebook.faults)
    _check_file(part.file, text, notebook)
    for place, status in enumerate(part.rows.status):
        if status not in statuses:
            _fault(
                notebook, text, ("rows", "status", place), f"“{status}” is no status; known are {', '.join(statuses)}."
            )
    for place, column in enumerate(part.columns):
        _check_column(column, place, text, kinds, notebook)
    _check_names(part.columns, text, notebook)
    return _profile(name, part, text) if len(notebook.faults) == before else None


def _fault(notebook: Notebook, text: str, loc: tuple[int | str, ...], message: str) -> None:
    line, column = place_of(text, loc)
    notebook.fault(line, message, column)


def _check_file(file: _FilePart, text: str, notebook: Notebook) -> None:
    if file.bom and file.encoding == "gb18030":
        _fault(notebook, text, ("file", "bom"), "GB18030 has no BOM; remove “bom” or choose utf-8.")
    if file.separator in file.row_end:
        _fault(notebook, text, ("file", "row_end"), "“row_end” contains the separator; choose another.")
    if file.name.replace("{day}", "").count("{") or file.name.replace("{day}", "").count("}"):
        _fault(notebook, text, ("file", "name"), "Only {day} may stand in braces; correct “name”.")


def _check_names(columns: list[_ColumnPart], text: str, notebook: Notebook) -> None:
    seen: set[str] = set()
    for place, column in enumerate(columns):
        if column.name in seen:
            _fault(notebook, text, ("columns", place, "name"), f"“{column.name}” stands twice; name each column once.")
        seen.add(column.name)


def _check_column(column: _ColumnPart, place: int, text: str, kinds: Mapping[str, str], notebook: Notebook) -> None:
    def fault(key: str, message: str) -> None:
        _fault(notebook, text, ("columns", place, key), message)

    if (column.source is None) == (column.text is None):
        fault("name", f"“{column.name}” needs either “from”, a column of ours, or “text”; give one of the two.")
        return
    if column.source is None:
        for key in ("date", "zone", "number", "values"):
            if getattr(column, key):
                fault(key, f"“{key}” only means something with “from”; remove it.")
        return
    if column.source not in kinds:
        near = difflib.get_close_matches(column.source, kinds, n=1)
        mend = f"did you mean {near[0]}?" if near else "see /hr/dictionary for their names."
        fault("from", f"“{column.source}” is no column of ours; {mend}")
        return
    for key, message in _mask_faults(column, kinds[column.source]).items():
        fault(key, message)


def _mask_faults(column: _ColumnPart, kind: str) -> dict[str, str]:
    moment, told = column.source in MOMENTS, {}
    if column.date:
        if kind != "date" and not moment:
            told["date"] = f"“{column.source}” is no day; remove “date”."
        else:
            told["date"] = _tried(column.date, moment=moment)
    if column.number:
        told["number"] = (
            _tried_number(column.number) if kind == "number" else f"“{column.source}” is no number; remove “number”."
        )
    if column.zone:
        told["zone"] = (
            _zone_fault(column.zone) if moment and column.date else "“zone” needs a moment and “date”; remove it."
        )
    return {key: message for key, message in told.items() if message}


def _tried(mask: str, *, moment: bool) -> str:
    try:
        moment_mask(mask, None) if moment else day_mask(mask)
    except MaskFault as fault:
        return f"This mask cannot be read: {fault}."
    return ""


def _tried_number(mask: str) -> str:
    try:
        number_mask(mask)
    except MaskFault as fault:
        return f"This mask cannot be read: {fault}."
    return ""


def _zone_fault(zone: str) -> str:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return f"“{zone}” is no time zone, such as UTC or Asia/Shanghai."
    return ""


def _profile(name: str, part: _ProfilePart, text: str) -> Profile:
    file = part.file
    return Profile(
        name=name,
        title_zh=part.title.zh,
        title_en=part.title.en,
        columns=tuple(
            ProfileColumn(
                name=one.name,
                source=one.source or "",
                text=one.text or "",
                mask=one.date or one.number or "",
                zone=one.zone or "",
                values=one.values,
            )
            for one in part.columns
        ),
        layout=TextLayout(file.name, file.separator, file.row_end, file.encoding, file.bom, file.header, file.quotes),
        statuses=frozenset(part.rows.status),
        paths=frozenset(part.rows.path),
        verified=part.verified,
        digest=hashlib.sha256(text.encode()).hexdigest(),
    )
