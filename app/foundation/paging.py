"""Pages of long lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

from app.foundation.db import db

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list: its rows, its number from 1, rows per page, and how many rows there are in all."""

    rows: list[T]
    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """Position of the first row shown, from 1; 0 when there is none."""
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """Position of the last row shown."""
        return self.first + len(self.rows) - 1 if self.rows else 0

    @property
    def previous(self) -> int | None:
        """Number of the page before, if any."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """Number of the page after, if any."""
        return self.number + 1 if self.number < self.pages else None


def page_of(query: sa.Select[Any], *, number: int, size: int = 25, scalars: bool = True) -> Page[Any]:
    """One page of a select in two statements; a number beyond the end gives the last page."""
    total = db.session.scalar(sa.select(sa.func.count()).select_from(query.order_by(None).subquery())) or 0
    number = min(max(1, number), max(1, -(-total // size)))
    found = db.session.execute(query.limit(size).offset((number - 1) * size))
    rows = list(found.scalars().unique()) if scalars else list(found)
    return Page(rows=rows, number=number, size=size, total=total)


def page_in(rows: Sequence[T], *, number: int, size: int = 25) -> Page[T]:
    """One page of rows that are at hand already; a number beyond the end gives the last page."""
    number = min(max(1, number), max(1, -(-len(rows) // size)))
    return Page(rows=list(rows[(number - 1) * size : number * size]), number=number, size=size, total=len(rows))
