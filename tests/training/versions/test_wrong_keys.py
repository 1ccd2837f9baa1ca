"""A wrong key is mended: answers are graded anew, upwards only."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app.training.actions.publishing import difference
from app.training.models import (
    Attempt,
    Certificate,
    Completion,
    Method,
    ModuleCompletion,
    Publication,
    Regrade,
)
from app.training.queries import places
from tests.factories import Cast
from tests.training.learning import Learner, assign, publish
from tests.training.test_ledger import keeps, ledger
from tests.training.versions.changing import SignIn, edit, kinds, published, rows


def numbers(language: str) -> str:
    """A quiz of which every draw is alike: eight sums, whose key is wrong."""
    head, why = ("## Quiz", "Why: so.") if language == "en" else ("## 测验", "因为：如此。")
    asked = "One plus one, question {n}?" if language == "en" else "一加一，第{n}题？"
    questions = "\n\n".join(f"### {asked.format(n=n)} {{#n{n} .number}}\n\n[[3]]\n\n> {why}" for n in range(1, 9))
    return f"{head} {{#quiz .quiz ask=4 pass=80 attempts=3}}\n\n{questions}\n"


@pytest.fixture
def all_asked(app: Flask, folder: Path) -> Path:
    """The small path, whose first quiz has a wrong key everywhere, so that it concerns everybody."""
    for file in (folder / "sp").glob("m1.*.md"):
        text = file.read_text("utf-8")
        language = file.name.split(".")[1]
        file.write_text(text[: text.index("## Quiz" if language == "en" else "## 测验")] + numbers(language), "utf-8")
    publish(app, folder)
    return folder


def answer(learner: Learner, module: str, twos: int) -> int:
    """Answer the quiz with 2 so many times, and with 3 else; the percent."""
    learner.send("SP", module, "quiz", {f"q{n}": ["2" if n <= twos else "3"] for n in range(1, 5)})
    found = rows(learner.app, sa.select(Attempt.percent).order_by(Attempt.id.desc()).limit(1))
    return int(found[0])


def mend(folder: Path, key: str = "[[2..3]]", version: int = 2) -> None:
    """The key is mended and the version raised."""
    edit(
        folder,
        "m1",
        ("[[3]]", key),
        (f"version: {version - 1}", f"version: {version}"),
        ("on_change: keep", "on_change: keep\nregrade: [quiz]"),
    )


@pytest.fixture
def mistaken(app: Flask, all_asked: Path, cast: Cast, sign_in: SignIn) -> Learner:
    """Lin, assigned to the path whose key is wrong."""
    client = sign_in(cast.lin)
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    assign(app, cast.lin)
    return Learner(app, client, cast.lin)


def test_a_mended_key_lets_a_right_answer_pass_and_the_learner_is_told_once(
    app: Flask, mistaken: Learner, all_asked: Path
) -> None:
    mistaken.pass_item("SP", "m1", "fill")
    assert answer(mistaken, "m1", 1) == 75
    mend(all_asked)
    with app.app_context():
        (effect,) = difference(all_asked)
    assert (effect.regraded, effect.retake, effect.lost) == (1, 0, 0)
    before = ledger(app)
    publish(app, all_asked)
    publish(app, all_asked)
    keeps(before, ledger(app))
    (regrade,) = rows(app, sa.select(Regrade))
    assert (regrade.percent, regrade.passed) == (100, True)
    (module,) = rows(app, sa.select(ModuleCompletion))
    assert (module.module_id, module.score) == ("m1", 100)
    assert kinds(app, mistaken.person_id).count("path_regraded") == 1
    page = mistaken.open(f"/training/people/{mistaken.person_id}").text("main")
    assert "graded anew: 100 %, passed" in page


def test_a_pass_under_the_wrong_key_stays_a_pass(app: Flask, mistaken: Learner, all_asked: Path) -> None:
    mistaken.pass_module("SP", "m1")
    before = ledger(app)
    mend(all_asked, "[[2]]")
    publish(app, all_asked)
    keeps(before, ledger(app))
    (regrade,) = rows(app, sa.select(Regrade))
    assert (regrade.percent, regrade.passed) == (100, True)
    assert "path_regraded" not in kinds(app, mistaken.person_id)
    with app.app_context():
        standing = places.standing_on(mistaken.person_id, "SP")
        assert standing is not None
        assert standing.done == 1


def test_a_completed_path_rises_by_a_correction_with_the_same_dates(
    app: Flask, mistaken: Learner, all_asked: Path
) -> None:
    edit(all_asked, "m1", ("pass=80", "pass=60"), ("version: 1", "version: 2"))
    publish(app, all_asked)
    mistaken.pass_item("SP", "m1", "fill")
    assert answer(mistaken, "m1", 1) == 75
    mistaken.pass_module("SP", "m2")
    (first,) = rows(app, sa.select(Completion))
    assert first.score == 88
    (number,) = rows(app, sa.select(Certificate.number))
    mend(all_asked, version=3)
    before = ledger(app)
    publish(app, all_asked)
    keeps(before, ledger(app))
    old, new = rows(app, sa.select(Completion).order_by(Completion.id))
    assert (new.score, new.method, new.corrects_id) == (100, Method.corrected, old.id)
    for name in ("completed_at", "completed_on", "zone", "path_version", "publication_id", "minutes"):
        assert getattr(old, name) == getattr(new, name), name
    page = mistaken.open(f"/training/people/{mistaken.person_id}").text("main")
    assert "with 88%" in page
    assert "with 100%" in page
    assert "a key was wrong" in page
    assert "valid today" in mistaken.open(f"/certificates/{number}").text()
    assert "with 100%" in mistaken.open("/training/paths/SP").text("main")


@pytest.mark.parametrize(
    ("swaps", "why"),
    [
        ((("Hammer", "Spanner"), ("锤子", "扳手")), "options of the question “two”"),
        (
            (("- [ ] Loud\n", "- [ ] Loud\n- [ ] Late\n"), ("- [ ] 吵\n", "- [ ] 吵\n- [ ] 晚\n")),
            "of the question “three”",
        ),
        ((("ask=2", "ask=1"),), "number of questions asked"),
        ((("- [ ] Loud", "- [x] Loud"), ("- [ ] 吵", "- [x] 吵")), "key of the question “three”"),
    ],
)
def test_a_regrading_that_would_not_replay_the_same_question_is_refused_with_its_line(
    app: Flask, small_path: str, folder: Path, swaps: tuple[tuple[str, str], ...], why: str
) -> None:
    edit(
        folder,
        "m1",
        ("[[2]]", "[[3]]"),
        ("version: 1", "version: 2"),
        ("on_change: keep", "on_change: keep\nregrade: [one]"),
    )
    edit(folder, "m1", *swaps)
    effect = published(app, folder)["SP"]
    assert effect.faults, "nothing was published"
    fault = effect.faults[0]
    assert why in fault.message
    lines = (folder / "sp" / "m1.zh.md").read_text("utf-8").split("\n")
    assert (fault.path, lines[fault.line - 1]) == ("sp/m1.zh.md", "regrade: [one]")
    assert len(rows(app, sa.select(Publication))) == 1


def test_a_mended_drill_key_is_replayed_too(app: Flask, eve: Learner, folder: Path) -> None:
    eve.send("SP", "m1", "fill", {"f1": "1", "f2": "7", "f3": "2", "f4": "printer"})
    assert rows(app, sa.select(Attempt.passed)) == [False]
    edit(
        folder,
        "m1",
        ("| 6.5 |", "| 7 |"),
        ("Drawing / Test | Drawing", "Drawing / Test | Meeting"),
        ("图纸 / 测试 | 图纸", "图纸 / 测试 | 会议"),
    )
    edit(folder, "m1", ("version: 1", "version: 2\nregrade: [fill]"))
    publish(app, folder)
    assert rows(app, sa.select(Regrade.percent)) == [100]
