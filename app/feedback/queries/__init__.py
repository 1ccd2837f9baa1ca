"""Reads of feedback. `audience_of`, `idea_titles`, `my_ideas`, `ideas_waiting` and `queue_length` are for the floors above."""

from app.feedback.queries.audience import HearsBecause, audience_of
from app.feedback.queries.ideas import idea_numbered, idea_titles, ideas_waiting, my_ideas, open_question
from app.feedback.queries.queue import queue_length
from app.feedback.queries.votes import budget_of, support_counts, support_of

__all__ = [
    "HearsBecause",
    "audience_of",
    "budget_of",
    "idea_numbered",
    "idea_titles",
    "ideas_waiting",
    "my_ideas",
    "open_question",
    "queue_length",
    "support_counts",
    "support_of",
]
