"""Language and theme, switchable on every page, signed in or not."""

from collections.abc import Callable
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, request, session
from flask_login import current_user

from app.foundation.i18n import LANGUAGES
from app.foundation.pages import see_other
from app.foundation.security import public

blueprint = Blueprint("preferences", __name__)
YEAR = 365 * 24 * 3600
KeepLanguage = Callable[[int, str], None]


@blueprint.post("/preferences")
@public("a visitor chooses a language before signing in")
def create() -> Response:
    """Remember the chosen language or theme and go back to where the reader was."""
    answer = see_other(local_address(request.form.get("next", "")))
    wanted = request.form.get("language")
    if wanted in LANGUAGES:
        session["language"] = wanted
        if current_user.is_authenticated:
            current_app.extensions["uptake.keep_language"](current_user.id, wanted)
    if request.form.get("theme") in ("light", "dark", "system"):
        secure = current_app.config["SESSION_COOKIE_SECURE"]
        answer.set_cookie("theme", request.form["theme"], max_age=YEAR, samesite="Lax", secure=secure, httponly=False)
    return answer


def local_address(address: str) -> str:
    """An address of this portal, or `/`: nobody is sent to another site by a link to us."""
    parts = urlsplit(address)
    plain = (
        address.startswith("/")
        and not address.startswith(("//", "/\\"))
        and address.isprintable()
        and "\\" not in address
    )
    return address if plain and not parts.scheme and not parts.netloc else "/"
