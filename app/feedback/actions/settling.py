"""What the clock alone does to ideas: a pause ends, a delivery nobody objected to is done.

It is read from the clock wherever an idea is opened or moved, and written then; the worker's sweep only comes first more often.
"""

import sqlalchemy as sa

from app.feedback.actions.changing import change_status
from app.feedback.actions.errors import StaleIdea
from app.feedback.models import Idea, IdeaStatus, Objection
from app.feedback.queries.due import due_now
from app.feedback.queries.petitions import stands_against_delivery
from app.foundation.db import db, locked, transaction


def settle(idea: Idea) -> bool:
    """Move a held idea on if its time is up, dated to that instant; True when it moved."""
    moment = idea.time_is_up
    if moment is None or (idea.status is IdeaStatus.delivered and _is_objected(idea.id)):
        return False
    to = IdeaStatus.open if idea.status is IdeaStatus.parked else IdeaStatus.closed
    change_status(idea=idea, to=to, actor=None, reason="", evidence="clock", moment=max(moment, idea.status_since))
    return True


def _is_objected(idea_id: int) -> bool:
    return bool(
        db.session.scalar(sa.select(sa.exists().where(Objection.idea_id == idea_id, stands_against_delivery())))
    )


def due_ideas() -> list[int]:
    """Ids of ideas whose time is up, in one statement."""
    return sorted(db.session.scalars(due_now()))


def settle_ideas(ideas: list[int]) -> int:
    """Write what is due for these ideas, each in a transaction of its own; how many moved."""
    return sum(_settle_one(number) for number in ideas)


def _settle_one(number: int) -> bool:
    try:
        with transaction():
            held = locked(sa.select(Idea).where(Idea.id == number))
            return settle(db.session.scalars(held, execution_options={"populate_existing": True}).one())
    except StaleIdea:  # somebody was faster, and wrote it
        return False


def settle_due_ideas() -> int:
    """Write for some ideas what is due, for the worker; how many moved."""
    return settle_ideas(due_ideas())
