"""Which rows of the ledger were known at an instant."""

from datetime import datetime

import sqlalchemy as sa

from app.training.models import Completion


def known(row: type[Completion], end: datetime) -> sa.ColumnElement[bool]:
    """Whether a row tells of a time before an instant, and was written by then where it was written later than that."""
    return sa.and_(row.completed_at < end, sa.or_(row.recorded_at.is_(None), row.recorded_at < end))
