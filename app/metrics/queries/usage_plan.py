"""What a file of usage would count, person by person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa
from flask_babel import gettext as _

from app.accounts.models import Person, ProjectGroup, identity_key
from app.foundation import clock
from app.foundation.db import db
from app.foundation.search import folded
from app.foundation.tables import CellFault, read_table
from app.metrics.formulas.usage import Fault, Reader, Reading, Tally, add_task
from app.metrics.models import UsageImport
from app.metrics.queries.usage import layout_of

SHOWN = 10


@dataclass(frozen=True, slots=True)
class FirstRow:
    """A row as it was understood, with the people it was found to be about."""

    reading: Reading
    people: tuple[str, ...]


@dataclass(slots=True)
class Plan:
    """What taking a file over would count. Nothing is counted while there are faults."""

    rows: int = 0
    counted: int = 0
    nobody: int = 0
    outside: int = 0
    people: dict[int, dict[str, Tally]] = field(default_factory=dict)
    unknown: Counter[str] = field(default_factory=Counter)
    projects: Counter[str] = field(default_factory=Counter)
    faults: list[CellFault] = field(default_factory=list)
    first: list[FirstRow] = field(default_factory=list)

    @property
    def possible(self) -> bool:
        """Whether it may be taken over."""
        return not self.faults and bool(self.people)

    def months(self) -> list[tuple[str, int, int, int]]:
        """Month, people, core tasks due and on time."""
        names = sorted({month for tallies in self.people.values() for month in tallies})
        each = {name: [tallies[name].counts() for tallies in self.people.values() if name in tallies] for name in names}
        return [
            (name, len(rows), sum(one["core_due"] for one in rows), sum(one["core_on_time"] for one in rows))
            for name, rows in each.items()
        ]


class People:
    """People by number, mail address and name; a name that two people have names nobody."""

    def __init__(self) -> None:
        rows = db.session.execute(sa.select(Person.id, Person.name, Person.employee_no_key, Person.email_key)).all()
        names = Counter(folded(row.name) for row in rows)
        self._ids = {folded(row.name): row.id for row in rows if names[folded(row.name)] == 1}
        self._ids |= {row.email_key: row.id for row in rows if row.email_key}
        self._ids |= {row.employee_no_key: row.id for row in rows}
        self.names = {row.id: row.name for row in rows}

    def find(self, told: str) -> int | None:
        """Who is meant."""
        return self._ids.get(identity_key(told)) or self._ids.get(folded(told))


def usage_plan(row: UsageImport) -> Plan:
    """What a file would count. Raises LookupError for one that is not kept any more."""
    if row.content is None:
        raise LookupError(row.id)
    layout, rows = layout_of(row), read_table(row.content)
    reader, counting = Reader(layout, clock.zone()), _Counting(row)
    for reading in reader.read(rows):
        counting.add(reading)
    plan = counting.plan
    plan.rows = len(rows[layout.skip :])
    plan.faults = sorted([*map(_said, reader.faults), *plan.faults], key=lambda fault: fault.row)
    return plan


class _Counting:
    """A plan as it grows, row by row."""

    def __init__(self, row: UsageImport) -> None:
        self.plan = Plan()
        self._row, self._layout, self._people = row, layout_of(row), People()
        self._groups = _project_names()
        self._seen: dict[tuple[int, str], int] = {}

    def add(self, reading: Reading) -> None:
        """Count a row, for each person it names."""
        plan = self.plan
        found = {name: self._people.find(name) for name in reading.people}
        known = dict.fromkeys(person for person in found.values() if person is not None)
        plan.unknown.update(name for name, person in found.items() if person is None)
        if reading.project and folded(reading.project) not in self._groups:
            plan.projects[reading.project] += 1
        if len(plan.first) < SHOWN:
            plan.first.append(FirstRow(reading, tuple(self._people.names[person] for person in known)))
        inside = [self._add(reading, person) for person in known]
        plan.nobody += not reading.people
        plan.counted += any(inside)
        plan.outside += bool(known) and not any(inside)

    def _add(self, reading: Reading, person: int) -> bool:
        months = self.plan.people.get(person, {})
        if self._layout.by_month:
            inside = self._add_month(months, reading, person)
        else:
            inside = add_task(months, reading, self._row.first_month, self._row.last_month)
        if months:
            self.plan.people[person] = months
        return inside

    def _add_month(self, months: dict[str, Tally], reading: Reading, person: int) -> bool:
        if not self._row.first_month <= reading.month <= self._row.last_month:
            return False
        before = self._seen.setdefault((person, reading.month), reading.row)
        if before != reading.row:
            other = _("Row %(row)s tells of this person and month too.", row=before)
            self.plan.faults.append(CellFault(reading.row, self._layout.fields["person"], other))
            return False
        tally = months[reading.month] = Tally()
        for name, count in reading.counts.items():
            setattr(tally, name, count)
        return True


def _project_names() -> set[str]:
    rows = db.session.execute(sa.select(ProjectGroup.code, ProjectGroup.name, ProjectGroup.name_en))
    return {folded(name) for row in rows for name in row if name}


def _said(fault: Fault) -> CellFault:
    words: Mapping[str, str] = {
        "no_day": _("This is no day; write it as 2026-06-16, or say in which order day, month and year stand."),
        "no_month": _("This is no month; write it as 2026-06."),
        "no_count": _("This is no whole number."),
        "too_many_weeks": _("A month has at most six weeks."),
        "more_than_due": _("More tasks on time than were due."),
        "more_than_enabled": _("More features used than are enabled."),
    }
    return CellFault(fault.row, fault.column, words[fault.wrong])
