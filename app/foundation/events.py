"""Facts that one feature announces and others react to, in the listed order and in the same transaction."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Flask, current_app


class Event:
    """Base of all events: past tense, frozen dataclasses of ids and plain values, in the publisher's `events.py`."""

    __slots__ = ()


Handler = Callable[[Any], None]
Subscriptions = Mapping[type[Event], Sequence[Handler]]


def init_events(app: Flask, subscriptions: Subscriptions) -> None:
    """Say who listens to what; the list is written on one page, `app/assembly.py`."""
    app.extensions["uptake.subscriptions"] = subscriptions


def publish(event: Event) -> None:
    """Call the listeners of an event in order. A handler only writes rows, so nothing happens by half."""
    subscriptions: Subscriptions = current_app.extensions["uptake.subscriptions"]
    for handle in subscriptions.get(type(event), ()):
        handle(event)
