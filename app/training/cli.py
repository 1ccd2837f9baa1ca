"""Commands of training: `flask content check | diff | publish | retire`."""

import json
import os.path
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import NoReturn

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from app.foundation.content.faults import Fault
from app.foundation.content.houses import Outcome, houses
from app.foundation.db import transaction
from app.foundation.i18n import speaking
from app.foundation.settings import Settings
from app.foundation.tables import UnreadableTable
from app.training.actions.importing import History, HistoryRefused, NoRows, import_history
from app.training.actions.publishing import Effect, difference, publish_folder, training_folder
from app.training.actions.retiring import retire_path
from app.training.actions.supplementing import publish_supplements
from app.training.content.check import check
from app.training.content.surroundings import surroundings
from app.training.queries.past_files import past_plan

training = AppGroup("training", help="Records of training, from the command line.")
content = AppGroup("content", help="Check, compare and publish training content.")
_folder = click.argument("folder", required=False, metavar="[DIR]", type=click.Path(path_type=Path))
_as_json = click.option("--json", "as_json", is_flag=True, help="Facts as JSON.")


def init_cli(app: Flask) -> None:
    """Add the commands of this feature."""
    app.cli.add_command(content)
    app.cli.add_command(training)


@content.command("check")
@_folder
@_as_json
def check_content(folder: Path | None, as_json: bool) -> None:  # noqa: FBT001 (click's way)
    """Say every fault as `path:line: what is wrong and how to mend it`. Exit 1 if there is any."""
    home = _home(folder)
    around = surroundings(home.parent)
    beside = [fault for house in houses() for fault in house.check(home.parent, around)]
    faults = _from_here(home, [*check(home), *_beside(beside)])
    if as_json:
        click.echo(json.dumps([_fault(fault) for fault in faults], ensure_ascii=False))
    else:
        _say(faults)
    sys.exit(1 if faults else 0)


@content.command("diff")
@_folder
@_as_json
def diff_content(folder: Path | None, as_json: bool) -> None:  # noqa: FBT001 (click's way)
    """Say what publishing would do to people; publish nothing. Exit 1 where a path has faults."""
    home = _home(folder)
    around = surroundings(home.parent)
    others = {house.folder: house.difference(home.parent, around) for house in houses()}
    _tell(difference(home), others, home, as_json=as_json)


@content.command("publish")
@_folder
@_as_json
def publish_content(folder: Path | None, as_json: bool) -> None:  # noqa: FBT001 (click's way)
    """Publish what has changed; what is unchanged is left alone.

    A path with faults goes on being served as it was published last, the others are published. Exit 1 if there is any.
    """
    with transaction():
        home = _home(folder)
        effects = publish_folder(home)
        publish_supplements(home.parent)
        around = surroundings(home.parent)
        others = {house.folder: house.publish(home.parent, around) for house in houses()}
    _tell(effects, others, home, as_json=as_json)


@content.command("retire")
@click.argument("code")
def retire_content(code: str) -> None:
    """Offer a path no longer. Open assignments are withdrawn, all records stay; publishing it again takes it back."""
    try:
        with transaction():
            count = retire_path(code=code, by_id=None)
    except LookupError:
        raise click.UsageError(f"There is no path {code} on offer.") from None
    click.echo(f"{code} is retired; {count} open assignments were withdrawn. All records stay.")


def _home(folder: Path | None) -> Path:
    settings: Settings = current_app.extensions["uptake.settings"]
    home = training_folder(folder or settings.content)
    if not home.is_dir():
        raise click.UsageError(f"There is no folder {home}.")
    return home


def _from_here(home: Path, faults: Iterable[Fault]) -> list[Fault]:
    """The faults with paths that open the files from where the command runs, in the way the folder was given."""
    start = home.relative_to(Path.cwd()) if home.is_relative_to(Path.cwd()) else home
    return [replace(fault, path=os.path.normpath(start / fault.path)) for fault in faults]


def _beside(faults: Iterable[Fault]) -> list[Fault]:
    """Faults of folders beside that of training."""
    return [replace(fault, path=f"../{fault.path}") for fault in faults]


def _say(faults: list[Fault]) -> None:
    for fault in faults:
        click.echo(f"{fault.path}:{fault.line}: {fault.message} (column {fault.column})")


