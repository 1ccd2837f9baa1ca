"""Drills to order, to tick and to find faults in, and variants, as a learner meets them; and whatever may be sent."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.foundation.db import db
from app.training.models import Attempt, Draft
from tests.factories import Cast
from tests.page import Page, inspected
from tests.training.learning import Learner, address, assign, publish

ORDER, MATRIX, SPOT, HOURS, ASK = (
    address("MORE", "many-kinds", name) for name in ("make-template", "role-perm", "spot-report", "hours", "ask")
)
NAMES = {"make-template": ORDER, "role-perm": MATRIX, "spot-report": SPOT, "hours": HOURS}


@pytest.fixture
def learner(app: Flask, cast: Cast, sign_in: Callable[[int | None], FlaskClient]) -> Learner:
    """Lin at a browser, assigned to the path with every kind."""
    publish(app, Path(__file__).parent / "content")
    client = sign_in(cast.lin)
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    assign(app, cast.lin, "MORE")
    return Learner(app, client, cast.lin)


def attempts(app: Flask) -> list[Attempt]:
    """All attempts, the first one first."""
    with app.app_context():
        return list(db.session.scalars(sa.select(Attempt).order_by(Attempt.id)))


def drafts(app: Flask) -> int:
    """How many drafts are kept."""
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(Draft)) or 0


def ranks(page: Page) -> dict[str, str]:
    """The numbers on a page, from top to bottom."""
    return {field.get("name"): field.get("value") for field in page.root.cssselect("input.rank")}


def as_posted(answers: dict[str, list[str]]) -> dict[str, object]:
    """Answers as the page's inputs post them: ranks one by one."""
    single: dict[str, object] = {f"o1-{at}": rank for at, rank in enumerate(answers.get("o1", []), 1)}
    return single or {**answers}


# To put in order


def test_arrows_move_without_a_script_and_the_focus_stays(app: Flask, learner: Learner) -> None:
    """T44: without a pointer that drags and without JavaScript."""
    tokens = learner.token_of(f"{ORDER}?stage=test")
    shown = learner.open(f"{ORDER}?stage=test")
    assert set(ranks(shown).values()) == {""}
    labels = shown.list(".rank-row .rank-label")
    blank = dict.fromkeys(ranks(shown), "")
    sent = learner.client.post(f"{ORDER}/draft", data={**tokens, **blank, "move": "o1-3-up"})
    assert sent.headers["Location"].endswith("stage=test&moved=o1-3-up")
    page = inspected(learner.client.get(sent.headers["Location"]), ORDER, 200)
    assert page.list(".rank-row .rank-label") == [labels[0], labels[2], labels[1], *labels[3:]]
    assert ranks(page) == {"o1-1": "1", "o1-3": "2", "o1-2": "3", "o1-4": "4", "o1-5": "5"}
    assert [button.get("value") for button in page.root.cssselect("button[autofocus]")] == ["o1-3-up"]
    assert attempts(app) == []


def test_the_arranged_list_is_what_is_graded(app: Flask, learner: Learner) -> None:
    """T44: numbers put things in order, too."""
    _token, right = learner.sheet("MORE", "many-kinds", "make-template")
    sent = learner.send("MORE", "many-kinds", "make-template", as_posted(right))
    result = inspected(learner.client.get(sent.headers["Location"]), "result", 200)
    assert "Passed. Well done!" in result.text("main")
    assert result.list(".answer .answer-given")[0].endswith("Set phases and milestones")
    assert (attempts(app)[0].percent, attempts(app)[0].max_points) == (100, 10)


def test_full_width_numbers_are_numbers(app: Flask, learner: Learner) -> None:
    """T43: in ranks as well."""
    _token, right = learner.sheet("MORE", "many-kinds", "make-template")
    wide = {name: str(rank).translate(str.maketrans("12345", "１２３４５")) for name, rank in as_posted(right).items()}
    learner.send("MORE", "many-kinds", "make-template", wide)
    assert attempts(app)[0].percent == 100


