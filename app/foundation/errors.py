"""Errors as pages, or as small fragments for HTMX; database conflicts as 409 and 503, never as 500."""

from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import Flask, Response, current_app, g, make_response, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, InternalServerError

from app.foundation.db import db
from app.foundation.pages import asks_for_fragment, see_other
from app.foundation.typed_words import typed_words

WITH_PAGE = (400, 403, 404, 405, 409, 413, 422, 429, 500, 503)


def init_errors(app: Flask) -> None:
    """Answer every error in the house's own way."""
    app.register_error_handler(CSRFError, lambda _error: error_answer(400))
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(sa.exc.IntegrityError, lambda _error: error_answer(409))
    app.register_error_handler(StaleDataError, lambda _error: error_answer(409))
    app.register_error_handler(sa.exc.OperationalError, _database_busy)


def _http_error(error: HTTPException) -> Response:
    if error.code == 401:
        return _ask_to_sign_in()
    if error.response is not None:
        return make_response(error.response)
    if isinstance(error, InternalServerError):
        current_app.logger.error("unhandled error", exc_info=error.original_exception)
    answer = error_answer(error.code or 500)
    for name, value in error.get_headers(request.environ):
        if name in ("Allow", "Retry-After"):
            answer.headers[name] = value
    return answer


def _ask_to_sign_in() -> Response:
    address = url_for("accounts.show_sign_in", next=_wanted() or None)
    if asks_for_fragment():
        answer = make_response("", 401)
        answer.headers["HX-Redirect"] = address
        return answer
    return see_other(address)


def _wanted() -> str:
    """The page that was asked for, or on which HTMX asked for something; where there is none, an empty string."""
    if asks_for_fragment():
        page = urlsplit(request.headers.get("HX-Current-URL", ""))
        return page.path + (f"?{page.query}" if page.query else "") if page.netloc == request.host else ""
    return request.full_path.rstrip("?") if request.method == "GET" else ""


def _database_busy(error: sa.exc.OperationalError) -> Response:
    current_app.logger.warning("database busy or away: %s", error.orig)
    answer = error_answer(503)
    answer.headers["Retry-After"] = "2"
    return answer


def error_answer(code: int) -> Response:
    """The page, or for HTMX the fragment, of an error. Nothing that was written in the request stays."""
    db.session.rollback()
    g.writing = False  # the page itself only reads, and must not wait for the lock again
    known = code if code in WITH_PAGE else (500 if code >= 500 else 400)
    if asks_for_fragment():  # what was typed still stands on the page
        return make_response(render_template("errors/_fragment.html", code=known), code)
    return make_response(render_template(f"errors/{known}.html", code=known, typed=typed_words(code)), code)
