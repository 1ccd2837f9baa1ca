"""Versions of content: what a publication does to those who have not begun, are under way, or have finished."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.foundation import clock
from app.foundation.db import db, transaction
from app.notifications.models import Announcement, Receipt
from app.training.actions import assigning
from app.training.actions.publishing import Effect, difference, publish_folder
from app.training.actions.retaking import open_retakes
from app.training.actions.retiring import retire_path
from app.training.models import (
    Assignment,
    AssignmentSource,
    Attempt,
    CarriedAttempt,
    Certificate,
    Completion,
    Method,
    ModuleCompletion,
    Publication,
    Regrade,
)
from app.training.queries import places
from app.training.queries.certificates import certificate_sheet
from tests.factories import Cast
from tests.page import post
from tests.training.learning import Learner, address, assign, publish, write_path
from tests.training.test_ledger import keeps, ledger

SignIn = Callable[[int | None], FlaskClient]
RETAKE = "on_change: retake\neffective: {day}\ndue: +30d"


@pytest.fixture
def finished(app: Flask, lin: Learner) -> Learner:
    """Lin, who has completed version 1 of the small path."""
    assign(app, lin.person_id)
    lin.pass_path()
    return lin


@pytest.fixture
def eve(app: Flask, small_path: str, cast: Cast, sign_in: SignIn) -> Learner:
    """Another learner, under way."""
    learner = Learner(app, sign_in(cast.eve), cast.eve)
    assign(app, cast.eve)
    return learner


def edit(folder: Path, module: str, *swaps: tuple[str, str]) -> None:
    """Change a module's files in both languages."""
    for file in (folder / "sp").glob(f"{module}.*.md"):
        text = file.read_text("utf-8")
        for old, new in swaps:
            text = text.replace(old, new)
        file.write_text(text, "utf-8")


def published(app: Flask, folder: Path) -> dict[str, Effect]:
    """Publish whatever can be; effects by code."""
    with app.app_context(), transaction():
        return {effect.code: effect for effect in publish_folder(folder)}


def rows(app: Flask, select: sa.Select[Any]) -> list[Any]:
    """Rows, free of their session."""
    with app.app_context():
        found = list(db.session.scalars(select))
        for row in found:
            db.session.expunge(row) if hasattr(row, "__table__") else None
        return found


def today(app: Flask) -> date:
    with app.app_context():
        return clock.today()


def in_days(app: Flask, days: int) -> AbstractContextManager[None]:
    """Hold the clock so many days on, at noon."""
    with app.app_context():
        return clock.fixed_at(clock.start_of(clock.today() + timedelta(days=days)) + timedelta(hours=12))


def kinds(app: Flask, person_id: int) -> list[str]:
    """What somebody was told, in order."""
    told = sa.select(Announcement.kind).join(Receipt, Receipt.announcement_id == Announcement.id)
    return rows(app, told.where(Receipt.person_id == person_id).order_by(Announcement.id))


# Completed, in progress, not started


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


def test_retake_asks_the_finished_again_from_the_day_on_carrying_over_what_stands(
    app: Flask, finished: Learner, folder: Path
) -> None:
    day = today(app) + timedelta(days=10)
    before = ledger(app)
    write_path(
        folder,
        version="2",
        modules={"m1": (2, "7"), "m2": (1, "6.5")},
        fronts={"m1": RETAKE.format(day=day)},
    )
    with app.app_context():
        (effect,) = difference(folder)
    assert (effect.renewal, effect.lost) == (1, 0)
    publish(app, folder)
    assert rows(app, sa.select(Assignment).where(Assignment.closed_at.is_(None))) == [], "not before its day"
    with in_days(app, 9), app.app_context():
        assert open_retakes() == 0
    with in_days(app, 10):
        with app.app_context():
            assert open_retakes() == 1
            assert open_retakes() == 0
        (renewal,) = rows(app, sa.select(Assignment).where(Assignment.closed_at.is_(None)))
        assert renewal.source is AssignmentSource.renewal
        assert renewal.due_on == day + timedelta(days=30)
        with app.app_context():
            standing = places.standing_on(finished.person_id, "SP")
            assert standing is not None
            assert [module.id for module in standing.published.path.modules if standing.is_done(module)] == ["m2"]
            module = standing.published.path.modules[0]
            assert [standing.passed(item) for item in standing.published.items_of(module)] == [False, True]
    keeps(before, ledger(app))
    old = [row for row in rows(app, sa.select(ModuleCompletion)) if row.module_id == "m2"]
    assert old[0].completed_at == old[1].completed_at, "what is carried over keeps its day"
    assert old[1].minutes == 0


def test_a_retake_published_late_gives_the_days_from_its_publication(
    app: Flask, finished: Learner, folder: Path
) -> None:
    write_path(
        folder, version="2", modules={"m1": (2, "7"), "m2": (1, "6.5")}, fronts={"m1": RETAKE.format(day="2020-01-01")}
    )
    publish(app, folder)
    (renewal,) = rows(app, sa.select(Assignment).where(Assignment.closed_at.is_(None)))
    assert renewal.due_on == today(app) + timedelta(days=30)
    assert kinds(app, finished.person_id)[-1] == "path_assigned"


