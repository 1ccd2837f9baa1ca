"""The database: one Base, one session a request, one commit for each writing request that succeeds."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask, g, has_app_context, has_request_context
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import DeclarativeBase

from app.foundation.settings import Settings, SettingsError

# The file is small and the system keeps it in memory; a cache of half a MiB for each connection is enough.
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "busy_timeout=10000",
    "foreign_keys=ON",
    "secure_delete=ON",
    "cache_size=-512",
)
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(sa.TypeDecorator[datetime]):
    """An aware instant: stored in UTC on both databases, always given back aware in UTC."""

    impl = sa.DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> sa.types.TypeEngine[Any]:
        """PostgreSQL stores an instant with zone; SQLite stores UTC text."""
        return dialect.type_descriptor(sa.DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive instant; it would be ambiguous."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime: give it a zone")
        moment = value.astimezone(UTC)
        return moment if dialect.name == "postgresql" else moment.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 (its shape is SQLAlchemy's)
        """Give back an aware UTC instant."""
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """Base of every table; columns annotated `datetime` are aware UTC instants, `dict` are JSON."""

    metadata = sa.MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcDateTime(), str: sa.Text(), dict[str, Any]: sa.JSON(), list[Any]: sa.JSON()}  # noqa: RUF012


db = SQLAlchemy(metadata=Base.metadata)


def choice(kind: type[StrEnum], name: str) -> sa.Enum:
    """Column type of an enumeration, stored by value as text and held by a check constraint."""
    return sa.Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        name=name,
        values_callable=lambda k: [m.value for m in k],
        length=40,
    )


def init_db(app: Flask, settings: Settings) -> None:
    """Bind the app to its database with the settings that were measured to be right for each."""
    if settings.sqlite:
        _make_folder(Path(settings.database_url.removeprefix("sqlite:///")).parent)
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = _sqlite_options() if settings.sqlite else _postgresql_options()
    db.init_app(app)
    with app.app_context():
        if settings.sqlite:
            event.listen(db.engine, "connect", _prepare_sqlite)
            event.listen(db.engine, "begin", _begin_sqlite)
        else:
            event.listen(db.engine, "begin", _begin_postgresql)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            f"The folder {folder} cannot be made: {error.strerror}. Choose another or give rights to it."
        ) from error
    if not os.access(folder, os.W_OK):
        raise SettingsError(f"The folder {folder} cannot be written to. Choose another or give rights to it.")


def _sqlite_options() -> dict[str, Any]:
    return {"connect_args": {"timeout": 10, "check_same_thread": False}, "pool_size": 8, "max_overflow": 24}


def _postgresql_options() -> dict[str, Any]:
    limits = "-c statement_timeout=10s -c lock_timeout=3s -c idle_in_transaction_session_timeout=15s -c timezone=UTC"
    return {"pool_pre_ping": True, "pool_size": 5, "max_overflow": 10, "connect_args": {"options": limits}}


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, below
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock before its first read; otherwise two readers that both want to write
    # fail with "database is locked" at once, whatever the busy timeout.
    writing = has_app_context() and g.get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    # BEGIN READ ONLY for a page that only reads: `end_reading` commits, and nothing may be written that way.
    driver: Any = connection.connection.dbapi_connection
    driver.read_only = True if has_request_context() and not g.get("writing", False) else None


def end_reading() -> None:
    """End the transaction of a page that only read, where that saves time; its rows stay loaded.

    psycopg forgets all prepared statements at a rollback and keeps them at a commit. A statement that is prepared takes
    PostgreSQL half the time.
    """
    if db.engine.dialect.name == "postgresql" and db.session().in_transaction():
        driver: Any = db.session.connection().connection.dbapi_connection
        driver.commit()
        driver.read_only = None


@contextmanager
def transaction() -> Iterator[None]:
    """A writing transaction outside a request (commands, jobs, tests): commit at the end, roll back on error."""
    before = g.get("writing", False)
    db.session.rollback()  # ends a reading transaction, which could not become a writing one
    g.writing = True
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        g.writing = before


@contextmanager
def reading() -> Iterator[None]:
    """Reads inside a writing request that hold no lock: for slow work, such as hashing, before the write itself."""
    before = g.get("writing", False)
    db.session.rollback()
    g.writing = False
    try:
        yield
    finally:
        db.session.rollback()
        g.writing = before


def empty_journal() -> None:
    """Write what SQLite's journal holds into the file and cut it off, so that what was overwritten is nowhere any more.

    Readers of the moment may put it off until the next call. PostgreSQL keeps its journal as its own settings say.
    """
    db.session.rollback()
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def locked(rows: sa.Select[Any]) -> sa.Select[Any]:
    """The same select, holding its rows until commit where the database locks rows.

    SQLite needs nothing: a writing request already holds the only write lock.
    """
    return rows.with_for_update()


def insert_new(table: type[Base], rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert the rows that no unique key forbids, in one statement; returns how many were new."""
    if not rows:
        return 0
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    # The option, because psycopg's count is lost otherwise: -1 would read as nothing new.
    statement = (
        dialect.insert(table).values(list(rows)).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
    )
    done = db.session.execute(statement)
    return int(done.rowcount)  # type: ignore[attr-defined]
