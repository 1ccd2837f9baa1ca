"""Departments side by side, the funnel of ideas, and the newest report on one page."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Department, Role
from app.foundation.db import db, transaction
from app.metrics.actions.reports import make_report
from app.metrics.formulas.periods import weeks_ended
from app.metrics.models.months import ReportKind
from app.metrics.queries.reports import Due
from tests.factories import make_person
from tests.golden import COMPANY, EXPECTED
from tests.page import Page

DAY = "2026-06-30"
Visit = Callable[..., Page]


@pytest.fixture
def readers(app: Flask, loaded: Callable[..., None]) -> dict[str, int]:
    """The golden company, its PMO, and the manager of D10; no figure counts them."""
    loaded(COMPANY)
    with app.app_context(), transaction():
        homes = dict(db.session.execute(sa.select(Department.code, Department.id)).all())
        away: dict[str, Any] = {"leave_from": date(2020, 1, 1), "language": "en"}
        told = (("900001", "pmo", Role.pmo, "D30"), ("900002", "manager", Role.manager, "D10"))
        return {name: make_person(no, name, homes[home], role, **away).id for no, name, role, home in told}


def test_the_index_of_each_department_stands_with_its_parts(readers: dict[str, int], visit: Visit) -> None:
    page = visit(f"/metrics/departments?as_of={DAY}", as_=readers["pmo"])
    shown = dict(zip(("D10", "D20", "D30"), page.list("tbody td:nth-child(2)"), strict=True))
    for code, expected in EXPECTED["adoption_index"].items():
        found = shown[code].split()[0]
        assert found == (expected["value"] if expected["displayed"] else "—"), code
        opened = visit(f"/metrics/definitions/AX?department={code}&as_of={DAY}", as_=readers["pmo"])
        assert opened.text("[data-value]").startswith(found)
    parts = [float(cell.removesuffix("%")) for cell in page.list("tbody tr:first-child td.num")[1:]]
    weighed = sum(weight * value for weight, value in zip((25, 35, 20, 10, 10), parts, strict=True))
    assert round(weighed / 100, 1) == float(EXPECTED["adoption_index"]["D10"]["value"])
    assert page.list("tbody tr:nth-child(2) td.num")[1:] == ["—"] * 5, "no part tells what the index must not"


def test_a_manager_sees_the_own_branch_alone(readers: dict[str, int], visit: Visit) -> None:
    page = visit(f"/metrics/departments?as_of={DAY}", as_=readers["manager"])
    assert len(page.list("tbody th")) == 1
    visit("/metrics/departments?department=D20", as_=readers["manager"], status=404)
    visit("/metrics/funnel?department=D20", as_=readers["manager"], status=404)


@pytest.mark.parametrize(
    ("reader", "counts"),
    [("pmo", (6, 4, 1, 1, 1, 1, 1)), ("manager", (4, 2, 1, 1, 0, 1, 1))],
)
def test_each_step_of_the_funnel_opens_its_ideas(
    readers: dict[str, int], visit: Visit, reader: str, counts: tuple[int, ...]
) -> None:
    """Worked out by hand from the six ideas of June."""
    steps = ("submitted", "answered", "accepted", "delivered", "declined", "merged", "withdrawn")
    for step, count in zip(steps, counts, strict=True):
        page = visit(f"/metrics/funnel?as_of={DAY}&step={step}", as_=readers[reader])
        bars = [int(number) for number in page.list(".bars td.num")]
        assert tuple(bars) == counts
        assert len(page.list("#row-list li")) == count
    early = visit("/metrics/funnel?as_of=2026-06-05&step=answered", as_=readers["pmo"])
    assert len(early.list("#row-list li")) == 2, "what came later is not known yet"
    assert not visit("/metrics/funnel?as_of=2027-06-30&step=submitted", as_=readers["pmo"], status=422).has(
        "#row-list li b"
    )
    visit("/metrics/funnel?step=stolen", as_=readers["pmo"], status=404)


def test_the_newest_report_is_a_tap_away(app: Flask, readers: dict[str, int], visit: Visit) -> None:
    assert visit("/metrics/reports/newest", as_=readers["pmo"], status=303).response.location == "/metrics/reports"
    (week,) = weeks_ended(date(2026, 6, 30), 1)
    with app.app_context():
        assert make_report(Due(ReportKind.week, week, week.last))
    found = visit("/metrics/reports/newest", as_=readers["pmo"], status=303).response.location
    assert week.name in visit(found, as_=readers["manager"]).text("h1")
