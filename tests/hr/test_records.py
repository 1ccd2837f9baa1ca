"""The status that is filtered in the database is the status that stands in the cells, whatever the rows."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from flask import Flask

from app.accounts.models import Tier
from app.foundation.db import db, transaction
from app.hr.queries.columns import NAMES
from app.hr.queries.records import STATUSES, Filter, cells, totals
from app.training.models import Assignment, AssignmentSource, Certificate, Completion, Method, TrainingPath
from tests.factories import make_department, make_person

DAY = date(2026, 6, 15)
STATUS, NUMBER = NAMES.index("status"), NAMES.index("assignment_id")


def _day(dice: Random, *, maybe: bool = True) -> date | None:
    """A day around DAY, on it as often as beside it; sometimes none."""
    return None if maybe and dice.random() < 0.5 else DAY + timedelta(days=dice.choice([-40, -1, 0, 0, 1, 40]))


def _moment(dice: Random, *, maybe: bool = True) -> datetime | None:
    """An instant around the end of DAY in the company's zone, which is 16:00 UTC."""
    if maybe and dice.random() < 0.5:
        return None
    edge = datetime(2026, 6, 15, 16, tzinfo=UTC)
    return edge + timedelta(seconds=dice.choice([-9_000_000, -1, 0, 1, 9_000_000]))


def _make_random_rows(dice: Random, count: int) -> None:
    home = make_department().id
    path = TrainingPath(code="EU", tier=Tier.end_user, title_zh="路径", title_en="Path", version="1.0", pass_mark=80)
    db.session.add(path)
    db.session.flush()
    for position in range(count):
        leave_from = _day(dice)
        leave_to = leave_from + timedelta(days=dice.choice([0, 1, 30])) if leave_from and dice.random() < 0.5 else None
        person = make_person(
            f"{position:06d}", "某人", home, leave_from=leave_from, leave_to=leave_to, last_day=_day(dice)
        )
        assignment = Assignment(
            person_id=person.id,
            path_id=path.id,
            source=AssignmentSource.rule,
            assigned_at=datetime(2026, 1, 5, tzinfo=UTC),
            due_on=_day(dice),
            started_at=_moment(dice),
            waived_at=_moment(dice),
            withdrawn_at=_moment(dice),
        )
        db.session.add(assignment)
        db.session.flush()
        if dice.random() < 0.5:
            _complete(dice, assignment)


def _complete(dice: Random, assignment: Assignment) -> None:
    moment = _moment(dice, maybe=False) or datetime(2026, 6, 1, tzinfo=UTC)
    done = Completion(
        assignment_id=assignment.id,
        person_id=assignment.person_id,
        path_id=assignment.path_id,
        path_version="1.0",
        method=Method.passed,
        score=90,
        minutes=70,
        completed_at=moment,
        completed_on=moment.date(),
        zone="Asia/Shanghai",
    )
    db.session.add(done)
    db.session.flush()
    expires = _day(dice)
    db.session.add(
        Certificate(
            number=f"C-{done.id}",
            completion_id=done.id,
            person_id=done.person_id,
            person_name="某人",
            path_id=done.path_id,
            title_zh="路径",
            title_en="Path",
            path_version="1.0",
            completed_on=date(2026, 1, 1),
            issued_on=date(2026, 1, 1),
            expires_on=expires,
        )
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_status_filter_finds_exactly_the_rows_that_show_it(app: Flask, seed: int) -> None:
    with app.app_context(), transaction():
        _make_random_rows(Random(seed), 150)
    with app.app_context():
        shown = {row[NUMBER]: row[STATUS] for row in cells(Filter(as_of=DAY))}
        assert len(shown) == 150
        assert len(set(shown.values())) == len(STATUSES), "every status occurs"
        for status in STATUSES:
            chosen = Filter(as_of=DAY, status=status)
            found = list(cells(chosen))
            assert {row[NUMBER] for row in found} == {number for number, own in shown.items() if own == status}
            assert totals(chosen).rows == len(found)


def test_a_correction_stands_for_what_it_corrects(app: Flask) -> None:
    with app.app_context(), transaction():
        home = make_department().id
        path = TrainingPath(
            code="EU", tier=Tier.end_user, title_zh="路径", title_en="Path", version="1.0", pass_mark=80
        )
        db.session.add(path)
        person = make_person("000001", "某人", home)
        assignment = Assignment(
            person_id=person.id,
            path_id=path.id,
            source=AssignmentSource.rule,
            assigned_at=datetime(2026, 1, 5, tzinfo=UTC),
        )
        db.session.add(assignment)
        db.session.flush()
        same = {
            "assignment_id": assignment.id,
            "person_id": person.id,
            "path_id": path.id,
            "path_version": "1.0",
            "completed_at": datetime(2026, 6, 1, tzinfo=UTC),
            "completed_on": date(2026, 6, 1),
            "zone": "Asia/Shanghai",
        }
        first = Completion(**same, method=Method.passed, score=80)
        db.session.add(first)
        db.session.flush()
        db.session.add(Completion(**same, method=Method.corrected, score=95, corrects_id=first.id, reason="wrong key"))
    with app.app_context():
        rows = list(cells(Filter(as_of=DAY)))
        assert [(row[NAMES.index("score")], row[NAMES.index("corrected")]) for row in rows] == [(95, "Y")]
        assert totals(Filter(as_of=DAY)).completed == 1
