"""One more attempt: the learner asks, a superuser grants it or declines with a reason."""

from __future__ import annotations

import sqlalchemy as sa

from app.foundation import audit, clock, events
from app.foundation.db import db, locked
from app.training.content.load import TEST_OUT
from app.training.events import AttemptAnswered, AttemptRequested
from app.training.models import AttemptGrant, AttemptRequest
from app.training.queries import grants, places
from app.training.queries.places import Place


class NothingToAsk(Exception):
    """Attempts are left, or none are counted, or the item is passed: nobody need be asked."""


class AlreadyAnswered(Exception):
    """Another superuser was faster, or the assignment is closed."""


def ask(*, place: Place, note: str) -> AttemptRequest:
    """Ask for one more attempt; while a request is open, asking again gives the same one. Raises NothingToAsk."""
    place = places.held(place)
    if place.why_not_tested != "spent" or place.item.id == TEST_OUT:
        raise NothingToAsk
    standing_one = grants.open_request(place)
    if standing_one:
        return standing_one
    request = AttemptRequest(
        assignment_id=place.assignment.id,
        person_id=place.assignment.person_id,
        module_id=place.module.id,
        item_id=place.item.id,
        note=note,
        asked_at=clock.now(),
    )
    db.session.add(request)
    db.session.flush()
    events.publish(AttemptRequested(request.id))
    return request


def answer(*, request_id: int, by_id: int, granted: bool, reason: str) -> AttemptRequest:
    """Grant one more attempt, or decline; written down once. Raises AlreadyAnswered, LookupError for a no without reason."""
    if not granted and not reason.strip():
        raise LookupError("reason")
    request = _still_open(request_id)
    request.answered_at, request.answered_by_id = clock.now(), by_id
    request.granted, request.reason = granted, reason
    if granted:
        db.session.add(_grant(request, by_id))
    db.session.flush()
    facts = {"person_id": request.person_id, "module_id": request.module_id, "item_id": request.item_id}
    act = "attempt:granted" if granted else "attempt:declined"
    audit.record(act=act, subject=("assignment", request.assignment_id), actor_id=by_id, after=facts, reason=reason)
    events.publish(AttemptAnswered(request.id))
    return request


def _still_open(request_id: int) -> AttemptRequest:
    rows = sa.select(AttemptRequest).where(AttemptRequest.id == request_id)
    held = rows.options(sa.orm.joinedload(AttemptRequest.assignment, innerjoin=True)).execution_options(
        populate_existing=True
    )
    request: AttemptRequest = db.session.scalars(locked(held)).one()
    if request.answered_at is not None or request.assignment.closed_at is not None:
        raise AlreadyAnswered
    return request


def _grant(request: AttemptRequest, by_id: int) -> AttemptGrant:
    return AttemptGrant(
        assignment_id=request.assignment_id,
        module_id=request.module_id,
        item_id=request.item_id,
        request_id=request.id,
        granted_at=clock.now(),
        granted_by_id=by_id,
        reason=request.reason,
    )
