"""What the book of records knows, and what a file of changes is made of: records to look at, as they are and as they were told."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from app.foundation.db import db
from app.hr.models import RecordSequence, RecordState
from app.hr.queries.cells import Cell, Cells
from app.hr.queries.columns import CHANGES, COLUMNS, NAMES, CellKind, Column
from app.hr.queries.records import FETCHED, Filter, be_patient, light_rows, record_ids, record_rows, records_in_order
from app.training.models import Assignment

NEW, VOID = "new", "void"


def last_sequence() -> int:
    """The number of the last change in the book; 0 while it is empty."""
    return db.session.scalar(sa.select(RecordSequence.value)) or 0


def columns_of_file(chosen: Filter) -> tuple[Column, ...]:
    """The columns of a file: those of the record, and in a file of changes what each row does."""
    return (*COLUMNS, *CHANGES) if chosen.since else COLUMNS


def records_to_compare(chosen: Filter) -> array[int]:
    """Ids of all records: first those outside a selection and those that are gone, by id; then the selection in its order.

    Eight bytes each: a million of them are no more than a file may take.
    """
    be_patient()
    every, inside = _every(chosen), record_ids(chosen)
    known = sa.select(RecordState.assignment_id).where(RecordState.digest.is_not(None))
    seen = known if chosen.whole else sa.union(known, record_ids(every))
    outside = sa.select(Assignment.id).where(Assignment.id.in_(seen), sa.not_(Assignment.id.in_(inside)))
    found = array("q", _fetched(outside.order_by(Assignment.id)))
    found.extend(_fetched(records_in_order(chosen)))
    return found


def _fetched(statement: sa.Select[int]) -> Any:
    return db.session.scalars(statement.execution_options(yield_per=FETCHED))


def _every(chosen: Filter) -> Filter:
    return Filter(as_of=chosen.as_of)


def rows_to_compare(chosen: Filter, ids: Sequence[int]) -> Mapping[int, Any]:
    """What these records say now, by id; `selected` says whether they are in the selection at the same moment."""
    rows = record_rows(_every(chosen)).order_by(None).where(Assignment.id.in_(ids))
    selected: Any = sa.true()
    if not chosen.whole:
        selected = Assignment.id.in_(record_ids(chosen).where(Assignment.id.in_(ids)).correlate(None))
    return {row.assignment_id: row for row in light_rows(rows.add_columns(selected.label("selected")))}


def digests_of(ids: Sequence[int]) -> dict[int, int | None]:
    """What the book last knew of these records; None of one that was gone."""
    rows = sa.select(RecordState.assignment_id, RecordState.digest).where(RecordState.assignment_id.in_(ids))
    return {row.assignment_id: row.digest for row in db.session.execute(rows)}


def told_since(since: int, ids: Sequence[int]) -> Mapping[int, Any]:
    """Of these records those that changed after a number: `sequence`, `first_sequence` and `number` of the assignment."""
    rows = (
        sa.select(RecordState.assignment_id, RecordState.sequence, RecordState.first_sequence, Assignment.number)
        .join(Assignment, Assignment.id == RecordState.assignment_id)
        .where(RecordState.sequence > since, RecordState.assignment_id.in_(ids))
    )
    return {row.assignment_id: row for row in db.session.execute(rows)}


def changed_by_others(began: int, own: Collection[int]) -> list[int]:
    """Records to which others gave a number after one, by id."""
    rows = sa.select(RecordState.assignment_id).where(
        RecordState.sequence > began, sa.not_(RecordState.sequence.in_(own))
    )
    return list(db.session.scalars(rows.order_by(RecordState.assignment_id)))


class Void:
    """A row that takes a record back: its key, and nothing of what it said."""

    def __init__(self, chosen: Filter) -> None:
        self._blank: Mapping[str, Cell] = {
            column.name: "" if column.kind is CellKind.text else None for column in COLUMNS
        } | {"export_batch": chosen.batch}

    def cells(self, key: str, sequence: int) -> Cells:
        """The row of one record."""
        told: dict[str, Any] = {**self._blank, "assignment_id": key}
        return (*(told[name] for name in NAMES), VOID, sequence)
