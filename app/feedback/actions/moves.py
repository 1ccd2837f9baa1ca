"""Writes that change the status of an idea; each leaves one row of its history in the same transaction."""

from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import Person
from app.feedback.actions.errors import AnswerMissing, IdeaNotFound, MoveNotListed, StaleIdea
from app.feedback.events import IdeaMoved
from app.feedback.models import AUTHOR_MOVES, MODERATOR_MOVES, VOTING, Idea, IdeaEvent, IdeaStatus, needs_answer
from app.feedback.policies import is_responder
from app.foundation import clock
from app.foundation.db import db
from app.foundation.events import publish


def move_idea(*, idea_id: int, to: IdeaStatus, version: int, actor: Person | None, reason: str = "") -> IdeaEvent:
    """Move an idea along the moderator's listed moves; `actor` needs loaded roles, None is the portal itself.

    Raises IdeaNotFound, StaleIdea (another version is current), MoveNotListed or AnswerMissing.
    """
    idea = _seen(idea_id, version)
    if to not in MODERATOR_MOVES[idea.status]:
        raise MoveNotListed(f"{idea.status} -> {to}")
    if needs_answer(idea.status, to) and not reason:
        raise AnswerMissing
    return change_status(idea=idea, to=to, actor=actor, reason=reason)


def withdraw_idea(*, idea_id: int, version: int, author: Person, reason: str = "") -> IdeaEvent:
    """Take one's own idea back. Raises IdeaNotFound, StaleIdea or MoveNotListed."""
    idea = _seen(idea_id, version)
    if idea.author_id != author.id or IdeaStatus.withdrawn not in AUTHOR_MOVES.get(idea.status, ()):
        raise MoveNotListed(f"{idea.status} -> withdrawn")
    return change_status(idea=idea, to=IdeaStatus.withdrawn, actor=author, reason=reason)


def change_status(*, idea: Idea, to: IdeaStatus, actor: Person | None, reason: str) -> IdeaEvent:
    """Change the status from the state that `idea` shows, with its row of history. Raises StaleIdea if that has passed."""
    before, moment = idea.status, clock.now()
    swap_state(idea=idea, actor=actor, moment=moment, status=to)
    if before in VOTING and to not in VOTING:
        return_votes(idea_id=idea.id)
    return write_history(idea=idea, before=before, to=to, actor=actor, reason=reason, moment=moment)


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


def write_history(
    *,
    idea: Idea,
    before: IdeaStatus,
    to: IdeaStatus,
    actor: Person | None,
    reason: str,
    moment: datetime,
    target_id: int | None = None,
) -> IdeaEvent:
    """Write the row of history of a change just made, and announce it."""
    row = IdeaEvent(
        idea_id=idea.id,
        from_status=before,
        to_status=to,
        actor_id=actor.id if actor else None,
        at=moment,
        reason=reason,
        target_id=target_id,
    )
    db.session.add(row)
    db.session.flush()
    publish(IdeaMoved(idea_id=idea.id, event_id=row.id, from_status=before, to_status=to, actor_id=row.actor_id))
    return row


def _seen(idea_id: int, version: int) -> Idea:
    idea = db.session.get(Idea, idea_id, populate_existing=True, with_for_update=True)
    if idea is None:
        raise IdeaNotFound
    if idea.version != version:
        raise StaleIdea
    return idea
