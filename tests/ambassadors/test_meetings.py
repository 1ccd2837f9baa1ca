"""A meeting from its series to its published minutes, as those who take part live it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.ambassadors.actions import action_items
from app.ambassadors.actions.series import call_meetings
from app.ambassadors.events import MinutesPublished
from app.ambassadors.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    AttendanceState,
    ItemOutcome,
    Meeting,
    MeetingKind,
    MeetingSeries,
    MeetingState,
    Rhythm,
)
from app.ambassadors.queries.rhythm import days_of, next_day
from app.feedback.models import Idea, IdeaStatus
from app.feedback.queries.chain import Step, steps_of
from app.foundation import clock
from app.foundation.db import db, transaction
from app.foundation.mail import OutgoingMail
from app.metrics.formulas.rows import AsOf
from app.metrics.queries.offices import invitations
from tests.ambassadors.meetings import (
    add_topic,
    begin,
    fill,
    meeting_on,
    open_idea,
    publish,
    series_data,
    set_up,
    write_beside,
)
from tests.factories import Cast
from tests.kinds import SignIn, Visit
from tests.notifications.acts import told
from tests.page import Page, post


def series_of(**changes: object) -> MeetingSeries:
    data = series_data(**changes)
    names = ("rhythm", "every", "weekday", "nth", "first_on", "starts", "ends")
    return MeetingSeries(**{name: getattr(data, name) for name in names})


@pytest.mark.parametrize(
    ("changes", "days"),
    [
        ({}, ["2026-02-10", "2026-03-10", "2026-04-14"]),
        ({"nth": 5, "weekday": 0}, ["2026-02-23", "2026-03-30", "2026-04-27"]),
        ({"every": 3, "nth": 1, "weekday": 4}, ["2026-04-03"]),
        (
            {"rhythm": Rhythm.weekly, "every": 2, "weekday": 2, "first_on": date(2026, 3, 20)},
            ["2026-03-25", "2026-04-08", "2026-04-22"],
        ),
    ],
)
def test_a_rhythm_gives_its_days(changes: dict[str, object], days: list[str]) -> None:
    series = series_of(**changes)
    found = days_of(series, date(2026, 2, 1), date(2026, 4, 30))
    assert [day.isoformat() for day in found] == days
    assert next_day(series, date(2026, 2, 1)) == found[0]


def test_a_series_calls_its_next_meeting_once_and_follows_its_circle(app: Flask, cast: Cast) -> None:
    series = set_up(app, cast, chair_id=cast.pmo)
    with app.app_context():
        meeting = db.session.scalars(sa.select(Meeting).where(Meeting.series_id == series)).first()
        assert meeting is not None
        assert (meeting.held_on.weekday(), clock.local(meeting.starts_at or clock.now()).hour) == (1, 14)
        number = meeting.id
        assert invited(number) == {cast.wang, cast.pmo}
        assert call_meetings() == 0, "twice does nothing twice"
        with transaction():
            db.session.get_one(Person, cast.wang).deactivated_at = clock.now()
        assert call_meetings() == 1
        assert invited(number) == {cast.pmo}


def invited(number: int) -> set[int]:
    return set(db.session.scalars(sa.select(Attendance.person_id).where(Attendance.meeting_id == number)))


def test_the_pmo_sets_a_series_up_on_its_page(cast: Cast, sign_in: SignIn, visit: Visit) -> None:
    page = "/ambassadors/series/new"
    values = {
        "name": "健康例会",
        "kind": "health",
        "starts": "10:00",
        "ends": "09:00",
        "chair": "000106",
        "listed": "000101\n999",
    }
    wrong = Page(post(sign_in(cast.pmo), page, "/ambassadors/series", **values), page)
    assert wrong.response.status_code == 422
    assert len(wrong.list(".error")) == 2  # the end, and a number that nobody has
    assert wrong.root.cssselect("[name=name]")[0].get("value") == "健康例会"
    right = post(sign_in(cast.pmo), page, "/ambassadors/series", **{**values, "ends": "11:00", "listed": "000101"})
    shown = visit(right.headers["Location"], as_=cast.pmo)
    assert {"郭强", "林静"} <= set(
        shown.text("dl.facts").replace("Chair", "Chair ").replace("invited", "invited ").split()
    )
    assert shown.has("#series-meetings li")
    visit(page, as_=cast.wang, status=403)


def test_the_agenda_fills_itself_and_the_ideas_on_it_are_discussed(
    app: Flask, cast: Cast, sign_in: SignIn, visit: Visit
) -> None:
    idea = open_idea(app, cast)
    number = meeting_on(app, set_up(app, cast))
    here = f"/ambassadors/meetings/{number}"
    assert post(sign_in(cast.wang), here, f"{here}/agenda").status_code == 303
    page = visit(here, as_=cast.wang)
    assert page.list(".agenda-title") == ["日报能复制昨天的内容"]
    with app.app_context():
        assert db.session.get_one(Idea, idea).status is IdeaStatus.discussing
    assert fill(app, cast, number) == 0, "a second press puts nothing on twice"
    told = visit(f"/feedback/ideas/{idea}", as_=cast.eve)
    assert told.response.status_code == 200
    for title in ("场地", "照片"):
        assert post(sign_in(cast.wang), here, f"{here}/items", topic=title).status_code == 303
    order(app, sign_in, cast, here, number)


def order(app: Flask, sign_in: SignIn, cast: Cast, here: str, number: int) -> None:
    """Items change places by their numbers, and a step at a time."""
    client = sign_in(cast.wang)

    def titles() -> list[str]:
        return Page(client.get(here), here).list(".agenda-title")

    with app.app_context():
        ids = list(db.session.scalars(sa.select(AgendaItem.id).order_by(AgendaItem.position)))
    post(client, here, f"{here}/order", **{f"place-{ids[2]}": "1"})
    assert titles() == ["照片", "日报能复制昨天的内容", "场地"]
    post(client, here, f"{here}/order", **{f"place-{ids[2]}": "3"})
    assert titles() == ["日报能复制昨天的内容", "场地", "照片"]
    post(client, here, f"{here}/order", step=f"up:{ids[1]}")
    assert titles() == ["场地", "日报能复制昨天的内容", "照片"]
    post(client, here, f"{here}/items/{ids[1]}/delete")
    assert titles() == ["日报能复制昨天的内容", "照片"]


def test_minutes_are_written_published_and_locked(app: Flask, cast: Cast, sign_in: SignIn, visit: Visit) -> None:
    ideas = [open_idea(app, cast, title) for title in ("日报", "看板", "照片")]
    series = set_up(app, cast, chair_id=cast.zhao)
    number = meeting_on(app, series)
    fill(app, cast, number)
    here, zhao = f"/ambassadors/meetings/{number}", sign_in(cast.zhao)
    assert post(zhao, here, f"{here}/opening").status_code == 303
    with app.app_context():
        items = dict(db.session.execute(sa.select(AgendaItem.idea_id, AgendaItem.id)).all())
    first = f"{here}/items/{items[ideas[0]]}"
    prefix = f"item-{items[ideas[0]]}-"
    bare = post(zhao, here, first, **{f"{prefix}outcome": "recommended", f"{prefix}minutes": "大家都要"})
    assert bare.status_code == 422, "who waits is owed words"
    assert "大家都要" in Page(bare, first).text(f"#item-{items[ideas[0]]}")
    told = {f"{prefix}outcome": "recommended", f"{prefix}minutes": "大家都要", f"{prefix}decision": "建议采纳"}
    fields = Page(zhao.get(here), here).fields(first)
    assert zhao.post(first, data={**fields, **told}).status_code == 303
    stale = zhao.post(first, data={**fields, **told, f"{prefix}minutes": "晚了一步"})
    assert stale.status_code == 409
    assert "晚了一步" in stale.get_data(as_text=True), "what was typed is still there"
    write_beside(app, number, items[ideas[1]], ItemOutcome.parked, "等补丁")
    attend(zhao, here, cast)
    told_of: list[int] = []
    listen(app, told_of)
    assert post(zhao, here, f"{here}/publication").status_code == 303
    assert zhao.post(f"{here}/publication", data={"csrf_token": fields["csrf_token"]}).status_code == 409
    assert told_of == [number]
    with app.app_context():
        states = [db.session.get_one(Idea, each).status for each in ideas]
        assert states == [IdeaStatus.discussing, IdeaStatus.parked, IdeaStatus.discussing]
        outcomes = set(db.session.scalars(sa.select(AgendaItem.outcome).where(AgendaItem.meeting_id == number)))
        assert outcomes == {ItemOutcome.recommended, ItemOutcome.parked, ItemOutcome.carried}
    refuse_changes(app, number)
    assert post(sign_in(cast.wang), here, f"{here}/corrections", correction="是三个部门，不是两个。").status_code == 303
    page = visit(here, as_=cast.sun)  # the board reads published minutes of every circle
    assert "是三个部门" in page.text("#corrections")
    visit(here, as_=cast.lin, status=404)
    chain = steps(app, ideas[0], cast.lin)
    assert "建议采纳" in chain[-1].detail
    assert chain[-1].href is None
    assert steps(app, ideas[0], cast.wang)[-1].href == f"{here}#item-{items[ideas[0]]}"


def attend(client: FlaskClient, here: str, cast: Cast) -> None:
    values = {f"came-{cast.wang}": "attended", f"came-{cast.zhao}": "excused", f"why-{cast.zhao}": "出差"}
    assert post(client, here, f"{here}/attendance", **values).status_code == 303


def listen(app: Flask, heard: list[int]) -> None:
    known = app.extensions["uptake.subscriptions"]
    app.extensions["uptake.subscriptions"] = {
        **known,
        MinutesPublished: [lambda event: heard.append(event.meeting_id)],
    }


@pytest.fixture(autouse=True)
def _same_listeners(database: Flask) -> Iterator[None]:
    """Whoever listens for a test stops with it."""
    before = database.extensions["uptake.subscriptions"]
    yield
    database.extensions["uptake.subscriptions"] = before


def steps(app: Flask, idea: int, person_id: int) -> list[Step]:
    with app.test_request_context():
        person = db.session.get_one(Person, person_id)
        db.session.refresh(person, ["role_rows"])
        return steps_of(idea, person)


def refuse_changes(app: Flask, number: int) -> None:
    """The database itself refuses to change what is published."""
    changes = (
        sa.update(Meeting).where(Meeting.id == number).values(minutes="anders"),
        sa.update(AgendaItem).where(AgendaItem.meeting_id == number).values(minutes="anders"),
        sa.delete(AgendaItem).where(AgendaItem.meeting_id == number),
        sa.update(Attendance).where(Attendance.meeting_id == number).values(state=AttendanceState.attended),
        sa.delete(Attendance).where(Attendance.meeting_id == number),
        sa.insert(Attendance).values(meeting_id=number, person_id=1, state=AttendanceState.attended),
    )
    for change in changes:
        with app.app_context(), pytest.raises(sa.exc.IntegrityError, match="published"), transaction():
            db.session.execute(change)


def test_only_meetings_that_took_place_count(app: Flask, cast: Cast) -> None:
    """Planned and cancelled meetings are nobody's absence; an anonymous name is no other number (I21)."""
    number = meeting_on(app, set_up(app, cast, chair_id=cast.zhao))
    with app.app_context():
        as_of = AsOf(clock.today(), clock.zone())
        assert [row for row in invitations(as_of) if row.held_on == clock.today()] == []
    begin(app, cast, number)
    publish(app, cast, number)
    with app.app_context(), transaction():
        before = invitations(as_of)
        db.session.get_one(Person, cast.wang).identify(employee_no="000201", name="—", email=None)
    with app.app_context():
        assert invitations(as_of) == before
        assert {row.person_id for row in before} == {cast.wang, cast.zhao}


