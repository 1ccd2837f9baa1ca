"""HR brings past training on pages: seen first, all or nothing, marked, listed, never twice."""

from __future__ import annotations

import csv
import hashlib
import io

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from werkzeug.test import TestResponse

from app.accounts.actions import merge_accounts
from app.accounts.models import Role
from app.foundation import clock
from app.foundation.db import db, transaction
from app.foundation.spreadsheets import text_workbook
from app.training.models import AssignmentSource, Certificate, Completion, HistoryImport, ImportedRow, ImportState
from tests.factories import Cast, make_person
from tests.kinds import SignIn, Visit
from tests.page import Page
from tests.training.learning import assign

LIST = "/training/imports"
HEAD = "employee_no,path_code,completed_on,score,document\n"
GOOD = f"{HEAD}000202,SP,2024-02-29,91,HR-7\n000201,sp,2023/6/1,,\n000202,SP,2024-02-29,91,again\n".encode()


@pytest.fixture
def officer(sign_in: SignIn, small_path: str, cast: Cast) -> FlaskClient:
    """The HR officer at a browser, reading English."""
    client = sign_in(cast.he)
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def bring(client: FlaskClient, data: bytes, name: str = "past.csv") -> TestResponse:
    """Send the form of the list with a file."""
    fields: dict[str, object] = {**Page(client.get(LIST), LIST).fields(LIST)}
    return client.post(LIST, data={**fields, "file": (io.BytesIO(data), name)}, content_type="multipart/form-data")


def shown(client: FlaskClient, data: bytes, name: str = "past.csv") -> Page:
    """What a file would add, as a page."""
    answer = bring(client, data, name)
    assert answer.status_code == 303, answer.get_data(as_text=True)[:500]
    return Page(client.get(answer.location), answer.location)


def confirmed(client: FlaskClient, page: Page) -> TestResponse:
    """Press the button of a page that shows what a file would add."""
    return client.post(page.address, data=page.fields(page.address))


def cells(page: Page) -> list[list[str]]:
    """The table of a page, row by row."""
    return [[" ".join(cell.text_content().split()) for cell in row] for row in page.root.cssselect("main tbody tr")]


def count(table: type) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def test_a_file_is_seen_first_then_taken_over_and_stays_listed(
    app: Flask, officer: FlaskClient, cast: Cast, visit: Visit
) -> None:
    assert "No past training was imported yet" in visit(LIST, as_=cast.he).text("#history-imports")
    assign(app, cast.wang, source=AssignmentSource.rule)
    page = shown(officer, GOOD)
    tiles = page.text(".tiles")
    assert "Rows 3" in tiles
    assert "Would be added 2" in tiles
    assert "Known already 1" in tiles
    assert "Need not begin any more 0" in tiles, "what was completed so long ago has expired"
    rows = page.list("#past-lines tbody tr")
    assert rows[0].startswith("2 伊文 000202 SP")
    assert "HR-7" in rows[0]
    assert "80 pass mark" in rows[1], "where no score is known"
    with app.app_context():
        assert count(Completion) == 0, "nothing has happened yet"
    done = confirmed(officer, page)
    assert done.status_code == 303
    told = visit(done.location, as_=cast.he)
    digest = hashlib.sha256(GOOD).hexdigest()
    assert digest in told.text("main")
    assert [row.split()[0] for row in told.list("#imported-completions tbody tr")] == ["2", "3"]
    with app.app_context():
        numbers = set(db.session.scalars(sa.select(Certificate.number)))
        row = db.session.scalars(sa.select(HistoryImport)).one()
        assert (row.state, row.content, row.added, row.known) == (ImportState.imported, None, 2, 1)
        eves = db.session.scalars(sa.select(Completion).where(Completion.person_id == cast.eve)).one()
        assert eves.document == f"HR-7; past.csv, SHA-256 {digest}"
        assert (eves.completed_on.isoformat(), eves.recorded_by_id) == ("2024-02-29", cast.he)
        assert eves.recorded_at is not None
        assert clock.local_date(eves.recorded_at) == clock.today(), "the day of the import, not of the training"
    assert {link.rpartition("/")[2] for link in told.links("#imported-completions td a")} >= numbers
    listed = visit(LIST, as_=cast.he).list("#history-imports tbody tr")
    assert len(listed) == 1
    assert digest[:12] in listed[0]
    assert listed[0].endswith("taken over")
    record = visit(f"/training/people/{cast.eve}", as_=cast.he).text("main")
    assert "imported" in record
    assert "Imported on" in record


