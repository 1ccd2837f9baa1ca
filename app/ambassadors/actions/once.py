"""Sending a form twice writes once."""

from typing import Any, TypeVar, cast

import sqlalchemy as sa

from app.accounts.models import Person
from app.foundation.db import Base, db, locked

Row = TypeVar("Row", bound=Base)


def sent_before(table: type[Row], token: str | None, owner: Any, person_id: int) -> Row | None:
    """What the same form of the same person has made already; two clicks at once wait here for each other."""
    db.session.execute(locked(sa.select(Person.id).where(Person.id == person_id)))
    if token is None:
        return None
    made: sa.Select[Any] = sa.select(table).where(sa.column("token") == token, owner == person_id)
    return cast("Row | None", db.session.scalar(made))
