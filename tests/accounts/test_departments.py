"""Departments, project groups, the audit trail, and the first account."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Department, Person, ProjectGroup, Role
from app.accounts.queries import person_page
from app.foundation import audit, clock
from app.foundation.audit import AuditEntry
from app.foundation.db import db, transaction
from tests.factories import Cast, make_department, make_group
from tests.page import Page, inspected, post

SignIn = Callable[[int | None], FlaskClient]
Visit = Callable[..., Page]


def acts(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(sa.select(AuditEntry.act).order_by(AuditEntry.id)))


def test_a_department_is_added_renamed_and_moved(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.he)
    added = {"code": "D30", "name": "质量部", "name_en": "Quality", "parent_id": cast.department}
    assert post(client, "/people/departments/new", "/people/departments", **added).status_code == 303
    with app.app_context():
        department = db.session.scalars(sa.select(Department).where(Department.code == "D30")).one()
    assert department.parent_id == cast.department
    action = f"/people/departments/{department.id}"
    assert post(client, f"{action}/edit", action, name_en="QA", parent_id="").status_code == 303
    with app.app_context():
        entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.act == "department:changed")).one()
    assert (entry.before, entry.after) == (
        {"name_en": "Quality", "parent_id": cast.department},
        {"name_en": "QA", "parent_id": None},
    )


def test_a_code_is_given_once(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.he)
    answer = post(client, "/people/departments/new", "/people/departments", code="D20", name="x", parent_id="")
    assert inspected(answer, "/people/departments", 422).list(".field .error") == ["Another department has this code."]
    action = f"/people/departments/{cast.department}"
    assert post(client, f"{action}/edit", action, code="D20").status_code == 422


def test_a_department_never_stands_below_itself(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    with app.app_context(), transaction():
        below = make_department("D11", parent_id=cast.department).id
    action = f"/people/departments/{cast.department}"
    for parent in (cast.department, below):
        assert post(sign_in(cast.he), f"{action}/edit", action, parent_id=parent).status_code == 422
    assert acts(app) == []


def test_a_project_group_is_added_renamed_ended_and_resumed(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.guo)
    place = "/people/project-groups"
    assert post(client, f"{place}/new", place, code="G9", name="新线").status_code == 303
    with app.app_context():
        group = db.session.scalars(sa.select(ProjectGroup.id)).one()
    assert post(client, f"{place}/{group}/edit", f"{place}/{group}", name="新生产线").status_code == 303
    assert post(client, place, f"{place}/{group}/end").status_code == 303
    assert "Ended" in Page(client.get(place), place).text("tbody")
    assert post(client, place, f"{place}/{group}/end/delete").status_code == 303
    assert acts(app) == ["project_group:added", "project_group:changed", "project_group:ended", "project_group:resumed"]


def test_a_group_that_has_ended_is_not_offered_to_new_members_but_stays_with_the_old(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    with app.app_context(), transaction():
        group = make_group()
        group.active_to = clock.today() - timedelta(days=1)
    assert "Press line" not in Page(sign_in(cast.he).get("/people/new"), "/people/new").text("main")


def test_empty_places_say_what_to_do(app: Flask, cast: Cast, visit: Visit) -> None:
    assert "/people/project-groups/new" in visit("/people/project-groups", as_=cast.he).links()
    assert "first change" in visit("/audit/", as_=cast.audit).text("#audit-list")


@pytest.mark.parametrize("reader", ["lin", "zhou", "chen", "wang", "zhao", "sun", "pmo", "eve"])
def test_the_audit_trail_is_for_auditor_it_and_hr(cast: Cast, visit: Visit, reader: str) -> None:
    visit("/audit/", as_=getattr(cast, reader), status=403)


def test_the_audit_trail_speaks_of_filters_in_words(app: Flask, cast: Cast, visit: Visit) -> None:
    with app.app_context(), transaction():
        filters = {"as_of": "2026-10-01", "department": "D10"}
        after = {"format": "csv", "filter": filters}
        audit.record(act="completions:exported", subject=("export", 1), actor_id=cast.he, after=after)
    shown = visit("/audit/", as_=cast.guo).text("main table")
    assert "Oct 1, 2026" in shown
    assert "as_of" not in shown
    assert "{" not in shown


def test_the_audit_trail_is_filtered_by_person_act_subject_and_days(app: Flask, cast: Cast, visit: Visit) -> None:
    now = clock.now()
    with app.app_context():
        for days, actor, act, subject in (
            (0, cast.he, "person:changed", ("person", cast.lin)),
            (3, cast.guo, "roles:changed", ("person", cast.eve)),
            (9, None, "idea:moved", ("idea", 7)),
        ):
            with clock.fixed_at(now - timedelta(days=days)), transaction():
                audit.record(
                    act=act,
                    subject=subject,
                    actor_id=actor,
                    before={"x": ["a"]},
                    after={"x": None},
                    reason="why <b>not</b>",
                )
        day = clock.local_date(now - timedelta(days=3)).isoformat()

    def rows(query: str) -> int:
        return len(visit(f"/audit/?{query}", as_=cast.audit).list("#audit-list tbody tr"))

    assert rows("") == 3
    assert rows("actor=何") == 1
    assert rows("act=roles:changed") == 1
    assert rows(f"subject=person:{cast.lin}") == 1
    assert rows("subject=person") == 2
    assert rows(f"from={day}") == 2
    assert rows(f"from={day}&to={day}") == 1
    for nonsense in (
        "from=x",
        "from=9999-12-31&to=9999-12-31",
        "to=0001-01-01",
        "act=x",
        "subject=%00"[:-3],
        "page=999",
    ):
        visit(f"/audit/?{nonsense}", as_=cast.audit)
    assert "why <b>not</b>" in visit("/audit/?actor=何", as_=cast.audit).text("#audit-list")


def test_the_first_account_is_made_from_the_command_line_and_opens_with_its_link(app: Flask) -> None:
    arguments = ["people", "add-administrator", "--employee-no", "0001", "--name", "Guo", "--email", "guo@example.com"]
    made = app.test_cli_runner().invoke(args=arguments)
    assert made.exit_code == 0, made.output
    link = "/invitations/" + made.output.strip().rsplit("/", 1)[1]
    client = app.test_client()
    assert post(client, link, link, new="seven grey herons", again="seven grey herons").status_code == 303
    assert client.get("/people/new").status_code == 200
    with app.app_context():
        person = person_page(db.session.scalars(sa.select(Person.id)).one())
        assert person is not None
        assert person.roles == {Role.it_operator}
    assert app.test_cli_runner().invoke(args=arguments).exit_code == 1
    assert app.test_cli_runner().invoke(args=[*arguments[:3], "a@b", *arguments[4:]]).exit_code == 2
