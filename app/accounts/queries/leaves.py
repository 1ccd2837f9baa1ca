"""On which days people were, are or will be on leave."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.models import PastLeave, Person
from app.foundation import clock
from app.foundation.db import db
from app.foundation.params import Day

Span = tuple[date, date]
"""First and last day, both included."""

ASKED_AT_ONCE = 5000
A_DAY = timedelta(days=1)


def leaves_of(person_ids: Collection[int]) -> dict[int, list[Span]]:
    """By person, their leaves in order, none touching another; of an open one the days that are over.

    One statement for every few thousand people; who never was away is not in it.
    """
    ids, found = sorted(person_ids), defaultdict(list)
    for start in range(0, len(ids), ASKED_AT_ONCE):
        part = ids[start : start + ASKED_AT_ONCE]
        past = sa.select(PastLeave.person_id, PastLeave.first_on, PastLeave.last_on)
        present = sa.select(Person.id, Person.leave_from, Person.leave_to).where(Person.leave_from.is_not(None))
        both: Any = past.where(PastLeave.person_id.in_(part)).union_all(present.where(Person.id.in_(part)))
        for person_id, first, last in db.session.execute(both):
            found[person_id].append((first, last or clock.today() - A_DAY))
    return {person_id: merged(spans) for person_id, spans in found.items()}


def merged(spans: Collection[Span]) -> list[Span]:
    """The same days as spans in order that neither overlap nor touch; a span that ends before it begins is empty."""
    joined: list[Span] = []
    for first, last in sorted(span for span in spans if span[0] <= span[1]):
        if joined and first <= joined[-1][1] + A_DAY:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined


def away_on(day: Day) -> sa.ColumnElement[bool]:
    """People who are on leave on a day, as it is written on them; the same rule as `Person.state_on`."""
    return sa.and_(
        Person.leave_from.is_not(None),
        Person.leave_from <= day,
        sa.or_(Person.leave_to.is_(None), Person.leave_to >= day),
    )
