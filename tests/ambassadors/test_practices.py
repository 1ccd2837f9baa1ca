"""The library: published by somebody else, kept word by word, taken over once by each team."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Person, Role
from app.ambassadors.actions import practices as actions
from app.ambassadors.actions.practices import OwnPractice
from app.ambassadors.models import Practice, PracticeReuse, PracticeRevision, PracticeState
from app.foundation.db import db, transaction
from tests.factories import Cast, make_person
from tests.kinds import SignIn, Visit
from tests.page import Page, post
from tests.together import answers_at_once

ALL = "/ambassadors/practices"
WORDS = {
    "title_zh": "晨会只看卡住的",
    "situation_zh": "太长",
    "action_zh": "只看一列",
    "result_zh": "十分钟",
    "area": "tasks",
}


def make(app: Flask, by: int, *, publisher: int | None = None, **more: Any) -> int:
    with app.app_context(), transaction():
        place = db.session.get_one(Person, by).department_id
        written = actions.write_practice(words={**WORDS, **more}, project_group_id=None, department_id=place, by=by)
        if publisher is not None:
            actions.publish_practice(practice=written, version=written.version, by=publisher)
        return written.id


def test_a_story_is_written_whole_and_published_by_somebody_else(
    app: Flask, cast: Cast, sign_in: SignIn, visit: Visit
) -> None:
    zhao = sign_in(cast.zhao)
    half = post(zhao, f"{ALL}/new", ALL, title_zh="晨会", title_en="Stand-up")
    assert half.status_code == 422
    assert Page(half, ALL).has("#situation_zh-error")
    assert Page(half, ALL).has("#result_en-error")
    made = post(zhao, f"{ALL}/new", ALL, **WORDS)
    here = made.headers["Location"]
    again = zhao.post(ALL, data={**Page(zhao.get(f"{ALL}/new"), "").fields(ALL), **WORDS, "token": token_of(app)})
    assert again.headers["Location"] == here, "the same form makes one"
    assert not visit(here, as_=cast.zhao).has(f"form[action='{here}/publication']")
    assert sign_in(cast.lin).get(here).status_code == 404
    assert "卡住" not in visit(f"{ALL}?state=draft", as_=cast.wang).text("main")
    with app.app_context(), transaction():
        practice = db.session.scalars(sa.select(Practice)).one()
        with pytest.raises(OwnPractice):
            actions.publish_practice(practice=practice, version=practice.version, by=cast.zhao)
    assert post(sign_in(cast.pmo), here, f"{here}/publication").status_code == 303
    assert "晨会只看卡住的" in visit(f"{ALL}?q=卡住&area=tasks", as_=cast.lin).text("#practice-list")
    assert visit(f"{ALL}?q=看板", as_=cast.lin).has(".blank")
    with app.app_context(), pytest.raises(sa.exc.IntegrityError, match="published_by_another"), transaction():
        db.session.execute(sa.update(Practice).values(published_by_id=cast.zhao))


def token_of(app: Flask) -> str:
    with app.app_context():
        return db.session.scalars(sa.select(Practice.token)).one() or ""


def test_what_an_author_changes_waits_again_and_every_wording_is_kept(
    app: Flask, cast: Cast, sign_in: SignIn, visit: Visit
) -> None:
    number = make(app, cast.zhao, publisher=cast.pmo)
    here = f"{ALL}/{number}"
    old = Page(sign_in(cast.zhao).get(f"{here}/edit"), "").fields(here)
    by_pmo = post(sign_in(cast.pmo), f"{here}/edit", here, result_zh="八分钟")
    assert by_pmo.status_code == 303
    assert "八分钟" in visit(here, as_=cast.lin).text("main")
    slow = sign_in(cast.zhao).post(here, data={**old, **csrf(sign_in(cast.zhao), here), "result_zh": "九分钟"})
    assert slow.status_code in (400, 409)
    zhao = sign_in(cast.zhao)
    page = Page(zhao.get(f"{here}/edit"), "").fields(here)
    stale = zhao.post(here, data={**page, "version": "1", "result_zh": "九分钟"})
    assert (stale.status_code, "九分钟" in Page(stale, here).html) == (409, True)
    assert zhao.post(here, data={**page, "result_zh": "七分钟"}).status_code == 303
    assert sign_in(cast.lin).get(here).status_code == 404, "a draft again"
    words = visit(f"{here}/revisions", as_=cast.zhao).text("#revision-list")
    assert all(result in words for result in ("十分钟", "八分钟", "七分钟"))
    with app.app_context(), pytest.raises(sa.exc.DBAPIError, match="append-only"), transaction():
        db.session.execute(sa.update(PracticeRevision).values(number=9))


def csrf(client: Any, here: str) -> dict[str, str]:
    return {"csrf_token": Page(client.get(here), here).root.cssselect("[name=csrf_token]")[0].get("value")}


def test_a_retired_practice_stays_readable_and_comes_back(
    app: Flask, cast: Cast, sign_in: SignIn, visit: Visit
) -> None:
    here = f"{ALL}/{make(app, cast.zhao, publisher=cast.pmo)}"
    pmo = sign_in(cast.pmo)
    assert post(pmo, here, f"{here}/retirement").status_code == 422
    assert post(pmo, here, f"{here}/retirement", reason="系统已有优先级").status_code == 303
    assert "晨会" not in visit(ALL, as_=cast.lin).text("#practice-list")
    assert "系统已有优先级" in visit(here, as_=cast.lin).text("main")
    assert post(pmo, here, f"{here}/retirement/delete").status_code == 303
    assert "晨会" in visit(ALL, as_=cast.lin).text("#practice-list")


def test_each_other_team_says_once_that_it_works_that_way_and_may_take_it_back(
    app: Flask, cast: Cast, sign_in: SignIn, visit: Visit
) -> None:
    number = make(app, cast.zhao, publisher=cast.pmo)
    here = f"{ALL}/{number}"
    with app.app_context(), transaction():
        heads = [make_person(f"00050{n}", f"经理{n}", cast.other_department, Role.manager).id for n in range(8)]
    assert not visit(here, as_=cast.chen).has(f"form[action='{here}/reuses']"), "the author's own department"
    assert not visit(here, as_=cast.lin).has(f"form[action='{here}/reuses']")
    clients = [sign_in(head) for head in heads]
    forms = [Page(client.get(here), here).fields(f"{here}/reuses") for client in clients]
    said = [
        (lambda c=client, f=form: c.post(f"{here}/reuses", data={**f, "words": "我们也用"}).status_code)
        for client, form in zip(clients, forms, strict=True)
    ]
    assert sorted(answers_at_once(said)) == [303] + [422] * 7
    page = visit(here, as_=cast.lin)
    assert "Used by 1 more team" in page.text("#reuse-heading")
    assert len(page.list(".reuses li")) == 1
    assert "used by 1 more team" in visit(ALL, as_=cast.lin).text("#practice-list")
    action = Page(clients[0].get(here), here).root.cssselect(".reuses form")[0].get("action")
    assert sign_in(cast.lin).post(action, data=csrf(sign_in(cast.lin), "/account")).status_code in (400, 404)
    assert post(clients[0], here, action).status_code == 303
    assert "We use this too" in visit(here, as_=cast.lin).text("#reuse-heading")
    with app.app_context(), transaction():
        practice = db.session.get_one(Practice, number)
        assert practice.state is PracticeState.published
        with pytest.raises(OwnPractice):
            reuse(practice, cast.department, cast.chen)
        assert db.session.scalar(sa.select(sa.func.count()).select_from(PracticeReuse)) == 0


def reuse(practice: Practice, department_id: int, by: int) -> None:
    actions.reuse_practice(practice=practice, department_id=department_id, project_group_id=None, words="也用", by=by)
