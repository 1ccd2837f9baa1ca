"""Suggesting that two ideas are the same, and what the PMO makes of it."""

import sqlalchemy as sa

from app.accounts.models import Person
from app.feedback.actions.errors import AlreadyAnswered, IdeaNotFound
from app.feedback.actions.merges import merge_idea, refuse_merge
from app.feedback.events import MergeSuggested
from app.feedback.models import IdeaEvent, MergeSuggestion
from app.feedback.queries.ideas import idea_numbered
from app.foundation import clock
from app.foundation.db import db, insert_new, locked
from app.foundation.events import publish


def suggest_merge(*, idea_id: int, into_id: int, person: Person) -> bool:
    """Say that an idea means the same as another one; False when somebody has said so already, in whichever
    direction, and waits for an answer.

    Raises IdeaNotFound, or MergeRefused where these two could not be merged.
    """
    idea = idea_numbered(idea_id, person)
    if idea is None:
        raise IdeaNotFound
    refuse_merge(idea, idea_numbered(into_id, person))
    if _waits(into_id, idea_id):
        return False
    row = {"idea_id": idea_id, "into_id": into_id, "person_id": person.id, "suggested_at": clock.now()}
    new = insert_new(MergeSuggestion, [row]) == 1
    if new:
        publish(MergeSuggested(idea_id=idea_id, into_id=into_id, person_id=person.id))
    return new


def _waits(idea_id: int, into_id: int) -> bool:
    """Whether this is said already, and nobody has answered."""
    said = (MergeSuggestion.idea_id == idea_id, MergeSuggestion.into_id == into_id)
    return bool(db.session.scalar(sa.select(sa.exists().where(*said, MergeSuggestion.answered_at.is_(None)))))


def accept_suggestion(*, suggestion_id: int, version: int, actor: Person, reason: str = "") -> IdeaEvent:
    """Merge the ideas as suggested. Raises AlreadyAnswered, and what `merge_idea` raises."""
    asked = _open(suggestion_id)
    return merge_idea(idea_id=asked.idea_id, into_id=asked.into_id, version=version, actor=actor, reason=reason)


def dismiss_suggestion(*, suggestion_id: int, actor: Person) -> None:
    """Say that the ideas differ. Raises AlreadyAnswered."""
    asked = _open(suggestion_id)
    asked.answered_at, asked.answered_by_id, asked.accepted = clock.now(), actor.id, False
    db.session.flush()


def _open(suggestion_id: int) -> MergeSuggestion:
    held = locked(sa.select(MergeSuggestion).where(MergeSuggestion.id == suggestion_id))
    asked: MergeSuggestion = db.session.scalars(held, execution_options={"populate_existing": True}).one()
    if asked.answered_at is not None:
        raise AlreadyAnswered
    return asked
