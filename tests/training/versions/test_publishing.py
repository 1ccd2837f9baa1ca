"""What is refused, and where it is told: broken paths, versions not raised, front matter."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app.training.models import (
    Publication,
)
from tests.training.learning import Learner, publish, write_path
from tests.training.versions.changing import edit, published, rows


def test_a_broken_path_keeps_its_last_good_version_and_others_are_published(
    app: Flask, finished: Learner, folder: Path
) -> None:
    write_path(folder, code="BB")
    publish(app, folder)
    edit(folder, "m1", ("number 0..24 step 0.5", "slider"))
    write_path(folder, code="BB", version="2", typo=" Mended.")
    result = app.test_cli_runner().invoke(args=["content", "publish", str(folder)])
    assert result.exit_code == 1
    assert "sp/m1.en.md:" in result.output
    assert "BB 2 (changed)" in result.output
    assert "You completed this path" in finished.open("/training/paths/SP").text("main")
    assert len(rows(app, sa.select(Publication))) == 3


def test_a_file_that_is_not_utf_8_breaks_its_path_only(app: Flask, small_path: str, folder: Path) -> None:
    write_path(folder, code="BB")
    (folder / "sp" / "m1.en.md").write_bytes("é".encode("latin-1"))
    effects = published(app, folder)
    assert effects["BB"].changed
    assert "UTF-8" in effects["SP"].faults[0].message


def test_t07_the_same_id_with_another_kind_is_refused(app: Flask, small_path: str, folder: Path) -> None:
    edit(folder, "m1", ("{#two .single}", "{#two .multiple}"), ("version: 1", "version: 2"))
    effect = published(app, folder)["SP"]
    assert "was .single and is .multiple" in effect.faults[0].message
    assert "another id" in effect.faults[0].message


def with_variant(text: str) -> str:
    """A module of which the form has a second case, the same once more."""
    lesson, form, quiz = text.replace("version: 1", "version: 2").split("\n## ")
    return "\n## ".join([lesson, form, form.replace("{#fill .form", "{#fill-2 .form variant=fill"), quiz])


def test_a_drill_may_get_variants_and_may_lose_them_again(app: Flask, finished: Learner, folder: Path) -> None:
    before = {file: file.read_text("utf-8") for file in (folder / "sp").glob("m1.*.md")}
    for file, text in before.items():
        file.write_text(with_variant(text), "utf-8")
    publish(app, folder)
    assert "You completed this path" in finished.open("/training/paths/SP").text("main")
    for file, text in before.items():
        file.write_text(text.replace("version: 1", "version: 3"), "utf-8")
    publish(app, folder)
    assert len(rows(app, sa.select(Publication))) == 3


def test_a_version_that_was_not_raised_is_named_with_its_line(app: Flask, small_path: str, folder: Path) -> None:
    edit(folder, "m2", ("6.5", "7"))
    told = app.test_cli_runner().invoke(args=["content", "diff", str(folder)])
    assert told.exit_code == 1
    assert "sp/m2.zh.md:5: What decides a grade has changed since version 1" in told.output


def test_diff_as_json_keeps_its_keys(app: Flask, finished: Learner, folder: Path) -> None:
    edit(folder, "m1", ("6.5", "7"), ("version: 1", "version: 2"))
    told = app.test_cli_runner().invoke(args=["content", "diff", "--json", str(folder)])
    assert '"keep": 1, "retake": 0, "notified": 0, "renewal": 0, "regraded": 0, "lost": 0' in told.output


@pytest.mark.parametrize(
    ("front", "place", "says"),
    [
        ("on_change: keep\ndue: +30d", (7, 1), "only means something"),
        ("on_change: retake", (6, 1), "needs “due”"),
        ("on_change: retake\ndue: +400d", (7, 1), "from +1d to +365d"),
        ("on_change: retake\ndue: 30", (7, 1), "must be text"),
        ("on_change: retake\neffective: soon\ndue: +3d", (7, 1), "must be a day"),
        ("on_change: keep\nregrade: [nothing]", (7, 11), "no drill or question"),
        ("on_change: keep\nformerly: [m2]", (7, 12), "a module of this path now"),
        ("on_change: keep\nreviewed_by: Zhou", (7, 1), "needs “reviewed_on”"),
    ],
)
def test_front_matter_is_checked_with_line_and_column(
    app: Flask, small_path: str, folder: Path, front: str, place: tuple[int, int], says: str
) -> None:
    write_path(folder, fronts={"m1": front})
    faults = published(app, folder)["SP"].faults
    assert any(says in fault.message and (fault.line, fault.column) == place for fault in faults), faults


def test_both_languages_must_say_the_same_about_change(app: Flask, small_path: str, folder: Path) -> None:
    file = folder / "sp" / "m1.en.md"
    file.write_text(file.read_text("utf-8").replace("on_change: keep", "on_change: keep\nformerly: [old]"), "utf-8")
    faults = published(app, folder)["SP"].faults
    assert [(fault.path, fault.line) for fault in faults] == [("sp/m1.en.md", 7)]
    assert "formerly" in faults[0].message
