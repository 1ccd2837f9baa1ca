"""What a new version does to those who are under way or have finished, where nobody has to take it again."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from app.notifications.models import Announcement
from app.training.actions.publishing import difference
from app.training.models import (
    Assignment,
    Completion,
)
from app.training.queries import places
from tests.training.learning import Learner, publish, write_path
from tests.training.test_ledger import ledger
from tests.training.versions.changing import edit, kinds, rows


def test_t01_a_new_version_keeps_the_date_and_id_of_every_completion(
    app: Flask, finished: Learner, folder: Path
) -> None:
    before = ledger(app)
    publish(app, write_path(folder, version="2", modules={"m1": (2, "7"), "m2": (1, "6.5")}))
    assert ledger(app) == before


def test_t03_t06_an_added_module_leaves_the_finished_completed_and_marks_what_is_new(
    app: Flask, finished: Learner, folder: Path
) -> None:
    publish(app, write_path(folder, version="2", modules={"m1": (1, "6.5"), "m2": (2, "7"), "m3": (1, "6.5")}))
    page = finished.open("/training/paths/SP").text("main")
    assert "You completed this path" in page
    assert "1 new module. 1 module in a newer version." in page
    assert "A newer version exists" in finished.open("/training/").text("main")
    assert "A newer version exists" in finished.open(f"/training/people/{finished.person_id}").text("main")


def test_keep_tells_nobody_and_asks_nobody(app: Flask, finished: Learner, folder: Path) -> None:
    before = kinds(app, finished.person_id)
    publish(app, write_path(folder, version="2", modules={"m1": (2, "7"), "m2": (1, "6.5")}))
    assert kinds(app, finished.person_id) == before
    assert rows(app, sa.select(Assignment.id).where(Assignment.closed_at.is_(None))) == []


def test_t06_notify_tells_each_finished_person_once_what_is_different(
    app: Flask, finished: Learner, eve: Learner, folder: Path
) -> None:
    write_path(folder, version="2", modules={"m1": (2, "7"), "m2": (1, "6.5")}, fronts={"m1": "on_change: notify"})
    edit(folder, "m1", ("Read this about m1.", "Read this carefully about m1.\n\nNever guess."))
    with app.app_context():
        (effect,) = difference(folder)
    assert (effect.notified, effect.keep, effect.not_started, effect.lost) == (1, 1, 1, 0)
    publish(app, folder)
    publish(app, folder)
    assert kinds(app, finished.person_id).count("path_revised") == 1
    assert "path_revised" not in kinds(app, eve.person_id)
    (data,) = rows(app, sa.select(Announcement.data).where(Announcement.kind == "path_revised"))
    assert (data["from"], data["to"], data["changed_en"]) == ("1", "2", ["Module m1 (Fill in)"])
    notices = finished.open("/notices").text("main")
    assert "has changed since you completed it" in notices
    path = finished.open("/training/paths/SP")
    assert "Changed since you finished" in path.text("main")
    page = finished.open("/training/paths/SP/changes")
    assert page.list(".change-text ins") == ["carefully ", "Never guess."] or "carefully" in page.text(".change-text")
    assert "Drill: Fill in" in page.text("main")
    assert not page.has(".change-text del")


def test_under_way_a_changed_drill_asks_again_and_the_rest_stays(app: Flask, eve: Learner, folder: Path) -> None:
    eve.pass_item("SP", "m1", "fill")
    eve.pass_item("SP", "m1", "quiz")
    eve.pass_item("SP", "m2", "quiz")
    edit(folder, "m2", ("version: 1", "version: 2"), ("6.5", "7"))
    publish(app, folder)
    with app.app_context():
        standing = places.standing_on(eve.person_id, "SP")
        assert standing is not None
        assert (standing.done, standing.percent) == (1, 50)
    eve.pass_item("SP", "m2", "fill")
    (done,) = rows(app, sa.select(Completion))
    assert done.person_id == eve.person_id
