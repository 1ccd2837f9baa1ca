"""The filters that somebody has kept."""

from __future__ import annotations

import sqlalchemy as sa

from app.foundation.db import db
from app.foundation.search import folded
from app.hr.models import SavedFilter


def saved_filters(person_id: int, query: str = "") -> list[SavedFilter]:
    """One's own, by name; those whose name has all words of `query`."""
    rows = sa.select(SavedFilter).where(SavedFilter.person_id == person_id).order_by(SavedFilter.name)
    words = folded(query).split()
    return [row for row in db.session.scalars(rows) if all(word in folded(row.name) for word in words)]


def saved_filter(person_id: int, number: int) -> SavedFilter | None:
    """One of one's own."""
    return db.session.scalar(sa.select(SavedFilter).where(SavedFilter.id == number, SavedFilter.person_id == person_id))
