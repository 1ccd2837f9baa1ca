"""What somebody has to do with ideas: wrote, voted for, follows, commented on, muted."""

from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from app.feedback.models import Comment, Follower, Idea
from app.feedback.queries.conversation import standing
from app.feedback.queries.votes import voted_ideas


class Tie(StrEnum):
    """One way in which an idea is somebody's."""

    wrote = "wrote"
    voted = "voted"
    follows = "follows"
    commented = "commented"
    muted = "muted"


def tied(tie: Tie, person_id: int) -> sa.ColumnElement[bool]:
    """Ideas that are somebody's in one way, as a condition."""
    if tie is Tie.wrote:
        return sa.or_(Idea.author_id == person_id, Idea.on_behalf_of_id == person_id)
    return Idea.id.in_(_ids(tie, person_id))


def tied_somehow(person_id: int) -> sa.ColumnElement[bool]:
    """Ideas that somebody wrote, voted for, follows or commented on, less the muted ones that somebody else wrote."""
    ways = (tied(tie, person_id) for tie in (Tie.wrote, Tie.voted, Tie.follows, Tie.commented))
    return sa.and_(sa.or_(*ways), sa.or_(tied(Tie.wrote, person_id), ~tied(Tie.muted, person_id)))


def _ids(tie: Tie, person_id: int) -> Any:
    if tie is Tie.voted:
        return voted_ideas(person_id)
    if tie is Tie.commented:
        return sa.select(Comment.idea_id).where(Comment.author_id == person_id, standing())
    own = sa.select(Follower.idea_id).where(Follower.person_id == person_id)
    return own.where(Follower.muted_at.is_not(None) if tie is Tie.muted else Follower.muted_at.is_(None))
