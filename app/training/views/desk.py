"""The desk: pages of training beside one's own learning, each for those who may use it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.foundation.security import Rule, signed_in
from app.training import policies


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the desk: where it is, what it is called, what it is for."""

    href: str
    label: str
    purpose: str
    icon: str


def desk_of(person: Any) -> list[Entry]:
    """The pages that a person may use, the most used first."""
    return [Entry(url_for(endpoint), *words) for endpoint, rule, words in _pages() if rule(person)]


def _may_enrol_only(person: Any) -> bool:
    return policies.may_enrol_groups(person) and not policies.may_assign(person)


def _pages() -> Iterator[tuple[str, Rule, tuple[str, str, str]]]:
    """Endpoint, who may use it, and label, purpose and icon."""
    yield "training.show_team", policies.may_see_team, (_("My team"), _("Who is on the way, who is late"), "users")
    yield (
        "training.show_new_assignments",
        _may_enrol_only,
        (_("Assign to my project group"), _("A path for everyone in it"), "users-group"),
    )
    yield (
        "training.show_people",
        policies.may_follow_learners,
        (_("Learners"), _("Records of those you are responsible for"), "users"),
    )
    yield (
        "training.show_rules",
        policies.may_manage_rules,
        (_("Rules"), _("Who is assigned which path, until when"), "list-check"),
    )
    yield (
        "training.show_waves",
        policies.may_manage_rules,
        (_("Roll-out waves"), _("Who goes live when, and how ready they are"), "flag"),
    )
    yield (
        "training.show_mistakes",
        policies.may_see_mistakes,
        (_("What people get wrong"), _("Where a lesson does not land yet"), "bulb"),
    )
    yield (
        "training.show_content",
        policies.may_see_content,
        (_("Content"), _("Check, look at and publish what is taught"), "folder"),
    )
    yield (
        "training.show_workshops",
        policies.may_hold_workshops,
        (_("Workshops"), _("A room, a code on the wall, and who was there"), "school"),
    )
    yield (
        "training.show_cards",
        signed_in,
        (_("Go-live day cards"), _("One page each, to read or to print"), "calendar-event"),
    )
    yield (
        "training.show_tools",
        signed_in,
        (_("The tool and its words"), _("What things are called in your tool, and where they are"), "tool"),
    )
