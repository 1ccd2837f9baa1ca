"""What somebody has seen."""

from collections.abc import Iterable

import sqlalchemy as sa

from app.foundation import clock
from app.foundation.db import db
from app.notifications.models import Receipt


def mark_seen(*, person_id: int, receipt_ids: Iterable[int] | None = None) -> int:
    """Note that somebody has seen their notices, all or some; returns how many were new."""
    rows = sa.update(Receipt).where(Receipt.person_id == person_id, Receipt.seen_at.is_(None))
    if receipt_ids is not None:
        rows = rows.where(Receipt.id.in_(list(receipt_ids)))
    return int(db.session.execute(rows.values(seen_at=clock.now())).rowcount)  # type: ignore[attr-defined]
