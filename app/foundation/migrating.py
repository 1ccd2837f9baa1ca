"""Flask-Migrate, loaded by whoever migrates: it brings 8 MiB along that no page and no export needs."""

from __future__ import annotations

from typing import Any

import click
from flask import Flask
from werkzeug.local import LocalProxy

from app.foundation.db import db
from app.foundation.settings import ROOT


def init_migrations(app: Flask) -> None:
    """Let `flask db` and Flask-Migrate's functions find their settings when they ask for them."""
    app.extensions["migrate"] = LocalProxy(lambda: _loaded(app))
    app.cli.add_command(MigrationCommands("db", help="Perform database migrations."))


def _loaded(app: Flask) -> Any:
    from flask_migrate import Migrate  # noqa: PLC0415 (see above)

    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True, compare_type=True)
    return app.extensions["migrate"]


class MigrationCommands(click.Group):
    """The group of Flask-Migrate, in whose place it stands until somebody asks for one of its commands."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Go on with the group itself: its options, its command."""
        return self._group().make_context(info_name, args, parent, **extra)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of its commands."""
        return self._group().list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One of its commands."""
        return self._group().get_command(ctx, cmd_name)

    @staticmethod
    def _group() -> click.Group:
        from flask_migrate.cli import db as group  # noqa: PLC0415 (see above)

        found: click.Group = group
        return found
