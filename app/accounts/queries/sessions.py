"""Sessions: who is signed in with a token, and on which devices a person is signed in."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Person, SignInSession
from app.foundation import clock
from app.foundation.db import db
from app.foundation.tablets import SHARED_IDLE

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
    asked = {"token": token_hash(token), **_limits()}
    found: Any = db.session.execute(_OF_TOKEN, asked).unique().one_or_none()
    if found is None or not found.Person.may_sign_in_on(clock.today()):
        return None
    person: Person = found.Person
    person.session_token, person.session_seen_at, person.session_shared = token, found.seen_at, found.shared
    return person


def sessions_of(person_id: int) -> Sequence[SignInSession]:
    """Living sessions of a person, the last used first."""
    own = sa.select(SignInSession).where(SignInSession.person_id == person_id).order_by(SignInSession.seen_at.desc())
    return db.session.scalars(_alive(own), _limits()).all()


def _alive(sessions: sa.Select[*tuple[Any, ...]]) -> sa.Select[*tuple[Any, ...]]:
    """Sessions that have not lapsed; to be executed with `_limits()`."""
    return sessions.where(
        SignInSession.seen_at > sa.bindparam("used_since"),
        SignInSession.started_at > sa.bindparam("begun_since"),
        sa.or_(sa.not_(SignInSession.shared), SignInSession.seen_at > sa.bindparam("shared_used_since")),
    )


def _limits() -> dict[str, datetime]:
    moment = clock.now()
    return {
        "used_since": moment - IDLE,
        "begun_since": moment - LONGEST,
        "shared_used_since": moment - SHARED_IDLE,
    }


# Every page asks this, so it is put together only once.
_OF_TOKEN = (
    _alive(sa.select(Person, SignInSession.seen_at, SignInSession.shared))
    .join(SignInSession, SignInSession.person_id == Person.id)
    .where(SignInSession.token_hash == sa.bindparam("token"))
    .options(joinedload(Person.role_rows), joinedload(Person.tier_rows), joinedload(Person.department))
)
