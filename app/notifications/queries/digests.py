"""Who waits for a digest, and what it holds."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from app.accounts.models import Person
from app.foundation import clock
from app.foundation.db import db
from app.foundation.params import day_begins
from app.notifications.models import COLLECTED, Announcement, Channel, Receipt
from app.notifications.queries.readers import still_here

LONGEST = 100
FADING = ("training_due", "action_item_due")
"""Kinds that are true on their day only."""


def people_awaiting_digest() -> list[int]:
    """Ids of those with news to be collected whose digest of today is not made yet."""
    rows = (
        sa.select(Receipt.person_id)
        .distinct()
        .join(Person, Person.id == Receipt.person_id)
        .where(_ripe(), still_here(), Receipt.person_id.not_in(_served_today()))
    )
    return list(db.session.scalars(rows.order_by(Receipt.person_id)))


def undigested(person_id: int) -> list[Receipt]:
    """What a person's next digest holds, oldest first; nothing when today's is made. More than it can hold waits a day."""
    rows = (
        sa.select(Receipt)
        .options(joinedload(Receipt.announcement))
        .where(Receipt.person_id == person_id, _ripe(), Receipt.person_id.not_in(_served_today()))
    )
    return list(db.session.scalars(rows.order_by(Receipt.id).limit(LONGEST)))


TOLD = aliased(Announcement)  # of its own, for queries that join announcements too


def waiting() -> sa.ColumnElement[bool]:
    """News to be collected; a reminder is true on its day only, so that an old one is told in the tray alone."""
    stale = sa.exists().where(TOLD.id == Receipt.announcement_id, TOLD.kind.in_(FADING), TOLD.at < day_begins())
    collected = Receipt.channel.in_(COLLECTED)
    return sa.and_(collected, Receipt.mailed_at.is_(None), Receipt.muted_at.is_(None), sa.not_(stale))


def _ripe() -> sa.ColumnElement[bool]:
    """Daily news at once; weekly ones once the week in which they were told is over, so that no worker has to run on a Monday."""
    return sa.and_(waiting(), sa.or_(Receipt.channel == Channel.daily, Receipt.told_at < start_of_week()))


def start_of_week() -> datetime:
    """The instant at which the company's present week began."""
    today = clock.today()
    return clock.start_of(today - timedelta(days=today.weekday()))


def _served_today() -> sa.Select[Any]:
    start = clock.start_of(clock.today())
    return sa.select(Receipt.person_id).where(Receipt.channel.in_(COLLECTED), Receipt.mailed_at >= start)
