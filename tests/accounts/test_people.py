"""People: found in two languages, added once, changed without overwriting, closed without losing records."""

import re
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import example, given
from hypothesis import strategies as st

from app.accounts import queries
from app.accounts.models import (
    Department,
    Membership,
    OneTimeLink,
    Person,
    PersonTier,
    Role,
    SignInSession,
    Tier,
    identity_key,
)
from app.accounts.queries import department_branch, departments_tree, people_picker, report_line
from app.foundation import clock
from app.foundation.audit import AuditEntry
from app.foundation.db import db, transaction
from app.foundation.mail import OutgoingMail
from tests.factories import Cast, make_department, make_group, make_person
from tests.page import Page, inspected, post

SignIn = Callable[[int | None], FlaskClient]
Visit = Callable[..., Page]

NAMES = "#people-list tbody th .person-text > :first-child"


@given(st.text())
@example("U\xa8")
@example("ẞ\u0345")
def test_folding_twice_is_folding_once(text: str) -> None:
    assert identity_key(identity_key(text)) == identity_key(text)


@given(st.from_regex(r"[0-9A-Za-z-]{1,12}", fullmatch=True))
def test_width_case_and_blanks_do_not_tell_numbers_apart_but_zeros_do(number: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) for c in number)
    assert identity_key(f" {wide} ") == identity_key(number.upper()) == identity_key(number.lower())
    assert identity_key("0" + number) != identity_key(number)


def entries(app: Flask, act: str) -> list[AuditEntry]:
    with app.app_context():
        return list(db.session.scalars(sa.select(AuditEntry).where(AuditEntry.act == act).order_by(AuditEntry.id)))


# ------------------------------------------------------------------------------------------------------ finding


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("林", ["林静"]),
        ("林静", ["林静"]),
        ("000101", ["林静"]),
        ("０００１０１", ["林静"]),
        ("000101@HUA", ["林静"]),
        ("%", []),
        ("nobody", []),
    ],
)
def test_people_are_found_by_name_number_and_mail(cast: Cast, visit: Visit, sought: str, found: list[str]) -> None:
    assert visit(f"/people/?q={sought.replace('%', '%25')}", as_=cast.he).list(NAMES) == found


def test_filters_narrow_the_list(app: Flask, cast: Cast, visit: Visit) -> None:
    with app.app_context(), transaction():
        below = make_department("D11", "工艺组", "Process", parent_id=cast.department)
        make_person("000300", "梁工", below.id, Role.superuser, last_day=clock.today() - timedelta(days=1))
    assert "梁工" in visit(f"/people/?department={cast.department}", as_=cast.he).list(NAMES)
    assert visit(f"/people/?department={cast.other_department}", as_=cast.he).list(NAMES) == ["王磊", "伊文"]
    assert visit("/people/?role=superuser&state=active", as_=cast.he).list(NAMES) == ["赵敏"]
    assert visit("/people/?tier=management", as_=cast.he).list(NAMES) == ["陈刚"]
    assert visit("/people/?state=left", as_=cast.he).list(NAMES) == ["梁工"]
    for nonsense in (
        "role=king",
        "tier=x",
        "state=x",
        "department=x",
        f"department={10**30}",
        "page=0",
        f"page={10**30}",
        "page=-1",
    ):
        visit(f"/people/?{nonsense}", as_=cast.he)


