"""Every fault of an article is named with its line and how to mend it; one line each."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from app.foundation.content.houses import page_within
from app.knowledge.content.folder import read_knowledge
from app.training.content.surroundings import surroundings
from tests.knowledge.writing import AROUND, ROLES, TOPICS, write_article, write_knowledge

EN, ZH = "procurement-roles.en.md", "procurement-roles.zh.md"
LONG = "word " * 61
HAN = "字" * 121

# File, what stands there, what is written instead, where the fault is said and a part of what it says.
FAULTS = [
    (EN, "id: procurement-roles", "id: Procurement", "en.md:2: “id” is 'Procurement'; use letters a-z"),
    (EN, "id: procurement-roles", "id: other", "en.md:2: The id “other” must be the name of the file"),
    (EN, "title: Roles for", f"title: {'x' * 80}", "en.md:3: “title” is"),
    (EN, "topic: roles", "topic: daily", "en.md:4: “topic” is daily here and roles in procurement-roles.zh.md"),
    (EN, "words: [purchasing, who may approve]", "words: []", "en.md:5: “words” is empty; list at least one."),
    (EN, "owner: administrator", "owner: nobody", "en.md:6: “owner” is 'nobody'"),
    (EN, "owner: administrator", "owner: hr", "en.md:6: “owner” is hr here and administrator in"),
    (EN, "review_every: 6", "review_every: 25", "en.md:7: “review_every” is 25"),
    (EN, "version: 1", "version: one", "en.md:8: “version” must be a whole number, not 'one'."),
    (
        EN,
        "version: 1",
        "version: 2",
        "zh.md:8: “version” is 1 here and 2 in procurement-roles.en.md; this language lags",
    ),
    (EN, "see: [report-returned, eu-03]", "see: [eu-03]", "en.md:9: “see” is eu-03 here and report-returned, eu-03 in"),
    (EN, "see: [report-returned, eu-03]", "see: [a, b, c, d, e]", "en.md:9: “see” is ['a', 'b', 'c', 'd', 'e']"),
    (EN, "owner: administrator", "owner: administrator\nsize: 3", "en.md:7: “size” is not known here"),
    (EN, "---\nid", "id", "en.md:1: The file must begin with front matter"),
    (EN, "A procurement project has", LONG, "en.md:11: The answer takes 66 words, 60 at most; say it shorter"),
    (ZH, "采购项目用三个角色", HAN, "zh.md:11: The answer takes 129 Chinese characters, 120 at most"),
    (EN, "A procurement project has three roles: buyer, approver, finance.\n", "", "en.md:12: The answer is missing"),
    (EN, "1. Open", "Much " * 601 + "Open", "en.md:11: The article takes 619 words and so more than three minutes"),
    (EN, "## Steps", "# Steps", "en.md:13: The title is the only heading of the first level"),
    (EN, "## Steps", "## Steps {#try .form}", "en.md:13: An article has no drills"),
    (EN, "1. Open", "![x](y.png) Open", "en.md:15: Pictures are not shown"),
    (EN, "1. Open", "1. [here](javascript:alert) Open", "en.md:15: The link “javascript:alert” leads nowhere"),
    (
        EN,
        "1. Open",
        "1. [here](/no/such/page) Open",
        "en.md:15: The link “/no/such/page” leads nowhere: the portal has no",
    ),
    (
        EN,
        "1. Open",
        "1. [here](/knowledge/nothing-here/x) Open",
        "en.md:15: The link “/knowledge/nothing-here/x” leads",
    ),
    (EN, "1. Open", "1. [task](term:nothing) Open", "en.md:15: “nothing” is no word of tools/terms.yaml"),
    (EN, "1. Open", "1. [job](term:task) Open", "en.md:15: “job” is not how the glossary says “task”"),
    (
        "topics.yaml",
        "  roles: {zh: 角色与权限, en: Roles}\n",
        "",
        "en.md:4: “roles” is no topic of topics.yaml; use one of daily",
    ),
    ("topics.yaml", "en: Roles", "fr: Roles", "topics.yaml:2: “topics.roles.en” is missing; add it."),
    ("topics.yaml", "topics:", "topics: [", "topics.yaml:"),
]


@pytest.mark.parametrize(("file", "old", "new", "told"), FAULTS, ids=[one[3][:40] for one in FAULTS])
def test_each_fault_is_said_where_it_is(app: Flask, tmp_path: Path, file: str, old: str, new: str, told: str) -> None:
    folder = write_knowledge(tmp_path)
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")
    with app.app_context():
        found = read_knowledge(tmp_path, AROUND)
    assert found is not None
    said = [str(fault) for fault in found.faults]
    assert any(told in one for one in said), said
    assert "procurement-roles" not in {one.id for one in found.articles}


def test_files_that_are_missing_odd_or_not_readable_are_named(app: Flask, tmp_path: Path) -> None:
    folder = write_knowledge(tmp_path)
    (folder / ZH).unlink()
    (folder / "notes.md").write_text("x", "utf-8")
    (folder / "report-returned.en.md").write_bytes(b"\xff\xfe")
    (folder / "drafts.zh.md").write_text(
        (folder / EN).read_text("utf-8").replace("id: procurement-roles", "id: drafts"), "utf-8"
    )
    with app.app_context():
        found = read_knowledge(tmp_path, AROUND)
    assert found is not None
    assert found.articles == ()
    said = "\n".join(map(str, found.faults))
    assert "procurement-roles.zh.md:1: The file procurement-roles.zh.md is missing" in said
    assert "notes.md:1: Nobody reads this file" in said
    assert "report-returned.en.md:1: The file is not UTF-8" in said
    assert "“drafts” is an address of the portal already" in said


def test_points_of_see_are_there_and_ids_are_nobody_elses(app: Flask, tmp_path: Path) -> None:
    folder = write_knowledge(tmp_path)
    for language in ("zh", "en"):
        file = folder / f"procurement-roles.{language}.md"
        text = file.read_text("utf-8").replace("see: [report-returned, eu-03]", "see: [eu-99]")
        file.write_text(text, "utf-8")
    with app.app_context():
        found = read_knowledge(tmp_path, replace(AROUND, known={"eu-03", "report-returned"}))
    assert found is not None
    said = [str(fault) for fault in found.faults]
    assert sum("“eu-99” is neither an article nor a training module" in one for one in said) == 2
    assert sum("“report-returned” is the id of a training module" in one for one in said) == 2


def test_the_command_says_faults_of_articles_beside_those_of_training(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "training").mkdir()
    folder = write_knowledge(tmp_path)
    (folder / EN).write_text((folder / EN).read_text("utf-8").replace("version: 1", "version: x"), "utf-8")
    told = app.test_cli_runner().invoke(args=["content", "check", str(tmp_path)])
    assert told.exit_code == 1
    assert f"{folder / EN}:8: “version” must be a whole number" in told.output
    told = app.test_cli_runner().invoke(args=["content", "publish", str(tmp_path)])
    assert told.exit_code == 1
    assert "“version” must be" in told.output


def test_the_portal_knows_its_own_pages_and_the_modules(app: Flask) -> None:
    with app.app_context():
        around = surroundings(Path(__file__).resolve().parents[2] / "content")
        assert {"eu-01", "ad-02"} <= set(around.known)
        for address, fine in (
            ("/training/paths/EU/modules/eu-01", True),
            ("/training/paths/EU/modules/eu-99", False),
            ("/feedback/ideas?view=mine#x", True),
            ("/training", True),
            ("/nothing", False),
        ):
            assert (around.within(address) == "") is fine, address
        assert page_within("/login") == ""


def test_diff_as_json_tells_of_articles_after_the_paths(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "training").mkdir()
    folder = tmp_path / "knowledge"
    for article in ("buyers", "sellers"):
        write_article(folder, article, ROLES)
    (folder / "topics.yaml").write_text(TOPICS, "utf-8")

    def told() -> dict[str, object]:
        result = app.test_cli_runner().invoke(args=["content", "diff", "--json", str(tmp_path)])
        found: dict[str, object] = json.loads(result.output)[-1]
        return found

    fresh = {"folder": "knowledge", "new": 2, "changed": 0, "withdrawn": 0, "faults": []}
    assert told() == fresh
    assert told() == fresh, "nothing was published"
    done = app.test_cli_runner().invoke(args=["content", "publish", "--json", str(tmp_path)])
    assert json.loads(done.output)[-1] == fresh
    assert told() == {**fresh, "new": 0}
    write_article(folder, "buyers", ROLES, version=2)
    for language in ("zh", "en"):
        (folder / f"sellers.{language}.md").unlink()
    assert told() == {**fresh, "new": 0, "changed": 1, "withdrawn": 1}
    file = folder / "buyers.en.md"
    file.write_text(file.read_text("utf-8").replace("version: 2", "version: two"), "utf-8")
    faults = told()["faults"]
    assert isinstance(faults, list)
    assert [(fault["path"].endswith("knowledge/buyers.en.md"), fault["line"]) for fault in faults] == [(True, 8)]
