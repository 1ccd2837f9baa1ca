"""Reminders: who hears what on which day, once, in working hours, and only while it is true (T37)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.actions.leaves import change_leave
from app.accounts.models import Person, Tier
from app.foundation import clock
from app.foundation.calendar import CalendarDay, DayKind
from app.foundation.db import db, insert_new, transaction
from app.foundation.mail import OutgoingMail
from app.notifications.actions import send_reminders
from app.notifications.links import mute_optional_link
from app.notifications.models import Announcement, Channel, Receipt, Reminder
from app.training.actions import assigning, deadlines
from app.training.models import Assignment, AssignmentSource, TrainingPath
from tests.factories import Cast, make_person
from tests.kinds import SignIn
from tests.notifications.acts import address, choose, speak, sweep
from tests.notifications.conftest import PostOffice
from tests.notifications.days import MONDAY, SHANGHAI, at, clear, day
from tests.page import Page, post
from tests.together import at_once


@pytest.fixture
def path(app: Flask, cast: Cast) -> int:
    """A path that is offered."""
    return make_path(app, "EU", "终端用户")


def make_path(app: Flask, code: str, title: str) -> int:
    """A path without content; its id."""
    with app.app_context(), transaction():
        made = TrainingPath(
            code=code, tier=Tier.end_user, title_zh=title, title_en=f"Path {code}", version="1", pass_mark=80
        )
        db.session.add(made)
        db.session.flush()
        return made.id


def give(app: Flask, person_id: int, path_id: int, due: date, *, mandatory: bool = True) -> int:
    """Assign a path; the assignment's id."""
    with app.app_context(), transaction():
        made = assigning.assign(
            person_id=person_id,
            path_id=path_id,
            source=AssignmentSource.manual,
            due_on=due,
            mandatory=mandatory,
        )
        assert made is not None
        return made.id


def reminders(app: Flask) -> dict[str, list[tuple[date, str]]]:
    """Who was told what on which day: name -> (day, kind)."""
    rows = (
        sa.select(Person.name, Announcement.at, Announcement.kind)
        .join(Receipt, Receipt.announcement_id == Announcement.id)
        .join(Person, Person.id == Receipt.person_id)
        .where(Announcement.kind.in_(("training_due", "team_overdue", "company_overdue")))
        .order_by(Announcement.at, Announcement.id)
    )
    told: dict[str, list[tuple[date, str]]] = defaultdict(list)
    with app.app_context():
        for name, moment, kind in db.session.execute(rows):
            told[name].append((clock.local_date(moment), kind))
    return told


def mails(post_office: PostOffice, to: str) -> list[str]:
    """Bodies of the reminders to somebody."""
    found = [mail for mail in post_office.mails if mail["To"] == to]
    return [
        mail.get_content() for mail in found if "is due on" in mail.get_content() or "was due" in mail.get_content()
    ]


def test_sixty_days_of_a_small_company_give_exactly_these_reminders(
    app: Flask, cast: Cast, path: int, post_office: PostOffice
) -> None:
    due = day(19)  # a Friday
    with at(MONDAY, 7):
        give(app, cast.lin, path, due)
        give(app, cast.zhou, path, day(21), mandatory=False)  # a Sunday, by choice
        give(app, cast.eve, path, due)  # nobody manages Eve
    for number in range(1, 61):
        for hour in (7, 8, 9, 21):
            with at(day(number), hour):
                if number == 22 and hour == 7:
                    with app.app_context(), transaction():  # Zhou finishes on the morning after
                        db.session.execute(
                            sa.update(Assignment).where(Assignment.person_id == cast.zhou).values(closed_at=clock.now())
                        )
                sweep(app)
    told = reminders(app)
    own = [day(5), day(16), day(19), day(22), day(26), day(50)]
    # 14 days before is day 5; 3 days before day 16; the day itself; the day after is a Saturday, so Monday the 22nd;
    # a week later; and thirty days later, day 49, is a Sunday, so Monday the 50th.
    assert told["林静"] == [(one, "training_due") for one in own]
    assert told["伊文"] == told["林静"]
    assert told["周凯"] == [(day(8), "training_due"), (day(18), "training_due"), (day(21), "training_due")]
    assert told["陈刚"] == [(day(26), "team_overdue")]
    assert told["何琳"] == [(day(50), "company_overdue")]
    assert set(told) == {"林静", "伊文", "周凯", "陈刚", "何琳"}
    speakers = address(app, cast.lin)
    assert sum(mail["To"] == speakers for mail in post_office.mails) == 1 + len(own), "and the one of the assignment"
    boss = [mail.get_content() for mail in post_office.mails if mail["To"] == address(app, cast.chen)]
    assert len(boss) == 1
    assert "林静" in boss[0]
    assert "周凯" not in boss[0]
    assert "伊文" not in boss[0]