def _fault(fault: Fault) -> dict[str, object]:
    return {
        "path": fault.path,
        "line": fault.line,
        "column": fault.column,
        "message": fault.message,
        "advice": fault.advice,
    }


def _outcome(home: Path, folder: str, outcome: Outcome) -> dict[str, object]:
    """What lies beside the paths, after them: it has a `folder` where they have a `code`."""
    faults = _from_here(home, _beside(outcome.faults))
    return {"folder": folder, **asdict(outcome), "faults": [_fault(fault) for fault in faults]}


def _tell(effects: list[Effect], others: Mapping[str, Outcome], home: Path, *, as_json: bool) -> NoReturn:
    """Every path with what happens to people, what lies beside the paths, then every fault; ends the command."""
    effects = [replace(effect, faults=tuple(_from_here(home, effect.faults))) for effect in effects]
    beside = _from_here(home, _beside(fault for outcome in others.values() for fault in outcome.faults))
    if as_json:
        paths = [{**asdict(effect), "faults": [_fault(fault) for fault in effect.faults]} for effect in effects]
        told = [_outcome(home, folder, outcome) for folder, outcome in others.items()]
        click.echo(json.dumps([*paths, *told], ensure_ascii=False))
    else:
        for effect in effects:
            click.echo(_line(effect)) if effect.code else None
        for folder, outcome in others.items():
            if outcome.new or outcome.changed or outcome.withdrawn:
                click.echo(f"{folder}: {outcome.new} new, {outcome.changed} changed, {outcome.withdrawn} withdrawn")
        _say([*(fault for effect in effects for fault in effect.faults), *beside])
    broken = [effect.code for effect in effects if effect.faults and effect.code]
    if broken:
        click.echo(f"Not published: {', '.join(broken)}. What was published before goes on being served.", err=True)
    sys.exit(1 if beside or any(effect.faults for effect in effects) else 0)


def _line(effect: Effect) -> str:
    named = f"{effect.code} {effect.version}".strip()
    if effect.faults:
        return f"{named} (broken): see below"
    if effect.state == "gone":
        return f"{named} (gone from the folder): served until “content retire {effect.code}”"
    if effect.state == "new":
        return f"{named} (new path): nobody is on it yet; its first publication assigns it to its audience"
    what = "changed" if effect.changed else "unchanged"
    numbers = f"{effect.keep} keep, {effect.retake} retake, {effect.lost} lost"
    more = (
        f"{effect.not_started} not started, {effect.notified} notified, {effect.renewal} to renew, "
        f"{effect.regraded} regraded"
    )
    return f"{named} ({what}): {numbers}; {more}"


@training.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Say what would happen; write nothing.")
@_as_json
def import_past(file: Path, dry_run: bool, as_json: bool) -> None:  # noqa: FBT001 (click's way)
    """Append past completions from CSV or XLSX: employee_no, path_code, completed_on, score, document.

    All of the file or nothing; every fault with its row and column. The same file twice adds nothing.
    """
    try:
        with speaking("en"):
            done = _looked_at(file) if dry_run else _taken_over(file)
    except (UnreadableTable, NoRows):
        raise click.UsageError(f"{file} is neither CSV nor a workbook with rows below a heading.") from None
    except HistoryRefused as refused:
        faults = [asdict(fault) for fault in refused.faults]
        click.echo(json.dumps({"faults": faults}, ensure_ascii=False) if as_json else str(refused))
        if not as_json:
            click.echo("Nothing was imported.", err=True)
        sys.exit(1)
    if as_json:
        click.echo(json.dumps({**asdict(done), "dry_run": dry_run}))
        return
    would = "Would add" if dry_run else "Added"
    click.echo(
        f"{would} {done.added} completions; {done.known} were known already; {done.released} open assignments released."
    )


def _looked_at(file: Path) -> History:
    plan = past_plan(file.read_bytes())
    if plan.faults:
        raise HistoryRefused(plan.faults)
    return History(len(plan.fresh), plan.known, len(plan.released))


def _taken_over(file: Path) -> History:
    with transaction():
        return import_history(data=file.read_bytes(), name=file.name, by_id=None)
