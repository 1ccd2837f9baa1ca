"""Filters are kept, renamed, deleted; each by its owner."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from app.accounts.models import Person
from app.foundation import clock
from app.foundation.db import db, locked
from app.hr.models import SavedFilter

MOST = 30
"""So many stand above the records and are found at a glance."""


class NameTaken(Exception):
    """One of one's filters has this name."""


class TooMany(Exception):
    """One more than are found at a glance."""


def keep_filter(
    *, person_id: int, name: str, filters: Mapping[str, str], every_column: bool, profile: str
) -> SavedFilter:
    """Keep a filter under a name. Raises NameTaken, TooMany."""
    db.session.execute(locked(sa.select(Person.id).where(Person.id == person_id)))
    own = list(db.session.scalars(sa.select(SavedFilter.name).where(SavedFilter.person_id == person_id)))
    if name in own:
        raise NameTaken
    if len(own) >= MOST:
        raise TooMany
    row = SavedFilter(
        person_id=person_id,
        name=name,
        filters=dict(filters),
        every_column=every_column,
        profile=profile,
        made_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    return row


def rename_filter(*, row: SavedFilter, name: str) -> None:
    """Give it another name. Raises NameTaken."""
    db.session.execute(locked(sa.select(Person.id).where(Person.id == row.person_id)))
    same = sa.select(SavedFilter.id).where(
        SavedFilter.person_id == row.person_id, SavedFilter.name == name, SavedFilter.id != row.id
    )
    if db.session.scalar(same):
        raise NameTaken
    row.name = name
    db.session.flush()


def delete_filter(*, row: SavedFilter) -> None:
    """Forget it."""
    db.session.delete(row)
    db.session.flush()