def test_all_paths_stand_in_one_mail_and_one_notice(app: Flask, cast: Cast, path: int, post_office: PostOffice) -> None:
    speak(app, cast.lin, "en")
    with at(MONDAY, 7):
        give(app, cast.lin, path, day(8))
        give(app, cast.lin, make_path(app, "AD", "管理员"), day(11))
        give(app, cast.lin, make_path(app, "FAR", "以后"), day(40))
        clear(post_office, app)
    with at(day(5)):
        for _ in range(3):
            sweep(app)
    (mail,) = post_office.mails
    assert mail["Subject"] == "2 trainings of yours are due soon"
    assert "“Path EU” is due on Jun 8, 2026" in mail.get_content()
    assert "“Path AD” is due on Jun 11, 2026" in mail.get_content()
    assert "FAR" not in mail.get_content()
    assert reminders(app)["林静"] == [(day(5), "training_due")]


@pytest.mark.parametrize("hour", [0, 7, 20, 23])
def test_nothing_leaves_in_quiet_hours(app: Flask, cast: Cast, path: int, post_office: PostOffice, hour: int) -> None:
    with at(MONDAY, 7):
        give(app, cast.lin, path, day(4))
        clear(post_office, app)
    with at(day(4), hour):
        sweep(app)
        assert post_office.mails == []


def test_days_off_are_quiet_but_for_what_is_due_on_the_day(
    app: Flask, cast: Cast, path: int, post_office: PostOffice
) -> None:
    with app.app_context(), transaction():
        db.session.add_all(CalendarDay(day=day(n), kind=DayKind.holiday) for n in (18, 19))
        db.session.add(CalendarDay(day=day(20), kind=DayKind.makeup))
    with at(MONDAY, 7):
        give(app, cast.lin, path, day(18))  # a holiday
        give(app, cast.eve, path, day(17))
        clear(post_office, app)
    for number in range(15, 23):
        with at(day(number)):
            sweep(app)
    told = reminders(app)
    assert [when for when, _ in told["林静"]] == [day(15), day(18), day(20)], "the makeup Saturday is worked"
    assert [when for when, _ in told["伊文"]] == [day(15), day(17), day(20)]


def test_a_worker_that_was_down_catches_up_once(app: Flask, cast: Cast, path: int, post_office: PostOffice) -> None:
    with at(MONDAY, 7):
        give(app, cast.lin, path, day(18))
        clear(post_office, app)
    with at(day(24)):  # the steps of days 4, 15, 18 and 19 were missed
        sweep(app)
        sweep(app)
    assert [when for when, _ in reminders(app)["林静"]] == [day(24)]
    assert len(post_office.mails) == 1


