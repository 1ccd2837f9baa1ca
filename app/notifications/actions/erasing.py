"""What was told of somebody, and mailed to them, once they are erased."""

import sqlalchemy as sa

from app.accounts.formulas import Disguise
from app.accounts.queries.erasing import naming
from app.foundation.db import db
from app.foundation.mail import MailState, OutgoingMail
from app.foundation.search import folded
from app.notifications.models import Announcement

TEXTS = ("subject", "body", "attachment", "last_error")


def forget_in_notices(*, disguise: Disguise) -> None:
    """Let notices name the pseudonym; receipts stay, each person has as many as before."""
    rows = sa.select(Announcement).where(naming((Announcement.data,), disguise.needles()))
    for announcement in db.session.scalars(rows):
        data = disguise.in_value(announcement.data)
        if data != announcement.data:
            announcement.data = data
            announcement.search_text = folded(*(value for value in data.values() if isinstance(value, str)))


def forget_in_mails(*, disguise: Disguise) -> None:
    """Drop mails to this person that wait, empty those that went, and rename the person in those to others."""
    addresses = sorted({*disguise.known.addresses, *(one.casefold() for one in disguise.known.addresses)})
    theirs = sa.or_(OutgoingMail.recipient.in_(addresses), sa.func.lower(OutgoingMail.recipient).in_(addresses))
    db.session.execute(sa.delete(OutgoingMail).where(theirs, OutgoingMail.state != MailState.sent))
    emptied = {
        "recipient": disguise.known.pseudonym,
        "unsubscribe_url": "",
        "attachment_name": "",
        "attachment_type": "",
        **dict.fromkeys(TEXTS, ""),
    }
    db.session.execute(sa.update(OutgoingMail).where(theirs).values(emptied))
    columns = [getattr(OutgoingMail, name) for name in TEXTS]
    for mail in db.session.scalars(sa.select(OutgoingMail).where(naming(columns, disguise.needles()))):
        for name in TEXTS:
            setattr(mail, name, disguise.in_text(getattr(mail, name)))
