"""Addresses that leave the portal in mails, some of them signed so that they work without signing in."""

from dataclasses import dataclass, field

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer, URLSafeTimedSerializer

from app.foundation.settings import Settings

UNDONE_WITHIN = 24 * 3600


@dataclass(frozen=True, slots=True)
class Mute:
    """Whose mails a link stops: about one idea, reminders of optional paths, of a category, or all."""

    person_id: int
    idea_id: int | None
    optional: bool = False
    category: str = ""


@dataclass(frozen=True, slots=True)
class Undo:
    """How it was before a link stopped mails, so that the page which says so can take it back exactly.

    `choices` are those that the stop replaced, by scope; `following` tells whether there was a row of following the idea.
    """

    mute: Mute
    choices: dict[str, str] = field(default_factory=dict)
    optional: bool = True
    following: bool = False


def address_of(endpoint: str, **values: object) -> str:
    """Address of a page within this portal; unlike `url_for`, also where there is no request, as in a worker."""
    return current_app.url_map.bind("").build(endpoint, values)


def absolute(address: str) -> str:
    """An address of this portal as it is written in a mail."""
    settings: Settings = current_app.extensions["uptake.settings"]
    return settings.public_url.rstrip("/") + address


def mute_link(person_id: int, idea_id: int | None, category: str = "") -> str:
    """Address of the page that stops mails with one click: about an idea, of a category, or all."""
    return _mute_address([person_id, idea_id, False, category] if category else [person_id, idea_id])


def mute_optional_link(person_id: int) -> str:
    """Address of the page that stops reminders of optional paths with one click."""
    return _mute_address([person_id, None, True])


def _mute_address(facts: list[object]) -> str:
    return absolute(address_of("notifications.show_mute", token=_serializer().dumps(facts)))


def read_mute(token: str) -> Mute | None:
    """What a link says, or None when it is not one of ours."""
    try:
        return Mute(*_serializer().loads(token))
    except (BadSignature, ValueError, TypeError):
        return None


def undo_token(undo: Undo) -> str:
    """What the page of a stop carries so that it can be taken back."""
    mute = undo.mute
    facts = [[mute.person_id, mute.idea_id, mute.optional, mute.category], undo.choices, undo.optional, undo.following]
    return str(_undo_serializer().dumps(facts))


def read_undo(token: str) -> Undo | None:
    """What is to be taken back, or None when it is not one of ours or a day has passed."""
    try:
        mute, *was = _undo_serializer().loads(token, max_age=UNDONE_WITHIN)
        return Undo(Mute(*mute), *was)
    except (BadSignature, ValueError, TypeError):
        return None


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="mute-mails")


def _undo_serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="undo-mute")
