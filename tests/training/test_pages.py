"""Every page of training, in the states a learner meets, is sound HTML in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.foundation.db import db
from app.foundation.settings import ROOT
from app.training.models import Certificate
from app.training.queries.waiting import is_observed
from tests.factories import Cast
from tests.page import Page, inspected
from tests.training.learning import Learner, address, assign, publish, published

LANGUAGES = ("en", "zh-CN")


def seen(client: FlaskClient, where: str, status: int = 200) -> list[Page]:
    """The page in both languages."""
    return [
        inspected(client.get(where, headers={"Accept-Language": language}), where, status) for language in LANGUAGES
    ]


def test_pages_before_during_and_after_a_path(app: Flask, lin: Learner, cast: Cast) -> None:
    common = ["/training/", "/training/paths/SP", "/training/paths/SP/modules/m1"]
    common += [f"{address('SP', 'm1', 'fill')}?stage={stage}" for stage in ("see", "try", "test")]
    common += [address("SP", "m1", "quiz"), f"/training/people/{cast.lin}"]
    for where in common:
        seen(lin.client, where)
    assign(app, lin.person_id)
    for where in common:
        seen(lin.client, where)
    lin.send("SP", "m1", "quiz", {"q1": "1"})
    lin.send("SP", "m1", "fill", {"f2": "3"})
    failed = [f"{address('SP', 'm1', item)}/attempts/1" for item in ("quiz", "fill")]
    for where in common + failed:
        seen(lin.client, where)
    lin.pass_path()
    for where in [*common, *failed, f"{address('SP', 'm2', 'quiz')}/attempts/1"]:
        seen(lin.client, where)


def test_every_shipped_solution_is_shown(app: Flask, lin: Learner) -> None:
    publish(app, ROOT / "content")
    found = published(app, "EU")
    for module in found.path.modules:
        for item in found.items[module.id]:
            if item.id != "quiz" and not is_observed(item):
                english, chinese = seen(lin.client, f"{address('EU', module.id, item.id)}?stage=see")
                assert len(english.list(".solution-step")) == len(chinese.list(".solution-step")) > 0
        lin.pass_module("EU", module.id)
        for item in found.items[module.id]:
            where = address("EU", module.id, item.id)
            seen(lin.client, where if is_observed(item) else f"{where}/attempts/1")


def test_pages_of_those_who_look_after_learners(
    app: Flask, lin: Learner, cast: Cast, sign_in: Callable[[int | None], FlaskClient]
) -> None:
    number = assign(app, lin.person_id)
    he = sign_in(cast.he)
    for where in (
        "/training/people",
        "/training/people?q=zzz",
        "/training/rules",
        f"/training/people/{cast.lin}",
        f"/training/people/{cast.lin}/assignments/new",
        f"/training/assignments/{number}/waiver",
        f"/training/assignments/{number}/withdrawal",
    ):
        seen(he, where)
    lin.pass_path()
    with app.app_context():
        certificate = db.session.scalars(sa.select(Certificate.number)).one()
    for where in (f"/training/people/{cast.lin}", f"/certificates/{certificate}"):
        seen(he, where)


@pytest.mark.parametrize(
    "where",
    [
        "/training/paths/XX",
        "/training/paths/SP/modules/m9",
        "/training/paths/SP/modules/m1/drills/none",
        "/training/paths/SP/modules/m1/drills/fill/attempts/1",
        "/training/paths/SP/modules/m1/quiz/attempts/7",
        "/certificates/none",
    ],
)
def test_what_is_not_there_is_not_found(lin: Learner, where: str) -> None:
    inspected(lin.client.get(where), where, 404)


def test_strangers_are_asked_to_sign_in(app: Flask, small_path: str) -> None:
    for where in ("/training/", "/training/paths/SP", "/training/people", "/training/rules", "/training/people/1"):
        answer = app.test_client().get(where)
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("/login")
