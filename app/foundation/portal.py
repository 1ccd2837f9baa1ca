"""The Flask application of the house: one transaction for each request, committed when a write succeeded."""

from collections.abc import Callable
from typing import Any, TypeVar

import sqlalchemy as sa
from flask import Flask, Response, current_app, g, request

from app.foundation.db import db, end_reading
from app.foundation.jobs import wake_after_commit

View = TypeVar("View", bound=Callable[..., Any])
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
TRIES = 3
RETRIED = frozenset({"40001", "40P01"})  # serialization failure, deadlock: PostgreSQL asks to try again


def only_reads(view: View) -> View:
    """Mark a view that is posted to for the length of what is sent, and writes nothing: it takes no lock. Stands under `requires`."""
    view.only_reads = True  # type: ignore[attr-defined]
    return view


def _only_reads() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "only_reads", False)


class Portal(Flask):
    """Flask, with one commit for each unsafe request that answers below 400, and a rollback for all others."""

    def dispatch_request(self) -> Response:
        """Answer a request inside its transaction; a deadlock is tried again before anything has left the process."""
        for attempt in range(1, TRIES + 1):
            try:
                return self._answer(super().dispatch_request)
            except sa.exc.OperationalError as error:
                db.session.rollback()
                if attempt == TRIES or getattr(error.orig, "sqlstate", None) not in RETRIED:
                    raise
        raise AssertionError("unreachable")

    def _answer(self, dispatch: Callable[[], Any]) -> Response:
        g.writing = request.method not in SAFE and not _only_reads()
        response: Response = self.make_response(dispatch())
        if g.writing and response.status_code < 400:
            db.session.commit()
            wake_after_commit(self)
        elif g.writing:
            db.session.rollback()
        else:
            end_reading()
        g.writing = False
        return response
