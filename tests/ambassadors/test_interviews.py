"""The interview log: weeks of the company, names only by consent, and from what was heard to an idea, once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.queries import person_page
from app.ambassadors.actions import interviews as actions
from app.ambassadors.actions.interviews import InterviewData
from app.ambassadors.models import Finding, FindingIdea, Interview, InterviewLevel
from app.ambassadors.queries.idea_steps import ambassador_steps
from app.ambassadors.queries.interviews import heard_this_quarter, quarter_of
from app.ambassadors.queries.weeks import WeekState, recent_weeks
from app.feedback.models import Idea, IdeaKind
from app.foundation import clock
from app.foundation.db import db, transaction
from tests.factories import Cast
from tests.kinds import SignIn, Visit
from tests.page import Page, post
from tests.together import answers_at_once

NEW, ALL = "/ambassadors/interviews/new", "/ambassadors/interviews"


def log(app: Flask, by: int, day: date, **more: Any) -> int:
    facts = {"level": InterviewLevel.front_line, "consent": False, "findings": ("慢",), **more}
    with app.app_context(), transaction():
        return actions.log_interview(data=InterviewData(held_on=day, **facts), by=by).id


def at(app: Flask, day: date, hour: int = 12, minute: int = 0) -> datetime:
    """A moment of the company's day."""
    with app.app_context():
        return clock.start_of(day) + timedelta(hours=hour, minutes=minute)


def states(app: Flask, number: int = 1) -> list[WeekState]:
    with app.app_context():
        return [week.state for week in recent_weeks(number).rows]


MONDAY = date(2026, 6, 1)


def test_a_week_is_open_until_sunday_midnight_of_the_company_and_missing_from_then_on(
    app: Flask, cast: Cast, visit: Visit
) -> None:
    with clock.fixed_at(at(app, MONDAY + timedelta(days=1))):
        log(app, cast.zhao, MONDAY + timedelta(days=1))
    next_monday = MONDAY + timedelta(days=7)
    with clock.fixed_at(at(app, next_monday, 23, 59) + timedelta(days=6)):  # Sunday 23:59 in the company, 15:59 in UTC
        assert states(app) == [WeekState.running, WeekState.met]
        assert "Not yet" in visit(ALL, as_=cast.zhao).text(".tiles")
    with clock.fixed_at(at(app, next_monday, 0) + timedelta(days=7)):
        assert states(app) == [WeekState.running, WeekState.missed, WeekState.met]
        assert "Missing" in visit(ALL, as_=cast.pmo).text(".tiles")


def test_what_is_written_down_later_never_makes_up_for_a_missed_week_nor_moves_the_beginning(
    app: Flask, cast: Cast
) -> None:
    third = MONDAY + timedelta(days=14)
    with clock.fixed_at(at(app, MONDAY)):
        log(app, cast.zhao, MONDAY)
    with clock.fixed_at(at(app, third)):
        log(app, cast.zhao, MONDAY + timedelta(days=9))
        log(app, cast.zhao, MONDAY - timedelta(days=10))
        assert states(app) == [WeekState.running, WeekState.late, WeekState.met]
        first = log(app, cast.zhao, third)
        assert states(app)[0] is WeekState.met
        with app.app_context(), transaction():
            taken = db.session.get_one(Interview, first)
            actions.withdraw_interview(interview=taken, reason="war ein Versehen", by=cast.zhao)
        assert states(app)[0] is WeekState.running
        with app.app_context(), transaction():
            actions.restore_interview(interview=db.session.get_one(Interview, first), by=cast.zhao)
        assert states(app)[0] is WeekState.met
    with clock.fixed_at(at(app, MONDAY + timedelta(days=7 * 20))):
        assert len(states(app)) == 13
        assert states(app, 2)[-3:] == [WeekState.met, WeekState.late, WeekState.met]


def test_levels_that_nobody_heard_this_quarter_show_as_gaps(app: Flask, cast: Cast, visit: Visit) -> None:
    assert quarter_of(date(2026, 12, 31)) == (date(2026, 10, 1), date(2027, 1, 1))
    with clock.fixed_at(at(app, date(2026, 7, 1))):
        log(app, cast.zhao, date(2026, 6, 30), level=InterviewLevel.executive)
        log(app, cast.zhao, date(2026, 7, 1), level=InterviewLevel.front_line)
        with app.app_context():
            assert list(heard_this_quarter().values()) == [0, 0, 0, 1]
        tiles = visit(ALL, as_=cast.zhao).list(".tile")
        assert sum("Gap" in tile for tile in tiles) == 3
        assert visit(f"{ALL}?level=executive", as_=cast.zhao).list("#interview-list li .list-title") == [
            "Jun 30, 2026 · Executive"
        ]


