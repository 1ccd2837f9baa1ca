"""How people choose to hear: by group and kind, at quiet hours, and by a link that needs no signing in."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.feedback.actions import post_comment
from app.feedback.models import Follower, IdeaStatus
from app.foundation import clock
from app.foundation.calendar import QuietHours, WorkingCalendar
from app.foundation.db import db, transaction
from app.foundation.mail import OutgoingMail
from app.notifications.links import mute_link
from app.notifications.models import Announcement, Channel, MailChoice, Receipt
from tests.factories import Cast
from tests.kinds import Make, SignIn, Visit
from tests.notifications.acts import address, choose, move, sweep, who
from tests.notifications.conftest import PostOffice
from tests.page import Page, post

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 6, 1, 8, 30, tzinfo=SHANGHAI)
HERE = "/notices/preferences"


def choices(app: Flask, person_id: int) -> dict[str, str]:
    """What somebody chose, by scope."""
    with app.app_context():
        rows = db.session.scalars(sa.select(MailChoice).where(MailChoice.person_id == person_id))
        return {row.scope: row.channel.value for row in rows}


def channels(app: Flask, person_id: int) -> dict[str, str]:
    """The channel of somebody's last receipt of each kind."""
    with app.app_context():
        rows = sa.select(Announcement.kind, Receipt.channel).join(Receipt.announcement).order_by(Receipt.id)
        return {kind: ch.value for kind, ch in db.session.execute(rows.where(Receipt.person_id == person_id))}


def comment(app: Flask, idea: int, by: int) -> None:
    """Say something about an idea."""
    with app.app_context(), transaction():
        post_comment(idea_id=idea, author=who(by), text="同意", token="t")


def test_a_group_and_a_kind_are_chosen_on_one_page(
    app: Flask, cast: Cast, make_idea: Make, sign_in: SignIn, visit: Visit
) -> None:
    saved = post(sign_in(cast.lin), HERE, HERE, channel="daily", of_comments="none", of_idea_moved="immediate")
    assert saved.status_code == 303
    assert choices(app, cast.lin) == {"all": "daily", "comments": "none", "idea_moved": "immediate"}
    page = visit(HERE, as_=cast.lin)
    assert page.has("select[name=of_comments] option[value=none][selected]")
    assert not page.has("select[name=of_nominated] option[value=none]"), "something is asked of one there"
    idea = make_idea()
    comment(app, idea, cast.eve)
    move(app, idea, IdeaStatus.planned)
    assert channels(app, cast.lin) == {"comment_posted": "none", "idea_moved": "immediate"}
    assert post(sign_in(cast.lin), HERE, HERE, of_nominated="none").status_code == 422
    assert post(sign_in(cast.lin), HERE, HERE, quiet_from="22:00").status_code == 422
    assert post(sign_in(cast.lin), HERE, HERE, quiet_from="22:00", quiet_until="22:00").status_code == 422
    assert choices(app, cast.lin)["comments"] == "none", "what was wrong changed nothing"


def test_weekly_news_come_once_the_week_is_over_group_by_group(
    app: Flask, cast: Cast, make_idea: Make, post_office: PostOffice
) -> None:
    choose(app, cast.lin, Channel.weekly)
    with clock.fixed_at(MONDAY):
        idea = make_idea("手机日报")
        comment(app, idea, cast.eve)
        move(app, idea, IdeaStatus.planned)
    for days in (1, 4, 6):
        with clock.fixed_at(MONDAY + timedelta(days=days)):
            sweep(app)
    assert post_office.subjects_to(address(app, cast.lin)) == []
    with clock.fixed_at(MONDAY + timedelta(days=8)):  # nobody's worker ran on the Monday
        sweep(app)
        sweep(app)
    (mail,) = [mail for mail in post_office.mails if mail["To"] == address(app, cast.lin)]
    text = mail.get_content()
    assert text.index("建议的进展") < text.index("状态更新为") < text.index("讨论") < text.index("评论了")


def test_what_waits_follows_a_new_choice(app: Flask, cast: Cast, make_idea: Make, post_office: PostOffice) -> None:
    choose(app, cast.lin, Channel.weekly)
    move(app, make_idea(), IdeaStatus.planned)
    choose(app, cast.lin, Channel.daily)
    assert channels(app, cast.lin) == {"idea_moved": "daily"}
    choose(app, cast.lin, Channel.none)
    assert channels(app, cast.lin) == {"idea_moved": "none"}
    choose(app, cast.lin, Channel.immediate)
    move(app, make_idea("第二条"), IdeaStatus.planned)
    choose(app, cast.lin, Channel.none)
    sweep(app)
    assert post_office.mails == [], "a mail that had not left is taken back"


