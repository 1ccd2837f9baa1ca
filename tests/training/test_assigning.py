"""Who is asked to complete what: by rule, by hand, by choice; and who may say so."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.events import PersonAdded, TiersChanged
from app.accounts.models import PersonTier, Tier
from app.foundation import clock, events
from app.foundation.audit import AuditEntry
from app.foundation.db import db, transaction
from app.notifications.models import Receipt
from app.training.actions import assigning, ruling
from app.training.models import Assignment, AssignmentSource
from app.training.queries.criteria import Criteria, Terms
from app.training.queries.deadlines import Due, due_state
from app.training.queries.published import current
from tests.factories import Cast, make_person
from tests.page import Page, inspected, post
from tests.training.learning import Learner, assign, publish

Visit = Callable[..., Page]


def open_ones(app: Flask, person_id: int) -> list[Assignment]:
    with app.app_context():
        rows = sa.select(Assignment).where(Assignment.person_id == person_id, Assignment.closed_at.is_(None))
        return list(db.session.scalars(rows))


def test_the_first_publication_assigns_a_path_to_its_tier(app: Flask, cast: Cast, folder: Path) -> None:
    publish(app, folder)
    (given,) = open_ones(app, cast.lin)
    with app.app_context():
        assert given.due_on == clock.today() + timedelta(days=14)
    assert (given.source, given.mandatory) == (AssignmentSource.rule, True)
    assert open_ones(app, cast.chen) == [], "a manager is of another tier"


def test_a_newcomer_is_assigned_the_paths_of_the_tier(app: Flask, small_path: str, cast: Cast) -> None:
    with app.app_context(), transaction():
        person = make_person("000300", "新人", cast.department)
        events.publish(PersonAdded(person.id))
        events.publish(PersonAdded(person.id))
        number = person.id
    assert len(open_ones(app, number)) == 1


def set_tiers(app: Flask, person_id: int, *tiers: Tier) -> None:
    with app.app_context(), transaction():
        db.session.execute(sa.delete(PersonTier).where(PersonTier.person_id == person_id))
        db.session.add_all(PersonTier(person_id=person_id, tier=tier) for tier in tiers)
        db.session.flush()
        events.publish(TiersChanged(person_id))


def test_a_lost_tier_takes_back_what_was_not_begun_and_gives_it_again(app: Flask, cast: Cast, folder: Path) -> None:
    publish(app, folder)
    set_tiers(app, cast.lin, Tier.management)
    assert open_ones(app, cast.lin) == []
    with app.app_context():
        gone = db.session.scalars(sa.select(Assignment).where(Assignment.person_id == cast.lin)).one()
    assert gone.withdrawn_reason == "tier changed"
    set_tiers(app, cast.lin, Tier.end_user)
    assert len(open_ones(app, cast.lin)) == 1


def test_a_lost_tier_makes_what_was_begun_optional(app: Flask, lin: Learner) -> None:
    assign(app, lin.person_id, source=AssignmentSource.rule)
    lin.pass_item("SP", "m1", "fill")
    set_tiers(app, lin.person_id, Tier.management)
    (held,) = open_ones(app, lin.person_id)
    assert not held.mandatory


def test_a_rule_reaches_a_thousand_people_in_few_statements_and_tells_each_once(
    app: Flask, small_path: str, cast: Cast
) -> None:
    with app.app_context(), transaction():
        path = current(small_path)
        assert path is not None
        people = [
            make_person(f"2{n:05d}", f"员工{n}", cast.department, tiers=(Tier.management,)).id for n in range(1000)
        ]
    statements: list[str] = []
    with app.app_context():
        sa.event.listen(db.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
        with transaction():
            managers = Criteria(path.path_id, tier=Tier.management)
            made = ruling.set_rule(criteria=managers, terms=Terms(due_days=30), by_id=None)
            again = ruling.set_rule(criteria=managers, terms=Terms(due_days=30), by_id=None)
    assert made >= 1000
    assert again == 0
    assert len(statements) < 80, statements
    with app.app_context():
        told = sa.select(sa.func.count(Receipt.id)).where(Receipt.person_id.in_(people))
        assert db.session.scalar(told) == 1000
    (given,) = open_ones(app, people[0])
    with app.app_context():
        assert (given.due_on, given.source) == (clock.today() + timedelta(days=30), AssignmentSource.rule)


def test_at_most_one_open_assignment_under_concurrency(app: Flask, small_path: str, cast: Cast) -> None:
    """T12: sixteen requests at once make one chain."""
    with app.app_context():
        found = current("SP")
        assert found is not None
    start = Barrier(16)

    def take(_number: int) -> bool:
        with app.app_context():
            start.wait()
            with transaction():
                return assigning.enrol(person_id=cast.lin, path_id=found.path_id) is not None

    with ThreadPoolExecutor(16) as pool:
        made = list(pool.map(take, range(16)))
    assert sum(made) == 1
    assert len(open_ones(app, cast.lin)) == 1


def test_a_due_date_lasts_until_midnight_in_the_companys_zone(app: Flask, cast: Cast) -> None:
    with app.app_context():
        day = clock.today()
        with clock.fixed_at(clock.end_of(day) - timedelta(seconds=1)):
            assert due_state(day) is Due.today
        with clock.fixed_at(clock.end_of(day)):
            assert due_state(day) is Due.overdue


def test_a_manager_assigns_to_own_reports_only(
    app: Flask, small_path: str, cast: Cast, sign_in: Callable[[int | None], FlaskClient]
) -> None:
    chen = sign_in(cast.chen)
    where = f"/training/people/{cast.lin}/assignments"
    with app.app_context():
        due = clock.today() + timedelta(days=3)
    sent = post(chen, f"{where}/new", where, path_id="1", due_on=due.isoformat(), mandatory="y")
    assert sent.status_code == 303
    (given,) = open_ones(app, cast.lin)
    assert (given.due_on, given.source, given.assigned_by_id) == (due, AssignmentSource.manual, cast.chen)
    assert chen.get(f"/training/people/{cast.eve}/assignments/new").status_code == 404
    with app.app_context():
        assert db.session.scalar(sa.select(AuditEntry.actor_id).where(AuditEntry.act == "assignment:made")) == cast.chen


def test_a_due_date_in_the_past_is_said_at_its_field(
    app: Flask, small_path: str, cast: Cast, sign_in: Callable[[int | None], FlaskClient]
) -> None:
    where = f"/training/people/{cast.lin}/assignments"
    sent = post(sign_in(cast.he), f"{where}/new", where, path_id="1", due_on="2020-01-01")
    page = inspected(sent, where, 422)
    assert page.has("#due_on-error")
    assert page.root.get_element_by_id("due_on").get("value") == "2020-01-01"


@pytest.mark.parametrize("kind", ["waiver", "withdrawal"])
def test_hr_waives_and_withdraws_with_a_reason(
    app: Flask, lin: Learner, cast: Cast, sign_in: Callable[[int | None], FlaskClient], kind: str
) -> None:
    number = assign(app, lin.person_id)
    he, where = sign_in(cast.he), f"/training/assignments/{number}/{kind}"
    assert post(he, where, where, reason="").status_code == 422
    told = {"reason": "long illness", **({"document": "HR-2026-17"} if kind == "waiver" else {})}
    assert post(he, where, where, **told).status_code == 303
    assert open_ones(app, lin.person_id) == []
    assert he.get(where).status_code == 409
    assert "long illness" in lin.open(f"/training/people/{lin.person_id}").text("main")
    with app.app_context():
        assert "long illness" in db.session.scalars(sa.select(AuditEntry.reason)).all()


def test_nobody_waives_an_own_assignment_or_leaves_a_mandatory_one(
    app: Flask, small_path: str, cast: Cast, sign_in: Callable[[int | None], FlaskClient], lin: Learner
) -> None:
    own = assign(app, cast.he)
    he = sign_in(cast.he)
    assert he.get(f"/training/assignments/{own}/waiver").status_code == 404
    assert he.get(f"/training/assignments/{own}/withdrawal").status_code == 404
    lins = assign(app, lin.person_id)
    assert lin.client.get(f"/training/assignments/{lins}/withdrawal").status_code == 404


def test_a_path_taken_by_choice_may_be_left(app: Flask, lin: Learner) -> None:
    where = "/training/paths/SP/assignments"
    assert lin.client.post(where, data=lin.open("/training/paths/SP").fields(where)).status_code == 303
    (held,) = open_ones(app, lin.person_id)
    assert (held.source, held.due_on, held.mandatory) == (AssignmentSource.self_chosen, None, False)
    leave = f"/training/assignments/{held.id}/withdrawal"
    assert post(lin.client, leave, leave, reason="no time").status_code == 303
    assert open_ones(app, lin.person_id) == []


PAGES = {
    "/training/": {"lin", "chen", "he", "pmo", "audit", "guo", "eve"},
    "/training/paths/SP": {"lin", "chen", "he", "pmo", "audit", "guo", "eve"},
    "/training/people": {"chen", "he", "pmo", "audit"},
    "/training/rules": {"he", "pmo"},
}


@pytest.mark.parametrize("address", PAGES)
def test_pages_are_for_whom_they_are_for(visit: Visit, small_path: str, cast: Cast, address: str) -> None:
    for name in ("lin", "chen", "he", "pmo", "audit", "guo", "eve"):
        visit(address, as_=getattr(cast, name), status=200 if name in PAGES[address] else 403)


def test_a_transcript_is_for_oneself_the_manager_hr_and_auditors(
    app: Flask, visit: Visit, lin: Learner, cast: Cast
) -> None:
    assign(app, lin.person_id)
    lin.pass_module("SP", "m1")
    for name, status in {"lin": 200, "chen": 200, "he": 200, "audit": 200}.items():
        page = visit(f"/training/people/{cast.lin}", as_=getattr(cast, name), status=status)
        assert "Module m1" in page.text("main")
    for name in ("eve", "zhao", "pmo", "guo", "wang", "zhou"):
        visit(f"/training/people/{cast.lin}", as_=getattr(cast, name), status=404)
    visit("/training/people/99999", as_=cast.he, status=404)


def test_the_list_of_learners_is_searched_and_shows_managers_their_own(
    visit: Visit, small_path: str, cast: Cast
) -> None:
    assert len(visit("/training/people", as_=cast.he).list("tbody tr")) == 11
    assert visit("/training/people?q=林", as_=cast.he).list(".person-text > a") == ["林静"]
    assert sorted(visit("/training/people", as_=cast.chen).list(".person-text > a")) == ["周凯", "林静"]
    assert "Nobody was found" in visit("/training/people?q=zzz", as_=cast.chen).text("main")
