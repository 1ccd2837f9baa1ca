"""Requests to reopen and objections, and who may make them."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, load_only

from app.accounts.models import Person
from app.feedback.models import Idea, IdeaEvent, IdeaStatus, Objection, ReopenRequest, Vote
from app.feedback.queries.votes import members_of
from app.foundation.db import db


def is_involved(idea: Idea, person_id: int) -> bool:
    """Whether somebody wrote an idea, had it written, or voted for it or one merged into it."""
    if person_id in (idea.author_id, idea.on_behalf_of_id):
        return True
    voted = sa.exists().where(Vote.person_id == person_id, Vote.idea_id.in_(members_of(idea.id)))
    return bool(db.session.scalar(sa.select(voted)))


def delivery_of(idea_id: int) -> int:
    """The newest move of an idea to delivered."""
    moves = sa.select(sa.func.max(IdeaEvent.id)).where(
        IdeaEvent.idea_id == idea_id, IdeaEvent.to_status == IdeaStatus.delivered
    )
    return db.session.scalars(moves).one() or 0


def stands_against_delivery() -> sa.ColumnElement[bool]:
    """Objections to the newest delivery of their idea that nobody has answered; earlier ones were heard by working on."""
    newest = sa.select(sa.func.max(IdeaEvent.id)).where(
        IdeaEvent.idea_id == Objection.idea_id, IdeaEvent.to_status == IdeaStatus.delivered
    )
    return sa.and_(Objection.answered_at.is_(None), Objection.event_id == newest.correlate(Objection).scalar_subquery())


def open_requests(idea_id: int) -> list[ReopenRequest]:
    """Requests to reopen an idea that nobody has answered, with who asks, the first one first."""
    wanted = sa.select(ReopenRequest).where(ReopenRequest.idea_id == idea_id, ReopenRequest.answered_at.is_(None))
    asker = joinedload(ReopenRequest.person).options(load_only(Person.name))
    return list(db.session.scalars(wanted.options(asker).order_by(ReopenRequest.id)))


def ideas_with_petitions(limit: int = 20) -> list[Idea]:
    """Ideas for which somebody asks for a second look and has no answer, the first one first."""
    asked = sa.exists().where(ReopenRequest.idea_id == Idea.id, ReopenRequest.answered_at.is_(None))
    objected = sa.exists().where(Objection.idea_id == Idea.id, stands_against_delivery())
    reopened = sa.and_(asked, Idea.status == IdeaStatus.declined)
    wanted = sa.or_(reopened, sa.and_(objected, Idea.status == IdeaStatus.delivered))
    return list(db.session.scalars(sa.select(Idea).where(wanted).order_by(Idea.status_since, Idea.id).limit(limit)))


def request_of(idea_id: int, request_id: int) -> ReopenRequest | None:
    """One request of one idea."""
    return db.session.scalar(
        sa.select(ReopenRequest).where(ReopenRequest.id == request_id, ReopenRequest.idea_id == idea_id)
    )


def objections_to(delivery: int) -> list[Objection]:
    """Objections to a delivery (the move's id), answered or not, with who objects, the first one first."""
    wanted = sa.select(Objection).where(Objection.event_id == delivery)
    who = joinedload(Objection.person).options(load_only(Person.name))
    return list(db.session.scalars(wanted.options(who).order_by(Objection.id)))
