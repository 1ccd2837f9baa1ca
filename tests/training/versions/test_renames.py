"""Modules that are renamed and drills that move keep what was done."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from app.training.models import (
    Completion,
)
from app.training.queries import places
from tests.training.learning import Learner, publish, write_path
from tests.training.test_ledger import ledger
from tests.training.versions.changing import edit, rows


def test_t04_a_renamed_module_keeps_everything(app: Flask, eve: Learner, folder: Path) -> None:
    eve.pass_module("SP", "m1")
    eve.pass_item("SP", "m2", "fill")
    before = ledger(app)
    publish(app, write_path(folder, version="2", modules={"first": (1, "6.5"), "second": (1, "6.5")}))
    assert ledger(app) == before
    with app.app_context():
        standing = places.standing_on(eve.person_id, "SP")
        assert standing is not None
        assert (standing.done, standing.required, standing.percent) == (1, 2, 50)
        assert standing.passed(standing.published.items["second"][0])
    eve.pass_item("SP", "second", "quiz")
    assert len(rows(app, sa.select(Completion))) == 1
    assert "Module m2" in eve.open(f"/training/people/{eve.person_id}").text("main") or "模块 m2" in eve.open(
        f"/training/people/{eve.person_id}"
    ).text("main")


def test_a_module_renamed_with_a_change_keeps_everything_by_its_former_name(
    app: Flask, eve: Learner, folder: Path
) -> None:
    eve.pass_module("SP", "m1")
    write_path(
        folder,
        version="2",
        modules={"first": (2, "7"), "m2": (1, "6.5")},
        fronts={"first": "on_change: keep\nformerly: [m1]"},
    )
    publish(app, folder)
    with app.app_context():
        standing = places.standing_on(eve.person_id, "SP")
        assert standing is not None
        assert [module.id for module in standing.published.path.modules if standing.is_done(module)] == ["first"]
    publish(app, write_path(folder, version="3", modules={"again": (2, "7"), "m2": (1, "6.5")}))
    with app.app_context():
        standing = places.standing_on(eve.person_id, "SP")
        assert standing is not None
        assert standing.done == 1, "renamed twice"


def test_a_drill_moved_to_another_module_keeps_its_pass(app: Flask, eve: Learner, folder: Path) -> None:
    for language, extra in (("en", "Extra"), ("zh", "加练")):
        file = folder / "sp" / f"m1.{language}.md"
        text = file.read_text("utf-8")
        start, end = text.index("## "), text.index("## Quiz" if language == "en" else "## 测验")
        drill = text[start:end].replace("{#fill", "{#extra")
        file.write_text(text[:end] + drill + text[end:], "utf-8")
        (folder / f"drill.{language}").write_text(drill, "utf-8")
        assert extra
    edit(folder, "m1", ("version: 1", "version: 2"))
    publish(app, folder)
    eve.pass_item("SP", "m1", "extra")
    for language, quiz in (("en", "## Quiz"), ("zh", "## 测验")):
        drill = (folder / f"drill.{language}").read_text("utf-8")
        one, two = (folder / "sp" / f"{name}.{language}.md" for name in ("m1", "m2"))
        one.write_text(one.read_text("utf-8").replace(drill, ""), "utf-8")
        two.write_text(two.read_text("utf-8").replace(quiz, drill + quiz), "utf-8")
    edit(folder, "m1", ("version: 2", "version: 3"))
    edit(folder, "m2", ("version: 1", "version: 2"))
    publish(app, folder)
    with app.app_context():
        standing = places.standing_on(eve.person_id, "SP")
        assert standing is not None
        item = standing.published.item("m2", "extra")
        assert item is not None
        assert standing.passed(item)
