"""Lines of the register that count as of a day."""

import sqlalchemy as sa

from app.foundation.db import db
from app.metrics.formulas.benefits import MOST_UNCONFIRMED
from app.metrics.formulas.rows import AsOf, BenefitRow
from app.metrics.models import BenefitConfirmation, BenefitLine, Measure, Rhythm

SAVED = BenefitLine.baseline_minutes - BenefitLine.new_minutes - BenefitLine.rework_minutes
"""Minutes that one occurrence saves; below zero it costs."""


def known_on(as_of: AsOf) -> list[sa.ColumnElement[bool]]:
    """Lines recorded by then and not corrected by then."""
    later = sa.orm.aliased(BenefitLine)
    corrected = sa.exists().where(later.corrects_id == BenefitLine.id, later.recorded_at < as_of.end)
    recorded = sa.or_(BenefitLine.recorded_at.is_(None), BenefitLine.recorded_at < as_of.end)
    return [recorded, sa.not_(corrected), sa.not_(BenefitLine.withdrawn)]


def counts_in(month: str) -> sa.ColumnElement[bool]:
    """Lines of the month: those that come once in theirs, others from their first to their last."""
    begun = sa.or_(BenefitLine.first_month.is_(None), BenefitLine.first_month <= month)
    lasting = sa.or_(BenefitLine.last_month.is_(None), BenefitLine.last_month >= month)
    monthly = sa.and_(BenefitLine.rhythm == Rhythm.monthly, begun, lasting)
    return sa.or_(monthly, sa.and_(BenefitLine.rhythm == Rhythm.once, BenefitLine.first_month == month))


def answered(as_of: AsOf, *, confirmed: bool) -> sa.ColumnElement[bool]:
    """Lines that somebody has confirmed, or refused to confirm, by then."""
    told = sa.orm.aliased(BenefitConfirmation)
    return sa.exists().where(told.line_id == BenefitLine.id, told.confirmed.is_(confirmed), told.at < as_of.end)


def is_large() -> sa.ColumnElement[bool]:
    """Gains of so many hours that they count only once they are confirmed."""
    return SAVED * BenefitLine.occurrences > 60 * MOST_UNCONFIRMED


def benefit_rows(as_of: AsOf) -> tuple[BenefitRow, ...]:
    """Lines of time that count in the month. What was refused counts no gain; a loss counts whoever confirms it."""
    refused = sa.and_(answered(as_of, confirmed=False), SAVED > 0)
    waits = sa.and_(is_large(), sa.not_(answered(as_of, confirmed=True)))
    rows = sa.select(SAVED, BenefitLine.occurrences, BenefitLine.evidence, BenefitLine.id).where(
        BenefitLine.measure == Measure.time,
        counts_in(as_of.month),
        *known_on(as_of),
        sa.not_(refused),
        sa.not_(waits),
    )
    return tuple(
        BenefitRow(saved, occurrences, evidence.value, number)
        for saved, occurrences, evidence, number in db.session.execute(rows.order_by(BenefitLine.id))
    )
