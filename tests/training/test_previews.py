"""A preview of a draft: the learner's pages, for those who publish, and nothing is recorded."""

from __future__ import annotations

import dataclasses
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.foundation.db import Base, db
from app.training.content.kinds.branch import BranchDrill
from app.training.content.kinds.world import WorldDrill
from app.training.content.quiz import Quiz
from app.training.content.variants import model
from app.training.models import Stage
from app.training.queries.places import Place
from app.training.queries.previews import preview_of, preview_place, sheet_of
from app.training.queries.waiting import is_observed
from tests.factories import Cast
from tests.page import Page
from tests.training.test_leaks import LANGUAGES, SAMPLES, SHIPPED, Secrets, leaks, visible

PATHS = {"SAMPLE": "daily-report", "MORE": "many-kinds"}


@pytest.fixture
def home(app: Flask, tmp_path: Path) -> Iterator[Path]:
    """The folder of authors: the words of tools, the administrators' path and two samples; nothing was published."""
    home = tmp_path / "content"
    shutil.copytree(SHIPPED, home, ignore=lambda where, names: names if Path(where) == SHIPPED / "training" else [])
    for folder in (SAMPLES / "sample", SAMPLES / "more", SHIPPED / "training" / "administrators"):
        shutil.copytree(folder, home / "training" / folder.name)
    settings = app.extensions["uptake.settings"]
    app.extensions["uptake.settings"] = dataclasses.replace(settings, content=home)
    yield home
    app.extensions["uptake.settings"] = settings


@pytest.fixture
def pmo(home: Path, cast: Cast, sign_in: Callable[[int | None], FlaskClient]) -> FlaskClient:
    """Somebody of the PMO at a browser, reading English."""
    assert home.is_dir()
    client = sign_in(cast.pmo)
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def where(code: str, module_id: str = "", item_id: str = "") -> str:
    """The address of a preview."""
    base = f"/training/content/{code}/preview"
    last = "/quiz" if item_id == "quiz" else f"/drills/{item_id}" if item_id else ""
    return base + (f"/modules/{module_id}" if module_id else "") + last


def places_in(app: Flask, home: Path, code: str) -> list[Place]:
    """Everything that is answered in a draft."""
    with app.app_context():
        preview = preview_of(home, code)
        assert preview is not None
        assert preview.published is not None
        keys = [item.key for items in preview.published.items.values() for item in items]
        found = [preview_place(preview, *key) for key in keys]
    return [place for place in found if place]


def address_of(place: Place) -> str:
    """Where it is previewed."""
    item_id = "quiz" if isinstance(place.item.content, Quiz) else place.item.id
    return where(place.published.code, place.module.id, item_id)


def hidden(answer: TestResponse) -> dict[str, str]:
    """The CSRF token and the sheet of the page's form."""
    fields = Page(answer, "/").root.cssselect("main form input[type=hidden]")
    return {str(field.get("name")): str(field.get("value")) for field in fields}


def rows(app: Flask) -> dict[str, int]:
    """How many rows every table has."""
    with app.app_context():
        return {
            table.name: db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }


def answer_right(client: FlaskClient, place: Place) -> TestResponse:
    """Open the test from its page and answer everything right; the last answer."""
    base = address_of(place)
    answers = place.item.content.solution("en", sheet_of("1").seed).answers
    page = client.get(f"{base}?stage=test")
    if isinstance(model(place.item.content), BranchDrill):
        for choice in answers["walk"]:
            page = client.post(f"{base}/steps", data={**hidden(page), "choice": choice})
        return page
    right = {name: list(values) for name, values in answers.items()}
    return client.post(f"{base}/results", data={**hidden(page), "confirmed": "1", **right})


@pytest.mark.sqlite
@pytest.mark.parametrize("code", ["SAMPLE", "MORE", "AD"])
def test_every_drill_and_quiz_can_be_seen_tried_and_passed(code: str, app: Flask, home: Path, pmo: FlaskClient) -> None:
    before = rows(app)
    for place in places_in(app, home, code):
        for stage in Stage:
            page = pmo.get(f"{address_of(place)}?stage={stage.value}")
            assert page.status_code == 200, (place.item.id, stage)
            assert "Nothing is recorded." in page.get_data(as_text=True)
        if is_observed(place.item) or isinstance(model(place.item.content), WorldDrill):
            continue
        result = answer_right(pmo, place)
        assert result.status_code == 200, place.item.id
        assert "Passed. Well done!" in result.get_data(as_text=True), place.item.id
    assert rows(app) == before


def test_practice_shows_hints_and_keeps_what_was_typed(pmo: FlaskClient) -> None:
    base = where("SAMPLE", "daily-report", "report")
    tokens = hidden(pmo.get(f"{base}?stage=try"))
    checked = pmo.post(f"{base}/answers", data={**tokens, "f2": "9", "check": "1"}).get_data(as_text=True)
    assert 'value="9"' in checked
    assert "Not yet." in checked


def test_arrows_move_a_step_without_a_script(pmo: FlaskClient) -> None:
    base = where("MORE", "many-kinds", "make-template")
    page = pmo.get(f"{base}?stage=try")
    names = re.findall(r'name="(o1-\d)" value', page.get_data(as_text=True))
    moved = pmo.post(f"{base}/answers", data={**hidden(page), **dict.fromkeys(names, ""), "move": f"{names[0]}-down"})
    assert moved.status_code == 200
    assert re.findall(r'name="(o1-\d)" value', moved.get_data(as_text=True)) != names


