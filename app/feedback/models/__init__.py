"""Tables of ideas, one subject a file."""

from app.feedback.models.comments import Comment
from app.feedback.models.followers import Follower
from app.feedback.models.ideas import (
    AUTHOR_MOVES,
    EDITABLE,
    ENDED,
    EXCERPT,
    MODERATOR_MOVES,
    MOVES,
    OUTCOMES,
    VOTING,
    Idea,
    IdeaEvent,
    IdeaKind,
    IdeaStatus,
    needs_answer,
)
from app.feedback.models.votes import Vote, VoteEvent

__all__ = [
    "AUTHOR_MOVES",
    "EDITABLE",
    "ENDED",
    "EXCERPT",
    "MODERATOR_MOVES",
    "MOVES",
    "OUTCOMES",
    "VOTING",
    "Comment",
    "Follower",
    "Idea",
    "IdeaEvent",
    "IdeaKind",
    "IdeaStatus",
    "Vote",
    "VoteEvent",
    "needs_answer",
]
