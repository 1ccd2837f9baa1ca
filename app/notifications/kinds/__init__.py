"""The one table of who hears what and why; handlers, preferences, mails and pages read it."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from app.notifications.kinds import (
    changes,
    ideas,
    meetings,
    my_data,
    offices,
    petitions,
    pulse,
    questions,
    reports,
    reviews,
    scorecards,
    sharing,
    training,
)
from app.notifications.kinds.row import Category, Kind
from app.notifications.kinds.untold import UNTOLD
from app.notifications.models import Announcement, Channel
from app.notifications.texts import Words

__all__ = [
    "ACCOUNT_MAILS",
    "ALL",
    "KINDS",
    "UNTOLD",
    "Category",
    "Kind",
    "channel_for",
    "kind_of",
    "kinds_in",
    "words_of",
]

KINDS: dict[str, Kind] = {
    kind.name: kind
    for table in (
        ideas,
        petitions,
        changes,
        meetings,
        offices,
        sharing,
        questions,
        training,
        scorecards,
        reviews,
        pulse,
        reports,
        my_data,
    )
    for kind in table.KINDS
}

OUTCOMES = frozenset(kind.name for kind in KINDS.values() if kind.outcome)
"""Kinds that close the loop: something was decided, and everyone concerned is to hear."""
NAMED = frozenset(kind.name for kind in KINDS.values() if kind.named)
"""Kinds of which the PMO may see what they say."""

ALL = "all"
"""The scope of a choice that holds for every kind."""

ACCOUNT_MAILS = (
    (_l("Invitation to sign in"), _l("The person whose account is new.")),
    (_l("Link for a new password"), _l("Who asked for it.")),
    (_l("The password was changed"), _l("The person whose password it is.")),
)
"""Mails about accounts: they come at once, at any hour, and cannot be turned off."""


def kind_of(announcement: Announcement) -> Kind:
    """The row of the table that an announcement belongs to."""
    return KINDS[announcement.kind]


def words_of(announcement: Announcement) -> Words:
    """The words of an announcement in the present language."""
    return kind_of(announcement).words(announcement.data)


def kinds_in(category: Category) -> list[Kind]:
    """The kinds of a category, in the order of the table."""
    return [kind for kind in KINDS.values() if kind.category is category]


def channel_for(kind: Kind, choices: Mapping[str, Channel]) -> Channel:
    """How somebody with these choices, by scope, hears of a kind: the narrowest choice holds, else what is usual."""
    scopes = (kind.name, kind.category.value, ALL)
    chosen = next((choices[scope] for scope in scopes if scope in choices), kind.channel)
    if kind.mandatory and chosen not in kind.channels:
        return Channel.daily
    return Channel.daily if kind.at_most_daily and chosen is Channel.immediate else chosen
