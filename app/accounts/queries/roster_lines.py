"""A file of people, line by line: what each says of whom, and every fault by row and column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from app.accounts.models import Department, Person, ProjectGroup, RosterChange, RosterImport, RosterState, identity_key
from app.accounts.queries.people import everybody, person_facts
from app.accounts.queries.roster_columns import COLUMNS, CellWrong, Column
from app.foundation.db import db
from app.foundation.search import folded
from app.foundation.tables import CellFault, TableRow


@dataclass(slots=True)
class Line:
    """One person of the file: the facts it gives, by name, and the person it is about (None for somebody new)."""

    row: int
    given: dict[str, Any]
    person: Person | None = None
    before: dict[str, Any] = field(default_factory=dict)
    reopens: bool = False

    @property
    def key(self) -> str:
        """How the employee number is compared."""
        return identity_key(self.given["employee_no"])

    @property
    def after(self) -> dict[str, Any]:
        """All facts as they will be; what the file does not speak of stays. A number keeps the dress it has."""
        kept = {"employee_no": self.before["employee_no"]} if self.person else {}
        return {**self.before, **self.given, **kept}

    @property
    def changed(self) -> list[str]:
        """Names of the facts that will be different."""
        after = self.after
        return [name for name in after if self.person is None or after[name] != self.before[name]]


@dataclass(frozen=True, slots=True)
class NewDepartment:
    """A department that the file names and nobody has made yet; `parent` is a code or None for the top."""

    code: str
    name: str
    parent: str | None


class Company:
    """Everything a line is held against, read once."""

    def __init__(self) -> None:
        people = everybody()
        self.people = {person.employee_no_key: person for person in people}
        self.facts = {person.id: person_facts(person) for person in people}
        departments = db.session.scalars(sa.select(Department)).all()
        self.codes = {folded(one.code): one.code for one in departments}
        self.groups = {folded(code): code for code in db.session.scalars(sa.select(ProjectGroup.code))}
        self._departments = {one.id: one for one in departments}

    @cached_property
    def paths(self) -> dict[tuple[str, ...], str]:
        """Code of each department by its path of names, in either language."""
        found: dict[tuple[str, ...], str] = {}
        for one in self._departments.values():
            for language in ("zh", "en"):
                found[self._path(one, language)] = one.code
        return found

    def _path(self, one: Department, language: str) -> tuple[str, ...]:
        steps: list[str] = []
        at: Department | None = one
        while at is not None:
            steps.insert(0, folded(at.title(language)))
            at = self._departments.get(at.parent_id or 0)
        return tuple(steps)

    @cached_property
    def closed_by_undo(self) -> set[int]:
        """Ids of people whom an import brought that was taken back, and whom no later one has touched."""
        last = sa.select(sa.func.max(RosterChange.id)).group_by(RosterChange.person_id)
        rows = sa.select(RosterChange.person_id).join(RosterImport, RosterImport.id == RosterChange.import_id)
        brought = rows.where(RosterChange.id.in_(last), RosterChange.before.is_(None))
        return set(db.session.scalars(brought.where(RosterImport.state == RosterState.undone)))


class Reader:
    """Reads lines and keeps every fault; with `with_departments` unknown ones are noted to be made."""

    def __init__(self, company: Company, *, with_departments: bool) -> None:
        self._company = company
        self._with_departments = with_departments
        self.faults: list[CellFault] = []
        self.new_departments: dict[str, NewDepartment] = {}
        self.unknown_departments: Counter[str] = Counter()

    def read(self, rows: Sequence[TableRow]) -> list[Line]:
        """Every line that names a person; faults are collected on the way."""
        columns = [column for column in COLUMNS if rows and _named(rows[0], column) is not None]
        self._ask_for(columns)
        if self.faults:
            return []
        if self._with_departments:
            self._note_departments(rows, columns)
        lines = [line for row in rows if (line := self._line(row, columns))]
        self._managers(lines)
        return lines

    def _ask_for(self, columns: Iterable[Column]) -> None:
        names = {column.name for column in columns}
        for wanted in (("employee_no",), ("name",), ("dept_code", "org_path")):
            if names.isdisjoint(wanted):
                said = " / ".join(f"{one.name} ({one.headings[0]})" for one in COLUMNS if one.name in wanted)
                self.faults.append(CellFault(1, wanted[0], _("The column is missing: %(columns)s.", columns=said)))

    def _line(self, row: TableRow, columns: Sequence[Column]) -> Line | None:
        given: dict[str, Any] = {}
        for column in columns:
            try:
                given[column.fact] = column.read(_cell(row, column))
            except CellWrong as wrong:
                self._fault(row, column.name, str(wrong))
        if "employee_no" not in given or "name" not in given:
            return None
        self._place(row, given)
        self._groups(row, given)
        return self._about(row, given)

    def _about(self, row: TableRow, given: dict[str, Any]) -> Line | None:
        line = Line(row.number, given)
        person = self._company.people.get(line.key)
        if person is not None and person.merged_into_id is not None:
            self._fault(row, "employee_no", _("This account was merged into another one; use the number of that one."))
            return None
        if person is not None:
            line.person, line.before = person, self._company.facts[person.id]
            line.reopens = person.deactivated_at is not None and person.id in self._company.closed_by_undo
        self._order_of_days(row, line.after)
        return line

    def _place(self, row: TableRow, given: dict[str, Any]) -> None:
        code, path = given.pop("department", ""), given.pop("org_path", ())
        if not code and not path:
            self._fault(row, "dept_code", _("Say the department by its code or its path."))
            return
        steps = tuple(folded(step) for step in path)
        found = self._company.codes.get(folded(code)) if code else self._company.paths.get(steps)
        if found is None and code in self.new_departments:
            found = code
        if found is None:
            self.unknown_departments[code or "/".join(path)] += 1
            self._fault(row, "dept_code" if code else "org_path", self._no_department(code))
        given["department"] = found

    def _no_department(self, code: str) -> str:
        if not code:
            return str(_("There is no department with this path. With its code in dept_code it can be made."))
        told = _("There is no department %(code)s. Correct it, or let the import make new departments.", code=code)
        return str(told)

    def _note_departments(self, rows: Sequence[TableRow], columns: Sequence[Column]) -> None:
        """Unknown codes in the order of their depth, so that a parent is there before what stands below it."""
        by_fact = {column.fact: column for column in columns}
        told: dict[str, tuple[str, ...]] = {}
        for row in rows:
            code = _cell(row, by_fact["department"]) if "department" in by_fact else ""
            path = by_fact["org_path"].read(_cell(row, by_fact["org_path"])) if "org_path" in by_fact else ()
            if code and folded(code) not in self._company.codes:
                told.setdefault(code, path)
        made: dict[tuple[str, ...], str] = {}
        for code, path in sorted(told.items(), key=lambda one: (len(one[1]), one[0])):
            steps = tuple(folded(step) for step in path)
            parent = self._company.paths.get(steps[:-1]) or made.get(steps[:-1]) if steps[:-1] else None
            if steps[:-1] and parent is None:
                continue  # its rows say that the department is not there
            self.new_departments[code] = NewDepartment(code, path[-1] if path else code, parent)
            made[steps] = code

    def _groups(self, row: TableRow, given: dict[str, Any]) -> None:
        if "project_groups" not in given:
            return
        codes = {told: self._company.groups.get(folded(told)) for told in given["project_groups"]}
        unknown = [told for told, code in codes.items() if code is None]
        if unknown:
            message = _("There is no project group with the code %(codes)s.", codes="; ".join(unknown))
            self._fault(row, "project_groups", message)
        given["project_groups"] = sorted({code for code in codes.values() if code})

    def _order_of_days(self, row: TableRow, after: Mapping[str, Any]) -> None:
        begins, ends = after.get("leave_from"), after.get("leave_to")
        if ends and not begins:
            self._fault(row, "leave_from", _("Say also when the leave begins."))
        if begins and ends and ends < begins:
            self._fault(row, "leave_to", _("The leave would end before it begins."))
        if (last := after.get("last_day")) and (hired := after.get("hired_on")) and last < hired:
            self._fault(row, "last_day", _("The last day would lie before the day of hiring."))

    def _managers(self, lines: Sequence[Line]) -> None:
        """Numbers of managers as they are written on the manager; unknown ones and loops are faults."""
        written = {line.key: line.after["employee_no"] for line in lines}
        for key, person in self._company.people.items():
            written.setdefault(key, person.employee_no)
        for line in lines:
            told = line.given.get("manager")
            if told:
                line.given["manager"] = written.get(identity_key(told))
                if line.given["manager"] is None:
                    self._fault(line, "manager_no", _("Nobody has the employee number %(number)s.", number=told))
            elif "manager" in line.given:
                line.given["manager"] = None
        above = {
            person.employee_no_key: _key(self._company.facts[person.id]["manager"])
            for person in self._company.people.values()
        }
        above |= {line.key: _key(line.after.get("manager")) for line in reversed(lines)}  # of two rows the first
        for line in lines:
            if "manager" in line.given and _loops(line.key, above):
                self._fault(line, "manager_no", _("This manager reports to the person, directly or through others."))

    def _fault(self, row: TableRow | Line, column: str, message: str) -> None:
        number = row.row if isinstance(row, Line) else row.number
        self.faults.append(CellFault(number, column, message))


def _named(row: TableRow, column: Column) -> str | None:
    return next((name for name in (column.name, *column.headings) if name in row.cells), None)


def _cell(row: TableRow, column: Column) -> str:
    return row.cells.get(_named(row, column) or "", "")


def _key(number: str | None) -> str | None:
    return identity_key(number) if number else None


def _loops(start: str, above: Mapping[str, str | None]) -> bool:
    """Whether somebody stands above oneself."""
    seen, at = {start}, above.get(start)
    while at is not None and at not in seen:
        seen.add(at)
        at = above.get(at)
    return at == start
