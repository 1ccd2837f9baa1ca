"""Work that leaves the request: idempotent sweeps over the portal's own tables, run by any number of workers.

A sweep may run at any time and any number of times; what it does is decided by rows, never by being called.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa
from flask import Flask, g
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation import clock
from app.foundation.db import Base, db, transaction
from app.foundation.settings import Settings

if TYPE_CHECKING:
    from huey import Huey

Sweep = Callable[[], int]
KEPT = timedelta(days=30)


QUEUE_TABLES = ("kv", "schedule", "task", "counter", "huey_")
"""How the tables begin that the queue itself makes in the portal's database."""


class JobRun(Base):
    """One run of a sweep in one slot (a minute); the unique key lets one worker of many claim it."""

    __tablename__ = "job_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    job: Mapped[str]
    slot: Mapped[str]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    done: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(default="")

    __table_args__ = (sa.UniqueConstraint("job", "slot"),)


def init_jobs(app: Flask, settings: Settings, sweeps: Sequence[Sweep]) -> None:
    """Prepare the queue, stored beside the portal's tables, and the sweeps it runs every minute."""
    app.extensions["uptake.sweeps"] = {sweep.__name__: sweep for sweep in sweeps}
    app.extensions["uptake.queue"] = None
    app.extensions["uptake.make_queue"] = lambda: _make_queue(app, settings)


def queue_of(app: Flask) -> Huey:
    """The app's queue, made on first use: a process that never asks for work opens no connection for it."""
    if app.extensions["uptake.queue"] is None:
        app.extensions["uptake.queue"] = app.extensions["uptake.make_queue"]()
    found: Huey = app.extensions["uptake.queue"]
    return found


def _make_queue(app: Flask, settings: Settings) -> Huey:
    # Here, because it brings the driver of PostgreSQL along, 10 MiB, wherever that is installed.
    from huey import PostgresHuey, SqliteHuey, crontab  # noqa: PLC0415 (see above)

    if settings.sqlite:
        path = settings.database_url.removeprefix("sqlite:///")
        # It shares the portal's file: it must be as patient with locks and as careful with power cuts.
        queue = SqliteHuey("uptake", filename=path, results=False, fsync=True, timeout=15)
    else:
        queue = PostgresHuey(
            "uptake", dsn=settings.database_url.replace("postgresql+psycopg", "postgresql"), results=False
        )

    @queue.periodic_task(crontab(minute="*"), name="every_minute")
    def every_minute() -> None:
        with app.app_context():
            run_sweeps(app, slot=f"{clock.now():%Y-%m-%dT%H:%M}")

    @queue.task(name="wake")
    def wake() -> None:
        with app.app_context():
            run_sweeps(app, slot="")

    app.extensions["uptake.wake"] = wake
    return queue


def wake_worker(app: Flask) -> None:
    """Ask a worker to look at once. Without an answer nothing is lost: the next minute looks too."""
    try:
        queue_of(app)
        app.extensions["uptake.wake"]()
    except Exception:  # the change is committed already; its mail waits for the next sweep
        app.logger.warning("the worker could not be woken", exc_info=True)


def run_sweeps(app: Flask, *, slot: str) -> dict[str, int]:
    """Run every sweep once; with a slot, only those that no other worker has claimed in it."""
    done = {}
    for name, sweep in app.extensions["uptake.sweeps"].items():
        run = _claim(name, slot) if slot else 0
        if run is None:
            continue
        done[name] = _run(app, name, sweep, run)
    return done


def _claim(job: str, slot: str) -> int | None:
    with transaction():
        taken = db.session.scalar(sa.select(JobRun.id).where(JobRun.job == job, JobRun.slot == slot))
        if taken:
            return None
        run = JobRun(job=job, slot=slot, started_at=clock.now())
        db.session.add(run)
        try:
            db.session.flush()
        except sa.exc.IntegrityError:  # another worker, on another machine, was faster
            db.session.rollback()
            return None
        db.session.execute(sa.delete(JobRun).where(JobRun.started_at < clock.now() - KEPT))
        return run.id


def _run(app: Flask, name: str, sweep: Sweep, run: int) -> int:
    done, error = 0, ""
    try:
        done = sweep()
    except Exception:
        db.session.rollback()
        error = traceback.format_exc(limit=3)
        app.logger.exception("sweep %s failed", name)
    if run:
        with transaction():
            db.session.execute(
                sa.update(JobRun).where(JobRun.id == run).values(finished_at=clock.now(), done=done, error=error)
            )
    return done


def wake_after_commit(app: Flask) -> None:
    """Called once a writing request has committed: wake the worker if a mail was put into the outbox."""
    if g.pop("wake_worker", False) and not app.testing:
        wake_worker(app)
