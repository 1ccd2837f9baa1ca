"""What waits to be mailed follows a new choice: it goes the new way, or stays in the portal."""

import sqlalchemy as sa

from app.feedback.queries.visibility import seeing
from app.foundation.db import db
from app.foundation.mail import MailState, OutgoingMail
from app.notifications.kinds import KINDS, channel_for
from app.notifications.models import COLLECTED, Announcement, Channel, Receipt
from app.notifications.queries import choices_of


def reroute(person_id: int) -> None:
    """Let news that are collected or have not left yet follow what a person chooses now."""
    choices = choices_of(person_id)
    for kind in _kinds_waiting(person_id):
        channel = channel_for(KINDS[kind], choices)
        if channel is Channel.none:
            hold_back(person_id, Announcement.kind == kind)
        else:
            _collect(person_id, kind, Channel.daily if channel is Channel.immediate else channel)


def hold_back(person_id: int, which: sa.ColumnElement[bool]) -> None:
    """Take mails that have not left yet, and news for the next digest, back into the portal; of some announcements."""
    own = (Receipt.person_id == person_id, Receipt.announcement_id.in_(sa.select(Announcement.id).where(which)))
    unsent = sa.select(OutgoingMail.dedupe_key).where(
        OutgoingMail.dedupe_key.in_(sa.select(Receipt.mail_key).where(*own, Receipt.channel == Channel.immediate)),
        OutgoingMail.state == MailState.queued,
        OutgoingMail.attempts == 0,
    )
    keys = list(db.session.scalars(unsent.with_for_update(skip_locked=True)))
    db.session.execute(sa.delete(OutgoingMail).where(OutgoingMail.dedupe_key.in_(keys)))
    silent = {"channel": Channel.none, "mailed_at": None, "mail_key": None}
    waits = sa.or_(sa.and_(Receipt.channel.in_(COLLECTED), Receipt.mailed_at.is_(None)), Receipt.mail_key.in_(keys))
    db.session.execute(
        sa.update(Receipt).where(*own, waits).values(silent).execution_options(synchronize_session=False)
    )


def hold_back_from_others(idea_id: int) -> None:
    """Take mails about an idea that have not left yet back from those who may no longer see it."""
    told = sa.select(Receipt.person_id).join(Receipt.announcement).where(Announcement.idea_id == idea_id).distinct()
    people = set(db.session.scalars(told))
    for person_id in sorted(people - seeing(idea_id, people)):
        hold_back(person_id, Announcement.idea_id == idea_id)


def _kinds_waiting(person_id: int) -> list[str]:
    """Kinds of which something is collected, or has been put into the outbox and not left yet."""
    mail = sa.exists().where(OutgoingMail.dedupe_key == Receipt.mail_key, OutgoingMail.state == MailState.queued)
    waits = sa.or_(sa.and_(Receipt.channel.in_(COLLECTED), Receipt.mailed_at.is_(None)), mail)
    rows = sa.select(Announcement.kind).distinct().join(Receipt, Receipt.announcement_id == Announcement.id)
    return list(db.session.scalars(rows.where(Receipt.person_id == person_id, waits)))


def _collect(person_id: int, kind: str, channel: Channel) -> None:
    of_kind = sa.select(Announcement.id).where(Announcement.kind == kind)
    db.session.execute(
        sa.update(Receipt)
        .where(
            Receipt.person_id == person_id,
            Receipt.channel.in_(COLLECTED),
            Receipt.mailed_at.is_(None),
            Receipt.announcement_id.in_(of_kind),
        )
        .values(channel=channel)
        .execution_options(synchronize_session=False)
    )
