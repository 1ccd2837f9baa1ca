"""Paths and modules that are gone: served until retired, with the titles they had."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from app.foundation.db import transaction
from app.training.actions.publishing import publish_folder
from app.training.actions.retiring import retire_path
from app.training.models import (
    Certificate,
)
from tests.training.learning import Learner, publish, write_path
from tests.training.test_ledger import ledger
from tests.training.versions.changing import rows


def test_a_path_whose_folder_is_gone_is_served_until_it_is_retired(
    app: Flask, finished: Learner, eve: Learner, folder: Path
) -> None:
    before = ledger(app)
    (number,) = rows(app, sa.select(Certificate.number))
    (folder / "sp").rename(folder.parent / "elsewhere")
    told = app.test_cli_runner().invoke(args=["content", "publish", str(folder)])
    assert told.exit_code == 0
    assert "gone from the folder" in told.output
    assert "You completed this path" in finished.open("/training/paths/SP").text("main")
    done = app.test_cli_runner().invoke(args=["content", "retire", "SP"])
    assert "1 open assignments were withdrawn" in done.output
    finished.open("/training/paths/SP", status=404)
    assert ledger(app) == before
    assert "valid today" in finished.open(f"/certificates/{number}").text()
    page = finished.open(f"/training/people/{finished.person_id}").text("main")
    assert "Module m1" in page
    eve.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    assert "the path is no longer offered" in eve.open(f"/training/people/{eve.person_id}?full=1").text("main")
    assert app.test_cli_runner().invoke(args=["content", "retire", "SP"]).exit_code == 2
    (folder.parent / "elsewhere").rename(folder / "sp")
    publish(app, folder)
    assert "You completed this path" in finished.open("/training/paths/SP").text("main")


def test_starting_the_portal_does_not_bring_back_what_was_retired(app: Flask, small_path: str, folder: Path) -> None:
    with app.app_context(), transaction():
        retire_path(code="SP", by_id=None)
    with app.app_context(), transaction():
        assert publish_folder(folder, restore=False) == []
        (effect,) = publish_folder(folder)
    assert effect.changed


def test_titles_of_what_is_gone_are_those_it_had(app: Flask, finished: Learner, folder: Path) -> None:
    publish(app, write_path(folder, version="2", modules={"other": (1, "3")}))
    page = finished.open(f"/training/people/{finished.person_id}").text("main")
    assert "Module m2 · Fill in" in page
