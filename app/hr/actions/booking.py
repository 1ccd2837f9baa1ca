"""The book of records is brought up to date: every record is looked at, and each that says something else gets a new number.

Nobody has to tell the book of changes. Names, departments, due dates, certificates and the calendar itself change what a
record says; comparing what it says is the only way that forgets none of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from app.accounts.queries.organisation import departments_on
from app.foundation import clock
from app.foundation.db import db, insert_new, locked, transaction
from app.hr.models import RecordSequence, RecordState
from app.hr.queries.cells import Shape, department_paths
from app.hr.queries.columns import NAMES
from app.hr.queries.comparing import NOT_COMPARED
from app.hr.queries.records import Filter, rows_after

AT_ONCE = 2000
_SAID = tuple(place for place, name in enumerate(NAMES) if name not in NOT_COMPARED)
Digests = Mapping[int, int | None]


def update_book() -> None:
    """Look at every record of today, some thousand at a time; only where something changed a lock is held, and briefly.

    Changes that are made meanwhile are found the next time. Any number may do this at once.
    """
    chosen, last = Filter(as_of=clock.today()), 0
    units = departments_on(chosen.as_of)
    shapes = [Shape(chosen, language, department_paths(units, language)) for language in ("zh", "en")]
    more = True
    while more:
        rows = rows_after(chosen, last, AT_ONCE)
        more = len(rows) == AT_ONCE
        until = rows[-1].assignment_id if more else None
        told: dict[int, int | None] = {
            row.assignment_id: _digest([shape.cells(row) for shape in shapes]) for row in rows
        }
        _keep(_changed(told, last, until))
        last = until or last


def _digest(cells: Sequence[Sequence[object]]) -> int:
    said = repr([[row[place] for place in _SAID] for row in cells])
    return int.from_bytes(hashlib.blake2b(said.encode(), digest_size=8).digest(), "big", signed=True)


def _changed(told: dict[int, int | None], after: int, until: int | None) -> Digests:
    """Of the records between two ids those that say something else than the book, or are gone."""
    rows = sa.select(RecordState.assignment_id, RecordState.digest).where(RecordState.assignment_id > after)
    if until is not None:
        rows = rows.where(RecordState.assignment_id <= until)
    known = {row.assignment_id: row.digest for row in db.session.execute(rows)}
    gone: dict[int, int | None] = dict.fromkeys(known.keys() - told.keys())
    return {
        number: digest for number, digest in {**told, **gone}.items() if number not in known or known[number] != digest
    }


def _keep(changed: Digests) -> None:
    if not changed:
        return
    with transaction():
        sequence = _next()
        known = set(
            db.session.scalars(sa.select(RecordState.assignment_id).where(RecordState.assignment_id.in_(changed)))
        )
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


def _next() -> int:
    """The next number; whoever has it holds the others back until commit, so that a number seen means that all before are there."""
    insert_new(RecordSequence, [{"id": 1, "value": 0}])
    row: RecordSequence = db.session.scalars(
        locked(sa.select(RecordSequence)).execution_options(populate_existing=True)
    ).one()
    row.value += 1
    db.session.flush()
    return row.value