def test_t37_who_finished_was_spared_left_or_is_away_is_not_mailed(
    app: Flask, cast: Cast, path: int, post_office: PostOffice
) -> None:
    with at(MONDAY, 7):
        people = (cast.lin, cast.zhou, cast.wang, cast.zhao, cast.sun, cast.guo, cast.eve, cast.pmo)
        given = {who: give(app, who, path, day(18)) for who in people}
        clear(post_office, app)
        choose(app, cast.pmo, Channel.none)
        with app.app_context(), transaction():
            assigning.waive(assignment_id=given[cast.lin], reason="r", by_id=cast.he)
            assigning.withdraw(assignment_id=given[cast.zhou], reason="r", by_id=cast.he)
            deadlines.extend(assignment_ids=[given[cast.wang]], to_on=day(60), reason="r", by_id=cast.he)
            for who, values in ((cast.zhao, {"last_day": day(10)}), (cast.sun, {"deactivated_at": clock.now()})):
                db.session.execute(sa.update(Person).where(Person.id == who).values(**values))
            guo = db.session.get_one(Person, cast.guo)
            guo.leave_from, guo.leave_to = day(2), None
            db.session.flush()
            change_leave(person_id=cast.guo, before=(None, None), after=(day(2), None))
        clear(post_office, app)
    for number in (15, 18):
        with at(day(number)):
            sweep(app)
    assert set(reminders(app)) == {"伊文", "彭默"}, "who wants no mails has the notice"
    assert {mail["To"] for mail in post_office.mails} == {address(app, cast.eve)}


def test_t37_a_reminder_that_waited_is_read_again_before_it_leaves(
    app: Flask, cast: Cast, path: int, post_office: PostOffice
) -> None:
    for who in (cast.lin, cast.eve):
        speak(app, who, "en")
    with at(MONDAY, 7):
        lins = give(app, cast.lin, path, day(4))
        give(app, cast.eve, path, day(4))
        eves = give(app, cast.eve, make_path(app, "AD", "管理员"), day(4))
        clear(post_office, app)
    with at(day(4)), app.app_context():
        assert send_reminders() == 2
        with transaction():
            for number in (lins, eves):
                db.session.get_one(Assignment, number).closed_at = clock.now()
    with at(day(4), 11):
        sweep(app)
    (mail,) = post_office.mails
    assert mail["To"] == address(app, cast.eve)
    assert "Path EU" in mail.get_content()
    assert "Path AD" not in mail.get_content()
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Reminder)) == 2


def test_eight_workers_at_once_send_one_mail_each(app: Flask, cast: Cast, path: int, post_office: PostOffice) -> None:
    """T37: nobody is mailed twice."""
    people = [cast.lin, cast.zhou, cast.wang, cast.zhao, cast.sun, cast.guo, cast.eve]
    with at(MONDAY, 7):
        for who in people:
            give(app, who, path, day(4))
        clear(post_office, app)
    barrier, moment = Barrier(8), datetime(2026, 6, 4, 9, tzinfo=SHANGHAI)

    def work() -> None:
        barrier.wait()
        with clock.fixed_at(moment):
            sweep(app)

    at_once(work, 8)
    with at(day(4), 10):
        sweep(app)
    assert sorted(mail["To"] for mail in post_office.mails) == sorted(address(app, who) for who in people)
    assert len(reminders(app)["林静"]) == 1


def test_a_daily_reader_finds_the_reminder_in_the_digest(
    app: Flask, cast: Cast, path: int, post_office: PostOffice
) -> None:
    with at(MONDAY, 7):
        give(app, cast.lin, path, day(4))
        clear(post_office, app)
        choose(app, cast.lin, Channel.daily)
    with at(day(4), 8):
        sweep(app)
    (mail,) = post_office.mails
    assert "终端用户" in mail.get_content()
    with at(day(4), 15):
        sweep(app)
    assert len(post_office.mails) == 1


def test_one_tap_stops_reminders_of_optional_paths_only(
    app: Flask, cast: Cast, path: int, post_office: PostOffice, sign_in: SignIn
) -> None:
    with at(MONDAY, 7):
        give(app, cast.lin, path, day(4), mandatory=False)
        clear(post_office, app)
    with at(day(4)):
        sweep(app)
        (mail,) = post_office.mails
        link = str(mail["List-Unsubscribe"]).strip("<> \n").partition("8000")[2]
        with app.app_context():
            assert mute_optional_link(cast.lin).endswith(link)
        assert sign_in(None).post(link).status_code == 200
        page = Page(sign_in(cast.lin).get("/notices/preferences"), "preferences")
        assert not page.has("#optional_reminders[checked]")
        post_office.mails.clear()
        give(app, cast.lin, make_path(app, "AD", "管理员"), day(8))
        clear(post_office, app)
    with at(day(5)):
        sweep(app)
    (mail,) = post_office.mails
    assert "管理员" in mail.get_content()
    assert "“终端用户”" not in mail.get_content()


