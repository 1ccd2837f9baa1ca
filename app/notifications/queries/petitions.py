"""What there is to tell of what people put before the PMO about an idea, and of words that changed."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person, PersonRole, Role
from app.feedback.models import Idea
from app.feedback.models.petitions import Objection, ReopenRequest
from app.foundation.db import db
from app.notifications.queries.facts import shortened
from app.notifications.queries.readers import still_here

Facts = dict[str, Any]


def pmo_people() -> set[int]:
    """Ids of those who answer for the PMO today."""
    rows = sa.select(PersonRole.person_id).join(Person, Person.id == PersonRole.person_id)
    return set(db.session.scalars(rows.where(PersonRole.role == Role.pmo, still_here())))


def idea_named(idea_id: int) -> Facts:
    """An idea: its number and title."""
    return {"idea": idea_id, "title": db.session.scalars(sa.select(Idea.title).where(Idea.id == idea_id)).one()}


def idea_hidden(idea_id: int) -> tuple[Facts, set[int]]:
    """A hidden idea: why; its author, who alone may still see it."""
    found = db.session.get_one(Idea, idea_id)
    return {"idea": found.id, "title": found.title, "reason": shortened(found.hidden_reason)}, {found.author_id}


def same_said(idea_id: int, into_id: int) -> Facts:
    """Two ideas that somebody thinks are the same."""
    return {**idea_named(idea_id), "target": into_id, "target_title": idea_named(into_id)["title"]}


def reopening(request_id: int) -> tuple[Facts, int]:
    """A request to open an idea again: its evidence and answer, and who asked."""
    found = db.session.get_one(ReopenRequest, request_id)
    said = {"evidence": shortened(found.evidence), "answer": shortened(found.answer), "accepted": bool(found.accepted)}
    return {**idea_named(found.idea_id), **said}, found.person_id


def objection(idea_id: int, person_id: int) -> tuple[Facts, int]:
    """The last word of somebody who says that an idea is not solved; its id. Nobody is named: who wanted it is secret."""
    own = (Objection.idea_id == idea_id, Objection.person_id == person_id)
    rows = sa.select(Objection.id, Objection.text).where(*own).order_by(Objection.id.desc()).limit(1)
    number, text = db.session.execute(rows).one()
    return {**idea_named(idea_id), "text": shortened(text)}, number


def objections_answered(numbers: Collection[int]) -> tuple[Facts, set[int]]:
    """The answer to objections that were answered together, and who had raised them."""
    rows = list(db.session.scalars(sa.select(Objection).where(Objection.id.in_(numbers))))
    return {**idea_named(rows[0].idea_id), "answer": shortened(rows[0].answer)}, {row.person_id for row in rows}