def test_the_page_speaks_chinese(officer: FlaskClient, cast: Cast, visit: Visit) -> None:
    address = bring(officer, GOOD).location
    assert visit(LIST, as_=cast.he, language="zh").text("h1") == "导入历史培训记录"
    page = visit(address, as_=cast.he, language="zh").text("main")
    assert "将新增" in page
    assert "伊文" in page
    wrong = bring(officer, f"{HEAD}9,SP,2024-01-01,,\n".encode()).location
    assert "没有人使用这个工号。" in visit(wrong, as_=cast.he, language="zh").text("main")


def test_faults_are_shown_by_row_and_column_and_nothing_is_taken_over(app: Flask, officer: FlaskClient) -> None:
    page = shown(officer, f"{HEAD}000202,SP,2024-01-01,91,\n9,XX,soon,101,\n000202,SP,2999-01-01,,\n".encode())
    told = cells(page)
    assert [row[:2] for row in told] == [
        ["3", "employee_no"],
        ["3", "path_code"],
        ["3", "completed_on"],
        ["3", "score"],
        ["4", "completed_on"],
    ]
    assert told[0][2] == "Nobody has this employee number."
    assert "known are SP" in told[1][2]
    assert not page.has(f"form[action='{page.address}']")
    token = page.root.cssselect("[name=csrf_token]")[0].get("value")
    answer = officer.post(page.address, data={"csrf_token": token})
    assert answer.status_code == 422
    assert "5 faults" in answer.get_data(as_text=True)
    with app.app_context():
        assert (count(Completion), count(ImportedRow)) == (0, 0)
    missing = cells(shown(officer, b"employee_no,score\n000202,90\n"))
    assert [row[:2] for row in missing] == [["1", "path_code"], ["1", "completed_on"]]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"PK\x03\x04 no workbook", "neither a workbook nor a CSV file"),
        (b"", "neither a workbook nor a CSV file"),
        (HEAD.encode(), "There is nothing below the headings of this file."),
        (HEAD.encode() + b"1,SP\n" * 10_001, "At most 10,000 rows at once"),
    ],
    ids=["no workbook", "empty", "headings alone", "too long"],
)
def test_what_is_no_table_is_refused_at_the_field(officer: FlaskClient, data: bytes, told: str) -> None:
    answer = bring(officer, data)
    assert answer.status_code == 422
    assert told in Page(answer, LIST).text(".field-wrong")
    nothing = officer.post(LIST, data=Page(answer, LIST).fields(LIST))
    assert nothing.status_code == 422
    assert "Choose a file." in Page(nothing, LIST).text(".field-wrong")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_template_imports_as_it_is_once_it_has_rows(officer: FlaskClient, language: str) -> None:
    """T30, with what HR files like to hold: an apostrophe that spreadsheets hide, blanks, full-width digits."""
    officer.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
    book = officer.get(f"{LIST}/template.xlsx")
    assert "attachment" in book.headers["Content-Disposition"]
    names = CalamineWorkbook.from_filelike(io.BytesIO(book.data)).get_sheet_by_index(0).to_python()[0]
    plain = officer.get(f"{LIST}/template.csv").data.decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(plain))) == names
    row = ["000202", " SP ", "2024年2月29日", "９１%", "=HR-7"]
    page = shown(officer, text_workbook("x", [str(name) for name in names], [row]), "past.xlsx")
    cells = page.list("#past-lines tbody td, #past-lines tbody th")
    assert cells[-2:] == ["91", "=HR-7"]
    page = shown(officer, f"{plain}000202,SP,2024-02-29,91,'=HR-7\r\n".encode())
    assert page.list("#past-lines tbody td, #past-lines tbody th")[-2:] == ["91", "=HR-7"]