def test_a_manager_reminds_all_overdue_once_a_day(
    app: Flask, cast: Cast, path: int, post_office: PostOffice, sign_in: SignIn
) -> None:
    with at(MONDAY, 7):
        for who in (cast.lin, cast.zhou, cast.eve):
            give(app, who, path, day(4))
        clear(post_office, app)
    with at(day(10), 15):  # nothing is due to be sent on this day but by hand
        with app.app_context(), transaction():
            insert_new(
                Reminder,
                [
                    {"person_id": p, "kind": "own", "day": day(5), "at": clock.now()}
                    for p in (cast.lin, cast.zhou, cast.eve)
                ],
            )
        chen = sign_in(cast.chen)
        chen.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
        home = Page(chen.get("/"), "/")
        (way,) = [link for link in home.links("main a") if "team" in link]
        for said in ("Reminded: 周凯, 林静.", "Reminded before today, so not again: 周凯, 林静."):
            assert post(chen, way, "/notices/reminders").status_code == 303
            shown = Page(chen.get("/training/team"), "team").text("main")
            assert all(name in shown for name in said.replace(",", "").rstrip(".").split()[-2:]), shown[:300]
            assert said.split(":")[0] in shown
        sweep(app)
    assert sorted(mail["To"] for mail in post_office.mails) == sorted(address(app, p) for p in (cast.lin, cast.zhou))
    assert "伊文" not in reminders(app)


def test_a_reminder_asked_for_in_the_evening_leaves_in_the_morning(
    app: Flask, cast: Cast, path: int, post_office: PostOffice, sign_in: SignIn
) -> None:
    with at(MONDAY, 7):
        give(app, cast.lin, path, day(3))
        clear(post_office, app)
    with at(day(5), 21):  # a Friday
        chen = sign_in(cast.chen)
        assert post(chen, "/training/team", "/notices/reminders").status_code == 303
        clear_count = len(post_office.mails)
        with app.app_context():
            (waiting,) = db.session.scalars(
                sa.select(OutgoingMail).where(OutgoingMail.dedupe_key.startswith("reminder:own"))
            )
            assert clock.local(waiting.due_at) == datetime(2026, 6, 8, 8, tzinfo=SHANGHAI)
    assert clear_count == 0
    for number, hour in ((5, 22), (6, 10), (8, 7), (8, 8), (8, 9)):
        with at(day(number), hour):
            sweep(app)
    assert [mail["To"] for mail in post_office.mails] == [address(app, cast.lin)]


def test_ten_thousand_people_are_looked_through_in_few_statements(app: Flask, cast: Cast, path: int) -> None:
    with at(MONDAY, 7), app.app_context(), transaction():
        people = [make_person(f"3{n:05d}", f"员工{n}", cast.department, tiers=()).id for n in range(300)]
        rows = [
            {
                "person_id": one,
                "path_id": path,
                "source": AssignmentSource.rule,
                "mandatory": True,
                "assigned_at": clock.now(),
                "due_on": day(40),
                "original_due_on": day(40),
            }
            for one in people
        ]
        insert_new(Assignment, rows)
    statements: list[str] = []

    def count(*given: object) -> None:
        statements.append(str(given[2]))

    with app.app_context():
        sa.event.listen(db.engine, "before_cursor_execute", count)
        try:
            with at(day(3)):
                assert send_reminders() == 0
            assert len([s for s in statements if s.startswith(("SELECT", "WITH"))]) <= 6, statements
            statements.clear()
            with at(day(26)):
                assert send_reminders() == 300
            assert len(statements) < 40, len(statements)
        finally:
            sa.event.remove(db.engine, "before_cursor_execute", count)
