"""`flask content check | diff | publish`, and how many statements the pages cost."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.foundation.db import db
from app.foundation.settings import ROOT
from app.training.models import Publication
from tests.factories import Cast
from tests.training.learning import Learner, address, assign, publish, write_path


def test_the_shipped_content_has_no_fault(app: Flask) -> None:
    for folder in ("content", "content/training"):
        result = app.test_cli_runner().invoke(args=["content", "check", str(ROOT / folder)])
        assert (result.exit_code, result.output) == (0, "")


def test_faults_are_said_with_file_and_line(app: Flask, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = folder / "sp" / "m1.en.md"
    text = file.read_text("utf-8")
    file.write_text(text.replace("number 0..24 step 0.5", "slider").replace("minutes: 5", "minutes: x"), "utf-8")
    result = app.test_cli_runner().invoke(args=["content", "check", str(folder)])
    assert result.exit_code == 1
    assert result.output.startswith(f"{file}:7: “minutes” must be a whole number, not 'x'. (column 1)\n")
    monkeypatch.chdir(folder.parent)
    for command in ("check", "diff"):
        for given in (".", "training", str(folder)):
            result = app.test_cli_runner().invoke(args=["content", command, given])
            said = [line for line in result.output.splitlines() if "(column 1)" in line]
            assert [line.partition(":")[0] for line in said] == ["training/sp/m1.en.md"], given
            assert Path(said[0].partition(":")[0]).is_file()
    told = app.test_cli_runner().invoke(args=["content", "check", "--json", str(folder)])
    assert {"path", "line", "column", "message", "advice"} == set(json.loads(told.output)[0])
    refused = app.test_cli_runner().invoke(args=["content", "publish", str(folder)])
    assert refused.exit_code == 1
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Publication)) == 0


def test_diff_says_what_publishing_would_do_and_does_nothing(app: Flask, lin: Learner, folder: Path) -> None:
    assign(app, lin.person_id)
    lin.pass_item("SP", "m1", "fill")
    write_path(folder, version="2", modules={"m1": (2, "7"), "m2": (1, "6.5")})
    result = app.test_cli_runner().invoke(args=["content", "diff", str(folder)])
    assert result.output == (
        "SP 2 (changed): 0 keep, 1 retake, 0 lost; 0 not started, 0 notified, 0 to renew, 0 regraded\n"
    )
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Publication)) == 1
    done = app.test_cli_runner().invoke(args=["content", "publish", "--json", str(folder)])
    assert json.loads(done.output)[0]["retake"] == 1


def test_a_path_nobody_has_met_is_called_new(app: Flask, small_path: str, folder: Path) -> None:
    write_path(folder, code="NW")
    new = "NW 1 (new path): nobody is on it yet; its first publication assigns it to its audience\n"
    for command in ("diff", "publish"):
        result = app.test_cli_runner().invoke(args=["content", command, str(folder)])
        assert [line for line in result.output.splitlines(keepends=True) if line.startswith("NW")] == [new], command
    after = app.test_cli_runner().invoke(args=["content", "diff", str(folder)])
    assert "NW 1 (unchanged)" in after.output


def test_a_folder_that_is_not_there_is_wrong_use(app: Flask) -> None:
    assert app.test_cli_runner().invoke(args=["content", "check", "/nowhere"]).exit_code == 2


@pytest.fixture
def statements(app: Flask) -> Callable[[FlaskClient, str], int]:
    """How many statements a page costs."""

    def counted(client: FlaskClient, where: str) -> int:
        client.get(where)
        said: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            if not statement.startswith(("BEGIN", "SAVEPOINT")):
                said.append(statement)

        with app.app_context():
            sa.event.listen(db.engine, "before_cursor_execute", note)
            try:
                response = client.get(where)
            finally:
                sa.event.remove(db.engine, "before_cursor_execute", note)
        assert response.status_code == 200, where
        return len(said)

    return counted


def test_no_page_takes_more_than_twelve_statements(
    app: Flask,
    lin: Learner,
    cast: Cast,
    folder: Path,
    sign_in: Callable[[int | None], FlaskClient],
    statements: Callable[[FlaskClient, str], int],
) -> None:
    assign(app, lin.person_id)
    lin.pass_module("SP", "m1")
    lin.client.post(
        f"{address('SP', 'm2', 'quiz')}/draft", data={**lin.token_of(address("SP", "m2", "quiz")), "q1": "1"}
    )
    pages = [
        "/training/",
        "/training/paths/SP",
        "/training/paths/SP/modules/m2",
        f"{address('SP', 'm2', 'fill')}?stage=see",
        f"{address('SP', 'm2', 'fill')}?stage=try",
        f"{address('SP', 'm2', 'fill')}?stage=test",
        address("SP", "m2", "fill"),
        address("SP", "m2", "quiz"),
        f"{address('SP', 'm1', 'quiz')}/attempts/1",
        address("SP", "m1", "quiz"),
        f"/training/people/{lin.person_id}",
    ]
    he, staff = (
        sign_in(cast.he),
        ["/training/people", "/training/rules", f"/training/people/{cast.lin}/assignments/new"],
    )
    first = {where: statements(lin.client, where) for where in pages} | {one: statements(he, one) for one in staff}
    assert {where: number for where, number in first.items() if number > 12} == {}
    for code in ("AA", "BB", "CC"):
        write_path(folder, code=code)
    publish(app, folder)
    more = {where: statements(lin.client, where) for where in pages} | {one: statements(he, one) for one in staff}
    assert more == first, "the same number with more data"
