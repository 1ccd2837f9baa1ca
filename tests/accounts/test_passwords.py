"""Passwords: changed, reset by a link that works once, chosen first by invitation."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts import actions
from app.accounts.models import LinkPurpose, OneTimeLink, Person
from app.foundation import clock
from app.foundation.db import db, transaction
from app.foundation.mail import OutgoingMail
from tests.factories import Cast
from tests.page import Page, inspected, post

OLD = "a river of small stones"
NEW = "seven grey herons"
SignIn = Callable[[int | None], FlaskClient]


@pytest.fixture
def lin(app: Flask, cast: Cast) -> int:
    """Lin, with a password."""
    with app.app_context(), transaction():
        db.session.get_one(Person, cast.lin).password_hash = actions.hash_password(OLD)
    return cast.lin


def opens(app: Flask, password: str, login: str = "000101") -> bool:
    return post(app.test_client(), "/login", "/login", login=login, password=password).status_code == 303


def change(client: FlaskClient, old: str, new: str, again: str | None = None) -> TestResponse:
    return post(
        client, "/account/password", "/account/password", old=old, new=new, again=new if again is None else again
    )


def mails(app: Flask) -> list[OutgoingMail]:
    with app.app_context():
        return list(db.session.scalars(sa.select(OutgoingMail).order_by(OutgoingMail.id)))


def ask(app: Flask, login: str = "000101") -> TestResponse:
    return post(app.test_client(), "/password-resets", "/password-resets", login=login)


def link_in(mail: OutgoingMail) -> str:
    found = re.search(r"http://[^/]+(/\S+)", mail.body)
    assert found, mail.body
    return found[1]


def choose(client: FlaskClient, link: str, password: str = NEW) -> TestResponse:
    return post(client, link, link, new=password, again=password)


def issue(app: Flask, person_id: int, purpose: LinkPurpose) -> str:
    with app.app_context(), transaction():
        return "/" + actions.issue_link(person_id=person_id, purpose=purpose).split("/", 3)[3]


def test_changing_the_password_ends_every_other_session_and_tells_the_person(
    app: Flask, lin: int, sign_in: SignIn
) -> None:
    here, elsewhere = sign_in(lin), sign_in(lin)
    assert change(here, OLD, NEW).location == "/account"
    assert (here.get("/account").status_code, elsewhere.get("/account").status_code) == (200, 303)
    assert (opens(app, OLD), opens(app, NEW)) == (False, True)
    [mail] = mails(app)
    assert mail.recipient == "000101@huaxin.example"
    assert NEW not in mail.body


def test_the_present_password_is_asked_and_guessing_it_is_throttled(app: Flask, lin: int, sign_in: SignIn) -> None:
    client = sign_in(lin)
    page = inspected(change(client, "not the one", NEW), "/account/password", 422)
    assert page.list(".field .error") == ["This is not your present password."]
    for _ in range(9):
        change(client, "not the one", NEW)
    assert change(client, OLD, NEW).status_code == 429
    assert [mail.subject for mail in mails(app)] == []


@pytest.mark.parametrize(
    "weak",
    [
        "password",
        "PassWord",
        "12345678",
        "ｐａｓｓｗｏｒｄ",
        "00000000",
        "aaaaaaaa",
        "000101@huaxin.example",
        "Uptake2026!",
        "华信汽车零部件",
        "林静林静林静林静",
    ],
)
def test_what_is_guessed_first_is_refused(app: Flask, lin: int, sign_in: SignIn, weak: str) -> None:
    assert change(sign_in(lin), OLD, weak).status_code == 422
    assert opens(app, OLD)


@pytest.mark.parametrize("length", [7, 129])
def test_too_short_and_too_long_are_refused_without_cutting(app: Flask, lin: int, sign_in: SignIn, length: int) -> None:
    text = ("abcdefghijklmnop" * 10)[:length]
    page = inspected(change(sign_in(lin), OLD, text), "/account/password", 422)
    assert page.list(".field .error") == ["Between 8 and 128 characters."]


@pytest.mark.parametrize(
    "good", ["x7 Kq-2v", "  blanks at the ends  ", "一条小河流过石头山", "长" * 60 + "abcdefgh", "🦆🦆 goose goose 🪿"]
)
def test_any_characters_count_and_all_of_them(app: Flask, lin: int, sign_in: SignIn, good: str) -> None:
    assert change(sign_in(lin), OLD, good).status_code == 303
    assert opens(app, good)
    assert not opens(app, good[:-1])


def test_the_two_new_ones_must_be_the_same(lin: int, sign_in: SignIn) -> None:
    page = inspected(change(sign_in(lin), OLD, NEW, NEW + "x"), "/account/password", 422)
    assert page.list(".field .error") == ["The two are not the same."]


def test_asking_for_a_reset_answers_the_same_for_everybody(app: Flask, lin: int) -> None:
    with app.app_context(), transaction():
        db.session.execute(sa.update(Person).where(Person.employee_no == "000102").values(deactivated_at=clock.now()))
    answers = [ask(app, login) for login in ("000101", "000102", "nobody@huaxin.example")]
    assert {(answer.status_code, answer.location) for answer in answers} == {(303, "/password-resets/sent")}
    assert len({answer.get_data() for answer in answers}) == 1
    assert [mail.recipient for mail in mails(app)] == ["000101@huaxin.example"]


def test_a_reset_link_sets_the_password_signs_in_and_ends_old_sessions(app: Flask, lin: int, sign_in: SignIn) -> None:
    old = sign_in(lin)
    ask(app)
    client = app.test_client()
    assert choose(client, link_in(mails(app)[0])).location == "/"
    assert client.get("/account").status_code == 200
    assert old.get("/account").status_code == 303
    assert (opens(app, OLD), opens(app, NEW)) == (False, True)
    assert "changed" in mails(app)[-1].subject or "修改" in mails(app)[-1].subject


def test_a_link_works_once(app: Flask, lin: int) -> None:
    ask(app)
    link = link_in(mails(app)[0])
    token = Page(app.test_client().get(link), link)
    first, second = app.test_client(), app.test_client()
    fields = [Page(client.get(link), link).fields(link) for client in (first, second)]
    assert token.has("form")
    assert first.post(link, data={**fields[0], "new": NEW, "again": NEW}).status_code == 303
    late = inspected(
        second.post(link, data={**fields[1], "new": "other other ones", "again": "other other ones"}), link, 404
    )
    assert "no longer works" in late.text("h1")
    assert inspected(second.get(link), link, 404).has("a[href='/password-resets']")
    assert opens(app, NEW)


def test_a_link_is_gone_after_an_hour_and_an_invitation_after_seven_days(app: Flask, lin: int) -> None:
    for purpose, life, place in (
        (LinkPurpose.password_reset, timedelta(hours=1), "/password-resets/"),
        (LinkPurpose.invitation, timedelta(days=7), "/invitations/"),
    ):
        link = issue(app, lin, purpose)
        assert link.startswith(place)
        with clock.fixed_at(clock.now() + life - timedelta(minutes=1)):
            assert app.test_client().get(link).status_code == 200
        with clock.fixed_at(clock.now() + life + timedelta(seconds=1)):
            assert app.test_client().get(link).status_code == 404


def test_a_link_of_one_purpose_does_not_open_the_other(app: Flask, lin: int) -> None:
    reset, invitation = issue(app, lin, LinkPurpose.password_reset), issue(app, lin, LinkPurpose.invitation)
    swapped = (reset.replace("password-resets", "invitations"), invitation.replace("invitations", "password-resets"))
    assert [app.test_client().get(link).status_code for link in (reset, invitation, *swapped)] == [200, 200, 404, 404]


def test_a_newer_link_replaces_the_older_and_a_changed_password_all(app: Flask, lin: int, sign_in: SignIn) -> None:
    first, second = issue(app, lin, LinkPurpose.password_reset), issue(app, lin, LinkPurpose.password_reset)
    assert [app.test_client().get(link).status_code for link in (first, second)] == [404, 200]
    change(sign_in(lin), OLD, NEW)
    assert app.test_client().get(second).status_code == 404


@pytest.mark.parametrize("token", ["x", "a.b", "..%2f", "eyJ.x.y", "InNlY3JldCI.AAAA"])
def test_a_forged_link_opens_nothing(app: Flask, lin: int, token: str) -> None:
    assert app.test_client().get(f"/password-resets/{token}").status_code == 404


def test_the_link_of_somebody_deactivated_opens_nothing(app: Flask, lin: int) -> None:
    link = issue(app, lin, LinkPurpose.password_reset)
    with app.app_context(), transaction():
        db.session.execute(sa.update(Person).where(Person.id == lin).values(deactivated_at=clock.now()))
    assert app.test_client().get(link).status_code == 404


def test_the_database_keeps_no_link_that_works(app: Flask, lin: int) -> None:
    token = issue(app, lin, LinkPurpose.password_reset).rsplit("/", 1)[1]
    with app.app_context():
        assert db.session.scalars(sa.select(OneTimeLink.token_hash)).one() not in token


def test_a_weak_choice_does_not_use_the_link_up(app: Flask, lin: int) -> None:
    link = issue(app, lin, LinkPurpose.invitation)
    client = app.test_client()
    assert choose(client, link, "password").status_code == 422
    assert choose(client, link).status_code == 303


def test_not_more_than_three_reset_mails_an_hour(app: Flask, lin: int) -> None:
    for _ in range(5):
        assert ask(app).status_code == 303
    assert len(mails(app)) == 3


def test_mails_come_in_the_language_of_the_person(app: Flask, lin: int) -> None:
    for language, word in (("en", "Hello"), ("zh", "你好")):
        with app.app_context(), transaction():
            db.session.execute(sa.update(Person).where(Person.id == lin).values(language=language))
        ask(app)
        assert word in mails(app)[-1].body
