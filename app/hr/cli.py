"""`flask export completions`: the HR file and its manifest."""

import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
import sqlalchemy as sa
from flask import Flask
from flask.cli import AppGroup

from app.accounts.models import Department
from app.foundation import clock
from app.foundation.db import db, transaction
from app.hr.actions.exporting import FileFormat, export_bytes, manifest_text, start_export
from app.hr.models import Export
from app.hr.queries.records import Filter

PROFILES = ("canonical",)
export_group = AppGroup("export", help="Write records as files.")


def init_cli(app: Flask) -> None:
    """Add the export commands."""
    app.cli.add_command(export_group)


@export_group.command("completions")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Last day that counts; today without it.")
@click.option(
    "--format", "file_format", type=click.Choice([f.value for f in FileFormat]), default="xlsx", show_default=True
)
@click.option(
    "--output", required=True, help="File to write, with FILE.manifest.json beside it; - for standard output."
)
@click.option(
    "--profile", type=click.Choice(PROFILES), default="canonical", show_default=True, help="Columns and masks."
)
@click.option("--department", default="", help="Code of a department; its branch is included.")
@click.option(
    "--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Language of headings."
)
def completions(**given: Any) -> None:
    """Write all completion records as of a day, streamed, with control totals."""
    chosen = Filter(as_of=_day(given["as_of"]), department=_known(given["department"]))
    kind = FileFormat(given["file_format"])
    with transaction():
        number = start_export(chosen=chosen, file_format=kind, by=None).id
    body = export_bytes(export_id=number, chosen=chosen, file_format=kind, language=given["language"])
    if given["output"] == "-":
        sys.stdout.buffer.writelines(body)
        sys.stdout.buffer.flush()
        return
    rows = _write(Path(given["output"]), body, number)
    click.echo(f"{rows} records written to {given['output']}; batch {chosen.batch}.")


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
