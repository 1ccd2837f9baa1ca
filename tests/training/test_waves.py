"""Waves of the roll-out: who goes live when, how ready they are, and what moves with the day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Membership
from app.foundation import clock
from app.foundation.db import db, transaction
from app.training.actions import rolling_out, ruling
from app.training.actions.rolling_out import WaveData
from app.training.models import Assignment, DeadlineChange, DeadlineReason, DueKind, PathRule, RolloutWave, WaveKind
from app.training.queries.criteria import Criteria, Terms
from app.training.queries.published import current
from tests.factories import Cast, make_group
from tests.page import Page, post
from tests.training.learning import Learner, assign

SignIn = Callable[[int | None], FlaskClient]
Visit = Callable[..., Page]


@pytest.fixture
def path_id(app: Flask, small_path: str) -> int:
    """The small path, without the rule of its tier."""
    with app.app_context(), transaction():
        db.session.execute(sa.delete(PathRule))
        found = current(small_path)
        assert found is not None
        return found.path_id


def make_wave(app: Flask, cast: Cast, *departments: int, day: date | None, **more: object) -> int:
    """A wave; its id."""
    told = {"name": "试点", "name_en": "Pilot wave", "kind": WaveKind.pilot, "go_live_on": day, **more}
    with app.app_context(), transaction():
        return rolling_out.add_wave(data=WaveData(department_ids=departments, **told), by_id=cast.pmo).id  # type: ignore[arg-type]


def dues(app: Flask, person_id: int) -> list[date | None]:
    with app.app_context():
        rows = sa.select(Assignment.due_on).where(Assignment.person_id == person_id, Assignment.closed_at.is_(None))
        return list(db.session.scalars(rows))


def test_a_wave_is_made_and_changed_on_its_pages(app: Flask, path_id: int, cast: Cast, sign_in: SignIn) -> None:
    pmo = sign_in(cast.pmo)
    pmo.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    new = "/training/waves/new"
    empty = post(pmo, new, "/training/waves", name="", kind="site")
    assert empty.status_code == 422
    assert Page(empty, new).has("#name-error")
    told = {"name": "一期", "kind": "pilot", "go_live_on": "2030-03-01", "department_ids": str(cast.other_department)}
    assert post(pmo, new, "/training/waves", **told).status_code == 303
    again = post(pmo, new, "/training/waves", **told)
    assert again.status_code == 422
    assert "Another wave has this name." in again.get_data(as_text=True)
    shown = Page(pmo.get("/training/waves/1"), "/training/waves/1")
    assert sorted(shown.list(".person-text > a")) == ["伊文", "王磊"]
    edit = "/training/waves/1/edit"
    assert post(pmo, edit, "/training/waves/1", kind="all").status_code == 303
    assert len(Page(pmo.get("/training/waves/1"), "").list("tbody tr")) == 11, "everybody"
    assert post(pmo, "/training/waves/1", "/training/waves/1/delete").status_code == 303
    assert "There are no waves" in Page(pmo.get("/training/waves"), "").text("main")
    assert pmo.get("/training/waves/1").status_code == 404


def test_readiness_counts_people_and_every_number_opens_its_rows(
    app: Flask, path_id: int, cast: Cast, sign_in: SignIn, visit: Visit
) -> None:
    wave = make_wave(app, cast, cast.department, cast.other_department, day=None)
    for person in (cast.eve, cast.wang, cast.sun, cast.zhao):
        assign(app, person)
    Learner(app, sign_in(cast.eve), cast.eve).pass_path()
    Learner(app, sign_in(cast.wang), cast.wang).pass_item("SP", "m1", "fill")
    page = visit("/training/waves", as_=cast.pmo)
    assert page.list("tbody td.num") == ["11", "1", "1", "2"]
    assert "25 %" in page.text("tbody")
    for state, names in (
        ("ready", ["伊文"]),
        ("in_progress", ["王磊"]),
        ("not_begun", ["孙岩", "赵敏"]),
        ("strange", None),
    ):
        rows = visit(f"/training/waves/{wave}?state={state}", as_=cast.pmo).list(".person-text > a")
        assert len(rows) == 11 if names is None else sorted(rows) == names
    assert visit(f"/training/waves/{wave}?q=赵", as_=cast.he).list(".person-text > a") == ["赵敏"]


def test_a_wave_means_departments_with_those_below_and_project_groups(app: Flask, path_id: int, cast: Cast) -> None:
    with app.app_context(), transaction():
        group = make_group().id
        db.session.add(Membership(person_id=cast.lin, project_group_id=group))
    wave = make_wave(app, cast, cast.other_department, day=None, group_ids=[group])
    with app.app_context(), transaction():
        made = ruling.set_rule(
            criteria=Criteria(path_id, wave_id=wave), terms=Terms(DueKind.go_live, -7), by_id=cast.pmo
        )
    assert made == 3
    assert dues(app, cast.lin) == [None], "the day is not known"


def test_the_day_of_go_live_takes_due_dates_along(
    app: Flask, path_id: int, cast: Cast, sign_in: SignIn, lin: Learner
) -> None:
    with app.app_context():
        today = clock.today()
    wave = make_wave(app, cast, cast.department, day=today + timedelta(days=30))
    with app.app_context(), transaction():
        ruling.set_rule(criteria=Criteria(path_id, wave_id=wave), terms=Terms(DueKind.go_live, -7), by_id=cast.pmo)
    assert dues(app, cast.lin) == [today + timedelta(days=23)]
    later = (today + timedelta(days=60)).isoformat()
    edit = f"/training/waves/{wave}/edit"
    assert post(sign_in(cast.pmo), edit, f"/training/waves/{wave}", go_live_on=later).status_code == 303
    assert dues(app, cast.lin) == [today + timedelta(days=53)]
    with app.app_context():
        rows = db.session.scalars(sa.select(DeadlineChange).join(Assignment).where(Assignment.person_id == cast.lin))
        (change,) = rows.all()
        assert change.kind is DeadlineReason.go_live
        assert (change.from_on, change.to_on) == (today + timedelta(days=23), today + timedelta(days=53))
    soon = (today + timedelta(days=2)).isoformat()
    post(sign_in(cast.pmo), edit, f"/training/waves/{wave}", go_live_on=soon)
    with app.app_context():
        assert dues(app, cast.lin) == [today + timedelta(days=14)], "never overdue from one moment to the next"


def test_people_come_and_go_with_the_units_of_a_wave(app: Flask, path_id: int, cast: Cast) -> None:
    wave = make_wave(app, cast, cast.department, day=None)
    with app.app_context(), transaction():
        ruling.set_rule(criteria=Criteria(path_id, wave_id=wave), terms=Terms(due_days=14), by_id=cast.pmo)
    assert dues(app, cast.eve) == []
    data = WaveData("试点", "", WaveKind.site, None, department_ids=[cast.other_department])
    with app.app_context(), transaction():
        assert rolling_out.change_wave(wave_id=wave, data=data, by_id=cast.pmo) == 2
    assert len(dues(app, cast.eve)) == 1
    assert dues(app, cast.lin) == []


def test_a_wave_that_rules_mean_is_not_removed(app: Flask, path_id: int, cast: Cast) -> None:
    wave = make_wave(app, cast, cast.department, day=None)
    with app.app_context(), transaction():
        ruling.set_rule(criteria=Criteria(path_id, wave_id=wave), terms=Terms(due_days=14), by_id=cast.pmo)
    with app.app_context(), pytest.raises(rolling_out.WaveInUse), transaction():
        rolling_out.remove_wave(wave_id=wave, by_id=cast.pmo)
    with app.app_context():
        assert db.session.get(RolloutWave, wave) is not None
