"""Commands of accounts."""

import sys

import click
from flask import Flask
from flask.cli import AppGroup

from app.accounts import actions
from app.foundation.db import transaction

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