def test_each_draw_has_another_variant_and_other_questions(pmo: FlaskClient) -> None:
    for item_id in ("hours", "quiz"):
        base = where("MORE", "many-kinds", item_id)
        first = pmo.get(f"{base}?stage=try").get_data(as_text=True)
        assert "draw=2" in first
        again = pmo.get(f"{base}?stage=try&draw=2").get_data(as_text=True)
        assert re.sub("draw=.", "", again) != re.sub("draw=.", "", first)


def test_a_forged_step_is_refused_and_an_empty_test_is_asked_about(pmo: FlaskClient) -> None:
    story = where("SAMPLE", "daily-report", "late")
    tokens = hidden(pmo.get(f"{story}?stage=try"))
    assert pmo.post(f"{story}/steps", data={**tokens, "choice": "99"}).status_code == 422
    forged = {**tokens, "token": "1.9-9-9", "choice": "1"}
    assert pmo.post(f"{story}/steps", data=forged).status_code == 422
    form = where("SAMPLE", "daily-report", "report")
    empty = pmo.post(f"{form}/results", data=hidden(pmo.get(f"{form}?stage=test")))
    assert empty.status_code == 422
    assert "Submit anyway" in empty.get_data(as_text=True)


@pytest.mark.sqlite
def test_no_page_tells_a_key_before_grading(app: Flask, home: Path, pmo: FlaskClient) -> None:
    for code in (*PATHS, "AD"):
        for place in places_in(app, home, code):
            secrets, seed = Secrets(place.item.content), sheet_of("1").seed
            for language, accepted in LANGUAGES.items():
                pmo.environ_base["HTTP_ACCEPT_LANGUAGE"] = accepted
                for stage in (Stage.practice, Stage.test):
                    source = pmo.get(f"{address_of(place)}?stage={stage.value}").get_data(as_text=True)
                    view = place.item.content.presentation(language, seed)
                    titles = (place.item.content.title, place.module.text(language).title, place.published.path.title)
                    shown = [*visible(view), *visible(titles)]
                    assert leaks(source, secrets, shown, only_sentences=True) == [], (place.item.id, language)


def test_broken_modules_are_named_and_the_others_shown(home: Path, pmo: FlaskClient) -> None:
    folder = home / "training" / "administrators"
    names = [re.sub(r"\.zh\.md$", "", file.name) for file in sorted(folder.glob("*.zh.md"))]
    file = folder / f"{names[0]}.en.md"
    file.write_text(file.read_text("utf-8").replace("## ", "## Odd {#odd .odd}\n\n## ", 1), "utf-8")
    told = pmo.get(where("AD")).get_data(as_text=True)
    assert "cannot be shown until they are mended" in told
    assert f"administrators/{names[0]}.en.md:" in told
    assert pmo.get(where("AD", names[0])).status_code == 404
    assert pmo.get(where("AD", names[1])).status_code == 200
    (folder / "path.yaml").write_text("code: AD\n", "utf-8")
    told = pmo.get(where("AD")).get_data(as_text=True)
    assert "Nothing of this path can be read yet" in told


def test_the_shelf_of_each_tier_offers_what_is_asked_of_it(pmo: FlaskClient) -> None:
    for tier, asked in (("administrator", {"AD", "MORE"}), ("end_user", {"SAMPLE"}), ("management", set())):
        page = Page(pmo.get(f"{where('SAMPLE')}?as={tier}"), where("SAMPLE"))
        lines = [item.text_content() for item in page.root.cssselect("#shelf ~ ul.list > li")]
        assert {
            code for code in ("AD", "SAMPLE", "MORE") for line in lines if code in line and "Asked for" in line
        } == asked
    lesson = pmo.get(f"{where('SAMPLE', 'daily-report')}?as=management").get_data(as_text=True)
    assert "sees it: Management" in lesson
    assert "as=management" in lesson


def test_the_words_of_the_tool_and_the_language_hold_in_a_preview(app: Flask, pmo: FlaskClient) -> None:
    result = app.test_cli_runner().invoke(args=["content", "publish", str(SHIPPED)])
    assert result.exit_code == 0, result.output
    tools = Page(pmo.get("/training/tools"), "/training/tools")
    data = {**tools.fields("/training/tools"), "tool": "jira"}
    assert pmo.post("/training/tools", data=data).status_code == 303
    folder = SHIPPED / "training" / "administrators"
    named = next(
        file.name.split(".")[0] for file in sorted(folder.glob("*.en.md")) if "](term:" in file.read_text("utf-8")
    )
    assert 'class="term"' in pmo.get(where("AD", named)).get_data(as_text=True)
    pmo.environ_base["HTTP_ACCEPT_LANGUAGE"] = "zh-CN"
    assert "草稿预览" in pmo.get(where("AD", named)).get_data(as_text=True)


@pytest.mark.parametrize("role", ["lin", "chen", "zhao", "sun", "audit", "he"])
def test_only_those_who_publish_may_preview(
    role: str, home: Path, cast: Cast, sign_in: Callable[[int | None], FlaskClient]
) -> None:
    assert home.is_dir()
    client = sign_in(getattr(cast, role))
    for address in (where("SAMPLE"), where("SAMPLE", "daily-report"), where("SAMPLE", "daily-report", "report")):
        assert client.get(address).status_code == 403, (role, address)


def test_what_is_not_there_is_not_found(pmo: FlaskClient) -> None:
    for address in (where("NOPE"), where("SAMPLE", "nope"), where("SAMPLE", "daily-report", "nope")):
        assert pmo.get(address).status_code == 404
    assert pmo.get(where("SAMPLE", "daily-report", "late") + "/steps").status_code == 303
