"""Months freeze on the fifth working day, once, with what they were counted by; corrections restate and leave the originals."""

from collections.abc import Callable
from datetime import date
from itertools import product

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Department, Person
from app.accounts.queries.departments import departments_tree
from app.foundation import clock
from app.foundation.calendar import CalendarDay, CalendarYear, DayKind
from app.foundation.db import db, transaction
from app.metrics.actions.months import freeze_due_months, freeze_month, restate_due_months, restate_month
from app.metrics.formulas.months import Counted, kept_of, told_again
from app.metrics.formulas.rows import AsOf
from app.metrics.models.months import FrozenFigure, MonthCount
from app.metrics.queries.company import department_parents
from app.metrics.queries.counting import Place
from app.metrics.queries.definition_facts import facts_for
from app.metrics.queries.months import history_of, open_months
from app.metrics.queries.scope import Scope
from app.metrics.texts import DEFINITIONS
from app.training.models import TrainingPath
from tests.golden import COMPANY, EXPECTED
from tests.metrics.frozen import add_readers, excuse, on
from tests.together import answers_at_once

PARTLY = ("T2", "T4", "A2", "P1", "U1", "AX")  # of departments and paths; all others go the same way
JUNE, LAST = "2026-06", date(2026, 6, 30)


@pytest.fixture
def golden(app: Flask, loaded: Callable[..., None]) -> dict[str, int]:
    """The golden company with readers; ids by name."""
    loaded(COMPANY)
    return add_readers(app)


def months(app: Flask) -> list[tuple[str, int]]:
    """Every counting: month and number."""
    with app.app_context():
        return [(row.month, row.number) for row in db.session.scalars(sa.select(MonthCount).order_by(MonthCount.id))]


def test_a_month_freezes_on_the_fifth_working_day_of_the_calendar(app: Flask, golden: dict[str, int]) -> None:
    with app.app_context():
        with on(6):
            assert freeze_due_months() == 0, "Monday the 6th is the fourth"
        with on(6, hour=16):
            assert freeze_due_months() == 1, "midnight has passed in the company's zone"
        assert db.session.scalars(sa.select(MonthCount.closed_on)).one() == date(2026, 7, 7)
        with on(8):
            assert freeze_due_months() == 0
    assert months(app) == [(JUNE, 0)]


def test_a_holiday_moves_the_day_and_an_unconfirmed_year_stops_it(app: Flask, golden: dict[str, int]) -> None:
    with app.app_context():
        with transaction():
            db.session.add(CalendarDay(day=date(2026, 7, 3), kind=DayKind.holiday))
        with on(7):
            assert freeze_due_months() == 0
            assert open_months()[0].on == date(2026, 7, 8)
        with transaction():
            db.session.execute(sa.delete(CalendarYear))
        with on(20):
            assert freeze_due_months() == 0, "nobody knows which days are worked"
            assert open_months()[0].on is None


def test_what_is_frozen_equals_what_the_registry_says_of_the_day(app: Flask, golden: dict[str, int]) -> None:
    with app.app_context():
        with on(7):
            freeze_due_months()
        said = history_of(JUNE)
        nodes = departments_tree()
        paths = db.session.scalars(sa.select(TrainingPath).order_by(TrainingPath.id)).all()
        counted = [each for each in DEFINITIONS.values() if each.count is not None]
        parts = [*((node, None) for node in nodes), *((None, path) for path in paths)]
        for definition, (node, path) in [
            *product(counted, [(None, None)]),
            *product(map(DEFINITIONS.get, PARTLY), parts),
        ]:
            assert definition is not None
            if path and "path" not in definition.dimensions:
                continue
            scope = Scope(AsOf(LAST, clock.zone()), nodes, department_parents(), paths, node, path, whole_company=True)
            expected = kept_of(definition.of(facts_for(definition, scope)))
            place = Place(definition.code, node.department.id if node else None, path.id if path else None)
            assert said.get(place, [Counted()]) == [expected], place
        row = said[Place("T2")][0]
        worked_out = EXPECTED["training"]["all"]["T2"]
        assert (row.numerator, row.denominator) == (str(worked_out["numerator"]), str(worked_out["denominator"]))