def test_a_hint_stands_at_the_step_that_must_be_moved(app: Flask, learner: Learner) -> None:
    tokens = {**learner.token_of(f"{ORDER}?stage=try"), "stage": "try"}
    numbers = {f"o1-{place}": str(place) for place in range(1, 6)}
    checked = learner.client.post(f"{ORDER}/draft", data={**tokens, **numbers, "check": "1"})
    page = inspected(learner.client.get(checked.headers["Location"]), "try", 200)
    wrong = page.root.cssselect(".rank-row.field-wrong input")
    assert wrong
    assert all(field.get("aria-invalid") == "true" for field in wrong)
    assert all(page.text(f"#{field.get('aria-describedby')}").startswith("Not in its place yet.") for field in wrong)
    assert attempts(app) == []


def test_enter_in_a_number_moves_nothing(learner: Learner) -> None:
    for stage, name in (("test", None), ("try", "check")):
        form = learner.open(f"{ORDER}?stage={stage}").root.cssselect("form.drill-form")[0]
        first = form.cssselect("button")[0]
        assert (first.get("name"), first.get("formaction")) == (name, None)


# To tick


def test_boxes_carry_the_names_of_row_and_column(learner: Learner) -> None:
    page = learner.open(f"{MATRIX}?stage=test")
    boxes = page.root.cssselect(".matrix input[type=checkbox]")
    said = {" ".join(page.text(f"#{part}") for part in str(box.get("aria-labelledby")).split()) for box in boxes}
    assert len(boxes) == len(said) == 11
    assert {"See costs Project manager", "Delete the project Stakeholder"} <= said
    assert page.text(".matrix-none") == "Stakeholder not asked"


def test_a_rows_hint_is_shown_where_a_box_is_wrong(app: Flask, learner: Learner) -> None:
    tokens = {**learner.token_of(f"{MATRIX}?stage=try"), "stage": "try"}
    page = learner.open(f"{MATRIX}?stage=try")
    names = {page.text(f"#{row.get('id')}"): row.get("id")[:2] for row in page.root.cssselect(".matrix tbody th")}
    ticks = {names["See progress"]: ["1", "2", "3"], names["Delete the project"]: ["1"]}
    checked = learner.client.post(f"{MATRIX}/draft", data={**tokens, **ticks, "check": "1"})
    page = inspected(learner.client.get(checked.headers["Location"]), "try", 200)
    assert "Nobody deletes a project in passing" in page.text(f"#{names['Delete the project']}-said")
    assert page.text(f"#{names['See progress']}-said") == "Right"
    assert "Progress is open" not in page.text("main")
    assert attempts(app) == []


def test_a_table_in_which_nothing_is_ticked_is_asked_about(app: Flask, learner: Learner) -> None:
    tokens = learner.token_of(f"{MATRIX}?stage=test")
    asked = inspected(learner.client.post(f"{MATRIX}/attempts", data=tokens), MATRIX, 422)
    assert "Nothing is ticked yet" in asked.text("main")
    assert attempts(app) == []
    sent = learner.client.post(f"{MATRIX}/attempts", data={**tokens, "m1": ["1"]})
    assert sent.status_code == 303, "a row without ticks may be right"


# To find faults in


def test_practice_counts_what_is_hidden_and_does_not_give_it_away(app: Flask, learner: Learner) -> None:
    tokens = {**learner.token_of(f"{SPOT}?stage=try"), "stage": "try"}
    page = learner.open(f"{SPOT}?stage=try")
    values = {page.text(f"li:nth-child({at}) .spot-line"): str(at) for at in range(1, 6)}
    ticks = {"s1": [values["Hours: 26"], values["Done: sign-in tested by ourselves"]]}
    checked = learner.client.post(f"{SPOT}/draft", data={**tokens, **ticks, "check": "1"})
    page = inspected(learner.client.get(checked.headers["Location"]), "try", 200)
    assert "Well spotted. A day has 24 hours." in page.text("main")
    assert "This line is sound. It says how far it got." in page.text("main")
    assert "1 more fault is hidden here." in page.text("main")
    assert "The case says the server is down." not in page.text("form")
    assert attempts(app) == []


