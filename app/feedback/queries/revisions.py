"""What an idea said before its author changed it."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, load_only

from app.accounts.models import Person
from app.feedback.models import Idea, IdeaRevision, Vote
from app.foundation.db import db

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the words: what stood there before and after, field by field, and whether it changed what is asked for."""

    revision: IdeaRevision
    fields: list[tuple[str, str, str]]


def changes_of(idea: Idea) -> list[Change]:
    """The changes of an idea, the newest first; at most fifty, in one statement."""
    who = joinedload(IdeaRevision.replaced_by).options(load_only(Person.name))
    wanted = sa.select(IdeaRevision).where(IdeaRevision.idea_id == idea.id).options(who)
    after: Any = {
        name: getattr(idea, name) for name in ("title", "text", "kind", "area", "steps", "proposal", "workaround")
    }
    changes = []
    for past in db.session.scalars(wanted.order_by(IdeaRevision.number.desc()).limit(SHOWN)):
        fields = [(name, past.words[name], str(after[name])) for name in after if past.words[name] != after[name]]
        changes.append(Change(past, fields))
        after = past.words
    return changes


def changed_since_vote(reader: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    """Whether an Idea has come to ask for something else since a reader voted for it; for whoever has no vote, False."""
    seen = sa.select(sa.func.min(Vote.seen_revision)).where(Vote.person_id == reader, Vote.idea_id == Idea.id)
    seen = seen.correlate(Idea)  # said, for the idea stands two selects further out
    return sa.exists().where(
        IdeaRevision.idea_id == Idea.id, IdeaRevision.material, IdeaRevision.number >= seen.scalar_subquery()
    )
