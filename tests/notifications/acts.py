"""Things that happen, as the features below make them happen."""

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Person
from app.feedback.actions import advance_idea, move_idea
from app.feedback.models import CHAIN_MOVES, Idea, IdeaStatus
from app.foundation.db import db, transaction
from app.foundation.jobs import run_sweeps
from app.notifications.actions import choose_channel
from app.notifications.kinds import ALL
from app.notifications.models import Announcement, Channel, Receipt
from tests.feedback.rows import grounds


def who(person_id: int) -> Person:
    """A person with roles."""
    rows = (
        sa.select(Person)
        .where(Person.id == person_id)
        .options(selectinload(Person.role_rows), joinedload(Person.department))
    )
    return db.session.scalars(rows).one()


def move(app: Flask, idea_id: int, to: IdeaStatus, *, actor: int | None = None, reason: str = "下一版就有") -> int:
    """Move an idea, by hand or along the chain; gives the number of the event."""
    with app.app_context(), transaction():
        idea, by = db.session.get_one(Idea, idea_id), who(actor) if actor else None
        if to in CHAIN_MOVES.get(idea.status, ()):
            event = advance_idea(idea_id=idea_id, to=to, evidence="decision:1", actor=by, reason=reason)
            assert event is not None
            return event.id
        return move_idea(idea_id=idea_id, to=to, version=idea.version, actor=by, reason=reason, **grounds(to)).id


def sweep(app: Flask) -> dict[str, int]:
    """Do what a worker does every minute."""
    with app.app_context():
        return run_sweeps(app, slot="")


def choose(app: Flask, person_id: int, channel: Channel, scope: str = ALL) -> None:
    """Choose how somebody hears, of everything or of a scope."""
    with app.app_context(), transaction():
        choose_channel(person_id=person_id, channel=channel, scope=scope)


def speak(app: Flask, person_id: int, language: str) -> None:
    """Choose somebody's language."""
    with app.app_context(), transaction():
        db.session.execute(sa.update(Person).where(Person.id == person_id).values(language=language))


def told(app: Flask, kind: str = "idea_moved") -> list[int]:
    """Ids of who was told of a kind, once for each receipt that is not muted."""
    rows = sa.select(Receipt.person_id).join(Announcement).where(Announcement.kind == kind, Receipt.muted_at.is_(None))
    rows = rows.order_by(Receipt.person_id)
    with app.app_context():
        return list(db.session.scalars(rows))


def address(app: Flask, person_id: int) -> str:
    """Somebody's mail address."""
    with app.app_context():
        return db.session.get_one(Person, person_id).email or ""
