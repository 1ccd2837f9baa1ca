"""Files are written down, the same twice, and only for those who may."""

import hashlib
import io
import json
import time
import zipfile
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Department
from app.foundation import clock
from app.foundation.audit import AuditEntry
from app.foundation.db import db, transaction
from app.hr.models import Export
from tests.factories import Cast
from tests.hr.files import read_csv, read_sheets, take
from tests.kinds import SignIn, Take, Visit
from tests.page import Page


@pytest.mark.parametrize("file_format", ["csv", "xlsx", "jsonl", "xapi"])
def test_the_same_day_and_filter_give_the_same_bytes(taken: Take, file_format: str) -> None:
    first = taken(file_format=file_format, as_of="2026-06-30", department="D10")
    time.sleep(1.1)  # a spreadsheet likes to note the second in which it was made
    assert taken(file_format=file_format, as_of="2026-06-30", department="D10") == first


def test_a_workbook_is_whole_though_it_does_not_say_when_it_was_made(taken: Take) -> None:
    archive = zipfile.ZipFile(io.BytesIO(taken(file_format="xlsx", as_of="2026-06-30")))
    assert archive.testzip() is None
    assert len(set(archive.namelist())) == len(archive.namelist())
    assert b">2026-06-30T00:00:00Z<" in archive.read("docProps/core.xml"), "its date is the day that it tells of"


def test_a_file_leaves_a_log_row_an_audit_row_and_a_manifest(
    app: Flask, taken: Take, officer: int, visit: Visit, sign_in: SignIn
) -> None:
    content = taken(file_format="csv", as_of="2026-06-30", status="overdue")
    with app.app_context():
        export = db.session.scalars(sa.select(Export)).one()
        entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.act == "completions:exported")).one()
        assert (entry.actor_id, entry.subject_id) == (officer, str(export.id))
        assert export.sha256 == hashlib.sha256(content).hexdigest()
        assert export.totals["rows"] == len(read_csv(content)) - 1
    log = visit("/hr/exports", as_=officer)
    assert "CSV" in log.text("tbody")
    manifest = json.loads(sign_in(officer).get(log.links("tbody a")[0]).data)
    assert manifest["sha256"] == hashlib.sha256(content).hexdigest()
    assert manifest["filter"] == {"as_of": "2026-06-30", "status": "overdue"}


def test_a_file_that_broke_off_says_so_in_the_log(app: Flask, sign_in: SignIn, officer: int, visit: Visit) -> None:
    client = sign_in(officer)
    fields = {**_fields(client), "format": "csv"}
    answer = client.post("/hr/exports", data=fields, buffered=False)
    answer.close()  # the receiver hung up
    assert "not finished" in visit("/hr/exports", as_=officer).text("tbody")


def _fields(client: FlaskClient) -> dict[str, str]:
    return Page(client.get("/hr/?as_of=2026-06-30"), "/hr/").fields("/hr/exports")


def test_only_hr_takes_files_and_auditors_read(sign_in: SignIn, cast: Cast, visit: Visit) -> None:
    for person in (cast.lin, cast.chen, cast.zhao, cast.pmo):
        visit("/hr/", as_=person, status=403)
        visit("/hr/exports", as_=person, status=403)
    page = visit("/hr/", as_=cast.audit)
    assert not page.has("form[action='/hr/exports']")
    token = page.root.cssselect("[name=csrf_token]")[0].get("value")
    client = sign_in(cast.audit)
    assert client.post("/hr/exports", data={"format": "csv", "csrf_token": token}).status_code in (400, 403)


def test_a_branch_holds_the_departments_below(sign_in: SignIn, officer: int, app: Flask) -> None:
    own = read_csv(take(sign_in(officer), file_format="csv", as_of="2026-06-30", department="D10"))[1:]
    every = read_csv(take(sign_in(officer), file_format="csv", as_of="2026-06-30"))[1:]
    assert 0 < len(own) < len(every)
    assert {row[3] for row in own} == {"D10"}
    with app.app_context(), transaction():
        units = {unit.code: unit for unit in db.session.scalars(sa.select(Department))}
        units["D20"].parent_id = units["D10"].id
        today = clock.today().isoformat()
    branch = read_csv(take(sign_in(officer), file_format="csv", as_of=today, department="D10"))[1:]
    assert {row[3] for row in branch} == {"D10", "D20"}
    assert {row[2] for row in branch if row[3] == "D20"} == {"研发部/采购部"}
    assert read_csv(take(sign_in(officer), file_format="csv", as_of="2026-06-30", department="D10"))[1:] == own


def test_a_day_in_the_past_knows_nothing_of_what_came_later(taken: Take) -> None:
    early = read_csv(taken(file_format="csv", as_of="2026-06-10"))[1:]
    late = read_csv(taken(file_format="csv", as_of="2026-06-30"))[1:]
    completed = 18
    assert sum(bool(row[completed]) for row in early) < sum(bool(row[completed]) for row in late)
    assert all(row[completed] <= "2026-06-10" for row in early)


def test_a_day_that_has_not_come_is_refused_on_the_page(visit: Visit, officer: int) -> None:
    page = visit("/hr/?as_of=2999-01-01", as_=officer, status=422)
    assert "Choose today or a day before." in page.text()


def test_a_workbook_without_records_still_has_its_titles(app: Flask, officer: int, tmp_path: Path) -> None:
    path = tmp_path / "none.xlsx"
    asked = ["export", "completions", "--as-of", "2020-01-01", "--output", str(path)]
    assert app.test_cli_runner().invoke(args=asked).exit_code == 0
    assert read_sheets(path.read_bytes())["完成记录"][0][0] == "工号"
