"""Tables of ideas, one subject a file."""

from app.feedback.models.comments import Comment, CommentRevision, Mention
from app.feedback.models.followers import Follower
from app.feedback.models.ideas import EXCERPT, OBJECTION_TIME, Idea, IdeaEvent, IdeaKind
from app.feedback.models.petitions import Objection, ReopenRequest
from app.feedback.models.photos import LARGEST_PHOTO, IdeaPhoto
from app.feedback.models.revisions import IdeaRevision
from app.feedback.models.statuses import (
    AUTHOR_MOVES,
    CHAIN_MOVES,
    EDITABLE,
    ENDED,
    MODERATOR_MOVES,
    MOVES,
    OUTCOMES,
    SYSTEM_MOVES,
    VOTING,
    DeclineCode,
    IdeaStatus,
    needs_answer,
)
from app.feedback.models.suggestions import MergeSuggestion
from app.feedback.models.tags import IdeaTag, Tag
from app.feedback.models.votes import Vote, VoteEvent

__all__ = [
    "AUTHOR_MOVES",
    "CHAIN_MOVES",
    "EDITABLE",
    "ENDED",
    "EXCERPT",
    "LARGEST_PHOTO",
    "MODERATOR_MOVES",
    "MOVES",
    "OBJECTION_TIME",
    "OUTCOMES",
    "SYSTEM_MOVES",
    "VOTING",
    "Comment",
    "CommentRevision",
    "DeclineCode",
    "Follower",
    "Idea",
    "IdeaEvent",
    "IdeaKind",
    "IdeaPhoto",
    "IdeaRevision",
    "IdeaStatus",
    "IdeaTag",
    "Mention",
    "MergeSuggestion",
    "Objection",
    "ReopenRequest",
    "Tag",
    "Vote",
    "VoteEvent",
    "needs_answer",
]
