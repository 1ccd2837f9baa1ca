"""The page of authors: states, faults, effects, publishing and retiring; and what it costs."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.foundation.db import db
from app.training.models import Assignment, Publication
from app.training.queries import drafts
from tests.factories import Cast
from tests.page import Page, inspected, post
from tests.training.learning import Learner, assign, write_path
from tests.training.versions.changing import edit

SignIn = Callable[[int | None], FlaskClient]
PUBLISH, RETIRE = "/training/content/SP/publications", "/training/content/SP/retirement"


@pytest.fixture
def content(app: Flask, folder: Path) -> Iterator[Path]:
    """The small path in the content folder of the portal."""
    before = app.extensions["uptake.settings"]
    app.extensions["uptake.settings"] = dataclasses.replace(before, content=folder.parent)
    yield folder
    app.extensions["uptake.settings"] = before


@pytest.fixture
def pmo(lin: Learner, cast: Cast, sign_in: SignIn) -> FlaskClient:
    """The PMO at a browser."""
    client = sign_in(cast.pmo)
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def opened(client: FlaskClient, where: str, status: int = 200) -> Page:
    return inspected(client.get(where), where, status)


def count(table: type) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def test_publishing_on_the_page_shows_whom_it_touches_and_does_it_once(
    app: Flask, lin: Learner, pmo: FlaskClient, content: Path
) -> None:
    assign(app, lin.person_id)
    lin.pass_item("SP", "m1", "fill")
    assert "As in the folder" in opened(pmo, "/training/content").text("main")
    edit(content, "m1", ("6.5", "7"), ("version: 1", "version: 2"))
    assert "Changed in the folder" in opened(pmo, "/training/content").text("main")
    page = opened(pmo, "/training/content/SP")
    people = "/training/content/SP/people?touched=retake"
    assert people in page.links(".tile a")
    assert "林静" in opened(pmo, people).text("#people-list")
    assert "林静" not in opened(pmo, f"{people}&q=nobody").text("main")
    fields = page.fields(PUBLISH)
    edit(content, "m1", ("Read this", "Read that"))
    assert pmo.post(PUBLISH, data=fields).status_code == 409, "not what was seen"
    done = post(pmo, "/training/content/SP", PUBLISH)
    assert done.status_code == 303
    after = opened(pmo, "/training/content/SP")
    assert "asked again for something: 1" in after.text("main")
    assert "彭默" in after.text("#publications")
    (newest, *_rest) = after.links("#publications td a")
    assert "Drill: Fill in" in opened(pmo, newest).text("main")
    with app.app_context():
        assert count(Publication) == 2


@pytest.mark.parametrize(("language", "told"), [("en", "Nobody is on it yet"), ("zh", "还没有人在学")])
def test_the_page_of_a_new_path_says_so_instead_of_zeros(
    pmo: FlaskClient, content: Path, language: str, told: str
) -> None:
    write_path(content, code="NW")
    pmo.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
    page = opened(pmo, "/training/content/NW")
    assert told in page.text("main")
    assert not page.has(".tile")
    assert post(pmo, "/training/content/NW", "/training/content/NW/publications").status_code == 303
    after = opened(pmo, "/training/content/NW").text("main")
    assert ("A new path: version 1" if language == "en" else "新路径：现在使用版本 1") in after
    assert told not in after


def test_a_broken_path_shows_its_faults_and_cannot_be_published(app: Flask, pmo: FlaskClient, content: Path) -> None:
    edit(content, "m1", ("number 0..24 step 0.5", "slider"))
    page = opened(pmo, "/training/content/SP")
    assert page.text(".fault-list code").startswith("sp/m1.en.md:")
    assert "Version 1 goes on being served" in page.text("main")
    assert not [form for form in page.root.forms if form.get("action") == PUBLISH]
    assert "Not reviewed" in page.text("main")


def test_a_path_is_retired_and_offered_again_on_the_page(
    app: Flask, lin: Learner, pmo: FlaskClient, content: Path
) -> None:
    assign(app, lin.person_id)
    assert post(pmo, "/training/content/SP", RETIRE).status_code == 303
    lin.open("/training/paths/SP", status=404)
    page = opened(pmo, "/training/content/SP")
    assert "Retired" in page.text("main")
    with app.app_context():
        assert count(Assignment) == 1
    assert post(pmo, "/training/content/SP", PUBLISH).status_code == 303
    lin.open("/training/paths/SP")
    with app.app_context():
        assert count(Publication) == 1, "nothing had changed"


def test_auditors_look_and_others_do_not(app: Flask, lin: Learner, cast: Cast, sign_in: SignIn, content: Path) -> None:
    audit = sign_in(cast.audit)
    page = opened(audit, "/training/content/SP")
    assert not [form for form in page.root.forms if form.get("action") in (PUBLISH, RETIRE)]
    token = page.root.cssselect("[name=csrf_token]")[0].get("value")
    assert audit.post(RETIRE, data={"csrf_token": token}).status_code == 403
    assert opened(sign_in(cast.zhou), "/training/content").has("table")
    assert lin.client.get("/training/content").status_code == 403


def test_the_folder_is_read_again_only_when_a_file_has_changed(small_path: str, content: Path) -> None:
    first = drafts.drafts(content)
    assert drafts.drafts(content) is first
    edit(content, "m1", ("Read this", "Read that"))
    again = drafts.drafts(content)
    assert again is not first
    assert again.paths != first.paths


def test_no_page_of_content_takes_more_than_twelve_statements(
    app: Flask, lin: Learner, pmo: FlaskClient, content: Path
) -> None:
    assign(app, lin.person_id)
    lin.pass_path()
    write_path(
        content, version="2", modules={"m1": (2, "7"), "m2": (2, "7")}, fronts={"m1": "on_change: retake\ndue: +9d"}
    )
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "SAVEPOINT")):
            said.append(statement)

    pages = {
        "/training/content": pmo,
        "/training/content/SP": pmo,
        "/training/content/SP/people?touched=renewal": pmo,
        "/training/content/publications/1": pmo,
        "/training/paths/SP/changes": lin.client,
        f"/training/people/{lin.person_id}": lin.client,
        "/training/": lin.client,
    }
    taken = {}
    for where, client in pages.items():
        opened(client, where)
        said.clear()
        with app.app_context():
            sa.event.listen(db.engine, "before_cursor_execute", note)
            try:
                opened(client, where)
            finally:
                sa.event.remove(db.engine, "before_cursor_execute", note)
        taken[where] = len(said)
    assert {where: number for where, number in taken.items() if number > 12} == {}
