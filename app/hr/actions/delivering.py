"""The sweep that makes the files of schedules: each due day once, whatever the number of workers; failures are tried again, ever.

A file tells of the day before it is due, which is over: made late, or twice, it is the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import joinedload

from app.foundation import clock
from app.foundation.db import db, insert_new, transaction
from app.foundation.settings import Settings
from app.hr.actions.exporting import FileFormat, export_bytes, format_of, manifest_text, start_export
from app.hr.actions.scheduling import missed_row
from app.hr.actions.telling import tell_of_failure, tell_of_file
from app.hr.content.profile import Profile
from app.hr.content.rhythm import due_days
from app.hr.content.template import TemplateFault
from app.hr.models import DeliveryState, Export, ExportDelivery, ExportSchedule
from app.hr.queries.profiles import FaultyProfile, UnknownProfile, profile_named
from app.hr.queries.records import Filter, filter_of
from app.hr.queries.schedules import recipients_of

LEASE = timedelta(minutes=30)
WAITS = tuple(timedelta(minutes=minutes) for minutes in (5, 20, 60, 240, 720))
MADE_UP = 31
TOO_LONG_AGO = "too long ago to be made up"
OPEN = (DeliveryState.due, DeliveryState.failed, DeliveryState.working)


class CannotDeliver(Exception):
    """The file cannot be brought to where it belongs; the text says why."""


@dataclass(frozen=True, slots=True)
class _Job:
    """A day to deliver, as plain facts: rows expire with every commit."""

    delivery_id: int
    attempts: int
    schedule_id: int
    due_on: date
    filters: dict[str, str]
    format: str
    profile: str
    language: str
    folder: str


def deliver_due_files() -> int:
    """Make what is due and what failed before, one file after the other; how many were delivered."""
    _plan()
    done = 0
    while job := _claim():
        done += _deliver(job)
    return done


def _plan() -> None:
    """A row for each day that has come; after a long silence the oldest are named and not made."""
    today = clock.today()
    last = sa.select(sa.func.max(ExportDelivery.due_on)).where(ExportDelivery.schedule_id == ExportSchedule.id)
    running = sa.select(ExportSchedule, last.scalar_subquery().label("last")).where(
        ExportSchedule.ended_at.is_(None), ExportSchedule.paused_on.is_(None), ExportSchedule.starts_on <= today
    )
    rows = []
    for schedule, until in db.session.execute(running):
        days = list(due_days(schedule.every, schedule.starts_on, until, today))
        rows += [missed_row(schedule.id, day, TOO_LONG_AGO) for day in days[:-MADE_UP]]
        rows += [missed_row(schedule.id, day, "") | {"state": DeliveryState.due} for day in days[-MADE_UP:]]
    db.session.rollback()
    if rows:
        with transaction():
            insert_new(ExportDelivery, rows)


def _claim() -> _Job | None:
    """Take one for this worker; should it die, the lease ends by itself."""
    due = (
        sa.select(ExportDelivery)
        .join(ExportDelivery.schedule)
        .options(joinedload(ExportDelivery.schedule))
        .where(
            ExportDelivery.state.in_(OPEN),
            ExportDelivery.next_at <= clock.now(),
            ExportSchedule.ended_at.is_(None),
            ExportSchedule.paused_on.is_(None),
        )
        .order_by(ExportDelivery.due_on, ExportDelivery.id)
        .limit(1)
    )
    if db.session.scalar(due) is None:  # nothing to do takes no lock
        db.session.rollback()
        return None
    with transaction():
        row = db.session.scalar(due.with_for_update(skip_locked=True, of=ExportDelivery))
        if row is None:
            return None
        row.state, row.attempts, row.next_at = DeliveryState.working, row.attempts + 1, clock.now() + LEASE
        one = row.schedule
        return _Job(
            row.id, row.attempts, one.id, row.due_on, one.filters, one.format, one.profile, one.language, one.folder
        )


def _deliver(job: _Job) -> int:
    try:
        export_id = _make(job)
    except (CannotDeliver, TemplateFault, OSError) as error:
        _failed(job, str(error) or type(error).__name__)
        return 0
    except Exception as error:
        current_app.logger.exception("delivery %s failed", job.delivery_id)
        _failed(job, type(error).__name__)
        return 0
    with transaction():
        if (
            _mark(job, state=DeliveryState.done, finished_at=clock.now(), export_id=export_id, reason="")
            and not job.folder
        ):
            tell_of_file(job.schedule_id, job.delivery_id, db.session.get_one(Export, export_id))
    return 1


def _make(job: _Job) -> int:
    """The file in its place, with its manifest beside it; by mail goes the news of it, never the records."""
    profile = _profile(job.profile)
    kind = format_of(profile) if profile else FileFormat(job.format)
    chosen = filter_of(job.due_on - timedelta(days=1), job.filters)
    home = _folder(job.folder) if job.folder else None
    if home is None and not any(person.email for person in recipients_of(job.schedule_id)):
        raise CannotDeliver("none of the recipients is of HR and has an address")
    with transaction():
        export = start_export(chosen=chosen, file_format=kind, by=None, profile=profile)
        number, name = export.id, export.file_name
    body = _bytes(number, chosen, kind, job.language, profile)
    if home is None:
        for _chunk in body:
            pass
    else:
        _write(home / name, body, number)
    return number


def _bytes(number: int, chosen: Filter, kind: FileFormat, language: str, profile: Profile | None) -> Iterator[bytes]:
    return export_bytes(export_id=number, chosen=chosen, file_format=kind, language=language, profile=profile)


def _profile(name: str) -> Profile | None:
    if not name:
        return None
    try:
        return profile_named(name)
    except UnknownProfile:
        raise CannotDeliver(f"there is no profile {name} any more") from None
    except FaultyProfile as faulty:
        raise CannotDeliver(f"profile {name} has faults: {faulty}") from None


def _folder(below: str) -> Path:
    """The folder of a schedule, which must be below the one that the setting names, also when a link stands in between."""
    settings: Settings = current_app.extensions["uptake.settings"]
    if not settings.deliveries:
        raise CannotDeliver("UPTAKE_DELIVERIES is not set")
    root = Path(settings.deliveries).resolve()
    home = (root / below).resolve()
    if home == root or root not in home.parents:
        raise CannotDeliver(f"{below} is not below the folder of UPTAKE_DELIVERIES")
    home.mkdir(parents=True, exist_ok=True)
    return home


def _write(path: Path, body: Iterator[bytes], number: int) -> None:
    """Whole or not at all; a worker that was given up writes into a file of its own."""
    unfinished = path.with_name(f".{path.name}.{number}.part")
    try:
        with unfinished.open("wb") as file:
            file.writelines(body)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    told = manifest_text(db.session.get_one(Export, number), path.name)
    path.with_name(path.name + ".manifest.json").write_text(told, encoding="utf-8")


def _failed(job: _Job, reason: str) -> None:
    db.session.rollback()
    wait = WAITS[min(job.attempts, len(WAITS)) - 1]
    with transaction():
        if _mark(job, state=DeliveryState.failed, reason=reason[:500], next_at=clock.now() + wait):
            tell_of_failure(job.schedule_id, job.delivery_id, reason[:500])


def _mark(job: _Job, **values: object) -> bool:
    """Say how it went, unless another worker has taken the day over meanwhile or its schedule was deleted."""
    mine = sa.update(ExportDelivery).where(
        ExportDelivery.id == job.delivery_id,
        ExportDelivery.state == DeliveryState.working,
        ExportDelivery.attempts == job.attempts,
    )
    done = db.session.execute(mine.values(**values).execution_options(synchronize_session=False))
    return bool(done.rowcount)  # type: ignore[attr-defined]
