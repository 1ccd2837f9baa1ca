"""What somebody's tray holds."""

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from app.feedback.models import Idea
from app.feedback.policies import sees_all
from app.feedback.queries.visibility import seeing, visible_to
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.search import contains
from app.notifications.models import Announcement, Receipt


def tray(person: Any, *, number: int = 1, query: str = "", kinds: Collection[str] = ()) -> Page[Receipt]:
    """Somebody's notices with their announcements, the unread first, then the newest; of some kinds, where they are named.

    `query` is looked for in what they tell. Of an idea that was hidden meanwhile, only those hear who may still see it.
    """
    own = sa.select(Receipt).join(Receipt.announcement)
    own = own.where(Receipt.person_id == person.id, Receipt.muted_at.is_(None))
    if not sees_all(person):
        about = Announcement.idea_id
        own = own.where(sa.or_(about.is_(None), about.in_(sa.select(Idea.id).where(visible_to(person)))))
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


def still_shown(person_id: int, receipts: Sequence[Receipt]) -> list[Receipt]:
    """Those of somebody's receipts about ideas that this person may still see, or about no idea."""
    about = {receipt.announcement.idea_id for receipt in receipts if receipt.announcement.idea_id is not None}
    kept = sa.select(Idea.id).where(Idea.id.in_(about), sa.or_(Idea.sensitive, Idea.hidden_at.is_not(None)))
    closed = {idea_id for idea_id in db.session.scalars(kept) if not seeing(idea_id, [person_id])} if about else set()
    return [receipt for receipt in receipts if receipt.announcement.idea_id not in closed]


# Every page asks this, so it is put together only once.
_UNSEEN = sa.select(sa.func.count()).where(
    Receipt.person_id == sa.bindparam("reader", type_=sa.Integer), Receipt.seen_at.is_(None), Receipt.muted_at.is_(None)
)


def unseen_count(person_id: int) -> int:
    """How many notices somebody has not seen."""
    return db.session.scalar(_UNSEEN, {"reader": person_id}) or 0
