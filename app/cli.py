"""Commands of the whole portal."""

from flask import Flask


def init_cli(app: Flask) -> None:
    """Add the commands that need more than one feature."""
