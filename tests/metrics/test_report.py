from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.foundation.db import db
from app.metrics.queries.report import report
from tests.golden import COMPANY, EXPECTED, EXPECTED_TEXT, variant

Report = Callable[..., dict[str, Any]]


def test_every_figure_of_the_golden_company_is_right(report_of: Report) -> None:
    assert report_of(COMPANY) == EXPECTED


def test_the_command_prints_the_expected_file_byte_by_byte(app: Flask, loaded: Callable[..., None]) -> None:
    loaded(COMPANY)
    result = app.test_cli_runner().invoke(args=["metrics", "report", "--as-of", "2026-06-30", "--json"])
    assert result.exit_code == 0
    assert result.output.strip() == EXPECTED_TEXT.strip()


def test_days_cut_in_utc_move_one_completion_to_the_due_day(report_of: Report) -> None:
    company = variant()
    company["zone"] = "UTC"
    assert report_of(company)["training"]["path:EU"]["T2"] == {"numerator": 4, "denominator": 7, "percent": "57.1"}


def test_without_the_holiday_an_answer_takes_a_working_day_longer(report_of: Report) -> None:
    company = variant()
    company["calendar"]["holidays"].remove("2026-06-19")
    assert report_of(company)["ideas"]["I2"]["hours"]["I-4"] == "12.00"


def test_other_business_hours_are_counted_as_the_file_says(report_of: Report) -> None:
    company = variant()
    company["calendar"]["open"], company["calendar"]["close"] = "10:00", "16:00"
    assert report_of(company)["ideas"]["I2"]["hours"]["I-1"] == "5.00"


def test_a_small_hidden_rest_hides_the_smallest_shown_department_too(report_of: Report) -> None:
    company = variant()
    company["pulse"] = [entry for entry in company["pulse"] if entry["department"] != "D30"]
    pulse = report_of(company)["pulse"]
    assert pulse["company"] == {"numerator": 6, "denominator": 8, "percent": "75.0", "interval": ["40.9", "92.9"]}
    assert pulse["departments"] == {"D10": None, "D20": None, "D30": None}


def test_the_shipped_weights_hold_where_a_company_sets_none(report_of: Report) -> None:
    company = variant()
    del company["weights"]
    cards = report_of(company)["scorecards"]
    assert (cards["000102"]["base"], cards["000104"]["base"]) == ("98.0", "55.2")


def test_an_earlier_day_knows_nothing_of_what_came_later(report_of: Report) -> None:
    early = report_of(COMPANY, "2026-06-15")
    assert early["training"]["path:EU"]["T1"] == {"numerator": 3, "denominator": 7, "percent": "42.9"}
    assert early["training"]["path:EU"]["T3"]["numerator"] == 0, "the due day lasts until its end"
    assert early["ideas"]["I1"] == {"gross": 3, "net": 2}
    assert early["ideas"]["I5"] == {"numerator": 1, "denominator": 2, "percent": "50.0"}
    assert early["ideas"]["I6b"]["numerator"] == 0


def test_a_month_in_which_nothing_happened_has_no_shares(report_of: Report) -> None:
    empty = report_of(COMPANY, "2026-05-31")
    assert empty["training"]["all"]["T1"] == {"numerator": 0, "denominator": 0, "percent": None}
    assert empty["training"]["all"]["T7"] is None
    assert empty["ideas"]["I2"]["within"]["percent"] is None
    assert empty["adoption_index"]["D10"]["value"] is None


@pytest.mark.parametrize("day", ["2026-06-15", "2026-06-30", "2026-07-31"])
def test_the_same_day_gives_the_same_figures_whenever_it_is_asked_for(
    app: Flask, loaded: Callable[..., None], day: str
) -> None:
    loaded(COMPANY)
    run = app.test_cli_runner().invoke
    assert (
        run(args=["metrics", "report", "--as-of", day]).output == run(args=["metrics", "report", "--as-of", day]).output
    )


def test_merged_ideas_count_their_voters_once_and_never_the_author(report_of: Report) -> None:
    company = variant()
    company["votes"].append({"idea": "I-3", "voter": "000102", "cast_at": "2026-06-12T10:00+08:00"})
    company["votes"].append({"idea": "I-3", "voter": "000103", "cast_at": "2026-06-12T10:00+08:00"})
    assert report_of(company)["ideas"]["votes"]["I-1"] == 5


def test_a_department_counts_everyone_below_it(report_of: Report) -> None:
    company = variant()
    company["departments"][1]["parent"] = "D10"
    assert report_of(company)["training"]["department:D10"]["T1"] == {
        "numerator": 6,
        "denominator": 9,
        "percent": "66.7",
    }


def test_keys_of_ideas_are_reported_as_the_file_wrote_them(report_of: Report) -> None:
    company = variant()
    for entry in company["ideas"]:
        entry["key"] = entry["key"].replace("I-", "建议/")
        if "merged_into" in entry:
            entry["merged_into"] = entry["merged_into"].replace("I-", "建议/")
    for vote in company["votes"]:
        vote["idea"] = vote["idea"].replace("I-", "建议/")
    assert report_of(company)["ideas"]["votes"] == {"建议/1": 5, "建议/2": 1, "建议/4": 2, "建议/5": 0}


def test_the_report_asks_a_fixed_number_of_questions(app: Flask, loaded: Callable[..., None]) -> None:

    loaded(COMPANY)
    asked: list[str] = []
    with app.app_context():
        sa.event.listen(db.engine, "before_cursor_execute", lambda _c, _k, statement, *_: asked.append(statement))
        report(date(2026, 6, 30))
    assert len(asked) <= 25
