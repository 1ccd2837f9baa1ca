"""Meetings under many hands at once: places on the agenda, carried items, publication; and a long random series of meetings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Component

from app.accounts.actions.private_addresses import private_address
from app.accounts.models import AddressPurpose
from app.ambassadors.actions import agenda, holding
from app.ambassadors.actions.series import call_meetings
from app.ambassadors.models import AgendaItem, ItemOutcome, Meeting, MeetingState
from app.ambassadors.queries.waiting import carried_to, ideas_waiting
from app.feedback.models import Idea
from app.foundation import clock
from app.foundation.db import db, transaction
from tests.ambassadors.meetings import (
    add_topic,
    begin,
    fill,
    meeting_on,
    open_idea,
    pmo_of,
    publish,
    set_up,
    write_beside,
)
from tests.factories import Cast
from tests.kinds import SignIn
from tests.page import post
from tests.together import answers_at_once


def safely(app: Flask, act: Callable[[], object]) -> Callable[[], int]:
    """An act in a transaction of its own; 1 where it was done, 0 where it was refused."""

    def run() -> int:
        with app.app_context():
            try:
                with transaction():
                    act()
            except (
                holding.MeetingClosed,
                holding.StaleMeeting,
                agenda.StaleItem,
                agenda.OnAgenda,
                sa.exc.IntegrityError,
            ):
                return 0
            return 1

    return run


def test_places_on_an_agenda_stay_apart_under_twenty_writers(app: Flask, cast: Cast) -> None:
    number = meeting_on(app, set_up(app, cast))

    def add() -> None:
        agenda.add_text(meeting=holding.hold(number), title="议题", note="", by_id=cast.pmo)

    assert sum(answers_at_once([safely(app, add)] * 20)) == 20
    with app.app_context():
        assert list(db.session.scalars(sa.select(AgendaItem.position).order_by(AgendaItem.position))) == list(
            range(1, 21)
        )


def test_a_carried_item_has_one_successor_and_minutes_are_published_once(app: Flask, cast: Cast) -> None:
    """I19, for two meetings of a series that are prepared at the same moment; an idea stands on one of them only."""
    series = set_up(app, cast)
    with app.app_context():
        today = clock.today()
    first, one, other = (meeting_on(app, series, today + timedelta(days=days)) for days in (0, 1, 2))
    idea = open_idea(app, cast)
    fill(app, cast, first)
    topic = add_topic(app, cast, first)
    begin(app, cast, first)

    def close() -> None:
        holding.publish_minutes(meeting=holding.hold(first), by=pmo_of(cast))

    assert sum(answers_at_once([safely(app, close)] * 4)) == 1

    def prepare(number: int) -> Callable[[], int]:
        return safely(app, lambda: agenda.fill(meeting=holding.hold(number), by=pmo_of(cast)))

    answers_at_once([prepare(one), prepare(other)] * 4)
    with app.app_context():
        followers = Counter(db.session.scalars(sa.select(AgendaItem.carried_from_id)))
        assert followers[topic] == 1
        pending = sa.select(AgendaItem).where(AgendaItem.idea_id == idea, AgendaItem.meeting_id.in_((one, other)))
        assert len(db.session.scalars(pending).all()) == 1


def test_of_many_who_saw_the_same_minutes_one_writes(app: Flask, cast: Cast) -> None:
    number = meeting_on(app, set_up(app, cast))
    item = add_topic(app, cast, number)
    begin(app, cast, number)

    def write() -> None:
        beside = agenda.Beside("说了", "定了", ItemOutcome.closed)
        agenda.record(meeting=holding.hold(number), item_id=item, version=1, beside=beside)

    assert sum(answers_at_once([safely(app, write)] * 8)) == 1


def test_the_sweep_of_many_workers_calls_each_meeting_once(app: Flask, cast: Cast) -> None:
    series = set_up(app, cast)
    with app.app_context(), transaction():
        db.session.execute(sa.text("DELETE FROM attendances"))
        db.session.execute(sa.text("DELETE FROM meetings"))

    def sweep() -> int:
        with app.app_context():
            call_meetings()
            return 1

    answers_at_once([sweep] * 6)
    with app.app_context():
        days = list(db.session.scalars(sa.select(Meeting.occurs_on).where(Meeting.series_id == series)))
        assert len(days) == len(set(days)) >= 1


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["held", "cancelled"]),
        st.integers(0, 2),
        st.lists(st.sampled_from([*ItemOutcome, None]), min_size=8, max_size=8),
    ),
    min_size=2,
    max_size=5,
)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_what_is_carried_is_neither_lost_nor_doubled(
    app: Flask, cast: Cast, acts: list[tuple[str, int, list[ItemOutcome | None]]]
) -> None:
    """Over any series of meetings every topic is dealt with, or waits, or stands on the agenda: in one place each."""
    series = set_up(app, cast)
    alive: set[str] = set()
    day = date(2026, 1, 1)
    for turn, (fate, fresh, outcomes) in enumerate(acts):
        number = meeting_on(app, series, day + timedelta(days=turn))
        fill(app, cast, number)
        for place in range(fresh):
            add_topic(app, cast, number, f"{series}-{turn}-{place}")
            alive.add(f"{series}-{turn}-{place}")
        assert sorted(titles_on(app, number)) == sorted(alive)
        if fate == "cancelled":
            with app.app_context(), transaction():
                holding.cancel(meeting=holding.hold(number), words="停电", by_id=cast.pmo)
        else:
            alive -= hold_it(app, cast, number, outcomes)
    number = meeting_on(app, series, day + timedelta(days=len(acts)))
    with app.app_context():
        waiting = [item.title for item in carried_to(db.session.get_one(Meeting, number))]
    assert sorted(waiting) == sorted(alive)


def titles_on(app: Flask, number: int) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(sa.select(AgendaItem.title).where(AgendaItem.meeting_id == number)))


def hold_it(app: Flask, cast: Cast, number: int, outcomes: list[ItemOutcome | None]) -> set[str]:
    """Hold a meeting; gives what was dealt with. Parked and recommended are for ideas: topics are closed instead."""
    begin(app, cast, number)
    with app.app_context():
        items = db.session.execute(
            sa.select(AgendaItem.id, AgendaItem.title)
            .where(AgendaItem.meeting_id == number)
            .order_by(AgendaItem.position)
        ).all()
    done = set()
    for (item_id, title), wanted in zip(items, outcomes * 2, strict=False):
        outcome = wanted if wanted in (None, ItemOutcome.carried) else ItemOutcome.closed
        write_beside(app, number, item_id, outcome)
        if outcome is ItemOutcome.closed:
            done.add(title)
    publish(app, cast, number)
    return done


@pytest.mark.parametrize("why", ["sensitive", "hidden"])
def test_what_not_everyone_may_see_is_on_no_agenda(app: Flask, cast: Cast, sign_in: SignIn, why: str) -> None:
    idea = open_idea(app, cast)
    number = meeting_on(app, set_up(app, cast))
    with app.app_context(), transaction():
        row = db.session.get_one(Idea, idea)
        if why == "sensitive":
            row.sensitive = True
        else:
            row.hidden_at, row.hidden_by_id, row.hidden_reason = clock.now(), cast.pmo, "人名"
    with app.app_context():
        assert ideas_waiting() == []
    assert fill(app, cast, number) == 0
    assert sign_in(cast.wang).get(f"/ambassadors/ideas/{idea}/agenda").status_code == 404
    with app.app_context(), pytest.raises(agenda.NotForAgenda), transaction():
        agenda.put_idea(meeting=holding.hold(number), idea_id=idea, by=pmo_of(cast))


def test_an_ambassador_puts_an_idea_on_the_agenda_from_its_page(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    idea = open_idea(app, cast)
    number = meeting_on(app, set_up(app, cast))
    wang, page = sign_in(cast.wang), f"/ambassadors/ideas/{idea}/agenda"
    assert page in wang.get(f"/feedback/ideas/{idea}").get_data(as_text=True)
    assert page not in sign_in(cast.lin).get(f"/feedback/ideas/{idea}").get_data(as_text=True)
    assert post(wang, page, page, meeting=number).headers["Location"].startswith(f"/ambassadors/meetings/{number}")
    assert wang.post(page, data={"csrf_token": "x"}).status_code == 400


def test_calendars_hear_of_calling_moving_and_cancelling(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    number = meeting_on(
        app, set_up(app, cast, chair_id=cast.zhao), title="软件大使例会，" * 8, place="三楼; 会议室, 东"
    )
    with app.app_context(), transaction():
        token = private_address(person_id=cast.wang, purpose=AddressPurpose.calendar)
    address = f"/ambassadors/calendar/{token}.ics"
    first = read(sign_in, None, address, number)
    assert (first["sequence"], first["status"], first["location"]) == (0, "CONFIRMED", "三楼; 会议室, 东")
    here = f"/ambassadors/meetings/{number}"
    file = f"{here}/invitation.ics"
    assert read(sign_in, cast.wang, file, number, "REQUEST")["uid"] == first["uid"]
    zhao = sign_in(cast.zhao)
    assert post(zhao, f"{here}/date", f"{here}/date", starts="09:30", words="会议室被占").status_code == 303
    moved = read(sign_in, None, address, number)
    assert (moved["uid"], moved["sequence"], moved.decoded("dtstart").hour) == (first["uid"], 1, 1)  # 09:30 in Shanghai
    assert post(zhao, f"{here}/date", f"{here}/cancellation", reason="停电").status_code == 303
    assert read(sign_in, cast.wang, file, number, "CANCEL")["sequence"] == 2
    assert read(sign_in, None, address, number)["status"] == "CANCELLED"
    assert sign_in(None).get("/ambassadors/calendar/nothing.ics").status_code == 404
    assert sign_in(cast.lin).get(file).status_code == 404
    with app.app_context():
        assert db.session.get_one(Meeting, number).state is MeetingState.cancelled


def read(sign_in: SignIn, person_id: int | None, address: str, number: int, method: str | None = None) -> Component:
    """The event of a meeting in a file, which obeys RFC 5545: CRLF, and lines of 75 octets at most that break no character."""
    answer = sign_in(person_id).get(address)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    lines = answer.data.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(len(line) for line in lines) <= 75
    assert [line.decode() for line in lines]
    calendar = Calendar.from_ical(answer.data)
    assert calendar.get("method") == method
    return next(event for event in calendar.walk("VEVENT") if str(event["url"]).endswith(f"/{number}"))
