"""`flask export completions`: the HR file and its manifest."""

import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
import sqlalchemy as sa
from click.core import ParameterSource
from flask import Flask
from flask.cli import AppGroup

from app.accounts.models import Department
from app.foundation import clock
from app.foundation.db import db, transaction
from app.hr.actions.exporting import BY_PROFILE, FileFormat, export_bytes, format_of, manifest_text, start_export
from app.hr.content.profile import Profile
from app.hr.labels import PERIODS
from app.hr.models import Export
from app.hr.queries.delta import last_sequence
from app.hr.queries.profiles import (
    CANONICAL,
    FaultyProfile,
    UnknownProfile,
    file_profiles,
    known_profiles,
    placed,
    profile_named,
)
from app.hr.queries.records import Filter

export_group = AppGroup("export", help="Write records as files.")


def init_cli(app: Flask) -> None:
    """Add the export commands."""
    app.cli.add_command(export_group)


@export_group.command("completions")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Last day that counts; today without it.")
@click.option(
    "--format",
    "file_format",
    type=click.Choice([f.value for f in FileFormat if f not in BY_PROFILE]),
    default="xlsx",
    show_default=True,
    help="Kind of file; a profile decides it itself.",
)
@click.option(
    "--output", required=True, help="File to write, with FILE.manifest.json beside it; - for standard output."
)
@click.option(
    "--profile", default=CANONICAL, show_default=True, help="Columns and masks; `export profiles` lists them."
)
@click.option("--department", default="", help="Code of a department; its branch is included.")
@click.option("--completed", type=click.Choice(list(PERIODS)), help="Only what was completed then, told from --as-of.")
@click.option(
    "--since",
    type=click.IntRange(0),
    help="Only what changed after this number; 0 is everything, and the manifest names the number to go on from.",
)
@click.option(
    "--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Language of headings."
)
@click.pass_context
def completions(context: click.Context, /, **given: Any) -> None:
    """Write all completion records as of a day, streamed, with control totals."""
    chosen = Filter(
        as_of=_day(given["as_of"]),
        department=_known(given["department"]),
        since=_since(given),
        completed=given["completed"] or "",
    )
    profile = _profile(given["profile"])
    if profile and context.get_parameter_source("file_format") is not ParameterSource.DEFAULT:
        raise click.UsageError(f"--format does not go with --profile {profile.name}: the profile decides it.")
    kind = format_of(profile) if profile else FileFormat(given["file_format"])
    with transaction():
        number = start_export(chosen=chosen, file_format=kind, by=None, profile=profile).id
    body = export_bytes(export_id=number, chosen=chosen, file_format=kind, language=given["language"], profile=profile)
    if given["output"] == "-":
        sys.stdout.buffer.writelines(body)
        sys.stdout.buffer.flush()
        return
    rows = _write(Path(given["output"]), body, number)
    click.echo(f"{rows} records written to {given['output']}; batch {chosen.batch}.")


@export_group.command("profiles")
def profiles() -> None:
    """Name the profiles that `completions --profile` knows, and every fault of their files; exit 1 if there is any."""
    for known in known_profiles():
        note = f" (verified: {known.verified})" if known.verified else ""
        click.echo(f"{known.name}: {known.title_en}{note}")
    faults = file_profiles()[1]
    click.echo("\n".join(map(placed, faults)), err=True) if faults else None
    sys.exit(1 if faults else 0)


def _profile(name: str) -> Profile | None:
    if name == CANONICAL:
        return None
    try:
        return profile_named(name)
    except FaultyProfile as faulty:
        raise click.UsageError(f"Profile {name} has faults:\n{faulty}") from None
    except UnknownProfile:
        known = ", ".join([CANONICAL, *(one.name for one in known_profiles())])
        raise click.UsageError(f"There is no profile {name!r}. Known are {known}.") from None


def _since(given: dict[str, Any]) -> str:
    """The number after which changes are asked for, checked against the book."""
    since = given["since"]
    if since is None:
        return ""
    if _day(given["as_of"]) != clock.today():
        raise click.UsageError("--since tells of today; it does not go with --as-of of another day.")
    if since > (last := last_sequence()):
        raise click.UsageError(f"There is no number {since} yet; the last one is {last}. Begin with --since 0.")
    return str(since)


def _day(as_of: datetime | None) -> date:
    day = as_of.date() if as_of else clock.today()
    if day > clock.today():
        raise click.UsageError("--as-of must be today or a day before.")
    return day


def _known(code: str) -> str:
    if code and not db.session.scalar(sa.select(Department.id).where(Department.code == code)):
        raise click.UsageError(f"There is no department {code!r}.")
    return code


def _write(path: Path, body: Iterator[bytes], number: int) -> int:
    """Write the file, whole or not at all, and its manifest; returns how many records it holds."""
    unfinished = path.with_name(path.name + ".part")
    try:
        with unfinished.open("wb") as file:
            file.writelines(body)
        unfinished.replace(path)
        export = db.session.get_one(Export, number)
        path.with_name(path.name + ".manifest.json").write_text(manifest_text(export, path.name), encoding="utf-8")
    except OSError as error:
        raise click.UsageError(f"{path} cannot be written: {error.strerror}.") from error
    return int(export.totals["rows"])
