"""Ties Flask-Login to the table of sessions."""

from datetime import timedelta

import sqlalchemy as sa
from flask import Flask, g
from flask_login import LoginManager

from app.accounts.models import SignInSession
from app.accounts.queries import person_of_session, token_hash
from app.foundation import clock
from app.foundation.db import db

TOUCHED_EVERY = timedelta(minutes=10)


def init_sessions(app: Flask) -> None:
    """Load the person of each request from the session row; without one the visitor is a stranger."""
    manager = LoginManager()
    manager.session_protection = None  # the row, not a guess about the browser, says whether a session lives
    manager.user_loader(person_of_session)
    manager.init_app(app)
    app.teardown_request(_touch)


def _touch(_error: BaseException | None) -> None:
    """Now and then note that the session is in use, outside the request's own transaction."""
    person = g.get("_login_user")
    if person is None or not person.is_authenticated or clock.now() - person.session_seen_at < TOUCHED_EVERY:
        return
    token = person.session_token
    db.session.rollback()
    g.writing = True
    row = sa.update(SignInSession).where(SignInSession.token_hash == token_hash(token))
    db.session.execute(row.values(seen_at=clock.now()))
    db.session.commit()
    g.writing = False
