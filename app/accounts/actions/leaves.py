"""Leave dates are set, changed or end. What is over stays known, so that it goes on pausing what it paused."""

from datetime import date, timedelta

from app.accounts.events import LeaveChanged
from app.accounts.models import PastLeave
from app.foundation import clock
from app.foundation.db import db
from app.foundation.events import publish

Leave = tuple[date | None, date | None]
"""First and last day as they are written on a person; both None where there is none, the last one None while it is open."""


def change_leave(*, person_id: int, before: Leave, after: Leave) -> None:
    """Note that the leave written on a person changed.

    Dates that overlap the old ones correct them. Others replace them: the days of the old leave that are over stay.
    """
    if before == after:
        return
    kept = _days_over(before, after)
    if kept:
        db.session.add(
            PastLeave(person_id=person_id, first_on=kept[0], last_on=kept[1], recorded_at=clock.now()),
        )
        db.session.flush()
    publish(LeaveChanged(person_id=person_id))


def _days_over(before: Leave, after: Leave) -> tuple[date, date] | None:
    first, last = before
    if first is None or _overlap(before, after):
        return None
    yesterday = clock.today() - timedelta(days=1)
    ended = min(last or yesterday, yesterday)
    return (first, ended) if first <= ended else None


def _overlap(one: Leave, other: Leave) -> bool:
    if one[0] is None or other[0] is None:
        return False
    return one[0] <= (other[1] or date.max) and other[0] <= (one[1] or date.max)
