"""What became of a receipt, as the database reads it from the receipt and from the mail that carries it."""

from typing import Any

import sqlalchemy as sa

from app.foundation.db import db
from app.foundation.mail import MailState, OutgoingMail
from app.notifications.models import Receipt, ReceiptState
from app.notifications.queries.digests import waiting

Rows = sa.Select[*tuple[Any, ...]]
UNDER_WAY = (MailState.queued, MailState.sending)


def with_mails(rows: Rows) -> Rows:
    """The same select with the mail of each receipt, where there is one."""
    return rows.outerjoin(OutgoingMail, OutgoingMail.dedupe_key == Receipt.mail_key)


def state() -> sa.ColumnElement[str]:
    """The state of a receipt, for selects that went through `with_mails`. What needs no mail stands in the tray: sent."""
    return sa.case(
        (Receipt.muted_at.is_not(None), ReceiptState.muted.value),
        (Receipt.seen_at.is_not(None), ReceiptState.seen.value),
        (OutgoingMail.state == MailState.failed, ReceiptState.failed.value),
        (sa.or_(OutgoingMail.state.in_(UNDER_WAY), waiting()), ReceiptState.queued.value),
        else_=ReceiptState.sent.value,
    )


def reached_within(days: int) -> sa.ColumnElement[bool]:
    """Whether a receipt was sent or seen within so many days; in the tray alone it is there at once."""
    in_tray = sa.and_(OutgoingMail.id.is_(None), sa.not_(waiting()))
    mailed = sa.and_(OutgoingMail.state == MailState.sent, _days(OutgoingMail.sent_at, Receipt.told_at) <= days)
    seen = sa.and_(Receipt.seen_at.is_not(None), _days(Receipt.seen_at, Receipt.told_at) <= days)
    return sa.or_(in_tray, mailed, seen)


def _days(later: Any, earlier: Any) -> sa.ColumnElement[Any]:
    """Days between two instants, with fractions; the two databases count them differently."""
    if db.engine.dialect.name == "postgresql":
        return (sa.extract("epoch", later) - sa.extract("epoch", earlier)) / 86400
    return sa.func.julianday(later) - sa.func.julianday(earlier)
