"""What has changed since a number of the book: taken back, and told anew as it is now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from app.accounts.queries.organisation import departments_on
from app.foundation.db import db
from app.hr.models import RecordSequence, RecordState
from app.hr.queries.cells import Cell, Cells, Shape, assignment_key, department_paths
from app.hr.queries.columns import CHANGES, COLUMNS, NAMES, CellKind, Column
from app.hr.queries.records import FETCHED, Filter, be_patient, record_ids, record_rows
from app.training.models import Assignment

NEW, VOID = "new", "void"


def last_sequence() -> int:
    """The number of the last change in the book; 0 while it is empty."""
    return db.session.scalar(sa.select(RecordSequence.value)) or 0


def columns_of_file(chosen: Filter) -> tuple[Column, ...]:
    """The columns of a file: those of the record, and in a file of changes what each row does."""
    return (*COLUMNS, *CHANGES) if chosen.since else COLUMNS


def file_cells(chosen: Filter, language: str) -> Iterator[Cells]:
    """Every row of a file of changes: first what left the selection, then each changed record taken back and told anew.

    A receiver that does as the rows say, in their order, has what a full file would hold.
    """
    be_patient()
    since, void = int(chosen.since), _Void(chosen)
    left = sa.select(RecordState.assignment_id, RecordState.sequence, Assignment.number).join(
        Assignment, Assignment.id == RecordState.assignment_id
    )
    left = left.where(
        RecordState.sequence > since,
        RecordState.first_sequence <= since,
        sa.not_(RecordState.assignment_id.in_(record_ids(chosen))),
    ).order_by(RecordState.assignment_id)
    for row in db.session.execute(left):
        yield void.cells(assignment_key(row.number, row.assignment_id), row.sequence)
    shape = Shape(chosen, language, department_paths(departments_on(chosen.as_of), language))
    for row in db.session.execute(record_rows(chosen).execution_options(yield_per=FETCHED)):
        if row.first_sequence <= since:
            yield void.cells(assignment_key(row.number, row.assignment_id), row.sequence)
        yield (*shape.cells(row), NEW, row.sequence)


class _Void:
    """A row that takes a record back: its key, and nothing of what it said."""

    def __init__(self, chosen: Filter) -> None:
        self._blank: Mapping[str, Cell] = {
            column.name: "" if column.kind is CellKind.text else None for column in COLUMNS
        } | {"export_batch": chosen.batch}

    def cells(self, key: str, sequence: int) -> Cells:
        """The row of one record."""
        told: dict[str, Any] = {**self._blank, "assignment_id": key}
        return (*(told[name] for name in NAMES), VOID, sequence)
