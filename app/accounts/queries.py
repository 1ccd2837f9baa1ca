"""Questions about people and their sessions."""

import hashlib
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Person, SignInSession
from app.foundation import clock
from app.foundation.db import db

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=14)


def token_hash(token: str) -> str:
    """What the database keeps of a random token."""
    return hashlib.sha256(token.encode()).hexdigest()


def person_of_session(token: str) -> Person | None:
    """The person signed in with a token, with roles, tiers and department; None when the session has ended."""
    alive = sa.select(SignInSession).where(
        SignInSession.token_hash == token_hash(token),
        SignInSession.seen_at > clock.now() - IDLE,
        SignInSession.started_at > clock.now() - LONGEST,
    ).options(
        joinedload(SignInSession.person).options(
            selectinload(Person.role_rows), selectinload(Person.tier_rows), joinedload(Person.department)
        )
    )
    session = db.session.scalar(alive)
    if session is None or session.person.deactivated_at is not None:
        return None
    session.person.session_token = token
    session.person.session_seen_at = session.seen_at
    return session.person
