"""Many rows at once: numbered by us, inserted in parts, so that any number fits into little memory."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import count, islice
from typing import Any, cast

import sqlalchemy as sa

from app.foundation.db import Base, db

AT_ONCE = 5000
Row = Mapping[str, Any]


def numbers_of(table: type[Base]) -> Iterator[int]:
    """Free ids of a table, one after the other."""
    newest = db.session.scalar(sa.select(sa.func.max(table.__table__.c.id))) or 0
    return count(newest + 1)


def insert_rows(table: type[Base], rows: Iterable[Row]) -> int:
    """Insert rows that all have the same columns; returns how many."""
    stream, done = iter(rows), 0
    while part := list(islice(stream, AT_ONCE)):
        db.session.execute(sa.insert(cast("sa.Table", table.__table__)), part)
        done += len(part)
    return done


def let_numbers_go_on(tables: Iterable[type[Base]]) -> None:
    """PostgreSQL counts for itself; tell it where we stopped. SQLite looks at the rows."""
    if db.engine.dialect.name != "postgresql":
        return
    for table in tables:
        name = table.__tablename__
        newest = f"(SELECT coalesce(max(id), 0) + 1 FROM {name})"  # noqa: S608 (names of our own tables)
        db.session.execute(sa.text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), {newest}, false)"))


def settle_statistics() -> None:
    """Let the database look at what is there now, as it would in time; its plans depend on it."""
    db.session.execute(sa.text("ANALYZE"))
