"""Writes about people: sessions first."""

import secrets

import sqlalchemy as sa

from app.accounts.models import Person, SignInSession
from app.accounts.queries import token_hash
from app.foundation import clock
from app.foundation.db import db


def start_session(*, person: Person, browser: str) -> str:
    """Begin a session; returns the token that only the person's cookie knows."""
    token = secrets.token_urlsafe(32)
    db.session.add(
        SignInSession(
            token_hash=token_hash(token), person_id=person.id, started_at=clock.now(), seen_at=clock.now(),
            browser=browser[:200],
        )
    )
    return token


def end_session(*, token: str) -> None:
    """End one session; a copied cookie is worth nothing from now on."""
    db.session.execute(sa.delete(SignInSession).where(SignInSession.token_hash == token_hash(token)))


def end_sessions(*, person_id: int) -> None:
    """End every session of a person: after a change of password or roles, or a deactivation."""
    db.session.execute(sa.delete(SignInSession).where(SignInSession.person_id == person_id))


def keep_language(*, person_id: int, language: str) -> None:
    """Remember the language somebody reads in."""
    db.session.execute(sa.update(Person).where(Person.id == person_id).values(language=language))
