"""What is seen of frozen months: originals beside restatements with their reasons, and nothing that must stay hidden."""

from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.foundation.calendar import CalendarYear
from app.foundation.db import db, transaction
from app.metrics.actions.contests import decide, open_contest
from app.metrics.actions.months import freeze_due_months, restate_due_months
from app.metrics.actions.scorecards import draw_up
from app.metrics.actions.weights import record_policy
from app.metrics.models import ContestOutcome, CorrectionKind, ScoreCard
from tests.golden import COMPANY
from tests.metrics.frozen import add_readers, late_assignment, on
from tests.page import Page, post

Visit = Callable[..., Page]
T2 = "/metrics/definitions/T2"
T1_GOAL = "/metrics/definitions/T1/goal"


@pytest.fixture
def golden(app: Flask, loaded: Callable[..., None]) -> dict[str, int]:
    """The golden company with readers; ids by name."""
    loaded(COMPANY)
    return add_readers(app)


def test_the_contest_restates_57_1_and_95_1_and_leaves_the_originals(
    app: Flask, golden: dict[str, int], visit: Visit
) -> None:
    told = {"document": "intranet/7", "channel": "meeting", "adopted_on": date(2026, 5, 1)}
    with app.app_context():
        with transaction(), on(1):
            record_policy(title="Scorecards", **told, by_id=golden["he"])  # type: ignore[arg-type]
            draw_up(month="2026-06", by_id=golden["he"])
        with on(7):
            freeze_due_months()
        with transaction(), on(8):
            number, person = late_assignment()
            asked = {"month": "2026-06", "part": "on_time", "assignment_id": number}
            contest = open_contest(person_id=person, reason="Portal down", **asked)  # type: ignore[arg-type]
            answer = {"answer": "The log says so.", "by_id": golden["he"]}
            decide(contest_id=contest.id, outcome=ContestOutcome.accepted, kind=CorrectionKind.on_time, **answer)  # type: ignore[arg-type]
        with on(9):
            restate_due_months()
        cards = sa.select(ScoreCard.score).where(ScoreCard.person_id == person).order_by(ScoreCard.revision)
        assert db.session.scalars(cards).all() == ["80.1", "95.1"]
    with on(9):
        page = visit(f"{T2}?path=EU", as_=golden["pmo"])
        assert page.list("[data-original]") == ["42.9 % (3 / 7)"]
        assert page.list("[data-restated]") == ["57.1 % (4 / 7)"]
        month = visit(f"{T2}/months/2026-06?path=EU", as_=golden["he"])
        assert month.list("[data-telling]") == ["42.9 % (3 / 7)", "57.1 % (4 / 7)"]
        assert "completion:corrected" in " ".join(month.links("main a")), "HR may read the audit trail"
        reasons = visit(f"{T2}/months/2026-06?path=EU", as_=golden["pmo"])
        assert "Contest of a score decided" in reasons.text("#telling-1 ul")
        assert not [href for href in reasons.links("main a") if "audit" in href]
        company = visit(f"{T2}/months/2026-06", as_=golden["pmo"])
        assert company.list("[data-telling]") == ["50.0 % (6 / 12)", "58.3 % (7 / 12)"]


def test_nothing_that_is_hidden_comes_back_frozen(app: Flask, golden: dict[str, int], visit: Visit) -> None:
    with app.app_context(), on(7):
        freeze_due_months()
    with on(8):
        hidden = visit("/metrics/definitions/P1/months/2026-06?department=D20", as_=golden["pmo"])
        assert hidden.list("[data-telling]") == ["— not shown: too few people"]
        assert visit("/metrics/definitions/P1", as_=golden["pmo"]).list("[data-original]") == ["80.0 % (8 / 10)"]


def test_a_manager_sees_the_own_branch_only(app: Flask, golden: dict[str, int], visit: Visit) -> None:
    with app.app_context(), on(7):
        freeze_due_months()
    with on(8):
        assert visit(T2, as_=golden["chen"]).list("[data-original]") == ["57.1 % (4 / 7)"]
        assert visit(f"{T2}/months", as_=golden["chen"]).list("[data-original]") == ["57.1 % (4 / 7)"]
        assert "by department or by path" in visit(f"{T2}?path=EU", as_=golden["chen"]).text("main")
        for address in (
            f"{T2}/months?department=D20",
            f"{T2}/months/2026-06?path=EU",
            "/metrics/definitions/B1/months/2026-06",
        ):
            visit(address, as_=golden["chen"], status=404)


def test_without_a_worker_the_month_is_due_and_counted_on_demand(golden: dict[str, int], visit: Visit) -> None:
    with on(6):
        page = visit(T2, as_=golden["pmo"])
        assert "No month is frozen yet" in page.text("main")
        assert "2026-06 will be frozen on Jul 7, 2026" in page.text("main")
    with on(8):
        page = visit(T2, as_=golden["pmo"])
        assert "2026-06 was to be frozen on Jul 7, 2026" in page.text("main")
        now = visit(f"{T2}/months/2026-06", as_=golden["pmo"])
        assert "not frozen" in now.text("main")
        assert now.list("[data-telling]") == ["50.0 %"]
        for wrong in ("2026-07", "2026-6", "2026-13", "x"):
            visit(f"{T2}/months/{wrong}", as_=golden["pmo"], status=404)


def test_an_unconfirmed_calendar_is_told_where_figures_are_read(
    app: Flask, golden: dict[str, int], visit: Visit
) -> None:
    with app.app_context(), transaction():
        db.session.execute(sa.delete(CalendarYear))
    with on(8):
        page = visit(T2, as_=golden["pmo"])
        assert "nobody has confirmed the working days" in page.text("main")
        assert "/people/calendar" in page.links("main a")


def test_a_line_shows_the_months_with_the_goal(
    app: Flask, golden: dict[str, int], visit: Visit, sign_in: Callable[[int | None], FlaskClient]
) -> None:
    typed = {"target": "90", "due_month": "2026-12", "baseline_on": "2026-06-30", "reason": "Board"}
    with app.app_context(), on(7):
        freeze_due_months()
    with on(8):
        assert post(sign_in(golden["pmo"]), T1_GOAL, T1_GOAL, direction="at_least", **typed).status_code == 303
        page = visit("/metrics/definitions/T1", as_=golden["pmo"])
        assert page.list("#months-heading ~ figure thead th") == ["Time", "Completion rate", "Goal"]
        assert page.list("#months-heading ~ figure tbody td") == ["72.7 %", "90.0 %"]
