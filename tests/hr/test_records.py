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
    tell_corrections(app, [date(2026, 6, 3)], [80, 95])
    assert shown(app, DAY) == [(95, "Y", "C-1")]


def test_a_correction_of_a_correction_still_finds_the_certificate(app: Flask) -> None:
    tell_corrections(app, [date(2026, 6, 1), date(2026, 5, 30)], [80, 95, 90])
    assert shown(app, DAY) == [(90, "Y", "C-1")]


def test_a_correction_dated_after_the_day_hides_nothing_yet(app: Flask) -> None:
    tell_corrections(app, [date(2026, 7, 10), date(2026, 6, 2)], [80, 95, 90])
    assert shown(app, date(2026, 5, 31)) == [(None, "N", "")]
    assert shown(app, date(2026, 6, 1)) == [(80, "N", "C-1")]
    assert shown(app, date(2026, 7, 9)) == [(90, "Y", "C-1")]
    assert shown(app, date(2026, 7, 11)) == [(90, "Y", "C-1")]


def shown(app: Flask, day: date) -> list[tuple[object, object, object]]:
    """Score, whether corrected, and certificate of every record; the totals are those of the rows."""
    with app.app_context():
        chosen = Filter(as_of=day)
        rows = list(cells(chosen))
        assert totals(chosen).rows == len(rows)
        assert totals(chosen).completed == sum(row[NAMES.index("completed_on")] is not None for row in rows)
        return [tuple(row[NAMES.index(n)] for n in ("score", "corrected", "certificate_no")) for row in rows]  # type: ignore[misc]


def tell_corrections(app: Flask, days: list[date], scores: list[int]) -> None:
    """A completion of 1 June with its certificate, then one correction after the other, each dated on a day."""
    with app.app_context(), transaction():
        path = TrainingPath(
            code="EU", tier=Tier.end_user, title_zh="路径", title_en="Path", version="1.0", pass_mark=80
        )
        db.session.add(path)
        person = make_person("000001", "某人", make_department().id)
        assignment = Assignment(
            person_id=person.id,
            path_id=path.id,
            source=AssignmentSource.rule,
            assigned_at=datetime(2026, 1, 5, tzinfo=UTC),
        )
        db.session.add(assignment)
        db.session.flush()
        newest: Completion | None = None
        for day, score in zip([date(2026, 6, 1), *days], scores, strict=True):
            newest = Completion(
                assignment_id=assignment.id,
                person_id=person.id,
                path_id=path.id,
                path_version="1.0",
                completed_at=datetime(day.year, day.month, day.day, 4, tzinfo=UTC),
                completed_on=day,
                zone="Asia/Shanghai",
                method=Method.corrected if newest else Method.passed,
                score=score,
                corrects_id=newest.id if newest else None,
            )
            db.session.add(newest)
            db.session.flush()
            if score == scores[0]:
                certify(newest, person.name)


def certify(completion: Completion, name: str) -> None:
    db.session.add(
        Certificate(
            number="C-1",
            completion_id=completion.id,
            person_id=completion.person_id,
            person_name=name,
            path_id=completion.path_id,
            title_zh="路径",
            title_en="Path",
            path_version="1.0",
            completed_on=completion.completed_on,
            issued_on=completion.completed_on,
        )
    )
