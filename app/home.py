"""The home of each role: what waits for one, and what one started."""

from flask import Blueprint, Response

from app.foundation.pages import page
from app.foundation.security import requires, signed_in

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@requires(signed_in)
def show() -> Response:
    """The signed-in person's home."""
    return page("home.html")
