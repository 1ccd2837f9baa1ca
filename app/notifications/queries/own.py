"""A reader's own receipts, as steps on the page of an idea."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from app.feedback.queries.chain import IDEA, Step
from app.foundation.db import db
from app.foundation.i18n import local_time
from app.foundation.mail import OutgoingMail
from app.foundation.params import READER
from app.notifications.kinds import OUTCOMES, words_of
from app.notifications.models import Announcement, Receipt, ReceiptState
from app.notifications.queries.states import state, with_mails


def own_receipts(idea_id: int, reader: Any) -> Iterator[Step]:
    """When and how the reader heard of each outcome of an idea; nobody sees another's."""
    for announcement, said, told_at, seen_at, sent_at in db.session.execute(
        _rows(), {"idea": idea_id, "reader": reader.id}
    ):
        title = _("You heard: %(what)s", what=words_of(announcement).title)
        detail = _detail(ReceiptState(said), seen_at, sent_at)
        yield Step(told_at, _("Your receipt"), title, None, detail, icon="mail-check")


@cache
def _rows() -> Any:
    facts: tuple[Any, ...] = (Announcement, state(), Receipt.told_at, Receipt.seen_at, OutgoingMail.sent_at)
    rows = with_mails(sa.select(*facts).join(Receipt, Receipt.announcement_id == Announcement.id))
    own = (Announcement.idea_id == IDEA, Announcement.kind.in_(OUTCOMES), Receipt.person_id == READER)
    return rows.where(*own).order_by(Receipt.id)


def _detail(became: ReceiptState, seen_at: datetime | None, sent_at: datetime | None) -> str:
    mailed = str(_("By mail on %(time)s.", time=local_time(sent_at, "short"))) if sent_at else ""
    if became is ReceiptState.muted:
        return str(_("You had muted this idea, so nothing was sent."))
    if became is ReceiptState.failed:
        return str(_("The mail could not be sent; the notice is in the portal."))
    if became is ReceiptState.queued:
        return str(_("In the portal; the mail is on its way."))
    if seen_at is None:
        return mailed or str(_("In the portal, not opened yet."))
    opened = str(_("Opened in the portal on %(time)s.", time=local_time(seen_at, "short")))
    return str(_("%(mailed)s %(opened)s", mailed=mailed, opened=opened)) if mailed else opened
