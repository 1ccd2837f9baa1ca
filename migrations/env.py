"""Runs migrations inside the portal's own application, on either database."""

from typing import Any

from alembic import context
from flask import current_app

from app.foundation.db import UtcDateTime, db
from app.foundation.jobs import QUEUE_TABLES


def belongs_to_us(_object: Any, name: str | None, kind: str, _reflected: bool, _compare_to: Any) -> bool:
    """Leave out the tables of the job queue."""
    return not (kind == "table" and name is not None and name.startswith(QUEUE_TABLES))


def render_item(kind: str, item: Any, _context: Any) -> str | bool:
    """Write our own column types as plain ones, so that old migrations never depend on today's code."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


def run() -> None:
    """Migrate on one connection, in one transaction where the database can."""
    options: dict[str, Any] = {
        **current_app.extensions["migrate"].configure_args,
        "include_object": belongs_to_us,
        "render_item": render_item,
    }
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            # Tables are rebuilt by copying; with keys enforced the copy would be refused half-way.
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            # A rebuilt table takes its old name back; triggers of other tables that ask it go on asking that name.
            connection.exec_driver_sql("PRAGMA legacy_alter_table=ON")
            connection.commit()
        context.configure(connection=connection, target_metadata=db.metadata, **options)
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA legacy_alter_table=OFF")
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")


run()
