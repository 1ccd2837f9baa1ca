"""Past completions from a file: appended, marked as imported, never replacing anything; all of a file or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.accounts.queries import names_of
from app.foundation import audit, clock
from app.foundation.db import db, locked
from app.foundation.search import folded
from app.foundation.tables import CellFault, read_table
from app.training.actions.completing import new_number
from app.training.actions.releasing import withdraw_many
from app.training.actions.superseding import keep_newest
from app.training.models import (
    Assignment,
    AssignmentSource,
    Certificate,
    Completion,
    HistoryImport,
    ImportedRow,
    ImportState,
    Method,
    TrainingPath,
)
from app.training.queries.past_files import Past, past_plan
from app.training.queries.rules import asked_of

COMPLETED_BEFORE = "completed before"
LONGEST_NAME = 200
MOST_ON_PAGE = 10_000
"""Rows that are taken over in a few seconds, while nobody else can write on SQLite; the command takes any number."""
IMPORTING = 6_221  # the advisory lock of whoever adds what a file says


class HistoryRefused(Exception):
    """The file has faults and nothing was imported."""

    def __init__(self, faults: Sequence[CellFault]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(str(fault) for fault in faults))


class HistorySettled(Exception):
    """The file was taken over already, or is not kept any more."""


class TooManyRows(Exception):
    """Taking the file over would keep others waiting."""


class NoRows(Exception):
    """The file has nothing below its headings."""


@dataclass(frozen=True, slots=True)
class History:
    """What an import did: completions added, rows that said what was known, open assignments that it made needless."""

    added: int
    known: int
    released: int


def import_history(*, data: bytes, name: str, by_id: int | None) -> History:
    """Bring a file (CSV or XLSX) and take it over at once. Raises HistoryRefused, NoRows, UnreadableTable."""
    row = take_over(import_id=bring_history(data=data, name=name, by_id=by_id).id, by_id=by_id)
    return History(row.added, row.known, row.released)


def bring_history(*, data: bytes, name: str, by_id: int | None, most: int | None = None) -> HistoryImport:
    """Keep a file to be looked at; the one that this person looked at before is let go.

    Raises UnreadableTable, NoRows, TooManyRows (more than `most`).
    """
    rows = read_table(data)
    if not rows:
        raise NoRows
    if most is not None and len(rows) > most:
        raise TooManyRows
    _let_go(sa.select(HistoryImport).where(HistoryImport.uploaded_by_id == by_id))
    row = HistoryImport(
        file_name=name[:LONGEST_NAME],
        digest=hashlib.sha256(data).hexdigest(),
        content=data,
        state=ImportState.checked,
        rows=len(rows),
        uploaded_at=clock.now(),
        uploaded_by_id=by_id,
        search_text=folded(name[:LONGEST_NAME]),
    )
    db.session.add(row)
    db.session.flush()
    return row


def let_go_of_files() -> None:
    """Keep no file that is only looked at: it may name somebody who was erased. It can be brought again."""
    _let_go(sa.select(HistoryImport))


def _let_go(files: sa.Select[HistoryImport]) -> None:
    for row in db.session.scalars(locked(files.where(HistoryImport.state == ImportState.checked))):
        row.state, row.content = ImportState.left, None


def take_over(*, import_id: int, by_id: int | None) -> HistoryImport:
    """Append what a file says and the ledger does not. Raises LookupError, HistorySettled, HistoryRefused.

    The file's name and SHA-256 stand in the document of every completion, the row it came from beside it.
    """
    _wait_alone()
    row = _held(import_id)
    if row.content is None:
        raise HistorySettled
    plan = past_plan(row.content)
    if plan.faults:
        raise HistoryRefused(plan.faults)
    row.state, row.content, row.imported_at = ImportState.imported, None, clock.now()
    row.added, row.released = len(plan.fresh), len(plan.released)
    _append(plan.fresh, row, by_id)
    withdraw_many(plan.released, COMPLETED_BEFORE)
    if plan.fresh:
        facts = {"file": row.file_name, "sha256": row.digest, "rows": row.added}
        audit.record(act="history:imported", subject=("history", row.id), actor_id=by_id, after=facts)
    return row


def _wait_alone() -> None:
    """Two files that say the same add it once; SQLite has one writer anyway."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(IMPORTING)))


def _held(import_id: int) -> HistoryImport:
    rows = sa.select(HistoryImport).where(HistoryImport.id == import_id).execution_options(populate_existing=True)
    row: HistoryImport | None = db.session.scalar(locked(rows))
    if row is None:
        raise LookupError(import_id)
    return row


def _append(pasts: Sequence[Past], row: HistoryImport, by_id: int | None) -> None:
    """Assignments, completions and certificates, in the order in which they happened."""
    ordered = sorted(pasts, key=lambda past: (past.completed_on, past.row))
    asked = (
        asked_of(sorted({one.who.id for one in ordered}), path_ids={one.path.id for one in ordered}) if ordered else {}
    )
    assignments = [_assignment(past, by_id, mandatory=past.key[:2] in asked) for past in ordered]
    db.session.add_all(assignments)
    db.session.flush()
    source = f"{row.file_name}, SHA-256 {row.digest}" + ("" if by_id else ", command line")
    pairs = zip(ordered, assignments, strict=True)
    completions = [_completion(past, assignment.id, source, by_id) for past, assignment in pairs]
    db.session.add_all(completions)
    db.session.flush()
    db.session.add_all(
        ImportedRow(completion_id=one.id, import_id=row.id, row_number=past.row)
        for past, one in zip(ordered, completions, strict=True)
    )
    _certify(completions, {past.path.id: past.path for past in ordered})


def _assignment(past: Past, by_id: int | None, *, mandatory: bool) -> Assignment:
    """Made now: a day before the import knows nothing of it."""
    return Assignment(
        person_id=past.who.id,
        path_id=past.path.id,
        source=AssignmentSource.imported,
        mandatory=mandatory,
        assigned_at=clock.now(),
        assigned_by_id=by_id,
        closed_at=clock.now(),
    )


def _completion(past: Past, assignment_id: int, source: str, by_id: int | None) -> Completion:
    return Completion(
        assignment_id=assignment_id,
        person_id=past.who.id,
        path_id=past.path.id,
        path_version=past.path.version,
        method=Method.imported,
        score=past.path.pass_mark if past.score is None else past.score,
        completed_at=clock.start_of(past.completed_on),
        completed_on=past.completed_on,
        zone=str(clock.zone()),
        document="; ".join(part for part in (past.document, source) if part),
        recorded_by_id=by_id,
        recorded_at=clock.now(),
    )


def _certify(completions: Sequence[Completion], paths: dict[int, TrainingPath]) -> None:
    """Certificates issued today on days of the past; of each person and path the one completed last is current."""
    names = names_of({one.person_id for one in completions})
    made = []
    for one in completions:
        path = paths[one.path_id]
        months = path.valid_months
        made.append(
            Certificate(
                number=new_number(path.code, one),
                completion_id=one.id,
                person_id=one.person_id,
                person_name=names[one.person_id],
                path_id=path.id,
                title_zh=path.title("zh"),
                title_en=path.title("en"),
                path_version=one.path_version,
                completed_on=one.completed_on,
                issued_on=clock.today(),
                expires_on=clock.months_after(one.completed_on, months) if months else None,
            )
        )
    db.session.add_all(made)
    db.session.flush()
    keep_newest({one.person_id for one in made})
