"""Commands of metrics."""

from datetime import datetime

import click
from flask import Flask, json
from flask.cli import AppGroup

from app.metrics.queries.report import report

metrics = AppGroup("metrics", help="Figures of the company.")


@metrics.command("report")
@click.option("--as-of", "as_of", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Day, such as 2026-06-30.")
@click.option("--json", "as_json", is_flag=True, help="The report is JSON always; accepted as in other commands.")
def print_report(as_of: datetime, as_json: bool) -> None:  # noqa: ARG001, FBT001 (click's way)
    """Print every figure as of the end of a day; flows cover its month so far."""
    click.echo(json.dumps(report(as_of.date()), indent=1, ensure_ascii=False, sort_keys=False))


def init_cli(app: Flask) -> None:
    """Add the commands of this feature."""
    app.cli.add_command(metrics)
