"""Ideas that a change request may answer."""

from typing import Any

import sqlalchemy as sa

from app.changes.models import ChangeIdea
from app.feedback.models import Idea, IdeaStatus
from app.feedback.queries.board import matches
from app.feedback.queries.visibility import visible_to
from app.foundation.db import db

LINKABLE = (
    IdeaStatus.in_review,
    IdeaStatus.discussing,
    IdeaStatus.open,
    IdeaStatus.planned,
    IdeaStatus.in_progress,
    IdeaStatus.delivered,
)
SHOWN = 12


def linkable_ideas(change_id: int, reader: Any, q: str = "") -> list[Idea]:
    """Ideas the reader may see that can be linked: found by words or number, else those that wait for a change; at most twelve."""
    linked = sa.select(ChangeIdea.idea_id).where(ChangeIdea.change_id == change_id)
    wanted = sa.select(Idea).where(Idea.status.in_(LINKABLE), Idea.id.not_in(linked), visible_to(reader))
    if q.strip():
        wanted = wanted.where(matches(q))
    else:
        anywhere = sa.exists().where(ChangeIdea.idea_id == Idea.id)
        wanted = wanted.where(~anywhere, Idea.status.in_((IdeaStatus.in_review, IdeaStatus.discussing)))
    return list(db.session.scalars(wanted.order_by(Idea.status_since.desc(), Idea.id.desc()).limit(SHOWN)))


def seen_idea(idea_id: int, reader: Any) -> Idea | None:
    """An idea, where the reader may see it."""
    return db.session.scalar(sa.select(Idea).where(Idea.id == idea_id, visible_to(reader)))
