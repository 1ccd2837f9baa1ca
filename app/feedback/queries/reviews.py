"""Whether change control still has to decide about an idea: a higher floor knows."""

from collections.abc import Callable

from flask import current_app

from app.feedback.models import Idea, IdeaStatus

REVIEWS = "uptake.idea_reviews"
"""Where the portal keeps who knows it: a function of an idea (by id) that says in one statement whether a review is going on."""
Reviews = Callable[[int], bool]


def is_being_reviewed(idea: Idea) -> bool:
    """Whether an idea is under review and the board, or whoever works on its change requests, has not come to an end."""
    goes_on: Reviews = current_app.extensions[REVIEWS]
    return idea.status is IdeaStatus.in_review and goes_on(idea.id)
