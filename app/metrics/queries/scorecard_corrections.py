"""What accepted contests took out of scores."""

import sqlalchemy as sa

from app.foundation.db import db
from app.metrics.formulas.rows import AsOf
from app.metrics.models import CorrectionKind, ScoreCorrection


def left_out_of(as_of: AsOf, *, only: int | None = None) -> frozenset[tuple[int, str, int | None]]:
    """Person, part and assignment (None: the whole part) that do not count in a month, of all or of one person.

    A whole part is taken out of its own month; an assignment stays out of every later month too.
    """
    correction = ScoreCorrection
    rows = sa.select(correction.person_id, correction.part, correction.assignment_id).where(
        correction.kind == CorrectionKind.left_out,
        sa.or_(
            correction.month == as_of.month,
            sa.and_(correction.assignment_id.is_not(None), correction.month <= as_of.month),
        ),
    )
    if only is not None:
        rows = rows.where(correction.person_id == only)
    return frozenset((row.person_id, row.part, row.assignment_id) for row in db.session.execute(rows))
