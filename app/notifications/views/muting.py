"""The links in mails that stop them, without signing in (RFC 8058)."""

from flask import Response, abort, request

from app.foundation.pages import page
from app.foundation.security import csrf, public
from app.notifications import actions
from app.notifications.kinds import Category
from app.notifications.links import Mute, read_mute, read_undo, undo_token
from app.notifications.views.blueprint import blueprint

SIGNED = "a link in a mail works without signing in; its signature says whose it is"


@blueprint.get("/notices/mute/<token>")
@public(SIGNED)
def show_mute(token: str) -> Response:
    """Ask once before mails stop."""
    return _page(read_mute(token) or abort(404), token=token)


@blueprint.post("/notices/mute/<token>")
@csrf.exempt
@public(SIGNED)
def create_mute(token: str) -> Response:
    """Stop the mails that the link names; mail programs post here themselves."""
    mute = read_mute(token) or abort(404)
    undo = actions.stop_mails(mute)
    return _page(mute, token=token, undo=undo_token(undo), state="stopped")


@blueprint.post("/notices/mute/<token>/end")
@public(SIGNED)
def delete_mute(token: str) -> Response:
    """Take the stop back: mails come as before."""
    mute = read_mute(token) or abort(404)
    undo = read_undo(request.form.get("undo", ""))
    if undo is None or undo.mute != mute:
        return _page(mute, token=token, state="too late", status=409)
    actions.resume_mails(undo)
    return _page(mute, token=token, state="resumed")


def _page(mute: Mute, *, token: str, undo: str = "", state: str = "asked", status: int = 200) -> Response:
    category = Category(mute.category) if mute.category in set(Category) else None
    return page(
        "notifications/mute.html", status=status, token=token, mute=mute, undo=undo, state=state, category=category
    )
