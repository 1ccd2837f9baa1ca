import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask
from flask_migrate import upgrade

from app.accounts.models import Person
from app.foundation.db import db
from app.training.models import Assignment
from tests.conftest import make_portal
from tests.golden import COMPANY, variant


def load(app: Flask, company: Any, name: str = "-") -> Result:
    return app.test_cli_runner().invoke(args=["company", "load", name], input=json.dumps(company))


def count(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(Person)) or 0


def test_a_company_is_loaded_from_a_file_with_the_numbers_of_its_assignments(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "company.json"
    file.write_text(json.dumps(COMPANY), encoding="utf-8")
    result = app.test_cli_runner().invoke(args=["company", "load", str(file)])
    assert result.exit_code == 0
    assert "12 people" in result.output
    with app.app_context():
        numbers = db.session.scalars(sa.select(Assignment.number).order_by(Assignment.id)).all()
        assert numbers == [entry["id"] for entry in COMPANY["assignments"]]
        lin = db.session.scalars(sa.select(Person).where(Person.employee_no == "000101")).one()
        assert (lin.name, lin.password_hash, lin.email) == ("林静", None, None)


def test_a_second_company_is_refused_and_nothing_of_it_stays(app: Flask) -> None:
    assert load(app, COMPANY).exit_code == 0
    again = load(app, COMPANY)
    assert again.exit_code == 2
    assert "empty" in again.output
    assert count(app) == 12


def test_all_faults_are_told_at_once_with_their_place(app: Flask) -> None:
    company = variant()
    company["people"][3]["department"] = "D99"
    company["people"][4]["employee_no"] = "０００１０１"
    company["assignments"][2]["path"] = "XX"
    company["ideas"][2]["merged_into"] = "I-3"
    company["meetings"][1]["attended"].append("000301")
    result = load(app, company)
    assert result.exit_code == 1
    assert "$.people[3].department: there is no department D99" in result.stderr
    assert "$.people[4].employee_no: 000101 stands here for the second time" in result.stderr
    assert "$.assignments[2].path: there is no path XX" in result.stderr
    assert "$.ideas[2].merged_into: leads back to itself" in result.stderr
    assert "$.meetings[1].attended[1]: 000301 was not invited" in result.stderr
    assert count(app) == 0


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda c: c["assignments"][0]["attempts"][0].update(score=101), "$.assignments[0].attempts[0].score"),
        (lambda c: c["assignments"][0]["attempts"][0].update(score="85"), "$.assignments[0].attempts[0].score"),
        (lambda c: c["people"][0].update(employee_no=101), "$.people[0].employee_no"),
        (lambda c: c["ideas"][0].update(submitted_at="2026-06-01T09:00"), "$.ideas[0].submitted_at"),
        (lambda c: c["ideas"][0].update(delivered_on="2026-06-02"), "$.ideas[0].delivered_on"),
        (lambda c: c["weights"].update(tool_use=10), "$.weights: the weights sum to 90, not 100"),
        (lambda c: c["usage"][0].update(core_on_time=22), "$.usage[0]"),
        (lambda c: c["pulse"][0]["answers"].append(6), "$.pulse[0].answers[5]"),
        (lambda c: c.update(zone="Mars/Olympus"), "$.zone: no time zone of that name"),
        (lambda c: c.pop("people"), "$.people"),
        (lambda c: c["people"][0].update(salary=1), "$.people[0].salary"),
        (lambda c: c["assignments"].append({**c["assignments"][3], "id": "A-99"}), "$.assignments[14]"),
    ],
)
def test_a_wrong_value_is_named_by_its_place(app: Flask, change: Any, told: str) -> None:
    company = variant()
    change(company)
    result = load(app, company)
    assert result.exit_code == 1
    assert told in result.stderr
    assert count(app) == 0


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"zone": 1}'])
def test_a_file_that_is_no_company_is_no_crash(app: Flask, text: str) -> None:
    result = app.test_cli_runner().invoke(args=["company", "load", "-"], input=text)
    assert result.exit_code == 1
    assert result.stderr.startswith("$")


def test_a_missing_file_is_wrong_use(app: Flask) -> None:
    assert app.test_cli_runner().invoke(args=["company", "load", "/nowhere/company.json"]).exit_code == 2


def test_the_zone_of_the_first_company_becomes_the_zone_of_the_portal(tmp_path: Path) -> None:
    company = variant()
    company["zone"] = "UTC"
    url = f"sqlite:///{tmp_path / 'uptake.sqlite3'}"
    portal = make_portal(url, tmp_path)
    with portal.app_context():
        upgrade()
    result = load(portal, company)
    assert result.exit_code == 0
    assert "UTC" in result.stderr
    again = make_portal(url, tmp_path)
    shown = json.loads(again.test_cli_runner().invoke(args=["metrics", "report", "--as-of", "2026-06-30"]).output)
    assert shown["training"]["path:EU"]["T2"]["percent"] == "57.1"


def test_a_zone_that_the_operator_has_set_is_not_overruled(tmp_path: Path) -> None:
    (tmp_path / "settings.env").write_text("COMPANY_ZONE=Europe/Berlin\n", encoding="utf-8")
    portal = make_portal(f"sqlite:///{tmp_path / 'uptake.sqlite3'}", tmp_path)
    with portal.app_context():
        upgrade()
    result = load(portal, COMPANY)
    assert result.exit_code == 1
    assert "set it to Asia/Shanghai" in result.stderr
    assert count(portal) == 0


def test_a_database_without_tables_is_told_what_to_do(tmp_path: Path) -> None:
    portal = make_portal(f"sqlite:///{tmp_path / 'uptake.sqlite3'}", tmp_path)
    result = load(portal, COMPANY)
    assert result.exit_code == 2
    assert "db upgrade" in result.output
