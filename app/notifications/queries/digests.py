"""Who waits for a daily digest, and what it holds."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.foundation import clock
from app.foundation.db import db
from app.notifications.models import Announcement, Channel, MailPreference, Receipt
from app.notifications.queries.readers import still_here

LONGEST = 100


def people_awaiting_digest() -> list[int]:
    """Ids of those with news to be collected whose digest of today is not made yet; who now wants no mails waits for none."""
    silent = sa.select(MailPreference.person_id).where(MailPreference.channel == Channel.none)
    rows = (
        sa.select(Receipt.person_id)
        .distinct()
        .join(Person, Person.id == Receipt.person_id)
        .where(_waiting(), still_here(), Receipt.person_id.not_in(_served_today()), Receipt.person_id.not_in(silent))
    )
    return list(db.session.scalars(rows.order_by(Receipt.person_id)))


def undigested(person_id: int) -> list[Receipt]:
    """What a person's next digest holds, oldest first; nothing when today's is made. More than it can hold waits a day."""
    rows = (
        sa.select(Receipt)
        .options(joinedload(Receipt.announcement))
        .where(Receipt.person_id == person_id, _waiting(), Receipt.person_id.not_in(_served_today()))
    )
    return list(db.session.scalars(rows.order_by(Receipt.id).limit(LONGEST)))


def _waiting() -> sa.ColumnElement[bool]:
    """News to be collected; a reminder is true on its day only, so that an old one is told in the tray alone."""
    stale = sa.exists().where(
        Announcement.id == Receipt.announcement_id,
        Announcement.kind == "training_due",
        Announcement.at < clock.start_of(clock.today()),
    )
    return sa.and_(Receipt.channel == Channel.daily, Receipt.mailed_at.is_(None), sa.not_(stale))


def _served_today() -> sa.Select[Any]:
    start = clock.start_of(clock.today())
    return sa.select(Receipt.person_id).where(Receipt.channel == Channel.daily, Receipt.mailed_at >= start)
