"""What a file of past completions says, held against people, paths and the ledger as they are now."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from app.accounts.models import Person, identity_key
from app.foundation import clock
from app.foundation.db import db
from app.foundation.tables import CellFault, TableRow, day_in, read_table
from app.training.models import Assignment, AssignmentSource, Completion, TrainingPath

AT_ONCE = 5000
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "employee_no": ("employee_no", "工号"),
    "path_code": ("path_code", "路径编码", "课程编码"),
    "completed_on": ("completed_on", "完成日期", "完成日期(当地)"),
    "score": ("score", "成绩"),
    "document": ("document", "凭证"),
}
NEEDED = ("employee_no", "path_code", "completed_on")
LONGEST_DOCUMENT = 200
Key = tuple[int, int, date]


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody whom a number of the file means; of a merged account the one that was kept."""

    id: int
    employee_no: str
    name: str
    erased: bool


@dataclass(frozen=True, slots=True)
class Past:
    """One completion of a file, and the number of its row."""

    row: int
    who: Who
    path: TrainingPath
    completed_on: date
    score: int | None
    document: str

    @property
    def key(self) -> Key:
        """What makes it the same completion, wherever it is said."""
        return self.who.id, self.path.id, self.completed_on

    @property
    def counts_today(self) -> bool:
        """Whether a certificate of it would still be valid."""
        months = self.path.valid_months
        return months is None or clock.months_after(self.completed_on, months) >= clock.today()


@dataclass(frozen=True, slots=True)
class PastPlan:
    """What importing a file would do: completions to add, and open assignments (id, person_id, path_id) made needless."""

    rows: int
    fresh: list[Past]
    released: Sequence[Any]
    faults: list[CellFault]

    @property
    def known(self) -> int:
        """Rows that say what the ledger, or an earlier row, says already."""
        return 0 if self.faults else self.rows - len(self.fresh)

    @property
    def possible(self) -> bool:
        """Whether there is anything to take over, and no fault."""
        return bool(self.fresh) and not self.faults


def headings(language: str) -> list[str]:
    """The headings of a file in a language; all are understood, whatever the reader's."""
    return [names[0] if language == "en" else names[1] for names in HEADINGS.values()]


def past_plan(data: bytes) -> PastPlan:
    """What the file would do now. Raises UnreadableTable. The same completion twice, in one file or in two, is one."""
    rows = read_table(data)
    faults = _missing_columns(rows)
    if faults:
        return PastPlan(len(rows), [], (), faults)
    reader = _Reader(rows)
    said = [past for row in rows if (past := reader.read(row))]
    if reader.faults:
        return PastPlan(len(rows), [], (), reader.faults)
    known = set(_known(said))
    fresh = {past.key: past for past in reversed(said) if past.key not in known}
    added = sorted(fresh.values(), key=lambda past: past.row)
    return PastPlan(len(rows), added, _needless(added), [])


def _cell(row: TableRow, column: str) -> str:
    return next((row.cells[name] for name in HEADINGS[column] if row.cells.get(name)), "")


def _missing_columns(rows: Sequence[TableRow]) -> list[CellFault]:
    present = set(rows[0].cells) if rows else set()
    return [
        CellFault(1, column, _("The column is missing: %(columns)s.", columns=" / ".join(HEADINGS[column])))
        for column in NEEDED
        if not present.intersection(HEADINGS[column])
    ]


