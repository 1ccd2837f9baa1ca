"""What has to be taken again: asked once, from its day on, carrying over what stands."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import sqlalchemy as sa
from flask import Flask

from app.foundation import clock
from app.foundation.db import db, transaction
from app.training.actions import assigning
from app.training.actions.publishing import difference
from app.training.actions.retaking import open_retakes
from app.training.models import (
    Assignment,
    AssignmentSource,
    CarriedAttempt,
    Certificate,
    Completion,
    ModuleCompletion,
)
from app.training.queries import places
from app.training.queries.certificates import certificate_sheet
from tests.training.learning import Learner, publish, write_path
from tests.training.test_ledger import keeps, ledger
from tests.training.versions.changing import RETAKE, in_days, kinds, rows, today


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
    old = [row for row in rows(app, sa.select(ModuleCompletion).order_by(ModuleCompletion.id)) if row.module_id == "m2"]
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