def test_nothing_is_kept_of_what_must_stay_hidden(app: Flask, golden: dict[str, int]) -> None:
    with app.app_context():
        with on(7):
            freeze_due_months()
        hidden = sa.select(FrozenFigure).where(FrozenFigure.reason == "suppressed")
        rows = db.session.scalars(hidden).all()
        places = {(row.code, row.department_id) for row in rows}
        assert {("P1", golden["D20"]), ("P1", golden["D30"]), ("AX", golden["D20"])} <= places
        assert all(row.value is row.numerator is row.denominator is None and not row.groups for row in rows)


def test_the_difference_of_two_countings_tells_of_nobody() -> None:
    def of(above: int, below: int) -> Counted:
        return Counted(str(above), str(above), str(below))

    assert told_again(of(5, 10), of(6, 11), of_few=True) == Counted(reason="suppressed")
    assert told_again(of(5, 10), of(6, 10), of_few=True) == Counted(reason="suppressed")
    assert told_again(of(5, 10), of(9, 15), of_few=True) == of(9, 15)
    assert told_again(of(5, 10), of(6, 11), of_few=False) == of(6, 11)


def test_an_accepted_contest_restates_and_leaves_the_originals(app: Flask, golden: dict[str, int]) -> None:
    with app.app_context(), on(7):
        freeze_due_months()
        assert restate_due_months() == 0, "nothing was corrected"
    with on(9):
        excuse(app, golden["he"])
    with app.app_context(), on(9, hour=5):
        assert restate_due_months() > 0, "found by the sweep, the same day"
        assert restate_due_months() == 0, "once"
        assert restate_month(month=JUNE) == 0
        said = history_of(JUNE)
        assert [(c.numerator, c.denominator) for c in said[Place("T2")]] == [("6", "12"), ("7", "12")]
        assert [(c.numerator, c.denominator) for c in said[Place("T2", golden["D10"])]] == [("4", "7"), ("5", "7")]
        assert len(said[Place("T1")]) == 1, "what did not change is not told again"
    assert months(app) == [(JUNE, 0), (JUNE, 1)]


def test_moving_to_another_department_later_restates_nothing(app: Flask, golden: dict[str, int]) -> None:
    with app.app_context(), on(7):
        freeze_due_months()
    with app.app_context(), on(10), transaction():
        db.session.scalars(sa.select(Person).where(Person.employee_no == "000101")).one().department_id = golden["D20"]
        db.session.get_one(Department, golden["D30"]).parent_id = golden["D10"]
    with app.app_context(), on(11):
        assert restate_month(month=JUNE) == 0


def test_a_month_is_frozen_and_restated_once_however_many_workers_there_are(app: Flask, golden: dict[str, int]) -> None:
    def freeze() -> int:
        with app.app_context(), on(7):
            return int(freeze_month(month=JUNE, closed_on=date(2026, 7, 7)))

    def restate() -> int:
        with app.app_context(), on(9):
            return restate_month(month=JUNE)

    assert sorted(answers_at_once([freeze] * 4)) == [0, 0, 0, 1]
    excuse(app, golden["he"])
    assert sum(count > 0 for count in answers_at_once([restate] * 4)) == 1
    assert months(app) == [(JUNE, 0), (JUNE, 1)]


def test_frozen_rows_cannot_be_changed(app: Flask, golden: dict[str, int]) -> None:
    with app.app_context(), on(7):
        freeze_due_months()
    for table in (MonthCount, FrozenFigure):
        for statement in (sa.delete(table), sa.update(table).values(id=table.id + 1000)):
            with app.app_context(), pytest.raises(sa.exc.DBAPIError, match="append-only"), transaction():
                db.session.execute(statement)


def test_commands_freeze_and_restate(app: Flask, golden: dict[str, int]) -> None:
    runner = app.test_cli_runner()
    with on(7):
        assert runner.invoke(args=["metrics", "freeze", "--json"]).output.strip() == '{"frozen": ["2026-06"]}'
        assert "No month is due" in runner.invoke(args=["metrics", "freeze"]).output
    excuse(app, golden["he"])
    with on(9):
        assert "2026-06: " in runner.invoke(args=["metrics", "restate"]).output
        assert "Nothing has changed" in runner.invoke(args=["metrics", "restate", "--month", JUNE]).output
        assert runner.invoke(args=["metrics", "restate", "--month", "2020-01"]).exit_code == 2
