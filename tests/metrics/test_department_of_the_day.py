"""What happens is counted in the department where it happened; what stands is counted where people are now.

In the golden company 000105 goes from D10 to D30 on 10 June, and 000103 and 000201 change places on 18 June.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Department, Person, Role
from app.foundation import clock
from app.foundation.db import db, transaction
from app.metrics.actions.months import freeze_month
from app.metrics.formulas.rows import PersonRow
from app.metrics.models.months import FrozenFigure
from app.metrics.queries.report import report
from app.training.models import (
    Assignment,
    Certificate,
    Completion,
    ModuleCompletion,
    PracticeReview,
    PracticeSubmission,
    Publication,
    ReviewKind,
)
from tests.factories import make_person
from tests.golden import COMPANY, EXPECTED
from tests.page import Page

DAY = "2026-06-30"
Visit = Callable[..., Page]
MOVES = (("000105", "D30", 10), ("000103", "D20", 18), ("000201", "D10", 18))


@pytest.fixture
def pmo(app: Flask, loaded: Callable[..., None]) -> int:
    """The golden company whose people have moved, and somebody who sees all of it and whom no figure counts."""
    loaded(COMPANY)
    with app.app_context():
        homes = dict(db.session.execute(sa.select(Department.code, Department.id)).all())
        for number, home, day in MOVES:
            with clock.fixed_at(datetime(2026, 6, day, 1, tzinfo=UTC)), transaction():
                _person(number).department_id = homes[home]
        with transaction():
            return make_person("900001", "pmo", homes["D30"], Role.pmo, language="en", leave_from=date(2020, 1, 1)).id


def _person(number: str) -> Person:
    return db.session.scalars(sa.select(Person).where(Person.employee_no == number)).one()


def shown(visit: Visit, reader: int, code: str, department: str, day: str = DAY) -> str:
    """Above, below and the rows of a figure, as its page tells them."""
    page = visit(f"/metrics/definitions/{code}?as_of={day}&department={department}", as_=reader)
    assert len(page.list("#row-list tbody tr")) == int(page.text("[data-below]")), code
    return f"{page.text('[data-above]')}/{page.text('[data-below]')}"


def test_where_somebody_was_is_known_of_each_day() -> None:
    mover = PersonRow(
        1, "1", "D30", places=((date(1900, 1, 1), "D10"), (date(2026, 6, 10), "D20"), (date(2026, 6, 20), "D30"))
    )
    days = {9: "D10", 10: "D20", 19: "D20", 20: "D30", 30: "D30"}
    assert {day: mover.department_on(date(2026, 6, day)) for day in days} == days
    assert PersonRow(2, "2", "D10").department_on(date(2020, 1, 1)) == "D10"


# D10 had 000101 to 000104 on 15 June (two of four in time), 000104 alone on the 20th (in time: 000105 was gone), 000101 on
# the 25th (never): 3 of 6. D20 had 000201 on the 15th and 000204 on the 20th: 1 of 2. D30 got 000105 (in time): 2 of 4.
ON_TIME = {"D10": "3/6", "D20": "1/2", "D30": "2/4"}
# Today 000101, 000102, 000104 and 000201 are in D10: 4 of 6 completed. D20 has 000103 and 000204, D30 000301, 000303, 000105.
COMPLETED = {"D10": "4/6", "D20": "1/2", "D30": "3/3"}


def test_due_days_are_counted_where_people_were_and_the_rest_where_they_are(pmo: int, visit: Visit) -> None:
    for code, expected in ON_TIME.items():
        assert shown(visit, pmo, "T2", code) == expected, code
        assert shown(visit, pmo, "T1", code) == COMPLETED[code], code
        rows = visit(f"/metrics/on-time/rows?as_of={DAY}&department={code}", as_=pmo)
        assert f"/{len(rows.list('#row-list tbody tr'))}" in expected, code
        good = visit(f"/metrics/on-time/rows?as_of={DAY}&department={code}&part=numerator", as_=pmo)
        assert expected.startswith(f"{len(good.list('#row-list tbody tr'))}/"), code
    board = visit(f"/metrics/?as_of={DAY}", as_=pmo)
    lines = board.root.cssselect("[aria-labelledby=departments-heading] tbody tr")
    cells = [[" ".join(cell.text_content().split()) for cell in line.cssselect("td.num")] for line in lines]
    told = [tuple(cell.rpartition("%")[2].replace(" ", "") for cell in line[:2]) for line in cells]
    assert told == [(COMPLETED[code], ON_TIME[code]) for code in ON_TIME], "the sums of the database say the same"
    names = visit(f"/metrics/on-time/rows?as_of={DAY}&department=D10", as_=pmo).list(
        "#row-list tbody td:nth-of-type(1)"
    )
    assert set(names) == {"研发部"}, "each row names the department of its due day"


def test_the_report_counts_so_too_and_the_company_stays_as_it_was(app: Flask, pmo: int) -> None:
    with app.app_context():
        told = report(date(2026, 6, 30))["training"]
    for code, expected in ON_TIME.items():
        ratio = told[f"department:{code}"]["T2"]
        assert f"{ratio['numerator']}/{ratio['denominator']}" == expected, code
    assert told["all"]["T2"] == EXPECTED["training"]["all"]["T2"]
    assert told["path:EU"] == EXPECTED["training"]["path:EU"]


def test_a_frozen_month_counts_so_too(app: Flask, pmo: int) -> None:
    """Somebody moves again in July: June stays as it was."""
    with app.app_context():
        with clock.fixed_at(datetime(2026, 7, 2, tzinfo=UTC)), transaction():
            _person("000101").department_id = _person("000301").department_id
        assert freeze_month(month="2026-06", closed_on=date(2026, 7, 7))
        found = sa.select(Department.code, FrozenFigure.code, FrozenFigure.numerator, FrozenFigure.denominator)
        found = found.join(Department, Department.id == FrozenFigure.department_id)
        rows = db.session.execute(found.where(FrozenFigure.code.in_(("T1", "T2")))).all()
    frozen = {(where, code): f"{above}/{below}" for where, code, above, below in rows}
    for code, expected in ON_TIME.items():
        assert frozen[code, "T2"] == expected
        assert frozen[code, "T1"] == COMPLETED[code]


def test_meetings_are_counted_where_the_ambassador_was(pmo: int, visit: Visit) -> None:
    """On 10 June 000201 came from D20 and 000103 did not come from D10; on the 24th neither came, from the other one."""
    assert shown(visit, pmo, "A2", "D10") == "2/4", "000102 twice; 000103 on the 10th, 000201 on the 24th"
    assert shown(visit, pmo, "A2", "D20") == "1/2"
    assert shown(visit, pmo, "A2", "D20", "2026-06-17") == "1/1"


def test_hours_reviews_and_certificates_are_counted_on_their_day(app: Flask, pmo: int, visit: Visit) -> None:
    """000103 completes a module, is reviewed and loses a certificate on the 17th in D10, and so on the 19th in D20."""
    with app.app_context(), transaction():
        own = db.session.scalars(sa.select(Assignment).where(Assignment.person_id == _person("000103").id)).one()
        ledger = db.session.scalars(sa.select(Completion).where(Completion.assignment_id == own.id)).one()
        for day, minutes in ((17, 30), (19, 90)):
            _happen(own, datetime(2026, 6, day, 2, tzinfo=UTC), minutes)
        _expire(own, ledger, date(2026, 6, 17))
    for code, hours in (("D10", "0.5"), ("D20", "1.5")):
        assert (
            visit(f"/metrics/definitions/T12?as_of={DAY}&department={code}", as_=pmo).text("[data-value]")
            == f"{hours} hours"
        )
        assert shown(visit, pmo, "T11", code) == "1/1", code
    assert shown(visit, pmo, "T15", "D10") == "0/1"
    assert not visit(f"/metrics/definitions/T15?as_of={DAY}&department=D20", as_=pmo).has("#row-list tbody")
    every = visit(f"/metrics/definitions/T12?as_of={DAY}", as_=pmo)
    assert every.text("[data-value]") == "2.0 hours"
    assert every.list("#row-list tbody th") == ["赵敏 000103"], "one row a person"


def _happen(own: Assignment, at: datetime, minutes: int) -> None:
    """A module is completed, and a hands-on task is handed in and accepted."""
    about: dict[str, Any] = {"assignment_id": own.id, "person_id": own.person_id}
    version: dict[str, Any] = {"module_version": 1, "path_version": "1.0", "grading_hash": "x"}
    name = f"m{at.day}"
    db.session.add(ModuleCompletion(**about, **version, module_id=name, score=90, minutes=minutes, completed_at=at))
    taught = Publication(path_id=own.path_id, version="1.0", files={}, content_hash=name, published_at=at)
    db.session.add(taught)
    db.session.flush()
    handed = {"module_id": name, "item_id": "do", "number": 1, "token": name, "submitted_at": at, "display_hash": "x"}
    made = PracticeSubmission(**about, **version, **handed, publication_id=taught.id)
    db.session.add(made)
    db.session.flush()
    review = {"kind": ReviewKind.review, "reviewer_id": own.person_id, "reviewed_at": at, "criteria": [True]}
    db.session.add(PracticeReview(submission_id=made.id, accepted=True, **review))


def _expire(own: Assignment, ledger: Completion, day: date) -> None:
    title = {"title_zh": "x", "title_en": "x", "path_version": "1.0", "person_name": "x", "number": "C-1"}
    whose = {"completion_id": ledger.id, "person_id": own.person_id, "path_id": own.path_id}
    days = {"completed_on": date(2024, 6, 1), "issued_on": date(2024, 6, 1), "expires_on": day}
    db.session.add(Certificate(**title, **whose, **days))
