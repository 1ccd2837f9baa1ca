"""The book of records: what each record was last known to say. A file of changes is told while it is brought up to date.

Records depend on many things that change (people, departments, titles, deadlines, the calendar), so nobody writes into the book
what they changed: the records themselves are compared with it, some thousand at a time, in a way that forgets none of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from app.accounts.queries.organisation import departments_on
from app.foundation.db import db, insert_new, locked, reading, transaction
from app.hr.models import RecordSequence, RecordState
from app.hr.queries.cells import Cells, Shape, assignment_key, department_paths
from app.hr.queries.columns import NAMES
from app.hr.queries.comparing import NOT_COMPARED
from app.hr.queries.delta import (
    NEW,
    Void,
    changed_by_others,
    digests_of,
    last_sequence,
    records_to_compare,
    rows_to_compare,
    told_since,
)
from app.hr.queries.records import Filter

AT_ONCE = 2000
_SAID = tuple(place for place, name in enumerate(NAMES) if name not in NOT_COMPARED)
Digests = Mapping[int, int | None]


class Changes:
    """What changed in a selection since a number, each record compared with the book just before it is told.

    A record that left the selection is taken back; one that changed is taken back and told anew as it is now. A receiver that
    does as the rows say, in their order, has what a full file would hold. Only where something changed a lock is held, and
    briefly. Any number may do this at once: what others found meanwhile is told at the end, so that nothing up to `until`, the
    number to go on from, is missing.
    """

    def __init__(self, chosen: Filter, language: str) -> None:
        self.until: int | None = None
        self._chosen, self._since, self._language = chosen, int(chosen.since), language
        self._void, self._shapes = Void(chosen), dict[str, Shape]()

    def cells(self) -> Iterator[Cells]:
        """The rows, in their order."""
        with reading():
            began = last_sequence()
            walk = records_to_compare(self._chosen)
        own: set[int] = set()
        for start in range(0, len(walk), AT_ONCE):
            ids = walk[start : start + AT_ONCE]
            rows, changed = self._compared(ids)
            own.add(_keep(changed))
            yield from self._told(ids, rows)
        with transaction():  # who holds the number holds everybody else back
            self.until = _number().value
            overtaken = changed_by_others(began, own)
        for start in range(0, len(overtaken), AT_ONCE):
            late = overtaken[start : start + AT_ONCE]
            yield from self._told(late, self._compared(late)[0], again=True)

    @reading()
    def _compared(self, ids: Sequence[int]) -> tuple[Mapping[int, Any], Digests]:
        """Some records as they are, and which of them say something else than the book, or are gone."""
        rows, known = rows_to_compare(self._chosen, ids), digests_of(ids)
        units = departments_on(self._chosen.as_of)  # after the rows: a department may be new
        self._shapes = {told: Shape(self._chosen, told, department_paths(units, told)) for told in ("zh", "en")}
        found = {number: self._digest(rows[number]) if number in rows else None for number in ids}
        changed = {
            number: digest
            for number, digest in found.items()
            if (known[number] != digest if number in known else number in rows)
        }
        return rows, changed

    def _digest(self, row: Any) -> int:
        said = repr([[cells[place] for place in _SAID] for cells in (one.cells(row) for one in self._shapes.values())])
        return int.from_bytes(hashlib.blake2b(said.encode(), digest_size=8).digest(), "big", signed=True)

    @reading()
    def _states(self, ids: Sequence[int]) -> Mapping[int, Any]:
        return told_since(self._since, ids)

    def _told(self, ids: Sequence[int], rows: Mapping[int, Any], *, again: bool = False) -> Iterator[Cells]:
        shape, states = self._shapes[self._language], self._states(ids)
        for state in (states[number] for number in ids if number in states):
            row = rows.get(state.assignment_id)
            if again or state.first_sequence <= self._since:
                yield self._void.cells(assignment_key(state.number, state.assignment_id), state.sequence)
            if row is not None and row.selected:
                yield (*shape.cells(row), NEW, state.sequence)


def _keep(changed: Digests) -> int:
    """Write what changed under the next number, which is given back; 0 where nothing did."""
    if not changed:
        return 0
    with transaction():
        row = _number()
        row.value += 1
        db.session.flush()
        sequence, known = row.value, digests_of(list(changed))
        fresh = [
            {"assignment_id": number, "digest": digest, "first_sequence": sequence, "sequence": sequence}
            for number, digest in changed.items()
            if number not in known
        ]
        moved = [{"assignment_id": n, "digest": d, "sequence": sequence} for n, d in changed.items() if n in known]
        if fresh:
            db.session.execute(sa.insert(RecordState), fresh)
        if moved:
            db.session.execute(sa.update(RecordState), moved)
        return sequence


def _number() -> RecordSequence:
    """The last number; whoever holds it holds the others back until commit, so that a number seen means that all before are there."""
    insert_new(RecordSequence, [{"id": 1, "value": 0}])
    row: RecordSequence = db.session.scalars(
        locked(sa.select(RecordSequence)).execution_options(populate_existing=True)
    ).one()
    return row