def test_practice_answers_also_where_nothing_is_ticked(learner: Learner) -> None:
    tokens = {**learner.token_of(f"{SPOT}?stage=try"), "stage": "try"}
    checked = learner.client.post(f"{SPOT}/draft", data={**tokens, "check": "1"})
    page = inspected(learner.client.get(checked.headers["Location"]), "try", 200)
    assert "0% so far" in page.text("main")
    assert "2 more faults are hidden here." in page.text("main")


def test_the_result_has_the_authors_word_for_every_line(app: Flask, learner: Learner) -> None:
    sent = learner.send("MORE", "many-kinds", "spot-report", {})
    page = inspected(learner.client.get(sent.headers["Location"]), "result", 200)
    assert page.text("main").count("A fault you passed by.") == 2
    assert "This line is sound. It says how far it got." in page.text("main")
    assert attempts(app)[0].percent == 0


def test_see_shows_what_is_struck_out_and_why(learner: Learner) -> None:
    page = learner.open(f"{SPOT}?stage=see")
    assert sorted(page.list(".solution s")) == ["Hours: 26", "Risk: none"]
    assert "A day has 24 hours." in page.text("main")
    assert "Project manager · Member" in learner.open(f"{MATRIX}?stage=see").list(".solution-value")
    assert learner.open(f"{ORDER}?stage=see").list(".solution-value")[0] == "Set phases and milestones"


# Variants


def test_each_attempt_has_the_next_case_and_its_result_shows_that_one(app: Flask, learner: Learner) -> None:
    cases = []
    for number in (1, 2, 3):
        cases.append(learner.open(f"{HOURS}?stage=test").text(".scenario"))
        learner.send("MORE", "many-kinds", "hours", {"f1": "", "f2": "0"})
        assert learner.open(f"{HOURS}/attempts/{number}").text(".scenario") == cases[-1]
    assert len(set(cases)) == 3
    assert "6.5 hours" in learner.open(f"{HOURS}?stage=see").text(".scenario")
    assert [attempt.passed for attempt in attempts(app)] == [False] * 3


def test_practice_has_another_case_than_the_test(learner: Learner) -> None:
    practised, tested = (learner.open(f"{HOURS}?stage={stage}").text(".scenario") for stage in ("try", "test"))
    assert practised != tested


def test_a_story_with_variants_is_walked_to_its_end(app: Flask, learner: Learner) -> None:
    learner.pass_item("MORE", "many-kinds", "ask")
    assert [(attempt.item_id, attempt.percent) for attempt in attempts(app)] == [("ask", 100)]


# Whatever may be sent

