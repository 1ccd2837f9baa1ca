"""Past completions from a file: appended, marked, all or nothing, and never twice."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
import xlsxwriter
from flask import Flask

from app.foundation.audit import AuditEntry
from app.foundation.db import db, transaction
from app.training.actions import importing
from app.training.models import Assignment, AssignmentSource, Certificate, Completion, Method
from tests.factories import Cast
from tests.page import Page
from tests.training.learning import Learner, assign

Visit = Callable[..., Page]
HEAD = "employee_no,path_code,completed_on,score,document"
GOOD = f"{HEAD}\n000202,SP,2024-02-29,91,HR-7\n000201,sp,2023/6/1,,\n"


def bring(app: Flask, data: bytes, name: str = "past.csv") -> importing.History:
    with app.app_context(), transaction():
        return importing.import_history(data=data, name=name, by_id=None)


def test_past_completions_are_appended_and_marked(app: Flask, small_path: str, cast: Cast) -> None:
    """T32: with the file's hash and who imported it."""
    done = bring(app, GOOD.encode())
    assert (done.added, done.known) == (2, 0)
    with app.app_context():
        rows = {row.person_id: row for row in db.session.scalars(sa.select(Completion))}
        eves = rows[cast.eve]
        assert (eves.completed_on.isoformat(), eves.score, eves.method) == ("2024-02-29", 91, Method.imported)
        digest = hashlib.sha256(GOOD.encode()).hexdigest()
        assert eves.document == f"HR-7; past.csv, SHA-256 {digest}, command line"
        assert rows[cast.wang].score == 80, "the pass mark, where no score is known"
        given = db.session.get_one(Assignment, eves.assignment_id)
        assert given.source is AssignmentSource.imported
        certificate = db.session.scalars(sa.select(Certificate).where(Certificate.person_id == cast.eve)).one()
        assert certificate.expires_on is not None
        assert certificate.expires_on.isoformat() == "2026-02-28"
        assert certificate.issued_on > certificate.completed_on, "both days are told"
        assert "history:imported" in set(db.session.scalars(sa.select(AuditEntry.act)))


def test_the_same_file_twice_adds_nothing(app: Flask, small_path: str, cast: Cast) -> None:
    """T32: nor does it add twice."""
    bring(app, GOOD.encode())
    again = bring(app, GOOD.encode(), "copy.csv")
    assert (again.added, again.known) == (0, 2)
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Completion.id))) == 2
        assert db.session.scalar(sa.select(sa.func.count(Certificate.id))) == 2


def test_every_fault_is_named_with_row_and_column_and_nothing_is_kept(app: Flask, small_path: str, cast: Cast) -> None:
    text = f"{HEAD}\n000202,SP,2024-01-01,91,\n9,SP,2024-01-01,,\n000202,XX,soon,101,\n\n000202,SP,2999-01-01,,\n"
    with pytest.raises(importing.HistoryRefused) as refused:
        bring(app, text.encode())
    found = {(fault.row, fault.column) for fault in refused.value.faults}
    assert found == {
        (3, "employee_no"),
        (4, "path_code"),
        (4, "completed_on"),
        (4, "score"),
        (6, "completed_on"),
    }
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Completion.id))) == 0
    with pytest.raises(importing.HistoryRefused) as refused:
        bring(app, b"employee_no,score\n000202,90\n")
    assert {fault.column for fault in refused.value.faults} == {"path_code", "completed_on"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_files_come_in_any_common_dress(app: Flask, small_path: str, cast: Cast, encoding: str, separator: str) -> None:
    lines = ["工号,课程编码,完成日期,成绩,凭证", "000202,SP,2024年2月29日,９１,纸质"]
    data = "\r\n".join(line.replace(",", separator) for line in lines).encode(encoding)
    assert bring(app, data).added == 1


def test_a_workbook_is_read_with_its_leading_zeros(app: Flask, small_path: str, cast: Cast) -> None:
    """T26: what was written as text is read as text."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, HEAD.split(","))
    sheet.write_string(1, 0, "000202")
    sheet.write_string(1, 1, "SP")
    sheet.write_number(1, 2, 45351, day)
    sheet.write_number(1, 3, 91)
    book.close()
    assert bring(app, buffer.getvalue(), "past.xlsx").added == 1
    with app.app_context():
        assert db.session.scalars(sa.select(Completion.completed_on)).one().isoformat() == "2024-02-29"


def test_nothing_that_stands_is_touched(app: Flask, lin: Learner, cast: Cast) -> None:
    """T32: an import erases and replaces nothing."""
    assign(app, cast.lin)
    lin.pass_path()
    with app.app_context():
        before = db.session.scalars(sa.select(Completion)).one()
        number = db.session.scalars(sa.select(Certificate.number)).one()
    bring(app, f"{HEAD}\n000101,SP,2020-01-01,99,\n".encode())
    with app.app_context():
        rows = db.session.scalars(sa.select(Completion).order_by(Completion.id)).all()
        assert (rows[0].id, rows[0].score, rows[0].completed_at) == (before.id, before.score, before.completed_at)
        newest = db.session.scalars(sa.select(Certificate).where(Certificate.number == number)).one()
        assert newest.superseded_by_id is None
        old = db.session.scalars(sa.select(Certificate).where(Certificate.number != number)).one()
        assert old.superseded_by_id == newest.id


def test_who_completed_it_before_need_not_begin_it_now(app: Flask, small_path: str, cast: Cast) -> None:
    assign(app, cast.eve, source=AssignmentSource.rule)
    assign(app, cast.wang, source=AssignmentSource.rule)
    recent = f"{HEAD}\n000202,SP,2026-06-01,91,\n000201,SP,2019-01-01,91,\n"
    assert bring(app, recent.encode()).released == 1, "what has expired since does not count"


def test_the_command_says_what_it_would_do(app: Flask, small_path: str, cast: Cast, tmp_path: Path) -> None:
    """T32: from the command line, with a trial first."""
    file = tmp_path / "past.csv"
    file.write_text(GOOD, "utf-8")
    runner = app.test_cli_runner()
    dry = runner.invoke(args=["training", "import", str(file), "--dry-run"])
    assert dry.exit_code == 0
    assert "Would add 2 completions" in dry.output
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Completion.id))) == 0
    assert "Added 2 completions" in runner.invoke(args=["training", "import", str(file)]).output
    assert '"known": 2' in runner.invoke(args=["training", "import", str(file), "--json"]).output
    file.write_text(f"{HEAD}\n9,SP,2024-01-01,,\n", "utf-8")
    wrong = runner.invoke(args=["training", "import", str(file)])
    assert wrong.exit_code == 1
    assert "row 2, employee_no" in wrong.output
    assert runner.invoke(args=["training", "import", str(tmp_path / "none.csv")]).exit_code == 2
    file.write_bytes(b"PK\x03\x04 not a workbook")
    assert runner.invoke(args=["training", "import", str(file)]).exit_code == 2
