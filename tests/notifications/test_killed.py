"""A real worker process is killed at each step of sending: every receipt once, every mail once, but for one window."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask

from app.feedback.models import IdeaStatus
from app.foundation import clock
from app.foundation.db import db, transaction
from app.foundation.mail import LEASE, MailState, OutgoingMail
from app.notifications.models import Announcement, Receipt
from tests.factories import Cast, make_person
from tests.kinds import Make
from tests.notifications.acts import move, sweep, told
from tests.notifications.conftest import PostOffice
from tests.notifications.dying import STEPS
from tests.together import at_once

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def workers(app: Flask) -> Iterator[Callable[[str], int]]:
    """Worker processes on the same database and mail server; call with the step at which one dies, for its exit code."""
    settings = app.extensions["uptake.settings"]
    environment = {
        **os.environ,
        "DATABASE_URL": settings.database_url,
        "UPTAKE_DEMO": "1",
        "UPTAKE_INSTANCE": str(settings.instance),
        "UPTAKE_LOG_LEVEL": "ERROR",
        "MAIL_URL": settings.mail_url,
    }
    command = [sys.executable, "-m", "tests.notifications.dying"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, env=environment, text=True, **pipes) as process:  # type: ignore[call-overload]

        def begin(step: str) -> int:
            process.stdin.write(f"{step}\n")
            process.stdin.flush()
            return int(process.stdout.readline())

        yield begin
        process.stdin.close()


def test_whatever_step_kills_the_worker_everyone_is_told_once(
    app: Flask, cast: Cast, make_idea: Make, post_office: PostOffice
) -> None:
    move(app, make_idea(voters=(cast.eve, cast.zhao, cast.sun, cast.guo)), IdeaStatus.planned)
    with app.app_context():
        first = db.session.scalars(sa.select(Announcement.id)).one()
    with workers(app) as begin:
        for step in STEPS:
            before = len(post_office.mails)
            assert begin(step) == 9, step
            arrived = len(post_office.mails) - before
            assert arrived == (step in {"after the hand-over", "after the mark"}), step
    for minutes in (0, 1, 6, 12):
        with clock.fixed_at(datetime.now(UTC) + minutes * timedelta(minutes=1) + (LEASE if minutes else timedelta())):
            sweep(app)
    mails = Counter(str(mail["To"]) for mail in post_office.mails)
    ids = Counter(str(mail["Message-ID"]) for mail in post_office.mails)
    assert len(mails) == 5, "everyone was reached"
    assert sum(mails.values()) == 5 + 1, "only what was handed over and not marked came twice"
    assert len(ids) == 5, "and it came under the same Message-ID, by which mail servers know it"
    with app.app_context():
        assert set(db.session.scalars(sa.select(OutgoingMail.state))) == {MailState.sent}
        told_once = sa.select(sa.func.count(Receipt.id)).where(Receipt.announcement_id == first)
        assert db.session.scalar(told_once) == 5


def test_who_dies_while_deciding_has_told_nobody(
    app: Flask, cast: Cast, make_idea: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    idea = make_idea(voters=(cast.eve,))
    with monkeypatch.context() as broken:
        broken.setattr("app.notifications.actions.announcing.post_many", lambda *_: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            move(app, idea, IdeaStatus.planned)
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Announcement.id))) == 0
        assert db.session.scalar(sa.select(sa.func.count(OutgoingMail.id))) == 0
    move(app, idea, IdeaStatus.planned)
    assert told(app) == sorted([cast.lin, cast.eve])


def test_eight_workers_at_once_send_each_mail_once(
    app: Flask, cast: Cast, make_idea: Make, post_office: PostOffice
) -> None:
    with app.app_context(), transaction():
        many = tuple(make_person(f"3{n:05}", f"员工{n}", cast.department).id for n in range(30))
    move(app, make_idea(voters=many), IdeaStatus.planned)
    barrier = Barrier(8)

    def work() -> None:
        barrier.wait()
        sweep(app)

    at_once(work, 8)
    sweep(app)
    assert len(post_office.mails) == 31
    assert len({mail["Message-ID"] for mail in post_office.mails}) == 31
