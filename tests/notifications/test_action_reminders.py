"""Reminders of action items: the owner hears before and after the due date, once a day, until it is closed or dated anew."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from threading import Barrier

import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Person
from app.ambassadors.actions import action_items
from app.foundation import clock
from app.foundation.db import db, transaction
from app.notifications.actions import send_reminders
from app.notifications.models import Announcement, Channel, Receipt
from tests.ambassadors.meetings import meeting_on
from tests.factories import Cast
from tests.kinds import SignIn
from tests.notifications.acts import address, choose, speak, sweep
from tests.notifications.conftest import PostOffice
from tests.notifications.days import MONDAY, SHANGHAI, at, clear, day
from tests.page import post
from tests.together import at_once


def give(app: Flask, cast: Cast, owner: int, due: date, text: str = "问供应商要补丁") -> int:
    """An action item of a meeting that was held; its id."""
    meeting = meeting_on(app, None)
    with app.app_context(), transaction():
        return action_items.give(
            meeting_id=meeting, item_id=None, text=text, owner_id=owner, due_on=due, by_id=cast.pmo
        ).id


def told(app: Flask) -> dict[str, list[tuple[int, int]]]:
    """Who was reminded: name -> (number of the day, how many action items were named)."""
    rows = (
        sa.select(Person.name, Announcement.at, Announcement.data)
        .join(Receipt, Receipt.announcement_id == Announcement.id)
        .join(Person, Person.id == Receipt.person_id)
        .where(Announcement.kind == "action_item_due")
        .order_by(Announcement.id)
    )
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    with app.app_context():
        for name, moment, data in db.session.execute(rows):
            found[name].append(((clock.local_date(moment) - MONDAY).days + 1, len(data["items"])))
    return found


def settle(sign_in: SignIn, person_id: int, number: int, what: str, **values: str) -> None:
    """Close an action item or date it anew, on its page."""
    own = f"/ambassadors/actions/{number}"
    assert post(sign_in(person_id), own, f"{own}/{what}", **values).status_code == 303


def test_three_weeks_of_action_items_give_exactly_these_reminders(
    app: Flask, cast: Cast, sign_in: SignIn, post_office: PostOffice
) -> None:
    due = day(18)  # a Thursday
    with at(MONDAY, 7):
        given = {who: give(app, cast, who, due) for who in (cast.wang, cast.zhao, cast.sun, cast.guo, cast.chen)}
        give(app, cast, cast.lin, due)
        give(app, cast, cast.lin, day(20))
        give(app, cast, cast.he, due)
        give(app, cast, cast.pmo, due)
        choose(app, cast.he, Channel.daily)
        choose(app, cast.pmo, Channel.none, "action_item_due")
        clear(post_office, app)
        with app.app_context(), transaction():
            for who, values in ((cast.sun, {"last_day": day(10)}), (cast.guo, {"leave_from": day(2)})):
                db.session.execute(sa.update(Person).where(Person.id == who).values(**values))
    for number in range(14, 31):
        with at(day(number)):
            if number == 16:
                give(app, cast, cast.eve, due)
            sweep(app)
        with at(day(number), 11):
            if number == 15:
                settle(sign_in, cast.wang, given[cast.wang], "closing", words="补丁装好了")
                settle(sign_in, cast.zhao, given[cast.zhao], "due", due_on=day(22).isoformat(), reason="等备件")
            if number == 17:
                with app.app_context(), transaction():
                    action_items.hand_over_actions(from_id=cast.chen, to_id=cast.zhou, words="交接", by_id=None)
            sweep(app)
    usual = [(15, 1), (18, 1), (25, 1)]
    assert told(app) == {
        # The second is due on a Saturday: three days before is Wednesday; a week later, a Saturday, is taken on Monday.
        "林静": [(15, 1), (17, 2), (18, 2), (20, 2), (25, 2), (29, 2)],
        "何琳": usual,
        "彭默": usual,
        "王磊": [(15, 1)],  # closed on that day
        "赵敏": [(15, 1), (19, 1), (22, 1), (29, 1)],  # put off on that day until the 22nd
        "陈刚": [(15, 1)],  # handed over two days later
        "周凯": [(18, 1), (25, 1)],  # to whom it was handed over
        "伊文": [(18, 1), (25, 1)],  # given after the first step had begun
    }, "and who has left or is on leave hears nothing"
    mailed = [mail for mail in post_office.mails if "到期" in mail.get_content() and "你有一个" not in mail["Subject"]]
    count = {who: sum(mail["To"] == address(app, who) for mail in mailed) for who in (cast.lin, cast.he, cast.pmo)}
    assert count == {cast.lin: 6, cast.he: 3, cast.pmo: 0}, "at once, in the digest of the day, and only in the portal"


def test_a_reminder_that_waited_says_only_what_is_open_and_due_then(
    app: Flask, cast: Cast, sign_in: SignIn, post_office: PostOffice
) -> None:
    people = (cast.lin, cast.eve, cast.wang)
    with at(MONDAY, 7):
        for who in people:
            speak(app, who, "en")
        lins, eves, wangs = (give(app, cast, who, day(4)) for who in people)
        give(app, cast, cast.wang, day(4), "约供应商")
        clear(post_office, app)
    with at(day(4)), app.app_context():
        assert send_reminders() == 3
    with at(day(4), 10):
        settle(sign_in, cast.lin, lins, "closing", words="补丁装好了")
        settle(sign_in, cast.eve, eves, "due", due_on=day(9).isoformat(), reason="等备件")
        settle(sign_in, cast.wang, wangs, "closing", words="补丁装好了")
        sweep(app)
    (mail,) = post_office.mails
    assert (mail["To"], mail["Subject"]) == (address(app, cast.wang), "1 action item of yours is due soon")
    assert "“约供应商” is due on Jun 4, 2026" in mail.get_content()
    assert "问供应商要补丁" not in mail.get_content()
    assert "/notices/" in str(mail["List-Unsubscribe"]), "the giving cannot be turned off, the reminding can"


def test_four_workers_at_once_remind_each_owner_once(app: Flask, cast: Cast, post_office: PostOffice) -> None:
    people = [cast.lin, cast.zhou, cast.wang, cast.eve]
    with at(MONDAY, 7):
        for who in people:
            give(app, cast, who, day(4))
        clear(post_office, app)
    barrier, moment = Barrier(4), datetime(2026, 6, 4, 9, tzinfo=SHANGHAI)

    def work() -> None:
        barrier.wait()
        with clock.fixed_at(moment):
            sweep(app)

    at_once(work, 4)
    with at(day(4), 10):
        sweep(app)
    assert sorted(mail["To"] for mail in post_office.mails) == sorted(address(app, who) for who in people)
    assert {name: len(days) for name, days in told(app).items()} == dict.fromkeys(("林静", "周凯", "王磊", "伊文"), 1)