def test_who_cannot_come_says_so_and_sends_somebody(app: Flask, cast: Cast, sign_in: SignIn, visit: Visit) -> None:
    number = meeting_on(app, None, chair_id=cast.pmo)
    here = f"/ambassadors/meetings/{number}"
    assert post(sign_in(cast.pmo), here, f"{here}/invitations", employee_no="000101").status_code == 303
    assert post(sign_in(cast.pmo), here, f"{here}/invitations", employee_no="没有").status_code == 422
    visit(here, as_=cast.eve, status=404)
    lin = sign_in(cast.lin)
    assert post(lin, here, f"{here}/excuse", excuse="上夜班", deputy="000202").status_code == 303
    assert "伊文 instead" in visit(here, as_=cast.pmo).text("#people")
    visit(here, as_=cast.eve)
    assert post(lin, here, f"{here}/excuse/delete").status_code == 303
    visit(here, as_=cast.eve, status=404)


def test_moving_and_cancelling_one_harms_no_series(app: Flask, cast: Cast, sign_in: SignIn, visit: Visit) -> None:
    series = set_up(app, cast, chair_id=cast.zhao)
    with app.app_context():
        number = db.session.scalars(sa.select(Meeting.id)).first()
        day = clock.today() + timedelta(days=3)
    here = f"/ambassadors/meetings/{number}"
    zhao = sign_in(cast.zhao)
    assert post(zhao, f"{here}/date", f"{here}/date", day=day.isoformat(), words="").status_code == 422
    moved = {"day": day.isoformat(), "starts": "09:30", "ends": "10:30", "words": "会议室被占"}
    assert post(zhao, f"{here}/date", f"{here}/date", **moved).status_code == 303
    assert "会议室被占" in visit(here, as_=cast.wang).text()
    assert post(zhao, f"{here}/date", f"{here}/cancellation", reason="停电").status_code == 303
    assert zhao.get(f"{here}/date").status_code == 303
    with app.app_context():
        row = db.session.get_one(Meeting, number)
        assert (row.state, row.sequence, row.held_on) == (MeetingState.cancelled, 2, day)
    told_to = told(app, "meeting_cancelled")
    assert told_to
    assert post(zhao, here, f"{here}/cancellation/delete").status_code == 303
    assert "停电" not in visit(here, as_=cast.wang).text()
    file = zhao.get(f"{here}/invitation.ics").get_data(as_text=True)
    assert ("METHOD:REQUEST" in file, "SEQUENCE:3" in file) == (True, True)
    with app.app_context():
        files = db.session.scalars(sa.select(OutgoingMail.attachment)).all()
        assert sum("SEQUENCE:3" in each and "METHOD:REQUEST" in each for each in files) == len(told_to)
    assert told(app, "meeting_restored") == told_to
    assert post(zhao, f"{here}/date", f"{here}/cancellation", reason="又停电").status_code == 303
    assert told(app, "meeting_cancelled") == sorted([*told_to, *told_to])  # called off again, heard again
    with app.app_context():
        row = db.session.get_one(Meeting, number)
        call_meetings()
        later = db.session.scalars(sa.select(Meeting).where(Meeting.series_id == series, Meeting.id != number)).all()
        assert [each.occurs_on > row.occurs_on for each in later if each.occurs_on and row.occurs_on] == [True]


