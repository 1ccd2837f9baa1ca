"""Attempts to break the completion ledger; none may succeed, on either database."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.accounts.events import TiersChanged
from app.accounts.models import Person, PersonTier, Tier
from app.foundation import events
from app.foundation.db import db, transaction
from app.training.actions import assigning
from app.training.actions.publishing import difference, publish_folder
from app.training.models import (
    Assignment,
    Attempt,
    Certificate,
    Completion,
    ModuleCompletion,
    Publication,
)
from app.training.queries import places
from app.training.queries.published import current, publication
from app.training.queries.standing import standing_of
from tests.factories import Cast
from tests.training.learning import Learner, address, assign, publish, write_path

LEDGER = (Attempt, ModuleCompletion, Completion)


def ledger(app: Flask) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the ledger, column by column."""
    with app.app_context():
        return {
            table.__tablename__: [
                tuple(row) for row in db.session.execute(sa.select(table.__table__).order_by(table.id))
            ]
            for table in LEDGER
        }


def number_of(table: type) -> int:
    """Rows of a table."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def keeps(before: dict[str, list[tuple[object, ...]]], after: dict[str, list[tuple[object, ...]]]) -> None:
    """Whatever stood there stands there still, letter for letter."""
    for name, rows in before.items():
        assert after[name][: len(rows)] == rows, name


@pytest.mark.parametrize("table", LEDGER, ids=lambda table: table.__tablename__)
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_refuses_to_change_or_remove_a_row(
    app: Flask, lin: Learner, table: type[Attempt], statement: str
) -> None:
    assign(app, lin.person_id)
    lin.pass_path()
    before = ledger(app)
    with app.app_context(), pytest.raises(sa.exc.DatabaseError, match="append-only"), transaction():
        db.session.execute(sa.text(statement.format(table.__tablename__)))
    assert ledger(app) == before


def test_publishing_changed_removed_and_renamed_modules_touches_no_completion(
    app: Flask, lin: Learner, folder: Path
) -> None:
    assign(app, lin.person_id)
    lin.pass_path()
    before = ledger(app)
    for version, modules in enumerate(
        ({"m1": (2, "7"), "m2": (1, "6.5")}, {"m1": (2, "7")}, {"renamed": (1, "3")}, {"m1": (3, "1"), "x": (1, "2")}),
        2,
    ):
        publish(app, write_path(folder, version=str(version), modules=modules))
        assert ledger(app) == before
        page = lin.open("/training/paths/SP")
        assert "You completed this path" in page.text("main")
        assert "version 1" in page.text("main")


def test_a_completion_keeps_the_version_and_the_certificate_stays_verifiable(
    app: Flask, lin: Learner, folder: Path
) -> None:
    assign(app, lin.person_id)
    lin.pass_path()
    with app.app_context():
        completion = db.session.scalars(sa.select(Completion)).one()
        made_on = publication(completion.publication_id or 0)
        number = db.session.scalars(sa.select(Certificate.number)).one()
        assert made_on is not None
        assert completion.grading_hash == made_on.hashes.grading
    publish(app, write_path(folder, version="2", modules={"other": (1, "2")}))
    page = lin.open(f"/certificates/{number}")
    assert "genuine and valid" in page.text("main")
    with app.app_context():
        old = publication(completion.publication_id or 0)
        assert old is not None
        assert [module.id for module in old.path.modules] == ["m1", "m2"]


def test_unchanged_items_keep_their_passes_and_changed_ones_ask_again(app: Flask, lin: Learner, folder: Path) -> None:
    assign(app, lin.person_id)
    lin.pass_item("SP", "m1", "fill")
    lin.pass_item("SP", "m1", "quiz")
    lin.pass_item("SP", "m2", "fill")
    write_path(folder, version="2", modules={"m1": (2, "7"), "m2": (2, "7")})
    with app.app_context():
        (effect,) = difference(folder)
    assert (effect.keep, effect.retake, effect.lost) == (0, 1, 0)
    publish(app, folder)
    path = lin.open("/training/paths/SP")
    assert path.list(".module-done .module-title") == ["Module m1"], "a completed module stays completed"
    assert "Hours" in lin.open(f"{address('SP', 'm2', 'fill')}?stage=test").text("form.drill-form")
    lin.pass_item("SP", "m2", "fill")
    lin.pass_item("SP", "m2", "quiz")
    with app.app_context():
        assert db.session.scalars(sa.select(Completion.path_version)).one() == "2"


def test_a_mended_typo_asks_nobody_again(app: Flask, lin: Learner, folder: Path) -> None:
    assign(app, lin.person_id)
    lin.pass_item("SP", "m1", "fill")
    write_path(folder, typo=" Mended.")
    with app.app_context():
        (effect,) = difference(folder)
    assert (effect.changed, effect.keep, effect.retake) == (True, 1, 0)
    publish(app, folder)
    assert "Passed" in lin.open("/training/paths/SP/modules/m1").text(".do-next")


def test_grading_that_changes_without_a_higher_version_is_refused(app: Flask, small_path: str, folder: Path) -> None:
    write_path(folder, modules={"m1": (1, "7"), "m2": (1, "6.5")})
    with app.app_context(), transaction():
        (effect,) = publish_folder(folder)
    assert [str(fault).split(":")[:2] for fault in effect.faults] == [["sp/m1.zh.md", "5"]]
    assert "raise “version” to 2" in str(effect.faults[0])
    with app.app_context():
        assert current("SP") is not None
        assert number_of(Publication) == 1


def test_publishing_twice_is_publishing_once(app: Flask, small_path: str, folder: Path) -> None:
    with app.app_context():
        before = current("SP")
    publish(app, folder)
    with app.app_context():
        assert current("SP") is before


def test_whoever_has_nothing_left_to_do_after_a_module_went_has_completed(
    app: Flask, lin: Learner, folder: Path
) -> None:
    assign(app, lin.person_id)
    lin.pass_module("SP", "m1")
    publish(app, write_path(folder, version="2", modules={"m1": (1, "6.5")}))
    with app.app_context():
        assert db.session.scalars(sa.select(Completion.path_version)).one() == "2"
        assert db.session.scalars(sa.select(Certificate.path_version)).one() == "2"


def test_a_new_module_asks_those_in_progress_and_not_those_who_have_finished(
    app: Flask, lin: Learner, folder: Path, cast: Cast, sign_in: Callable[[int | None], FlaskClient]
) -> None:
    eve = Learner(app, sign_in(cast.eve), cast.eve)
    for person in (lin.person_id, cast.eve):
        assign(app, person)
    lin.pass_path()
    eve.pass_module("SP", "m1")
    publish(app, write_path(folder, version="2", modules={"m1": (1, "6.5"), "m2": (1, "6.5"), "m3": (1, "6.5")}))
    eve.pass_module("SP", "m2")
    with app.app_context():
        assert db.session.scalars(sa.select(Completion.person_id)).all() == [lin.person_id]
    eve.pass_module("SP", "m3")
    with app.app_context():
        assert sorted(db.session.scalars(sa.select(Completion.person_id))) == sorted([lin.person_id, cast.eve])


def test_losing_a_tier_or_the_assignment_removes_nothing(app: Flask, lin: Learner) -> None:
    assign(app, lin.person_id)
    lin.pass_path()
    with app.app_context(), transaction():
        assigning.enrol(person_id=lin.person_id, path_id=current("SP").path_id)  # type: ignore[union-attr]
    lin.pass_module("SP", "m1")
    before = ledger(app)
    with app.app_context(), transaction():
        db.session.execute(sa.delete(PersonTier).where(PersonTier.person_id == lin.person_id))
        events.publish(TiersChanged(lin.person_id))
        open_one = db.session.scalars(sa.select(Assignment.id).where(Assignment.closed_at.is_(None))).one()
        assigning.withdraw(assignment_id=open_one, reason="moved away", by_id=None)
    assert ledger(app) == before
    with app.app_context():
        done = db.session.scalars(sa.select(Completion.assignment_id)).one()
    with app.app_context(), pytest.raises(assigning.AlreadyClosed), transaction():
        assigning.withdraw(assignment_id=done, reason="no", by_id=None)


def test_a_second_completion_is_a_second_record_and_a_second_certificate(app: Flask, lin: Learner) -> None:
    """T09, T10: the first one stays verifiable as superseded."""
    assign(app, lin.person_id)
    lin.pass_path()
    first = ledger(app)
    lin.client.post(
        "/training/paths/SP/assignments", data=lin.open("/training/paths/SP").fields("/training/paths/SP/assignments")
    )
    lin.pass_path()
    keeps(first, ledger(app))
    with app.app_context():
        old, new = db.session.scalars(sa.select(Certificate).order_by(Certificate.id)).all()
    assert old.superseded_by_id == new.id
    assert "a newer certificate" in lin.open(f"/certificates/{old.number}").text("main")
    assert "valid today" in lin.open(f"/certificates/{new.number}").text("main")


def test_a_certificate_comes_only_when_everything_was_passed(app: Flask, lin: Learner) -> None:
    """T20: a failed drill keeps the path open."""
    assign(app, lin.person_id)
    lin.pass_item("SP", "m1", "quiz")
    lin.pass_item("SP", "m1", "fill")
    lin.pass_item("SP", "m2", "quiz")
    wrong = lin.send("SP", "m2", "fill", {"f1": "1", "f2": "24", "f3": "1"})
    assert wrong.status_code == 303
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Completion)) == 0
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Certificate)) == 0
    lin.pass_item("SP", "m2", "fill")
    with app.app_context():
        certificate = db.session.scalars(sa.select(Certificate)).one()
        completion = db.session.scalars(sa.select(Completion)).one()
        assert certificate.completion_id == completion.id
        assert completion.score == 100
        assert completion.minutes == 10


def test_sixteen_submissions_at_once_make_one_attempt_one_completion_one_certificate(app: Flask, lin: Learner) -> None:
    assign(app, lin.person_id)
    lin.pass_module("SP", "m1")
    lin.pass_item("SP", "m2", "fill")
    _token, answers = lin.sheet("SP", "m2", "quiz")
    where = address("SP", "m2", "quiz")
    sent = {**lin.token_of(where), "confirmed": "1", **answers}
    cookie = lin.client.get_cookie("uptake")
    assert cookie is not None
    start = Barrier(16)

    def submit(_number: int) -> tuple[int, str]:
        client = app.test_client()
        client.set_cookie("uptake", cookie.value)
        start.wait()
        response = client.post(f"{where}/attempts", data=sent)
        return response.status_code, response.headers.get("Location", "")

    with ThreadPoolExecutor(16) as pool:
        answered = set(pool.map(submit, range(16)))
    assert answered == {(303, f"{where}/attempts/1")}
    with app.app_context():
        quiz = (
            sa.select(sa.func.count()).select_from(Attempt).where(Attempt.module_id == "m2", Attempt.item_id == "quiz")
        )
        assert db.session.scalar(quiz) == 1
        for table in (Completion, Certificate):
            assert db.session.scalar(sa.select(sa.func.count()).select_from(table)) == 1


def test_sixteen_last_answers_to_two_different_items_complete_the_path_once(app: Flask, lin: Learner) -> None:
    assign(app, lin.person_id)
    lin.pass_module("SP", "m1")
    sheets = {}
    for item in ("fill", "quiz"):
        where = address("SP", "m2", item)
        tokens = lin.token_of(f"{where}?stage=test" if item == "fill" else where)
        sheets[item] = (f"{where}/attempts", {**tokens, "confirmed": "1", **lin.sheet("SP", "m2", item)[1]})
    cookie = lin.client.get_cookie("uptake")
    assert cookie is not None
    start = Barrier(16)

    def submit(number: int) -> int:
        client = app.test_client()
        client.set_cookie("uptake", cookie.value)
        where, sent = sheets[("fill", "quiz")[number % 2]]
        start.wait()
        response = client.post(where, data=sent)
        return response.status_code

    with ThreadPoolExecutor(16) as pool:
        assert set(pool.map(submit, range(16))) == {303}
    with app.app_context():
        for table, number in ((Attempt, 4), (ModuleCompletion, 2), (Completion, 1), (Certificate, 1)):
            assert db.session.scalar(sa.select(sa.func.count()).select_from(table)) == number


CHANGES = st.lists(
    st.sampled_from(["edit", "grade", "add", "remove", "rename", "publish", "assign", "pass_", "withdraw", "tier"]),
    min_size=4,
    max_size=14,
)


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(changes=CHANGES, seed=st.integers(0, 999))
def test_nothing_that_happens_lowers_removes_or_redates_a_completion(
    app: Flask, lin: Learner, tmp_path: Path, changes: list[str], seed: int
) -> None:
    """T02: no sequence of edits, publications and assignments lowers anyone's status."""
    chance = random.Random(seed)
    world = World(app, lin, tmp_path / f"{chance.random()}")
    world.complete()
    for change in changes:
        before = ledger(app)
        getattr(world, change)(chance)
        keeps(before, ledger(app))
        world.look()


