"""The roster: looked at first, taken over as a whole, taken back until the next one; who is missing has not left."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from app.accounts import actions
from app.accounts.models import Department, Person, PersonState, RosterChange, RosterImport
from app.accounts.queries import person_page
from app.accounts.queries.people import everybody, person_facts
from app.accounts.queries.roster import roster_plan, roster_rows
from app.foundation import clock
from app.foundation.audit import AuditEntry
from app.foundation.db import db, transaction
from app.foundation.spreadsheets import csv_file, text_workbook
from tests.factories import Cast
from tests.page import inspected
from tests.together import answers_at_once

SignIn = Callable[[int | None], FlaskClient]
HEADINGS = ("employee_no", "name", "dept_code")
COMPANY = (("000101", "林静", "D10"), ("000202", "伊文", "D20"))


def roster(*rows: tuple[str, ...], headings: tuple[str, ...] = HEADINGS) -> bytes:
    """A file of people."""
    return b"".join(csv_file([headings, *rows]))


@contextmanager
def here(app: Flask) -> Iterator[None]:
    """A transaction in the portal."""
    with app.app_context(), transaction():
        yield


def taken_over(app: Flask, data: bytes, *, with_departments: bool = False) -> int:
    """Bring a file and take it over; the number of the import."""
    with here(app):
        number = actions.bring_roster(data=data, name="名册.csv", by=None).id
        actions.import_roster(import_id=number, partial=True, with_departments=with_departments, by=None)
    return number


def facts_of(app: Flask) -> Mapping[str, object]:
    """What is known of everybody, by employee number."""
    with app.app_context():
        return {person.employee_no: person_facts(person) for person in everybody()}


def upload(client: FlaskClient, data: bytes, name: str = "roster.csv") -> str:
    """Bring a file as HR does; the address of what it would do."""
    fields = inspected(client.get("/people/imports"), "/people/imports", 200).fields("/people/imports")
    answer = client.post("/people/imports", data={**fields, "file": (io.BytesIO(data), name)})
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def test_hr_sees_what_would_change_takes_it_over_and_takes_it_back(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.he)
    before = facts_of(app)
    data = roster(
        ("000101", "林静", "D20", "班长", "000110"),
        ("000102", "周凯", "D10", "", "000110"),
        ("000901", "新人", "D10", "操作工", "000101"),
        headings=(*HEADINGS, "job_title", "manager_no"),
    )
    address = upload(client, data)
    page = inspected(client.get(address), address, 200)
    assert "More than a tenth of the company is not in this file" in page.text()
    assert "班长" in page.text()
    assert facts_of(app) == before, "nothing has happened yet"
    held = client.post(address, data=page.fields(address))
    assert held.status_code == 422
    assert client.post(address, data={**page.fields(address), "partial": "y"}).status_code == 303
    after = facts_of(app)
    assert after["000101"] == {**before["000101"], "department": "D20", "job_title": "班长"}  # type: ignore[dict-item]
    assert after["000901"]["manager"] == "000101"  # type: ignore[index]
    assert {no: facts for no, facts in after.items() if no not in ("000101", "000901")} == {
        no: facts for no, facts in before.items() if no != "000101"
    }
    done = inspected(client.get(address), address, 200)
    assert client.post(f"{address}/delete", data=done.fields(f"{address}/delete")).status_code == 303
    back = facts_of(app)
    assert back["000101"] == before["000101"]
    with app.app_context():
        newcomer = db.session.scalars(sa.select(Person).where(Person.employee_no == "000901")).one()
        assert newcomer.deactivated_at is not None, "nothing is deleted, the account is closed"
        acts = db.session.scalars(
            sa.select(AuditEntry.act).where(AuditEntry.act.like("roster:%")).order_by(AuditEntry.id)
        ).all()
    assert acts == ["roster:imported", "roster:undone"]


def test_who_was_brought_and_taken_back_comes_again(app: Flask, cast: Cast) -> None:
    data = roster(("000901", "新人", "D10"))
    number = taken_over(app, data)
    with here(app):
        actions.undo_roster(import_id=number, by=None)
    taken_over(app, data)
    with app.app_context():
        person = db.session.scalars(sa.select(Person).where(Person.employee_no == "000901")).one()
        assert person.deactivated_at is None
    with here(app):
        actions.deactivate_person(person_id=person.id, reason="", by=cast.guo)
    taken_over(app, data)
    with app.app_context():
        assert db.session.get_one(Person, person.id).deactivated_at is not None, "who was closed by hand stays closed"


def test_only_the_last_import_is_taken_back_and_what_changed_since_stays(app: Flask, cast: Cast) -> None:
    first = taken_over(app, roster(("000101", "林静", "D20")))
    second = taken_over(app, roster(("000101", "林小静", "D20", "班长"), headings=(*HEADINGS, "job_title")))
    with here(app), pytest.raises(actions.RosterSettled):
        actions.undo_roster(import_id=first, by=None)
    with here(app):
        person = person_page(cast.lin)
        assert person is not None
        person.job_title = "主管"  # somebody was faster than the undo
    with here(app):
        undone = actions.undo_roster(import_id=second, by=None)
    assert (undone.restored, undone.closed, undone.kept) == (1, 0, 1)
    facts = facts_of(app)["000101"]
    assert (facts["name"], facts["job_title"]) == ("林静", "主管")  # type: ignore[index]
    with here(app), pytest.raises(actions.RosterSettled):
        actions.undo_roster(import_id=first, by=None)


def test_every_fault_has_its_row_and_column_and_nothing_is_taken_over(app: Flask, cast: Cast) -> None:
    data = roster(
        ("000101", "林静", "D10", "", "2026-02-30", "", "000110", ""),
        ("０００１０１", "林静", "D10", "", "", "", "", ""),  # the same number in full width
        ("000777", "", "D10", "", "", "", "", ""),
        ("000778", "甲", "D99", "", "", "", "", ""),
        ("000779", "乙", "D10", "nobody", "", "", "", ""),
        ("000780", "丙", "D10", "", "", "", "000999", ""),
        ("000110", "陈刚", "D10", "", "", "", "000101", ""),
        ("000781", "丁", "D10", "", "2026-03-01", "2026-02-01", "", "X9"),
        headings=(*HEADINGS, "work_email", "leave_from", "leave_to", "manager_no", "project_groups"),
    )
    with app.app_context():
        plan = roster_plan(data)
        places = {(fault.row, fault.column) for fault in plan.faults}
    assert places == {
        (2, "leave_from"),
        (2, "manager_no"),
        (3, "employee_no"),
        (3, "manager_no"),
        (4, "name"),
        (5, "dept_code"),
        (6, "work_email"),
        (7, "manager_no"),
        (8, "manager_no"),
        (9, "leave_to"),
        (9, "project_groups"),
    }
    before = facts_of(app)
    with here(app):
        number = actions.bring_roster(data=data, name="x.csv", by=None).id
    with here(app), pytest.raises(actions.RosterRefused):
        actions.import_roster(import_id=number, partial=True, with_departments=True, by=None)
    assert facts_of(app) == before
    with app.app_context():
        assert not db.session.scalar(sa.select(sa.func.count(RosterChange.id)))
        assert db.session.scalar(sa.select(sa.func.count(Department.id))) == 2, "no department is made on the way"


def test_somebody_new_without_a_department_is_a_fault_that_is_shown(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.he)
    address = upload(client, roster(("000999", "新人", ""), ("000101", "林静", "D10")))
    page = inspected(client.get(address, headers={"Accept-Language": "en"}), address, 200)
    assert page.list(".card tbody tr > *") == ["2", "dept_code", "Say the department by its code or its path."]
    assert "新人" in page.text("#roster-lines")
    page = inspected(client.get(address, headers={"Accept-Language": "zh"}), address, 200)
    assert page.list(".card tbody tr > *")[1] == "部门编码 dept_code"


def test_who_is_missing_has_not_left(app: Flask, cast: Cast) -> None:
    """T31: a file without somebody changes nothing about them, and one that lacks many is held back."""
    with app.app_context():
        everyone = [(p.employee_no, p.name, p.department.code) for p in everybody()]
        almost = roster_plan(roster(*everyone[1:]))
        half = roster_plan(roster(*everyone[::2]))
    assert (almost.possible, [person.employee_no for person in almost.missing]) == (True, [everyone[0][0]])
    assert half.guarded
    assert not half.possible
    number = taken_over(app, roster(*everyone[1:]))
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).where(RosterChange.import_id == number)) == 0
        missing = db.session.scalars(sa.select(Person).where(Person.employee_no == everyone[0][0])).one()
        assert missing.state_on(clock.today()) is PersonState.active


def test_a_last_day_says_that_somebody_leaves(app: Flask, cast: Cast) -> None:
    taken_over(app, roster(("000202", "伊文", "D20", "2026年1月31日"), headings=(*HEADINGS, "最后工作日")))
    with app.app_context():
        assert db.session.get_one(Person, cast.eve).state_on(clock.today()) is PersonState.left


def test_departments_are_made_only_when_asked(app: Flask, cast: Cast) -> None:
    headings = (*HEADINGS, "org_path")
    data = roster(("1", "甲", "D31", "研发部/测试/台架"), ("2", "乙", "D30", "研发部/测试"), headings=headings)
    with app.app_context():
        assert dict(roster_plan(data).unknown_departments) == {"D31": 1, "D30": 1}
    taken_over(app, data, with_departments=True)
    with app.app_context():
        rows = db.session.execute(sa.select(Department.code, Department.name, Department.parent_id)).all()
        made = {row.code: row for row in rows}
        ids = {one.code: one.id for one in db.session.scalars(sa.select(Department))}
    assert (made["D31"].name, made["D31"].parent_id) == ("台架", ids["D30"])
    assert made["D30"].parent_id == ids["D10"]


def test_addresses_and_managers_change_hands_in_one_file(app: Flask, cast: Cast) -> None:
    data = roster(
        ("000101", "林静", "D10", "000102@huaxin.example", ""),
        ("000102", "周凯", "D10", "000101@huaxin.example", "000101"),
        ("000110", "陈刚", "D10", "000110@huaxin.example", "000102"),
        headings=(*HEADINGS, "work_email", "manager_no"),
    )
    taken_over(app, data)
    facts = facts_of(app)
    assert facts["000101"]["email"] == "000102@huaxin.example"  # type: ignore[index]
    assert facts["000110"]["manager"] == "000102"  # type: ignore[index]


ODD = [
    "=cmd|' /C calc'!A0",
    "-李",
    "@x",
    "+86",
    "'=1",
    "''",
    "O'Brien",
    "𠮷䶮",
    "ŵ",
    "＝1",
    "' =x",
    "甲;乙",
    'a"b',
    "1e5",
    "0012",
    "TRUE",
]


def odd_names(count: int) -> list[str]:
    """Names that spreadsheets like to change, alone and in pieces."""
    draw = random.Random(7)
    return ["".join(draw.choices(ODD, k=draw.randint(1, 3))).strip() for _ in range(count)]


def test_what_is_exported_imports_without_a_change(app: Flask, cast: Cast) -> None:
    """T30: a thousand odd names, as a workbook and as CSV; the template is the export, so it imports as it is."""
    with here(app):
        for n, name in enumerate(odd_names(1000)):
            person = Person(department_id=cast.department, created_at=clock.now(), leave_from=clock.today())
            person.identify(employee_no=f"7{n:05}", name=name, email=None)
            db.session.add(person)
    with app.app_context():
        for language, workbook in (("zh", True), ("en", False)):
            headings, rows = roster_rows(language)
            assert len(rows) > 1000
            plan = roster_plan(
                text_workbook("人员", headings, rows) if workbook else b"".join(csv_file([headings, *rows]))
            )
            changed = [(line.before, line.changed) for line in plan.changed]
            assert (plan.faults, plan.added, changed, plan.missing) == ([], [], [], [])


def test_two_who_take_over_the_same_file_do_it_once(app: Flask, cast: Cast) -> None:
    data = roster(*((f"9{n:05}", f"新人{n}", "D10") for n in range(5)))
    with here(app):
        number = actions.bring_roster(data=data, name="x.csv", by=None).id

    def take_over() -> int:
        try:
            with here(app):
                actions.import_roster(import_id=number, partial=True, with_departments=False, by=None)
        except actions.RosterSettled:
            return 0
        return 1

    assert sum(answers_at_once([take_over] * 6)) == 1
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(RosterChange.id))) == 5


def test_what_is_no_table_is_said_at_the_field(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.he)
    fields = inspected(client.get("/people/imports"), "/people/imports", 200).fields("/people/imports")
    for data, name in ((b"\x00\x01\x02", "x.bin"), (b"PK\x03\x04 broken", "x.xlsx"), (b"", "")):
        answer = client.post("/people/imports", data={**fields, "file": (io.BytesIO(data), name)})
        assert answer.status_code == 422
        assert "is-invalid" in answer.text
    with app.app_context():
        assert not db.session.scalar(sa.select(sa.func.count(RosterImport.id)))


def test_everyone_as_a_file(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.he)
    flat = client.get("/people/roster.csv")
    rows = list(csv.reader(io.StringIO(flat.get_data().decode("utf-8-sig"))))
    assert rows[0][:3] == ["employee_no", "name", "dept_code"]
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get("/people/roster.xlsx").get_data()))
    assert book.get_sheet_by_index(0).to_python()[1][0] == "000101"
    assert sign_in(cast.lin).get("/people/roster.csv").status_code == 403


def test_the_commands_say_the_same(app: Flask, cast: Cast, tmp_path: Path) -> None:
    run = app.test_cli_runner()
    file = tmp_path / "people.xlsx"
    assert run.invoke(args=["people", "export", str(file)]).exit_code == 0
    same = run.invoke(args=["people", "import", str(file), "--dry-run", "--json"])
    assert (same.exit_code, json.loads(same.output)["changed"]) == (0, 0)
    file.write_bytes(roster(("000101", "林静", "D99")))
    refused = run.invoke(args=["people", "import", str(file), "--partial"])
    assert refused.exit_code == 1
    assert "row 2, dept_code: There is no department D99" in refused.output
    file.write_bytes(roster(("000101", "林小静", "D10")))
    done = run.invoke(args=["people", "import", str(file), "--partial", "--json"])
    number = json.loads(done.output)["import"]
    assert run.invoke(args=["people", "undo", str(number)]).exit_code == 0
    assert run.invoke(args=["people", "undo", str(number)]).exit_code == 1
    assert run.invoke(args=["people", "undo", "999"]).exit_code == 2
    assert facts_of(app)["000101"]["name"] == "林静"  # type: ignore[index]
