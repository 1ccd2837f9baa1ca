"""Giving a change its window, and times in which nothing is changed."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import Person
from app.changes.actions.errors import MoveNotListed, StaleChange, WindowClashes
from app.changes.actions.moves import held_change, move_change, swap_change
from app.changes.models import MOVES, ChangeRequest, ChangeState, FreezeWindow, ScheduledWindow
from app.changes.queries.clashes import Clash, clashes_of, frozen_changes
from app.foundation import audit, clock
from app.foundation.db import db

CALENDAR = 4210
"""Key of the lock under which the calendar of changes is written, on PostgreSQL."""


def schedule_change(
    *,
    change_id: int,
    version: int,
    actor: Person,
    start: datetime,
    end: datetime,
    override_reason: str = "",
    reason: str = "",
) -> ChangeRequest:
    """Give a change its window, or another one; with `override_reason` also where something stands against it.

    Raises ChangeNotFound, StaleChange, MoveNotListed, GuardFailed, or WindowClashes with what stands against it.
    """
    _hold_calendar()
    change = held_change(change_id, version)
    if change.state is not ChangeState.scheduled and ChangeState.scheduled not in MOVES[change.state]:
        raise MoveNotListed(f"{change.state} has no window")
    clashes = clashes_of(change, start, end)
    if clashes and not override_reason:
        raise WindowClashes(clashes)
    swap_change(change, window_start=start, window_end=end)
    _record((change.id, start, end), clashes, override_reason, actor)
    if change.state is not ChangeState.scheduled:
        move_change(change=change, to=ChangeState.scheduled, actor=actor, reason=reason or override_reason)
    return change


def _hold_calendar() -> None:
    # Two windows that clash with each other would both find the calendar empty; one after the other they do not.
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(CALENDAR)))


def _record(window: tuple[int, datetime, datetime], clashes: Sequence[Clash], override_reason: str, by: Person) -> None:
    change_id, start, end = window
    db.session.add(
        ScheduledWindow(
            change_id=change_id,
            starts_at=start,
            ends_at=end,
            clashes=[clash.key for clash in clashes],
            override_reason=override_reason if clashes else "",
            by_id=by.id,
            at=clock.now(),
        )
    )
    db.session.flush()


def add_freeze(
    *, actor: Person, start: datetime, end: datetime, reason: str, area: str = "", override_reason: str = ""
) -> FreezeWindow:
    """Let nothing be changed for a time. Changes booked inside it go ahead only with `override_reason`.

    Raises WindowClashes with the changes that are booked inside.
    """
    _hold_calendar()
    clashes = _booked_inside(area, start, end, override_reason)
    freeze = FreezeWindow(
        starts_at=start, ends_at=end, area=area, reason=reason, created_by_id=actor.id, created_at=clock.now()
    )
    db.session.add(freeze)
    db.session.flush()
    _let_through(freeze, clashes, override_reason, actor)
    return freeze


def edit_freeze(
    *,
    freeze_id: int,
    version: int,
    actor: Person,
    start: datetime,
    end: datetime,
    reason: str,
    area: str = "",
    override_reason: str = "",
) -> FreezeWindow:
    """Move a freeze or say its reason better. Raises LookupError, StaleChange, or WindowClashes."""
    _hold_calendar()
    freeze = _held_freeze(freeze_id, version)
    clashes = _booked_inside(area, start, end, override_reason)
    before = {"start": freeze.starts_at.isoformat(), "end": freeze.ends_at.isoformat(), "reason": freeze.reason}
    freeze.starts_at, freeze.ends_at, freeze.reason, freeze.area = start, end, reason, area
    freeze.version += 1
    audit.record(act="freeze:edited", subject=("freeze", freeze.id), actor_id=actor.id, before=before)
    db.session.flush()
    _let_through(freeze, clashes, override_reason, actor)
    return freeze


def end_freeze(*, freeze_id: int, version: int, actor: Person) -> None:
    """Call a freeze off; that it stood is kept. Raises LookupError or StaleChange."""
    freeze = _held_freeze(freeze_id, version)
    freeze.ended_at, freeze.ended_by_id = clock.now(), actor.id
    freeze.version += 1
    audit.record(act="freeze:ended", subject=("freeze", freeze.id), actor_id=actor.id)
    db.session.flush()


def _held_freeze(freeze_id: int, version: int) -> FreezeWindow:
    freeze = db.session.get(FreezeWindow, freeze_id, populate_existing=True, with_for_update=True)
    if freeze is None:
        raise LookupError
    if freeze.version != version or freeze.ended_at is not None:
        raise StaleChange
    return freeze


def _booked_inside(area: str, start: datetime, end: datetime, override_reason: str) -> list[Clash]:
    clashes = frozen_changes(area, start, end)
    if clashes and not override_reason:
        raise WindowClashes(clashes)
    return clashes


def _let_through(freeze: FreezeWindow, clashes: Sequence[Clash], override_reason: str, actor: Person) -> None:
    stands = Clash("freeze", freeze.id, freeze.reason, freeze.starts_at, freeze.ends_at)
    for clash in clashes:
        _record((clash.id, clash.starts_at, clash.ends_at), [stands], override_reason, actor)
