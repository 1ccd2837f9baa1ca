"""Which rows of the ledger a completion of today stands for, where it was corrected: receivers void what they were told."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from app.foundation import clock
from app.foundation.db import db
from app.hr.queries.cells import assignment_key
from app.hr.queries.known import known
from app.training.models import Assignment, Completion


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One row of the ledger: its id, whether it is the first of its story, and when it was written."""

    id: int
    first: bool
    written_at: datetime


def corrections_on(day: date) -> dict[str, list[LedgerRow]]:
    """For each assignment whose completion was ever corrected, by its key: the rows known by the end of a day, oldest first.

    The last one stands; those before it were told once and hold no more.
    """
    corrected = sa.select(Completion.assignment_id).where(Completion.corrects_id.is_not(None))
    rows = (
        sa.select(Completion, Assignment.number)
        .join(Assignment, Assignment.id == Completion.assignment_id)
        .where(Completion.assignment_id.in_(corrected), known(Completion, clock.end_of(day)))
        .order_by(Completion.id)
    )
    stories: dict[str, list[LedgerRow]] = defaultdict(list)
    for row, number in db.session.execute(rows):
        told = LedgerRow(row.id, row.corrects_id is None, row.recorded_at or row.completed_at)
        stories[assignment_key(number, row.assignment_id)].append(told)
    return stories