def test_without_consent_no_name_is_stored_and_one_that_was_typed_is_asked_about(
    app: Flask, cast: Cast, sign_in: SignIn, visit: Visit
) -> None:
    told = {"level": "front_line", "finding_1": "夜班看不到看板", "role": "冲压操作员"}
    asked = post(sign_in(cast.zhao), NEW, ALL, **told, person="000202")
    assert asked.status_code == 422
    page = Page(asked, NEW)
    assert page.has("#consent-error")
    assert page.root.cssselect("#person")[0].get("value") == "000202"
    unknown = post(sign_in(cast.zhao), NEW, ALL, **told, person="没有此人", consent="y")
    assert (unknown.status_code, Page(unknown, NEW).has("#person-error")) == (422, True)
    plain = post(sign_in(cast.zhao), NEW, ALL, **told)
    named = post(sign_in(cast.zhao), NEW, ALL, **told, person="000202", consent="y")
    assert "not named, as agreed" in visit(plain.headers["Location"], as_=cast.zhao).text("main")
    assert "伊文" in visit(named.headers["Location"], as_=cast.pmo).text("main")
    with app.app_context(), pytest.raises(sa.exc.IntegrityError, match="no_name_without_consent"), transaction():
        db.session.execute(sa.update(Interview).values(consent=False, guest_name="伊文"))


def test_only_who_wrote_it_down_and_the_pmo_and_auditors_read_it(
    app: Flask, cast: Cast, sign_in: SignIn, visit: Visit
) -> None:
    number = log(app, cast.zhao, clock_today(app), findings=("密码贴在屏幕上",))
    for reader, status in ((cast.zhao, 200), (cast.pmo, 200), (cast.audit, 200), (cast.wang, 404), (cast.lin, 403)):
        assert sign_in(reader).get(f"{ALL}/{number}").status_code == status
    assert "密码贴" not in visit(f"{ALL}?q=密码", as_=cast.wang).text("main")
    assert "密码贴" in visit(f"{ALL}?q=密码", as_=cast.pmo).text("#interview-list")
    assert sign_in(cast.audit).post(f"{ALL}/{number}/withdrawal").status_code in (400, 403)


def clock_today(app: Flask) -> date:
    with app.app_context():
        return clock.today()


def test_a_finding_becomes_one_idea_however_often_and_by_whomever_it_is_pressed(
    app: Flask, cast: Cast, sign_in: SignIn, visit: Visit
) -> None:
    number = log(app, cast.zhao, clock_today(app), findings=("报表打开要等半分钟。每天都这样。",))
    here = f"{ALL}/{number}"
    action = Page(sign_in(cast.zhao).get(here), here).root.cssselect(".finding form")[1].get("action")
    clients = [sign_in(person) for person in (cast.zhao, cast.pmo) for _ in range(6)]
    fields = [Page(client.get(here), here).fields(action) for client in clients]
    pressed = [
        (lambda c=client, f=form: c.post(action, data={**f, "kind": "problem"}).status_code)
        for client, form in zip(clients, fields, strict=True)
    ]
    assert set(answers_at_once(pressed)) == {303}
    with app.app_context():
        link = db.session.scalars(sa.select(FindingIdea)).one()
        idea = db.session.scalars(sa.select(Idea)).one()
        assert (link.idea_id, idea.kind, idea.text) == (idea.id, IdeaKind.problem, "报表打开要等半分钟。每天都这样。")
        idea_number = idea.id
    assert f"No. {idea_number}" in visit(here, as_=cast.zhao).text(".finding")
    assert [steps(app, idea_number, reader) for reader in (cast.pmo, cast.lin)] == [[here], []]


def test_who_agreed_to_be_named_is_the_colleague_for_whom_the_idea_is_written(app: Flask, cast: Cast) -> None:
    named = {"consent": True, "person_id": cast.eve, "findings": ("报表太慢",)}
    told = [log(app, cast.zhao, clock_today(app), **named), log(app, cast.zhao, clock_today(app))]
    with app.app_context(), transaction():
        for number in told:
            interview = db.session.get_one(Interview, number)
            finding = db.session.scalars(sa.select(Finding).where(Finding.interview_id == number)).one()
            actions.turn_into_idea(interview=interview, finding=finding, kind=IdeaKind.idea, by=cast.zhao)
        ideas = list(db.session.scalars(sa.select(Idea).order_by(Idea.id)))
        assert [(idea.on_behalf_of_id, idea.voice) for idea in ideas] == [(cast.eve, "报表太慢"), (None, "")]


def steps(app: Flask, idea_id: int, reader_id: int) -> list[str | None]:
    """Where the page of an idea leads on, for somebody."""
    with app.test_request_context():
        reader = person_page(reader_id)
        return [step.href for step in ambassador_steps(idea_id, reader)]
