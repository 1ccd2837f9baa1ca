"""Commands of change control."""

from flask import Flask


def init_cli(app: Flask) -> None:
    """Add the commands of this feature."""
