"""Sessions begin and end."""

import secrets

import sqlalchemy as sa

from app.accounts.models import Person, SignInSession
from app.accounts.queries.sessions import token_hash
from app.foundation import clock
from app.foundation.db import db


def start_session(*, person: Person, browser: str) -> str:
    """Begin a session; returns the token that only the person's cookie knows."""
    token = secrets.token_urlsafe(32)
    db.session.add(
        SignInSession(
            token_hash=token_hash(token),
            person_id=person.id,
            started_at=clock.now(),
            seen_at=clock.now(),
            browser=browser[:200],
        )
    )
    return token


def share_session(*, token: str) -> None:
    """Let a session end after minutes, since others use the same device."""
    own = sa.update(SignInSession).where(SignInSession.token_hash == token_hash(token))
    db.session.execute(own.values(shared=True))


def end_session(*, token: str) -> None:
    """End one session; a copied cookie is worth nothing from now on."""
    db.session.execute(sa.delete(SignInSession).where(SignInSession.token_hash == token_hash(token)))


def end_session_named(*, person_id: int, handle: str) -> None:
    """End the session of a person that a page named by its handle; an unknown one has ended already."""
    own = sa.delete(SignInSession).where(SignInSession.person_id == person_id)
    db.session.execute(own.where(SignInSession.token_hash.startswith(handle, autoescape=True)))


def end_sessions(*, person_id: int) -> None:
    """End every session of a person: after a change of roles, a reset of the password, or a deactivation."""
    db.session.execute(sa.delete(SignInSession).where(SignInSession.person_id == person_id))


def end_other_sessions(*, person_id: int, token: str) -> None:
    """End every session of a person but the one with this token."""
    others = sa.delete(SignInSession).where(SignInSession.person_id == person_id)
    db.session.execute(others.where(SignInSession.token_hash != token_hash(token)))
