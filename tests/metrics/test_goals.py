"""Goals: set with a counted baseline, versioned, seen where the figure is seen, in words that own up to small numbers."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Department, Role
from app.foundation import clock
from app.foundation.audit import AuditEntry
from app.foundation.db import db, transaction
from app.metrics.formulas.goals import Measure, change_since, measure, standing
from app.metrics.formulas.numbers import Ratio, rounded
from app.metrics.models.months import MetricGoal
from tests.factories import make_person
from tests.golden import COMPANY
from tests.page import Page, post

Visit = Callable[..., Page]
SignIn = Callable[[int | None], FlaskClient]
GOAL = "/metrics/definitions/T1/goal"
JULY = datetime(2026, 7, 2, 4, tzinfo=UTC)
TYPED = {
    "direction": "at_least",
    "target": "90",
    "due_month": "2026-12",
    "baseline_on": "2026-06-30",
    "reason": "Board",
}


@pytest.fixture
def golden(app: Flask, loaded: Callable[..., None]) -> dict[str, int]:
    """The golden company with the PMO, HR and two managers, whom no figure counts; ids by name."""
    loaded(COMPANY)
    with app.app_context(), transaction():
        homes = dict(db.session.execute(sa.select(Department.code, Department.id)).all())
        away: dict[str, Any] = {"leave_from": date(2020, 1, 1), "language": "en"}
        told = (("pmo", Role.pmo, "D30"), ("he", Role.hr_officer, "D30"), ("chen", Role.manager, "D10"))
        found = {n: make_person(f"90000{i}", n, homes[d], r, **away).id for i, (n, r, d) in enumerate(told)}
        return {**homes, **found}


def share(part: int, whole: int) -> Measure:
    return measure(Fraction(100 * part, whole), Fraction(part), Fraction(whole), share=True)


def test_intervals_say_what_is_clear_and_what_is_too_few() -> None:
    before, after = share(34, 50), share(46, 50)
    assert before.interval is not None
    assert [rounded(bound) for bound in before.interval] == ["54.2", "79.2"], "the worked example of the rules"
    assert change_since(before, after, upwards=True) == "better"
    assert change_since(before, after, upwards=False) == "worse"
    assert change_since(before, share(37, 50), upwards=True) == "better_few"
    assert change_since(before, before, upwards=True) == "same"
    assert change_since(Measure(None), after, upwards=True) == "unknown"
    assert standing(share(3, 4), Fraction(70), upwards=True) == "met_few"
    assert standing(share(2, 4), Fraction(70), upwards=True) == "missed_few"
    assert standing(share(980, 1000), Fraction(90), upwards=True) == "surely_met"
    assert standing(share(300, 1000), Fraction(90), upwards=True) == "surely_missed"
    assert standing(share(300, 1000), Fraction(90), upwards=False) == "surely_met"
    assert standing(Measure(Fraction(15)), Fraction(10), upwards=False) == "missed", "no share, no interval"
    assert standing(Measure(None), Fraction(10), upwards=True) == "unknown"
    assert Measure(Fraction(50), Ratio(1, 2)).interval is not None


def test_a_goal_is_set_with_a_counted_baseline_and_seen_with_its_figure(
    app: Flask, golden: dict[str, int], sign_in: SignIn, visit: Visit
) -> None:
    with clock.fixed_at(JULY):
        pmo = sign_in(golden["pmo"])
        assert "No goal is set" in visit(GOAL, as_=golden["pmo"]).text("main")
        assert post(pmo, GOAL, GOAL, **TYPED).status_code == 303
        page = visit("/metrics/definitions/T1?as_of=2026-06-30", as_=golden["he"])
        told = page.text("[aria-labelledby=goal-heading]")
        assert "72.7 % at the end of Jun 30, 2026 · 8 of 11, 95 % interval 43.4 to 90.3" in told
        assert "at least 90.0 % by the end of 2026-12" in told
        assert "too few to say Not reached, but perhaps by chance." in told
        board = visit("/metrics/?as_of=2026-06-30", as_=golden["he"])
        assert "at least 90.0 %" in board.text("[data-goal]")
        assert "As at the baseline" in board.text("[data-goal]")
        assert not visit("/metrics/?as_of=2026-06-30&path=EU", as_=golden["he"]).has("[data-goal]"), "of all paths"
        assert not visit("/metrics/?as_of=2026-06-30", as_=golden["chen"]).has("[data-goal]"), "of the company"
    with app.app_context():
        goal = db.session.scalars(sa.select(MetricGoal)).one()
        assert (goal.baseline_value, goal.baseline_numerator, goal.baseline_denominator) == ("800/11", "8", "11")
        entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.act == "goal:set")).one()
        assert (entry.actor_id, entry.reason) == (golden["pmo"], "Board")


def test_versions_stay_and_a_goal_can_be_given_up(app: Flask, golden: dict[str, int], sign_in: SignIn) -> None:
    with clock.fixed_at(JULY):
        pmo, where = sign_in(golden["pmo"]), f"{GOAL}?department=D10"
        assert post(pmo, where, where, **TYPED).status_code == 303
        assert post(pmo, where, where, **{**TYPED, "target": "85.5", "reason": "Two left"}).status_code == 303
        away = f"{GOAL}/withdrawal?department=D10"
        refused = post(pmo, where, away, why="")
        assert refused.status_code == 422
        assert "Say why the goal is given up." in refused.get_data(as_text=True)
        assert post(pmo, where, away, why="Reorganised").status_code == 303
        page = Page(pmo.get(where), where)
        assert "No goal is set" in page.text("main")
        assert [row.split()[-1] for row in page.list("tbody td:last-child")] == ["Reorganised", "left", "Board"]
        assert "No goal is set" in Page(pmo.get(GOAL), GOAL).text("main"), "the company has its own"
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(MetricGoal)) == 3


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"target": "101"}, "Percent lie between 0 and 100."),
        ({"target": "90.123"}, "Two decimals are enough."),
        ({"target": ""}, "Give the goal as a number."),
        ({"baseline_on": "2026-07-02"}, "Choose a day that is over"),
        ({"baseline_on": "2026-04-30"}, "On that day the metric has no value."),
        ({"reason": " "}, "Say why this goal."),
    ],
)
def test_what_is_typed_wrong_is_told_and_kept(
    golden: dict[str, int], sign_in: SignIn, wrong: dict[str, str], words: str
) -> None:
    with clock.fixed_at(JULY):
        pmo = sign_in(golden["pmo"])
        answer = post(pmo, GOAL, GOAL, **{**TYPED, **wrong})
        assert answer.status_code == 422
        text = answer.get_data(as_text=True)
        assert words in text
        assert "2026-12" in text


def test_only_the_pmo_sets_goals_and_only_of_what_is_one_number(
    golden: dict[str, int], sign_in: SignIn, visit: Visit
) -> None:
    with clock.fixed_at(JULY):
        for name in ("he", "chen"):
            client = sign_in(golden[name])
            assert not Page(client.get(GOAL), GOAL).has("main form")
            token = Page(client.get("/metrics/"), "/metrics/").fields("/logout")["csrf_token"]
            assert client.post(GOAL, data={**TYPED, "csrf_token": token}).status_code == 403
        visit(f"{GOAL}?department=D30", as_=golden["chen"], status=404)
        for code in ("T4", "T13", "X1"):
            visit(f"/metrics/definitions/{code}/goal", as_=golden["pmo"], status=404)
        hidden = "/metrics/definitions/P1/goal?department=D20"
        answer = post(sign_in(golden["pmo"]), hidden, hidden, **TYPED)
        assert answer.status_code == 422
        assert "no value" in answer.get_data(as_text=True), "what is hidden is no baseline"
