"""“Last month” and its like: told from the day of the file, on the page, in the file and from the command."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.hr.queries.columns import NAMES
from app.hr.queries.periods import days_of
from app.hr.queries.records import Filter, cells, totals
from tests.kinds import Visit


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("this_month", date(2026, 1, 1), date(2026, 1, 31)),
        ("last_month", date(2025, 12, 1), date(2025, 12, 31)),
        ("this_quarter", date(2026, 1, 1), date(2026, 3, 31)),
        ("last_quarter", date(2025, 10, 1), date(2025, 12, 31)),
        ("this_year", date(2026, 1, 1), date(2026, 12, 31)),
        ("last_year", date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_a_period_begins_and_ends_with_months(period: str, first: date, last: date) -> None:
    assert days_of(period, date(2026, 1, 31)) == (first, last)


@given(day=st.dates(date(2000, 1, 1), date(2100, 12, 31)), unit=st.sampled_from(("month", "quarter", "year")))
def test_periods_follow_each_other_without_a_gap(day: date, unit: str) -> None:
    first, last = days_of(f"this_{unit}", day)
    before = days_of(f"last_{unit}", day)
    assert first <= day <= last
    assert (first - before[1]).days == 1
    assert days_of(f"this_{unit}", before[1]) == before


def test_last_month_is_on_the_page_in_the_file_and_from_the_command(
    app: Flask, officer: int, taken: Callable[..., bytes], visit: Visit, tmp_path: Path
) -> None:
    day, done = date(2026, 7, 5), NAMES.index("completed_on")
    with app.app_context():
        every = [row[NAMES.index("assignment_id")] for row in cells(Filter(day)) if row[done] and row[done].month == 6]  # type: ignore[union-attr]
        chosen = Filter(day, completed="last_month")
        assert [row[NAMES.index("assignment_id")] for row in cells(chosen)] == every != []
        assert totals(chosen).rows == len(every) < totals(Filter(day)).rows
        asked = ["export", "completions", "--as-of", "2026-07-05", "--completed", "last_month", "--format", "csv"]
        result = app.test_cli_runner().invoke(args=[*asked, "--output", str(tmp_path / "june.csv")])
    assert f"{len(every)} records" in result.output
    rows = taken(file_format="csv", completed="last_month", as_of="2026-07-05").decode("utf-8-sig").splitlines()
    assert len(rows) == len(every) + 1
    page = visit("/hr/?completed=last_month&as_of=2026-07-05", as_=officer)
    assert page.text("#records .tile-value") == str(len(every))
    assert "completed last month" in visit("/hr/exports", as_=officer).text("#export-log tbody tr")
    visit("/hr/?completed=yesterday", as_=officer, status=422)
