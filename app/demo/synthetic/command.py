"""`flask demo load`: a synthetic company of any size."""

import sys

import click
from flask import current_app
from flask.cli import AppGroup

from app.foundation.db import transaction
from app.foundation.settings import Settings

demo_commands = AppGroup("demo", help="A company for trials and benchmarks.")


@demo_commands.command("load")
@click.option("--people", type=click.IntRange(10, 1_000_000), default=1000, show_default=True, help="How many people.")
@click.option(
    "--ideas",
    type=click.IntRange(0, 1_000_000),
    default=300,
    show_default=True,
    help="How many ideas; each with twenty votes.",
)
def load(people: int, ideas: int) -> None:
    """Load a synthetic company into an empty database: all of it or nothing."""
    from app.demo.synthetic.load import NotEmpty, load_synthetic  # noqa: PLC0415 (a web process never makes a company)

    try:
        with transaction():
            counts = load_synthetic(people=people, ideas=ideas, say=_say)
    except NotEmpty as error:
        raise click.UsageError(str(error)) from error
    _say("")
    click.echo("Loaded " + ", ".join(f"{count:,} {name}" for name, count in counts.items()) + ".")
    settings: Settings = current_app.extensions["uptake.settings"]
    if not settings.demo:
        click.echo(
            "Outside demo mode its accounts have no passwords; set UPTAKE_DEMO=1 to sign in with the demo's.", err=True
        )


def _say(part: str) -> None:
    """Show where we are: on a terminal in one line, elsewhere not at all."""
    if sys.stderr.isatty():
        click.echo(f"\r\033[K{part}", nl=False, err=True)
