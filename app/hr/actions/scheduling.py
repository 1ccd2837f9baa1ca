"""A schedule is made, paused by somebody, goes on, is deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from app.foundation import audit, clock
from app.foundation.db import db, insert_new, locked
from app.foundation.search import folded
from app.hr.content.rhythm import due_days
from app.hr.models import DeliveryState, ExportDelivery, ExportSchedule, ScheduleRecipient

PAUSED = "paused"
DELETED = "schedule deleted"
WAITING = (DeliveryState.due, DeliveryState.failed)


class AlreadySo(Exception):
    """Somebody was faster."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants delivered. Without a folder it goes to people by mail."""

    title: str
    every: str
    starts_on: date
    filters: dict[str, str]
    format: str
    profile: str
    language: str
    folder: str
    recipients: Sequence[int]


def make_schedule(*, wanted: Wanted, by: int | None) -> ExportSchedule:
    """Deliver a file from its first day on."""
    row = ExportSchedule(
        title=wanted.title,
        every=wanted.every,
        starts_on=wanted.starts_on,
        filters=wanted.filters,
        format=wanted.format,
        profile=wanted.profile,
        language=wanted.language,
        folder=wanted.folder,
        by_mail=not wanted.folder,
        made_at=clock.now(),
        made_by_id=by,
        search_text=folded(wanted.title, wanted.folder, wanted.profile),
    )
    db.session.add(row)
    db.session.flush()
    if row.by_mail:
        insert_new(ScheduleRecipient, [{"schedule_id": row.id, "person_id": one} for one in wanted.recipients])
    facts = {"title": row.title, "every": row.every, "filter": row.filters, "format": row.profile or row.format}
    to = {"recipients": sorted(wanted.recipients)} if row.by_mail else {"folder": row.folder}
    _note(row, "made", by, facts | to)
    return row


def pause_schedule(*, schedule_id: int, by: int | None) -> ExportSchedule:
    """Make no files until somebody lets it go on. Raises LookupError, AlreadySo."""
    row = _held(schedule_id)
    if row.paused_on is not None:
        raise AlreadySo
    row.paused_on = clock.today()
    _note(row, "paused", by, {})
    return row


def resume_schedule(*, schedule_id: int, by: int | None) -> ExportSchedule:
    """Go on from today; the days of the pause are named in the history, not made up. Raises LookupError, AlreadySo."""
    row = _held(schedule_id)
    if row.paused_on is None:
        raise AlreadySo
    paused, yesterday = row.paused_on, clock.today() - timedelta(days=1)
    days = due_days(row.every, row.starts_on, paused - timedelta(days=1), yesterday)
    rows = [missed_row(row.id, day, PAUSED) for day in days]
    insert_new(ExportDelivery, rows)
    row.paused_on = None
    _note(row, "resumed", by, {"missed": len(rows)})
    return row


def delete_schedule(*, schedule_id: int, by: int | None) -> str:
    """Deliver nothing any more; the history stays, and says so of what was still waiting. Raises LookupError."""
    row = _held(schedule_id)
    row.ended_at = clock.now()
    waiting = sa.update(ExportDelivery).where(ExportDelivery.schedule_id == row.id, ExportDelivery.state.in_(WAITING))
    db.session.execute(waiting.values(state=DeliveryState.missed, reason=DELETED))
    _note(row, "deleted", by, {})
    return row.title


def missed_row(schedule_id: int, day: date, reason: str) -> dict[str, Any]:
    """A day whose file will not be made, as a row."""
    return {
        "schedule_id": schedule_id,
        "due_on": day,
        "state": DeliveryState.missed,
        "attempts": 0,
        "next_at": clock.now(),
        "reason": reason,
    }


def _held(schedule_id: int) -> ExportSchedule:
    rows = sa.select(ExportSchedule).where(ExportSchedule.id == schedule_id, ExportSchedule.ended_at.is_(None))
    row: ExportSchedule | None = db.session.scalar(locked(rows))
    if row is None:
        raise LookupError(schedule_id)
    return row


def _note(row: ExportSchedule, verb: str, by: int | None, after: dict[str, Any]) -> None:
    db.session.flush()
    audit.record(
        act=f"export_schedule:{verb}",
        subject=("export_schedule", row.id),
        actor_id=by,
        after={"title": row.title} | after,
    )
