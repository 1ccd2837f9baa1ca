"""Contests, newer completions and corrections are marked on the record itself, as they stood on the day of the file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Person, Role
from app.foundation import clock
from app.foundation.db import db, transaction
from app.hr.queries.columns import NAMES
from app.hr.queries.records import Filter, cells
from app.metrics.actions.contests import decide, open_contest
from app.metrics.models import Contest, ContestOutcome
from app.training.actions.superseding import keep_newest
from app.training.models import Assignment, AssignmentSource, Certificate, Completion, Method
from tests.factories import make_person
from tests.hr.files import read_csv
from tests.kinds import Take

NUMBER = "000103"


def told(day: object, name: str, number: str = NUMBER) -> set[object]:
    """What a column says in the records of somebody who has the path EU."""
    rows = cells(Filter(as_of=day))  # type: ignore[arg-type]
    return {
        row[NAMES.index(name)]
        for row in rows
        if row[NAMES.index("employee_no")] == number and row[NAMES.index("path_code")] == "EU"
    }


def own_assignment() -> Assignment:
    rows = sa.select(Assignment).join(Person, Person.id == Assignment.person_id).join(Assignment.path)
    return db.session.scalars(rows.where(Person.employee_no == NUMBER, sa.text("paths.code = 'EU'"))).one()


def contest() -> Contest:
    row = own_assignment()
    return open_contest(
        person_id=row.person_id, month="2026-06", part="training", assignment_id=row.id, reason="门户停机"
    )


def test_a_contest_marks_the_record_until_it_is_taken_back(app: Flask, officer: int) -> None:
    with app.app_context():
        assert told(clock.today(), "dispute") == {""}
        with transaction():
            number = contest().id
        assert told(clock.today(), "dispute") == {"open"}
        assert told(clock.today() - timedelta(days=1), "dispute") == {""}, "yesterday nobody contested anything"
        with transaction():
            db.session.get_one(Contest, number).withdrawn_at = clock.now()
        assert told(clock.today(), "dispute") == {""}


@pytest.mark.parametrize("outcome", ["rejected", "partly", "accepted"])
def test_a_decision_takes_the_place_of_the_contest(app: Flask, officer: int, outcome: str) -> None:
    with app.app_context():
        with transaction():
            number = contest().id
            judge = make_person("000901", "陈评", db.session.get_one(Person, officer).department_id, Role.hr_officer).id
        with transaction():
            decide(contest_id=number, outcome=ContestOutcome(outcome), kind=None, answer="看过了", by_id=judge)
        assert told(clock.today(), "dispute") == {outcome}


def test_a_contest_stands_in_the_file(app: Flask, officer: int, taken: Take) -> None:
    with app.app_context(), transaction():
        contest()
    head, *rows = read_csv(taken(file_format="csv"))
    found = [dict(zip(NAMES, row, strict=True)) for row in rows]
    assert len(head) == len(NAMES)
    assert [row["employee_no"] for row in found if row["dispute"] == "open"] == [NUMBER]


def test_who_completes_the_path_again_supersedes_the_first_completion(app: Flask, officer: int) -> None:
    with app.app_context():
        old = own_assignment()
        assert told(clock.today(), "superseded") == {"N"}
        with transaction():
            complete_again(old)
        assert told(clock.today(), "superseded") == {"Y", "N"}
        assert told(clock.today() - timedelta(days=3), "superseded") == {"N"}, "a file of a day before stays as it was"


def complete_again(old: Assignment) -> None:
    """Somebody with a certificate renews, and completes it today."""
    first = db.session.scalars(sa.select(Completion).where(Completion.assignment_id == old.id)).one()
    again = Assignment(
        person_id=old.person_id,
        path_id=old.path_id,
        source=AssignmentSource.renewal,
        assigned_at=datetime(2026, 7, 1, tzinfo=UTC),
        renews_id=old.id,
    )
    db.session.add(again)
    db.session.flush()
    done = Completion(
        assignment_id=again.id,
        person_id=old.person_id,
        path_id=old.path_id,
        path_version="2.0",
        method=Method.passed,
        score=90,
        completed_at=clock.now(),
        completed_on=clock.today(),
        zone="Asia/Shanghai",
    )
    db.session.add(done)
    db.session.flush()
    db.session.add_all([certificate(first), certificate(done)])
    db.session.flush()
    keep_newest([old.person_id])


def certificate(of: Completion) -> Certificate:
    return Certificate(
        number=f"C-{of.id}",
        completion_id=of.id,
        person_id=of.person_id,
        person_name="李",
        path_id=of.path_id,
        title_zh="路径",
        title_en="Path",
        path_version=of.path_version,
        completed_on=of.completed_on,
        issued_on=of.completed_on,
    )
