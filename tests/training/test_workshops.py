"""In the workshop: posters, a code on the wall, a sheet of paper, a tablet that goes from hand to hand."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.actions.hashing import hash_password
from app.accounts.models import Person, SignInSession
from app.foundation import clock
from app.foundation.audit import AuditEntry
from app.foundation.db import db, transaction
from app.hr.queries.columns import NAMES
from app.hr.queries.records import Filter, cells
from app.training.actions import gathering
from app.training.models import Assignment, PresenceMethod, Workshop, WorkshopPresence
from app.training.queries import workshops
from app.training.queries.published import current
from tests.factories import Cast, make_person
from tests.house.test_statements import statements
from tests.page import Page, post
from tests.training.learning import Learner, address, assign

SignIn = Callable[[int | None], FlaskClient]
MODULE = "/training/paths/SP/modules/m1"


def english(client: FlaskClient) -> FlaskClient:
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def zhao(small_path: str, cast: Cast, sign_in: SignIn) -> FlaskClient:
    """Zhao, a superuser, reading English."""
    return english(sign_in(cast.zhao))


def hold(app: Flask, by: int, *, starts_at: datetime | None = None, module_id: str = "m1") -> int:
    """A workshop that is on, unless it is to start at another time."""
    with app.app_context(), transaction():
        path = current("SP")
        assert path is not None
        facts: dict[str, Any] = {"path_id": path.path_id, "module_id": module_id, "place": "培训室 2"}
        return gathering.hold(**facts, starts_at=starts_at or clock.now(), by_id=by).id


def code(app: Flask, workshop_id: int, *, minutes_ago: int = 0) -> str:
    with app.app_context():
        workshop = workshops.workshop_by_id(workshop_id)
        assert workshop is not None
        return workshops.code_of(workshop, minutes_ago=minutes_ago)


def present(app: Flask) -> list[tuple[int, PresenceMethod, int | None]]:
    with app.app_context():
        rows = db.session.scalars(sa.select(WorkshopPresence).order_by(WorkshopPresence.person_id))
        return [(one.person_id, one.method, one.recorded_by_id) for one in rows]


def where(workshop_id: int, rest: str = "") -> str:
    return f"/training/workshops/{workshop_id}{rest}"


# ------------------------------------------------------------------------------------------------------- posters


def test_a_poster_carries_title_minutes_address_and_code_and_is_for_those_who_may(
    cast: Cast, small_path: str, sign_in: SignIn
) -> None:
    for person in (cast.zhao, cast.zhou, cast.pmo, cast.chen, cast.he):
        client = english(sign_in(person))
        page = Page(client.get(f"{MODULE}/poster"), "")
        assert page.text(".poster h2") == "Module m1"
        assert "模块 m1" in page.text(".poster")
        assert "5 min" in page.text(".poster")
        assert page.text(".poster-address").endswith(MODULE)
        assert page.has(".poster svg.qr-code")
        assert f"{MODULE}/poster" in Page(client.get(MODULE), "").links()
        assert "Small path" in Page(client.get("/training/paths/SP/poster"), "").text(".poster")
    lin = english(sign_in(cast.lin))
    assert lin.get(f"{MODULE}/poster").status_code == 403
    assert f"{MODULE}/poster" not in Page(lin.get(MODULE), "").links()
    assert english(sign_in(cast.zhao)).get("/training/paths/SP/modules/none/poster").status_code == 404


@pytest.mark.parametrize("cookie", ["", "nonsense", "stale"])
def test_who_scans_signed_out_or_with_a_bad_session_signs_in_and_is_back_at_the_module(
    app: Flask, small_path: str, cast: Cast, sign_in: SignIn, cookie: str
) -> None:
    client = sign_in(cast.lin) if cookie == "stale" else app.test_client()
    if cookie == "stale":
        with app.app_context(), transaction():
            db.session.execute(sa.delete(SignInSession))
    elif cookie:
        client.set_cookie("uptake", cookie)
    asked = client.get(f"{MODULE}?from=wall")
    assert asked.status_code == 303
    login = asked.headers["Location"]
    with app.app_context(), transaction():
        set_password(cast.lin)
    wrong = post(client, login, "/login", login="000101", password="not it")
    assert wrong.status_code == 422
    fields = Page(wrong, login).root.cssselect("form[action='/login']")[0].form_values()
    entered = client.post("/login", data={**dict(fields), "login": "000101", "password": PASSWORD})
    assert (entered.status_code, entered.headers["Location"]) == (303, f"{MODULE}?from=wall")


def test_nobody_is_sent_elsewhere_after_signing_in(app: Flask, small_path: str, cast: Cast) -> None:
    with app.app_context(), transaction():
        set_password(cast.lin)
    for elsewhere in ("//evil.example/", "https://evil.example/", "/\\evil.example"):
        client = app.test_client()
        entered = post(client, "/login", "/login", login="000101", password=PASSWORD, next=elsewhere)
        assert entered.headers["Location"] == "/"


PASSWORD = "correct horse battery 9"


def set_password(person_id: int) -> None:
    db.session.get_one(Person, person_id).password_hash = hash_password(PASSWORD)


# ------------------------------------------------------------------------------------------------------- tablets


@pytest.fixture
def tablet(app: Flask, small_path: str, cast: Cast, sign_in: SignIn) -> FlaskClient:
    """A device that Zhao has shared; everybody knows their password."""
    client = english(sign_in(cast.zhao))
    shared = post(client, "/tablet", "/tablet")
    assert (shared.status_code, shared.headers["Location"]) == (303, "/login")
    with app.app_context(), transaction():
        for person in (cast.lin, cast.zhao, cast.eve):
            set_password(person)
    return client


def enter(client: FlaskClient, number: str) -> TestResponse:
    return post(client, "/login", "/login", login=number, password=PASSWORD)


def test_a_shared_tablet_asks_for_number_and_password_alone_and_remembers_nothing(tablet: FlaskClient) -> None:
    page = Page(tablet.get("/login"), "")
    form = page.root.cssselect("form[action='/login']")
    assert len(form) == 1  # no demo accounts
    assert "Employee number" in page.text("main")
    assert "remember" not in page.text("main").lower()
    assert [field.get("autocomplete") for field in form[0].cssselect("input:not([type=hidden])")] == ["off", "off"]
    entered = enter(tablet, "000101")
    assert entered.status_code == 303
    cookies = entered.headers.getlist("Set-Cookie")
    assert not any("uptake=" in one and ("Expires" in one or "Max-Age" in one) for one in cookies)


def test_every_page_of_a_shared_tablet_has_the_button_to_finish(tablet: FlaskClient, cast: Cast) -> None:
    enter(tablet, "000101")
    for place in ("/", "/training/", MODULE, "/feedback/ideas", "/account", "/no-such-page"):
        page = Page(tablet.get(place), place)
        assert page.text("#tablet-bar button") == "Finish and sign out", place
        assert 'http-equiv="refresh"' in page.html, place
        assert "000101" not in page.text("#tablet-bar")
    done = post(tablet, "/", "/logout")
    assert done.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert done.headers["Cache-Control"] == "no-store"
    assert tablet.get("/account").status_code == 303
    assert "林静" not in tablet.get("/login").get_data(as_text=True)


def test_signing_out_removes_the_row(app: Flask, tablet: FlaskClient) -> None:
    enter(tablet, "000101")
    assert sessions_of(app) == [True]
    post(tablet, "/", "/logout")
    assert sessions_of(app) == []


def sessions_of(app: Flask) -> list[bool]:
    with app.app_context():
        return list(db.session.scalars(sa.select(SignInSession.shared)))


def test_three_minutes_without_use_end_the_session_on_the_server_and_its_row_goes(
    app: Flask, tablet: FlaskClient, cast: Cast
) -> None:
    begun = clock.now()
    with clock.fixed_at(begun):
        enter(tablet, "000101")
    for seconds in (170, 340, 510):  # use goes on
        with clock.fixed_at(begun + timedelta(seconds=seconds)):
            assert tablet.get("/account").status_code == 200
    assert sessions_of(app) == [True]
    with clock.fixed_at(begun + timedelta(seconds=510 + 181)):
        late = tablet.get("/account")
        assert late.status_code == 303
        assert late.headers["Location"].startswith("/login?next=")
        assert sessions_of(app) == []


def test_a_session_begun_elsewhere_lives_on_for_hours(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    begun, client = clock.now(), sign_in(cast.lin)
    with clock.fixed_at(begun + timedelta(hours=2)):
        assert client.get("/account").status_code == 200


def test_what_was_typed_on_the_tablet_is_there_for_its_person_and_nobody_else(
    app: Flask, tablet: FlaskClient, cast: Cast
) -> None:
    for person in (cast.lin, cast.eve):
        assign(app, person)
    place = address("SP", "m1", "fill")
    begun = clock.now()
    with clock.fixed_at(begun):
        enter(tablet, "000101")
        fields = Page(tablet.get(f"{place}?stage=test"), "").fields(f"{place}/attempts")
        kept = tablet.post(f"{place}/draft", data={**fields, "f2": "7.5"})
        assert kept.status_code == 303
    later = begun + timedelta(minutes=5)
    with clock.fixed_at(later):
        enter(tablet, "000202")
        assert Page(tablet.get(f"{place}?stage=test"), "").fields(f"{place}/attempts")["f2"] == ""
        post(tablet, "/", "/logout")
        enter(tablet, "000101")
        assert Page(tablet.get(f"{place}?stage=test"), "").fields(f"{place}/attempts")["f2"] == "7.5"


def test_only_who_may_turns_it_on_and_off_and_a_forged_cookie_says_nothing(
    app: Flask, tablet: FlaskClient, cast: Cast, sign_in: SignIn
) -> None:
    enter(tablet, "000101")
    token = Page(tablet.get("/account"), "").fields("/logout")
    assert tablet.post("/tablet/delete", data=token).status_code == 403
    assert "tablet-bar" in tablet.get("/account").get_data(as_text=True)
    post(tablet, "/", "/logout")
    enter(tablet, "000103")
    post(tablet, "/tablet", "/tablet/delete")
    assert "E-mail or employee number" in Page(tablet.get("/login"), "").text("main")
    lin = sign_in(cast.lin)
    lin.set_cookie("tablet", "shared.forged")
    assert "tablet-bar" not in lin.get("/account").get_data(as_text=True)
    with app.app_context():
        acts = db.session.scalars(
            sa.select(AuditEntry.act).where(AuditEntry.act.like("device:%")).order_by(AuditEntry.id)
        ).all()
    assert sorted(acts) == ["device:own", "device:shared"]


# ------------------------------------------------------------------------------------------------------- workshops


def test_a_workshop_is_made_found_shown_and_closed(app: Flask, zhao: FlaskClient) -> None:
    empty = Page(zhao.get("/training/workshops"), "")
    assert "There are no workshops yet" in empty.text("main")
    when = "2026-12-01T14:30"
    made = post(
        zhao, "/training/workshops/new", "/training/workshops", subject="SP/m1", place="总装 2 号", starts_at=when
    )
    assert made.status_code == 303, made.get_data(as_text=True)
    with app.app_context():
        one = db.session.scalars(sa.select(Workshop)).one()
        assert clock.local(one.starts_at).strftime("%Y-%m-%dT%H:%M") == when
    assert "总装 2 号" in Page(zhao.get("/training/workshops?q=总装"), "").text("#workshop-list")
    assert "No workshop matches" in Page(zhao.get("/training/workshops?q=none"), "").text("#workshop-list")
    shown = Page(zhao.get(where(one.id)), "")
    assert "Module m1" in shown.text("h1")
    assert "Nobody is checked in yet" in shown.text("main")
    number = hold(app, one.host_id)
    assert post(zhao, where(number), where(number, "/closing")).status_code == 303
    assert "Closed" in Page(zhao.get(where(number)), "").text("main")


def test_a_form_with_faults_comes_back_with_all_that_was_typed(zhao: FlaskClient) -> None:
    sent = post(
        zhao, "/training/workshops/new", "/training/workshops", subject="XX/none", place="角落", starts_at="soon"
    )
    assert sent.status_code == 422
    page = Page(sent, "")
    assert page.fields("/training/workshops")["place"] == "角落"
    assert len(page.list(".field-wrong")) == 2


def test_the_code_changes_each_minute_and_the_one_before_still_counts(
    app: Flask, lin: Learner, zhao: FlaskClient, cast: Cast
) -> None:
    number = hold(app, cast.zhao)
    moment = clock.now().replace(second=20)
    with clock.fixed_at(moment):
        digits = re.sub(r"\D", "", Page(zhao.get(where(number, "/code")), "").text(".wall-digits"))
        assert digits == code(app, number)
        assert len(digits) == 6
    with clock.fixed_at(moment + timedelta(minutes=2)):
        assert code(app, number) != digits
        late = post(lin.client, where(number, "/check-in"), where(number, "/check-in"), code=digits)
        assert late.status_code == 422
        assert "changes every minute" in Page(late, "").text("main")
        assert present(app) == []
    with clock.fixed_at(moment + timedelta(minutes=1)):
        soon = post(lin.client, where(number, "/check-in"), where(number, "/check-in"), code=digits)
        assert (soon.status_code, soon.headers["Location"]) == (303, MODULE)
    assert present(app) == [(cast.lin, PresenceMethod.code, None)]


def test_the_wall_asks_for_the_next_code_by_itself(app: Flask, zhao: FlaskClient, cast: Cast) -> None:
    number = hold(app, cast.zhao)
    with clock.fixed_at(clock.now().replace(second=20)):
        whole = Page(zhao.get(where(number, "/code")), "")
        assert 'content="41"' in whole.html
        wall = whole.root.cssselect("#wall-code")[0]
        assert wall.get("hx-trigger") == "load delay:40s"
        assert f"check-in?code={code(app, number)}" not in whole.html  # in the picture alone
        headers = {"HX-Request": "true", "HX-Target": "wall-code"}
        piece = zhao.get(where(number, "/code"), headers=headers).get_data(as_text=True)
        assert "<html" not in piece
        assert 'id="wall-code"' in piece


def test_with_the_link_of_the_qr_code_one_tap_is_enough_and_home_asks_for_nothing_but_the_code(
    app: Flask, lin: Learner, cast: Cast
) -> None:
    ensure(app, cast.lin)
    number = hold(app, cast.zhao)
    assert "/training/check-in" in Page(lin.client.get("/"), "").links("a.duty")
    page = Page(lin.client.get(where(number, f"/check-in?code={code(app, number)}")), "")
    fields = page.fields(where(number, "/check-in"))
    assert fields["code"] == code(app, number)
    other = post(
        lin.client,
        "/training/check-in",
        "/training/check-in",
        code=f" {code(app, number)[:3]} {code(app, number)[3:]} ",
    )
    assert (other.status_code, other.headers["Location"]) == (303, MODULE)
    assert lin.client.post(where(number, "/check-in"), data=fields).status_code == 303
    assert len(present(app)) == 1
    assert "/training/check-in" not in Page(lin.client.get("/"), "").links("a.duty")
    assert "You are checked in" in Page(lin.client.get(where(number, "/check-in")), "").text("main")


def test_before_and_after_nobody_checks_in(app: Flask, lin: Learner, cast: Cast) -> None:
    now = clock.now()
    for starts_at, told in (
        (now + timedelta(hours=3), "opens one hour before"),
        (now - timedelta(hours=13), "is closed"),
    ):
        number = hold(app, cast.zhao, starts_at=starts_at)
        assert told in Page(lin.client.get(where(number, "/check-in")), "").text("main")
        token = Page(lin.client.get("/training/check-in"), "").fields("/training/check-in")
        for place in (where(number, "/check-in"), "/training/check-in"):
            sent = lin.client.post(place, data={**token, "code": code(app, number)})
            assert sent.status_code in (409, 422)
    assert present(app) == []


def test_guessing_is_stopped(app: Flask, lin: Learner, cast: Cast, sign_in: SignIn) -> None:
    number = hold(app, cast.zhao)
    right = code(app, number)
    wrong = next(f"{n:06d}" for n in range(10) if f"{n:06d}" not in (right, code(app, number, minutes_ago=1)))
    codes = [post(lin.client, "/training/check-in", "/training/check-in", code=wrong).status_code for _ in range(12)]
    assert codes == [422] * 10 + [429] * 2
    stopped = post(lin.client, where(number, "/check-in"), where(number, "/check-in"), code=code(app, number))
    assert stopped.status_code == 429
    assert int(stopped.headers["Retry-After"]) > 60
    eve = english(sign_in(cast.eve))
    assert post(eve, "/training/check-in", "/training/check-in", code=code(app, number)).status_code == 303
    with clock.fixed_at(clock.now() + timedelta(minutes=16)):
        again = post(lin.client, "/training/check-in", "/training/check-in", code=code(app, number))
        assert again.status_code == 303
    assert [one[0] for one in present(app)] == [cast.lin, cast.eve]


def test_twenty_four_at_once_are_one_presence(app: Flask, lin: Learner, cast: Cast, sign_in: SignIn) -> None:
    number = hold(app, cast.zhao)
    with clock.fixed_at(clock.now()):
        right = code(app, number)
    fields = Page(lin.client.get(where(number, "/check-in")), "").fields(where(number, "/check-in"))
    with lin.client.session_transaction() as held:
        cookie = dict(held)
    codes: list[int] = []

    def tap() -> None:
        client = app.test_client()
        with client.session_transaction() as session:
            session.update(cookie)
        codes.append(client.post(where(number, "/check-in"), data={**fields, "code": right}).status_code)

    threads = [threading.Thread(target=tap) for _ in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes == [303] * 24
    assert len(present(app)) == 1


# ------------------------------------------------------------------------------------------------------- paper


def test_twelve_names_are_entered_at_once_as_seen_by_the_superuser(app: Flask, zhao: FlaskClient, cast: Cast) -> None:
    number = hold(app, cast.zhao)
    with app.app_context(), transaction():
        people = [make_person(f"0009{n:02}", f"学员{n}", cast.department).id for n in range(9)]
    lines = [f"0009{n:02}" for n in range(5)] + [f"学员{n}" for n in range(5, 9)]
    lines += ["林静 000101", "０００２０２", "王 磊"]
    assert len(lines) == 12
    sent = post(zhao, where(number, "/sheet"), where(number, "/sheet"), names="\n".join(lines) + "\n\n")
    assert sent.status_code == 303, Page(sent, "").list(".sheet-lines .error")
    expected = sorted([*people, cast.lin, cast.eve, cast.wang])
    assert present(app) == [(person, PresenceMethod.observed, cast.zhao) for person in expected]
    page = Page(zhao.get(where(number)), "")
    assert len(page.list("#presence-list tbody tr")) == 12
    assert "entered by 赵敏" in page.text("#presence-list")
    with app.app_context():
        entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.act == "presence:entered")).one()
        assert entry.actor_id == cast.zhao
    again = post(zhao, where(number, "/sheet"), where(number, "/sheet"), names="000101")
    assert again.status_code == 303
    assert len(present(app)) == 12


def test_unknown_and_ambiguous_names_are_said_at_their_line_and_nothing_is_entered_or_lost(
    app: Flask, zhao: FlaskClient, cast: Cast
) -> None:
    number = hold(app, cast.zhao)
    with app.app_context(), transaction():
        for n in (1, 2):
            make_person(f"00095{n}", "李伟", cast.department)
        make_person("000953", "离任", cast.department, deactivated_at=clock.now())
    typed = "000101\n李伟\n谁也不是\n000102 孙岩\n000101\n赵敏\n离任\n李伟 000951"
    sent = post(zhao, where(number, "/sheet"), where(number, "/sheet"), names=typed)
    assert sent.status_code == 422
    page = Page(sent, "")
    told = page.list(".sheet-lines li")
    assert "000951" in told[1]
    assert "000952" in told[1]
    assert "Several people" in told[1]
    assert "Nobody who works here" in told[2]
    assert "Nobody who works here" in told[6]
    assert "000102 is 周凯" in told[3]
    assert "twice" in told[4]
    assert "Nobody enters oneself" in told[5]
    assert "李伟" in told[7]
    assert "Several" not in told[7]
    assert page.root.cssselect("textarea")[0].text_content().strip().replace("\r", "") == typed
    assert present(app) == []


def test_while_one_types_the_matches_are_shown_and_nothing_is_written(
    app: Flask, zhao: FlaskClient, cast: Cast
) -> None:
    number = hold(app, cast.zhao)
    fields = Page(zhao.get(where(number, "/sheet")), "").fields(where(number, "/sheet"))
    headers = {"HX-Request": "true", "HX-Target": "sheet-matches"}
    data = {**fields, "names": "林静\nnobody"}
    piece = zhao.post(where(number, "/sheet/matches"), data=data, headers=headers)
    assert piece.status_code == 200
    text = piece.get_data(as_text=True)
    assert "<html" not in text
    assert "000101" in text
    assert "Nobody who works here" in text
    plain = zhao.post(where(number, "/sheet/matches"), data=data)
    assert plain.status_code == 200
    assert "nobody" in Page(plain, "").text("textarea")
    assert present(app) == []


def test_a_wrong_entry_is_removed_after_a_question_and_the_trail_keeps_it(
    app: Flask, zhao: FlaskClient, cast: Cast
) -> None:
    number = hold(app, cast.zhao)
    post(zhao, where(number, "/sheet"), where(number, "/sheet"), names="000101")
    page = Page(zhao.get(where(number)), "")
    assert page.has("#presence-list details.ask")
    action = page.root.cssselect("#presence-list details form")[0].get("action")
    assert zhao.post(action, data=page.fields(action)).status_code == 303
    assert present(app) == []
    with app.app_context():
        entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.act == "presence:removed")).one()
        assert entry.before["person_id"] == cast.lin
    assert zhao.post(action, data=page.fields(action)).status_code == 404


def test_only_superusers_enter_paper_and_learners_see_no_workshop(
    app: Flask, zhao: FlaskClient, cast: Cast, sign_in: SignIn
) -> None:
    number = hold(app, cast.zhao)
    for person in (cast.pmo, cast.he, cast.zhou):
        client = english(sign_in(person))
        assert client.get(where(number)).status_code == 200
        assert client.get(where(number, "/sheet")).status_code == 403
    for person in (cast.lin, cast.chen, cast.guo):
        assert sign_in(person).get(where(number)).status_code == 403
        assert sign_in(person).get(where(number, "/code")).status_code == 403


# ------------------------------------------------------------------------------------------------------- files


def test_who_was_there_before_completing_learned_in_the_classroom(app: Flask, lin: Learner, cast: Cast) -> None:
    ensure(app, cast.lin)
    ensure(app, cast.eve)
    before = hold(app, cast.zhao, starts_at=clock.now() - timedelta(hours=2))
    with app.app_context(), transaction():
        workshop = workshops.workshop_by_id(before)
        assert workshop is not None
        gathering.enter_sheet(workshop=workshop, person_ids=[cast.lin], by_id=cast.zhao)
    lin.pass_path()
    after = hold(app, cast.zhao, starts_at=clock.now() + timedelta(minutes=5))
    assert post(lin.client, "/training/check-in", "/training/check-in", code=code(app, after)).status_code == 303
    with app.app_context():
        rows = [dict(zip(NAMES, row, strict=True)) for row in cells(Filter(as_of=clock.today()), "en")]
    told = {row["employee_no"]: (row["delivery"], row["session_code"]) for row in rows}
    assert told["000101"] == ("classroom", f"W-{before:06d}")
    assert told["000202"] == ("online", "")
    assert f"W-{after:06d}" in lin.open(f"/training/people/{cast.lin}").text("main")


def ensure(app: Flask, person_id: int) -> None:
    with app.app_context():
        has = db.session.scalar(sa.select(Assignment.id).where(Assignment.person_id == person_id))
    if has is None:
        assign(app, person_id)


def test_pages_of_workshops_take_few_statements_however_many_there_are(
    app: Flask, zhao: FlaskClient, cast: Cast
) -> None:
    number = hold(app, cast.zhao)
    places = (
        "/training/workshops",
        where(number),
        where(number, "/code"),
        where(number, "/check-in"),
        where(number, "/sheet"),
    )

    def counted() -> list[int]:
        found = []
        for place in places:
            with statements() as seen:
                assert zhao.get(place).status_code == 200
            found.append(len(seen))
        return found

    few = counted()
    with app.app_context(), transaction():
        people = [make_person(f"0008{n:02}", f"人{n}", cast.department).id for n in range(30)]
        workshop = workshops.workshop_by_id(number)
        assert workshop is not None
        gathering.enter_sheet(workshop=workshop, person_ids=people, by_id=cast.zhao)
    for _ in range(30):
        hold(app, cast.zhao)
    assert counted() == few
    assert max(few) <= 12
