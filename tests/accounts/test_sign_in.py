"""Signing in and out: nobody is revealed, guessing is slowed, and an ended session is dead wherever its cookie was copied."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts import actions
from app.accounts.actions import hashing
from app.accounts.models import Person, SignInFailure, SignInSession
from app.accounts.queries import throttle_subject
from app.foundation import clock
from app.foundation.db import db, transaction
from tests.factories import Cast
from tests.page import Page, inspected, post

PASSWORD = "a river of small stones"


@pytest.fixture
def lin(app: Flask, cast: Cast) -> int:
    """Lin, with a password."""
    with app.app_context(), transaction():
        person = db.session.get_one(Person, cast.lin)
        person.password_hash = actions.hash_password(PASSWORD)
    return cast.lin


def knock(client: FlaskClient, login: str, password: str = PASSWORD, **more: str) -> TestResponse:
    return post(client, "/login", "/login", login=login, password=password, **more)


def is_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


@pytest.mark.parametrize("login", ["000101@huaxin.example", "000101", " ０００１０１ ", "000101@HUAXIN.example"])
def test_one_signs_in_with_mail_or_number_in_any_width_and_case(app: Flask, lin: int, login: str) -> None:
    client = app.test_client()
    answer = knock(client, login)
    assert (answer.status_code, answer.location) == (303, "/")
    assert is_in(client)


def test_leading_zeros_of_the_number_count(app: Flask, lin: int) -> None:
    assert knock(app.test_client(), "101").status_code == 422


def test_a_wrong_password_and_an_unknown_login_get_the_same_answer(app: Flask, lin: int, cast: Cast) -> None:
    bodies = set()
    for login in ("000101", "999999", "000102", "nobody@huaxin.example"):  # 000102 has no password yet
        answer = knock(app.test_client(), login, "wrong wrong wrong")
        page = inspected(answer, "/login", 422)
        bodies.add(page.text("main").replace(login, ""))
    assert len(bodies) == 1


def test_people_who_left_or_were_deactivated_get_that_answer_too(app: Flask, lin: int) -> None:
    wrong = inspected(knock(app.test_client(), "000101", "wrong wrong wrong"), "/login", 422).text("main")
    for change in ({"deactivated_at": clock.now()}, {"deactivated_at": None, "last_day": date(2020, 1, 1)}):
        with app.app_context(), transaction():
            db.session.execute(sa.update(Person).where(Person.id == lin).values(**change))
        assert inspected(knock(app.test_client(), "000101"), "/login", 422).text("main") == wrong


def test_the_last_day_and_a_day_of_leave_are_still_open(app: Flask, lin: int) -> None:
    with app.app_context(), transaction():
        today = clock.today()
        days = {"last_day": today, "leave_from": today, "leave_to": today}
        db.session.execute(sa.update(Person).where(Person.id == lin).values(**days))
    assert knock(app.test_client(), "000101").status_code == 303


def test_an_unknown_login_costs_a_hash_as_well(app: Flask, lin: int, monkeypatch: pytest.MonkeyPatch) -> None:
    verified: list[str] = []
    real = PasswordHasher.verify

    def counted(self: PasswordHasher, kept: str, password: str) -> bool:
        verified.append(kept)
        return real(self, kept, password)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    for login in ("000101", "999999", "000102"):
        knock(app.test_client(), login, "wrong wrong wrong")
    assert len(verified) == 3


def test_ten_failures_close_a_login_for_a_while_even_for_the_right_password(app: Flask, lin: int) -> None:
    for _ in range(10):
        assert knock(app.test_client(), "000101", "wrong wrong wrong").status_code == 422
    answer = knock(app.test_client(), " 000101")
    page = inspected(answer, "/login", 429)
    assert "Too many failed tries" in page.text("main")
    assert 0 < int(answer.headers["Retry-After"]) <= 901
    with clock.fixed_at(clock.now() + timedelta(minutes=15, seconds=1)):
        assert knock(app.test_client(), "000101").status_code == 303


def test_an_unknown_login_is_closed_in_the_same_way(app: Flask, cast: Cast) -> None:
    codes = [knock(app.test_client(), "999999", "wrong wrong wrong").status_code for _ in range(11)]
    assert codes == [422] * 10 + [429]


def test_the_right_password_clears_the_failures_of_the_login(app: Flask, lin: int) -> None:
    for _ in range(9):
        knock(app.test_client(), "000101", "wrong wrong wrong")
    assert knock(app.test_client(), "000101").status_code == 303
    assert [knock(app.test_client(), "000101", "wrong wrong wrong").status_code for _ in range(9)] == [422] * 9


def test_guessing_at_many_logins_from_one_address_is_stopped(app: Flask, lin: int) -> None:
    subject = throttle_subject("address", "127.0.0.1")
    with app.app_context(), transaction():
        db.session.add_all(SignInFailure(subject=subject, at=clock.now()) for _ in range(100))
    assert knock(app.test_client(), "000101").status_code == 429
    elsewhere = app.test_client()
    token = Page(elsewhere.get("/login"), "/login").fields("/login")
    answer = elsewhere.post(
        "/login", data={**token, "login": "000101", "password": PASSWORD}, environ_base={"REMOTE_ADDR": "10.1.2.3"}
    )
    assert answer.status_code == 303


def test_a_hash_of_older_parameters_is_renewed(app: Flask, lin: int) -> None:
    weak = type(hashing.HASHER)(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
    with app.app_context(), transaction():
        db.session.execute(sa.update(Person).where(Person.id == lin).values(password_hash=weak))
    assert knock(app.test_client(), "000101").status_code == 303
    with app.app_context():
        stored = db.session.scalars(sa.select(Person.password_hash).where(Person.id == lin)).one()
    assert stored not in (None, weak)
    assert not hashing.is_outdated(stored or "")
    assert knock(app.test_client(), "000101").status_code == 303


OUTSIDE = (
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "///evil.example",
    "javascript:alert(1)",
    "http:evil.example",
    "/\tevil",
    "/\n/evil.example",
    " //evil.example",
    "evil.example",
    "@evil.example",
    "/\x00/evil",
    "%2f%2fevil.example",
)


@pytest.mark.parametrize("address", OUTSIDE)
def test_nobody_is_sent_to_another_site(app: Flask, lin: int, address: str) -> None:
    answer = knock(app.test_client(), "000101", next=address)
    assert answer.status_code == 400 if "\x00" in address else answer.location == "/"


def test_one_goes_on_to_where_one_wanted(app: Flask, lin: int) -> None:
    client = app.test_client()
    asked = client.get("/account/password")
    assert asked.location == "/login?next=/account/password"
    answer = post(client, asked.location, "/login", login="000101", password=PASSWORD)
    assert answer.location == "/account/password"


def test_the_cookie_is_new_after_signing_in(app: Flask, lin: int) -> None:
    client = app.test_client()
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
        session["language"] = "zh"
    knock(client, "000101")
    with client.session_transaction() as session:
        assert "planted" not in session
        assert session["language"] == "zh"
        assert session["_user_id"] not in ("", str(lin))


def test_after_signing_out_a_copied_cookie_is_worth_nothing(app: Flask, lin: int) -> None:
    client, thief = app.test_client(), app.test_client()
    knock(client, "000101")
    cookie = client.get_cookie("uptake")
    assert cookie is not None
    thief.set_cookie("uptake", cookie.value)
    assert is_in(thief)
    assert post(client, "/account", "/logout").location == "/login"
    assert not is_in(client)
    assert thief.get("/account").location == "/login?next=/account"


def test_whoever_leaves_or_is_deactivated_is_out_at_the_next_click(app: Flask, lin: int) -> None:
    client = app.test_client()
    knock(client, "000101")
    with app.app_context(), transaction():
        db.session.execute(sa.update(Person).where(Person.id == lin).values(last_day=clock.today() - timedelta(days=1)))
    assert not is_in(client)


@pytest.mark.parametrize("later", [timedelta(hours=12, minutes=1), timedelta(days=14, minutes=1)])
def test_a_session_ends_by_itself(app: Flask, lin: int, later: timedelta) -> None:
    client = app.test_client()
    knock(client, "000101")
    with clock.fixed_at(clock.now() + later):
        assert not is_in(client)


def test_the_token_itself_is_not_in_the_database(app: Flask, lin: int) -> None:
    client = app.test_client()
    knock(client, "000101")
    with client.session_transaction() as session, app.app_context():
        assert session["_user_id"] != db.session.scalars(sa.select(SignInSession.token_hash)).one()


def test_an_empty_form_says_what_is_missing(app: Flask) -> None:
    page = inspected(knock(app.test_client(), "", ""), "/login", 422)
    assert page.list(".field .error") == ["Enter your e-mail or employee number.", "Enter your password."]


def test_who_is_signed_in_is_sent_home_from_the_sign_in_page(cast: Cast, sign_in: Callable[..., FlaskClient]) -> None:
    assert sign_in(cast.lin).get("/login").location == "/"


def test_the_demo_offers_each_account_with_one_click(app: Flask, lin: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.extensions, "uptake.demo_accounts", [("000101@huaxin.example", "林静", "learner")])
    with app.app_context(), transaction():
        db.session.execute(
            sa.update(Person).where(Person.id == lin).values(password_hash=actions.hash_password("uptake-demo"))
        )
    client = app.test_client()
    page = inspected(client.get("/login"), "/login", 200)
    [form] = [form for form in page.root.forms if dict(form.form_values()).get("password") == "uptake-demo"]
    assert client.post("/login", data=dict(form.form_values())).status_code == 303
    assert is_in(client)
