"""The tool lens: the words of the company's tool in lessons and drills, and the page of tools; go-live day cards."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.foundation.db import transaction
from app.foundation.settings import ROOT
from app.training.actions.supplementing import choose_tool, publish_supplements
from app.training.content.check import check
from app.training.content.supplements import read_supplements
from tests.factories import Cast
from tests.page import inspected, post
from tests.training.learning import Learner, assign, publish

TERM = "Read this about m1."


@pytest.fixture
def marked(app: Flask, lin: Learner, folder: Path) -> Learner:
    """Lin on a path whose first lesson and drill mark words, with the shipped tools published."""
    for language, said in {
        "en": "[Tasks](term:task) have a [due date](term:due_date).",
        "zh": "[任务](term:task)有期限。",
    }.items():
        file = folder / "sp" / f"m1.{language}.md"
        text = file.read_text(encoding="utf-8")
        head, _, rest = text.partition("\n## ")
        file.write_text(f"{head}\n{said}\n\n## {rest}", encoding="utf-8")
    shutil.copytree(ROOT / "content" / "tools", folder.parent / "tools")
    publish(app, folder)
    with app.app_context(), transaction():
        publish_supplements(ROOT / "content")
    assign(app, lin.person_id)
    return lin


def lesson(learner: Learner, language: str = "en") -> str:
    response = learner.client.get("/training/paths/SP/modules/m1", headers={"Accept-Language": language})
    return inspected(response, "lesson", 200).text("main")


def choose(app: Flask, tool: str, by_id: int) -> None:
    with app.app_context(), transaction():
        choose_tool(tool=tool, by_id=by_id)


def test_lessons_keep_the_neutral_words_until_a_tool_is_chosen(marked: Learner) -> None:
    assert "Tasks have a due date." in lesson(marked)
    assert "Where is this in" not in lesson(marked)


def test_lessons_speak_the_words_of_the_tool(app: Flask, marked: Learner, cast: Cast) -> None:
    choose(app, "trello", cast.pmo)
    words = lesson(marked)
    assert "Cards have a due date." in words
    assert "Where is this in Trello?" in words
    assert "Dates of an open card" in words
    assert "卡片有期限。" in lesson(marked, "zh-CN")


def test_what_a_tool_has_no_word_for_keeps_the_neutral_one(app: Flask, marked: Learner, cast: Cast) -> None:
    choose(app, "lanyan", cast.pmo)
    assert "Tasks have a due date." in lesson(marked)


def test_only_those_who_run_the_rollout_choose_the_tool(
    app: Flask, marked: Learner, cast: Cast, sign_in: Callable[[int | None], FlaskClient]
) -> None:
    page = inspected(marked.client.get("/training/tools"), "tools", 200)
    assert not page.has("main form")
    assert marked.client.post("/training/tools", data={"tool": "jira"}).status_code in (400, 403)
    pmo = sign_in(cast.pmo)
    page = inspected(pmo.get("/training/tools"), "tools", 200)
    assert post(pmo, "/training/tools", "/training/tools", tool="jira").status_code == 303
    assert "Work items have a due date." in lesson(marked)
    assert post(pmo, "/training/tools", "/training/tools", tool="no-such-tool").status_code == 422
    assert post(pmo, "/training/tools", "/training/tools", tool="neutral").status_code == 303
    assert "Tasks have a due date." in lesson(marked)


def test_the_page_of_tools_says_what_is_not_reviewed(marked: Learner) -> None:
    page = inspected(marked.client.get("/training/tools", headers={"Accept-Language": "en"}), "tools", 200)
    assert len(page.list(".tool-card")) == 9
    assert all("not yet reviewed" in words for words in page.list(".tool-card"))
    for href in page.links(".tool-card h2 a"):
        inspected(marked.client.get(href), href, 200)
    assert marked.client.get("/training/tools/nothing").status_code == 404


def test_sap_says_that_its_pm_is_plant_maintenance(marked: Learner) -> None:
    page = inspected(marked.client.get("/training/tools/sap-ps", headers={"Accept-Language": "en"}), "tool", 200)
    assert "PM in SAP is Plant Maintenance" in page.text("main")


def test_publishing_twice_publishes_once_and_a_broken_tool_keeps_its_last_good_words(
    app: Flask, marked: Learner, tmp_path: Path, cast: Cast
) -> None:
    choose(app, "trello", cast.pmo)
    content = tmp_path / "content"
    (content / "tools").mkdir(parents=True)
    for name in ("terms.yaml", "trello.yaml"):
        (content / "tools" / name).write_text((ROOT / "content/tools" / name).read_text("utf-8"), encoding="utf-8")
    broken = content / "tools" / "trello.yaml"
    broken.write_text(broken.read_text("utf-8").replace("words:", "wrods:"), encoding="utf-8")
    with app.app_context(), transaction():
        found = publish_supplements(content)
    assert [fault.path for fault in found.faults]
    assert "tools/trello.yaml" in {fault.path for fault in found.faults}
    assert "Cards have a due date." in lesson(marked)


def test_cards_are_one_page_each_in_both_languages(marked: Learner) -> None:
    page = inspected(marked.client.get("/training/cards", headers={"Accept-Language": "zh-CN"}), "cards", 200)
    links = page.links(".tool-card a")
    assert len(links) == 3
    for href in links:
        chinese, english = (
            inspected(marked.client.get(href, headers={"Accept-Language": language}), href, 200)
            for language in ("zh-CN", "en")
        )
        assert chinese.text("h1") != english.text("h1")
        assert chinese.has(".day-card")
        assert english.has(".day-card")
    assert marked.client.get("/training/cards/nothing").status_code == 404


def test_unknown_and_stale_words_are_named_with_line_and_column(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools" / "terms.yaml").write_text(
        "terms:\n  task: {zh: [任务], en: [task, tasks]}\n", encoding="utf-8"
    )
    file = folder / "sp" / "m1.en.md"
    text = file.read_text("utf-8")
    place = text[: text.index("Read this")].count("\n") + 1
    file.write_text(
        text.replace("Read this", "A [chore](term:task), a [thing](term:thing). Read this"), encoding="utf-8"
    )
    faults = [fault for fault in check(folder) if "tools/terms.yaml" in fault.message]
    assert [(fault.line, fault.column) for fault in faults] == [(place, 3), (place, 25)]
    assert "write task / tasks" in faults[0].message
    assert "use one of task" in faults[1].message


def test_the_shipped_tools_and_cards_have_no_fault() -> None:
    found = read_supplements(ROOT / "content")
    assert [str(fault) for fault in found.faults] == []
    assert len(found.tools) == 9
    assert len(found.cards) == 3
