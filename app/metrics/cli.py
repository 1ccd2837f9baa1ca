"""Commands of metrics."""

from datetime import datetime
from typing import Any

import click
from flask import Flask, json
from flask.cli import AppGroup

from app.foundation import clock
from app.metrics.actions.months import freeze_month, restate_month
from app.metrics.queries.months import frozen_months, months_to_freeze
from app.metrics.queries.report import report

metrics = AppGroup("metrics", help="Figures of the company.")


@metrics.command("report")
@click.option("--as-of", "as_of", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Day, such as 2026-06-30.")
@click.option("--json", "as_json", is_flag=True, help="The report is JSON always; accepted as in other commands.")
def print_report(as_of: datetime, as_json: bool) -> None:  # noqa: ARG001, FBT001 (click's way)
    """Print every figure as of the end of a day; flows cover its month so far."""
    click.echo(json.dumps(report(as_of.date()), indent=1, ensure_ascii=False, sort_keys=False))


@metrics.command("freeze")
@click.option("--json", "as_json", is_flag=True, help="The months as JSON.")
def freeze(as_json: bool) -> None:  # noqa: FBT001 (click's way)
    """Freeze every month whose fifth working day of the next one has come; workers do it by themselves."""
    due = months_to_freeze()
    frozen = [each.month for each in due if freeze_month(month=each.month, closed_on=each.on or clock.today())]
    _say({"frozen": frozen}, f"{', '.join(frozen)}: frozen." if frozen else "No month is due.", as_json=as_json)


@metrics.command("restate")
@click.option("--month", help="One month, such as 2026-06; else every frozen one.")
@click.option("--json", "as_json", is_flag=True, help="The number of restated figures by month as JSON.")
def restate(month: str | None, as_json: bool) -> None:  # noqa: FBT001 (click's way)
    """Compare frozen months with the facts and restate what a correction has changed; the originals stay."""
    frozen = frozen_months()
    if month is not None and month not in frozen:
        raise click.UsageError(f"{month} is not frozen. Frozen are: {', '.join(frozen) or 'none'}.")
    found = {each: restate_month(month=each) for each in frozen if month in (None, each)}
    lines = [f"{each}: {count} figures restated." for each, count in found.items() if count]
    _say({"restated": found}, "\n".join(lines) or "Nothing has changed.", as_json=as_json)


def _say(facts: dict[str, Any], words: str, *, as_json: bool) -> None:
    click.echo(json.dumps(facts, ensure_ascii=False) if as_json else words)


def init_cli(app: Flask) -> None:
    """Add the commands of this feature."""
    app.cli.add_command(metrics)
