"""The one table of who hears what and why is whole: every event has its row or its reason, every choice its place."""

import sys
from collections.abc import Iterator

from flask import Flask
from flask_babel import force_locale

from app import assembly
from app.foundation.events import Event
from app.notifications import handlers
from app.notifications.kinds import ALL, KINDS, UNTOLD, Category, channel_for
from app.notifications.models import Channel


def every_event(base: type[Event] = Event) -> Iterator[type[Event]]:
    """Every event class of every feature."""
    for event in base.__subclasses__():
        if getattr(sys.modules[event.__module__], event.__name__, None) is event:  # not what a decorator has replaced
            yield event
        yield from every_event(event)


def test_every_event_tells_somebody_or_says_why_nobody_is_told() -> None:
    told = {event for kind in KINDS.values() for event in kind.events}
    events = {event for event in every_event() if event.__module__.startswith("app.")}
    assert events - told - UNTOLD.keys() == set(), "neither a row in the table nor a reason"
    assert told & UNTOLD.keys() == set()
    assert all(len(reason) > 20 for reason in UNTOLD.values())
    ours = {
        event
        for event, listeners in assembly.SUBSCRIPTIONS.items()
        if any(one.__module__.startswith(handlers.__name__) for one in listeners)
    }
    assert told - ours == set(), "in the table, but nobody listens"
    assert ours - told - UNTOLD.keys() == set(), "listened to, but not in the table"


def test_scopes_of_choices_never_mean_two_things() -> None:
    scopes = [ALL, *Category, *KINDS]
    assert len(set(scopes)) == len(scopes)


def test_the_narrowest_choice_holds_and_what_asks_for_an_act_always_comes() -> None:
    comment, nomination = KINDS["comment_posted"], KINDS["nominated"]
    chosen = {ALL: Channel.none, "comments": Channel.weekly}
    assert channel_for(comment, {}) is Channel.immediate
    assert channel_for(comment, chosen) is Channel.weekly
    assert channel_for(comment, {**chosen, "comment_posted": Channel.immediate}) is Channel.immediate
    assert channel_for(nomination, chosen) is Channel.daily
    assert channel_for(KINDS["practice_waiting"], {}) is Channel.daily


def test_every_row_is_said_in_both_languages(app: Flask) -> None:
    for kind in KINDS.values():
        for what in (
            kind.label,
            kind.hears,
            kind.why,
            *kind.because.values(),
            kind.category.label,
            kind.category.about,
        ):
            said = []
            for language in ("zh", "en"):
                with app.app_context(), force_locale(language):
                    said.append(str(what))
            assert said[0] != said[1], said
