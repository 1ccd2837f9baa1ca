"""What a roster would do: compared with the company as it is now, person by person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from app.accounts.models import Department, Person, PersonState, RosterChange, RosterImport, RosterState, identity_key
from app.accounts.queries.departments import departments_tree
from app.accounts.queries.people import everybody, person_facts
from app.accounts.queries.roster_columns import COLUMNS, heading
from app.accounts.queries.roster_lines import Company, Line, NewDepartment, Reader
from app.foundation import clock, paging, search
from app.foundation.db import db
from app.foundation.tables import CellFault, read_table

MOST_MISSING = 10
"""Per cent of the people who are here that a file may leave out before it is held to be the wrong file."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What importing a file would do. Nothing is done while there are faults, or while it is held back."""

    lines: list[Line]
    faults: list[CellFault]
    new_departments: list[NewDepartment]
    unknown_departments: dict[str, int]
    missing: list[Person]
    present: int
    partial: bool

    @property
    def added(self) -> list[Line]:
        """People who are new."""
        return [line for line in self.lines if line.person is None]

    @property
    def changed(self) -> list[Line]:
        """People about whom something will be different."""
        return [line for line in self.lines if line.person is not None and (line.changed or line.reopens)]

    @property
    def unchanged(self) -> int:
        """How many lines change nothing."""
        return len(self.lines) - len(self.added) - len(self.changed)

    @property
    def leavers(self) -> list[Line]:
        """People who get a last day."""
        return [line for line in self.lines if "last_day" in line.changed and line.after.get("last_day")]

    @property
    def guarded(self) -> bool:
        """Whether so many people are not in the file that it is probably the wrong one."""
        return not self.partial and len(self.missing) * 100 > self.present * MOST_MISSING

    @property
    def possible(self) -> bool:
        """Whether it may be taken over as it is."""
        return not self.faults and not self.guarded and bool(self.lines)

    @property
    def empty(self) -> bool:
        """Whether taking it over would change nothing at all."""
        return not self.added and not self.changed and not self.new_departments


def roster_plan(data: bytes, *, partial: bool = False, with_departments: bool = False) -> Plan:
    """What the file would do today. Raises UnreadableTable. Who is not in the file has not left; only a last day says so."""
    company = Company()
    reader = Reader(company, with_departments=with_departments)
    lines = reader.read(read_table(data))
    faults = [*reader.faults, *_twice(lines), *_erased(lines), *_addresses(lines, company)]
    named = {line.key for line in lines}
    present = [person for person in company.people.values() if _is_here(person)]
    return Plan(
        lines=lines,
        faults=sorted(faults, key=lambda fault: fault.row),
        new_departments=list(reader.new_departments.values()),
        unknown_departments=dict(reader.unknown_departments),
        missing=[person for person in present if person.employee_no_key not in named],
        present=len(present),
        partial=partial,
    )


def _is_here(person: Person) -> bool:
    return person.deactivated_at is None and person.state_on(clock.today()) is not PersonState.left


def _twice(lines: Sequence[Line]) -> Iterator[CellFault]:
    first: dict[str, int] = {}
    for line in lines:
        if line.key in first:
            yield CellFault(
                line.row, "employee_no", _("Row %(row)s has this employee number too.", row=first[line.key])
            )
        first.setdefault(line.key, line.row)


def _erased(lines: Sequence[Line]) -> Iterator[CellFault]:
    """Rows that name the pseudonym of somebody who was erased."""
    for line in lines:
        if line.person is not None and line.person.erased_at is not None:
            yield CellFault(line.row, "employee_no", _("This person is erased already."))


def _addresses(lines: Sequence[Line], company: Company) -> Iterator[CellFault]:
    """Two people with one mail address, as it will be when the file is taken over."""
    named = {line.key for line in lines}
    taken = {p.email_key: p.name for p in company.people.values() if p.email_key and p.employee_no_key not in named}
    for line in lines:
        address = line.after.get("email")
        key = identity_key(address) if address else None
        if key in taken:
            yield CellFault(line.row, "work_email", _("%(name)s has this mail address already.", name=taken[key]))
        elif key:
            taken[key] = line.given["name"]


def roster_rows(language: str) -> tuple[list[str], list[list[str]]]:
    """Everyone who has not left, as a file that imports without changing anything: headings and rows, all texts."""
    headings = [heading(column, language) for column in COLUMNS]
    paths = _department_paths(language)
    return headings, [_row(person, paths) for person in everybody() if _is_here(person)]


def column_titles(language: str) -> dict[str, str]:
    """What our own files call each column, where that is not its name."""
    titles = {column.name: heading(column, language) for column in COLUMNS}
    return {name: title for name, title in titles.items() if title != name}


def _row(person: Person, paths: dict[str, str]) -> list[str]:
    facts = {**person_facts(person), "org_path": paths[person.department.code]}
    return [_text(facts[column.fact]) for column in COLUMNS]


def _text(fact: object) -> str:
    return "; ".join(fact) if isinstance(fact, list) else str(fact or "")


def _department_paths(language: str) -> dict[str, str]:
    found: dict[int | None, str] = {None: ""}
    codes = {}
    for node in departments_tree():
        department: Department = node.department
        step = department.title(language).replace("/", "//")
        above = found.get(department.parent_id, "")
        found[department.id] = codes[department.code] = f"{above}/{step}" if above else step
    return codes


def roster_imports(*, q: str = "", number: int = 1) -> paging.Page[RosterImport]:
    """A page of the files that were brought, the last one first; `q` is part of a file's name."""
    rows = sa.select(RosterImport).options(joinedload(RosterImport.uploaded_by))
    if q:
        rows = rows.where(search.contains(RosterImport.search_text, q))
    return paging.page_of(rows.order_by(RosterImport.id.desc()), number=number)


def roster_import(import_id: int) -> RosterImport | None:
    """A file that was brought, with who brought it."""
    rows = sa.select(RosterImport).where(RosterImport.id == import_id)
    return db.session.scalar(rows.options(joinedload(RosterImport.uploaded_by)))


def changes_of(import_id: int, *, number: int = 1) -> paging.Page[RosterChange]:
    """A page of what an import did, by employee number, with the person."""
    rows = sa.select(RosterChange).join(Person, Person.id == RosterChange.person_id)
    rows = rows.where(RosterChange.import_id == import_id).options(joinedload(RosterChange.person))
    return paging.page_of(rows.order_by(Person.employee_no_key), number=number)


def last_taken_over() -> int | None:
    """Id of the import that can be taken back: the last one taken over, unless it was taken back already."""
    rows = sa.select(RosterImport).where(RosterImport.imported_at.is_not(None))
    last = db.session.scalar(rows.order_by(RosterImport.imported_at.desc(), RosterImport.id.desc()).limit(1))
    return last.id if last and last.state is RosterState.imported else None
