"""One export: its log row, its audit row, its bytes, its manifest."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import sqlalchemy as sa
from flask import current_app

from app.foundation import audit, clock
from app.foundation.db import db, transaction
from app.foundation.settings import Settings
from app.foundation.spreadsheets import BOM
from app.hr.actions.booking import Changes
from app.hr.actions.profile_files import as_profile
from app.hr.actions.statements import as_xapi, completed_only
from app.hr.actions.workbook import as_xlsx
from app.hr.actions.writers import CANONICAL, Tally, as_csv, as_json_lines, hashed
from app.hr.content.profile import Profile, TextLayout
from app.hr.content.template import Template
from app.hr.models import Export
from app.hr.queries.cells import Cells
from app.hr.queries.columns import COLUMNS, NAMES, Column
from app.hr.queries.corrections import corrections_on
from app.hr.queries.delta import NEW, columns_of_file
from app.hr.queries.dictionary import dictionary_sha256
from app.hr.queries.records import Filter, cells, filter_of


class FileFormat(StrEnum):
    """What a file of completion records may be; `text` and `template` are made by a profile."""

    xlsx = "xlsx"
    csv = "csv"
    csv_plain = "csv-plain"
    csv_gb18030 = "csv-gb18030"
    jsonl = "jsonl"
    xapi = "xapi"
    text = "text"
    template = "template"


BY_PROFILE = (FileFormat.text, FileFormat.template)
CONTENT_TYPES = {
    FileFormat.xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileFormat.csv: "text/csv; charset=utf-8",
    FileFormat.csv_plain: "text/csv; charset=utf-8",
    FileFormat.csv_gb18030: "text/csv; charset=gb18030",
    FileFormat.jsonl: "application/x-ndjson",
    FileFormat.xapi: "application/x-ndjson",
    FileFormat.text: "text/plain",
    FileFormat.template: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
ENDINGS = {
    FileFormat.xlsx: "xlsx",
    FileFormat.csv: "csv",
    FileFormat.csv_plain: "plain.csv",
    FileFormat.csv_gb18030: "gb18030.csv",
    FileFormat.jsonl: "jsonl",
    FileFormat.xapi: "xapi.jsonl",
}
CSV_WAYS = {
    FileFormat.csv: ("utf-8", BOM),
    FileFormat.csv_plain: ("utf-8", ""),
    FileFormat.csv_gb18030: ("gb18030", ""),
}


def format_of(profile: Profile) -> FileFormat:
    """What a file by a profile is."""
    return FileFormat.template if isinstance(profile.layout, Template) else FileFormat.text


def start_export(*, chosen: Filter, file_format: FileFormat, by: int | None, profile: Profile | None = None) -> Export:
    """Log an export before its first byte leaves; the figures follow with `finish`."""
    export = Export(
        started_at=clock.now(),
        by_id=by,
        format=file_format.value,
        as_of=chosen.as_of,
        filters=chosen.plain,
        totals={},
        since_sequence=int(chosen.since) if chosen.since else None,
        profile=profile.name if profile else "",
        profile_sha256=profile.digest if profile else "",
        file_name=file_name(chosen, file_format, profile),
    )
    db.session.add(export)
    db.session.flush()
    audit.record(
        act="completions:exported",
        subject=("export", export.id),
        actor_id=by,
        after={"format": file_format.value, "filter": chosen.plain} | ({"profile": profile.name} if profile else {}),
    )
    return export


def file_name(chosen: Filter, file_format: FileFormat, profile: Profile | None = None) -> str:
    """Name of a file: what, as of which day, which batch; or as the profile wants it."""
    if profile and isinstance(profile.layout, TextLayout):
        return profile.layout.name.replace("{day}", chosen.as_of.isoformat())
    if profile:
        return f"{profile.name}-{chosen.as_of.isoformat()}-{chosen.batch[-8:]}.xlsx"
    return f"completions-{chosen.as_of.isoformat()}-{chosen.batch[-8:]}.{ENDINGS[file_format]}"


def export_bytes(
    *, export_id: int, chosen: Filter, file_format: FileFormat, language: str, profile: Profile | None = None
) -> Iterator[bytes]:
    """The bytes of a file, made while they are sent; at the end the log row gets totals and hash."""
    columns = COLUMNS if file_format is FileFormat.xapi else columns_of_file(chosen)
    names = [column.name for column in columns]
    tally, digest = Tally(names), hashlib.sha256()
    changes = Changes(chosen, language) if chosen.since else None
    told = changes.cells() if changes else cells(chosen, language)
    rows = tally.count(_wanted(told, names, file_format, profile))
    if profile:
        encoded = as_profile(rows, profile, names)
    else:
        encoded = _encoded(rows, columns, chosen=chosen, file_format=file_format, language=language, tally=tally)
    yield from hashed(encoded, digest)
    until = changes.until if changes else None
    finish(export_id=export_id, tally=tally, sha256=digest.hexdigest(), language=language, until=until)


def _wanted(
    records: Iterator[Cells], names: Sequence[str], file_format: FileFormat, profile: Profile | None
) -> Iterator[Cells]:
    """The records that there is a place for in the file: its totals count nothing else."""
    if profile:
        return filter(profile.wants(names), records)
    if file_format is not FileFormat.xapi:
        return records
    width = len(NAMES)  # of changes only what is told anew: statements void what was told before by themselves
    return completed_only(row[:width] for row in records if len(row) == width or row[width] == NEW)


def _encoded(
    rows: Iterator[Cells],
    columns: Sequence[Column],
    *,
    chosen: Filter,
    file_format: FileFormat,
    language: str,
    tally: Tally,
) -> Iterator[bytes]:
    if file_format in CSV_WAYS:
        encoding, mark = CSV_WAYS[file_format]
        return as_csv(rows, [column.title(language) for column in columns], encoding=encoding, mark=mark)
    if file_format is FileFormat.jsonl:
        return as_json_lines(rows, [column.name for column in columns])
    if file_format is FileFormat.xapi:
        return as_xapi(rows, _home(), language, corrections_on(chosen.as_of), tally)
    return as_xlsx(rows, columns, chosen, language, tally)


def finish(*, export_id: int, tally: Tally, sha256: str, language: str, until: int | None = None) -> None:
    """Write what the file held beside the log row, in a transaction of its own; `until` is the last change that it tells."""
    with transaction():
        done = sa.update(Export).where(Export.id == export_id)
        told = {"totals": tally.totals, "records_sha256": tally.records_sha256, "content": tally.content}
        known = {"sha256": sha256, "language": language, "to_sequence": until}
        db.session.execute(done.values(finished_at=clock.now(), **known, **told))


def manifest(export: Export, name: str) -> dict[str, Any]:
    """What a receiver checks a file against; the same day and filter give the same, but for when and who."""
    return {
        "file": name,
        "format": export.format,
        "as_of": export.as_of.isoformat(),
        "zone": clock.zone().key,
        "filter": export.filters,
        **({"profile": export.profile, "profile_sha256": export.profile_sha256} if export.profile else {}),
        "language": export.language,
        "totals": export.totals,
        "sha256": export.sha256,
        "records_sha256": export.records_sha256,
        "records_sha256_is": CANONICAL,
        **_sequences(export),
        "columns": [column.name for column in columns_of_file(filter_of(export.as_of, export.filters))],
        "dictionary": f"{_home()}/hr/dictionary.csv",
        "dictionary_sha256": dictionary_sha256(),
        "application_version": _version(),
        "content_versions": export.content,
        "exported_by": export.by.employee_no if export.by else "command",
        "exported_at": clock.local(export.started_at).isoformat(timespec="seconds"),
    }


def _sequences(export: Export) -> dict[str, Any]:
    """Of a file of changes: after which number they begin, and which is asked for the next time."""
    if export.to_sequence is None:
        return {}
    return {"sequence": {"from": export.since_sequence, "to": export.to_sequence}}


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
