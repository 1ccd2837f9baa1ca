"""Receipts of the demo company in every state: a few mails that came late or not at all, and ideas that somebody has muted."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.demo.huaxin import cast
from app.feedback.actions import mute_idea
from app.foundation.db import db
from app.foundation.mail import MailState, OutgoingMail
from app.notifications.kinds import OUTCOMES
from app.notifications.models import Announcement, Channel, Receipt

EVERY_SO_MANY, LATE, MUTED, FAILED = 12, 0, 5, 9
"""Of the receipts of outcomes in their order, every twelfth came late, another is muted, another failed."""
LATE_BY = timedelta(days=9)


def unlike_the_others() -> None:
    """Let some outcomes come late, fail, or find somebody who did not want them; never those of the accounts one tries."""
    tried = [f"{account.mail}@{cast.DOMAIN}" for account in cast.ACCOUNTS]
    rows = (
        sa.select(Receipt, Announcement.idea_id)
        .join(Announcement, Announcement.id == Receipt.announcement_id)
        .join(Person, Person.id == Receipt.person_id)
        .where(Announcement.kind.in_(OUTCOMES), Announcement.idea_id.is_not(None), Receipt.mail_key.is_not(None))
        .where(Person.email.not_in(tried))
        .order_by(Receipt.id)
    )
    for place, (receipt, idea_id) in enumerate(db.session.execute(rows).all()):
        if place % EVERY_SO_MANY == MUTED:
            _mute(receipt, idea_id)
        elif place % EVERY_SO_MANY in (LATE, FAILED):
            receipt.seen_at = None
            _come(receipt, failed=place % EVERY_SO_MANY == FAILED)


def _mute(receipt: Receipt, idea_id: Any) -> None:
    mute_idea(idea_id=idea_id, person_id=receipt.person_id)
    db.session.execute(sa.delete(OutgoingMail).where(OutgoingMail.dedupe_key == receipt.mail_key))
    receipt.channel, receipt.mailed_at, receipt.mail_key = Channel.none, None, None
    receipt.seen_at, receipt.muted_at = None, receipt.told_at


def _come(receipt: Receipt, *, failed: bool) -> None:
    mail = sa.update(OutgoingMail).where(OutgoingMail.dedupe_key == receipt.mail_key)
    values: dict[str, object] = {"sent_at": receipt.told_at + LATE_BY}
    if failed:
        values = {"state": MailState.failed, "sent_at": None, "last_error": "550 mailbox unavailable", "attempts": 7}
    db.session.execute(mail.values(values))
