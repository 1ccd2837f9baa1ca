"""What a row of the table says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.foundation.events import Event
from app.notifications.models import Channel
from app.notifications.texts import Data, Words


class Category(StrEnum):
    """What notices are about; people choose how they hear by these."""

    ideas = "ideas"
    comments = "comments"
    changes = "changes"
    meetings = "meetings"
    service = "service"
    sharing = "sharing"
    help = "help"
    training = "training"
    reviews = "reviews"
    figures = "figures"

    @property
    def label(self) -> LazyString:
        """Its name for readers."""
        return _FACES[self].label

    @property
    def about(self) -> LazyString:
        """What it holds, in one sentence."""
        return _FACES[self].about

    @property
    def icon(self) -> str:
        """The icon beside it."""
        return _FACES[self].icon


@dataclass(frozen=True, slots=True)
class _Face:
    label: LazyString
    about: LazyString
    icon: str


_FACES = {
    Category.ideas: _Face(_l("What becomes of ideas"), _l("Ideas you wrote, voted for or follow."), icon="bulb"),
    Category.comments: _Face(_l("Conversations"), _l("Comments and mentions."), icon="message"),
    Category.changes: _Face(
        _l("Changes and ballots"), _l("Change requests, votes of the board and releases."), icon="scale"
    ),
    Category.meetings: _Face(
        _l("Meetings and actions"), _l("Invitations, minutes and what was agreed."), icon="calendar"
    ),
    Category.service: _Face(
        _l("Superusers and ambassadors"), _l("Nominations, terms and hand-overs."), icon="user-star"
    ),
    Category.sharing: _Face(_l("Sharing practice"), _l("Sharing sessions and practices others use."), icon="share"),
    Category.help: _Face(
        _l("Questions and answers"), _l("What you asked the superusers, and what you are asked."), icon="help-circle"
    ),
    Category.training: _Face(_l("Your training"), _l("Paths, due dates, reviews and certificates."), icon="school"),
    Category.reviews: _Face(
        _l("People who learn with you"), _l("Work to review and training of your team."), icon="users"
    ),
    Category.figures: _Face(
        _l("Figures"), _l("The digest of each week and the report of each month."), icon="chart-bar"
    ),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of announcement: who hears it, why, and how.

    `why` is a sentence for whoever hears; `because` says it more closely for each tie a receipt may name. `channel` holds for
    those who chose nothing. `mandatory`: something is asked of the reader, so that it comes by mail at once or daily, whatever
    else was chosen. `outcome`: something was decided, and the loop is closed when everyone has heard. `named`: the PMO may see
    what it says and to whom; of other kinds it sees numbers only.
    """

    name: str
    category: Category
    label: LazyString
    words: Callable[[Data], Words]
    hears: LazyString
    why: LazyString
    events: tuple[type[Event], ...] = ()
    because: Mapping[str, LazyString] = field(default_factory=dict)
    channel: Channel = Channel.immediate
    at_most_daily: bool = False
    mandatory: bool = False
    waits_on_leave: bool = False
    outcome: bool = False
    named: bool = False

    def reason(self, because: str) -> LazyString:
        """Why somebody hears, in one sentence."""
        return self.because.get(because, self.why)

    @property
    def channels(self) -> tuple[Channel, ...]:
        """The channels that may be chosen for it."""
        return (Channel.immediate, Channel.daily) if self.mandatory else tuple(Channel)
