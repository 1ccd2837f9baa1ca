"""Migrations give exactly the tables of the models, and can be undone, on both databases."""

from pathlib import Path

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade

from app.foundation.append_only import trigger_statements
from app.foundation.db import Base, db
from app.foundation.jobs import QUEUE_TABLES
from tests.conftest import make_portal


def test_migrations_equal_the_models(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": _ours})
        assert compare_metadata(context, db.metadata) == []


def test_every_append_only_table_has_its_triggers(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        names = set(connection.scalars(sa.text(TRIGGERS[connection.dialect.name])))
    wanted = {t.name for t in Base.metadata.tables.values() if t.info.get("append_only")}
    assert wanted
    assert {f"{table}_no_{verb}" for table in wanted for verb in ("update", "delete")} <= names


def test_a_filled_database_survives_down_and_up(tmp_path: Path) -> None:
    portal = make_portal(f"sqlite:///{tmp_path / 'trial.sqlite3'}", tmp_path)
    _down_and_up(portal)


def test_postgresql_survives_down_and_up(postgresql_url: str, tmp_path: Path) -> None:
    address = sa.make_url(postgresql_url)
    name = f"{address.database}_migrations"
    engine = sa.create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
    url = address.set(database=name, drivername="postgresql").render_as_string(hide_password=False)
    try:
        _down_and_up(make_portal(url, tmp_path))
    finally:
        with engine.connect() as connection:
            connection.execute(sa.text(f'DROP DATABASE "{name}" WITH (FORCE)'))
        engine.dispose()


def _down_and_up(portal: Flask) -> None:
    with portal.app_context():
        upgrade()
        first = set(sa.inspect(db.engine).get_table_names())
        downgrade(revision="base")
        assert set(sa.inspect(db.engine).get_table_names()) == {"alembic_version"}
        upgrade()
        assert set(sa.inspect(db.engine).get_table_names()) == first
        db.engine.dispose()


def test_the_statements_of_both_databases_differ() -> None:
    assert trigger_statements("votes", "sqlite") != trigger_statements("votes", "postgresql")


TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}


def _ours(_object: object, name: str | None, kind: str, _reflected: bool, _compare_to: object) -> bool:  # noqa: FBT001
    return not (kind == "table" and name is not None and name.startswith((*QUEUE_TABLES, "alembic_version")))
