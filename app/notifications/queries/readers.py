"""Who is to be told, and how each of them wants to hear."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person, PersonState
from app.feedback.models import Comment, Idea
from app.foundation import clock
from app.foundation.calendar import QuietHours
from app.foundation.db import db
from app.notifications.kinds import ALL, Kind, channel_for
from app.notifications.kinds.ideas import AUTHOR, COMMENTED, FOLLOWS
from app.notifications.models import Channel, MailChoice, MailPreference, Receipt

ASKED_AT_ONCE = 5000  # databases limit the values of one statement
NEVER_QUIET = QuietHours()


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody to be told of a kind of thing: through which channel, and in which hours no mail should come."""

    person: Person
    channel: Channel
    quiet: QuietHours

    @property
    def away(self) -> bool:
        """Whether the reader is on leave today."""
        return self.person.state_on(clock.today()) is PersonState.on_leave


def readers(person_ids: Sequence[int], kind: Kind) -> list[Reader]:
    """The people among these who are still with us, by id, each with the channel they chose for a kind."""
    return [reader for part in _parts(person_ids) for reader in _readers(part, kind)]


def _readers(person_ids: Sequence[int], kind: Kind) -> Iterator[Reader]:
    chosen = _choices(person_ids, (ALL, kind.category.value, kind.name))
    rows = sa.select(Person, MailPreference).outerjoin(MailPreference, MailPreference.person_id == Person.id)
    rows = rows.where(Person.id.in_(person_ids), still_here()).order_by(Person.id)
    found: Iterable[Any] = db.session.execute(rows)  # without a preference the outer join gives None
    for person, preference in found:
        quiet = preference.quiet if preference else NEVER_QUIET
        yield Reader(person, channel_for(kind, chosen[person.id]), quiet)


def _choices(person_ids: Sequence[int], scopes: Sequence[str]) -> Mapping[int, dict[str, Channel]]:
    rows = sa.select(MailChoice.person_id, MailChoice.scope, MailChoice.channel)
    found: dict[int, dict[str, Channel]] = defaultdict(dict)
    wanted = rows.where(MailChoice.person_id.in_(person_ids), MailChoice.scope.in_(scopes))
    for person_id, scope, channel in db.session.execute(wanted):
        found[person_id][scope] = channel
    return found


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), ASKED_AT_ONCE):
        yield ids[start : start + ASKED_AT_ONCE]


def still_here() -> sa.ColumnElement[bool]:
    """People who can sign in today; nobody else is told anything."""
    stays = sa.or_(Person.last_day.is_(None), Person.last_day >= clock.today())
    return sa.and_(Person.deactivated_at.is_(None), stays)


def already_told(announcement_id: int) -> set[int]:
    """Ids of the people who have a receipt of an announcement."""
    return set(db.session.scalars(sa.select(Receipt.person_id).where(Receipt.announcement_id == announcement_id)))


def choices_of(person_id: int) -> dict[str, Channel]:
    """How somebody wants to get mails, by scope; what is not in it is as usual."""
    rows = sa.select(MailChoice.scope, MailChoice.channel).where(MailChoice.person_id == person_id)
    return dict(db.session.execute(rows).all())


def preference_of(person_id: int) -> MailPreference:
    """What somebody wants of mails as a whole; where nothing was said, what is usual, not stored."""
    found = db.session.get(MailPreference, person_id)
    return found or MailPreference(person_id=person_id, optional_reminders=True, quiet_days_off=False)


def ties_to(idea_id: int, person_ids: Iterable[int]) -> dict[int, str]:
    """The tie of each of these people to a conversation: the author of the idea, who has commented, else who follows."""
    found = dict.fromkeys(person_ids, FOLLOWS)
    for person_id in db.session.scalars(sa.select(Comment.author_id).where(Comment.idea_id == idea_id).distinct()):
        found[person_id] = COMMENTED
    for person_id in db.session.scalars(sa.select(Idea.author_id).where(Idea.id == idea_id)):
        found[person_id] = AUTHOR
    return {person_id: tie for person_id, tie in found.items() if person_id in set(person_ids)}
