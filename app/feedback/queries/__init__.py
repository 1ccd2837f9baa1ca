"""Reads of feedback. `audience_of`, `idea_titles`, `ideas_at_home`, `queue_length`, `seeing`
and `visible_to` are for the floors above.
"""

from app.feedback.queries.audience import HearsBecause, audience_of
from app.feedback.queries.ideas import idea_numbered, idea_titles, ideas_at_home, open_question
from app.feedback.queries.queue import queue_length
from app.feedback.queries.visibility import seeing, visible_to
from app.feedback.queries.votes import budget_of, support_counts, support_of

__all__ = [
    "HearsBecause",
    "audience_of",
    "budget_of",
    "idea_numbered",
    "idea_titles",
    "ideas_at_home",
    "open_question",
    "queue_length",
    "seeing",
    "support_counts",
    "support_of",
    "visible_to",
]
