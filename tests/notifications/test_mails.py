"""Real mails through a real SMTP server: in the reader's language, once, and never lost."""

from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Person
from app.feedback.models import Follower, IdeaStatus
from app.foundation import clock
from app.foundation import mail as mail_module
from app.foundation.db import db, transaction
from app.foundation.mail import LEASE, MailState, OutgoingMail, post_many
from app.notifications.models import Channel
from tests.factories import Cast
from tests.kinds import Make
from tests.notifications.acts import address, choose, move, speak, sweep
from tests.notifications.conftest import PostOffice
from tests.together import at_once

MORNING = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)  # half past eight in Shanghai


def test_each_reader_gets_the_mail_in_their_own_language(
    app: Flask, cast: Cast, make_idea: Make, post_office: PostOffice
) -> None:
    speak(app, cast.lin, "zh")
    speak(app, cast.eve, "en")
    move(app, make_idea("日报可以用手机填", voters=(cast.eve,)), IdeaStatus.planned)
    sweep(app)
    assert post_office.subjects_to(address(app, cast.lin)) == ["“日报可以用手机填”的状态更新为：已排期"]
    assert post_office.subjects_to(address(app, cast.eve)) == ["“日报可以用手机填” is now: Planned"]
    (mail,) = [mail for mail in post_office.mails if mail["To"] == address(app, cast.eve)]
    assert "下一版就有" in mail.get_content()
    assert "http://127.0.0.1:8000/feedback/ideas/" in mail.get_content()
    assert mail["List-Unsubscribe"].strip().startswith("<http://127.0.0.1:8000/notices/mute/")


def test_one_mail_however_often_workers_look(app: Flask, cast: Cast, make_idea: Make, post_office: PostOffice) -> None:
    move(app, make_idea(voters=(cast.eve,)), IdeaStatus.planned)
    for _ in range(3):
        sweep(app)
    assert len(post_office.mails) == 2
    assert len({mail["Message-ID"] for mail in post_office.mails}) == 2


def test_two_workers_at_once_send_one_mail_each(
    app: Flask, cast: Cast, make_idea: Make, post_office: PostOffice
) -> None:
    move(app, make_idea(voters=(cast.eve, cast.zhao, cast.sun, cast.guo, cast.he)), IdeaStatus.planned)
    barrier = Barrier(2)

    def work() -> None:
        barrier.wait()
        sweep(app)

    at_once(work, 2)
    assert len(post_office.mails) == 6
    assert len({mail["To"] for mail in post_office.mails}) == 6


def test_what_a_server_turns_away_is_sent_later(
    app: Flask, cast: Cast, make_idea: Make, post_office: PostOffice
) -> None:
    move(app, make_idea(), IdeaStatus.planned)
    post_office.refusing = True
    assert sweep(app)["send_due_mails"] == 0
    assert sweep(app)["send_due_mails"] == 0, "not again at once"
    post_office.refusing = False
    with clock.fixed_at(datetime.now(UTC) + timedelta(minutes=2)):
        assert sweep(app)["send_due_mails"] == 1
    assert len(post_office.mails) == 1


def test_a_worker_killed_after_sending_repeats_the_mail_under_the_same_id(
    app: Flask, cast: Cast, make_idea: Make, post_office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    move(app, make_idea(), IdeaStatus.planned)

    def die(*_: object, **__: object) -> None:
        raise SystemExit

    with monkeypatch.context() as killed:
        killed.setattr(mail_module, "_mark", die)
        try:
            sweep(app)
        except SystemExit:
            with app.app_context():
                db.session.rollback()
    assert sweep(app)["send_due_mails"] == 0, "the lease of the dead worker holds"
    with clock.fixed_at(datetime.now(UTC) + LEASE + timedelta(seconds=1)):
        assert sweep(app)["send_due_mails"] == 1
    first, second = post_office.mails
    assert first["Message-ID"] == second["Message-ID"]


def test_a_digest_tells_everything_once_a_day(app: Flask, cast: Cast, make_idea: Make, post_office: PostOffice) -> None:
    choose(app, cast.lin, Channel.daily)
    speak(app, cast.lin, "zh")
    with clock.fixed_at(MORNING - timedelta(hours=2)):
        move(app, make_idea("第一个"), IdeaStatus.planned)
        move(app, make_idea("第二个"), IdeaStatus.declined)
        sweep(app)
        assert not post_office.mails, "nothing comes before the morning"
    with clock.fixed_at(MORNING):
        sweep(app)
        sweep(app)
    assert post_office.subjects_to(address(app, cast.lin)) == ["Uptake 有 2 条新消息"]
    text = post_office.mails[0].get_content()
    assert text.index("第一个") < text.index("第二个")
    with clock.fixed_at(MORNING + timedelta(hours=2)):
        move(app, make_idea("第三个"), IdeaStatus.planned)
        sweep(app)
    assert len(post_office.mails) == 1, "one a day"
    with clock.fixed_at(MORNING + timedelta(days=1)):
        sweep(app)
    assert "第三个" in post_office.mails[1].get_content()


def test_two_workers_make_one_digest(app: Flask, cast: Cast, make_idea: Make, post_office: PostOffice) -> None:
    choose(app, cast.lin, Channel.daily)
    barrier = Barrier(2)
    with clock.fixed_at(MORNING - timedelta(hours=2)):
        move(app, make_idea(), IdeaStatus.planned)

    def work() -> None:
        with clock.fixed_at(MORNING):
            barrier.wait()
            sweep(app)

    at_once(work, 2)
    assert len(post_office.mails) == 1


def test_no_digest_for_who_has_left_or_wants_none_by_now(
    app: Flask, cast: Cast, make_idea: Make, post_office: PostOffice
) -> None:
    for person in (cast.lin, cast.eve):
        choose(app, person, Channel.daily)
    with clock.fixed_at(MORNING - timedelta(hours=2)):
        move(app, make_idea(voters=(cast.eve,)), IdeaStatus.planned)
    choose(app, cast.lin, Channel.none)
    with app.app_context(), transaction():
        db.session.get_one(Person, cast.eve).deactivated_at = clock.now()
    with clock.fixed_at(MORNING):
        assert sweep(app)["send_digests"] == 0
    assert not post_office.mails


def test_a_link_in_the_mail_mutes_one_idea_without_signing_in(
    app: Flask, cast: Cast, make_idea: Make, post_office: PostOffice
) -> None:
    idea = make_idea()
    move(app, idea, IdeaStatus.planned)
    sweep(app)
    link = post_office.mails[0]["List-Unsubscribe"].strip(" <>").partition("8000")[2]
    assert post_office.mails[0]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stranger = app.test_client()
    asked = stranger.get(link)
    assert asked.status_code == 200
    with app.app_context():
        assert not db.session.scalars(sa.select(Follower)).all(), "looking changes nothing"
    assert stranger.post(link).status_code == 200, "mail programs post without a token of ours"
    move(app, idea, IdeaStatus.in_progress)
    sweep(app)
    assert len(post_office.mails) == 1
    assert stranger.get(link[:-1] + ("a" if link[-1] != "a" else "b")).status_code == 404


def test_a_mail_for_a_known_reason_is_never_written_twice(app: Flask, cast: Cast) -> None:
    letter = mail_module.Letter("a@huaxin.example", "主题", "正文", "reason:1")
    for _ in range(2):
        with app.app_context(), transaction():
            post_many([letter, letter])
    with app.app_context():
        assert [mail.state for mail in db.session.scalars(sa.select(OutgoingMail))] == [MailState.queued]