class _Reader:
    """Reads rows; what is wrong with their cells is collected."""

    def __init__(self, rows: Sequence[TableRow]) -> None:
        self.faults: list[CellFault] = []
        self._people = _people({identity_key(_cell(row, "employee_no")) for row in rows})
        self._paths = {path.code.casefold(): path for path in db.session.scalars(sa.select(TrainingPath))}
        self._today = clock.today()

    def read(self, row: TableRow) -> Past | None:
        """The completion of a row; None where a cell of it says nothing that can be understood."""
        who, path, day = self._who(row), self._path(row), self._day(row)
        score = self._score(row)
        if who is None or path is None or day is None:
            return None
        return Past(row.number, who, path, day, score, _cell(row, "document")[:LONGEST_DOCUMENT])

    def _fault(self, row: TableRow, column: str, message: str) -> None:
        self.faults.append(CellFault(row.number, column, message))

    def _who(self, row: TableRow) -> Who | None:
        found = self._people.get(identity_key(_cell(row, "employee_no")))
        if found is None:
            self._fault(row, "employee_no", _("Nobody has this employee number."))
        elif found.erased:
            self._fault(row, "employee_no", _("This person is erased already."))
        return found

    def _path(self, row: TableRow) -> TrainingPath | None:
        found = self._paths.get(_cell(row, "path_code").casefold())
        if found is None:
            known = ", ".join(sorted(path.code for path in self._paths.values()))
            self._fault(row, "path_code", _("There is no such path; known are %(codes)s.", codes=known))
        return found

    def _day(self, row: TableRow) -> date | None:
        day = day_in(_cell(row, "completed_on"))
        if day is None:
            self._fault(row, "completed_on", _("This is no day; write it as 2026-06-16."))
        elif day > self._today:
            self._fault(row, "completed_on", _("This day is still to come."))
        return day

    def _score(self, row: TableRow) -> int | None:
        plain = unicodedata.normalize("NFKC", _cell(row, "score")).removesuffix("%").strip()
        if not plain:
            return None
        if plain.isascii() and plain.isdigit() and int(plain) <= 100:
            return int(plain)
        self._fault(row, "score", _("A score is a whole number from 0 to 100."))
        return None


def _people(keys: set[str]) -> dict[str, Who]:
    """By folded employee number whom it means; statements by the thousand numbers, and one for merged accounts."""
    rows = [
        row
        for part in _parts(keys - {""})
        for row in db.session.execute(_columns().where(Person.employee_no_key.in_(part)))
    ]
    kept = _kept({row.merged_into_id for row in rows} - {None})
    return {row.employee_no_key: kept.get(row.merged_into_id) or _who_of(row) for row in rows}


def _parts(values: Iterable[Any]) -> Iterator[list[Any]]:
    """So few at once that any database takes them in one statement."""
    ordered = sorted(values)
    for start in range(0, len(ordered), AT_ONCE):
        yield ordered[start : start + AT_ONCE]


def _columns() -> Any:
    return sa.select(
        Person.id, Person.employee_no, Person.employee_no_key, Person.name, Person.merged_into_id, Person.erased_at
    )


def _who_of(row: Any) -> Who:
    return Who(row.id, row.employee_no, row.name, row.erased_at is not None)


def _kept(ids: set[Any]) -> dict[int, Who]:
    """Where accounts lead that others were merged into, however often."""
    found: dict[int, Any] = {}
    while ids:
        rows = db.session.execute(_columns().where(Person.id.in_(ids))).all()
        found |= {row.id: row for row in rows}
        ids = {row.merged_into_id for row in rows} - {None} - found.keys()
    return {number: _who_of(_end_of(row, found)) for number, row in found.items()}


def _end_of(row: Any, rows: Mapping[int, Any]) -> Any:
    while row.merged_into_id is not None:
        row = rows[row.merged_into_id]
    return row


def _known(pasts: Sequence[Past]) -> Iterator[Key]:
    """What the ledger says of these people, under whatever account it was written."""
    rows = sa.select(Assignment.person_id, Assignment.path_id, Completion.completed_on).join(
        Completion, Completion.assignment_id == Assignment.id
    )
    for part in _parts({past.who.id for past in pasts}):
        for row in db.session.execute(rows.where(Assignment.person_id.in_(part))):
            yield row.person_id, row.path_id, row.completed_on


def _needless(pasts: Sequence[Past]) -> list[Any]:
    """Who completed a path before, and still counts, need not begin it now because a rule asks: their open assignments."""
    counting = {(past.who.id, past.path.id) for past in pasts if past.counts_today}
    rows = sa.select(Assignment.id, Assignment.person_id, Assignment.path_id).where(
        Assignment.source == AssignmentSource.rule,
        Assignment.closed_at.is_(None),
        Assignment.started_at.is_(None),
    )
    return [
        row
        for part in _parts({person for person, _ in counting})
        for row in db.session.execute(rows.where(Assignment.person_id.in_(part)))
        if (row.person_id, row.path_id) in counting
    ]