def test_t09_t10_a_renewal_is_a_second_record_and_the_first_certificate_stays_verifiable(
    app: Flask, finished: Learner, folder: Path
) -> None:
    before = ledger(app)
    (old,) = rows(app, sa.select(Certificate.number))
    write_path(
        folder, version="2", modules={"m1": (2, "7"), "m2": (1, "6.5")}, fronts={"m1": RETAKE.format(day=today(app))}
    )
    publish(app, folder)
    assert "valid today" in finished.open(f"/certificates/{old}").text()
    with in_days(app, 30):
        assert "valid today" in app.test_client().get(f"/certificates/{old}", headers={"Accept-Language": "en"}).text
    with in_days(app, 31), app.app_context():
        sheet = certificate_sheet(old)
        assert sheet is not None
        assert sheet.state.value == "renewal_due"
    finished.pass_item("SP", "m1", "fill")
    keeps(before, ledger(app))
    first, second = rows(app, sa.select(Completion).order_by(Completion.id))
    assert (first.path_version, second.path_version) == ("1", "2")
    assert second.assignment_id != first.assignment_id
    (new,) = rows(app, sa.select(Certificate.number).where(Certificate.superseded_by_id.is_(None)))
    assert "taken its place" in finished.open(f"/certificates/{old}").text()
    assert "valid today" in finished.open(f"/certificates/{new}").text()
    with app.app_context():
        assert open_retakes() == 0


def test_a_retake_whose_drills_did_not_move_is_taken_again_all_the_same(
    app: Flask, finished: Learner, folder: Path
) -> None:
    write_path(
        folder, version="2", modules={"m1": (2, "6.5"), "m2": (1, "6.5")}, fronts={"m1": RETAKE.format(day=today(app))}
    )
    publish(app, folder)
    with app.app_context():
        standing = places.standing_on(finished.person_id, "SP")
        assert standing is not None
        assert (standing.finished, standing.done, standing.percent) == (False, 1, 50)


def test_t11_whom_no_rule_asks_any_more_is_not_asked_again(
    app: Flask, finished: Learner, eve: Learner, folder: Path
) -> None:
    with app.app_context(), transaction():
        db.session.execute(sa.update(Assignment).values(source=AssignmentSource.rule))
        db.session.execute(sa.text("DELETE FROM path_rules"))
    eve.pass_path()
    write_path(
        folder, version="2", modules={"m1": (2, "7"), "m2": (1, "6.5")}, fronts={"m1": RETAKE.format(day=today(app))}
    )
    publish(app, folder)
    with app.app_context():
        assert open_retakes() == 0
    assert rows(app, sa.select(Assignment.id).where(Assignment.closed_at.is_(None))) == []


def test_t11_a_renewal_taken_back_is_not_asked_for_again_by_the_same_version(
    app: Flask, finished: Learner, folder: Path
) -> None:
    write_path(
        folder, version="2", modules={"m1": (2, "7"), "m2": (1, "6.5")}, fronts={"m1": RETAKE.format(day=today(app))}
    )
    publish(app, folder)
    (renewal,) = rows(app, sa.select(Assignment.id).where(Assignment.closed_at.is_(None)))
    with app.app_context(), transaction():
        assigning.withdraw(assignment_id=renewal, reason="she teaches it herself", by_id=None)
    with app.app_context():
        assert open_retakes() == 0
    write_path(
        folder, version="3", modules={"m1": (3, "8"), "m2": (1, "6.5")}, fronts={"m1": RETAKE.format(day=today(app))}
    )
    publish(app, folder)
    assert len(rows(app, sa.select(Assignment.id).where(Assignment.closed_at.is_(None)))) == 1


def test_t12_eight_workers_at_once_open_each_renewal_once(
    app: Flask, finished: Learner, eve: Learner, folder: Path
) -> None:
    eve.pass_path()
    day = today(app) + timedelta(days=1)
    write_path(folder, version="2", modules={"m1": (2, "7"), "m2": (1, "6.5")}, fronts={"m1": RETAKE.format(day=day)})
    publish(app, folder)
    start = Barrier(8)
    with app.app_context():
        moment = clock.start_of(day) + timedelta(hours=1)

    def work(_number: int) -> int:
        with app.app_context(), clock.fixed_at(moment):
            start.wait()
            return open_retakes()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(work, range(8))) == 2
    people = rows(app, sa.select(Assignment.person_id).where(Assignment.closed_at.is_(None)))
    assert sorted(people) == sorted([finished.person_id, eve.person_id])
    carried = rows(app, sa.select(CarriedAttempt.attempt_id))
    assert len(carried) == len(set(carried)) == 6


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


