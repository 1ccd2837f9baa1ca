"""The first response of an idea: it counts while the words that gave it stand."""

from datetime import timedelta

import sqlalchemy as sa

from app.feedback.models import Comment, Idea
from app.feedback.queries.response import first_answer, is_answer
from app.foundation.db import db, locked

AT_ONCE = timedelta(
    seconds=1
)  # the answer and the comment that gives it carry the same instant, but for a moment between them


def idea_behind(comment: Comment) -> Idea:
    """The idea of a comment, kept from other writers until commit."""
    wanted = locked(sa.select(Idea).where(Idea.id == comment.idea_id))
    idea: Idea = db.session.scalars(wanted, execution_options={"populate_existing": True}).one()
    return idea


def take_back_response(idea: Idea, comment: Comment) -> None:
    """After a comment was hidden or removed: where it was the first response, the next one is; without one the clock goes on."""
    first = idea.first_response_at
    gave_it = not comment.internal and comment.author_id != idea.author_id
    if first is not None and gave_it and abs(first - comment.posted_at) <= AT_ONCE:
        idea.first_response_at = first_answer(idea)
        db.session.flush()


def count_response(idea: Idea, comment: Comment) -> None:
    """After a comment is shown again: it is the first response where none was earlier."""
    earlier = idea.first_response_at is not None and idea.first_response_at <= comment.posted_at
    if not earlier and is_answer(comment):
        idea.first_response_at = comment.posted_at
        db.session.flush()
