"""Commands of training: `flask content check | diff | publish`."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from app.foundation.db import transaction
from app.foundation.settings import Settings
from app.training.actions.publishing import ContentRefused, Effect, difference, publish_folder, training_folder
from app.training.actions.supplementing import publish_supplements
from app.training.content.check import check
from app.training.content.faults import Fault

content = AppGroup("content", help="Check, compare and publish training content.")
_folder = click.argument("folder", required=False, metavar="[DIR]", type=click.Path(path_type=Path))
_as_json = click.option("--json", "as_json", is_flag=True, help="Facts as JSON.")


def init_cli(app: Flask) -> None:
    """Add the commands of this feature."""
    app.cli.add_command(content)


@content.command("check")
@_folder
@_as_json
def check_content(folder: Path | None, as_json: bool) -> None:  # noqa: FBT001 (click's way)
    """Say every fault as `path:line: what is wrong and how to mend it`. Exit 1 if there is any."""
    faults = check(_home(folder))
    if as_json:
        click.echo(json.dumps([_fault(fault) for fault in faults], ensure_ascii=False))
    else:
        _say(faults)
    sys.exit(1 if faults else 0)


@content.command("diff")
@_folder
@_as_json
def diff_content(folder: Path | None, as_json: bool) -> None:  # noqa: FBT001 (click's way)
    """Say what publishing would do to people; publish nothing."""
    try:
        effects = difference(_home(folder))
    except ContentRefused as refused:
        _refuse(refused, as_json=as_json)
    _tell(effects, as_json=as_json)


@content.command("publish")
@_folder
@_as_json
def publish_content(folder: Path | None, as_json: bool) -> None:  # noqa: FBT001 (click's way)
    """Publish what has changed; what is unchanged is left alone."""
    try:
        with transaction():
            publish_supplements(_home(folder).parent)
            effects = publish_folder(_home(folder))
    except ContentRefused as refused:
        _refuse(refused, as_json=as_json)
    _tell(effects, as_json=as_json)


def _home(folder: Path | None) -> Path:
    settings: Settings = current_app.extensions["uptake.settings"]
    home = training_folder(folder or settings.content)
    if not home.is_dir():
        raise click.UsageError(f"There is no folder {home}.")
    return home


def _refuse(refused: ContentRefused, *, as_json: bool) -> NoReturn:
    if as_json:
        click.echo(json.dumps([_fault(fault) for fault in refused.faults], ensure_ascii=False))
    else:
        _say(refused.faults)
        click.echo("Nothing was published.", err=True)
    sys.exit(1)


def _say(faults: list[Fault]) -> None:
    for fault in faults:
        click.echo(str(fault))


def _fault(fault: Fault) -> dict[str, object]:
    return {"path": fault.path, "line": fault.line, "column": fault.column, "message": fault.message}


def _tell(effects: list[Effect], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps([asdict(effect) for effect in effects], ensure_ascii=False))
        return
    for effect in effects:
        what = "changed" if effect.changed else "unchanged"
        numbers = f"{effect.keep} keep, {effect.retake} retake, {effect.lost} lost"
        click.echo(f"{effect.code} {effect.version} ({what}): {numbers}")
