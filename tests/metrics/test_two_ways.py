"""The figures counted three ways: by the formulas over rows, by the database in sums, and naively from the file."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.accounts.queries.departments import departments_tree
from app.demo.company.faults import read_company
from app.demo.company.load import load_company
from app.foundation.db import db, transaction
from app.metrics.formulas import training
from app.metrics.formulas.numbers import Ratio
from app.metrics.formulas.rows import AsOf, Company
from app.metrics.queries.cells import AGE_NAMES, Cells, cells_of
from app.metrics.queries.company import company_as_of
from app.metrics.queries.report import report
from tests.conftest import _empty
from tests.metrics import naive
from tests.metrics.companies import DAYS, DEPARTMENTS, PATHS, companies

few = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
PAIRS = {"completion": naive.t1, "on-time": naive.t2, "overdue": naive.t3, "compliance": naive.t5}


@contextmanager
def loaded(app: Flask, company: dict[str, Any]) -> Iterator[None]:
    _empty(app)
    with patch.dict(app.extensions, {"uptake.zone": ZoneInfo(company["zone"])}), app.app_context():
        with transaction():
            load_company(read_company(json.dumps(company)))
        yield
        db.session.remove()


@few
@given(company=companies(), day=st.sampled_from(DAYS).map(date.fromisoformat))
def test_the_report_counts_as_the_naive_way_does(app: Flask, company: dict[str, Any], day: date) -> None:
    with loaded(app, company):
        shown = report(day)
    for code in DEPARTMENTS:
        branch = naive.below(company, code)
        for figure, count in (("T1", naive.t1), ("T2", naive.t2), ("T3", naive.t3)):
            assert pair(shown["training"][f"department:{code}"][figure]) == count(company, day, branch, None), (
                code,
                figure,
            )
        assert pair(shown["compliance"][f"department:{code}"]) == naive.t5(company, day, branch, None)
    for path in PATHS:
        assert pair(shown["training"][f"path:{path}"]["T1"]) == naive.t1(company, day, set(DEPARTMENTS), path)
    assert pair(shown["superusers"]["S1"]) == naive.s1(company, day, set(DEPARTMENTS))


@few
@given(company=companies(), day=st.sampled_from(DAYS).map(date.fromisoformat))
def test_sums_in_the_database_are_the_formulas_over_rows(app: Flask, company: dict[str, Any], day: date) -> None:
    with loaded(app, company):
        points = [AsOf(point, ZoneInfo(company["zone"])) for point in (day - timedelta(days=30), day)]
        cells = cells_of(points)
        ids = {node.department.code: node.department.id for node in departments_tree()}
        for number, point in enumerate(points):
            check_against_rows(company_as_of(point.day), cells, number, ids)
            check_against_naive(company, point.day, cells, number, ids)


def check_against_rows(company: Company, cells: Cells, number: int, ids: dict[str, int]) -> None:
    for code, place in ids.items():
        own = [row for row in company.assignments if row.person.department == code]
        for name, formula in {
            "completion": training.completion,
            "on-time": training.on_time,
            "overdue": training.overdue,
            "compliance": training.compliance,
        }.items():
            assert cells.ratio(name, number, {place}) == formula(own, company.as_of), (code, name)
        if number < len(cells.points) - 1:
            continue  # ages are asked for on the last day only
        ages = {name: cells.ratio(f"overdue:{name}", number, {place}).numerator for name in AGE_NAMES}
        assert ages == training.ageing(own, company.as_of)


def check_against_naive(company: dict[str, Any], day: date, cells: Cells, number: int, ids: dict[str, int]) -> None:
    for position, path in enumerate(PATHS, 1):
        for name, count in PAIRS.items():
            expected = Ratio(*count(company, day, {"D1", "D2"}, path))
            assert cells.ratio(name, number, {ids["D1"], ids["D2"]}, position) == expected, (path, name)
    assert cells.ratio("coverage", number, set(ids.values())) == Ratio(*naive.s1(company, day, set(DEPARTMENTS)))


def pair(shown: dict[str, Any]) -> tuple[int, int]:
    return shown["numerator"], shown["denominator"]
