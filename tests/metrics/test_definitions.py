"""The registry of metrics and the page of each."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Department, Role
from app.foundation.db import db, transaction
from app.metrics.texts import DEFINITIONS
from tests.factories import make_person
from tests.golden import COMPANY, EXPECTED, variant
from tests.page import Page

DAY = "2026-06-30"
Visit = Callable[..., Page]
NUMBERED = [*(f"T{n}" for n in range(1, 17)), "T9b", *(f"S{n}" for n in range(1, 5)), *(f"A{n}" for n in range(1, 6))]
NUMBERED += [*(f"I{n}" for n in (1, 2, 3, 4, 5, 7, 8, 9, 10)), "I6a", "I6b", "I6c", "I7b", "AX"]
NUMBERED += [*(f"P{n}" for n in range(1, 5)), *(f"B{n}" for n in range(1, 4)), *(f"U{n}" for n in range(1, 5))]


@pytest.fixture
def pmo(app: Flask, loaded: Callable[..., None]) -> int:
    """The golden company and somebody who sees all of it, on leave for ever so that no figure counts them."""
    loaded(COMPANY)
    return _add(app, "900001", Role.pmo)


def _add(app: Flask, number: str, role: Role, department: str = "D30") -> int:
    with app.app_context(), transaction():
        home = db.session.scalars(sa.select(Department.id).where(Department.code == department)).one()
        return make_person(number, f"查看{number}", home, role, language="en", leave_from=date(2020, 1, 1)).id


def test_the_registry_knows_every_metric_and_finds_it(pmo: int, visit: Visit) -> None:
    assert sorted(DEFINITIONS) == sorted(NUMBERED)
    assert sorted(visit("/metrics/definitions", as_=pmo).list("tbody th .figure-code")) == sorted(NUMBERED)
    assert visit("/metrics/definitions?q=nobody KNOWS", as_=pmo).list("tbody th .figure-code") == ["P1"]
    assert "Nothing found" in visit("/metrics/definitions?q=salary", as_=pmo).text("#definition-list")


def shares() -> list[tuple[str, str, dict[str, Any]]]:
    """Every share of the expected file: id, scope, numerator, denominator and percent."""
    found = []
    for place, figures in EXPECTED["training"].items():
        found += [(code, place, value) for code, value in figures.items() if isinstance(value, dict) and code != "T4"]
    found += [("T5", place, value) for place, value in EXPECTED["compliance"].items()]
    for section in ("superusers", "ambassadors", "ideas"):
        figures = EXPECTED[section].items()
        found += [(code, "all", value) for code, value in figures if isinstance(value, dict) and "percent" in value]
    found += [("I2", "all", EXPECTED["ideas"]["I2"]["within"]), ("P1", "all", EXPECTED["pulse"]["company"])]
    found += [("P1", "department:D10", EXPECTED["pulse"]["departments"]["D10"]), ("T16", "all", EXPECTED["T16"])]
    return found


def numbers() -> list[tuple[str, str, str]]:
    """Every other number of the expected file: id, scope and value."""
    found = [(c, place, figures[c]) for place, figures in EXPECTED["training"].items() for c in ("T7", "T8")]
    ideas = EXPECTED["ideas"]
    return [
        *found,
        ("S4", "all", EXPECTED["superusers"]["S4"]),
        ("I1", "all", str(ideas["I1"]["net"])),
        ("I3", "all", ideas["I3"]["median_days"]),
        ("I4", "all", "14.0"),
        ("I7", "all", ideas["I7"]),
        ("B1", "all", EXPECTED["benefits"]["B1"]),
        ("AX", "department:D10", EXPECTED["adoption_index"]["D10"]["value"]),
    ]


def address(code: str, place: str = "all", more: str = "") -> str:
    kind, _colon, name = place.partition(":")
    asked = f"&{kind}={name}" if name else ""
    return f"/metrics/definitions/{code}?as_of={DAY}{asked}{more}"


def test_every_expected_figure_stands_on_its_page_to_the_digit(pmo: int, visit: Visit) -> None:
    for code, place, ratio in shares():
        page = visit(address(code, place), as_=pmo)
        shown = (page.text("[data-above]"), page.text("[data-below]"), page.text("[data-value]"))
        assert shown == (str(ratio["numerator"]), str(ratio["denominator"]), f"{ratio['percent']} %"), (code, place)
        assert sum(map(int, page.list("#row-list tbody td:last-child"))) == ratio["denominator"], (code, place)
    for code, place, value in numbers():
        page = visit(address(code, place), as_=pmo)
        assert page.text("[data-value]").split()[0] == value, (code, place)


def test_figures_of_several_numbers_stand_there_too(pmo: int, visit: Visit) -> None:
    for place, figures in EXPECTED["training"].items():
        ages = visit(address("T4", place), as_=pmo).list("[data-group]")
        assert [int(age) for age in ages] == list(figures["T4"].values())
    response = visit(address("I2"), as_=pmo)
    assert response.list("[data-more]") == ["4.50", "24.00"]
    assert visit(address("P1"), as_=pmo).list("[data-more]") == EXPECTED["pulse"]["company"]["interval"]
    assert visit(address("B1"), as_=pmo).list("[data-more]") == [EXPECTED["benefits"]["unweighted"]]
    statuses = list(EXPECTED["superusers"]["S2"].values())
    page = visit(address("S2"), as_=pmo)
    assert page.list("[data-group]") == [str(statuses.count(s)) for s in ("gap", "single point", "ok", "over")]
    breadths = visit(address("I9"), as_=pmo)
    cells = zip(breadths.list("tbody td.num:nth-of-type(2)"), breadths.list("tbody td:last-child"), strict=True)
    ideas = EXPECTED["ideas"]
    assert list(cells) == [(ideas["I9"][key], str(ideas["votes"][key])) for key in ideas["I9"]]


def test_what_is_not_measured_or_too_small_is_never_a_nought(pmo: int, visit: Visit) -> None:
    assert visit(address("T13"), as_=pmo).text("[data-value]") == "— not measured"
    assert visit(address("AX", "department:D20"), as_=pmo).text("[data-value]") == "— not shown: too few people"
    for code in ("P1", "U1", "U2"):
        page = visit(address(code, "department:D20"), as_=pmo)
        assert page.text("[data-value]") == "— not shown: too few people"
        assert not page.has("#row-list tbody"), code
    empty = visit("/metrics/definitions/T2?as_of=2026-05-31", as_=pmo)
    assert empty.text("[data-value]") == "— nothing was due yet"


def test_rows_are_searched_and_split_by_side(pmo: int, visit: Visit) -> None:
    assert visit(address("T1", more="&q=林静"), as_=pmo).list("#row-list tbody th")[0].startswith("林静")
    late = visit(address("T1", more="&part=rest"), as_=pmo)
    assert set(late.list("#row-list tbody td.num:nth-of-type(2)")) == {"0"}
    assert "Nothing found" in visit(address("T1", more="&q=nobody"), as_=pmo).text("#row-list")
    for wrong in ("/metrics/definitions/X9", "/metrics/definitions/T1?part=x", "/metrics/definitions/T1?department=Q"):
        visit(wrong, as_=pmo, status=404)
    visit("/metrics/definitions/T1?as_of=2026-02-30", as_=pmo, status=422)


def test_a_manager_sees_the_own_branch_and_no_figure_of_the_company(
    app: Flask, loaded: Callable[..., None], visit: Visit
) -> None:
    golden = variant()
    golden["departments"][1]["parent"] = "D10"
    loaded(golden)
    chen = _add(app, "900002", Role.manager, "D10")
    assert visit(address("T1"), as_=chen).text("[data-value]") == "66.7 %"
    assert visit(address("P1"), as_=chen).text("[data-below]") == "5", "the answers of the own department alone"
    assert visit(address("B1"), as_=chen).text("[data-value]") == "— counted for the whole company only"
    visit(address("T1", "department:D30"), as_=chen, status=404)


def test_every_metric_has_a_page_whose_rows_add_up(pmo: int, visit: Visit) -> None:
    for code in DEFINITIONS:
        page = visit(address(code), as_=pmo, language="zh")
        assert str(DEFINITIONS[code].code) in page.text("h1"), code
