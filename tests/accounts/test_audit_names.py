"""The audit trail keeps ids and says names: of people, departments, project groups, paths and waves, in few statements."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import sqlalchemy as sa
from flask import Flask

from app.accounts.actions import erase_person
from app.accounts.models import Department, Person, Tier
from app.foundation import audit, audit_chain, clock
from app.foundation.audit import AuditEntry
from app.foundation.db import db, transaction
from app.training.models import RolloutWave, TrainingPath, WaveKind
from tests.factories import Cast, make_group, make_person
from tests.kinds import SignIn, Visit
from tests.page import post
from tests.statements import asked

TRAIL = "/audit/?act=x:y"


def note(app: Flask, kind: str, subject: object, **after: object) -> None:
    """An entry as features write them."""
    with app.app_context(), transaction():
        audit.record(act="x:y", subject=(kind, str(subject)), actor_id=None, after=after)


def told(visit: Visit, cast: Cast, language: str = "en") -> list[str]:
    """The last column of the page, the latest entry first."""
    return visit(TRAIL, as_=cast.audit, language=language).list("#audit-list tbody td:last-child")


def test_ids_are_told_by_name_in_the_readers_language(app: Flask, cast: Cast, visit: Visit) -> None:
    with app.app_context(), transaction():
        group = make_group().id
        path = TrainingPath(
            code="XP", title_zh="示例路径", title_en="Sample path", tier=Tier.end_user, version="1", pass_mark=80
        )
        wave = RolloutWave(name="第一批", name_en="First wave", kind=WaveKind.pilot, units=[])
        db.session.add_all([path, wave])
        db.session.flush()
        path_id, wave_id = path.id, wave.id
    things = {"path_id": path_id, "wave_id": wave_id, "project_group": group, "chair_id": str(cast.wang)}
    note(app, "appointment", 7, person=cast.lin, department=cast.department, **things)
    note(app, "wave", wave_id, departments=[cast.department, cast.other_department], people=[cast.lin, cast.eve])
    note(app, "path", path_id, version=3)
    english, chinese = told(visit, cast), told(visit, cast, "zh")
    for name in ("林静 000101", "R&D D10", "Press line retrofit G1", "Sample path XP", "First wave", "王磊"):
        assert name in english[2], name
    for name in ("研发部 D10", "冲压线改造 G1", "示例路径 XP", "第一批"):
        assert name in chinese[2], name
    assert "R&D D10, Procurement D20" in english[1]
    assert "林静 000101、伊文 000202" in chinese[1]
    subjects = visit(TRAIL, as_=cast.audit).list("#audit-list tbody td:nth-child(4)")
    assert subjects == ["Path Sample path XP", "Roll-out wave First wave", "Appointment 7"]


def test_numbers_that_are_no_ids_and_ids_of_nothing_stay_numbers(app: Flask, cast: Cast, visit: Visit) -> None:
    note(app, "usage", 1, people=cast.lin, departments=cast.department, rows=cast.lin, manager=str(cast.lin))
    note(app, "appointment", 1, person=99_999, department=None, path_id=True)
    gone, counted = told(visit, cast)
    assert "林静" not in counted
    assert "研发部" not in counted
    assert "99999" in gone


def test_an_erased_person_goes_by_the_pseudonym_and_entries_stay_as_they_were(
    app: Flask, cast: Cast, visit: Visit
) -> None:
    with app.app_context(), transaction():
        leaver = make_person("000777", "欧阳远帆", cast.department)
        leaver.last_day = clock.today() - timedelta(days=40)
        number = leaver.id
    note(app, "appointment", 1, person=number)
    with app.app_context():
        audit_chain.seal_audit_trail()
        kept = audit_chain.head()
    assert "欧阳远帆 000777" in told(visit, cast)[0]
    with app.app_context(), transaction():
        pseudonym = erase_person(person_id=number, reason="retention is over", by=cast.he).pseudonym
    (entry,) = told(visit, cast)
    assert entry.endswith(pseudonym)
    assert entry.count(pseudonym) == 1
    assert "欧阳远帆" not in entry
    with app.app_context():
        rows = db.session.scalars(sa.select(AuditEntry.after).where(AuditEntry.act == "x:y"))
        assert list(rows) == [{"person": number}], "nothing but the page says a name"
        assert audit_chain.verify(kept).faults == ()


def test_the_file_says_what_the_page_says_and_no_more_than_was_asked_for(
    app: Flask, cast: Cast, visit: Visit, sign_in: SignIn
) -> None:
    note(app, "appointment", 7, person=cast.lin, department=cast.department, words="=1+1")
    for number in range(1_203):
        note_many = {"person": cast.eve, "number": number}
        with app.app_context(), transaction():
            audit.record(act="x:z", subject=("appointment", 8), actor_id=cast.he, after=note_many)
    browser = sign_in(cast.audit)
    answer = post(browser, TRAIL, "/audit/file", act="x:y")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="audit-')
    head, line = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))
    row = dict(zip(head, line, strict=True))
    assert row["To what"] == "Appointment 7"
    assert "林静 000101" in row["After"]
    assert "R&D D10" in row["After"]
    assert row["Before"].replace("\n", "").endswith("—")
    assert row["Code"] == "x:y"
    with asked() as sent:
        everything = post(browser, TRAIL, "/audit/file", act="x:z").data.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(everything)))[1:]
    assert len(lines) == 1_203
    assert [int(one[0]) for one in lines] == sorted((int(one[0]) for one in lines), reverse=True)
    assert all("伊文 000202" in one[7] for one in lines)
    assert len([one for one in sent if "FROM people" in one and "IN (" in one]) <= 4, "once for each five hundred"
    taken = visit("/audit/?act=audit:taken", as_=cast.audit).list("#audit-list tbody tr")
    assert len(taken) == 2
    assert "x:z" in taken[0]


def test_a_page_of_many_names_asks_once_for_each_kind_of_thing(app: Flask, cast: Cast, visit: Visit) -> None:
    def statements() -> int:
        visit(TRAIL, as_=cast.audit)  # what is kept for later pages is there
        with asked() as sent:
            visit(TRAIL, as_=cast.audit)
        return len(sent)

    note(app, "appointment", 1, person=cast.lin, department=cast.department)
    few = statements()
    with app.app_context():
        people = list(db.session.scalars(sa.select(Person.id)))
        units = list(db.session.scalars(sa.select(Department.id)))
    for person in people:
        for unit in units:
            note(app, "person", person, person=person, departments=[unit], by=person)
    assert len(told(visit, cast)) > 20
    assert statements() == few
