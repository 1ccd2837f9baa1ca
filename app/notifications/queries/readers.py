"""Who is to be told, and how each of them wants to hear."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from app.accounts.models import Person
from app.feedback.models import Follower, Idea
from app.foundation import clock
from app.foundation.db import db
from app.notifications.models import Channel, MailPreference, Receipt

ASKED_AT_ONCE = 5000  # databases limit the values of one statement


def readers(person_ids: Sequence[int]) -> list[tuple[Person, Channel]]:
    """The people among these who are still with us, by id, each with the channel they chose."""
    return [reader for part in _parts(person_ids) for reader in _readers(part)]


def _readers(person_ids: Sequence[int]) -> Iterator[tuple[Person, Channel]]:
    rows = sa.select(Person, MailPreference.channel).outerjoin(MailPreference, MailPreference.person_id == Person.id)
    rows = rows.where(Person.id.in_(person_ids), still_here()).order_by(Person.id)
    for person, channel in db.session.execute(rows):
        yield person, channel or Channel.immediate


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


def channel_of(person_id: int) -> Channel:
    """How somebody wants to get mails."""
    chosen = db.session.get(MailPreference, person_id)
    return chosen.channel if chosen else Channel.immediate


def conversation_of(idea_id: int) -> set[int]:
    """Ids of those who hear about comments: the author, and who follows, as everyone does who has commented; less the muted."""
    ties = sa.select(Follower.person_id, Follower.muted_at).where(Follower.idea_id == idea_id)
    muted_at = {row.person_id: row.muted_at for row in db.session.execute(ties)}
    author = db.session.scalars(sa.select(Idea.author_id).where(Idea.id == idea_id))
    return {person for person in (*muted_at, *author) if muted_at.get(person) is None}


def wants_optional_reminders(person_id: int) -> bool:
    """Whether somebody is reminded of optional paths."""
    chosen = db.session.get(MailPreference, person_id)
    return chosen.optional_reminders if chosen else True
