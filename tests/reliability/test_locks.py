"""One slow writer: readers do not notice, other writers are asked to come again."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.foundation.db import db, transaction
from tests.factories import Cast
from tests.page import Page

SignIn = Callable[[int | None], FlaskClient]


@contextmanager
def slow_writer(app: Flask, person_id: int) -> Iterator[None]:
    """Somebody who has written to a person's row and does not finish."""
    written, finish = threading.Event(), threading.Event()

    def write() -> None:
        with app.app_context(), transaction():
            db.session.execute(sa.update(Person).where(Person.id == person_id).values(job_title="slow"))
            written.set()
            finish.wait(60)

    thread = threading.Thread(target=write)
    thread.start()
    assert written.wait(10)
    try:
        yield
    finally:
        finish.set()
        thread.join()


def test_readers_do_not_wait_for_a_slow_writer(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.lin)
    client.get("/feedback/ideas")
    with slow_writer(app, cast.lin):
        for address in ("/", "/feedback/ideas", "/training/"):
            assert client.get(address).status_code == 200  # while the writer holds its lock: who waited would fail


@pytest.mark.slow
def test_a_writer_who_waits_too_long_is_asked_to_come_again(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    author, voter = sign_in(cast.eve), sign_in(cast.lin)
    fields = Page(author.get("/feedback/ideas/new"), "/feedback/ideas/new").fields("/feedback/ideas")
    made = author.post("/feedback/ideas", data={**fields, "text": "日报能带出昨天的工时"})
    idea = made.headers["Location"].rstrip("/").rpartition("/")[2].partition("?")[0]
    token = Page(voter.get("/"), "/").fields("/logout")["csrf_token"]
    with slow_writer(app, cast.lin):
        answer = voter.post(f"/feedback/ideas/{idea}/vote", data={"csrf_token": token, "next": "/"})
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
