"""The calendar of changes, week by week."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, load_only

from app.accounts.models import Person
from app.changes.models import ChangeRequest, ChangeState, FreezeWindow
from app.changes.queries.board import readable_by
from app.foundation import clock
from app.foundation.db import db

WEEKS = 6
SHOWN = (
    ChangeState.scheduled,
    ChangeState.implementing,
    ChangeState.implemented,
    ChangeState.backed_out,
    ChangeState.in_pir,
    ChangeState.closed_success,
    ChangeState.closed_partial,
    ChangeState.closed_failed,
)


@dataclass(frozen=True, slots=True)
class Week:
    """A week from Monday to Sunday with the changes and freezes that reach into it."""

    monday: date
    changes: list[ChangeRequest]
    freezes: list[FreezeWindow]

    @property
    def sunday(self) -> date:
        """The last day of the week."""
        return self.monday + timedelta(days=6)


def weeks_from(day: date, reader: Any) -> list[Week]:
    """Six weeks from the one of `day` on, in two statements."""
    first = day - timedelta(days=day.weekday())
    start, end = clock.start_of(first), clock.start_of(first + timedelta(weeks=WEEKS))
    changes, freezes = _changes(start, end, reader), _freezes(start, end)
    mondays = [first + timedelta(weeks=number) for number in range(WEEKS)]
    return [Week(monday, _of_week(changes, monday), _freezes_of_week(freezes, monday)) for monday in mondays]


def _changes(start: datetime, end: datetime, reader: Any) -> list[ChangeRequest]:
    wanted = sa.select(ChangeRequest).where(
        readable_by(reader),
        ChangeRequest.state.in_(SHOWN),
        ChangeRequest.window_start < end,
        ChangeRequest.window_end > start,
    )
    wanted = wanted.options(joinedload(ChangeRequest.owner).options(load_only(Person.name)))
    return list(db.session.scalars(wanted.order_by(ChangeRequest.window_start, ChangeRequest.id)))


def _freezes(start: datetime, end: datetime) -> list[FreezeWindow]:
    wanted = sa.select(FreezeWindow).where(
        FreezeWindow.ended_at.is_(None), FreezeWindow.starts_at < end, FreezeWindow.ends_at > start
    )
    return list(db.session.scalars(wanted.order_by(FreezeWindow.starts_at, FreezeWindow.id)))


def _of_week(changes: list[ChangeRequest], monday: date) -> list[ChangeRequest]:
    start, end = clock.start_of(monday), clock.start_of(monday + timedelta(days=7))
    return [
        row
        for row in changes
        if row.window_start and row.window_end and row.window_start < end and row.window_end > start
    ]


def _freezes_of_week(freezes: list[FreezeWindow], monday: date) -> list[FreezeWindow]:
    start, end = clock.start_of(monday), clock.start_of(monday + timedelta(days=7))
    return [row for row in freezes if row.starts_at < end and row.ends_at > start]


def freeze_numbered(freeze_id: int) -> FreezeWindow | None:
    """A freeze that still stands."""
    return db.session.scalar(
        sa.select(FreezeWindow).where(FreezeWindow.id == freeze_id, FreezeWindow.ended_at.is_(None))
    )
