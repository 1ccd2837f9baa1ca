"""Signed links in mails that work without signing in: no more mails about one idea, or none at all."""

from dataclasses import dataclass

from flask import current_app, url_for
from itsdangerous import BadSignature, URLSafeSerializer

from app.foundation.settings import Settings


@dataclass(frozen=True, slots=True)
class Mute:
    """Whose mails a link stops, and about which idea; None means all."""

    person_id: int
    idea_id: int | None


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="mute-mails")


def mute_link(person_id: int, idea_id: int | None) -> str:
    """Address of the page that stops mails with one click."""
    settings: Settings = current_app.extensions["uptake.settings"]
    token = _serializer().dumps([person_id, idea_id])
    return settings.public_url.rstrip("/") + url_for("notifications.show_mute", token=token)


def read_mute(token: str) -> Mute | None:
    """What a link says, or None when it is not one of ours."""
    try:
        person_id, idea_id = _serializer().loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    return Mute(person_id, idea_id)
