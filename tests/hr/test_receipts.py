"""What the HR system accepted, compared with what was sent; only the rest is sent again."""

import csv
import io

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.foundation.db import db
from app.foundation.spreadsheets import text_workbook
from app.hr.models import Export, ImportReceipt, Outcome, ReceiptLine
from app.hr.queries.columns import NAMES
from tests.hr.files import read_csv, take
from tests.kinds import SignIn, Visit
from tests.page import Page

KEY = NAMES.index("assignment_id")


def bring(client: FlaskClient, export: int, data: bytes, name: str = "receipt.csv") -> TestResponse:
    """Choose the file and the receipt, and press Compare."""
    address = f"/hr/receipts?export={export}"
    fields = Page(client.get(address), address).fields("/hr/receipts")
    assert fields["export"] == str(export), "the file that the link came from is chosen"
    return client.post("/hr/receipts", data={**fields, "file": (io.BytesIO(data), name)})


def as_csv(rows: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def test_the_round_trip(app: Flask, sign_in: SignIn, visit: Visit, officer: int) -> None:
    client = sign_in(officer)
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    head, *sent = read_csv(take(client, file_format="csv", as_of="2026-06-30"))
    with app.app_context():
        export = db.session.scalars(sa.select(Export.id)).one()
    score, no = head.index("Score"), head.index("Employee no.")
    told = [[*row, ""] for row in sent[:-1]]
    changed = next(row for row in told if row[score])
    changed[score] = str(int(changed[score]) - 1)
    zeros = next(row for row in told if row is not changed and row[no].startswith("0"))
    zeros[no] = zeros[no].lstrip("0")
    refused = next(row for row in told if row not in (changed, zeros))
    refused[-1] = "Rejected"
    stranger = [*told[0]]
    stranger[KEY] = "A-999999"
    rows = [[*head, "import_result"], *told, stranger, told[1]]
    answer = bring(client, export, as_csv(rows))
    assert answer.status_code == 303, answer.get_data(as_text=True)[:800]
    with app.app_context():
        counts = db.session.scalars(sa.select(ImportReceipt.counts)).one()
        lines = {line.key: line for line in db.session.scalars(sa.select(ReceiptLine)) if line.assignment_id}
    expected = {"matched": len(sent) - 4, "different": 2, "missing": 1, "rejected": 1, "unknown": 1, "repeated": 1}
    assert counts == expected
    assert lines[changed[KEY]].differences == {"score": [str(int(changed[score]) + 1), changed[score]]}
    assert list(lines[zeros[KEY]].differences) == ["employee_no"], "lost zeros are a difference, not a match"
    page = visit(f"{answer.location}?outcome=different", as_=officer)
    assert len(page.root.cssselect("#receipt-lines tbody tr")) == 2
    assert "Employee no.: " in page.text("#receipt-lines")
    (again,) = (link for link in page.links() if "receipt=" in link)
    number = answer.location.rpartition("/")[2]
    body = take(client, file_format="csv", as_of="2026-06-30", receipt=number)
    assert {row[KEY] for row in read_csv(body)[1:]} == {changed[KEY], zeros[KEY], refused[KEY], sent[-1][KEY]}
    assert visit(again, as_=officer).text(".tile-value") == "4", "the screen says the same"
    with app.app_context():
        second = db.session.scalars(sa.select(Export.id).order_by(Export.id.desc())).first() or 0
    done = bring(client, second, body, "second.csv")
    with app.app_context():
        last = db.session.get_one(ImportReceipt, int(done.location.rpartition("/")[2]))
        assert (last.counts[Outcome.matched], last.counts[Outcome.missing]) == (4, 0), "what came through is done"


def test_a_workbook_with_few_columns_and_files_that_are_none(app: Flask, sign_in: SignIn, officer: int) -> None:
    client = sign_in(officer)
    _head, *sent = read_csv(take(client, file_format="csv", as_of="2026-06-30"))
    with app.app_context():
        export = db.session.scalars(sa.select(Export.id)).one()
    number, path, day = (NAMES.index(name) for name in ("employee_no", "path_code", "completed_on"))
    told = [[row[number], row[path], row[day].replace("-", "/")] for row in sent]
    book = text_workbook("x", ["工号", "课程编码", "完成日期(当地)"], told)
    answer = bring(client, export, book, "accepted.xlsx")
    with app.app_context():
        counts = db.session.scalars(sa.select(ImportReceipt.counts)).one()
    unique = len({(row[0], row[1]) for row in told})
    assert counts["matched"] + counts["different"] == unique, "days in another dress are the same days"
    assert answer.status_code == 303
    for wrong in (b"", b"\x00\x01\x02", b"name,score\nx,1\n"):
        refused = bring(client, export, wrong)
        assert refused.status_code == 422
        assert Page(refused, "").has("#file-error")
