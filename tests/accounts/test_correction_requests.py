"""People ask to correct what is kept of them; HR answers, and they hear of it."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.actions.corrections import ask_for_correction
from app.accounts.models import CorrectionRequest, Role
from app.foundation.audit import AuditEntry
from app.foundation.db import db, transaction
from app.foundation.mail import OutgoingMail
from tests.factories import Cast, make_person
from tests.kinds import SignIn, Visit
from tests.page import Page, post

OWN, QUEUE = "/account/corrections", "/people/corrections"
SAID = {"section": "person", "text": "入职日期不对", "wanted": "应为 2021-03-01"}


def ask(client: FlaskClient, **more: str) -> int:
    """Send the form; the status."""
    return post(client, OWN, OWN, **{**SAID, **more}).status_code


def requests(app: Flask) -> list[CorrectionRequest]:
    """Every request, the oldest first."""
    with app.app_context():
        return list(db.session.scalars(sa.select(CorrectionRequest).order_by(CorrectionRequest.id)))


def test_from_the_form_to_the_answer(app: Flask, cast: Cast, visit: Visit, sign_in: SignIn) -> None:
    assert "You have not asked" in visit(OWN, as_=cast.lin).text("#own-corrections")
    assert "Nobody waits" in visit(QUEUE, as_=cast.he).text("#correction-list")
    assert ask(sign_in(cast.lin)) == 303
    assert "waits for HR" in visit(OWN, as_=cast.lin).text("#own-corrections")
    assert "1 person asks to correct" in visit("/", as_=cast.he).text("main")
    assert "asks to correct" not in visit("/", as_=cast.guo).text("main")
    told = visit("/notices", as_=cast.he).text("main")
    assert "Somebody asks to correct what is kept of them" in told
    assert "林静" not in told
    number = requests(app)[0].id
    row = visit(QUEUE, as_=cast.he)
    assert "林静" in row.text("#correction-list")
    address = f"{QUEUE}/{number}"
    page = visit(address, as_=cast.he)
    assert "入职日期不对" in page.text("main")
    assert "应为 2021-03-01" in page.text("main")
    browser = sign_in(cast.he)
    assert post(browser, address, address, corrected="yes", answer="已在人员档案中更正").status_code == 303
    own = visit(OWN, as_=cast.lin).text("#own-corrections")
    assert "已在人员档案中更正" in own
    assert "corrected" in own
    notices = visit("/notices", as_=cast.lin)
    assert "What you asked to correct is corrected" in notices.text("main")
    with app.app_context():
        mails = db.session.scalars(sa.select(OutgoingMail.recipient).order_by(OutgoingMail.id)).all()
        assert mails == ["000105@huaxin.example", "000101@huaxin.example"]
        rows = db.session.execute(
            sa.select(AuditEntry.act, AuditEntry.actor_id, AuditEntry.subject_id)
            .where(AuditEntry.act.like("correction:%"))
            .order_by(AuditEntry.id)
        )
        assert [tuple(row) for row in rows] == [
            ("correction:asked", cast.lin, str(cast.lin)),
            ("correction:answered", cast.he, str(cast.lin)),
        ]
    assert "林静" in visit(f"{QUEUE}?state=answered", as_=cast.he).text("#correction-list")
    assert "Nobody waits" in visit(QUEUE, as_=cast.he).text("#correction-list")
    assert post_again(browser, address) == 409


def post_again(client: FlaskClient, address: str) -> int:
    """Answer with a form that was opened before."""
    token = post_token(client)
    return client.post(address, data={"csrf_token": token, "corrected": "no", "answer": "不改"}).status_code


def post_token(client: FlaskClient) -> str:
    """The token of a browser."""
    return str(Page(client.get("/account"), "/account").root.cssselect("[name=csrf_token]")[0].get("value"))


def test_what_is_missing_is_said_at_the_field_and_nothing_typed_is_lost(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    browser = sign_in(cast.lin)
    answer = post(browser, OWN, OWN, section="", text="岗位不对", wanted="")
    assert answer.status_code == 422
    shown = answer.get_data(as_text=True)
    assert "岗位不对" in shown
    assert "Choose what it is about." in shown
    assert "Say what is right." in shown
    assert requests(app) == []
    assert ask(browser, section="other") == 303
    number = requests(app)[0].id
    officer = sign_in(cast.he)
    address = f"{QUEUE}/{number}"
    refused = post(officer, address, address, answer="")
    assert refused.status_code == 422
    assert "Choose one of the two." in refused.get_data(as_text=True)


def test_the_same_form_sent_twice_asks_once(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.lin)
    for _time in range(2):
        assert ask(browser, token="the-same-form-1") == 303
    assert len(requests(app)) == 1
    assert ask(browser) == 303
    assert len(requests(app)) == 2


def test_nobody_answers_the_own_request_and_nobody_else_sees_it(
    app: Flask, cast: Cast, visit: Visit, sign_in: SignIn
) -> None:
    assert ask(sign_in(cast.he)) == 303
    number = requests(app)[0].id
    address = f"{QUEUE}/{number}"
    page = visit(address, as_=cast.he)
    assert "Somebody else of HR answers it" in page.text("main")
    token = post_token(browser := sign_in(cast.he))
    refused = browser.post(address, data={"csrf_token": token, "corrected": "yes", "answer": "好的，改了"})
    assert refused.status_code == 403
    assert "asks to correct" not in visit("/", as_=cast.he).text("main")
    for who in (cast.lin, cast.guo, cast.pmo, cast.audit, cast.chen):
        visit(QUEUE, as_=who, status=403)
        visit(address, as_=who, status=403)
        assert "入职日期" not in visit(OWN, as_=who).text("main")
    with app.app_context(), transaction():
        other = make_person("000905", "另一位", cast.department, Role.hr_officer).id
    assert visit(address, as_=other).has("form[action='" + address + "']")


def test_the_queue_is_searched_and_paged(app: Flask, cast: Cast, visit: Visit) -> None:
    with app.app_context(), transaction():
        for number in range(30):
            ask_for_correction(
                person_id=cast.lin if number else cast.eve,
                section="person",
                text=f"第 {number} 处不对",
                wanted="另一个",
                token=f"token-number-{number}",
            )
    page = visit(QUEUE, as_=cast.he)
    assert len(page.list("#correction-list tbody tr")) == 25
    assert page.list("#correction-list tbody th")[0].startswith("伊文")
    assert len(visit(f"{QUEUE}?page=2", as_=cast.he).list("#correction-list tbody tr")) == 5
    assert len(visit(f"{QUEUE}?q=000202", as_=cast.he).list("#correction-list tbody tr")) == 1
    assert len(visit(f"{QUEUE}?q=第 17 处", as_=cast.he).list("#correction-list tbody tr")) == 1
    assert "No request matches" in visit(f"{QUEUE}?q=nothing", as_=cast.he).text("#correction-list")
