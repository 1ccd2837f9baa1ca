"""Requests for one more attempt at an item, and what became of them."""

from __future__ import annotations

import sqlalchemy as sa

from app.foundation.db import db
from app.training.models import Attempt, AttemptRequest
from app.training.queries.places import Place


def open_request(place: Place) -> AttemptRequest | None:
    """The request at a place that nobody has answered."""
    return db.session.scalar(_at(place).where(AttemptRequest.answered_at.is_(None)))


def latest_request(place: Place) -> AttemptRequest | None:
    """The newest request at a place, answered or not."""
    if place.standing.assignment is None:
        return None
    return db.session.scalar(_at(place).order_by(AttemptRequest.id.desc()).limit(1))


def attempts_before(request: AttemptRequest) -> list[Attempt]:
    """The attempts of whoever asks, at the item that is asked about, the first one first."""
    rows = sa.select(Attempt).where(
        Attempt.assignment_id == request.assignment_id,
        Attempt.module_id == request.module_id,
        Attempt.item_id == request.item_id,
    )
    return list(db.session.scalars(rows.order_by(Attempt.number)))


def _at(place: Place) -> sa.Select[AttemptRequest]:
    return sa.select(AttemptRequest).where(
        AttemptRequest.assignment_id == place.assignment.id,
        AttemptRequest.module_id == place.module.id,
        AttemptRequest.item_id == place.item.id,
    )
