"""A blank workbook of another system becomes a profile, and is filled without losing what we do not know of."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.foundation.audit import AuditEntry
from app.foundation.db import db
from app.foundation.spreadsheets import text_workbook
from app.hr.models import Export, ExportProfile
from tests.hr.files import read_sheets
from tests.hr.test_profiles import command
from tests.kinds import SignIn, Visit
from tests.page import Page

HEADS = ["*员工工号", "姓名(必填)", "课程名称", "完成日期", "考试成绩", "备注"]


def blank(*rows: list[str], sheet: str = "导入") -> bytes:
    """A template as people get it."""
    return text_workbook(sheet, rows[0], rows[1:])


def bring(client: FlaskClient, data: bytes, name: str = "beisen", file: str = "模板.xlsx", **more: str) -> TestResponse:
    fields = {**Page(client.get("/hr/profiles"), "").fields("/hr/profiles"), "title": "北森", "name": name, **more}
    return client.post("/hr/profiles", data={**fields, "file": (io.BytesIO(data), file)})


def mapping(client: FlaskClient, address: str, **values: object) -> TestResponse:
    page = Page(client.get(address), address)
    return client.post(
        f"{address}/mapping", data={**page.fields(f"{address}/mapping"), "statuses": ["completed", "expired"], **values}
    )


def test_a_blank_template_becomes_a_profile(
    app: Flask, sign_in: SignIn, officer: int, visit: Visit, tmp_path: Path
) -> None:
    client = sign_in(officer)
    address = bring(client, blank(HEADS)).headers["Location"]
    fields = Page(client.get(address), address).fields(f"{address}/mapping")
    assert [fields[f"source_{n}"] for n in range(6)] == [
        "employee_no", "name", "path_title", "completed_on", "score", "",
    ]  # fmt: skip
    assert command(app, tmp_path / "x", "--profile", "beisen")[0] == 2, "a draft makes no files"
    looked = mapping(client, address, mask_3="YYYY/MM/DD", text_5="来自平台", act="look")
    assert looked.status_code == 303
    shown = visit(address, as_=officer)
    assert "2026/06/" in shown.text("#preview ~ *")
    assert "来自平台" in shown.text("#preview ~ *")
    assert mapping(client, address, act="use").status_code == 303
    assert command(app, tmp_path / "x.xlsx", "--profile", "beisen")[0] == 0
    (rows,) = read_sheets((tmp_path / "x.xlsx").read_bytes()).values()
    assert rows[0] == HEADS
    mine = [row for row in rows if row[0] == "000103"]
    assert ["2026/06/16" in row and "来自平台" in row for row in mine].count(True) == 1
    assert all(isinstance(row[0], str) for row in rows), "identifiers are text"
    taken = Page(client.get("/hr/?as_of=2026-06-30"), "").fields("/hr/exports")
    answer = client.post("/hr/exports", data={**taken, "format": "profile", "profile": "beisen"})
    (sheet,) = read_sheets(answer.data).values()
    assert sheet[1][0] == rows[1][0]
    with app.app_context():
        assert db.session.scalars(sa.select(Export.profile)).all() == ["beisen", "beisen"]
        acts = db.session.scalars(
            sa.select(AuditEntry.act).where(AuditEntry.act.startswith("export_profile")).order_by(AuditEntry.id)
        ).all()
        assert acts == ["export_profile:made", "export_profile:used"]


def test_what_a_heading_meant_is_remembered(sign_in: SignIn, officer: int) -> None:
    client = sign_in(officer)
    first = bring(client, blank(["甲", "工号"])).headers["Location"]
    assert mapping(client, first, source_0="certificate_no", act="use").status_code == 303
    second = bring(client, blank(["工号", "甲*"]), name="two").headers["Location"]
    fields = Page(client.get(second), second).fields(f"{second}/mapping")
    assert (fields["source_0"], fields["source_1"]) == ("employee_no", "certificate_no")


def test_changes_are_used_only_when_they_are_put_to_use(
    app: Flask, sign_in: SignIn, officer: int, tmp_path: Path
) -> None:
    client = sign_in(officer)
    address = bring(client, blank(["工号", "完成日期"])).headers["Location"]
    mapping(client, address, act="use")
    mapping(client, address, mask_1="DD.MM.YYYY", act="look")
    assert command(app, tmp_path / "x.xlsx", "--profile", "beisen")[0] == 0
    assert "16.06.2026" not in str(read_sheets((tmp_path / "x.xlsx").read_bytes()))
    token = Page(client.get(address), address).fields(f"{address}/draft/delete")
    assert client.post(f"{address}/draft/delete", data=token).status_code == 303
    assert Page(client.get(address), address).fields(f"{address}/mapping")["mask_1"] == ""
    assert client.post(f"{address}/delete", data=token).status_code == 303
    assert client.get(address).status_code == 404
    assert command(app, tmp_path / "x.xlsx", "--profile", "beisen")[0] == 2


def test_wrong_mappings_are_said_at_the_field(sign_in: SignIn, officer: int) -> None:
    client = sign_in(officer)
    address = bring(client, blank(["工号", "完成日期"])).headers["Location"]
    answer = mapping(client, address, mask_1="DD.QQ", text_0="both", act="use")
    page = Page(answer, address)
    assert answer.status_code == 422
    assert page.has("#mask_1-error")
    assert page.has("#text_0-error")
    assert page.fields(f"{address}/mapping")["mask_1"] == "DD.QQ", "nothing typed is lost"


def with_part(name: str, content: bytes = b"x") -> bytes:
    """A template with one part more."""
    data = io.BytesIO(blank(["工号"]))
    with zipfile.ZipFile(data, "a") as book:
        book.writestr(name, content, zipfile.ZIP_DEFLATED)
    return data.getvalue()


def test_what_cannot_be_filled_is_refused_with_a_reason(sign_in: SignIn, officer: int) -> None:
    client = sign_in(officer)
    merged = styled_template(after='<mergeCells count="1"><mergeCell ref="A3:B4"/></mergeCells>')
    for data, more, sentence in (
        (b"no workbook", {}, "not an XLSX workbook"),
        (with_part("xl/vbaProject.bin"), {}, "has macros"),
        (with_part("xl/media/zeros", bytes(65 * 2**20)), {}, "not an XLSX workbook"),
        (merged, {"heading_row": "2"}, "are merged"),
        (blank(["工号", "工号 "]), {}, "Two columns are called"),
        (blank([f"h{n}" for n in range(81)]), {}, "more than 80 columns"),
        (blank(["工号"]), {"heading_row": "9"}, "No headings were found there"),
    ):
        answer = bring(client, data, **more)
        assert answer.status_code == 422
        assert sentence in Page(answer, "").text("#file-error")


def test_a_name_is_taken_once(app: Flask, sign_in: SignIn, officer: int) -> None:
    client = sign_in(officer)
    assert bring(client, blank(["工号"])).status_code == 303
    again = bring(client, blank(["工号"]))
    assert (again.status_code, Page(again, "").has("#name-error")) == (422, True)
    assert bring(client, blank(["工号"]), name="canonical").status_code == 422
    with app.app_context():
        assert len(db.session.scalars(sa.select(ExportProfile)).all()) == 1


def test_a_template_keeps_what_we_do_not_know(sign_in: SignIn, officer: int, app: Flask, tmp_path: Path) -> None:
    """A title above the headings, a style below them, and another sheet stay; a blank row below gives way."""
    client = sign_in(officer)
    data = styled_template()
    address = bring(client, data, heading_row="2").headers["Location"]
    mapping(client, address, act="use")
    assert command(app, tmp_path / "x.xlsx", "--profile", "beisen")[0] == 0
    filled = (tmp_path / "x.xlsx").read_bytes()
    sheets = read_sheets(filled)
    assert list(sheets) == ["导入", "Notes"]
    rows = sheets["导入"]
    assert rows[0][0] == "请勿修改表头"
    assert rows[1] == ["工号", "姓名"]
    assert rows[2][0] == "000101"
    with zipfile.ZipFile(io.BytesIO(filled)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert '<c r="A3" s="1" t="inlineStr">' in sheet
    assert "<dataValidations" in sheet


def styled_template(after: str = "") -> bytes:
    """A workbook with a title, a styled blank row, a validation, and a second sheet."""
    data = io.BytesIO()
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"

    def text(place: str, said: str) -> str:
        return f'<c r="{place}" t="inlineStr"><is><t>{said}</t></is></c>'

    sheet = (
        f'<worksheet xmlns="{main}"><dimension ref="A1:B3"/><sheetData>'
        f'<row r="1">{text("A1", "请勿修改表头")}</row><row r="2">{text("A2", "工号")}{text("B2", "姓名")}</row>'
        f'<row r="3"><c r="A3" s="1"/></row></sheetData>{after}'
        '<dataValidations count="1"><dataValidation type="list" sqref="B3:B9"><formula1>"x"</formula1></dataValidation>'
        "</dataValidations></worksheet>"
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet2.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="导入" sheetId="1" r:id="r1"/><sheet name="Notes" sheetId="2" r:id="r2"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{office}/worksheet" Target="/xl/worksheets/sheet2.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
        "xl/worksheets/sheet2.xml": f'<worksheet xmlns="{main}"><sheetData/></worksheet>',
    }
    with zipfile.ZipFile(data, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return data.getvalue()
