"""Devices that many people share: a signed cookie says so, every page obeys it."""

from datetime import timedelta

from flask import Flask, Response, current_app, g, request
from itsdangerous import BadSignature, URLSafeSerializer

SHARED_IDLE = timedelta(minutes=3)
WARNED_BEFORE = timedelta(seconds=30)
KEPT = 5 * 365 * 24 * 3600
MARK = "shared"


def init_tablets(app: Flask) -> None:
    """Tell templates whether the device is shared and after how many seconds a session ends there."""
    app.jinja_env.globals.update(
        on_tablet=on_tablet,
        tablet_seconds=int(SHARED_IDLE.total_seconds()),
        tablet_warning=int(WARNED_BEFORE.total_seconds()),
    )


def on_tablet() -> bool:
    """Whether this request comes from a device that people share; a cookie we did not sign says nothing."""
    if "on_tablet" not in g:
        g.on_tablet = _is_signed(request.cookies.get(_name(), ""))
    return bool(g.on_tablet)


def mark_shared(answer: Response) -> None:
    """Remember on this device that people share it, whoever signs in or out."""
    answer.set_cookie(_name(), _signer().dumps(MARK), max_age=KEPT, httponly=True, samesite="Lax", secure=_secure())


def mark_own(answer: Response) -> None:
    """The device belongs to one person again."""
    answer.delete_cookie(_name(), httponly=True, samesite="Lax", secure=_secure())


def forget_what_was_seen(answer: Response) -> None:
    """Ask the browser to drop what pages and scripts have left behind: cached pages, history, drafts."""
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'


def _is_signed(cookie: str) -> bool:
    try:
        return bool(_signer().loads(cookie) == MARK)
    except BadSignature:
        return False


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="shared tablet")


def _secure() -> bool:
    return bool(current_app.config["SESSION_COOKIE_SECURE"])


def _name() -> str:
    return "__Host-tablet" if _secure() else "tablet"
