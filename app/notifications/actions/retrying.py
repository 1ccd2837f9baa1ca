"""Another try for mails that were given up."""

import sqlalchemy as sa
from flask import g

from app.foundation import audit, clock
from app.foundation.db import db
from app.foundation.mail import MailState, OutgoingMail
from app.notifications.queries.receipts import retryable


def retry_failed(*, announcement_id: int | None, by_id: int) -> int:
    """Let the failed mails of an announcement, or of all, be tried again; the same mails, so that nobody gets two.

    Returns how many there were.
    """
    keys = retryable(announcement_id)
    rows = sa.update(OutgoingMail).where(OutgoingMail.dedupe_key.in_(keys), OutgoingMail.state == MailState.failed)
    again = rows.values(state=MailState.queued, attempts=0, due_at=clock.now())
    count = int(db.session.execute(again).rowcount)  # type: ignore[attr-defined]
    if count:
        subject = ("announcement", announcement_id or "all")
        audit.record(act="mails:retry", subject=subject, actor_id=by_id, after={"mails": count})
        g.wake_worker = True
    return count
