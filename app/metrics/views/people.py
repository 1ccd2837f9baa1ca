"""Figures of a person, shown to that person alone."""

from flask import Response
from flask_login import current_user

from app.foundation import clock
from app.foundation.pages import page
from app.foundation.security import requires, signed_in
from app.metrics.labels import SCORE_PARTS
from app.metrics.queries.own import own_figures
from app.metrics.views.blueprint import blueprint


@blueprint.get("/people/me")
@requires(signed_in)
def show_own() -> Response:
    """What is counted about the reader, with the rows it is counted from."""
    return page("metrics/own.html", own=own_figures(current_user, clock.today()), labels=SCORE_PARTS)
