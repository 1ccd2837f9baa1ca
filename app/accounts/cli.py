"""Commands of accounts."""

import json
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import NoReturn, TextIO

import click
from flask import Flask
from flask.cli import AppGroup

from app.accounts import actions
from app.accounts.queries.erasing import erasures
from app.accounts.queries.roster import Plan, roster_plan, roster_rows
from app.foundation.db import transaction
from app.foundation.i18n import speaking
from app.foundation.spreadsheets import csv_file, text_workbook
from app.foundation.tables import UnreadableTable

people = AppGroup("people", help="People, from the command line.")


def init_cli(app: Flask) -> None:
    """Add the commands of this feature."""
    app.cli.add_command(people)


@people.command("add-administrator")
@click.option("--employee-no", required=True, help="Exactly as on the badge; leading zeros count.")
@click.option("--name", required=True)
@click.option("--email", required=True)
def add_administrator(employee_no: str, name: str, email: str) -> None:
    """Make the first account of an installation, and print the link with which its owner chooses a password.

    The account has the role of the IT operator: it adds people and gives roles to others, HR and PMO first.
    """
    try:
        with transaction():
            link = actions.add_administrator(employee_no=employee_no, name=name, email=email)
    except (actions.EmployeeNumberTaken, actions.EmailTaken):
        click.echo("Somebody has this employee number or mail address already.", err=True)
        sys.exit(1)
    except ValueError as problem:
        click.echo(str(problem), err=True)
        sys.exit(2)
    click.echo(f"{name} can choose a password within seven days, once, at\n{link}")


@people.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Say what would happen; write nothing.")
@click.option("--partial", is_flag=True, help="The file leaves people out on purpose.")
@click.option("--with-departments", is_flag=True, help="Make departments that are not there yet.")
@click.option("--json", "as_json", is_flag=True, help="Facts as JSON.")
def import_people(file: Path, *, dry_run: bool, partial: bool, with_departments: bool, as_json: bool) -> None:
    """Take over a roster from CSV or XLSX, all of it or nothing; every fault with its row and column.

    Who is not in the file stays; only a last day says that somebody leaves. Where more than a tenth of the company is
    missing nothing is taken over without --partial.
    """
    may = {"partial": partial, "with_departments": with_departments}
    try:
        with speaking("en"):
            if dry_run:
                _tell(roster_plan(file.read_bytes(), **may), None, as_json=as_json)
            with transaction():
                brought = actions.bring_roster(data=file.read_bytes(), name=file.name, by=None)
                plan = actions.import_roster(import_id=brought.id, by=None, **may)
                number = brought.id
            _tell(plan, number, as_json=as_json)
    except UnreadableTable:
        raise click.UsageError(f"{file} is neither CSV nor a workbook with a heading row.") from None
    except actions.RosterRefused as refused:
        _tell(refused.plan, None, as_json=as_json)


@people.command("undo")
@click.argument("batch", type=int)
def undo_import(batch: int) -> None:
    """Take an import back, while no other has followed; what somebody has changed since stays."""
    try:
        with transaction():
            undone = actions.undo_roster(import_id=batch, by=None)
    except LookupError:
        raise click.UsageError(f"There is no import {batch}.") from None
    except actions.RosterSettled:
        click.echo(f"Import {batch} is not the last one, or it is taken back already.", err=True)
        sys.exit(1)
    click.echo(
        f"{undone.restored} people restored, {undone.closed} accounts closed, {undone.kept} facts kept as changed since."
    )


@people.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def export_people(file: Path) -> None:
    """Write everyone who is here to a .xlsx or .csv file, which imports without changing anything."""
    if file.suffix not in (".xlsx", ".csv"):
        raise click.UsageError("The name of the file ends in .xlsx or .csv.")
    headings, rows = roster_rows("en")
    file.write_bytes(
        text_workbook("People", headings, rows) if file.suffix == ".xlsx" else b"".join(csv_file([headings, *rows]))
    )
    click.echo(f"{len(rows)} people written to {file}.")


@people.command("erasures")
@click.argument("file", type=click.File("w", encoding="utf-8"))
def list_erasures(file: TextIO) -> None:
    """Write who was erased as JSON Lines, by number of the row and pseudonym; no name is in it.

    Keep it apart from backups: `erase-again` needs it after an older backup was brought back.
    """
    found = erasures()
    for one, last_day in found:
        facts = {"person": one.person_id, "pseudonym": one.pseudonym, "by": one.erased_by_id, "reason": one.reason}
        day = last_day.isoformat() if last_day else None
        file.write(json.dumps({**facts, "last_day": day}, ensure_ascii=False) + "\n")
    click.echo(f"{len(found)} erasures written.", err=True)


@people.command("erase-again")
@click.argument("file", type=click.File("r", encoding="utf-8"))
def erase_again(file: TextIO) -> None:
    """Erase everybody on a list of `erasures` whom a restored backup still knows; twice does nothing twice."""
    done = 0
    for line in filter(str.strip, file):
        try:
            facts = json.loads(line)
            day = date.fromisoformat(facts["last_day"]) if facts["last_day"] else None
            with transaction():
                done += actions.erase_again(
                    person_id=facts["person"],
                    pseudonym=facts["pseudonym"],
                    last_day=day,
                    reason=facts["reason"],
                    by=facts["by"],
                )
        except (ValueError, KeyError, TypeError):
            raise click.UsageError("The file is not a list that `people erasures` has written.") from None
        except actions.NobodyThere as problem:
            click.echo(f"There is no person {problem}: the backup is of a time before.", err=True)
    click.echo(f"{done} people erased again.")


def _tell(plan: Plan, number: int | None, *, as_json: bool) -> NoReturn:
    """What a file would do or did; ends the command: 0 where it is or could be taken over, else 1."""
    facts = {
        "import": number,
        "added": len(plan.added),
        "changed": len(plan.changed),
        "unchanged": plan.unchanged,
        "missing": len(plan.missing),
        "held_back": plan.guarded,
        "faults": [asdict(fault) for fault in plan.faults],
    }
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False))
        sys.exit(0 if plan.possible else 1)
    for fault in plan.faults:
        click.echo(str(fault))
    told = f"{facts['added']} new, {facts['changed']} changed, {facts['unchanged']} unchanged, {facts['missing']} not in the file."
    click.echo(f"Import {number}: {told}" if number else told)
    if plan.guarded:
        click.echo("Held back: more than a tenth of the company is not in the file. --partial says that this is meant.")
    if number is None and not plan.possible:
        click.echo("Nothing was imported.", err=True)
    sys.exit(0 if plan.possible else 1)