FORGED: list[dict[str, object]] = [
    {"o1": ["1", "2", "3", "4", "5"], "o1-1": "9", "o1-99": "1"},
    {"o1-1": "1" * 9_000, "o1-0": "1", "o1-100": "1", "o1--1": "1"},
    {"move": "o1-1-up"}, {"move": "o1-77-down", "o1-1": "x"}, {"move": "../../x"}, {"move": ["o1-1-up", "x"]},
    {"m1": ["0", "-1", "99", "x", "1", "1"], "m99": "1", "m01": "1"}, {"m1": "１"},
    {"s1": ["1", "2", "3", "4", "5", "6", "0", "-1"]}, {"s1": "1,2"}, {"s2": "1"},
    {"late-plan": "1", "id": "spot-report", "answers": "{}", "walk": "1", "percent": "100", "passed": "1"},
    {"f1": "\x00", "f2": "１e9", "f3": "9" * 6_000},
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_forged_posts_pass_nothing_and_break_nothing(name: str, app: Flask, learner: Learner) -> None:
    where = NAMES[name]
    sheet = learner.token_of(f"{where}?stage=test")
    practice = {**learner.token_of(f"{where}?stage=try"), "stage": "try"}
    for tokens, target in ((sheet, "draft"), (practice, "draft"), (sheet, "attempts")):
        for forged in FORGED:
            posted: dict[str, object] = {**tokens, **forged, "confirmed": "1"}
            sent = learner.client.post(f"{where}/{target}", data=posted)
            assert sent.status_code in (303, 400, 409), (target, forged, sent.status_code)
            assert learner.client.get(sent.headers.get("Location", where)).status_code == 200
            checked = learner.client.get(f"{where}?stage={tokens['stage']}&checked=1&moved=../x")
            assert checked.status_code == 200
    made = attempts(app)
    assert [(attempt.passed, attempt.token) for attempt in made] == [(False, sheet["token"])]
    assert all(key[0] in "fmoqs" for key in made[0].answers)


def test_a_stage_or_a_step_that_is_none_is_refused(app: Flask, learner: Learner) -> None:
    for where in NAMES.values():
        tokens = learner.token_of(f"{where}?stage=test")
        assert learner.client.post(f"{where}/draft", data={**tokens, "stage": "see"}).status_code == 422
        assert learner.client.post(f"{where}/draft", data={**tokens, "stage": "x"}).status_code == 422
        step = learner.client.post(f"{where}/steps", data={**tokens, "choice": "1", "step": "0"})
        assert step.status_code in (404, 409, 422)
    assert (attempts(app), drafts(app)) == ([], 0)


@pytest.mark.parametrize("name", NAMES)
def test_back_and_a_second_tab_make_no_second_attempt(name: str, app: Flask, learner: Learner) -> None:
    where = NAMES[name]
    tab, other = (learner.token_of(f"{where}?stage=test") for _ in range(2))
    assert tab["token"] == other["token"]
    first = learner.client.post(f"{where}/attempts", data={**tab, "confirmed": "1", "m1": "1", "s1": "1"})
    _token, right = learner.sheet("MORE", "many-kinds", name)
    back = learner.client.post(f"{where}/attempts", data={**other, "confirmed": "1", **as_posted(right)})
    assert back.headers["Location"] == first.headers["Location"]
    assert len(attempts(app)) == 1
    late = learner.client.post(f"{where}/draft", data={**other, **as_posted(right)})
    assert late.status_code == 409, "a sheet that was sent is typed into no more"
    assert (len(attempts(app)), drafts(app)) == (1, 0)


@pytest.mark.parametrize("name", NAMES)
def test_two_clicks_at_once_make_one_attempt(name: str, app: Flask, learner: Learner) -> None:
    """T40: whatever the kind of drill."""
    where = NAMES[name]
    tokens = learner.token_of(f"{where}?stage=test")
    cookies = learner.client
    answered: list[str] = []

    def click() -> None:
        browser = app.test_client()
        for cookie in list((cookies._cookies or {}).values()):
            browser.set_cookie(cookie.key, cookie.value, domain=cookie.domain, path=cookie.path)
        answered.append(browser.post(f"{where}/attempts", data={**tokens, "confirmed": "1"}).headers["Location"])

    clicks = [threading.Thread(target=click) for _ in range(3)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert answered == [f"{where}/attempts/1"] * 3
    assert len(attempts(app)) == 1


def test_an_expired_session_loses_nothing_that_was_saved(
    app: Flask, learner: Learner, sign_in: Callable[[int | None], FlaskClient]
) -> None:
    tokens = learner.token_of(f"{SPOT}?stage=test")
    learner.client.post(f"{SPOT}/draft", data={**tokens, "s1": ["1", "4"]})
    stranger = app.test_client()
    for where in (f"{SPOT}/attempts", f"{SPOT}/draft", f"{SPOT}/steps"):
        refused = stranger.post(where, data={**tokens, "confirmed": "1", "s1": ["2"]})
        assert refused.status_code in (302, 303, 400, 401, 403)
        assert "A day has 24 hours" not in refused.get_data(as_text=True)
    assert attempts(app) == []
    again = Learner(app, sign_in(learner.person_id), learner.person_id)
    page = again.open(f"{SPOT}?stage=test")
    assert [box.get("value") for box in page.root.cssselect(".spot input[checked]")] == ["1", "4"]
    sent = again.client.post(f"{SPOT}/attempts", data={**again.token_of(f"{SPOT}?stage=test"), "s1": ["1", "4"]})
    assert sent.status_code == 303
    assert len(attempts(app)) == 1