def test_states_in_the_list_are_those_of_the_person(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        today = clock.today()
        day = timedelta(days=1)
        cases: tuple[dict[str, Any], ...] = (
            {},
            {"last_day": today},
            {"last_day": today - day},
            {"leave_from": today},
            {"leave_from": today - day, "leave_to": today},
            {"leave_from": today - day, "leave_to": today - day},
            {"leave_from": today + day},
            {"leave_from": today, "last_day": today - day},
        )
        for number, days in enumerate(cases):
            make_person(f"S{number}", f"人{number}", cast.department, **days)
    with app.app_context():
        for person in db.session.scalars(sa.select(Person)):
            by_rule = person.state_on(clock.today())
            by_query = [
                state
                for state in type(by_rule)
                if db.session.scalar(
                    sa.select(Person.id).where(Person.id == person.id, queries.in_state_on(state, clock.today()))
                )
            ]
            assert by_query == [by_rule]


def test_a_manager_finds_the_own_reports_only(cast: Cast, visit: Visit) -> None:
    assert visit("/people/", as_=cast.chen).list(NAMES) == ["林静", "周凯", "陈刚"]
    visit(f"/people/{cast.lin}", as_=cast.chen)
    visit(f"/people/{cast.eve}", as_=cast.chen, status=404)


def test_an_empty_result_says_what_to_do_next(cast: Cast, visit: Visit) -> None:
    assert visit("/people/?q=zzz", as_=cast.he).links("#people-list a") == ["/people/"]


def test_the_search_answers_htmx_with_the_list_alone(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.he).get("/people/?q=林", headers={"HX-Request": "true", "HX-Target": "people-list"})
    text = answer.get_data(as_text=True)
    assert text.lstrip().startswith('<div id="people-list">')
    assert "林静" in text


def test_who_may_open_a_persons_page(cast: Cast, visit: Visit) -> None:
    for reader, status in (
        (cast.lin, 200),
        (cast.chen, 200),
        (cast.he, 200),
        (cast.pmo, 200),
        (cast.guo, 200),
        (cast.audit, 200),
        (cast.zhao, 200),
        (cast.eve, 404),
        (cast.zhou, 404),
        (cast.sun, 404),
        (cast.wang, 404),
    ):
        visit(f"/people/{cast.lin}", as_=reader, status=status)
    visit("/people/99999", as_=cast.he, status=404)


def test_dates_of_employment_are_not_for_superusers(cast: Cast, visit: Visit) -> None:
    assert "Hired on" in visit(f"/people/{cast.lin}", as_=cast.lin).text()
    assert "Hired on" not in visit(f"/people/{cast.lin}", as_=cast.zhao).text()


def test_the_number_of_statements_does_not_grow(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    pages = (
        "/people/",
        f"/people/{cast.lin}",
        "/people/departments",
        "/people/project-groups",
        "/audit/",
        "/account",
        f"/people/{cast.lin}/edit",
        f"/people/{cast.lin}/roles",
    )
    client = sign_in(cast.guo)
    before = {address: _statements(app, client, address) for address in pages}
    with app.app_context(), transaction():
        group = make_group()
        for number in range(60):
            own = make_department(f"X{number}", f"部门{number}", parent_id=cast.department)
            person = make_person(f"N{number}", f"新人{number}", own.id, Role.superuser, manager_id=cast.lin)
            db.session.add(Membership(person_id=person.id, project_group_id=group.id))
        db.session.add(Membership(person_id=cast.lin, project_group_id=group.id))
    after = {address: _statements(app, client, address) for address in pages}
    assert max(after.values()) <= 12, after
    assert all(after[address] <= before[address] + 1 for address in pages), (
        before,
        after,
    )  # one more: the group of Lin


def _statements(app: Flask, client: FlaskClient, address: str) -> int:
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        seen.append(statement)

    with app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        assert client.get(address).status_code == 200, address
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    return len([one for one in seen if not one.startswith(("BEGIN", "PRAGMA"))])


# ------------------------------------------------------------------------------------------------------ adding


def new(client: FlaskClient, **values: object) -> object:
    filled = {"employee_no": "000900", "name": "新同事", "email": "new@huaxin.example", "tiers": ["end_user"], **values}
    return post(client, "/people/new", "/people/", **filled)


def test_hr_adds_a_person_with_everything(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    with app.app_context(), transaction():
        group = make_group().id
    answer = new(
        sign_in(cast.he),
        department_id=cast.other_department,
        manager="000110@HUAXIN.example",
        project_group_ids=[group],
        job_title="Welder",
        hired_on="2026-03-01",
        leave_from="2026-05-01",
        leave_to="2026-05-31",
        language="en",
        zone="Europe/Berlin",
        tiers=["end_user", "management"],
    )
    assert answer.status_code == 303  # type: ignore[attr-defined]
    with app.app_context():
        added = db.session.scalars(sa.select(Person.id).where(Person.employee_no == "000900")).one()
        person = queries.person_page(added)
        assert person is not None
        assert (person.department_id, person.manager_id, person.zone) == (
            cast.other_department,
            cast.chen,
            "Europe/Berlin",
        )
        assert person.tiers == {Tier.end_user, Tier.management}
        assert [row.project_group_id for row in person.memberships] == [group]
    [entry] = entries(app, "person:added")
    assert entry.actor_id == cast.he
    assert entry.after["employee_no"] == "000900"
    assert entry.after["manager"] == "000110"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"employee_no": "000101"}, "employee_no"),
        ({"employee_no": "０００１０１"}, "employee_no"),
        ({"employee_no": ""}, "employee_no"),
        ({"employee_no": "a@b"}, "employee_no"),
        ({"email": "000101@HUAXIN.EXAMPLE"}, "email"),
        ({"email": "nonsense"}, "email"),
        ({"email": "a@b.example\r\nBcc: c@d.example"}, "email"),
        ({"manager": "nobody"}, "manager"),
        ({"name": " "}, "name"),
        ({"leave_to": "2026-01-01"}, "leave_to"),
        ({"leave_from": "2026-01-02", "leave_to": "2026-01-01"}, "leave_to"),
        ({"hired_on": "2026-01-02", "last_day": "2026-01-01"}, "last_day"),
        ({"zone": "Mars/Base"}, "zone"),
        ({"zone": "../etc/passwd"}, "zone"),
        ({"name": "x" * 81}, "name"),
        ({"hired_on": "yesterday"}, "hired_on"),
        ({"department_id": "99999"}, "department_id"),
        ({"tiers": ["king"]}, "tiers"),
        ({"project_group_ids": ["99"]}, "project_group_ids"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_typed_is_lost(
    app: Flask, cast: Cast, sign_in: SignIn, values: dict[str, object], field: str
) -> None:
    client = sign_in(cast.he)
    page = inspected(new(client, job_title="Welder", **values), "/people/", 422)  # type: ignore[arg-type]
    assert page.has(f"#{field}-error"), page.list(".error")
    assert page.fields("/people/")["job_title"] == "Welder"
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Person)) == 11