def test_the_same_is_added_once_whoever_brings_it(
    app: Flask, officer: FlaskClient, sign_in: SignIn, cast: Cast, visit: Visit
) -> None:
    """Both looked before either took it over; and the very file is known the next time."""
    with app.app_context(), transaction():
        number = make_person("000905", "何二", cast.department, Role.hr_officer, language="en").id
    colleague = sign_in(number)
    first, other = shown(officer, GOOD), shown(colleague, GOOD, "copy.csv")
    assert confirmed(officer, first).status_code == 303
    assert confirmed(colleague, other).status_code == 303
    assert confirmed(colleague, other).status_code == 303, "pressed twice"
    with app.app_context():
        added = db.session.scalars(sa.select(HistoryImport.added).order_by(HistoryImport.id)).all()
        assert (added, count(Completion), count(Certificate)) == ([2, 0], 2, 2)
    assert "Nothing was added" in visit(other.address, as_=cast.he).text("main")
    again = shown(officer, GOOD, "third.csv")
    assert "This very file was imported before" in again.text("main")
    assert "taking it over would change nothing" in again.text("main")
    assert not again.has(f"form[action='{again.address}']")


def test_a_file_is_kept_only_while_it_is_looked_at(app: Flask, officer: FlaskClient, cast: Cast, visit: Visit) -> None:
    first = shown(officer, GOOD)
    shown(officer, GOOD, "second.csv")
    assert "It was only looked at" in visit(first.address, as_=cast.he).text()
    token = Page(officer.get(LIST), LIST).fields(LIST)["csrf_token"]
    assert officer.post(first.address, data={"csrf_token": token}).location == first.address
    with app.app_context():
        assert db.session.scalars(sa.select(HistoryImport.content).order_by(HistoryImport.id)).all() == [None, GOOD]
        assert count(Completion) == 0
    visit(f"{LIST}/999", as_=cast.he, status=404)


def test_long_files_and_many_files_are_paged(officer: FlaskClient, cast: Cast, visit: Visit) -> None:
    rows = [f"000202,SP,20{n // 12:02}-{n % 12 + 1:02}-01,90,\n" for n in range(30)]
    page = shown(officer, (HEAD + "".join(rows)).encode(), "long.csv")
    assert len(page.list("#past-lines tbody tr")) == 25
    assert len(visit(f"{page.address}?page=2", as_=cast.he).list("#past-lines tbody tr")) == 5
    confirmed(officer, page)
    assert len(visit(f"{page.address}?page=2", as_=cast.he).list("#imported-completions tbody tr")) == 5
    for number in range(26):
        bring(officer, GOOD, f"file {number}.csv")
    assert len(visit(f"{LIST}?page=2", as_=cast.he).list("#history-imports tbody tr")) == 2
    assert len(visit(f"{LIST}?q=FILE+2", as_=cast.he).list("#history-imports tbody tr")) == 8
    assert "No file has this name" in visit(f"{LIST}?q=none", as_=cast.he).text("#history-imports")


def test_an_account_that_was_merged_means_the_one_that_was_kept(app: Flask, officer: FlaskClient, cast: Cast) -> None:
    with app.app_context(), transaction():
        merge_accounts(kept_id=cast.eve, merged_id=cast.wang, reason="one person", by=cast.he)
    page = shown(officer, GOOD)
    assert page.list("#past-lines tbody tr")[1].startswith("3 伊文 000202")
    confirmed(officer, page)
    with app.app_context():
        assert set(db.session.scalars(sa.select(Completion.person_id))) == {cast.eve}


def test_hr_finds_it_and_others_do_not(cast: Cast, visit: Visit, small_path: str) -> None:
    for address in ("/hr/", "/training/people"):
        assert LIST in visit(address, as_=cast.he).links("a")
        assert LIST not in visit(address, as_=cast.audit).links("a")
    for who in (cast.pmo, cast.guo, cast.audit, cast.chen, cast.lin):
        visit(LIST, as_=who, status=403)
