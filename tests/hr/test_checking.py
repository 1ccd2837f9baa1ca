"""What a receiver needs to check a file: its digest, the digest of its records, its totals; and what voids what."""

import csv
import hashlib
import io
import json
from datetime import date, datetime
from typing import Any

from flask import Flask

from app.foundation.db import db, transaction
from app.hr.actions.exporting import FileFormat, export_bytes, start_export
from app.hr.models import Export
from app.hr.queries.columns import NAMES
from app.hr.queries.records import Filter
from tests.hr.files import read_csv, read_sheets, take
from tests.hr.test_records import tell_corrections
from tests.kinds import SignIn

DAY = "2026-06-30"


def test_a_receiver_can_compute_the_digests_again(app: Flask, sign_in: SignIn, officer: int) -> None:
    client = sign_in(officer)
    book = read_sheets(take(client, file_format="xlsx", as_of=DAY))
    lines = take(client, file_format="jsonl", as_of=DAY).decode().splitlines()
    told = dict(row[:2] for row in book["Control totals"])
    of_the_book = digest([[_text(cell) for cell in row] for row in book["Records"][1:]])
    assert of_the_book == told["records_sha256"] == digest([list(json.loads(line).values()) for line in lines])
    for number in (1, 2):
        manifest = json.loads(client.get(f"/hr/exports/{number}/manifest").data)
        assert manifest["records_sha256"] == of_the_book
        assert manifest["exported_by"] == "000900"
        assert set(manifest["content_versions"]) == {row[7] for row in book["Records"][1:]}
        assert manifest["totals"]["rows"] == len(lines) == told["rows"]


def test_every_csv_holds_the_same_text(sign_in: SignIn, officer: int) -> None:
    client = sign_in(officer)
    marked = take(client, file_format="csv", as_of=DAY)
    assert take(client, file_format="csv-plain", as_of=DAY) == marked.removeprefix("\ufeff".encode())
    chinese = take(client, file_format="csv-gb18030", as_of=DAY)
    assert chinese.decode("gb18030").encode() == marked.removeprefix("\ufeff".encode())
    assert "'-李" in {row[1] for row in read_csv(marked)}


def test_a_correction_voids_the_statement_it_replaces(app: Flask) -> None:
    tell_corrections(app, [date(2026, 6, 3), date(2026, 6, 5)], [80, 95, 90])
    (first,), _ = statements(app, date(2026, 6, 2))
    (void, second), totals = statements(app, date(2026, 6, 4))
    assert (totals["rows"], totals["voids"]) == (1, 1)
    assert void["object"] == {"objectType": "StatementRef", "id": first["id"]}
    assert second["result"]["score"]["raw"] == 95
    (again, other, third), totals = statements(app, date(2026, 6, 6))
    assert again["id"] == void["id"]
    assert other["object"]["id"] == second["id"]
    assert len({first["id"], void["id"], second["id"], other["id"], third["id"]}) == 5
    assert (totals["rows"], totals["completed"], totals["voids"]) == (1, 1, 2)


def statements(app: Flask, day: date) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """The lines of a file, and what the log says that it holds."""
    with app.test_request_context():
        chosen = Filter(as_of=day)
        with transaction():
            number = start_export(chosen=chosen, file_format=FileFormat.xapi, by=None).id
        body = b"".join(export_bytes(export_id=number, chosen=chosen, file_format=FileFormat.xapi, language="zh"))
        return [json.loads(line) for line in body.splitlines()], db.session.get_one(Export, number).totals


def test_an_open_assignment_has_no_statement_and_is_not_counted(app: Flask, officer: int) -> None:
    lines, totals = statements(app, date(2026, 6, 30))
    assert len(lines) == totals["rows"] == totals["completed"] > 0


def digest(rows: list[list[object]]) -> str:
    """As the manifest says it is made, with nothing of ours."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerows([NAMES, *rows])
    return hashlib.sha256(buffer.getvalue().encode()).hexdigest()


def _text(cell: object) -> object:
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    return int(cell) if isinstance(cell, float) else cell
