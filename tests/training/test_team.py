"""A manager's team, chosen people and project groups; notes about working time; what was learned elsewhere; the record."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Membership, Person
from app.foundation import clock
from app.foundation.audit import AuditEntry
from app.foundation.db import db, transaction
from app.training.actions import assigning, deadlines
from app.training.models import Assignment, AssignmentSource, Certificate, Completion, Method, TimeNote
from tests.factories import Cast, make_group, make_person
from tests.house.test_statements import statements
from tests.page import Page, inspected, post
from tests.training.learning import Learner, assign, published

SignIn = Callable[[int | None], FlaskClient]
ENGLISH = {"Accept-Language": "en"}


def due_in(app: Flask, days: int) -> date:
    """A day counted from today."""
    with app.app_context():
        return clock.today() + timedelta(days=days)


def make_overdue(app: Flask, number: int, days: int = 5) -> None:
    """Let an assignment have been due some days ago."""
    with app.app_context(), transaction():
        one = db.session.get_one(Assignment, number)
        one.due_on = one.original_due_on = clock.today() - timedelta(days=days)


def team(client: FlaskClient, query: str = "") -> Page:
    """The page of the team in English."""
    return inspected(client.get(f"/training/team{query}", headers=ENGLISH), "/training/team", 200)


def test_a_manager_sees_the_own_reports_at_a_glance(app: Flask, lin: Learner, cast: Cast, sign_in: SignIn) -> None:
    chen = sign_in(cast.chen)
    make_overdue(app, assign(app, cast.lin, due_on=due_in(app, 9)))
    assign(app, cast.zhou, due_on=due_in(app, 9))
    assign(app, cast.eve, due_on=due_in(app, 9))
    lin.pass_module("SP", "m1")
    page = team(chen)
    assert page.list("#team-list tbody .person-text a") == ["周凯", "林静"]
    assert "1 / 2" in page.text("#team-list tbody")
    assert "Overdue since" in page.text("#team-list tbody")
    assert page.list(".tile-value") == ["1", "1", "0"]
    assert team(chen, "?show=overdue").list("#team-list tbody .person-text a") == ["林静"]
    assert team(chen, "?show=soon").list("#team-list tbody .person-text a") == ["周凯"]
    assert team(chen, "?q=000102").list("#team-list tbody .person-text a") == ["周凯"]
    assert "Nobody is in this list" in team(chen, "?show=paused").text("#team-list")
    assert "Nobody is in this list" in team(chen, "?q=nobody").text("#team-list")


def test_the_page_of_a_team_asks_the_same_for_ten_and_for_two_hundred(
    app: Flask, lin: Learner, cast: Cast, sign_in: SignIn
) -> None:
    chen, counts = sign_in(cast.chen), []
    lin.pass_item("SP", "m1", "fill") if assign(app, cast.lin) else None
    for first, last in ((0, 10), (10, 200)):
        with app.app_context(), transaction():
            path_id = published(app).path_id
            for n in range(first, last):
                one = make_person(f"4{n:05d}", f"员工{n}", cast.department, manager_id=cast.chen, tiers=())
                assigning.assign(
                    person_id=one.id,
                    path_id=path_id,
                    source=AssignmentSource.manual,
                    due_on=clock.today() + timedelta(days=n % 20),
                )
        team(chen)
        with statements() as sent:
            team(chen)
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 12, counts


def test_a_manager_of_nobody_is_told_what_will_be_here(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    with app.app_context(), transaction():
        db.session.execute(sa.update(Person).values(manager_id=None))
    assert "Nobody reports to you yet" in team(sign_in(cast.chen)).text("#team-list")


# ------------------------------------------------------------------------------------------ paths for many


def test_a_project_administrator_enrols_the_own_project_group(
    app: Flask, lin: Learner, cast: Cast, sign_in: SignIn
) -> None:
    with app.app_context(), transaction():
        own, other = make_group("G1").id, make_group("G2", "别的组").id
        for who, group in ((cast.zhou, own), (cast.lin, own), (cast.eve, own), (cast.wang, other)):
            db.session.add(Membership(person_id=who, project_group_id=group))
    zhou = sign_in(cast.zhou)
    shelf = Page(zhou.get("/training/", headers=ENGLISH), "/training/")
    assert "/training/assignments/new" in shelf.links("a")
    page = inspected(zhou.get("/training/assignments/new", headers=ENGLISH), "new", 200)
    assert page.list("#group_id option") == ["冲压线改造"] or page.list("#group_id option") == ["Press line retrofit"]
    assert not page.has("[name=mandatory]"), "who is nobody's manager obliges nobody"
    where = "/training/assignments/new"
    sent = post(zhou, where, "/training/assignments", path_id=published(app).path_id, group_id=own, mandatory="y")
    assert sent.status_code == 303
    with app.app_context():
        made = db.session.scalars(sa.select(Assignment).order_by(Assignment.person_id)).all()
        assert {one.person_id for one in made} == {cast.zhou, cast.lin, cast.eve}
        assert not any(one.mandatory for one in made)
    assert post(zhou, where, "/training/assignments", path_id=published(app).path_id, group_id=other).status_code == 422
    again = post(zhou, where, "/training/assignments", path_id=published(app).path_id, group_id=own)
    assert again.status_code == 303
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Assignment)) == 3


def test_a_manager_obliges_own_reports_only(app: Flask, lin: Learner, cast: Cast, sign_in: SignIn) -> None:
    chen, path_id = sign_in(cast.chen), published(app).path_id
    where = f"/training/assignments/new?person={cast.lin}&person={cast.zhou}"
    page = Page(chen.get(where), where)
    token = page.root.cssselect("[name=csrf_token]")[0].get("value")
    data = {"csrf_token": token, "person": [cast.lin, cast.zhou], "path_id": path_id, "mandatory": "y"}
    assert chen.post("/training/assignments", data=data).status_code == 303
    with app.app_context():
        assert all(one.mandatory for one in db.session.scalars(sa.select(Assignment)))
    assert chen.get(f"/training/assignments/new?person={cast.lin}&person={cast.eve}").status_code == 404
    data["person"] = [cast.eve]
    assert chen.post("/training/assignments", data=data).status_code == 404


# ------------------------------------------------------------------------------------------ no working time


def test_a_note_about_working_time_reaches_the_manager_and_its_answer_the_learner(
    app: Flask, lin: Learner, cast: Cast, sign_in: SignIn
) -> None:
    number = assign(app, cast.lin, due_on=due_in(app, 9))
    where = f"/training/assignments/{number}/time-note"
    assert where in lin.open("/training/paths/SP").links("main a")
    for _ in range(2):
        data = {
            "csrf_token": lin.open("/account").root.cssselect("[name=csrf_token]")[0].get("value"),
            "text": "三班倒",
        }
        assert lin.client.post(where, data=data).status_code == 303
    with app.app_context():
        (note,) = db.session.scalars(sa.select(TimeNote)).all()
        assert (note.manager_id, note.text) == (cast.chen, "三班倒")
        answer_at = f"/training/time-notes/{note.id}"
    assert "has not answered yet" in lin.open("/training/paths/SP").text("main")
    chen = sign_in(cast.chen)
    assert "三班倒" in team(chen).text("main")
    assert "No time given" in team(chen).text("#team-list")
    notes = Page(chen.get("/metrics/time-notes", headers=ENGLISH), "notes")
    assert "林静" in notes.text("#note-list")
    assert post(chen, answer_at, answer_at, answer="").status_code == 422
    assert post(chen, answer_at, answer_at, answer="Friday two hours").status_code == 303
    assert chen.post(answer_at, data={"csrf_token": "x"}).status_code in (400, 409)
    assert "Friday two hours" in lin.open("/training/paths/SP").text("main")
    assert "Friday two hours" in lin.open(answer_at).text("main")
    assert "三班倒" not in team(chen).text("main")


def test_a_note_is_read_by_the_manager_in_line_hr_and_the_pmo_only(
    app: Flask, lin: Learner, cast: Cast, sign_in: SignIn
) -> None:
    number = assign(app, cast.lin)
    post(
        lin.client,
        f"/training/assignments/{number}/time-note",
        f"/training/assignments/{number}/time-note",
        text="秘密",
    )
    with app.app_context():
        note = db.session.scalars(sa.select(TimeNote.id)).one()
    readers = {cast.lin, cast.chen, cast.he, cast.pmo}
    for who in (
        cast.lin,
        cast.chen,
        cast.he,
        cast.pmo,
        cast.zhou,
        cast.wang,
        cast.zhao,
        cast.sun,
        cast.guo,
        cast.audit,
    ):
        answer = sign_in(who).get(f"/training/time-notes/{note}")
        assert (answer.status_code == 200) is (who in readers), who
    for who, sees in ((cast.he, True), (cast.audit, False)):
        client = sign_in(who)
        for where in (f"/training/people/{cast.lin}", f"/training/people/{cast.lin}/record.csv"):
            assert ("秘密" in client.get(where).get_data(as_text=True)) is sees, (who, where)
    assert sign_in(cast.audit).get("/metrics/time-notes").status_code == 403
    other = sign_in(cast.chen).get("/metrics/time-notes").get_data(as_text=True)
    assert "林静" in other


def test_no_note_about_what_is_optional_or_closed(app: Flask, lin: Learner, cast: Cast) -> None:
    number = assign(app, cast.lin, mandatory=False)
    assert lin.client.get(f"/training/assignments/{number}/time-note").status_code == 404
    with app.app_context(), transaction():
        assigning.withdraw(assignment_id=number, reason="r", by_id=cast.he)
    assert lin.client.get(f"/training/assignments/{number}/time-note").status_code == 409


# ------------------------------------------------------------------------------------------ learned elsewhere


def test_hr_counts_what_was_learned_elsewhere_with_its_document(
    app: Flask, lin: Learner, cast: Cast, sign_in: SignIn
) -> None:
    number = assign(app, cast.lin, due_on=due_in(app, 9))
    he, where = sign_in(cast.he), f"/training/assignments/{number}/equivalence"
    day = due_in(app, -30)
    facts = {"done_on": day.isoformat(), "reason": "Same course at the sister plant", "document": "HZ-2026-17"}
    assert post(he, where, where, **{**facts, "document": ""}).status_code == 422
    assert post(he, where, where, **{**facts, "done_on": due_in(app, 1).isoformat()}).status_code == 422
    assert post(he, where, where, **facts, score="60").status_code == 422, "below the pass mark"
    assert post(he, where, where, **facts).status_code == 303
    assert he.get(where).status_code == 409
    with app.app_context():
        done = db.session.scalars(sa.select(Completion)).one()
        assert (done.method, done.score, done.completed_on, done.document, done.minutes) == (
            Method.equivalent,
            80,
            day,
            "HZ-2026-17",
            0,
        )
        assert done.recorded_by_id == cast.he
        assert db.session.scalars(sa.select(Certificate)).all() == []
        assert "assignment:credited" in db.session.scalars(sa.select(AuditEntry.act)).all()
    record = lin.open(f"/training/people/{cast.lin}").text("main")
    assert "learned elsewhere" in record
    assert "HZ-2026-17" in record
    hr = Page(he.get("/hr/?columns=all", headers=ENGLISH), "hr")
    heads = hr.list("#records thead th")
    row = hr.list("#records tbody tr > *")[: len(heads)]
    assert (row[heads.index("Status")], row[heads.index("Evidence")]) == ("Completed", "document")
    before = Page(he.get(f"/hr/?columns=all&as_of={due_in(app, -1)}", headers=ENGLISH), "hr")
    assert "HZ-2026-17" not in before.text("main")
    assert lin.open("/training/paths/SP").has("main")


def test_nobody_counts_anything_for_oneself(app: Flask, lin: Learner, cast: Cast, sign_in: SignIn) -> None:
    own, lins = assign(app, cast.he), assign(app, cast.lin)
    assert sign_in(cast.he).get(f"/training/assignments/{own}/equivalence").status_code == 404
    assert sign_in(cast.chen).get(f"/training/assignments/{lins}/equivalence").status_code == 403
    with app.app_context(), transaction():
        number, day = assign_due(cast.pmo), clock.today() + timedelta(9)
    with app.app_context(), transaction(), pytest.raises(deadlines.OwnDeadline):
        deadlines.extend(assignment_ids=[number], to_on=day, reason="r", by_id=cast.pmo)


def assign_due(person_id: int) -> int:
    """An assignment with a due date, in the present transaction."""
    path_id = db.session.scalars(sa.select(Assignment.path_id)).first()
    assert path_id is not None
    made = assigning.assign(
        person_id=person_id,
        path_id=path_id,
        source=AssignmentSource.manual,
        due_on=clock.today() + timedelta(3),
    )
    assert made is not None
    return made.id


# ------------------------------------------------------------------------------------------ the record


def test_the_own_record_holds_everything_and_is_a_file(app: Flask, lin: Learner, cast: Cast, sign_in: SignIn) -> None:
    with app.app_context(), transaction():
        person = db.session.get_one(Person, cast.lin)
        person.identify(employee_no="000101", name="=HYPERLINK(1)", email=person.email)
    number = assign(app, cast.lin, due_on=due_in(app, 9))
    with app.app_context(), transaction():
        deadlines.extend(
            assignment_ids=[number], to_on=clock.today() + timedelta(12), reason="Line stop", by_id=cast.he
        )
    lin.send("SP", "m1", "quiz", {"q1": "0"})
    lin.pass_path()
    assert lin.client.get("/training/people/me").location.endswith(f"/training/people/{cast.lin}")
    page = lin.open(f"/training/people/{cast.lin}?full=1")
    assert page.has("details[open]")
    assert f"/training/people/{cast.lin}/record.csv" in page.links("a")
    sent = lin.client.get(f"/training/people/{cast.lin}/record.csv")
    assert sent.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(sent.get_data().decode("utf-8-sig"))))
    kinds = [row["What"] for row in rows]
    with app.app_context():
        certificate = db.session.scalars(sa.select(Certificate.number)).one()
    shown = page.text("main")
    assert kinds[:2] == ["assigned", "due date moved"]
    assert kinds.count("attempt") == 5
    assert kinds.count("module completed") == 2
    assert kinds[-2:] == ["completed", "certificate issued"]
    assert certificate in {row["Module or drill"] for row in rows}
    assert {row["Name"] for row in rows} == {"'=HYPERLINK(1)"}
    assert "Line stop" in shown
    assert [row["Reason"] for row in rows if row["What"] == "due date moved"] == ["Line stop"]
    assert all("+08:00" in row["When"] for row in rows if row["What"] == "attempt")


def test_t24_time_is_planned_minutes_and_never_screen_time(app: Flask, lin: Learner, cast: Cast) -> None:
    with clock.fixed_at(clock.now() - timedelta(hours=9)):
        assign(app, cast.lin)
        lin.open("/training/paths/SP/modules/m1")  # and the page stays open overnight
    lin.pass_path()
    with app.app_context():
        done = db.session.scalars(sa.select(Completion)).one()
        planned = sum(module.minutes for module in published(app).path.modules)
        assert done.minutes == planned == 10


def test_t23_page_and_file_of_a_record_agree(app: Flask, lin: Learner, cast: Cast, folder: Path) -> None:
    assert folder.exists()
    assign(app, cast.lin, due_on=due_in(app, 9))
    lin.send("SP", "m1", "quiz", {"q1": "0"})
    lin.pass_path()
    page = lin.open(f"/training/people/{cast.lin}?full=1")
    sent = lin.client.get(f"/training/people/{cast.lin}/record.csv").get_data().decode("utf-8-sig")
    rows = [row for row in csv.DictReader(io.StringIO(sent)) if row["What"] == "attempt"]
    tables = [table for table in page.root.cssselect("main table") if "Attempts" in table.text_content()]
    cells = [[" ".join(cell.text_content().split()) for cell in row] for row in tables[-1].cssselect("tbody tr")]
    shown = [(cell[0], cell[1], cell[2].removesuffix(" %"), cell[3].lower(), cell[4]) for cell in cells]
    told = [(row["Module or drill"], row["Number"], row["Score"], row["Result"], row["Version"]) for row in rows]
    assert told == shown
