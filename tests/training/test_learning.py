"""Typing, walking, submitting: what a learner does and what must not happen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.foundation.content.prose import bare
from app.foundation.db import db
from app.foundation.settings import ROOT
from app.training.content.kinds.branch import BranchDrill
from app.training.content.kinds.form import FormDrill
from app.training.content.kinds.read import ReadDrill
from app.training.content.objects import Drill
from app.training.content.questions import Question
from app.training.content.quiz import Quiz
from app.training.models import Assignment, Attempt, Draft
from app.training.queries.published import Item
from tests.factories import Cast
from tests.page import Page, inspected
from tests.training.learning import Learner, address, assign, publish, published, write_path

FILL = address("SP", "m1", "fill")
QUIZ = address("SP", "m1", "quiz")


def rows(app: Flask, table: type) -> int:
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def test_what_is_typed_on_one_device_is_there_on_another(
    app: Flask, lin: Learner, sign_in: Callable[[int | None], FlaskClient]
) -> None:
    """T40: drafts are kept field by field and start no clock."""
    assign(app, lin.person_id)
    tokens = lin.token_of(f"{FILL}?stage=test")
    saved = lin.client.post(f"{FILL}/draft", data={**tokens, "f2": "６．５", "f4": "the pri"})
    assert saved.status_code == 303
    phone = Learner(app, sign_in(lin.person_id), lin.person_id)
    page = phone.open(f"{FILL}?stage=test")
    assert page.root.get_element_by_id("f2").get("value") == "６．５"
    assert page.text("#f4") == "the pri"
    assert "stage=test" in phone.open("/training/").links(".learn-card-foot a")[0]
    assert rows(app, Attempt) == 0


def test_a_draft_saved_by_htmx_answers_with_its_state_only(app: Flask, lin: Learner) -> None:
    assign(app, lin.person_id)
    tokens = lin.token_of(QUIZ)
    asked = {"HX-Request": "true", "HX-Target": "draft-state"}
    sent = lin.client.post(f"{QUIZ}/draft", data={**tokens, "q1": "1"}, headers=asked)
    answer = lin.client.get(sent.headers["Location"], headers=asked)
    assert answer.get_data(as_text=True).strip().startswith('<p id="draft-state"')
    assert "Saved at" in answer.get_data(as_text=True)


def test_opening_is_no_attempt_and_writes_nothing(app: Flask, lin: Learner) -> None:
    """T40: only submitting counts."""
    assign(app, lin.person_id)
    for where in (QUIZ, f"{FILL}?stage=test", f"{FILL}?stage=try", f"{FILL}?stage=see", "/training/"):
        first, second = lin.open(where), lin.open(where)
        assert first.list("legend") == second.list("legend"), "the same draw and order until it is submitted"
    assert (rows(app, Attempt), rows(app, Draft)) == (0, 0)


def test_the_same_sheet_sent_twice_is_one_attempt_with_the_same_result(app: Flask, lin: Learner) -> None:
    """T40: a repeated submission is the same one."""
    assign(app, lin.person_id)
    tokens = lin.token_of(QUIZ)
    _token, right = lin.sheet("SP", "m1", "quiz")
    wrong = lin.client.post(f"{QUIZ}/attempts", data={**tokens, "confirmed": "1"})
    again = lin.client.post(f"{QUIZ}/attempts", data={**tokens, "confirmed": "1", **right})
    assert wrong.headers["Location"] == again.headers["Location"] == f"{QUIZ}/attempts/1"
    with app.app_context():
        attempt = db.session.scalars(sa.select(Attempt)).one()
    assert (attempt.percent, attempt.passed) == (0, False)


def test_a_sheet_that_is_nobodys_is_refused(app: Flask, lin: Learner) -> None:
    assign(app, lin.person_id)
    tokens = lin.token_of(QUIZ)
    sent = lin.client.post(f"{QUIZ}/attempts", data={**tokens, "token": "f" * 32, "confirmed": "1"})
    inspected(sent, QUIZ, 409)
    assert rows(app, Attempt) == 0


def test_a_token_of_somebody_else_opens_nothing(
    app: Flask, lin: Learner, cast: Cast, sign_in: Callable[[int | None], FlaskClient]
) -> None:
    for person in (lin.person_id, cast.eve):
        assign(app, person)
    eve = Learner(app, sign_in(cast.eve), cast.eve)
    lins = lin.token_of(QUIZ)
    lin.client.post(f"{QUIZ}/attempts", data={**lins, "confirmed": "1"})
    own = eve.token_of(QUIZ)
    assert own["token"] != lins["token"]
    stolen = eve.client.post(f"{QUIZ}/attempts", data={**own, "token": lins["token"], "confirmed": "1"})
    assert stolen.status_code == 409
    assert eve.client.get(f"{QUIZ}/attempts/1").status_code == 404


def test_empty_answers_are_asked_about_once_and_nothing_typed_is_lost(app: Flask, lin: Learner) -> None:
    assign(app, lin.person_id)
    tokens = lin.token_of(f"{FILL}?stage=test")
    asked = inspected(lin.client.post(f"{FILL}/attempts", data={**tokens, "f2": "6.5"}), FILL, 422)
    assert "2 answers are empty. Submit anyway?" in asked.text("[role=alert]")
    assert asked.root.get_element_by_id("f2").get("value") == "6.5"
    assert lin.client.get(f"{FILL}/attempts").headers["Location"] == FILL, "the language may be changed here, too"
    sent = lin.client.post(f"{FILL}/attempts", data={**tokens, "f2": "6.5", "confirmed": "1"})
    assert sent.status_code == 303
    assert rows(app, Attempt) == 1


def test_attempts_of_a_quiz_are_counted_by_the_server(app: Flask, lin: Learner) -> None:
    assign(app, lin.person_id)
    first = lin.token_of(QUIZ)
    for left in (2, 1, 0):
        sent = lin.send("SP", "m1", "quiz", {})
        page = inspected(lin.client.get(sent.headers["Location"]), "result", 200)
        assert ("Ask for one more attempt" in page.text("main")) == (left == 0)
    assert "All attempts are used" in lin.open(QUIZ).text("main")
    for token in (first["token"], "0" * 32):
        late = lin.client.post(f"{QUIZ}/attempts", data={**first, "token": token, "confirmed": "1"})
        assert late.status_code in (303, 409)
    assert rows(app, Attempt) == 3


def test_practice_says_where_to_look_and_records_nothing(app: Flask, lin: Learner) -> None:
    assign(app, lin.person_id)
    tokens = {**lin.token_of(f"{FILL}?stage=try"), "stage": "try"}
    sent = lin.client.post(f"{FILL}/draft", data={**tokens, "f1": "2", "f2": "8", "f3": "2", "check": "1"})
    page = inspected(lin.client.get(sent.headers["Location"]), "try", 200)
    assert "Real hours please" in page.text("#f2-said")
    assert "Right" in page.text("#f1-said")
    assert page.root.get_element_by_id("f2").get("aria-describedby") == "f2-said"
    assert rows(app, Attempt) == 0


def test_a_locked_module_says_what_is_missing_and_links_it(app: Flask, lin: Learner) -> None:
    """T42: 403 for every address below it, and nothing of its content."""
    assign(app, lin.person_id)
    for where in ("", "/drills/fill?stage=test", "/drills/fill?stage=see", "/quiz"):
        page = inspected(lin.client.get(f"/training/paths/SP/modules/m2{where}"), where, 403)
        assert "Module m1" in page.text("main")
        assert "/training/paths/SP/modules/m1" in page.links()
        assert "CANARY" not in page.html
    tokens = lin.token_of(QUIZ)
    for what in ("drills/fill/attempts", "drills/fill/draft", "quiz/attempts", "quiz/draft", "drills/fill/steps"):
        sent = lin.client.post(f"/training/paths/SP/modules/m2/{what}", data={**tokens, "confirmed": "1", "q1": "1"})
        assert sent.status_code in (403, 409), what
    assert (rows(app, Attempt), rows(app, Draft)) == (0, 0)


def test_the_next_module_opens_on_the_request_that_completed_the_last(app: Flask, lin: Learner) -> None:
    """T42: at once, without a job or a reload."""
    assign(app, lin.person_id)
    lin.pass_item("SP", "m1", "quiz")
    _token, answers = lin.sheet("SP", "m1", "fill")
    result = lin.client.get(lin.send("SP", "m1", "fill", answers).headers["Location"])
    page = Page(result, "result")
    assert "Module completed" in page.text("main")
    lin.open("/training/paths/SP/modules/m2")


def test_without_an_assignment_one_may_read_and_nothing_is_kept(app: Flask, lin: Learner) -> None:
    assert "Read this about m1" in lin.open("/training/paths/SP/modules/m1").text("main")
    page = lin.open(FILL + "?stage=test")
    assert "Take the path first" in page.text("main")
    sent = lin.client.post(
        f"{FILL}/draft",
        data={"csrf_token": page.fields("/training/paths/SP/assignments")["csrf_token"], "stage": "try"},
    )
    assert sent.status_code == 403
    assert rows(app, Draft) == 0


def test_content_that_changes_meanwhile_begins_the_sheet_afresh(app: Flask, lin: Learner, folder: Path) -> None:
    assign(app, lin.person_id)
    tokens = lin.token_of(f"{FILL}?stage=test")
    lin.client.post(f"{FILL}/draft", data={**tokens, "f2": "6.5"})
    publish(app, write_path(folder, typo=" Mended."))
    assert lin.open(f"{FILL}?stage=test").root.get_element_by_id("f2").get("value") == "6.5", "a typo keeps the draft"
    publish(app, write_path(folder, modules={"m1": (2, "7"), "m2": (1, "6.5")}))
    late = lin.client.post(f"{FILL}/attempts", data={**tokens, "f2": "6.5", "confirmed": "1"})
    assert late.status_code == 409
    assert "improved since" in lin.open(f"{FILL}?stage=test").text("main")
    assert rows(app, Attempt) == 0


@pytest.fixture
def story(app: Flask, lin: Learner) -> tuple[str, str]:
    """The shipped path with a story to walk: code of its module and address."""
    publish(app, ROOT / "content")
    found = published(app, "EU")
    for module in found.path.modules:
        for item in found.items[module.id]:
            if isinstance(item.content, BranchDrill):
                return module.id, address("EU", module.id, item.id)
        lin.pass_module("EU", module.id)
    raise AssertionError("there is no story")


def test_a_forged_step_is_refused_and_nothing_is_recorded(app: Flask, lin: Learner, story: tuple[str, str]) -> None:
    _module, where = story
    before = rows(app, Attempt)
    tokens = lin.token_of(f"{where}?stage=test")
    for choice, step in (("99", "0"), ("-1", "0"), ("late-plan", "0"), ("1", "7"), ("", "0"), ("1", "x")):
        sent = lin.client.post(f"{where}/steps", data={**tokens, "choice": choice, "step": step})
        assert sent.status_code == 422, (choice, step)
    assert rows(app, Draft) == 0
    assert rows(app, Attempt) == before
    for what in ("attempts", "draft"):
        jump = lin.client.post(f"{where}/{what}", data={**tokens, "walk": ["1", "1", "1"], "confirmed": "1"})
        assert jump.status_code == 422
    assert (rows(app, Draft), rows(app, Attempt)) == (0, before)


def test_a_story_is_resumed_and_its_path_is_kept(app: Flask, lin: Learner, story: tuple[str, str]) -> None:
    module, where = story
    item = where.rsplit("/", 1)[1]
    _token, answers = lin.sheet("EU", module, item)
    walk = answers["walk"]
    tokens = lin.token_of(f"{where}?stage=test")
    for _twice in range(2):
        lin.client.post(f"{where}/steps", data={**tokens, "choice": walk[0], "step": "0"})
    resumed = lin.open(f"{where}?stage=test")
    assert len(resumed.list(".story-step")) == 1
    lin_again = lin.token_of(f"{where}?stage=test")
    answered = [
        lin.client.post(f"{where}/steps", data={**lin_again, "choice": choice, "step": str(step)})
        for step, choice in list(enumerate(walk))[1:]
    ]
    late = lin.client.post(f"{where}/steps", data={**lin_again, "choice": walk[-1], "step": str(len(walk) - 1)})
    assert late.headers["Location"] == answered[-1].headers["Location"]
    with app.app_context():
        attempt = db.session.scalars(
            sa.select(Attempt).where(Attempt.module_id == module, Attempt.item_id == item)
        ).one()
    assert attempt.answers == {"walk": walk}
    assert attempt.percent == 100


def test_no_page_gives_a_key_away_before_grading(app: Flask, lin: Learner) -> None:
    publish(app, ROOT / "content")
    found = published(app, "EU")
    for module in found.path.modules:
        for item in found.items[module.id]:
            where = address("EU", module.id, item.id)
            for stage in ("test",) if item.id == "quiz" else ("try", "test"):
                for language in ("en", "zh-CN"):
                    answer = lin.client.get(f"{where}?stage={stage}", headers={"Accept-Language": language})
                    page = inspected(answer, where, 200)
                    assert not leaks(item, page), (where, stage)
        lin.pass_module("EU", module.id)
        graded = inspected(lin.client.get(f"{address('EU', module.id, 'quiz')}/attempts/1"), "result", 200)
        quiz = next(item for item in found.items[module.id] if item.id == "quiz")
        assert leaks(quiz, graded), "what is looked for can be found"


def leaks(item: Item, page: Page) -> list[str]:
    """Hints, explanations, feedback, ids and scores that stand anywhere in the page's main part."""
    html = "".join(page.html.split("<main", 1)[1:])
    shown = page.text("main")
    canaries = [" ".join(bare(text).split()) for text in secrets(item) if len(bare(text)) > 5]
    told = item.content.scenario if isinstance(item.content, Drill) else item.content.intro
    scenario = bare(told.zh + told.en)
    found = [text for text in canaries if text in shown and text not in scenario]
    return found + [name for name in ids(item) if name in html]