def test_action_items_return_until_they_are_closed(app: Flask, cast: Cast, sign_in: SignIn, visit: Visit) -> None:
    series = set_up(app, cast, chair_id=cast.zhao)
    with app.app_context():
        first, second = (clock.today() - timedelta(days=days) for days in (28, 0))
    held, coming = meeting_on(app, series, first), meeting_on(app, series, second)
    with app.app_context(), transaction():
        db.session.add(Attendance(meeting_id=held, person_id=cast.lin, state=AttendanceState.invited))
    begin(app, cast, held)
    here = f"/ambassadors/meetings/{held}"
    told = {"task": "问供应商要补丁", "owner": cast.lin, "due_on": first.isoformat()}
    assert post(sign_in(cast.zhao), here, f"{here}/actions", **told).status_code == 303
    with app.app_context():
        number = db.session.scalars(sa.select(ActionItem.id)).one()
    assert "问供应商要补丁" in visit(f"/ambassadors/meetings/{coming}", as_=cast.zhao).text("#actions")
    own = f"/ambassadors/actions/{number}"
    assert "问供应商要补丁" in visit("/ambassadors/actions?state=overdue&q=补丁", as_=cast.lin).text("#action-list")
    assert "1 action item" in visit("/", as_=cast.lin).text(".duties")
    visit(own, as_=cast.eve, status=404)
    lin = sign_in(cast.lin)
    fields = Page(lin.get(own), own).fields(f"{own}/closing")
    assert lin.post(f"{own}/closing", data={**fields, "words": "补丁装好了"}).status_code == 303
    assert lin.post(f"{own}/closing", data={**fields, "words": "再点一次"}).status_code == 409
    assert "问供应商要补丁" not in visit(f"/ambassadors/meetings/{coming}", as_=cast.zhao).text("#actions")
    assert post(lin, own, f"{own}/closing/delete", words="还有两台没装").status_code == 303
    assert post(lin, own, f"{own}/due", due_on=second.isoformat(), reason="等备件").status_code == 303
    assert "问供应商要补丁" in visit(f"/ambassadors/meetings/{coming}", as_=cast.zhao).text("#actions")
    with app.app_context(), transaction():
        assert action_items.hand_over_actions(from_id=cast.lin, to_id=cast.wang, words="交接", by_id=None) == 1
    history = visit(own, as_=cast.wang).text(".history")
    assert all(word in history for word in ("补丁装好了", "还有两台没装", "等备件", "王磊"))


