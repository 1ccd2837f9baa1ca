"""From an idea to its release and review, as people do it on the pages, without a script."""

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from app.changes.formulas.risk import RiskQuestion
from app.changes.models import ChangeState
from app.feedback.models import Idea, IdeaStatus
from app.foundation import clock
from app.foundation.db import db, transaction
from tests.changes.rows import change, decide
from tests.factories import Cast
from tests.feedback.rows import SignIn, Visit, make_idea
from tests.page import Page, post

WHOLE = {
    "hours": "16",
    "cost": "1200.50",
    "days": "3",
    "training": "Planners, ten minutes",
    "communication": "A note a week before",
    "data_impact": "None",
    "back_out_plan": "Put the old export back",
    "everyone": "y",
    **{question.value: "2" for question in RiskQuestion},
}


def status_of(number: int) -> IdeaStatus:
    return db.session.get_one(Idea, number, populate_existing=True).status


def hour(app: Flask, offset: int) -> str:
    with app.app_context():
        return clock.local(clock.now() + timedelta(hours=offset)).strftime("%Y-%m-%dT%H:%M")


def step(client: FlaskClient, number: int, to: str, reason: str = "") -> None:
    answer = post(client, f"/changes/{number}", f"/changes/{number}/moves", to=to, reason=reason)
    assert answer.status_code == 303, Page(answer, "move").text("main")


def test_an_idea_goes_all_the_way(app: Flask, cast: Cast, sign_in: SignIn, visit: Visit) -> None:
    with app.app_context(), transaction():
        idea = make_idea(cast.lin, "甘特图导出太慢", status=IdeaStatus.discussing)
    zhou, pmo = sign_in(cast.zhou), sign_in(cast.pmo)
    assert f"/changes/new?idea={idea}" in visit(f"/feedback/ideas/{idea}", as_=cast.zhou).links()
    new = {"description": "Export in one go", "benefit": "Ten minutes a day", "area": "data", "kind": "normal"}
    answer = post(zhou, f"/changes/new?idea={idea}", "/changes/", **new)
    number = int(answer.location.rpartition("/")[2])
    with app.app_context():
        assert status_of(idea) is IdeaStatus.in_review
        assert change(number).title == "甘特图导出太慢"

    step(zhou, number, "assessing")
    half = post(zhou, f"/changes/{number}/assessment", f"/changes/{number}/assessment", **WHOLE | {"back_out_plan": ""})
    assert half.status_code == 303
    assert "the back-out plan" in visit(f"/changes/{number}", as_=cast.zhou).text("#assessment")
    refused = post(zhou, f"/changes/{number}", f"/changes/{number}/moves", to="ready")
    assert refused.status_code == 422
    assert "回退方案" in Page(refused, "ready").text("main")
    post(zhou, f"/changes/{number}/assessment", f"/changes/{number}/assessment", **WHOLE)
    step(zhou, number, "ready")
    step(pmo, number, "on_agenda", "Board of 3 March")
    decide(app, number, ChangeState.approved, cast.pmo)
    with app.app_context():
        assert status_of(idea) is IdeaStatus.planned

    window = post(zhou, f"/changes/{number}", f"/changes/{number}/window", start=hour(app, -1), end=hour(app, 2))
    assert window.status_code == 303, Page(window, "window").text("main")
    step(zhou, number, "implementing")
    step(zhou, number, "implemented")
    with app.app_context():
        assert status_of(idea) is IdeaStatus.in_progress
    note = {"changes": number, "title": "甘特图一键导出", "note": "现在几秒就好。", "title_en": "", "note_en": ""}
    released = post(pmo, f"/changes/releases/new?change={number}", "/changes/releases", **note)
    assert released.status_code == 303, Page(released, "release").text("main")
    with app.app_context():
        assert status_of(idea) is IdeaStatus.delivered
    words = {"outcome": "success", "objectives_met": "Yes", "lessons": "Measure first"}
    reviewed = post(pmo, f"/changes/{number}/review", f"/changes/{number}/review", **words)
    assert reviewed.status_code == 303, Page(reviewed, "review").text("main")
    with app.app_context():
        assert (status_of(idea), change(number).state) == (IdeaStatus.closed, ChangeState.closed_success)
    page = visit(f"/feedback/ideas/{idea}", as_=cast.eve)
    official = page.list(".official .words")
    assert official == [
        "现在几秒就好。",
        "Measure first",
    ]  # the release goes on to be the answer, the lessons stand below it
    assert "What the review taught" in page.text(".official h3")
    voiced = visit("/feedback/heard", as_=cast.lin)
    assert "现在几秒就好。" in voiced.text(".heard-answer")
    assert "Measure first" not in voiced.html
    for address in (f"/changes/{number}", released.location, "/changes/releases", "/changes/calendar", "/changes/"):
        assert "甘特图" in visit(address, as_=cast.eve, language="zh").text("main")
