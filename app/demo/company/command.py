"""`flask company load`: a company from a file into an empty database."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from zoneinfo import ZoneInfo

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import AppGroup

from app.accounts.models import Person
from app.foundation.db import db, transaction
from app.foundation.settings import Settings

if TYPE_CHECKING:
    from app.demo.company.file import CompanyFile

FINDINGS = 1
company_commands = AppGroup("company", help="A company from a file.")


@company_commands.command("load")
@click.argument("file", type=click.File("rb"))
def load(file: BinaryIO) -> None:
    """Load FILE (or - for standard input), a company as JSON, into an empty database: all of it or nothing."""
    from app.demo.company.faults import CompanyFaults, read_company  # noqa: PLC0415 (a web process never makes a company)
    from app.demo.company.load import NotEmpty, load_company, require_empty  # noqa: PLC0415 (the same)

    if not sa.inspect(db.engine).has_table(Person.__tablename__):
        raise click.UsageError("The database has no tables yet: run `flask --app wsgi db upgrade` first.")
    try:
        require_empty()
        company = read_company(file.read())
        with transaction():
            counts = load_company(company)
            _take_zone(company)
    except NotEmpty as error:
        raise click.UsageError(str(error)) from error
    except CompanyFaults as error:
        click.echo(str(error), err=True)
        sys.exit(FINDINGS)
    click.echo("Loaded " + ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts.items()) + ".")


def _take_zone(company: "CompanyFile") -> None:
    """Make the file's zone the company's, unless the operator has set another one."""
    from app.demo.company.faults import CompanyFaults  # noqa: PLC0415 (the same)

    settings: Settings = current_app.extensions["uptake.settings"]
    if company.zone == settings.company_zone:
        return
    file = settings.instance / "settings.env"
    if _is_set(file):
        raise CompanyFaults(
            [("$.zone", f"COMPANY_ZONE is {settings.company_zone}; set it to {company.zone} to load this company")]
        )
    with file.open("a", encoding="utf-8") as settings_file:
        settings_file.write(f"COMPANY_ZONE={company.zone}\n")
    current_app.extensions["uptake.zone"] = ZoneInfo(company.zone)
    click.echo(f"The company's zone is {company.zone} from now on, see {file}.", err=True)


def _is_set(file: Path) -> bool:
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    return bool(os.environ.get("COMPANY_ZONE")) or any(line.strip().startswith("COMPANY_ZONE") for line in lines)
