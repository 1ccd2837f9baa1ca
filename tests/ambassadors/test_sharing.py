"""Sharing sessions: called in the company's time, attended once with the code of the minute, moved and cancelled with words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from flask import Flask

from app.ambassadors.actions import sharing as actions
from app.ambassadors.actions.sharing import SessionData
from app.ambassadors.events import SessionCalled, SessionCancelled, SessionMoved
from app.ambassadors.models import SessionAttendance, SharingSession
from app.ambassadors.queries.sharing import code_of
from app.foundation import clock
from app.foundation.db import db, transaction
from tests.factories import Cast
from tests.kinds import SignIn, Visit
from tests.page import Page, post
from tests.together import answers_at_once

ALL = "/ambassadors/sessions"


def call(app: Flask, by: int, *, wait: timedelta = timedelta(), title: str = "看板半小时") -> int:
    with app.app_context(), transaction():
        data = SessionData(title, clock.now() + wait, by, place="培训室")
        return actions.call_session(data=data, by=by).id


def code(app: Flask, number: int) -> str:
    with app.app_context():
        return code_of(db.session.get_one(SharingSession, number))


def there(app: Flask) -> list[int]:
    with app.app_context():
        return list(db.session.scalars(sa.select(SessionAttendance.person_id).order_by(SessionAttendance.person_id)))


def test_a_session_is_called_in_the_companys_time_moved_and_cancelled_with_words(
    app: Flask, cast: Cast, sign_in: SignIn, visit: Visit
) -> None:
    heard: list[object] = []
    before = app.extensions["uptake.subscriptions"]
    told = {kind: [*before.get(kind, ()), heard.append] for kind in (SessionCalled, SessionMoved, SessionCancelled)}
    app.extensions["uptake.subscriptions"] = {**before, **told}
    try:
        zhao = sign_in(cast.zhao)
        wrong = post(zhao, f"{ALL}/new", ALL, title="看板", starts_at="2099-03-02T15:00", link="http://x.example")
        assert Page(wrong, ALL).has("#link-error")
        made = post(zhao, f"{ALL}/new", ALL, title="看板", starts_at="2099-03-02T15:00", place="培训室")
        here = made.headers["Location"]
        assert post(zhao, f"{here}/edit", here, starts_at="2099-03-03T09:00").status_code == 303
        assert post(zhao, f"{here}/edit", here, about="带上手机").status_code == 303
        assert post(zhao, here, f"{here}/cancellation").status_code == 422
        assert post(zhao, here, f"{here}/cancellation", reason="主持人生病").status_code == 303
    finally:
        app.extensions["uptake.subscriptions"] = before
    called, moved, cancelled = heard
    assert isinstance(called, SessionCalled)
    assert called.starts_at == datetime(2099, 3, 2, 7, tzinfo=UTC)
    assert isinstance(moved, SessionMoved)
    assert moved.starts_at == datetime(2099, 3, 3, 1, tzinfo=UTC)
    assert isinstance(cancelled, SessionCancelled)
    assert "主持人生病" in visit(here, as_=cast.lin).text("main")
    assert "Cancelled" in visit(f"{ALL}?q=看板", as_=cast.lin).text("#session-list")
    assert sign_in(cast.lin).get(f"{here}/edit").status_code == 404


def test_the_code_of_the_minute_opens_a_session_once_for_each_who_is_there(
    app: Flask, cast: Cast, sign_in: SignIn, visit: Visit
) -> None:
    number = call(app, cast.zhao)
    here = f"{ALL}/{number}/check-in"
    wall = visit(f"{ALL}/{number}/code", as_=cast.zhao)
    assert code(app, number)[:3] in wall.text("#wall-code")
    shown = wall.text(".wall-address")
    assert shown.endswith(f"{ALL}/{number}/check-in")
    assert len(wall.root.cssselect(".wall-address wbr")) == shown.count("/"), (
        "a line breaks after a stroke, not in a word"
    )
    assert sign_in(cast.lin).get(f"{ALL}/{number}/code").status_code == 404
    right = code(app, number)
    wrong = "000000" if right != "000000" else "111111"
    assert post(sign_in(cast.lin), here, here, code=wrong).status_code == 422
    clients = [sign_in(person) for person in (cast.lin, cast.eve) for _ in range(4)]
    forms = [Page(client.get(here), here).fields(here) for client in clients]
    typed = [
        (lambda c=client, f=form: c.post(here, data={**f, "code": right}).status_code)
        for client, form in zip(clients, forms, strict=True)
    ]
    assert set(answers_at_once(typed)) == {303}
    assert there(app) == sorted([cast.lin, cast.eve])
    later = clock.now() + timedelta(minutes=3)
    with clock.fixed_at(later):
        assert post(sign_in(cast.wang), here, here, code=right).status_code == 422
    with clock.fixed_at(clock.now() + timedelta(hours=5)):
        assert "over" in visit(here, as_=cast.wang).text("main")
        client = sign_in(cast.wang)
        token = Page(client.get("/account"), "").root.cssselect("[name=csrf_token]")[0].get("value")
        assert client.post(here, data={"csrf_token": token, "code": code(app, number)}).status_code == 409


def test_the_host_enters_whom_they_saw_all_or_nothing_and_mends_the_list(
    app: Flask, cast: Cast, sign_in: SignIn, visit: Visit
) -> None:
    number = call(app, cast.zhao)
    here, zhao = f"{ALL}/{number}", sign_in(cast.zhao)
    wrong = post(zhao, here, f"{here}/attendances", names="000202\n无此人")
    assert (wrong.status_code, there(app)) == (422, [])
    assert "无此人" in Page(wrong, here).text("#names-error")
    for _ in range(2):
        assert post(zhao, here, f"{here}/attendances", names="000202\n林静").status_code == 303
    assert there(app) == sorted([cast.lin, cast.eve])
    assert "林静" in visit(here, as_=cast.zhao).text("#attendance-list")
    assert not visit(here, as_=cast.eve).has("#attendance-list"), "others do not read who was there"
    action = Page(zhao.get(f"{here}?q=伊文"), here).root.cssselect("#attendance-list form")[0].get("action")
    assert post(zhao, here, action).status_code == 303
    assert there(app) == [cast.lin]
    records = post(zhao, here, f"{here}/records", recording_url="javascript:alert(1)")
    assert records.status_code == 422
    assert post(zhao, here, f"{here}/records", recording_url="https://media.example/1").status_code == 303
    assert "https://media.example/1" in visit(here, as_=cast.lin).links()
    call(app, cast.zhao, wait=timedelta(days=2), title="下周的")
    with clock.fixed_at(clock.now() + timedelta(hours=6)):
        assert visit(ALL, as_=cast.lin).list("#session-list .list-title") == ["下周的"]
        assert visit(f"{ALL}?when=past", as_=cast.lin).list("#session-list .list-title") == ["看板半小时"]
