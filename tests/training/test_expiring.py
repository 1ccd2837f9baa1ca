"""Certificates expire; renewal opens in time, once, for whom a rule still asks, and is a new record."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import actions as accounts
from app.accounts.models import Role
from app.foundation import clock
from app.foundation.clock import months_after
from app.foundation.db import db, transaction
from app.training.actions import assigning, ruling
from app.training.actions.expiring import WINDOW, open_renewals
from app.training.models import Assignment, AssignmentSource, Certificate, Completion, PathRule
from app.training.queries.criteria import Criteria, Terms
from app.training.queries.published import current
from tests.factories import Cast
from tests.page import Page
from tests.training.learning import Learner

SignIn = Callable[[int | None], FlaskClient]
Visit = Callable[..., Page]


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 24, "2026-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-01-30", 1, "2026-02-28"),
        ("2026-01-28", 1, "2026-02-28"),
        ("2026-03-31", 1, "2026-04-30"),
        ("2026-05-31", 3, "2026-08-31"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-06-16", 24, "2028-06-16"),
        ("1999-12-31", 1, "2000-01-31"),
        ("2099-12-31", 2, "2100-02-28"),
    ],
)
def test_months_are_counted_on_the_calendar(day: str, months: int, expected: str) -> None:
    assert months_after(date.fromisoformat(day), months).isoformat() == expected


@pytest.fixture
def certified(app: Flask, small_path: str, cast: Cast, sign_in: SignIn) -> date:
    """Zhao, a superuser whom a rule asks, completed the path; the day on which the certificate expires."""
    with app.app_context(), transaction():
        db.session.execute(sa.delete(PathRule))
        path = current(small_path)
        assert path is not None
        ruling.set_rule(criteria=Criteria(path.path_id, role=Role.superuser), terms=Terms(due_days=14), by_id=cast.pmo)
    Learner(app, sign_in(cast.zhao), cast.zhao).pass_path()
    with app.app_context():
        found = db.session.scalars(sa.select(Certificate.expires_on)).one()
        assert found is not None
        return found


def renewals(app: Flask) -> list[Assignment]:
    with app.app_context():
        rows = sa.select(Assignment).where(Assignment.source == AssignmentSource.renewal).order_by(Assignment.id)
        return list(db.session.scalars(rows))


def sweep_on(app: Flask, day: date) -> int:
    """Run the sweep in the morning of a day; how many renewals it opened."""
    with app.app_context(), clock.fixed_at(clock.start_of(day)):
        return open_renewals()


def test_a_renewal_opens_in_the_window_and_once(app: Flask, certified: date, cast: Cast) -> None:
    assert sweep_on(app, certified - WINDOW - timedelta(days=1)) == 0
    assert sweep_on(app, certified - WINDOW) == 1
    assert sweep_on(app, certified - WINDOW) == 0
    assert sweep_on(app, certified + timedelta(days=9)) == 0, "it is open already"
    (renewal,) = renewals(app)
    assert (renewal.due_on, renewal.person_id, renewal.mandatory) == (certified, cast.zhao, True)
    assert renewal.renews_id is not None
    assert renewal.started_at is None, "everything anew"


def test_a_renewal_after_expiry_leaves_time(app: Flask, certified: date) -> None:
    late = certified + timedelta(days=100)
    assert sweep_on(app, late) == 1
    assert renewals(app)[0].due_on == late + timedelta(days=14)


def test_renewing_makes_a_new_record_and_supersedes_the_certificate(
    app: Flask, certified: date, cast: Cast, sign_in: SignIn, visit: Visit
) -> None:
    """T09, T10: a repeat has a record, a day and a certificate of its own."""
    with app.app_context():
        first = db.session.scalars(sa.select(Completion)).one()
    sweep_on(app, certified - timedelta(days=30))
    with app.app_context():
        sign_off = clock.start_of(certified - timedelta(days=10))
    with app.app_context(), clock.fixed_at(sign_off):
        Learner(app, sign_in(cast.zhao), cast.zhao).pass_path()
        old, new = db.session.scalars(sa.select(Certificate).order_by(Certificate.id)).all()
        assert old.superseded_by_id == new.id
        assert new.expires_on == months_after(certified - timedelta(days=10), 24)
        rows = db.session.scalars(sa.select(Completion).order_by(Completion.id)).all()
        assert len(rows) == 2
        assert (rows[0].id, rows[0].completed_at, rows[0].score) == (first.id, first.completed_at, first.score)
    with clock.fixed_at(sign_off):
        assert "Superseded" in visit(f"/certificates/{old.number}").text("main")
        assert "Valid" in visit(f"/certificates/{new.number}").text("main")
    assert sweep_on(app, certified) == 0, "the new one is good for long"


def test_whom_no_rule_asks_any_more_is_not_asked_again(app: Flask, certified: date, cast: Cast) -> None:
    """T11: whether somebody is asked is decided anew at renewal."""

    def set_role(*, held: bool) -> None:
        with app.app_context(), transaction():
            act = accounts.grant_role if held else accounts.revoke_role
            act(person_id=cast.zhao, role=Role.superuser, by=cast.pmo)

    set_role(held=False)
    assert sweep_on(app, certified - WINDOW) == 0
    set_role(held=True)
    assert sweep_on(app, certified - WINDOW) == 1
    set_role(held=False)
    (renewal,) = renewals(app)
    assert renewal.withdrawn_reason == "role changed"
    assert sweep_on(app, certified - timedelta(days=3)) == 0
    set_role(held=True)
    assert sweep_on(app, certified - timedelta(days=3)) == 1, "asked again, since a rule asks again"
    assert len(renewals(app)) == 2


@pytest.mark.parametrize("act", ["waive", "withdraw"])
def test_a_renewal_that_somebody_closed_stays_closed(app: Flask, certified: date, cast: Cast, act: str) -> None:
    sweep_on(app, certified - WINDOW)
    (renewal,) = renewals(app)
    with app.app_context(), transaction():
        close = assigning.waive if act == "waive" else assigning.withdraw
        close(assignment_id=renewal.id, reason="geht in Rente", by_id=cast.he)
    assert sweep_on(app, certified) == 0
    assert len(renewals(app)) == 1


def test_several_workers_open_one_renewal(app: Flask, certified: date) -> None:
    start = Barrier(6)

    def work(_number: int) -> int:
        start.wait()
        return sweep_on(app, certified - timedelta(days=5))

    with ThreadPoolExecutor(6) as pool:
        done = list(pool.map(work, range(6)))
    assert sum(done) == 1
    assert len(renewals(app)) == 1
