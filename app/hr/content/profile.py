"""A profile: which of our columns another system wants, in which order, under which names, written how."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from app.hr.content.masks import day_mask, moment_mask, number_mask
from app.hr.content.template import Template

MOMENTS = frozenset({"assigned_at", "started_at", "completed_at"})
"""Columns that hold an instant as text."""
Cells = Sequence[Any]


@dataclass(frozen=True, slots=True)
class ProfileColumn:
    """A column of theirs: from one of ours, or always the same text."""

    name: str
    source: str = ""
    text: str = ""
    mask: str = ""
    zone: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    def writer(self, names: Sequence[str]) -> Callable[[Cells], str | int]:
        """A function that gives the cell out of a record whose columns are `names`."""
        if not self.source:
            return lambda _cells: self.text
        if self.source not in names:  # a file of everything: each record is told for the first time
            return lambda _cells: "new" if self.source == "change" else ""
        place, told, values = names.index(self.source), self._masked(), self.values

        def write(cells: Cells) -> str | int:
            value = cells[place]
            if value is None or value == "":
                return ""
            if values:
                return str(values.get(str(value), value))
            return told(value)

        return write

    def _masked(self) -> Callable[[Any], str | int]:
        if self.source in MOMENTS:
            return moment_mask(self.mask, ZoneInfo(self.zone) if self.zone else None) if self.mask else str
        of_a_number = self.mask.startswith("0")
        by_day: Callable[[date], str] = day_mask(self.mask) if self.mask and not of_a_number else date.isoformat
        by_number: Callable[[int], str | int] = number_mask(self.mask) if of_a_number else int

        def told(value: Any) -> str | int:
            if isinstance(value, date):
                return by_day(value)
            return by_number(value) if isinstance(value, int) else str(value)

        return told


@dataclass(frozen=True, slots=True)
class TextLayout:
    """A text file. `quotes` is `needed`, `always` or `never`; where it is never, what would break a row becomes a blank."""

    name: str
    separator: str = ","
    row_end: str = "\r\n"
    encoding: str = "utf-8"
    bom: bool = False
    header: bool = True
    quotes: str = "needed"


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile by its name. `statuses` and `paths` say which records belong into the file; empty, all do."""

    name: str
    title_zh: str
    title_en: str
    columns: tuple[ProfileColumn, ...]
    layout: TextLayout | Template
    statuses: frozenset[str] = frozenset()
    paths: frozenset[str] = frozenset()
    verified: str = ""
    digest: str = ""

    def title(self, language: str) -> str:
        """What it is called in a language."""
        return self.title_en if language == "en" else self.title_zh

    def wants(self, names: Sequence[str]) -> Callable[[Cells], bool]:
        """Whether a record belongs into the file; a row that takes one back only where a column says that it does."""
        status, path = names.index("status"), names.index("path_code")
        statuses, paths = self.statuses, self.paths
        change = names.index("change") if "change" in names else None
        tells = any(column.source == "change" for column in self.columns)

        def wanted(cells: Cells) -> bool:
            if change is not None and cells[change] == "void":
                return tells
            return (not statuses or cells[status] in statuses) and (not paths or cells[path] in paths)

        return wanted
