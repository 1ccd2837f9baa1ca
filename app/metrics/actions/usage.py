"""Files of usage are brought, understood, taken over as a whole, and taken back until the next one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import sqlalchemy as sa

from app.foundation import audit, clock
from app.foundation.db import db, insert_new, locked
from app.foundation.search import folded
from app.foundation.tables import UnreadableTable, read_table
from app.metrics.formulas.usage import Layout
from app.metrics.models import UsageImport, UsageMonth, UsageState
from app.metrics.queries import usage
from app.metrics.queries.usage_plan import Plan, usage_plan
from app.metrics.queries.usage_presets import presets

ROWS_AT_ONCE = 500


class FileSettled(Exception):
    """The file was taken over already, is not kept any more, or is not the last one."""


class FileKnown(Exception):
    """The same file was taken over before for the same months."""


class FileRefused(Exception):
    """The file has faults, tells of nobody, or names people who are not here; nothing was changed."""


def bring_usage(
    *, data: bytes, name: str, tool: str, preset: str, months: tuple[str, str], by: int | None
) -> UsageImport:
    """Keep a file to be looked at; the one that this person looked at before is let go. Raises UnreadableTable, FileKnown.

    Its layout is that of the preset, or of the last file with the same headings.
    """
    rows = read_table(data)
    headings = usage.headings_of(rows)
    if not headings:
        raise UnreadableTable
    signature = usage.signature_of(headings)
    row = UsageImport(
        tool=tool,
        preset=preset,
        file_name=name[:200],
        digest=hashlib.sha256(data).hexdigest(),
        signature=signature,
        content=data,
        layout=usage.told(_layout(preset, headings, signature)),
        first_month=months[0],
        last_month=months[1],
        state=UsageState.checked,
        rows=len(rows),
        uploaded_at=clock.now(),
        uploaded_by_id=by,
        search_text=folded(name[:200], tool, *months),
    )
    if usage.same_file(row) is not None:
        raise FileKnown
    _let_go(by)
    db.session.add(row)
    db.session.flush()
    return row


def _layout(preset: str, headings: list[str], signature: str) -> Layout:
    known = presets().get(preset)
    layout = known.layout_of(headings) if known else Layout({})
    if layout.complete:
        return layout
    before = usage.remembered(signature)
    return usage.layout_of(before) if before else layout


def _let_go(by: int | None) -> None:
    looked_at = sa.select(UsageImport).where(UsageImport.state == UsageState.checked, UsageImport.uploaded_by_id == by)
    for row in db.session.scalars(locked(looked_at)):
        row.state, row.content = UsageState.left, None


def map_usage(*, import_id: int, fields: Mapping[str, str], order: str) -> UsageImport:
    """Say which heading stands for which field. Raises LookupError, FileSettled."""
    row = _held(import_id)
    if row.state is not UsageState.checked:
        raise FileSettled
    row.layout = {**row.layout, "fields": dict(fields), "order": order}
    return row


def import_usage(*, import_id: int, without_unknown: bool, by: int | None) -> UsageImport:
    """Take a file over, all of it or nothing. Raises LookupError, FileSettled, FileKnown, FileRefused."""
    row = _held(import_id)
    if row.state is not UsageState.checked:
        raise FileSettled
    if usage.same_file(row) is not None:
        raise FileKnown
    plan = usage_plan(row) if usage.layout_of(row).complete else Plan()
    if not plan.possible or (plan.unknown and not without_unknown):
        raise FileRefused
    row.state, row.imported_at, row.content, row.people = UsageState.imported, clock.now(), None, len(plan.people)
    db.session.flush()
    rows = [
        {"import_id": row.id, "person_id": person, "month": month, **tally.counts()}
        for person, tallies in sorted(plan.people.items())
        for month, tally in sorted(tallies.items())
    ]
    for start in range(0, len(rows), ROWS_AT_ONCE):
        insert_new(UsageMonth, rows[start : start + ROWS_AT_ONCE])
    audit.record(act="usage:imported", subject=("usage", row.id), actor_id=by, after=_facts(row))
    return row


def undo_usage(*, import_id: int, by: int | None) -> UsageImport:
    """Take the last file back: what it said is gone, and what it replaced counts again. Raises LookupError, FileSettled."""
    row = _held(import_id)
    if usage.last_taken_over() != row.id:
        raise FileSettled
    db.session.execute(sa.delete(UsageMonth).where(UsageMonth.import_id == row.id))
    row.state, row.undone_at, row.undone_by_id = UsageState.undone, clock.now(), by
    audit.record(act="usage:undone", subject=("usage", row.id), actor_id=by, after=_facts(row))
    return row


def _facts(row: UsageImport) -> dict[str, object]:
    return {
        "file": row.file_name,
        "sha256": row.digest,
        "tool": row.tool,
        "first_month": row.first_month,
        "last_month": row.last_month,
        "rows": row.rows,
        "people": row.people,
    }


def _held(import_id: int) -> UsageImport:
    """The file, while no other is taken over or back: all are held, in one order."""
    db.session.scalars(locked(sa.select(UsageImport.id).order_by(UsageImport.id))).all()
    row = db.session.get(UsageImport, import_id, populate_existing=True)
    if row is None:
        raise LookupError(import_id)
    return row
