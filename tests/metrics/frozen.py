"""The golden company with readers whom no figure counts, for tests of what is frozen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Department, Person, Role
from app.foundation import clock
from app.foundation.db import db, transaction
from app.foundation.events import publish
from app.metrics.actions.goals import GoalData, set_goal
from app.metrics.actions.months import freeze_month
from app.metrics.actions.reports import make_report
from app.metrics.formulas.marks import Found, Row
from app.metrics.formulas.months import last_of
from app.metrics.models.months import Direction, MetricReport
from app.metrics.queries.reports import due_reports
from app.training.events import LatenessExcused
from app.training.models import Assignment, TrainingPath
from tests.factories import make_person

if TYPE_CHECKING:
    from tests.house.company import Company

READERS = (("pmo", Role.pmo, "D30"), ("he", Role.hr_officer, "D30"), ("chen", Role.manager, "D10"))


@contextmanager
def on(day: int, hour: int = 4) -> Iterator[None]:
    """A moment of July 2026: noon in the company's zone."""
    with clock.fixed_at(datetime(2026, 7, day, hour, tzinfo=UTC)):
        yield


def add_readers(app: Flask) -> dict[str, int]:
    """The PMO, HR and the manager of D10, on leave for ever; their ids and those of departments, by name."""
    with app.app_context(), transaction():
        homes = dict(db.session.execute(sa.select(Department.code, Department.id)).all())
        away: dict[str, Any] = {"leave_from": date(2020, 1, 1), "language": "en"}
        found = {n: make_person(f"90000{i}", n, homes[d], r, **away).id for i, (n, r, d) in enumerate(READERS)}
        return {**homes, **found}


def late_assignment() -> tuple[int, int]:
    """The end-user assignment of 000103, completed half an hour too late, and whose it is."""
    found = (
        sa.select(Assignment.id, Assignment.person_id)
        .join(TrainingPath, TrainingPath.id == Assignment.path_id)
        .join(Person, Person.id == Assignment.person_id)
        .where(TrainingPath.code == "EU", Person.employee_no == "000103")
    )
    number, person = db.session.execute(found).one()
    return int(number), int(person)


def excuse(app: Flask, by_id: int) -> None:
    """What an accepted contest does: the completion counts as on time, for the portal was down."""
    with app.app_context(), transaction():
        publish(LatenessExcused(late_assignment()[0], "Portal down 23:00 to 00:20", by_id))


def keep_figures(company: Company) -> int:
    """Last month frozen, the report of a week, and a goal; gives the id of the report."""
    month = str(company.values["score_month"])
    found = Found("share", (Row("person", 1), Row("person", 2, above=1)))
    with company.app.app_context():
        freeze_month(month=month, closed_on=clock.today())
        make_report(due_reports()[-1])
        data = GoalData(Direction.at_least, Decimal(90), month, last_of(month), "板上定的")
        for home in (None, company.cast.department):
            with transaction():
                set_goal(code="T1", department_id=home, data=data, baseline=found, by_id=company.cast.pmo)
        return db.session.scalars(sa.select(MetricReport.id).order_by(MetricReport.id.desc())).first() or 0


def keep_more_figures(company: Company) -> None:
    """Another month and everything else that is due."""
    ended = [f"2024-{company.rounds:02}", f"2023-{company.rounds:02}"]
    with company.app.app_context():
        for month in ended:
            freeze_month(month=month, closed_on=clock.today())
        for due in due_reports():
            make_report(due)
