"""Addresses that leave the portal in mails, some of them signed so that they work without signing in."""

from dataclasses import dataclass

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from app.foundation.settings import Settings


@dataclass(frozen=True, slots=True)
class Mute:
    """Whose mails a link stops: about one idea, reminders of optional paths, or all."""

    person_id: int
    idea_id: int | None
    optional: bool = False


def address_of(endpoint: str, **values: object) -> str:
    """Address of a page within this portal; unlike `url_for`, also where there is no request, as in a worker."""
    return current_app.url_map.bind("").build(endpoint, values)


def absolute(address: str) -> str:
    """An address of this portal as it is written in a mail."""
    settings: Settings = current_app.extensions["uptake.settings"]
    return settings.public_url.rstrip("/") + address


def mute_link(person_id: int, idea_id: int | None) -> str:
    """Address of the page that stops mails with one click."""
    token = _serializer().dumps([person_id, idea_id])
    return absolute(address_of("notifications.show_mute", token=token))


def mute_optional_link(person_id: int) -> str:
    """Address of the page that stops reminders of optional paths with one click."""
    token = _serializer().dumps([person_id, None, True])
    return absolute(address_of("notifications.show_mute", token=token))


def read_mute(token: str) -> Mute | None:
    """What a link says, or None when it is not one of ours."""
    try:
        return Mute(*_serializer().loads(token))
    except (BadSignature, ValueError, TypeError):
        return None


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="mute-mails")
