"""The audit trail, as its readers ask for it."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.accounts.queries.audit_names import Names, names_in
from app.foundation import clock, paging, search
from app.foundation.audit import AuditEntry
from app.foundation.db import db, reading

PER_PAGE = 50
AT_ONCE = 500
LATEST = (AuditEntry.at.desc(), AuditEntry.id.desc())


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What the trail is narrowed to; `actor` is part of a name or number, `subject` reads `person:12` or `person`."""

    actor: str = ""
    act: str = ""
    subject: str = ""
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One act with the name of who did it, and the names of everything that it tells of by id."""

    entry: AuditEntry
    actor: str
    names: Names

    @property
    def subject(self) -> str:
        """What it was done to, by name; empty where that has none."""
        number = self.entry.subject_id
        return self.names.get((self.entry.subject_kind, int(number)), "") if number.isdecimal() else ""

    @property
    def changes(self) -> list[tuple[str, object, object]]:
        """Name, value before (None when there was nothing) and value after, of everything that changed."""
        names = dict.fromkeys((*self.entry.before, *self.entry.after))
        found = [(name, self.entry.before.get(name), self.entry.after.get(name)) for name in names]
        return [change for change in found if change[1] != change[2] and change[1:] != (None, "")]


def audit_trail(wanted: AuditFilter, number: int) -> paging.Page[AuditLine]:
    """A page of the trail, the latest first; days are the company's, both ends included."""
    entries = _entries(AuditEntry, Person.name).where(*_conditions(wanted)).order_by(*LATEST)
    found = paging.page_of(entries, number=number, size=PER_PAGE, scalars=False)
    return paging.Page(rows=_lines(found.rows), number=found.number, size=found.size, total=found.total)


def whole_trail(wanted: AuditFilter) -> Iterator[AuditLine]:
    """All of it in the same order, some hundred lines at a time: between them nothing is held in the database."""
    with reading():
        ids = array("q", db.session.scalars(_entries(AuditEntry.id).where(*_conditions(wanted)).order_by(*LATEST)))
    for start in range(0, len(ids), AT_ONCE):
        some = _entries(AuditEntry, Person.name).where(AuditEntry.id.in_(ids[start : start + AT_ONCE]))
        with reading():
            lines = _lines(db.session.execute(some.order_by(*LATEST)).all())
            for line in lines:
                db.session.expunge(line.entry)
        yield from lines


def _entries(*columns: Any) -> Any:
    return sa.select(*columns).select_from(AuditEntry).outerjoin(Person, Person.id == AuditEntry.actor_id)


def _lines(rows: Sequence[Any]) -> list[AuditLine]:
    names = names_in([entry for entry, _ in rows])
    return [AuditLine(entry, actor or "", names) for entry, actor in rows]


def audited_acts() -> Sequence[str]:
    """Every act that occurs in the trail."""
    return db.session.scalars(sa.select(AuditEntry.act).distinct().order_by(AuditEntry.act)).all()


def _conditions(wanted: AuditFilter) -> list[sa.ColumnElement[bool]]:
    kind, _, subject_id = wanted.subject.strip().partition(":")
    given = [
        search.contains(Person.search_text, wanted.actor) if wanted.actor else None,
        AuditEntry.act == wanted.act if wanted.act else None,
        AuditEntry.subject_kind == kind if kind else None,
        AuditEntry.subject_id == subject_id if subject_id else None,
        AuditEntry.at >= clock.start_of(wanted.first_day) if wanted.first_day else None,
        AuditEntry.at < clock.end_of(wanted.last_day) if wanted.last_day else None,
    ]
    return [condition for condition in given if condition is not None]