def test_every_circle_reads_its_own_meetings(app: Flask, cast: Cast, visit: Visit) -> None:
    for kind in MeetingKind:
        meeting_on(app, None, kind=kind, title=f"会 {kind}")
    seen = {
        "pmo": {"ambassador", "board", "health"},
        "audit": {"ambassador", "board", "health"},
        "wang": {"ambassador"},
        "sun": {"board"},
        "guo": {"health"},
        "lin": set(),
    }
    for name, kinds in seen.items():
        page = visit("/ambassadors/meetings?q=会", as_=getattr(cast, name))
        assert {kind for kind in MeetingKind if f"会 {kind}" in page.text("#meeting-list")} == kinds, name
    assert "Nothing" not in visit("/ambassadors/meetings?q=没有这个", as_=cast.pmo).text("h1")


def test_topics_are_carried_until_dealt_with(app: Flask, cast: Cast) -> None:
    series = set_up(app, cast)
    with app.app_context():
        days = [clock.today() - timedelta(days=days) for days in (60, 30, 0)]
    one, two, three = (meeting_on(app, series, day) for day in days)
    item = add_topic(app, cast, one)
    begin(app, cast, one)
    publish(app, cast, one)
    assert fill(app, cast, two) == 1
    with app.app_context(), transaction():
        db.session.get_one(Meeting, two).state = MeetingState.cancelled  # the meeting fell out
    assert fill(app, cast, three) == 1
    with app.app_context():
        chain = db.session.execute(sa.select(AgendaItem.meeting_id, AgendaItem.carried_from_id).order_by(AgendaItem.id))
        assert [tuple(row) for row in chain] == [(one, None), (two, item), (three, item + 1)]


