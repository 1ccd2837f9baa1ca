"""What there is to tell of change requests and ballots, and whom it concerns."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.changes.models import BallotRound, BallotSeat, ChangeEvent, ChangeRequest, Decision
from app.foundation.db import db
from app.notifications.queries.facts import shortened

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """What is told, and to whom with which tie."""

    facts: Facts
    people: dict[int, str]


def change_moved(event_id: int) -> Told:
    """A move of a change request: where it went and why; its owner and author."""
    columns = (ChangeEvent.to_state, ChangeEvent.reason)
    rows = sa.select(ChangeRequest, *columns).join(ChangeEvent, ChangeEvent.change_id == ChangeRequest.id)
    change, state, reason = db.session.execute(rows.where(ChangeEvent.id == event_id)).one()
    return Told({**_named(change), "to": state.value, "reason": shortened(reason)}, _close_to(change))


def round_told(round_id: int) -> Told:
    """A round of ballots: of which change, and until when; its roll, and who is close to the change."""
    rows = sa.select(BallotRound, ChangeRequest).join(ChangeRequest, ChangeRequest.id == BallotRound.change_id)
    found, change = db.session.execute(rows.where(BallotRound.id == round_id)).one()
    return Told({**_named(change), "closes_at": found.closes_at.isoformat()}, {**_roll(round_id), **_close_to(change)})


def decision_told(decision_id: int) -> Told:
    """A decision: on which change, what it is, its conditions and words."""
    rows = sa.select(Decision, ChangeRequest).join(ChangeRequest, ChangeRequest.id == Decision.change_id)
    found, change = db.session.execute(rows.where(Decision.id == decision_id)).one()
    said = {"outcome": found.outcome.value, "conditions": shortened(found.conditions), "text": shortened(found.text)}
    return Told({**_named(change), **said}, {**_roll(found.round_id), **_close_to(change)})


def _named(change: ChangeRequest) -> Facts:
    return {"change": change.id, "title": change.title}


def _close_to(change: ChangeRequest) -> dict[int, str]:
    return {change.author_id: "change_author", change.owner_id: "change_owner"}


def _roll(round_id: int) -> dict[int, str]:
    seats = sa.select(BallotSeat.member_id).where(BallotSeat.round_id == round_id)
    return dict.fromkeys(db.session.scalars(seats), "board")
