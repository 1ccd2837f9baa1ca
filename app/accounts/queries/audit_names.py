"""What numbers in the audit trail stand for. Entries keep ids, and stay as they were sealed; names are looked up when they are read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from flask import current_app

from app.accounts.models import Department, Person, ProjectGroup
from app.foundation.audit import AuditEntry
from app.foundation.db import db
from app.foundation.i18n import language

AUDITED_NAMES = "uptake.audited_names"
"""Where the portal keeps who names a kind of thing that a higher floor owns: kind -> ids -> names."""

Namer = Callable[[Collection[int]], Mapping[int, str]]
Names = Mapping[tuple[str, int], str]
"""Kind of thing and id -> what it is called today."""

ONE = {
    "author": "person",
    "by": "person",
    "chair_id": "person",
    "department": "department",
    "department_id": "department",
    "deputy": "person",
    "host": "person",
    "parent_id": "department",
    "path_id": "path",
    "person": "person",
    "person_id": "person",
    "project_group": "project_group",
    "project_group_id": "project_group",
    "wave_id": "wave",
}
SEVERAL = {
    "departments": "department",
    "people": "person",
    "project_groups": "project_group",
    "recipients": "person",
}
"""Fields whose value is one id, and those whose value is a list of them: a number there (`people: 48`) is a count."""


def names_in(entries: Collection[AuditEntry]) -> Names:
    """The names of everything that entries tell of by id, themselves included: one statement for each kind of thing."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        for thing, number in _mentioned(entry):
            wanted[thing].add(number)
    namers: Mapping[str, Namer] = {**_OWN, **current_app.extensions[AUDITED_NAMES]}
    return {
        (thing, number): name
        for thing, numbers in sorted(wanted.items())
        if thing in namers
        for number, name in namers[thing](numbers).items()
    }


def thing_named(field: str, value: object, names: Names, *, listed: bool = False) -> str:
    """What the value of a field, or one of its list, is called; empty where it is no id or of nothing that is known."""
    found = _reference(field, value, listed=listed)
    return names.get(found, "") if found else ""


def _mentioned(entry: AuditEntry) -> Iterator[tuple[str, int]]:
    if entry.subject_id.isdecimal():
        yield entry.subject_kind, int(entry.subject_id)
    for told in (entry.before, entry.after):
        yield from _references(told)


def _references(told: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    for field, value in told.items():
        several = value if isinstance(value, list) else ()
        found = [_reference(field, value), *(_reference(field, one, listed=True) for one in several)]
        yield from filter(None, found)


def _reference(field: str, value: object, *, listed: bool = False) -> tuple[str, int] | None:
    """Kind and id; some ids were written as texts. Codes and employee numbers, which may look alike, stand in other fields."""
    thing = (SEVERAL if listed else ONE).get(field)
    if thing is None or isinstance(value, bool):
        return None
    if isinstance(value, str) and not (value.isdecimal() and field.endswith("_id")):
        return None
    return (thing, int(value)) if isinstance(value, int | str) else None


def _people(ids: Collection[int]) -> Mapping[int, str]:
    """Name and number; somebody who was erased has a pseudonym for both."""
    rows = db.session.execute(sa.select(Person.id, Person.name, Person.employee_no).where(Person.id.in_(ids)))
    return {row.id: together(row.name, row.employee_no) for row in rows}


def _departments(ids: Collection[int]) -> Mapping[int, str]:
    return _titled(db.session.scalars(sa.select(Department).where(Department.id.in_(ids))))


def _project_groups(ids: Collection[int]) -> Mapping[int, str]:
    return _titled(db.session.scalars(sa.select(ProjectGroup).where(ProjectGroup.id.in_(ids))))


def _titled(things: Iterable[Department | ProjectGroup]) -> Mapping[int, str]:
    return {one.id: together(one.title(language()), one.code) for one in things}


def together(name: str, number: str) -> str:
    """A name and what tells it from others of the same name."""
    return name if name == number else f"{name} {number}"


_OWN: Mapping[str, Namer] = {"person": _people, "department": _departments, "project_group": _project_groups}