def test_who_finishes_on_an_old_module_is_asked_again_at_once(app: Flask, eve: Learner, folder: Path) -> None:
    eve.pass_module("SP", "m1")
    write_path(
        folder, version="2", modules={"m1": (2, "7"), "m2": (1, "6.5")}, fronts={"m1": RETAKE.format(day=today(app))}
    )
    publish(app, folder)
    eve.pass_module("SP", "m2")
    with app.app_context():
        assert open_retakes() == 1
        assert open_retakes() == 0


def test_t20_a_renewal_is_complete_only_when_everything_is_passed(app: Flask, finished: Learner, folder: Path) -> None:
    write_path(
        folder, version="2", modules={"m1": (2, "7"), "m2": (2, "8")}, fronts={"m1": RETAKE.format(day=today(app))}
    )
    publish(app, folder)
    finished.pass_item("SP", "m1", "fill")
    assert len(rows(app, sa.select(Completion))) == 1
    finished.pass_item("SP", "m2", "fill")
    assert len(rows(app, sa.select(Completion))) == 2
    assert len(rows(app, sa.select(Certificate))) == 2


# A wrong key


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


# Publishing


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


# Renames and moves


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


# Certificates


def test_t16_hr_issues_a_certificate_again_under_a_corrected_name(
    app: Flask, finished: Learner, cast: Cast, sign_in: SignIn
) -> None:
    (old,) = rows(app, sa.select(Certificate))
    he = sign_in(cast.he)
    he.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    form = f"/training/certificates/{old.number}/reissue"
    assert finished.client.get(form).status_code in (403, 404)
    assert form in Learner(app, he, cast.he).open(f"/certificates/{old.number}").links("main a, .btn")
    refused = post(he, form, form, name=old.person_name, reason="typing error")
    assert refused.status_code == 422
    done = post(he, form, form, name="林静怡", reason="typing error")
    assert done.status_code == 303
    first, second = rows(app, sa.select(Certificate).order_by(Certificate.id))
    assert (second.person_name, second.completed_on, second.expires_on) == ("林静怡", old.completed_on, old.expires_on)
    assert first.person_name == old.person_name
    page = finished.open(f"/certificates/{old.number}")
    assert f"re-issued under another name as {second.number}" in page.text()
    assert "valid today" in finished.open(f"/certificates/{second.number}").text()
    assert he.get(form).status_code == 409
    acts = rows(app, sa.text("SELECT act FROM audit_entries WHERE act = 'certificate:reissued'"))  # type: ignore[arg-type]
    assert acts == ["certificate:reissued"]


def test_t18_completion_and_issue_are_both_printed_and_neither_ever_changes(
    app: Flask, finished: Learner, cast: Cast, sign_in: SignIn
) -> None:
    (old,) = rows(app, sa.select(Certificate))
    he = sign_in(cast.he)
    form = f"/training/certificates/{old.number}/reissue"
    fields = None
    with in_days(app, 0):
        fields = post(he, form, form, name="林静怡", reason="typing error")
    assert fields.status_code == 303
    with in_days(app, 40):
        for number in rows(app, sa.select(Certificate.number)):
            page = app.test_client().get(f"/certificates/{number}", headers={"Accept-Language": "en"}).text
            assert "Completed on" in page
            assert "Issued on" in page
    first = rows(app, sa.select(Certificate).order_by(Certificate.id))[0]
    assert (first.completed_on, first.issued_on) == (old.completed_on, old.issued_on)


def test_the_export_carries_the_certificate_that_counts(
    app: Flask, finished: Learner, cast: Cast, sign_in: SignIn
) -> None:
    from app.hr.queries.records import Filter, cells, totals  # noqa: PLC0415

    (old,) = rows(app, sa.select(Certificate))
    form = f"/training/certificates/{old.number}/reissue"
    assert post(sign_in(cast.he), form, form, name="林静怡", reason="typing error").status_code == 303
    new = rows(app, sa.select(Certificate.number).order_by(Certificate.id.desc()))[0]
    with app.app_context():
        chosen = Filter(clock.today())
        told = [row for row in cells(chosen) if new in map(str, row)]
        assert len(told) == 1
        assert not [row for row in cells(chosen) if old.number in map(str, row)]
        assert totals(chosen).completed == 1


def test_t19_t21_completion_certificate_and_score_are_there_on_the_answering_request(app: Flask, eve: Learner) -> None:
    eve.pass_module("SP", "m1")
    eve.pass_item("SP", "m2", "fill")
    assert rows(app, sa.select(Completion)) == []
    eve.pass_item("SP", "m2", "quiz")
    (done,) = rows(app, sa.select(Completion))
    assert len(rows(app, sa.select(Certificate))) == 1
    assert f"with {done.score}%" in eve.open("/training/paths/SP").text("main") or f"{done.score}%" in eve.open(
        "/training/paths/SP"
    ).text("main")
    assert address("SP", "m2", "quiz")
