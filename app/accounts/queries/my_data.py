"""What the portal keeps of somebody, section by section: counted, shown and taken as a file from the same statements.

Each feature tells of its own rows; the sections are listed in order in `app/assembly.py`. A statement gives columns under their
stable names and nothing of other people: no names of voters, reviewers or whoever wrote a row down.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from flask import current_app
from flask_babel.speaklater import LazyString

from app.accounts.models import Person
from app.foundation.db import db
from app.foundation.paging import Page, page_of

MY_DATA = "uptake.my_data"
ROWS_AT_ONCE = 500
Words = Callable[[Any], str]
Rows = sa.Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of rows about a person. `rows` gives, for the ids of their accounts, the statement of all of them, the newest first.

    `words` say values of a column in the reader's language; on pages only, files hold what is stored. `page` is the endpoint
    where the rows stand in the portal itself.
    """

    key: str
    title: LazyString
    about: LazyString
    rows: Callable[[Sequence[int]], Rows]
    words: Mapping[str, Words] = field(default_factory=dict)
    page: str = ""

    def columns(self, ids: Sequence[int]) -> list[str]:
        """The names of its columns, in order."""
        return [str(column.key) for column in self.rows(ids).selected_columns]


def named(names: Mapping[Any, Any]) -> Words:
    """The words of a column of codes."""
    return lambda code: str(names.get(code, code))


def sections() -> Sequence[Section]:
    """Every section, in order."""
    found: Sequence[Section] = current_app.extensions[MY_DATA]
    return found


def section_named(key: str) -> Section | None:
    """A section by its key."""
    return next((one for one in sections() if one.key == key), None)


def accounts_of(person_id: int) -> list[int]:
    """Ids of the account of a person and of all that were merged into it; one statement."""
    own = sa.select(Person.id).where(Person.id == person_id).cte("own", recursive=True)
    own = own.union(sa.select(Person.id).where(Person.merged_into_id == own.c.id))
    return sorted(db.session.scalars(sa.select(own.c.id)))


def counts_of(ids: Sequence[int]) -> dict[str, int]:
    """How many rows each section has; one statement for all of them."""
    counted = [
        sa.select(sa.func.count()).select_from(one.rows(ids).order_by(None).subquery()).scalar_subquery().label(one.key)
        for one in sections()
    ]
    return dict(db.session.execute(sa.select(*counted)).mappings().one())


def section_page(section: Section, ids: Sequence[int], *, number: int) -> Page[Any]:
    """A page of the rows of a section."""
    return page_of(section.rows(ids), number=number, scalars=False)


def section_rows(section: Section, ids: Sequence[int]) -> Iterator[Sequence[Any]]:
    """All rows of a section, some at a time, as the database gives them."""
    yield from db.session.execute(section.rows(ids).execution_options(yield_per=ROWS_AT_ONCE))
