"""How long rows of usage are kept, and of which months they are gone."""

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa

from app.foundation.db import db
from app.metrics.formulas.months import month_before
from app.metrics.models import UsageDeletion

MONTHS_KEPT = 13


def first_kept(today: date) -> str:
    """The oldest month whose rows are kept: thirteen whole ones before the present month."""
    return month_before(f"{today:%Y-%m}", MONTHS_KEPT)


def are_gone(months: Collection[str]) -> bool:
    """Whether rows of any of these months were deleted because their time was over."""
    if not months:
        return False
    return bool(db.session.scalar(sa.select(sa.exists().where(UsageDeletion.month.in_(list(months))))))