class World:
    """A path that authors change while somebody learns."""

    def __init__(self, app: Flask, learner: Learner, folder: Path) -> None:
        self.app, self.learner, self.folder = app, learner, folder
        with app.app_context():
            found = current("SP")
            assert found is not None
            self.modules = {module.id: (module.version, "6.5") for module in found.path.modules}
            self.version, self.typo = 1, ""

    def complete(self) -> None:
        """So that there is a completion to lose."""
        self.assign(random.Random(0))
        while self.pass_(random.Random(0)):
            pass

    def edit(self, chance: random.Random) -> None:
        self.typo = f" {chance.random()}"

    def grade(self, chance: random.Random) -> None:
        name = chance.choice(list(self.modules))
        self.modules[name] = (self.modules[name][0] + 1, str(chance.randint(1, 24)))

    def add(self, chance: random.Random) -> None:
        self.modules[f"new{chance.randint(0, 10**6)}"] = (1, "4")

    def remove(self, chance: random.Random) -> None:
        if len(self.modules) > 1:
            del self.modules[chance.choice(list(self.modules))]

    def rename(self, chance: random.Random) -> None:
        name = chance.choice(list(self.modules))
        self.modules[f"was-{chance.randint(0, 10**6)}"] = self.modules.pop(name)

    def publish(self, _chance: random.Random) -> None:
        self.version += 1
        write_path(self.folder, version=str(self.version), modules=self.modules, typo=self.typo)
        with self.app.app_context(), transaction():
            refused = any(effect.faults for effect in publish_folder(self.folder))
        if refused:  # a module of an earlier example comes back with its old version
            self.modules = {name: (number + 100, hours) for name, (number, hours) in self.modules.items()}

    def assign(self, _chance: random.Random) -> None:
        with self.app.app_context(), transaction():
            found = current("SP")
            assert found is not None
            assigning.enrol(person_id=self.learner.person_id, path_id=found.path_id)

    def withdraw(self, _chance: random.Random) -> None:
        with self.app.app_context(), transaction():
            open_one = db.session.scalar(sa.select(Assignment.id).where(Assignment.closed_at.is_(None)))
            if open_one:
                assigning.withdraw(assignment_id=open_one, reason="test", by_id=None)

    def tier(self, chance: random.Random) -> None:
        with self.app.app_context(), transaction():
            person = db.session.get_one(Person, self.learner.person_id)
            db.session.execute(sa.delete(PersonTier).where(PersonTier.person_id == person.id))
            db.session.add(PersonTier(person_id=person.id, tier=chance.choice(list(Tier))))
            db.session.flush()
            events.publish(TiersChanged(person.id))

    def pass_(self, _chance: random.Random) -> bool:
        """Pass one more thing, if something waits."""
        with self.app.app_context():
            standing = places.standing_on(self.learner.person_id, "SP")
            assert standing is not None
            module = standing.current_module
            if standing.assignment is None or standing.assignment.closed_at or module is None:
                return False
            item = standing.next_item(module)
        if item:
            self.learner.pass_item("SP", module.id, item.id)
        return item is not None

    def look(self) -> None:
        """Progress is what was done of what is asked, 0 to 100, whatever happened."""
        with self.app.app_context():
            standing = places.standing_on(self.learner.person_id, "SP")
            assert standing is not None
            fresh = standing_of(standing.published, standing.assignment)
            assert 0 <= fresh.percent <= 100
            assert fresh.percent == 100 * fresh.done // fresh.required
            assert (fresh.percent == 100) == (fresh.done == fresh.required)
            done, proved = (number_of(table) for table in (Completion, Certificate))
            assert done == proved >= 1
