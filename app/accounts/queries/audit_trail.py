"""The audit trail, as its readers ask for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.accounts.queries.audit_names import Names, names_in
from app.foundation import clock, paging, search
from app.foundation.audit import AuditEntry
from app.foundation.db import db

PER_PAGE = 50


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
    entries: Any = sa.select(AuditEntry, Person.name).outerjoin(Person, Person.id == AuditEntry.actor_id)
    entries = entries.where(*_conditions(wanted)).order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    found = paging.page_of(entries, number=number, size=PER_PAGE, scalars=False)
    names = names_in([entry for entry, _ in found.rows])
    lines = [AuditLine(entry, actor or "", names) for entry, actor in found.rows]
    return paging.Page(rows=lines, number=found.number, size=found.size, total=found.total)


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
