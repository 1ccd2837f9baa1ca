"""Commands of knowledge: articles are checked, compared and published by `flask content`."""

from flask import Flask


def init_cli(app: Flask) -> None:
    """Add the commands of this feature."""