def test_a_link_stops_one_group_and_is_taken_back_exactly(app: Flask, cast: Cast, make_idea: Make) -> None:
    with app.app_context():
        group = mute_link(cast.lin, None, "comments").partition("8000")[2]
        everything = mute_link(cast.lin, None).partition("8000")[2]
    choose(app, cast.lin, Channel.daily)
    with app.app_context(), transaction():
        db.session.add(MailChoice(person_id=cast.lin, scope="comment_posted", channel=Channel.weekly))
    before = choices(app, cast.lin)
    stranger = app.test_client()
    for link, stopped in ((group, {"all": "daily", "comments": "none"}), (everything, {"all": "none"})):
        assert stranger.get(link).status_code == 200
        assert choices(app, cast.lin) == before, "looking changes nothing"
        stranger.post(link, data={"List-Unsubscribe": "One-Click"})
        undone = Page(stranger.post(link), link)
        assert choices(app, cast.lin) == stopped
        again = stranger.post(f"{link}/end", data=undone.fields(f"{link}/end"))
        assert again.status_code == 200
        kept = {"all": "daily"} if link == group else {}
        assert choices(app, cast.lin) == kept, "stopped twice, so that it was stopped already before"
        with app.app_context(), transaction():
            db.session.execute(sa.delete(MailChoice))
            db.session.add_all(MailChoice(person_id=cast.lin, scope=s, channel=Channel(c)) for s, c in before.items())
        undone = Page(stranger.post(link), link)
        stranger.post(f"{link}/end", data=undone.fields(f"{link}/end"))
        assert choices(app, cast.lin) == before
    page = Page(stranger.post(everything), everything)
    forged = {**page.fields(f"{everything}/end"), "undo": "forged"}
    assert stranger.post(f"{everything}/end", data=forged).status_code == 409


def test_a_muted_idea_is_taken_back_exactly_and_its_waiting_mail_never_leaves(
    app: Flask, cast: Cast, make_idea: Make, post_office: PostOffice
) -> None:
    idea = make_idea(voters=(cast.eve,))
    move(app, idea, IdeaStatus.planned)
    with app.app_context():
        link = mute_link(cast.eve, idea).partition("8000")[2]
    stranger = app.test_client()
    page = Page(stranger.post(link), link)
    sweep(app)
    assert [mail["To"] for mail in post_office.mails] == [address(app, cast.lin)]
    stranger.post(f"{link}/end", data=page.fields(f"{link}/end"))
    with app.app_context():
        assert db.session.scalars(sa.select(Follower)).all() == [], "Eve never followed it"


def test_mails_wait_for_the_next_loud_minute_and_security_does_not(
    app: Flask, cast: Cast, make_idea: Make, sign_in: SignIn, visit: Visit
) -> None:
    company = "/notifications/quiet-hours"
    quiet = {"quiet_from": "20:00", "quiet_until": "07:30", "quiet_days_off": "y"}
    assert post(sign_in(cast.pmo), company, company, **quiet).status_code == 303
    assert "20:00" in visit("/notifications/kinds", as_=cast.pmo).text("main")
    own = {"quiet_from": "07:00", "quiet_until": "09:15"}
    assert post(sign_in(cast.eve), HERE, HERE, **own).status_code == 303
    friday = MONDAY + timedelta(days=4, hours=13)  # half past nine in the evening
    with clock.fixed_at(friday):
        move(app, make_idea(voters=(cast.eve,)), IdeaStatus.planned)
        reset = app.test_client()
        data = Page(reset.get("/password-resets"), "").fields("/password-resets")
        reset.post("/password-resets", data={**data, "login": address(app, cast.lin)})
    with app.app_context():
        rows = db.session.execute(sa.select(OutgoingMail.recipient, OutgoingMail.dedupe_key, OutgoingMail.due_at))
        due = {(who, key.partition(":")[0]): at.astimezone(SHANGHAI) for who, key, at in rows}
    monday = (MONDAY + timedelta(days=7)).date()
    assert due[address(app, cast.lin), "announcement"] == datetime.combine(monday, time(7, 30), SHANGHAI)
    assert due[address(app, cast.eve), "announcement"] == datetime.combine(monday, time(9, 15), SHANGHAI)
    assert due[address(app, cast.lin), "password-reset"] == friday


HOURS = st.times().map(lambda t: t.replace(second=0, microsecond=0, tzinfo=None))
QUIETS = st.builds(QuietHours, HOURS, HOURS, days_off=st.booleans()).filter(lambda q: q.begins != q.ends)


@given(
    st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1)).map(lambda d: d.replace(tzinfo=UTC)),  # noqa: DTZ001
    QUIETS,
    QUIETS,
    st.sampled_from(["Asia/Shanghai", "Europe/Berlin"]),
)
def test_the_next_loud_minute_is_loud_and_the_first(
    moment: datetime, one: QuietHours, other: QuietHours, zone: str
) -> None:
    calendar = WorkingCalendar(zone=ZoneInfo(zone))
    found = calendar.loud_from(moment, one, other)
    assert found >= moment

    def loud(at: datetime, *quiets: QuietHours) -> bool:
        here = at.astimezone(calendar.zone)
        return not any(q.holds(here.time()) or (q.days_off and not calendar.is_working(here.date())) for q in quiets)

    assert loud(found, one), "at least the company's hours always hold"
    if loud(found, one, other) and found - moment < timedelta(days=4):
        steps = int((found - moment) / timedelta(minutes=15))
        assert not any(loud(moment + timedelta(minutes=15 * n), one, other) for n in range(steps)), "none earlier"
