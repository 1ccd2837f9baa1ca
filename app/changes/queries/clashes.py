"""What stands against a window: times in which nothing is changed, and other changes to the same area."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.changes.models import ChangeRequest, ChangeState, FreezeWindow
from app.foundation.db import db

BOOKED = (ChangeState.scheduled, ChangeState.implementing)


@dataclass(frozen=True, slots=True)
class Clash:
    """A freeze (its reason) or a change request (its title) whose window overlaps."""

    kind: str
    id: int
    words: str
    starts_at: datetime
    ends_at: datetime

    @property
    def key(self) -> str:
        """How it is kept in the record of what was overridden."""
        return f"{self.kind}:{self.id}"


def clashes_of(change: ChangeRequest, start: datetime, end: datetime) -> list[Clash]:
    """What overlaps a window of a change, freezes first; a window that ends when the other begins does not."""
    return [*_freezes(change.area, start, end), *_same_area(change, start, end)]


def _freezes(area: str, start: datetime, end: datetime) -> list[Clash]:
    frozen = sa.select(FreezeWindow).where(
        FreezeWindow.ended_at.is_(None),
        FreezeWindow.area.in_(("", area)),
        FreezeWindow.starts_at < end,
        FreezeWindow.ends_at > start,
    )
    found = db.session.scalars(frozen.order_by(FreezeWindow.starts_at))
    return [Clash("freeze", row.id, row.reason, row.starts_at, row.ends_at) for row in found]


def _same_area(change: ChangeRequest, start: datetime, end: datetime) -> list[Clash]:
    others = sa.select(ChangeRequest).where(
        ChangeRequest.id != change.id,
        ChangeRequest.state.in_(BOOKED),
        ChangeRequest.area == change.area,
        ChangeRequest.window_start < end,
        ChangeRequest.window_end > start,
    )
    return _as_clashes(others)


def _as_clashes(wanted: sa.Select[ChangeRequest]) -> list[Clash]:
    found = db.session.scalars(wanted.order_by(ChangeRequest.window_start, ChangeRequest.id))
    return [
        Clash("change", row.id, row.title, row.window_start, row.window_end)
        for row in found
        if row.window_start and row.window_end
    ]


def frozen_changes(area: str, start: datetime, end: datetime) -> list[Clash]:
    """Changes that are booked inside a time in which nothing shall be changed, in one area or (where it is empty) in all."""
    booked = sa.select(ChangeRequest).where(
        ChangeRequest.state.in_(BOOKED), ChangeRequest.window_start < end, ChangeRequest.window_end > start
    )
    if area:
        booked = booked.where(ChangeRequest.area == area)
    return _as_clashes(booked)
