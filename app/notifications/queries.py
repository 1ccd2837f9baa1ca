"""Reads: who is to be told how, and what somebody's tray holds."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts.models import Person
from app.foundation import clock
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.search import contains
from app.notifications.models import Announcement, Channel, MailPreference, Receipt


def readers(person_ids: Sequence[int]) -> list[tuple[Person, Channel]]:
    """The people among these who are still with us, each with the channel they chose."""
    chosen = sa.func.coalesce(MailPreference.channel, Channel.immediate.value).label("channel")
    rows = sa.select(Person, chosen).outerjoin(MailPreference, MailPreference.person_id == Person.id).where(
        Person.id.in_(person_ids), Person.deactivated_at.is_(None),
        sa.or_(Person.last_day.is_(None), Person.last_day >= clock.today()),
    )
    return [(person, Channel(channel)) for person, channel in db.session.execute(rows)]


def already_told(announcement_id: int) -> set[int]:
    """Ids of the people who have a receipt of an announcement."""
    return set(db.session.scalars(sa.select(Receipt.person_id).where(Receipt.announcement_id == announcement_id)))


def tray(person_id: int, *, number: int = 1, query: str = "") -> Page[Receipt]:
    """Somebody's notices, newest first, with their announcements; `query` is looked for in what they tell."""
    rows = sa.select(Receipt).join(Receipt.announcement).options(contains_eager(Receipt.announcement)).where(
        Receipt.person_id == person_id
    ).order_by(Receipt.id.desc())
    return page_of(rows.where(contains(Announcement.search_text, query)), number=number, size=20)


def own_receipt(person_id: int, receipt_id: int) -> Receipt | None:
    """One of somebody's own receipts, with its announcement."""
    rows = sa.select(Receipt).options(joinedload(Receipt.announcement))
    return db.session.scalar(rows.where(Receipt.id == receipt_id, Receipt.person_id == person_id))


def unseen_count(person_id: int) -> int:
    """How many notices somebody has not seen."""
    count = sa.select(sa.func.count()).where(Receipt.person_id == person_id, Receipt.seen_at.is_(None))
    return db.session.scalar(count) or 0


def channel_of(person_id: int) -> Channel:
    """How somebody wants to get mails."""
    chosen = db.session.get(MailPreference, person_id)
    return chosen.channel if chosen else Channel.immediate


def people_awaiting_digest() -> list[int]:
    """Ids of those who chose a daily digest, have news, and whose digest of today is not made yet."""
    start = clock.start_of(clock.today())
    mailed_today = sa.select(Receipt.person_id).where(Receipt.channel == Channel.daily, Receipt.mailed_at >= start)
    rows = sa.select(Receipt.person_id).distinct().where(
        Receipt.channel == Channel.daily, Receipt.mailed_at.is_(None), Receipt.person_id.not_in(mailed_today)
    )
    return list(db.session.scalars(rows))


def undigested(person_id: int) -> list[Receipt]:
    """What a person's next digest holds, oldest first."""
    rows = sa.select(Receipt).options(joinedload(Receipt.announcement)).where(
        Receipt.person_id == person_id, Receipt.channel == Channel.daily, Receipt.mailed_at.is_(None)
    )
    return list(db.session.scalars(rows.order_by(Receipt.id).limit(100)))