def secrets(item: Item) -> list[str]:
    """Every text of an item that is for afterwards."""
    content = item.content
    if isinstance(content, FormDrill):
        return [text for one in content.fields for text in (one.key.hint.zh, one.key.hint.en)]
    if isinstance(content, BranchDrill):
        later = content.scenes[1:]
        told = [text for scene in later for text in (scene.text.zh, scene.text.en)]
        return told + [text for scene in content.scenes for said in scene.key.feedback for text in (said.zh, said.en)]
    questions: tuple[Question, ...] = content.questions if isinstance(content, (ReadDrill, Quiz)) else ()
    return [
        text
        for question in questions
        for said in (question.key.explanation, *question.key.feedback)
        for text in (said.zh, said.en)
    ]


def ids(item: Item) -> list[str]:
    """The author's ids, which tell the story."""
    content = item.content
    if isinstance(content, BranchDrill):
        return [scene.id for scene in content.scenes[1:]]
    return [f'"{question.id}"' for question in content.questions] if isinstance(content, Quiz) else []


def test_progress_is_what_was_done_of_what_is_asked(app: Flask, lin: Learner) -> None:
    assign(app, lin.person_id)
    assert lin.open("/training/").root.cssselect("progress")[0].get("value") == "0"
    lin.pass_module("SP", "m1")
    gauge = lin.open("/training/").root.cssselect("progress")[0]
    assert (gauge.get("value"), gauge.get("max")) == ("1", "2")
    with app.app_context():
        assert db.session.scalars(sa.select(Assignment.started_at)).one() is not None
