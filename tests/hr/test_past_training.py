"""Past training that is imported today: known from today on, dated when it was completed."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from app.foundation import clock
from app.foundation.db import db, transaction
from app.metrics.queries.report import report
from app.training.actions.importing import import_history
from app.training.actions.ruling import set_rule
from app.training.models import TrainingPath
from app.training.queries.criteria import Criteria, Terms
from tests.kinds import Take, Visit

PAST = "employee_no,path_code,completed_on,score\n000203,MG,2025-12-31,88\n000101,MG,2026-07-05,\n"
EARLY = date(2026, 6, 30)
"""A day between the two completions, which nothing was known of."""


def told(app: Flask, folder: Path, *more: str) -> tuple[list[dict[str, object]], int]:
    """The records of a file taken by command, and the number of the last change that it tells of."""
    path = folder / "records.jsonl"
    asked = ["export", "completions", "--format", "jsonl", "--output", str(path), *more]
    result = app.test_cli_runner().invoke(args=asked)
    assert result.exit_code == 0, result.output
    manifest = json.loads(path.with_name("records.jsonl.manifest.json").read_text("utf-8"))
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return rows, manifest["sequence"]["to"] if "--since" in more else 0


def ask_managers(officer: int) -> None:
    """A rule that asks everybody for the managers' path, so that what is imported counts in the figures."""
    path = db.session.scalars(sa.select(TrainingPath.id).where(TrainingPath.code == "MG")).one()
    set_rule(criteria=Criteria(path), terms=Terms(due_days=30), by_id=officer)


def test_days_before_the_import_stand_and_days_after_it_know_it(
    app: Flask, officer: int, taken: Take, tmp_path: Path, visit: Visit
) -> None:
    """Files of a past day stay the same, byte for byte, and so do figures; whoever takes changes hears of it once."""
    with app.app_context(), transaction():
        ask_managers(officer)
    with app.app_context():
        days = [EARLY, clock.today() - timedelta(days=1)]
        figures, now = [report(day) for day in days], report(clock.today())
    asked = [(day.isoformat(), kind) for day in days for kind in ("csv", "xapi")]
    files = [taken(file_format=kind, as_of=day) for day, kind in asked]
    number = told(app, tmp_path, "--since", "0")[1]
    with app.app_context(), transaction():
        assert import_history(data=PAST.encode(), name="past.csv", by_id=officer).added == 2
    assert [taken(file_format=kind, as_of=day) for day, kind in asked] == files
    with app.app_context():
        assert [report(day) for day in days] == figures
        assert report(clock.today())["training"]["path:MG"]["T1"] != now["training"]["path:MG"]["T1"]
        today = clock.today().isoformat()
    imported = [row for row in told(app, tmp_path)[0] if row["source"] == "imported" and row["path_code"] == "MG"]
    mine = [row for row in imported if str(row["assigned_at"]).startswith(today)]
    names = ("employee_no", "completed_on", "score", "status", "delivery", "evidence", "issued_on")
    assert [tuple(row[name] for name in names) for row in mine] == [
        ("000101", "2026-07-05", 80, "completed", "imported", "imported", today),
        ("000203", "2025-12-31", 88, "completed", "imported", "imported", today),
    ]
    changes = told(app, tmp_path, "--since", str(number))[0]
    assert [row["change"] for row in changes if row["assignment_id"] in {one["assignment_id"] for one in mine}] == [
        "new",
        "new",
    ]
    question = "/hr/evidence?q=000203&path=MG&before=2026-03-01"
    assert visit(f"{question}&as_of={days[1].isoformat()}", as_=officer).text("#answer-title").startswith("No")
    answer = visit(question, as_=officer)
    assert answer.text("#answer-title").startswith("Yes")
    assert any("recorded" in row for row in answer.list("tbody tr")), "on another day than the training"
