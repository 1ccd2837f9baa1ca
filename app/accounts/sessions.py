"""Ties Flask-Login to the table of sessions."""

from datetime import timedelta

import sqlalchemy as sa
from flask import Flask, g, session
from flask_login import LoginManager

from app.accounts.models import Person, SignInSession
from app.accounts.queries import person_of_session, token_hash
from app.foundation import clock
from app.foundation.db import db
from app.foundation.tablets import SHARED_IDLE

TOUCHED_EVERY = timedelta(minutes=10)
TOUCHED_EVERY_ON_TABLET = timedelta(seconds=2)


def init_sessions(app: Flask) -> None:
    """Load the person of each request from the session row; without one the visitor is a stranger."""
    manager = LoginManager()
    manager.session_protection = None  # the row, not a guess about the browser, says whether a session lives
    manager.user_loader(_person_of)
    manager.init_app(app)
    app.teardown_request(_touch)


def _person_of(token: str) -> Person | None:
    """The person of a session; a token that opens nothing any more leaves the cookie, and its row goes."""
    person = person_of_session(token)
    if person is None and session.pop("_user_id", None) is not None:
        g.lapsed_token = token
    return person


def _touch(_error: BaseException | None) -> None:
    """Note that the session is in use, on a shared tablet each time, else now and then; remove the row of a lapsed one.

    It happens outside the request's own transaction. What a page asks by itself is no use of it (`g.unattended`).
    """
    if token := g.pop("lapsed_token", None):
        _write(sa.delete(SignInSession).where(SignInSession.token_hash == token_hash(token), _lapsed()))
    person = g.get("_login_user")
    if person is None or not person.is_authenticated or g.get("unattended"):
        return
    every = TOUCHED_EVERY_ON_TABLET if person.session_shared else TOUCHED_EVERY
    if clock.now() - person.session_seen_at < every:
        return
    row = sa.update(SignInSession).where(SignInSession.token_hash == token_hash(person.session_token))
    _write(row.values(seen_at=clock.now()))


def _lapsed() -> sa.ColumnElement[bool]:
    """Not one that only its person may not use just now."""
    return sa.and_(SignInSession.shared, SignInSession.seen_at <= clock.now() - SHARED_IDLE)


def _write(statement: sa.Update | sa.Delete) -> None:
    db.session.rollback()
    g.writing = True
    db.session.execute(statement)
    db.session.commit()
    g.writing = False
