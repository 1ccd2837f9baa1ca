"""Showing that a module is known already: once, before anything of it was begun, with more questions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.foundation import clock
from app.foundation.db import db
from app.hr.queries.columns import NAMES
from app.hr.queries.records import Filter, cells
from app.metrics.queries.company import company_as_of
from app.training.content.load import TEST_OUT
from app.training.models import Attempt, Completion, ModuleCompletion, ModuleMethod, Stage
from app.training.queries import places
from tests.factories import Cast
from tests.training.learning import Learner, address, assign, publish
from tests.training.practising import appoint, decide, hand_in, write_practice_path

SignIn = Callable[[int | None], FlaskClient]
MODULE = "/training/paths/SP/modules/m1"
HERE = f"{MODULE}/test-out"


def count(app: Flask, table: type, *conditions: sa.ColumnElement[bool]) -> int:
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(table).where(*conditions)) or 0


def answers_of(learner: Learner, module_id: str = "m1") -> dict[str, list[str]]:
    """The right answers to the sheet as it is drawn."""
    with learner.app.app_context():
        place = places.place_at(learner.person_id, "SP", module_id, TEST_OUT)
        assert place is not None
        sheet = places.working(place, Stage.test)
        solved = place.item.content.solution("en", sheet.seed).answers
    return {name: list(values) for name, values in solved.items()}


def show_that_one_knows(learner: Learner, answers: dict[str, list[str]]) -> TestResponse:
    tokens = learner.token_of(HERE)
    return learner.client.post(f"{HERE}/attempts", data={**tokens, "confirmed": "1", **answers})


def test_who_knows_a_module_completes_it_without_its_drills(app: Flask, lin: Learner, cast: Cast) -> None:
    assign(app, cast.lin)
    assert HERE in lin.open(MODULE).links("main a")
    page = lin.open(HERE)
    assert len(page.list("fieldset.question")) == 3  # half as many again as the two of the quiz
    assert show_that_one_knows(lin, answers_of(lin)).status_code == 303
    with app.app_context():
        row = db.session.scalars(sa.select(ModuleCompletion)).one()
        assert (row.module_id, row.method, row.score) == ("m1", ModuleMethod.tested_out, 100)
    assert "Module completed" in lin.open(f"{HERE}/attempts/1").text("main")
    module = lin.open(MODULE)
    assert HERE not in module.links("main a")
    assert "Not needed" in module.text("main")
    assert "Module m2" in lin.open("/training/paths/SP/modules/m2").text("h1")
    transcript = lin.open(f"/training/people/{cast.lin}")
    assert "tested out" in transcript.text("main")


def test_the_record_and_the_export_say_how(app: Flask, lin: Learner, cast: Cast) -> None:
    assign(app, cast.lin)
    show_that_one_knows(lin, answers_of(lin))
    lin.pass_module("SP", "m2")
    assert count(app, Completion) == 1
    with app.app_context():
        (row,) = cells(Filter(as_of=clock.today()), "en")
        told = dict(zip(NAMES, row, strict=True))
        assert (told["tested_out"], told["first_attempt_pass"], told["attempts"]) == (1, "Y", 2)
        (assignment,) = company_as_of(clock.today()).assignments
        assert [[one.passed for one in series] for series in assignment.series] == [[True], [True]]


def test_who_fails_goes_on_as_usual_and_has_no_second_try(app: Flask, lin: Learner, cast: Cast) -> None:
    assign(app, cast.lin)
    assert show_that_one_knows(lin, {}).status_code == 303
    assert count(app, ModuleCompletion) == 0
    assert lin.client.get(HERE).headers["Location"] == MODULE
    assert HERE not in lin.open(MODULE).links("main a")
    token = lin.token_of(address("SP", "m1", "quiz"))
    assert lin.client.post(f"{HERE}/attempts", data={**token, "confirmed": "1"}).status_code == 409
    assert count(app, Attempt, Attempt.item_id == TEST_OUT) == 1
    assert "3 attempts left" in lin.open(address("SP", "m1", "quiz")).text("main")
    lin.pass_module("SP", "m1")
    with app.app_context():
        row = db.session.scalars(sa.select(ModuleCompletion)).one()
        assert row.method is ModuleMethod.passed
        (assignment,) = company_as_of(clock.today()).assignments
        assert [[one.passed for one in series] for series in assignment.series] == [[False, True]]  # T6 counts it


def test_what_was_begun_is_not_tested_out_of(app: Flask, lin: Learner, cast: Cast) -> None:
    assign(app, cast.lin)
    fill = address("SP", "m1", "fill")
    tokens = lin.token_of(f"{fill}?stage=test")
    stale = lin.token_of(HERE)
    lin.client.post(f"{fill}/draft", data={**tokens, "f1": "1"})
    assert lin.client.get(HERE).status_code == 303
    assert lin.client.post(f"{HERE}/attempts", data={**stale, "confirmed": "1", **answers_of(lin)}).status_code == 409
    assert count(app, Attempt) == 0


def test_a_draft_of_the_test_out_itself_is_resumed(app: Flask, lin: Learner, cast: Cast) -> None:
    assign(app, cast.lin)
    tokens, right = lin.token_of(HERE), answers_of(lin)
    name, values = next(iter(right.items()))
    assert lin.client.post(f"{HERE}/draft", data={**tokens, name: values}).status_code == 303
    assert lin.client.get(HERE).status_code == 200
    assert show_that_one_knows(lin, right).status_code == 303
    assert count(app, ModuleCompletion) == 1


def test_sent_twice_is_once_and_a_locked_module_stays_locked(app: Flask, lin: Learner, cast: Cast) -> None:
    assign(app, cast.lin)
    assert lin.client.get("/training/paths/SP/modules/m2/test-out").status_code == 403
    tokens = {**lin.token_of(HERE), "confirmed": "1", **answers_of(lin)}
    first, second = (lin.client.post(f"{HERE}/attempts", data=tokens) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert count(app, Attempt) == 1
    forged = {**tokens, "token": "forged"}
    assert lin.client.post(f"{HERE}/attempts", data=forged).status_code == 409
    other = lin.client.post("/training/paths/SP/modules/m1/drills/test-out/attempts", data=tokens)
    assert other.status_code == 404


def test_without_an_assignment_there_is_nothing_to_show(lin: Learner) -> None:
    assert lin.client.get(HERE).status_code == 303
    assert HERE not in lin.open(MODULE).links("main a")


def test_a_task_in_the_real_tool_is_still_needed(app: Flask, tmp_path: Path, cast: Cast, sign_in: SignIn) -> None:
    publish(app, write_practice_path(tmp_path / "tasks", modules=("m1",)))
    appoint(app, cast.zhao, cast.department)
    client = sign_in(cast.lin)
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    lin = Learner(app, client, cast.lin)
    if count(app, Completion) == 0 and not lin.open("/training/").has(".learn-card-first"):
        assign(app, cast.lin)
    assert show_that_one_knows(lin, answers_of(lin)).status_code == 303
    assert count(app, ModuleCompletion) == 0
    assert "Do it today" in lin.open(MODULE).text(".next-step")
    hand_in(lin.client)
    decide(sign_in(cast.zhao), 1, "accept")
    with app.app_context():
        assert db.session.scalars(sa.select(ModuleCompletion.method)).one() is ModuleMethod.tested_out
    assert count(app, Completion) == 1
