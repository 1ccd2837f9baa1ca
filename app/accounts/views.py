"""Pages of accounts."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)


@blueprint.get("/login")
def show_sign_in() -> str:
    """Sign in."""
    return "sign in"
