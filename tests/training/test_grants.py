"""T45: out of attempts, somebody asks a superuser for one more; it is granted or declined, once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.models import PersonRole, Role
from app.foundation.audit import AuditEntry
from app.foundation.db import db, transaction
from app.notifications.models import Announcement, Receipt
from app.training.models import Attempt, AttemptGrant, AttemptRequest, ModuleCompletion
from tests.factories import Cast
from tests.page import Page
from tests.together import answers_at_once
from tests.training.learning import Learner, address, assign
from tests.training.practising import appoint, sending

SignIn = Callable[[int | None], FlaskClient]
QUIZ = address("SP", "m1", "quiz")


@pytest.fixture
def spent(app: Flask, lin: Learner, cast: Cast) -> Learner:
    """Lin, who failed the quiz three times; Zhao serves the department."""
    assign(app, cast.lin)
    appoint(app, cast.zhao, cast.department)
    for _ in range(3):
        assert lin.send("SP", "m1", "quiz", {}).status_code == 303
    return lin


@pytest.fixture
def zhao(cast: Cast, sign_in: SignIn) -> FlaskClient:
    """Zhao, reading English."""
    client = sign_in(cast.zhao)
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def count(app: Flask, table: type, *conditions: sa.ColumnElement[bool]) -> int:
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(table).where(*conditions)) or 0


def ask(learner: Learner, note: str = "I mixed up the colours.") -> TestResponse:
    fields = learner.open(QUIZ).fields(f"{QUIZ}/requests")
    return learner.client.post(f"{QUIZ}/requests", data={**fields, "note": note})


def answer(client: FlaskClient, verdict: str, reason: str = "", number: int = 1) -> TestResponse:
    where = f"/training/reviews/requests/{number}"
    fields = Page(client.get(where), where).fields(f"{where}/answers")
    return client.post(f"{where}/answers", data={**fields, "answer": verdict, "reason": reason})


def test_who_has_used_all_attempts_asks_is_granted_one_and_passes(
    app: Flask, spent: Learner, zhao: FlaskClient
) -> None:
    """T45: with a line in the audit trail."""
    assert ask(spent).status_code == 303
    page = spent.open(QUIZ)
    assert "You have asked for one more attempt" in page.text("main")
    assert not page.has(f"form[action='{QUIZ}/requests']")
    assert "林静" in Page(zhao.get("/training/reviews?view=requests"), "").text("#review-list")
    shown = Page(zhao.get("/training/reviews/requests/1"), "")
    assert "I mixed up the colours." in shown.text("main")
    assert shown.text("main").count("Attempt ") >= 3
    assert answer(zhao, "grant").status_code == 303
    assert "1 attempt left" in spent.open(QUIZ).text("main")
    spent.pass_item("SP", "m1", "quiz")
    assert count(app, Attempt, Attempt.item_id == "quiz", Attempt.passed.is_(True)) == 1
    with app.app_context():
        acts = db.session.scalars(
            sa.select(AuditEntry.act).where(AuditEntry.act.like("attempt:%")).order_by(AuditEntry.id)
        ).all()
    assert acts == ["attempt:granted"]


def test_a_grant_is_for_one_attempt_only(app: Flask, spent: Learner, zhao: FlaskClient) -> None:
    ask(spent)
    answer(zhao, "grant")
    assert spent.send("SP", "m1", "quiz", {}).status_code == 303
    assert count(app, Attempt, Attempt.item_id == "quiz") == 4
    assert "All attempts are used" in spent.open(QUIZ).text("main")
    ask(spent, "Once more, please.")
    answer(zhao, "grant", number=2)
    spent.pass_item("SP", "m1", "quiz")
    assert count(app, AttemptGrant) == 2


def test_asking_twice_is_asking_once_also_at_the_same_moment(app: Flask, spent: Learner, sign_in: SignIn) -> None:
    clients = [sign_in(spent.person_id) for _ in range(4)]
    sheets = [Page(one.get(QUIZ), QUIZ).fields(f"{QUIZ}/requests") for one in clients]
    codes = answers_at_once([sending(c, f"{QUIZ}/requests", s) for c, s in zip(clients, sheets, strict=True)])
    assert set(codes) == {303}
    assert count(app, AttemptRequest) == 1


def test_of_two_superusers_who_answer_at_once_one_is_told(
    app: Flask, spent: Learner, cast: Cast, sign_in: SignIn
) -> None:
    with app.app_context(), transaction():
        db.session.add(PersonRole(person_id=cast.sun, role=Role.superuser))
    appoint(app, cast.sun, cast.department)
    ask(spent)
    where, calls = "/training/reviews/requests/1", []
    for person, verdict in ((cast.zhao, "grant"), (cast.sun, "grant"), (cast.sun, "decline")):
        client = sign_in(person)
        fields = Page(client.get(where), where).fields(f"{where}/answers")
        data = {**fields, "answer": verdict, "reason": "x"}
        calls.append(sending(client, f"{where}/answers", data))
    assert sorted(answers_at_once(calls)) == [303, 409, 409]
    with app.app_context():
        granted = db.session.scalars(sa.select(AttemptRequest.granted)).one()
    assert count(app, AttemptGrant) == int(bool(granted))


def test_a_no_says_why_and_the_learner_may_ask_again(app: Flask, spent: Learner, zhao: FlaskClient, cast: Cast) -> None:
    ask(spent)
    assert answer(zhao, "decline").status_code == 422
    assert answer(zhao, "perhaps").status_code == 422
    assert answer(zhao, "decline", "Read the lesson first.").status_code == 303
    page = spent.open(QUIZ)
    assert "Read the lesson first." in page.text("main")
    assert page.has(f"form[action='{QUIZ}/requests']")
    assert (
        spent.client.post(
            f"{QUIZ}/attempts", data={**spent.open(QUIZ).fields(f"{QUIZ}/requests"), "token": "x"}
        ).status_code
        == 409
    )
    assert count(app, AttemptGrant) == 0
    with app.app_context():
        told = sa.select(Announcement.kind).join(Receipt).where(Receipt.person_id == cast.lin)
        assert "attempt_answered" in db.session.scalars(told).all()


def test_only_who_has_none_left_may_ask(app: Flask, lin: Learner, cast: Cast) -> None:
    token = lin.open("/training/paths/SP").root.cssselect("input[name=csrf_token]")[0].get("value")
    assert lin.client.post(f"{QUIZ}/requests", data={"csrf_token": token}).status_code == 303
    assign(app, cast.lin)
    assert lin.client.post(f"{QUIZ}/requests", data={"csrf_token": token}).status_code == 303
    lin.pass_item("SP", "m1", "quiz")
    assert lin.client.post(f"{QUIZ}/requests", data={"csrf_token": token}).status_code == 303
    assert count(app, AttemptRequest) == 0


def test_nobody_grants_to_oneself_and_readers_grant_to_nobody(
    app: Flask, spent: Learner, cast: Cast, sign_in: SignIn
) -> None:
    ask(spent)
    with app.app_context(), transaction():
        db.session.add(PersonRole(person_id=cast.lin, role=Role.superuser))
    appoint(app, cast.lin, cast.department)
    where = "/training/reviews/requests/1"
    for person, code in ((cast.lin, 404), (cast.pmo, 403), (cast.audit, 403), (cast.zhou, 403), (cast.chen, 403)):
        client = sign_in(person)
        token = Page(client.get("/training/"), "").root.cssselect("input[name=csrf_token]")[0].get("value")
        posted = client.post(f"{where}/answers", data={"csrf_token": token, "answer": "grant"})
        assert posted.status_code == code, person
    assert count(app, AttemptGrant) == 0
    assert count(app, ModuleCompletion) == 0
