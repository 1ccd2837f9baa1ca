"""How a status changes: once, from the state that was seen, with one row of history in the same transaction."""

from datetime import date, datetime

import sqlalchemy as sa

from app.accounts.models import Person
from app.feedback.actions.errors import StaleIdea
from app.feedback.events import IdeaMoved
from app.feedback.models import VOTING, DeclineCode, Idea, IdeaEvent, IdeaStatus
from app.feedback.policies import is_responder
from app.foundation import clock
from app.foundation.db import db
from app.foundation.events import publish


def change_status(
    *,
    idea: Idea,
    to: IdeaStatus,
    actor: Person | None,
    reason: str,
    evidence: str = "",
    decline_code: DeclineCode | None = None,
    decision_ref: str = "",
    parked_until: date | None = None,
    moment: datetime | None = None,
) -> IdeaEvent:
    """Change the status from the state that `idea` shows, with its row of history. Raises StaleIdea if that has passed."""
    before, moment = idea.status, moment or clock.now()
    swap_state(idea=idea, actor=actor, moment=moment, status=to, parked_until=parked_until)
    if before in VOTING and to not in VOTING:
        return_votes(idea_id=idea.id)
    row = IdeaEvent(
        idea_id=idea.id,
        from_status=before,
        to_status=to,
        actor_id=actor.id if actor else None,
        at=moment,
        reason=reason,
        evidence=evidence,
        decline_code=decline_code,
        decision_ref=decision_ref,
    )
    return write_history(row)


def swap_state(*, idea: Idea, actor: Person | None, moment: datetime, **values: object) -> None:
    """Compare and swap: one of any number of writers that saw the same state wins. Raises StaleIdea for the others."""
    if actor is not None and is_responder(actor, idea):
        values["first_response_at"] = sa.func.coalesce(Idea.first_response_at, moment)
    swap = (
        sa.update(Idea)
        .where(Idea.id == idea.id, Idea.status == idea.status, Idea.version == idea.version)
        .values(version=Idea.version + 1, status_since=moment, **values)
        .execution_options(synchronize_session=False)
    )
    if db.session.execute(swap).rowcount != 1:  # type: ignore[attr-defined]
        raise StaleIdea
    db.session.expire(idea)


def return_votes(*, idea_id: int) -> None:
    """Give the votes for an idea, and for those merged into it, back to their owners; they still count for the idea."""
    group = sa.or_(Idea.id == idea_id, Idea.canonical_id == idea_id)
    db.session.execute(
        sa.update(Idea)
        .where(group)
        .values(voting_round=Idea.voting_round + 1)
        .execution_options(synchronize_session=False)
    )


def write_history(row: IdeaEvent) -> IdeaEvent:
    """Write the row of history of a change just made, and announce it."""
    db.session.add(row)
    db.session.flush()
    publish(
        IdeaMoved(
            idea_id=row.idea_id,
            event_id=row.id,
            from_status=row.from_status or "",
            to_status=row.to_status,
            actor_id=row.actor_id,
        )
    )
    return row
