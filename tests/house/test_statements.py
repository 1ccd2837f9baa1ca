"""No page asks the database more than twelve times, and none asks more often when there is more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Engine

from app.foundation.db import db
from tests.house.company import Company, grow
from tests.house.test_pages import pages_of, reader_of
from tests.house.test_policies import address_of, arriving

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
    grown = {name: [s[:200] for s in after[name]] for name in before if len(after[name]) != len(before[name])}
    assert {name: (len(before[name]), len(after[name])) for name in grown} == {}, grown
    assert len(before) > 40


@pytest.mark.parametrize("count", [3])
def test_the_counter_counts(app: Flask, count: int) -> None:
    with app.app_context(), statements() as sent:
        for _number in range(count):
            db.session.execute(sa.text("SELECT 1"))
    assert len(sent) == count
