"""Commands that bring a company into an empty portal."""

from flask import Flask

from app.demo.company.command import company_commands
from app.demo.synthetic.command import demo_commands


def init_cli(app: Flask) -> None:
    """Add the commands of this package."""
    app.cli.add_command(company_commands)
    app.cli.add_command(demo_commands)
