"""Merging by reference: the votes stay where they were cast, and everything can be undone exactly."""

import sqlalchemy as sa

from app.accounts.models import Person
from app.feedback.actions.changing import swap_state, write_history
from app.feedback.actions.errors import IdeaNotFound, MergeRefused, MoveNotListed, StaleIdea
from app.feedback.actions.settling import settle
from app.feedback.models import ENDED, VOTING, Idea, IdeaEvent, IdeaStatus, MergeSuggestion
from app.foundation import clock
from app.foundation.db import db, locked


def merge_idea(*, idea_id: int, into_id: int, version: int, actor: Person, reason: str = "") -> IdeaEvent:
    """Let an idea live on in another one, which then counts the voters of both.

    Raises IdeaNotFound, StaleIdea, or MergeRefused: never into itself, in a chain or in a circle.
    """
    if idea_id == into_id:
        raise MergeRefused("itself")
    # Both rows are held, in the order of their numbers, so that two opposite merges meet here one after the other.
    held = locked(sa.select(Idea).where(Idea.id.in_((idea_id, into_id))).order_by(Idea.id))
    rows = {idea.id: idea for idea in db.session.scalars(held, execution_options={"populate_existing": True})}
    if idea_id not in rows:
        raise IdeaNotFound
    idea = rows[idea_id]
    settle(idea)
    if idea.version != version:
        raise StaleIdea
    refuse_merge(idea, rows.get(into_id))
    return _merge(idea, rows[into_id], actor, reason)


def refuse_merge(idea: Idea, target: Idea | None) -> None:
    """Raise MergeRefused when these two may not be merged."""
    if target is None:
        raise MergeRefused("unknown")
    if target.id == idea.id:
        raise MergeRefused("itself")
    if target.hidden_at is not None or (target.sensitive and not idea.sensitive):
        raise MergeRefused("not_for_all")
    if target.status in (IdeaStatus.merged, IdeaStatus.withdrawn):
        raise MergeRefused("target_gone")
    if idea.status in ENDED:
        raise MergeRefused("ended")
    if db.session.scalar(sa.select(sa.exists().where(Idea.canonical_id == idea.id))):
        raise MergeRefused("has_children")


def _merge(idea: Idea, target: Idea, actor: Person, reason: str) -> IdeaEvent:
    before, moment = idea.status, clock.now()
    returned = before in VOTING and target.status not in VOTING
    swap_state(
        idea=idea,
        actor=actor,
        moment=moment,
        status=IdeaStatus.merged,
        canonical_id=target.id,
        status_before_merge=before,
        voting_round=idea.voting_round + returned,
    )
    _answer_suggestions(idea, target, actor)
    row = IdeaEvent(
        idea_id=idea.id,
        from_status=before,
        to_status=IdeaStatus.merged,
        actor_id=actor.id,
        at=moment,
        reason=reason,
        target_id=target.id,
    )
    return write_history(row)


def _answer_suggestions(idea: Idea, target: Idea, actor: Person) -> None:
    """Whoever said that these two are the same was right."""
    both = (idea.id, target.id)
    said = sa.update(MergeSuggestion).where(MergeSuggestion.idea_id.in_(both), MergeSuggestion.into_id.in_(both))
    answer = {"answered_at": clock.now(), "answered_by_id": actor.id, "accepted": True}
    db.session.execute(said.where(MergeSuggestion.answered_at.is_(None)).values(**answer))


def unmerge_idea(*, idea_id: int, version: int, actor: Person, reason: str = "") -> IdeaEvent:
    """Take a merge back: the idea is what it was, with the votes it had. Raises IdeaNotFound, StaleIdea or MoveNotListed.

    Whoever had voted for both ideas may have given the freed vote away meanwhile. So the votes of the idea count for it as
    before, but cost nothing any more.
    """
    held = locked(sa.select(Idea).where(Idea.id == idea_id))
    idea = db.session.scalar(held, execution_options={"populate_existing": True})
    if idea is None:
        raise IdeaNotFound
    if idea.version != version:
        raise StaleIdea
    if idea.status is not IdeaStatus.merged or idea.status_before_merge is None:
        raise MoveNotListed(f"{idea.status} is not merged")
    back, moment = idea.status_before_merge, clock.now()
    swap_state(
        idea=idea,
        actor=actor,
        moment=moment,
        status=back,
        canonical_id=None,
        status_before_merge=None,
        voting_round=idea.voting_round + 1,
    )
    row = IdeaEvent(
        idea_id=idea.id,
        from_status=IdeaStatus.merged,
        to_status=back,
        actor_id=actor.id,
        at=moment,
        reason=reason,
    )
    return write_history(row)
