"""Sessions: who is signed in with a token, and on which devices a person is signed in."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Person, SignInSession
from app.foundation import clock
from app.foundation.db import db

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=14)
HANDLE_LENGTH = 16


def token_hash(token: str) -> str:
    """What the database keeps of a random token."""
    return hashlib.sha256(token.encode()).hexdigest()


def session_handle(session: SignInSession) -> str:
    """How a page names a session: the beginning of its hash, which opens nothing."""
    return session.token_hash[:HANDLE_LENGTH]


def person_of_session(token: str) -> Person | None:
    """The person signed in with a token, with roles, tiers and department; None when the session has ended."""
    alive = _alive(sa.select(SignInSession).where(SignInSession.token_hash == token_hash(token))).options(
        joinedload(SignInSession.person).options(
            selectinload(Person.role_rows), selectinload(Person.tier_rows), joinedload(Person.department)
        )
    )
    session = db.session.scalar(alive)
    if session is None or not session.person.may_sign_in_on(clock.today()):
        return None
    session.person.session_token = token
    session.person.session_seen_at = session.seen_at
    return session.person


def sessions_of(person_id: int) -> Sequence[SignInSession]:
    """Living sessions of a person, the last used first."""
    own = sa.select(SignInSession).where(SignInSession.person_id == person_id).order_by(SignInSession.seen_at.desc())
    return db.session.scalars(_alive(own)).all()


def _alive(sessions: sa.Select[SignInSession]) -> sa.Select[SignInSession]:
    moment: datetime = clock.now()
    return sessions.where(SignInSession.seen_at > moment - IDLE, SignInSession.started_at > moment - LONGEST)
