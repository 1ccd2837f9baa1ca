"""Help sessions that go on."""

from datetime import timedelta

import sqlalchemy as sa

from app.foundation import clock
from app.foundation.db import db
from app.knowledge.models import HelpSession

SESSION = timedelta(minutes=30)


def goes_on(person_id: int) -> sa.ColumnElement[bool]:
    """The help sessions of somebody in which something happened in the last half hour."""
    now = clock.now()
    return sa.and_(HelpSession.person_id == person_id, HelpSession.last_at > now - SESSION, HelpSession.last_at <= now)


def unseen_session(person_id: int) -> bool:
    """Whether somebody is looking for help and has not opened an article yet."""
    rows = sa.select(HelpSession.viewed).where(goes_on(person_id)).order_by(HelpSession.id.desc()).limit(1)
    return db.session.scalar(rows) is False
