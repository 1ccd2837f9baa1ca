"""What somebody's tray holds."""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from app.feedback.models import Idea
from app.feedback.policies import sees_all, sees_hidden
from app.feedback.queries.visibility import not_kept_from, seeing
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.search import contains
from app.notifications.models import Announcement, Receipt


def tray(person: Any, *, number: int = 1, query: str = "", kinds: Collection[str] = ()) -> Page[Receipt]:
    """Somebody's notices with their announcements, the unread first, then the newest; of some kinds, where they are named.

    `query` is looked for in what they tell. Of an idea that was hidden meanwhile, only those hear who may still see it.
    """
    own = sa.select(Receipt).join(Receipt.announcement).where(_own(person.id, *_sight(person)))
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


def unseen_count(person: Any) -> int:
    """How many notices of those in somebody's tray the person has not seen; one statement."""
    return db.session.scalar(_unseen(*_sight(person)), {"reader": person.id}) or 0


# Every page asks this, so it is put together only once for each way of seeing.
@cache
def _unseen(sees_every: bool, with_hidden: bool) -> sa.Select[int]:  # noqa: FBT001
    own = _own(sa.bindparam("reader", type_=sa.Integer), sees_every, with_hidden)
    rows = sa.select(sa.func.count()).select_from(Receipt).join(Receipt.announcement)
    return rows.where(own, Receipt.seen_at.is_(None))


def _sight(person: Any) -> tuple[bool, bool]:
    return sees_all(person), sees_hidden(person)


def _own(reader_id: Any, sees_every: bool, with_hidden: bool) -> sa.ColumnElement[bool]:  # noqa: FBT001
    """Receipts in the tray of a reader: not muted, and about nothing that is kept from this reader."""
    own = sa.and_(Receipt.person_id == reader_id, Receipt.muted_at.is_(None))
    if sees_every:
        return own
    about, shown = Announcement.idea_id, not_kept_from(reader_id, with_hidden=with_hidden)
    return sa.and_(own, sa.or_(about.is_(None), about.in_(sa.select(Idea.id).where(shown))))
