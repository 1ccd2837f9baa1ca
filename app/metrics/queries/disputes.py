"""What stands of a contest about one assignment on a day: HR marks the record with it in every file."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.metrics.models import Contest


def dispute_of(assignment_id: sa.ColumnElement[int], end: datetime) -> sa.ColumnElement[Any]:
    """`open`, or the outcome, of the last contest that names an assignment and was not taken back before an instant; else NULL."""
    decided = sa.and_(Contest.decided_at.is_not(None), Contest.decided_at < end)
    return (
        sa.select(sa.case((decided, sa.type_coerce(Contest.outcome, sa.Text)), else_="open"))
        .where(
            Contest.assignment_id == assignment_id,
            Contest.opened_at < end,
            sa.or_(Contest.withdrawn_at.is_(None), Contest.withdrawn_at >= end),
        )
        .order_by(Contest.id.desc())
        .limit(1)
        .scalar_subquery()
    )
