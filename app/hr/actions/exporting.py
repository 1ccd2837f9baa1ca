"""One export: its log row, its audit row, its bytes, its manifest."""

import hashlib
import json
from collections.abc import Iterator
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import sqlalchemy as sa
from flask import current_app

from app.foundation import audit, clock
from app.foundation.db import db, transaction
from app.foundation.settings import Settings
from app.hr.actions.workbook import as_xlsx
from app.hr.actions.writers import Tally, as_csv, as_json_lines, as_xapi, hashed
from app.hr.models import Export
from app.hr.queries.cells import Cells
from app.hr.queries.records import Filter, cells


class FileFormat(StrEnum):
    """What a file of completion records may be."""

    xlsx = "xlsx"
    csv = "csv"
    jsonl = "jsonl"
    xapi = "xapi"


CONTENT_TYPES = {
    FileFormat.xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileFormat.csv: "text/csv; charset=utf-8",
    FileFormat.jsonl: "application/x-ndjson",
    FileFormat.xapi: "application/x-ndjson",
}
ENDINGS = {FileFormat.xlsx: "xlsx", FileFormat.csv: "csv", FileFormat.jsonl: "jsonl", FileFormat.xapi: "xapi.jsonl"}


def start_export(*, chosen: Filter, file_format: FileFormat, by: int | None) -> Export:
    """Log an export before its first byte leaves; the figures follow with `finish`."""
    export = Export(
        started_at=clock.now(), by_id=by, format=file_format.value, as_of=chosen.as_of, filters=chosen.plain, totals={}
    )
    db.session.add(export)
    db.session.flush()
    audit.record(
        act="completions:exported",
        subject=("export", export.id),
        actor_id=by,
        after={"format": file_format.value, "filter": chosen.plain},
    )
    return export


def file_name(chosen: Filter, file_format: FileFormat) -> str:
    """Name of a file: what, as of which day, which batch."""
    return f"completions-{chosen.as_of.isoformat()}-{chosen.batch[-8:]}.{ENDINGS[file_format]}"


def export_bytes(*, export_id: int, chosen: Filter, file_format: FileFormat, language: str) -> Iterator[bytes]:
    """The bytes of a file, made while they are sent; at the end the log row gets totals and hash."""
    tally, digest = Tally(), hashlib.sha256()
    rows = tally.count(cells(chosen, language))
    yield from hashed(_encoded(rows, chosen, file_format, language, tally), digest)
    finish(export_id=export_id, totals=tally.totals, sha256=digest.hexdigest())


def _encoded(
    rows: Iterator[Cells], chosen: Filter, file_format: FileFormat, language: str, tally: Tally
) -> Iterator[bytes]:
    if file_format is FileFormat.csv:
        return as_csv(rows, language)
    if file_format is FileFormat.jsonl:
        return as_json_lines(rows)
    if file_format is FileFormat.xapi:
        return as_xapi(rows, _home(), language)
    return as_xlsx(rows, chosen, language, tally)


def finish(*, export_id: int, totals: dict[str, int], sha256: str) -> None:
    """Write what the file held beside the log row, in a transaction of its own."""
    with transaction():
        done = sa.update(Export).where(Export.id == export_id)
        db.session.execute(done.values(finished_at=clock.now(), totals=totals, sha256=sha256))


def manifest(export: Export, name: str) -> dict[str, Any]:
    """What a receiver checks a file against; the same day and filter give the same, but for when and who."""
    return {
        "file": name,
        "format": export.format,
        "as_of": export.as_of.isoformat(),
        "zone": clock.zone().key,
        "filter": export.filters,
        "totals": export.totals,
        "sha256": export.sha256,
        "application_version": _version(),
        "exported_at": clock.local(export.started_at).isoformat(timespec="seconds"),
    }


def manifest_text(export: Export, name: str) -> str:
    """The manifest as readable JSON."""
    return json.dumps(manifest(export, name), ensure_ascii=False, indent=1) + "\n"


def _version() -> str:
    try:
        return version("uptake")
    except PackageNotFoundError:
        return "source"


def _home() -> str:
    settings: Settings = current_app.extensions["uptake.settings"]
    return settings.public_url.rstrip("/") or "http://localhost"
