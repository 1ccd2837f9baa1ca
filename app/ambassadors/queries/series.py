"""Series of meetings: all of them, and one with its meetings."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.ambassadors.models import Meeting, MeetingSeries, MeetingState
from app.foundation import clock
from app.foundation.db import db
from app.foundation.paging import Page, page_of


@dataclass(frozen=True, slots=True)
class RunningSeries:
    """A series and its next meeting, if one is called."""

    series: MeetingSeries
    next_id: int | None


def running_series() -> list[RunningSeries]:
    """Series with their chairs and next meetings, running ones first."""
    coming = (
        sa.select(sa.func.min(Meeting.id))
        .where(
            Meeting.series_id == MeetingSeries.id,
            Meeting.state == MeetingState.planned,
            Meeting.held_on >= clock.today(),
        )
        .correlate(MeetingSeries)
        .scalar_subquery()
    )
    rows = sa.select(MeetingSeries, coming).options(joinedload(MeetingSeries.chair))
    ordered = rows.order_by(MeetingSeries.ended_at.is_not(None), MeetingSeries.kind, MeetingSeries.id)
    return [RunningSeries(*row) for row in db.session.execute(ordered)]


def series_by_id(number: int) -> MeetingSeries | None:
    """One series with its chair."""
    rows = sa.select(MeetingSeries).where(MeetingSeries.id == number)
    return db.session.scalar(rows.options(joinedload(MeetingSeries.chair)))


def meetings_of(series_id: int, number: int) -> Page[Meeting]:
    """A page of the meetings of a series, the last first."""
    rows = sa.select(Meeting).where(Meeting.series_id == series_id)
    return page_of(rows.order_by(Meeting.held_on.desc(), Meeting.id.desc()), number=number)