def test_who_was_slower_keeps_what_was_typed(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    """The page as it is now, the words of the second still in its form, and sent once more they hold."""
    series = set_up(app, cast, chair_id=cast.zhao)
    with app.app_context():
        number = db.session.scalars(sa.select(Meeting.id)).first()
        day = clock.today() + timedelta(days=3)
    change, date_page = f"/ambassadors/series/{series}/form", f"/ambassadors/meetings/{number}/date"
    moved = {"day": day.isoformat(), "starts": "09:30", "ends": "10:30", "words": "会议室被占"}
    cases = (
        (cast.pmo, change, f"/ambassadors/series/{series}", {"name": "慢的人起的名字"}, "name"),
        (cast.zhao, date_page, date_page, moved, "words"),
        (cast.zhao, date_page, f"/ambassadors/meetings/{number}/cancellation", {"reason": "停电"}, "reason"),
    )
    for who, where, action, typed, field in cases:
        client = sign_in(who)
        slow = {**Page(client.get(where), where).fields(action), **typed}
        stale = client.post(action, data={**slow, "version": "999"})
        assert stale.status_code == 409, action
        page = Page(stale, action)
        assert page.has(".notice.tone-warning"), action
        assert page.fields(action)[field].strip() == typed[field]
        assert client.post(action, data={**page.fields(action), **typed}).status_code == 303, action


def test_who_was_slower_with_an_action_item_keeps_the_words(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    held = meeting_on(app, set_up(app, cast, chair_id=cast.zhao), clock_today(app))
    begin(app, cast, held)
    here, later = f"/ambassadors/meetings/{held}", clock_today(app) + timedelta(days=9)
    told = {"task": "问供应商要补丁", "owner": cast.zhao, "due_on": later.isoformat()}
    zhao = sign_in(cast.zhao)
    assert post(zhao, here, f"{here}/actions", **told).status_code == 303
    with app.app_context():
        own = f"/ambassadors/actions/{db.session.scalars(sa.select(ActionItem.id)).one()}"
    for action, typed, field in (
        (f"{own}/due", {"due_on": (later + timedelta(days=1)).isoformat(), "reason": "等备件"}, "reason"),
        (f"{own}/closing", {"words": "补丁装好了"}, "words"),
    ):
        slow = {**Page(zhao.get(own), own).fields(action), **typed, "version": "999"}
        stale = zhao.post(action, data=slow)
        assert stale.status_code == 409
        fields = Page(stale, action).fields(action)
        assert fields[field].strip() == typed[field]
        assert zhao.post(action, data=fields).status_code == 303
    token = Page(zhao.get(own), own).fields(f"{own}/closing/delete")["csrf_token"]
    late = {"csrf_token": token, "version": "1", "due_on": later.isoformat(), "reason": "太晚"}
    assert zhao.post(f"{own}/due", data=late).status_code == 409, "it is closed meanwhile"


def clock_today(app: Flask) -> date:
    with app.app_context():
        return clock.today()
