"""Usage tells of people: its rows are kept for thirteen months, then what they came to stays in the frozen figures alone."""

from typing import Any

import sqlalchemy as sa

from app.foundation import audit, clock
from app.foundation.db import db, transaction
from app.metrics.models import UsageDeletion, UsageMonth
from app.metrics.queries.months import months_to_freeze
from app.metrics.queries.usage_kept import first_kept


def delete_old_usage() -> int:
    """Delete the rows of months whose time is over, each month told in the audit trail; how many rows.

    Nothing goes while a month waits to be frozen: its figures are counted from rows of the year before, too.
    """
    over = sa.select(UsageMonth.month).where(UsageMonth.month < first_kept(clock.today())).distinct()
    months = list(db.session.scalars(over.order_by(UsageMonth.month)))
    if not months or months_to_freeze():
        return 0
    return sum(_delete(month) for month in months)


def _delete(month: str) -> int:
    with transaction():
        statement = sa.delete(UsageMonth).where(UsageMonth.month == month)
        done: Any = db.session.execute(statement.execution_options(preserve_rowcount=True))
        if done.rowcount:  # else another worker was faster
            db.session.add(UsageDeletion(month=month, deleted=done.rowcount, deleted_at=clock.now()))
            audit.record(act="usage:deleted", subject=("month", month), actor_id=None, after={"rows": done.rowcount})
        return int(done.rowcount)
