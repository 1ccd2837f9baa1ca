"""The publications of a path, and each beside the one before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import Person
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.training.models import Publication
from app.training.queries.changes import Difference, difference_between
from app.training.queries.published import Published, publications


@dataclass(frozen=True, slots=True)
class PublicationRow:
    """A publication in the list; `by` is empty where no person published it, but a command or the portal's start."""

    id: int
    version: str
    published_at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class PublicationSheet:
    """A publication and what was different in it from the one before; the first one has nothing before it."""

    published: Published
    difference: Difference | None


def history(path_id: int, *, number: int = 1) -> Page[PublicationRow]:
    """The publications of a path, the newest first; two statements."""
    rows = sa.select(Publication).where(Publication.path_id == path_id).order_by(Publication.id.desc())
    found = page_of(rows.options(sa.orm.defer(Publication.files), sa.orm.defer(Publication.lineage)), number=number)
    people = _names([row.published_by_id for row in found.rows if row.published_by_id])
    told = [
        PublicationRow(row.id, row.version, row.published_at, people.get(row.published_by_id or 0, ""))
        for row in found.rows
    ]
    return Page(rows=told, number=found.number, size=found.size, total=found.total)


def publication_sheet(publication_id: int) -> PublicationSheet | None:
    """A publication with its difference; None where there is no such thing."""
    before = sa.select(sa.func.max(Publication.id)).where(
        Publication.path_id == sa.select(Publication.path_id).where(Publication.id == publication_id).scalar_subquery(),
        Publication.id < publication_id,
    )
    earlier_id = db.session.scalar(before)
    found = publications([publication_id, *([earlier_id] if earlier_id else [])])
    if publication_id not in found:
        return None
    new, old = found[publication_id], found.get(earlier_id or 0)
    return PublicationSheet(new, difference_between(old, new) if old else None)


def _names(person_ids: list[int]) -> dict[int, str]:
    rows = sa.select(Person.id, Person.name).where(Person.id.in_(person_ids))
    return {row.id: row.name for row in db.session.execute(rows)} if person_ids else {}
