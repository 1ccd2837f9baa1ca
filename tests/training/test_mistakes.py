"""What people get wrong: counted part by part, never by person; notes to the authors."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.foundation.db import db, transaction
from app.training.content.statistics import ENOUGH, facts
from app.training.queries import mistakes
from tests.factories import Cast, make_person
from tests.page import Page, inspected, post
from tests.training.learning import Learner, assign, published

REPORT = "/training/mistakes/SP/m1/fill"
RIGHT = {"f1": "2", "f2": "6.5", "f3": "2", "f4": "the printer"}


def newcomer(app: Flask, cast: Cast, sign_in: Callable[[int | None], FlaskClient]) -> Learner:
    """Somebody new with the path assigned, reading English."""
    with app.app_context(), transaction():
        count = db.session.scalar(sa.select(sa.func.count()).select_from(Person)) or 0
        person = make_person(f"9{count:05}", f"Person {count}", cast.department).id
    assign(app, person)
    client = sign_in(person)
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return Learner(app, client, person)


@pytest.fixture
def class_of(
    app: Flask, small_path: str, cast: Cast, sign_in: Callable[[int | None], FlaskClient]
) -> Callable[..., None]:
    """Let so many people be tested on the drill of the first module, all with the same answers."""

    def take(count: int, **answers: str) -> None:
        for _ in range(count):
            newcomer(app, cast, sign_in).send("SP", "m1", "fill", {**RIGHT, **answers})

    return take


def report(app: Flask, part: str) -> mistakes.PartReport:
    with app.app_context():
        found = published(app, "SP")
        item = found.item("m1", "fill")
        assert item
        made = mistakes.item_report(found, item, "en")
        return next(one for one in made.parts if one.label == part)


def test_a_wrong_answer_is_told_from_five_people_on(app: Flask, class_of: Callable[..., None]) -> None:
    class_of(2)
    class_of(4, f2="8")
    assert report(app, "Hours").wrong == ()
    class_of(1, f2=" ８ ")
    told = report(app, "Hours")
    assert [(one.said, one.people) for one in told.wrong] == [("8", 5)]
    assert (told.facts.answers, told.facts.right) == (7, 2)


def test_the_same_person_five_times_is_one_person(app: Flask, lin: Learner) -> None:
    assign(app, lin.person_id)
    for _ in range(5):
        lin.send("SP", "m1", "fill", {**RIGHT, "f1": "1", "f2": "8", "f3": "1"})
    assert report(app, "Hours").facts.answers == 5
    assert report(app, "Hours").wrong == ()


def test_what_does_not_apply_is_not_counted(app: Flask, class_of: Callable[..., None]) -> None:
    class_of(1)
    class_of(2, f3="1")
    assert report(app, "Risk").facts.answers == 3
    assert report(app, "Which").facts.answers == 1


def test_choices_are_told_in_words(app: Flask, class_of: Callable[..., None]) -> None:
    class_of(5, f1="1")
    assert [one.said for one in report(app, "Task").wrong] == ["Meeting"]


def test_nobody_is_named_and_learners_see_none_of_it(
    app: Flask, class_of: Callable[..., None], cast: Cast, lin: Learner, sign_in: Callable[[int | None], FlaskClient]
) -> None:
    class_of(5, f2="8")
    zhao = sign_in(cast.zhao)
    page = inspected(zhao.get(REPORT, headers={"Accept-Language": "en"}), REPORT, 200)
    assert "8" in page.list(".mistake-wrong q")
    assert "5 people" in page.text(".mistake-wrong")
    for where in ("/training/mistakes", REPORT, "/training/notes"):
        assert lin.client.get(where).status_code == 403
        inspected(zhao.get(where), where, 200)


def test_a_part_becomes_a_note_that_an_author_settles(
    app: Flask, lin: Learner, cast: Cast, sign_in: Callable[[int | None], FlaskClient]
) -> None:
    zhao, zhou = sign_in(cast.zhao), sign_in(cast.zhou)
    action = f"{REPORT}/notes"
    assert post(zhao, REPORT, action, text="").status_code == 422
    assert post(zhao, REPORT, action, part="Hours", text="The lunch break confuses people").status_code == 303
    listed = Page(zhou.get("/training/notes", headers={"Accept-Language": "en"}), "notes")
    assert "The lunch break confuses people" in listed.text("#note-list")
    answer = "/training/notes/1/answers"
    assert post(zhou, "/training/notes?answer=1", answer, answer="Said in the scenario").status_code == 303
    assert "Said in the scenario" in Page(zhao.get(REPORT), REPORT).text("#note")
    assert zhao.post(answer, data={"answer": "again"}).status_code in (400, 403)
    token = Page(zhou.get(REPORT), REPORT).fields(action)["csrf_token"]
    assert zhou.post(answer, data={"answer": "again", "csrf_token": token}).status_code == 409


def test_a_part_becomes_an_idea_with_its_words_written_already(
    class_of: Callable[..., None], cast: Cast, sign_in: Callable[[int | None], FlaskClient]
) -> None:
    class_of(1, f2="8")
    zhao = sign_in(cast.zhao)
    page = Page(zhao.get(REPORT, headers={"Accept-Language": "en"}), REPORT)
    link = next(one for one in page.links(".mistake-acts a") if "/feedback/" in one)
    written = inspected(zhao.get(link, headers={"Accept-Language": "en"}), link, 200)
    assert "Many get this wrong" in written.html


def test_shuffled_questions_are_told_apart_by_what_they_ask(
    app: Flask, small_path: str, cast: Cast, sign_in: Callable[[int | None], FlaskClient]
) -> None:
    for _ in range(6):
        newcomer(app, cast, sign_in).send("SP", "m1", "quiz", {"q1": "1", "q2": "1"})
    with app.app_context():
        found = published(app, "SP")
        item = found.item("m1", "quiz")
        assert item
        made = mistakes.item_report(found, item, "en")
    assert sum(part.facts.answers for part in made.parts) == 12
    assert {part.key for part in made.parts} <= {question.id for question in item.content.questions}  # type: ignore[union-attr]


def test_statistics_flag_nothing_below_twenty_answers() -> None:
    few = facts([(10, False)] * (ENOUGH - 1))
    assert few.flag == ""
    assert facts([(10, False)] * ENOUGH).flag == "hard"
    assert facts([(10, True)] * ENOUGH).flag == "easy"
    assert facts([]).facility is None


def test_discrimination_is_the_best_third_less_the_worst() -> None:
    sensible = facts([(percent, percent > 50) for percent in range(0, 100, 4)])
    assert sensible.discrimination == Fraction(1)
    assert facts([(percent, percent < 50) for percent in range(0, 100, 4)]).flag == "backwards"
    assert facts([(1, True), (2, False)]).discrimination is None


def test_shares_of_a_path_count_every_test(app: Flask, class_of: Callable[..., None]) -> None:
    class_of(3)
    class_of(2, f1="1", f2="8")
    with app.app_context():
        assert mistakes.shares(published(app, "SP"))["m1", "fill"] == (5, 3)
