"""Commands for whoever operates the portal: workers, jobs, backups."""

import json
import logging
import sys
from pathlib import Path
from typing import Any

import click
import sqlalchemy as sa
from flask import Flask, current_app

from app.foundation.audit_command import audit_commands
from app.foundation.backup import BackupError, back_up, restore
from app.foundation.db import db
from app.foundation.jobs import JobRun, queue_of, run_sweeps
from app.foundation.mail import OutgoingMail


def init_cli(app: Flask) -> None:
    """Add the operator's commands."""
    for command in (worker, jobs, backup_command, restore_command, audit_commands):
        app.cli.add_command(command)


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, then stop.")
def worker(once: bool) -> None:  # noqa: FBT001 (click's way)
    """Run jobs (mails, digests) until stopped. Any number of workers may run."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 (threads need the app itself)
    if once:
        click.echo(json.dumps(run_sweeps(app, slot="")))
        return
    logging.getLogger("huey").setLevel(logging.WARNING)
    queue_of(app).create_consumer(workers=1, initial_delay=0.2, max_delay=2.0).run()


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Figures as JSON.")
def jobs(as_json: bool) -> None:  # noqa: FBT001 (click's way)
    """List the latest run of each job and the mails by state. Exit 1 when one failed."""
    newest = sa.select(sa.func.max(JobRun.id)).group_by(JobRun.job)
    runs = db.session.scalars(sa.select(JobRun).where(JobRun.id.in_(newest)).order_by(JobRun.job)).all()
    states = db.session.execute(sa.select(OutgoingMail.state, sa.func.count()).group_by(OutgoingMail.state)).all()
    facts: dict[str, Any] = {
        "jobs": [
            {"job": r.job, "started_at": r.started_at.isoformat(), "done": r.done, "error": r.error} for r in runs
        ],
        "mails": {state.value: count for state, count in states},
    }
    click.echo(json.dumps(facts, ensure_ascii=False) if as_json else _table(facts))
    failed = any(r.error for r in runs) or any(state.value == "failed" for state, _ in states)
    sys.exit(1 if failed else 0)


def _table(facts: dict[str, Any]) -> str:
    lines = [
        f"{r['job']:24} {r['started_at']}  did {r['done']}  {r['error'].strip().splitlines()[-1] if r['error'] else 'ok'}"
        for r in facts["jobs"]
    ]
    mails = ", ".join(f"{count} {state}" for state, count in facts["mails"].items()) or "none"
    return "\n".join([*(lines or ["No job has run yet: is a worker running?"]), f"mails: {mails}"])


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup_command(file: Path) -> None:
    """Write everything into FILE; the server may go on running."""
    _try(lambda: back_up(current_app.extensions["uptake.settings"], file))
    click.echo(f"Backed up to {file} ({file.stat().st_size:,} bytes).")


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--yes", is_flag=True, help="Do not ask.")
def restore_command(file: Path, yes: bool) -> None:  # noqa: FBT001 (click's way)
    """Verify FILE, then replace the database with it. Stop the server and workers first."""
    if not yes:
        click.confirm("This replaces everything in the database. Are the server and the workers stopped?", abort=True)
    db.engine.dispose()
    _try(lambda: restore(current_app.extensions["uptake.settings"], file))
    click.echo("Restored.")


def _try(act: object) -> None:
    try:
        act()  # type: ignore[operator]
    except BackupError as error:
        raise click.ClickException(str(error)) from error
