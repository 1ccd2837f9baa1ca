"""After an erasure every figure is what it was, a roster makes somebody new, and an older backup is erased again."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts import actions
from app.accounts.actions.roster import bring_roster, import_roster, undo_roster
from app.accounts.models import Erasure, Person, Role, RosterChange, RosterImport, Tier
from app.accounts.queries.roster import roster_plan
from app.demo.company.faults import read_company
from app.demo.company.load import load_company
from app.foundation import audit_chain, clock
from app.foundation.db import db, empty_journal, transaction
from app.hr.queries.records import cells, filter_of
from app.metrics.queries.report import report
from app.training.models import Assignment, AssignmentSource, Certificate, Completion, Method, TrainingPath
from tests.factories import Cast, make_person
from tests.golden import COMPANY, EXPECTED
from tests.kinds import Visit

DAYS = (date(2026, 6, 15), date(2026, 6, 30), date(2026, 7, 31))


def figures(app: Flask) -> dict[str, Any]:
    """Every figure of the report, and how many records HR takes, as of three days."""
    with app.app_context():
        rows = {str(day): len(list(cells(filter_of(day, {}), "en"))) for day in DAYS}
        return {"hr": rows, **{str(day): report(day) for day in DAYS}}


def renamed(found: Any, names: dict[str, str]) -> Any:
    """A report in which people are called by other numbers."""
    return json.loads("".join(_replaced(json.dumps(found, sort_keys=True), names)))


def _replaced(text: str, names: dict[str, str]) -> str:
    for old, new in names.items():
        text = text.replace(f'"{old}"', f'"{new}"')
    return text


def test_no_figure_changes(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.extensions, "uptake.zone", ZoneInfo(COMPANY["zone"]))
    with app.app_context(), transaction():
        load_company(read_company(json.dumps(COMPANY)))
        assert report(DAYS[1]) == EXPECTED
        people = list(db.session.scalars(sa.select(Person).order_by(Person.id)))
        officer = make_person("999999", "何琳", people[0].department_id, Role.hr_officer).id
        leavers = [(one.id, one.employee_no, one.name) for one in people]
        for one in people:
            one.last_day = one.last_day or date(2026, 8, 31)
    before = figures(app)
    names = {}
    for person_id, number, _name in leavers:
        with app.app_context(), transaction():
            names[number] = actions.erase_person(person_id=person_id, reason="over", by=officer).pseudonym
    assert renamed(figures(app), {}) == renamed(before, names)
    with app.app_context():
        audit_chain.seal_audit_trail()
        assert audit_chain.verify().faults == ()


def test_a_certificate_is_verified_under_the_pseudonym(app: Flask, cast: Cast, leaver: int, visit: Visit) -> None:
    with app.app_context(), transaction():
        path = TrainingPath(
            code="EU", title_zh="终端用户", title_en="End users", version="1", tier=Tier.end_user, pass_mark=80
        )
        db.session.add(path)
        db.session.flush()
        given = Assignment(
            person_id=leaver, path_id=path.id, source=AssignmentSource.rule, assigned_at=clock.now(), number="A-1"
        )
        db.session.add(given)
        db.session.flush()
        done = Completion(
            assignment_id=given.id,
            person_id=leaver,
            path_id=path.id,
            path_version="1",
            method=Method.passed,
            score=90,
            completed_at=clock.now(),
            completed_on=clock.today(),
            zone="Asia/Shanghai",
        )
        db.session.add(done)
        db.session.flush()
        named = {"person_id": leaver, "person_name": "欧阳远帆", "path_id": path.id, "path_version": "1"}
        days = {"completed_on": clock.today(), "issued_on": clock.today()}
        titles = {"title_zh": "终端用户", "title_en": "End users"}
        db.session.add(Certificate(number="C-EU-2026-1-AAAAAA", completion_id=done.id, **named, **days, **titles))
    address = "/certificates/C-EU-2026-1-AAAAAA"
    assert "欧阳远帆" in visit(address).text("main")
    with app.app_context(), transaction():
        pseudonym = actions.erase_person(person_id=leaver, reason="over", by=cast.he).pseudonym
    page = visit(address).text("main")
    assert pseudonym in page
    assert "欧阳远帆" not in page


@pytest.fixture
def leaver(app: Flask, cast: Cast) -> int:
    """Somebody whose last day is over."""
    with app.app_context(), transaction():
        gone = clock.today() - timedelta(days=5)
        return make_person("000777", "欧阳远帆", cast.department, last_day=gone).id


HEAD = "employee_no,name,work_email,dept_code,last_day\n"


def test_a_roster_with_the_number_makes_somebody_new_and_none_brings_the_name_back(
    app: Flask, cast: Cast, leaver: int
) -> None:
    line = HEAD + "000777,欧阳远帆,ouyang@huaxin.example,D10,2026-01-01\n"
    brought = []
    for text in (line, line.replace("2026-01-01", "")):
        with app.app_context(), transaction():
            brought.append(bring_roster(data=text.encode(), name="roster.csv", by=cast.he).id)
    with app.app_context(), transaction():
        import_roster(import_id=brought[0], partial=True, with_departments=False, by=cast.he)
    with app.app_context(), transaction():
        pseudonym = actions.erase_person(person_id=leaver, reason="over", by=cast.he).pseudonym
    with app.app_context():
        assert db.session.get_one(RosterImport, brought[0]).content == b""
        assert db.session.get(RosterImport, brought[1]) is None
        change = db.session.scalars(sa.select(RosterChange)).one()
        assert (change.before["name"], change.after["name"]) == (pseudonym, pseudonym)  # type: ignore[index]
    with app.app_context(), transaction():
        assert undo_roster(import_id=brought[0], by=cast.he).restored == 0
    with app.app_context(), transaction():
        again = bring_roster(data=line.replace("2026-01-01", "").encode(), name="roster.csv", by=cast.he)
        plan = import_roster(import_id=again.id, partial=True, with_departments=False, by=cast.he)
        assert (len(plan.added), len(plan.changed)) == (1, 0)
    with app.app_context():
        named = line.replace("000777", pseudonym).encode()
        assert roster_plan(named, partial=True).faults[0].column == "employee_no"
        new = db.session.scalars(sa.select(Person).where(Person.employee_no_key == "000777")).one()
        assert new.id != leaver
        assert db.session.get_one(Person, leaver).name == pseudonym


def test_a_restored_backup_is_erased_again_from_the_list(app: Flask, cast: Cast, leaver: int, tmp_path: Path) -> None:
    with app.app_context(), transaction():
        pseudonym = actions.erase_person(person_id=leaver, reason="over", by=cast.he).pseudonym
        other = make_person("000888", "司徒云", cast.department).id
    kept = tmp_path / "erasures.jsonl"
    run = app.test_cli_runner().invoke
    assert run(args=["people", "erasures", str(kept)]).exit_code == 0
    facts = json.loads(kept.read_text(encoding="utf-8"))
    assert (facts["person"], facts["pseudonym"]) == (leaver, pseudonym)
    assert "欧阳" not in kept.read_text(encoding="utf-8")
    # What the list knows of another installation of time: somebody who still bears a name, and who had not left yet.
    more = {**facts, "person": other, "pseudonym": "ERASED-ABCDEFGH"}
    gone = {**facts, "person": 999_999, "pseudonym": "ERASED-ABCDEFGJ"}
    kept.write_text("\n".join(json.dumps(one) for one in (facts, more, gone)), encoding="utf-8")
    told = run(args=["people", "erase-again", str(kept)])
    assert told.exit_code == 0
    assert "1 people erased again" in told.output
    assert "There is no person 999999" in told.output
    assert "0 people erased again" in run(args=["people", "erase-again", str(kept)]).output
    with app.app_context():
        person = db.session.get_one(Person, other)
        assert (person.name, person.email, str(person.last_day)) == ("ERASED-ABCDEFGH", None, facts["last_day"])
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Erasure)) == 2
    kept.write_text("nonsense", encoding="utf-8")
    assert run(args=["people", "erase-again", str(kept)]).exit_code == 2


def test_the_files_of_the_database_hold_no_name_any_more(app: Flask, cast: Cast, leaver: int) -> None:
    with app.app_context():
        path = Path(db.engine.url.database or "")
        of_ours = path.parent.glob(f"{path.name}*") if db.engine.dialect.name == "sqlite" else ()
    with app.app_context(), transaction():
        actions.erase_person(person_id=leaver, reason="over", by=cast.he)
    with app.app_context():
        assert actions.empty_journal_after_erasures() == 1
        empty_journal()
    held = b"".join(one.read_bytes() for one in of_ours)  # PostgreSQL's files are its own
    assert "欧阳远帆".encode() not in held
    assert b"000777" not in held
    with app.app_context():
        later = clock.now() + timedelta(minutes=11)
    with clock.fixed_at(later), app.app_context():
        assert actions.empty_journal_after_erasures() == 0
