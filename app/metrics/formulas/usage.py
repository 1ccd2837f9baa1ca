"""What a file of a tool says, cell by cell: of whom, in which month, how many weeks and tasks. No database, no words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal
from zoneinfo import ZoneInfo

from app.foundation.tables import TableRow
from app.metrics.formulas.usage_days import day_of, month_of

COUNTS = ("active_weeks", "core_due", "core_on_time", "features_used", "features_enabled")
FIELDS = ("person", "project", "due", "done", "is_done", "month", *COUNTS)
"""What a heading may stand for. With a month, a row tells of a person's whole month; without one, of a single task."""
MOST_WEEKS = 6
_TRUE = frozenset({"true", "yes", "y", "1", "x", "done", "complete", "completed", "是", "已完成", "完成", "√"})
_SHARE = re.compile(r"\[[^\]]*%\]")
_MARK = re.compile(r"(?:\s+A|\*)+$")  # P6 writes an actual day as `2026-06-16 A`, a constraint with an asterisk

Wrong = Literal["no_day", "no_month", "no_count", "too_many_weeks", "more_than_due", "more_than_enabled", "twice"]


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is read: the heading of each field, the order of days, what parts people in one cell, what means nobody."""

    fields: Mapping[str, str]
    order: str = "ymd"
    several: str = ""
    empty: frozenset[str] = frozenset()
    skip: int = 0

    @property
    def by_month(self) -> bool:
        """Whether a row tells of a whole month."""
        return "month" in self.fields

    @property
    def complete(self) -> bool:
        """Whether enough is known to count anything."""
        known = set(self.fields)
        monthly = {"month", "active_weeks", "core_due", "core_on_time"}
        return "person" in known and (monthly <= known if self.by_month else bool({"due", "done"} & known))


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that cannot be what its field asks for."""

    row: int
    column: str
    wrong: Wrong


@dataclass(slots=True)
class Tally:
    """What is known of one person in one month."""

    weeks: set[tuple[int, int]] = field(default_factory=set)
    active_weeks: int = 0
    core_due: int = 0
    core_on_time: int = 0
    features_used: int = 0
    features_enabled: int = 0

    def counts(self) -> dict[str, int]:
        """The figures that are kept."""
        weeks = len(self.weeks) or self.active_weeks
        return {**{name: getattr(self, name) for name in COUNTS}, "active_weeks": weeks}


@dataclass(frozen=True, slots=True)
class Reading:
    """One row as it was understood."""

    row: int
    people: tuple[str, ...]
    project: str
    due: date | None = None
    done: date | None = None
    month: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)


class Reader:
    """Reads rows by a layout and keeps every fault."""

    def __init__(self, layout: Layout, zone: ZoneInfo) -> None:
        self._layout, self._zone = layout, zone
        self.faults: list[Fault] = []

    def read(self, rows: Sequence[TableRow]) -> Iterator[Reading]:
        """Rows that name somebody or nobody; a row with a fault is left out."""
        for row in rows[self._layout.skip :]:
            before = len(self.faults)
            reading = self._monthly(row) if self._layout.by_month else self._task(row)
            if len(self.faults) == before:
                yield reading

    def _task(self, row: TableRow) -> Reading:
        due, done = self._day(row, "due"), self._day(row, "done")
        if "is_done" in self._layout.fields and self._cell(row, "is_done").casefold() not in _TRUE:
            done = None
        return Reading(row.number, self._people(row), self._cell(row, "project"), due, done)

    def _monthly(self, row: TableRow) -> Reading:
        month = month_of(self._cell(row, "month"), self._layout.order, self._zone)
        if month is None:
            self._fault(row, "month", "no_month")
        counts = {name: self._count(row, name) for name in COUNTS}
        for name, most, wrong in _LIMITS:
            if counts[name] > (counts[most] if isinstance(most, str) else most):
                self._fault(row, name, wrong)
        return Reading(row.number, self._people(row), self._cell(row, "project"), month=month or "", counts=counts)

    def _people(self, row: TableRow) -> tuple[str, ...]:
        told = self._cell(row, "person").removeprefix("[").removesuffix("]") if self._layout.several else ""
        told = told if _SHARE.search(self._cell(row, "person")) is None and told else self._cell(row, "person")
        parts = re.split(f"[{re.escape(self._layout.several)}]", told) if self._layout.several else [told]
        names = (_SHARE.sub("", part).strip() for part in parts)
        return tuple(dict.fromkeys(name for name in names if name and name.casefold() not in self._layout.empty))

    def _day(self, row: TableRow, name: str) -> date | None:
        told = _MARK.sub("", self._cell(row, name))
        if not told or told.casefold() in self._layout.empty:
            return None
        day = day_of(told, self._layout.order, self._zone)
        if day is None:
            self._fault(row, name, "no_day")
        return day

    def _count(self, row: TableRow, name: str) -> int:
        told = self._cell(row, name)
        if not told.isascii() or not told.isdecimal() or len(told) > 6:
            if told:
                self._fault(row, name, "no_count")
            return 0
        return int(told)

    def _cell(self, row: TableRow, name: str) -> str:
        heading = self._layout.fields.get(name)
        return row.cells.get(heading, "") if heading else ""

    def _fault(self, row: TableRow, name: str, wrong: Wrong) -> None:
        self.faults.append(Fault(row.number, self._layout.fields.get(name, name), wrong))


_LIMITS: tuple[tuple[str, str | int, Wrong], ...] = (
    ("active_weeks", MOST_WEEKS, "too_many_weeks"),
    ("core_on_time", "core_due", "more_than_due"),
    ("features_used", "features_enabled", "more_than_enabled"),
)


def add_task(tallies: dict[str, Tally], reading: Reading, first: str, last: str) -> bool:
    """Add a task to a person's months from the first to the last; says whether any of its days lies in them.

    Done counts in its week, due in its month; on time is what was done on or before the due day.
    """
    inside = False
    if reading.done and first <= f"{reading.done:%Y-%m}" <= last:
        tally = tallies.setdefault(f"{reading.done:%Y-%m}", Tally())
        tally.weeks.add(reading.done.isocalendar()[:2])
        inside = True
    if reading.due and first <= f"{reading.due:%Y-%m}" <= last:
        tally = tallies.setdefault(f"{reading.due:%Y-%m}", Tally())
        tally.core_due += 1
        tally.core_on_time += int(reading.done is not None and reading.done <= reading.due)
        inside = True
    return inside
