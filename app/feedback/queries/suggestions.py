"""Suggestions to merge that wait for the PMO."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, load_only

from app.accounts.models import Person
from app.feedback.models import ENDED, Idea, MergeSuggestion
from app.feedback.policies import SILENT
from app.foundation.db import db

SHOWN = 20


def suggestion_of(idea_id: int, suggestion_id: int) -> MergeSuggestion | None:
    """One suggestion about an idea, answered or not."""
    found = db.session.get(MergeSuggestion, suggestion_id)
    return found if found is not None and idea_id in (found.idea_id, found.into_id) else None


def open_suggestions() -> list[MergeSuggestion]:
    """Suggestions nobody has answered about ideas that can still be merged, with both and who thinks so; the first one first."""
    title = load_only(Idea.title)
    ideas = (joinedload(MergeSuggestion.idea).options(title), joinedload(MergeSuggestion.into).options(title))
    who = joinedload(MergeSuggestion.person).options(load_only(Person.name))
    living = (MergeSuggestion.idea.has(Idea.status.not_in(ENDED)), MergeSuggestion.into.has(Idea.status.not_in(SILENT)))
    wanted = sa.select(MergeSuggestion).where(MergeSuggestion.answered_at.is_(None), *living).options(*ideas, who)
    return list(db.session.scalars(wanted.order_by(MergeSuggestion.id).limit(SHOWN)))
