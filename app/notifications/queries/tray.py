"""What somebody's tray holds."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.search import contains
from app.notifications.models import Announcement, Receipt


def tray(person_id: int, *, number: int = 1, query: str = "", kinds: Collection[str] = ()) -> Page[Receipt]:
    """Somebody's notices with their announcements, the unread first, then the newest; of some kinds, where they are named.

    `query` is looked for in what they tell.
    """
    own = (
        sa.select(Receipt).join(Receipt.announcement).where(Receipt.person_id == person_id, Receipt.muted_at.is_(None))
    )
    if kinds:
        own = own.where(Announcement.kind.in_(kinds))
    rows = own.options(contains_eager(Receipt.announcement))
    rows = rows.order_by(Receipt.seen_at.is_not(None), Receipt.told_at.desc(), Receipt.id.desc())
    return page_of(rows.where(contains(Announcement.search_text, query)), number=number, size=20)


def own_receipt(person_id: int, receipt_id: int) -> Receipt | None:
    """One of somebody's own receipts, with its announcement."""
    rows = sa.select(Receipt).options(joinedload(Receipt.announcement))
    return db.session.scalar(
        rows.where(Receipt.id == receipt_id, Receipt.person_id == person_id, Receipt.muted_at.is_(None))
    )


# Every page asks this, so it is put together only once.
_UNSEEN = sa.select(sa.func.count()).where(
    Receipt.person_id == sa.bindparam("reader", type_=sa.Integer), Receipt.seen_at.is_(None), Receipt.muted_at.is_(None)
)


def unseen_count(person_id: int) -> int:
    """How many notices somebody has not seen."""
    return db.session.scalar(_UNSEEN, {"reader": person_id}) or 0