def test_twenty_add_the_same_number_at_once_and_one_row_stands(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    """T47: one number, one person, in any width."""

    def values(number: int) -> dict[str, str]:
        page = Page(clients[number].get("/people/new"), "/people/new")
        return {
            **page.fields("/people/"),
            "employee_no": ("000900", "０００９００")[number % 2],
            "name": f"同时{number}",
            "email": f"n{number}@x.example",
        }

    clients = [sign_in(cast.he) for _ in range(20)]
    forms = [values(number) for number in range(20)]
    codes: list[int] = []
    start = threading.Barrier(20)

    def add(number: int) -> None:
        start.wait()
        codes.append(clients[number].post("/people/", data=forms[number]).status_code)

    threads = [threading.Thread(target=add, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [303] + [422] * 19
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).where(Person.employee_no_key == "000900")) == 1


def test_typing_a_manager_suggests_people(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.he).get(
        "/people/new?manager=陈", headers={"HX-Request": "true", "HX-Target": "manager-options"}
    )
    assert '<option value="000110">陈刚' in answer.get_data(as_text=True)


# ------------------------------------------------------------------------------------------------------ changing


def edit(client: FlaskClient, person_id: int, **values: object) -> object:
    return post(client, f"/people/{person_id}/edit", f"/people/{person_id}", **values)


def test_a_change_is_audited_with_what_was_before_and_after(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    answer = edit(
        sign_in(cast.guo),
        cast.lin,
        name="林小静",
        department_id=cast.other_department,
        tiers=["end_user", "administrator"],
    )
    assert answer.status_code == 303  # type: ignore[attr-defined]
    [entry] = entries(app, "person:changed")
    assert (entry.before, entry.after) == (
        {"name": "林静", "department": "D10"},
        {"name": "林小静", "department": "D20"},
    )
    [tiers] = entries(app, "tiers:changed")
    assert (tiers.before, tiers.after) == ({"tiers": ["end_user"]}, {"tiers": ["administrator", "end_user"]})


def test_saving_without_a_change_writes_no_audit_row(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    edit(sign_in(cast.guo), cast.lin)
    assert entries(app, "person:changed") == []


def test_who_was_slower_sees_both_versions_and_may_save_over_it(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    first, second = sign_in(cast.guo), sign_in(cast.he)
    address = f"/people/{cast.lin}"
    old = Page(second.get(f"{address}/edit"), address).fields(address)
    edit(first, cast.lin, job_title="Planner")
    page = inspected(second.post(address, data={**old, "job_title": "Buyer"}), address, 409)
    assert "Planner" in page.text("table")
    assert "Buyer" in page.text("table")
    with app.app_context():
        assert db.session.scalar(sa.select(Person.job_title).where(Person.id == cast.lin)) == "Planner"
    assert second.post(address, data=page.fields(address)).status_code == 303
    with app.app_context():
        assert db.session.scalar(sa.select(Person.job_title).where(Person.id == cast.lin)) == "Buyer"
        assert db.session.scalars(sa.select(PersonTier.tier).where(PersonTier.person_id == cast.lin)).all() == [
            Tier.end_user
        ]


def test_a_number_that_somebody_else_has_is_refused_when_editing(cast: Cast, sign_in: SignIn) -> None:
    """T47: nor by changing a number."""
    page = inspected(edit(sign_in(cast.he), cast.lin, employee_no="000102"), "/people", 422)  # type: ignore[arg-type]
    assert page.list(".field .error") == ["Somebody has this employee number already."]
    own = inspected(edit(sign_in(cast.he), cast.he, email="000102@huaxin.example"), "/people", 422)  # type: ignore[arg-type]
    assert own.list(".field .error") == ["Somebody has this mail address already."]


def test_nobody_manages_the_own_manager(cast: Cast, sign_in: SignIn) -> None:
    page = inspected(edit(sign_in(cast.he), cast.chen, manager="000101"), "/people", 422)  # type: ignore[arg-type]
    assert page.has("#manager-error")


def test_a_new_mail_address_makes_old_links_worthless(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.he)
    post(client, f"/people/{cast.lin}", f"/people/{cast.lin}/invitation")
    edit(client, cast.lin, email="other@huaxin.example")
    with app.app_context():
        assert db.session.scalars(sa.select(OneTimeLink.used_at)).one() is not None


def test_closing_an_account_ends_its_sessions_and_opening_it_brings_no_session_back(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    hers, his = sign_in(cast.lin), sign_in(cast.he)
    address = f"/people/{cast.lin}"
    assert post(his, address, f"{address}/deactivation", reason="moved away").status_code == 303
    assert hers.get("/account").location == "/login?next=/account"
    [entry] = entries(app, "person:deactivated")
    assert (entry.actor_id, entry.reason) == (cast.he, "moved away")
    assert post(his, address, f"{address}/deactivation/delete").status_code == 303
    assert hers.get("/account").status_code == 303
    assert len(entries(app, "person:reactivated")) == 1


def test_nobody_closes_the_own_account(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.he)
    token = Page(client.get("/people/new"), "/people/new").fields("/people/")["csrf_token"]
    assert client.post(f"/people/{cast.he}/deactivation", data={"csrf_token": token}).status_code == 403


def test_an_invitation_is_mailed_and_opens_the_account(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    post(sign_in(cast.he), f"/people/{cast.lin}", f"/people/{cast.lin}/invitation")
    with app.app_context():
        mail = db.session.scalars(sa.select(OutgoingMail)).one()
    assert mail.recipient == "000101@huaxin.example"
    link = "/invitations/" + mail.body.split("/invitations/")[1].split()[0]
    client = app.test_client()
    assert post(client, link, link, new="seven grey herons", again="seven grey herons").status_code == 303
    assert client.get("/account").status_code == 200
    assert len(entries(app, "person:invited")) == 1


def test_without_a_mail_address_the_invitation_is_shown_once_and_opens_the_account(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    his, address = sign_in(cast.he), f"/people/{cast.lin}"
    edit(his, cast.lin, email="")
    shown = post(his, address, f"{address}/invitation")
    link = re.search(r"/invitations/[\w.-]+", shown.text)
    assert link, shown.text
    assert "/invitations/" not in his.get(address).text
    with app.app_context():
        assert db.session.scalars(sa.select(OutgoingMail)).all() == []
    client = app.test_client()
    assert post(client, link[0], link[0], new="seven grey herons", again="seven grey herons").status_code == 303
    assert client.get("/account").status_code == 200
    assert len(entries(app, "person:invited_by_hand")) == 1


# ------------------------------------------------------------------------------------------------------ roles


def test_roles_are_given_with_an_audit_row_and_the_person_signs_in_again(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    hers, his = sign_in(cast.lin), sign_in(cast.guo)
    address = f"/people/{cast.lin}/roles"
    assert post(his, address, address, roles=["superuser", "auditor"], tiers=["management"]).status_code == 303
    assert hers.get("/account").status_code == 303
    [entry] = entries(app, "roles:changed")
    assert (entry.actor_id, entry.before, entry.after) == (cast.guo, {"roles": []}, {"roles": ["auditor", "superuser"]})
    assert sign_in(cast.lin).get("/audit/").status_code == 200
    assert post(his, address, address, roles=[], tiers=["management"]).status_code == 303
    assert sign_in(cast.lin).get("/audit/").status_code == 403


def test_a_change_of_tiers_alone_leaves_sessions_alone(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    hers, his = sign_in(cast.lin), sign_in(cast.pmo)
    address = f"/people/{cast.lin}/roles"
    assert post(his, address, address, tiers=["management", "end_user"]).status_code == 303
    assert hers.get("/account").status_code == 200
    assert entries(app, "roles:changed") == []


def test_nobody_changes_the_own_roles(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.guo)
    address = f"/people/{cast.guo}/roles"
    token = Page(client.get("/people/new"), "/people/new").fields("/people/")["csrf_token"]
    assert client.get(address).status_code == 403
    assert client.post(address, data={"csrf_token": token, "roles": ["auditor"], "seen": ""}).status_code == 403
    assert entries(app, "roles:changed") == []


def test_two_who_give_roles_at_once_do_not_undo_each_other(cast: Cast, sign_in: SignIn) -> None:
    first, second = sign_in(cast.guo), sign_in(cast.pmo)
    address = f"/people/{cast.lin}/roles"
    old = Page(second.get(address), address).fields(address)
    post(first, address, address, roles=["auditor"], tiers=["end_user"])
    assert second.post(address, data={**old, "roles": ["superuser"], "tiers": ["end_user"]}).status_code == 409


@pytest.mark.parametrize("reader", ["lin", "zhou", "chen", "wang", "zhao", "sun", "audit", "he"])
def test_only_it_and_pmo_give_roles(cast: Cast, visit: Visit, reader: str) -> None:
    visit(f"/people/{cast.eve}/roles", as_=getattr(cast, reader), status=403)


@pytest.mark.parametrize("reader", ["lin", "zhou", "chen", "wang", "zhao", "sun", "pmo", "audit"])
def test_only_hr_and_it_manage_people(cast: Cast, visit: Visit, reader: str) -> None:
    for address in ("/people/new", f"/people/{cast.eve}/edit", "/people/departments", "/people/project-groups"):
        visit(address, as_=getattr(cast, reader), status=403)


# ------------------------------------------------------------------------------------------------------ what others ask


def test_a_branch_is_a_department_and_everything_below(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        below = make_department("D11", parent_id=cast.department).id
        deeper = make_department("D12", parent_id=below).id
    with app.app_context():
        assert department_branch(cast.department) == [cast.department, below, deeper]
        assert department_branch(99999) == []
        assert [(node.department.code, node.depth) for node in departments_tree()] == [
            ("D10", 0),
            ("D11", 1),
            ("D12", 2),
            ("D20", 0),
        ]


def test_the_picker_offers_nobody_who_is_gone(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        db.session.execute(sa.update(Person).where(Person.id == cast.lin).values(deactivated_at=clock.now()))
    with app.app_context():
        assert people_picker("林") == []
        assert [person.name for person in people_picker("000102")] == ["周凯"]
        assert list(people_picker(" ")) == []


def test_a_line_of_reports_ends_even_when_it_bites_its_tail(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        db.session.execute(sa.update(Person).where(Person.id == cast.chen).values(manager_id=cast.lin))
    with app.app_context():
        assert report_line(cast.chen) == {cast.lin, cast.zhou, cast.chen}


def test_browsers_are_signed_out_one_by_one_or_all_at_once(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    here, second, third = (sign_in(cast.lin) for _ in range(3))
    page = Page(here.get("/account"), "/account")
    [*ends] = [
        form.get("action")
        for form in page.root.forms
        if "/account/sessions/" in (form.get("action") or "") and form.get("action") != "/account/sessions/delete"
    ]
    assert len(ends) == 2
    assert post(here, "/account", ends[0]).status_code == 303
    assert sorted(client.get("/account").status_code for client in (second, third)) == [200, 303]
    assert post(here, "/account", "/account/sessions/delete").status_code == 303
    assert [client.get("/account").status_code for client in (here, second, third)] == [200, 303, 303]
    other = sign_in(cast.eve)
    with app.app_context():
        kept = db.session.scalars(sa.select(SignInSession).where(SignInSession.person_id == cast.eve)).one()
    page = Page(here.get("/account"), "/account")
    here.post(f"/account/sessions/{queries.session_handle(kept)}/delete", data=page.fields("/logout"))
    assert other.get("/account").status_code == 200


def test_departments_are_named_by_language(app: Flask, cast: Cast, visit: Visit) -> None:
    assert "Procurement" in visit("/people/?q=王磊", as_=cast.he).text("#people-list")
    assert "采购部" in visit("/people/?q=王磊", as_=cast.he, language="zh").text("#people-list")
    with app.app_context():
        assert db.session.get_one(Department, cast.department).title("en") == "R&D"
