"""No page asks the database more than twelve times, and none asks more often when there is more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Engine

from app.feedback.actions import advance_idea
from app.feedback.actions.comments import post_comment
from app.feedback.actions.merges import merge_idea
from app.feedback.actions.moves import move_idea
from app.feedback.models import Idea, IdeaStatus, Objection, ReopenRequest
from app.feedback.queries.petitions import delivery_of
from app.foundation import clock
from app.foundation.db import db, transaction
from app.metrics.actions.benefits import record_benefit
from app.metrics.formulas.months import last_of as last_day_of
from app.metrics.texts import DEFINITIONS
from app.metrics.texts.programme import FIGURES
from tests.factories import Cast
from tests.feedback.rows import DECLINED, make_idea, person, version_of
from tests.house.company import Company
from tests.house.growing import grow
from tests.house.routes import address_of, arriving
from tests.house.test_pages import pages_of, reader_of
from tests.house.who import SIGNED_IN
from tests.kinds import SignIn
from tests.metrics.pulse import finish_rounds
from tests.metrics.usage import benefit, last_month, live_for_long

MOST = 12
ASKING = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")


@contextmanager
def statements() -> Iterator[list[str]]:
    """What is sent to any database while the block runs; the beginning and end of transactions are not counted."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(ASKING):
            sent.append(" ".join(statement.split()))

    sa.event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(Engine, "before_cursor_execute", note)


def asked_by_page(company: Company) -> dict[str, list[str]]:
    """The statements of every page, opened a second time so that nothing is there for the first time."""
    found = {}
    for rule in pages_of(company):
        role, address = reader_of(rule), address_of(company, rule)
        client = arriving(company, role)
        client.get(address)
        with statements() as sent:
            answer = client.get(address)
        if answer.status_code == 200:
            found[f"{role} {rule.endpoint}"] = sent
    return found


def test_no_page_asks_often_and_none_asks_more_when_there_is_twice_as_much(settled: Company) -> None:
    grow(settled)
    before = asked_by_page(settled)
    grow(settled)
    grow(settled)
    after = asked_by_page(settled)
    assert {name: len(sent) for name, sent in before.items() if len(sent) > MOST} == {}
    grown = {name: [s[:200] for s in after[name]] for name in before if len(after[name]) > len(before[name])}
    assert {name: (len(before[name]), len(after[name])) for name in grown} == {}, grown
    assert len(before) > 40


def test_the_home_of_no_role_asks_often(settled: Company) -> None:
    grow(settled)
    found = {}
    for role in sorted(SIGNED_IN):
        client = arriving(settled, role)
        client.get("/")
        with statements() as sent:
            assert client.get("/").status_code == 200
        found[role] = sent
    assert {role: (len(sent), sent) for role, sent in found.items() if len(sent) > MOST} == {}
    assert {"learner", "superuser", "pmo"} <= found.keys()


def test_no_figure_asks_oftener_when_nothing_is_kept(settled: Company) -> None:
    """What a process has counted before stands in its memory; the first page of a new one has to count."""
    grow(settled)
    finish_rounds(settled)
    live_for_long(settled, int(str(settled.values["wave_id"])))
    found, measured = {}, set()
    for role in ("pmo", "manager"):
        client = arriving(settled, role)
        client.get("/metrics/")
        for address in figure_pages(settled):
            for asked in ("", f"?q=a&as_of={last_day_of(last_month())}"):
                forget(settled.app)
                with statements() as sent:
                    answer = client.get(address + asked)
                assert answer.status_code == 200, address
                found[f"{role} {address}{asked}"] = sent
                if "data-label" in answer.text:
                    measured.add(address.rpartition("/")[2])
    assert {name: (len(sent), sent) for name, sent in found.items() if len(sent) > MOST} == {}
    assert measured >= {"T2", "T14", "A3", "AX", "P2", "P3", "U1", "U4", "ready", "departments"}


def figure_pages(company: Company) -> list[str]:
    """Overviews, the page of every figure, and the rows of a wave."""
    overviews = ["/metrics/", "/metrics/departments", "/metrics/funnel", "/metrics/programme"]
    rows = ["/metrics/completion", "/metrics/on-time/rows", "/metrics/first-response/rows"]
    wave = f"/metrics/programme/{company.values['wave_id']}"
    waves = [f"{wave}/{name}" for name in FIGURES]
    return [*overviews, *rows, *waves, *(f"/metrics/definitions/{code}" for code in DEFINITIONS)]


def forget(app: Flask) -> None:
    """Nothing is kept any more, as in a process that has just begun."""
    for name in [name for name in app.extensions if name.endswith("_kept")]:
        del app.extensions[name]


def test_the_page_of_an_idea_asks_no_oftener_in_rare_states(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    """Each with all that a page may have besides: another merged into it, comments, one asked for, benefits; for the PMO."""
    found = {}
    for state in ("submitted", "in_review", "declined", "delivered"):
        with app.app_context(), transaction():
            number, comment_id = _rare(cast, state)
        client = sign_in(cast.pmo)
        client.get(f"/feedback/ideas/{number}")
        with statements() as sent:
            answer = client.get(f"/feedback/ideas/{number}?at={comment_id}")
        assert answer.status_code == 200
        found[state] = sent
    assert {state: sent for state, sent in found.items() if len(sent) > MOST} == {}


def _rare(cast: Cast, state: str) -> tuple[int, int]:
    """An idea in a state of long ago, with whatever only this state has; gives its number and that of a comment."""
    pmo = person(cast.pmo)
    number, other = make_idea(cast.wang, f"Idea {state}"), make_idea(cast.eve, f"The same as {state}")
    merge_idea(idea_id=other, into_id=number, version=version_of(other), actor=pmo)
    comment = post_comment(idea_id=number, author=person(cast.lin), text="Yes", token=f"c-{state}")
    record_benefit(data=benefit(idea_id=number), token=f"b-{state}", by=cast.chen)
    with clock.fixed_at(clock.now() - timedelta(days=60)):
        if state == "declined":
            move = {"version": version_of(number), "actor": pmo, "reason": "Too dear", **DECLINED}
            move_idea(idea_id=number, to=IdeaStatus.declined, **move)  # type: ignore[arg-type]
            db.session.add(ReopenRequest(idea_id=number, person_id=cast.eve, evidence="New", asked_at=clock.now()))
        elif state == "delivered":
            for to in (IdeaStatus.in_review, IdeaStatus.planned, IdeaStatus.delivered):
                advance_idea(idea_id=number, to=to, evidence="release:1", actor=None)
            told = {"event_id": delivery_of(number), "text": "Not for me", "objected_at": clock.now()}
            db.session.add(Objection(idea_id=number, person_id=cast.eve, **told))
    if state in ("submitted", "in_review"):
        db.session.execute(sa.update(Idea).where(Idea.id == number).values(status=IdeaStatus(state)))
    db.session.flush()
    return number, comment.id


@pytest.mark.parametrize("count", [3])
def test_the_counter_counts(app: Flask, count: int) -> None:
    with app.app_context(), statements() as sent:
        for _number in range(count):
            db.session.execute(sa.text("SELECT 1"))
    assert len(sent) == count
