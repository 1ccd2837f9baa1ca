"""Due dates move with a reason only, stand still on leave, and mean the same everywhere (T35, T36, T38, T39)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.accounts.actions.leaves import change_leave
from app.accounts.models import Person
from app.foundation import clock
from app.foundation.audit import AuditEntry
from app.foundation.db import db, transaction
from app.metrics.formulas import training as formulas
from app.metrics.formulas.rows import AsOf
from app.metrics.queries.company import company_as_of
from app.training.actions import deadlines
from app.training.models import Assignment, DeadlineChange, DeadlineReason
from app.training.queries.deadlines import Due, due_state, is_overdue
from tests.conftest import _empty
from tests.factories import Cast, make_cast
from tests.page import Page, inspected, post
from tests.training.learning import Learner, assign, publish, write_path

SHANGHAI = ZoneInfo("Asia/Shanghai")
START = date(2026, 6, 1)
SignIn = Callable[[int | None], FlaskClient]


@contextmanager
def at(day: date, hour: int = 10, minute: int = 0, second: int = 0) -> Iterator[None]:
    """The clock in Shanghai."""
    with clock.fixed_at(datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=SHANGHAI)):
        yield


def june(number: int) -> date:
    """A day of June, or later by counting on."""
    return START + timedelta(days=number - 1)


def leave(app: Flask, person_id: int, first: date | None, last: date | None) -> None:
    """Write leave dates on a person as HR does."""
    with app.app_context(), transaction():
        person = db.session.get_one(Person, person_id)
        before = (person.leave_from, person.leave_to)
        person.leave_from, person.leave_to = first, last
        db.session.flush()
        change_leave(person_id=person_id, before=before, after=(first, last))


def due_of(app: Flask, assignment_id: int) -> date | None:
    """The due date now."""
    with app.app_context():
        return db.session.get_one(Assignment, assignment_id).due_on


def moves_of(app: Flask, assignment_id: int) -> list[tuple[DeadlineReason, date | None, date | None]]:
    """Every move of a due date."""
    rows = sa.select(DeadlineChange).where(DeadlineChange.assignment_id == assignment_id).order_by(DeadlineChange.id)
    with app.app_context():
        return [(one.kind, one.from_on, one.to_on) for one in db.session.scalars(rows)]


# ------------------------------------------------------------------------------------------ one rule (T35, T36)


def test_t36_a_due_date_lasts_until_its_end_and_means_the_same_everywhere(
    app: Flask, lin: Learner, cast: Cast, sign_in: SignIn
) -> None:
    with at(START):
        number = assign(app, cast.lin, due_on=june(15))
    for moment, late in (((june(15), 0, 0, 0), False), ((june(15), 23, 59, 59), False), ((june(16), 0, 0, 1), True)):
        with at(*moment):
            chen, he = sign_in(cast.chen), sign_in(cast.he)
            with app.app_context():
                assert (due_state(june(15)) is Due.overdue) is late
                found = sa.select(Assignment.id).join(Person, Person.id == Assignment.person_id).where(is_overdue())
                assert (number in db.session.scalars(found).all()) is late
            team = Page(chen.get("/training/team", headers={"Accept-Language": "en"}), "/training/team")
            assert ("Overdue since" in team.text("#team-list tbody")) is late
            listed = Page(chen.get("/training/people", headers={"Accept-Language": "en"}), "/training/people")
            assert listed.has("#people-list td .tone-danger") is late
            home = Page(chen.get("/", headers={"Accept-Language": "en"}), "/")
            assert ("1 training of your people is overdue" in home.text("main")) is late
            record = Page(he.get(f"/training/people/{cast.lin}", headers={"Accept-Language": "en"}), "record")
            assert ("Overdue" in record.list("article .card-header .pill")) is late
            today = (june(16) if late else june(15)).isoformat()
            hr = Page(he.get(f"/hr/?status=overdue&as_of={today}", headers={"Accept-Language": "en"}), "hr")
            assert ("林静" in hr.text("main")) is late


def test_t35_the_company_has_one_zone_for_due_dates(app: Flask, lin: Learner, cast: Cast) -> None:
    with at(START):
        assign(app, cast.lin, due_on=june(15))
    with clock.fixed_at(datetime(2026, 6, 15, 17, 30, tzinfo=UTC)):  # half past one of the 16th in Shanghai
        assert "Overdue since" in lin.open("/training/").text("main")
        with patch.dict(app.extensions, {"uptake.zone": ZoneInfo("Europe/Berlin")}):
            assert "Overdue since" not in lin.open("/training/").text("main")


def test_t39_being_late_locks_nothing(app: Flask, lin: Learner, cast: Cast) -> None:
    with at(START):
        number = assign(app, cast.lin, due_on=june(15))
    with at(june(60)):
        lin.pass_path()
        with app.app_context():
            assert db.session.get_one(Assignment, number).closed_at is not None


# ------------------------------------------------------------------------------------------ extensions


def extension(client: FlaskClient, number: int, to_on: date, reason: str = "Line stop") -> int:
    """Give more time as a manager does; the status of the answer."""
    where = f"/training/extensions/new?assignment={number}"
    return post(client, where, "/training/extensions", to_on=to_on.isoformat(), reason=reason).status_code


def test_a_manager_gives_more_time_with_a_reason_and_the_first_day_stays(
    app: Flask, lin: Learner, cast: Cast, sign_in: SignIn
) -> None:
    with at(START):
        number = assign(app, cast.lin, due_on=june(15))
        chen = sign_in(cast.chen)
        assert extension(chen, number, june(20), reason="") == 422
        assert extension(chen, number, june(15)) == 422, "not later"
        assert extension(chen, number, START - timedelta(days=1)) == 422
        assert extension(chen, number, june(20), reason="Line stop in May") == 303
        record = lin.open(f"/training/people/{cast.lin}").text("main")
        assert "Line stop in May" in record
        assert "more time granted" in record
        assert "You have more time" in lin.open("/notices").text("main")
    with app.app_context():
        one = db.session.get_one(Assignment, number)
        assert (one.original_due_on, one.due_on) == (june(15), june(20))
        acts = db.session.scalars(sa.select(AuditEntry.act).order_by(AuditEntry.id)).all()
        assert "deadline:extended" in acts
    assert moves_of(app, number) == [(DeadlineReason.extension, june(15), june(20))]


def test_only_those_extend_who_may_and_nobody_for_oneself(
    app: Flask, lin: Learner, cast: Cast, sign_in: SignIn
) -> None:
    with at(START):
        eves, hes, lins = (assign(app, who, due_on=june(15)) for who in (cast.eve, cast.he, cast.lin))
        for who, what in ((cast.chen, eves), (cast.he, hes), (cast.lin, lins), (cast.zhao, lins), (cast.audit, lins)):
            where = f"/training/extensions/new?assignment={what}"
            assert sign_in(who).get(where).status_code in (403, 404), (who, what)
        for who, what in ((cast.he, eves), (cast.pmo, eves), (cast.chen, lins)):
            where = f"/training/extensions/new?assignment={what}"
            assert sign_in(who).get(where).status_code == 200
        mixed = f"/training/extensions/new?assignment={lins}&assignment={eves}"
        assert sign_in(cast.chen).get(mixed).status_code == 404, "one that is not theirs spoils the choice"
    assert due_of(app, hes) == june(15)


def test_several_people_get_more_time_at_once(app: Flask, lin: Learner, cast: Cast, sign_in: SignIn) -> None:
    with at(START):
        both = [assign(app, cast.lin, due_on=june(15)), assign(app, cast.zhou, due_on=june(18))]
        chen = sign_in(cast.chen)
        where = f"/training/extensions/new?person={cast.lin}&person={cast.zhou}"
        page = inspected(chen.get(where), where, 200)
        assert len(page.root.cssselect("input[name=assignment]")) == 2
        token = page.root.cssselect("[name=csrf_token]")[0].get("value")
        data = {"csrf_token": token, "assignment": both, "to_on": june(17).isoformat(), "reason": "Audit week"}
        assert chen.post("/training/extensions", data=data).status_code == 303
    assert [due_of(app, one) for one in both] == [june(17), june(18)], "nobody gets less time"


def on_time(day: date) -> tuple[int, int]:
    """T2 as of a day: part and whole."""
    ratio = formulas.on_time(company_as_of(day).assignments, AsOf(day, SHANGHAI))
    return ratio.numerator, ratio.denominator


@pytest.mark.parametrize(("granted", "counted", "flag"), [(june(14), (1, 1), "Y"), (june(17), (0, 1), "N")])
def test_on_time_is_measured_by_the_first_day_unless_more_time_came_before_it_was_over(
    app: Flask, lin: Learner, cast: Cast, sign_in: SignIn, granted: date, counted: tuple[int, int], flag: str
) -> None:
    with at(START):
        number = assign(app, cast.lin, due_on=june(15))
    with at(granted):
        assert extension(sign_in(cast.chen), number, june(20)) == 303
    with at(june(18)):
        lin.pass_path()
    with at(june(30)):
        with app.app_context():
            assert on_time(june(30)) == counted
        he = sign_in(cast.he)
        text = he.get("/hr/?as_of=2026-06-30&columns=all", headers={"Accept-Language": "en"}).get_data(as_text=True)
        page = Page(he.get("/hr/?as_of=2026-06-30&columns=all", headers={"Accept-Language": "en"}), "hr")
        heads = page.list("#records thead th")
        row = page.list("#records tbody tr > *")[: len(heads)]
        assert row[heads.index("On time")] == flag, text[:200]
        rows = Page(he.get("/metrics/on-time/rows?as_of=2026-06-30"), "rows")
        assert "林静" in rows.text("main")


def test_what_was_due_on_a_day_in_the_past_stays_what_it_was(app: Flask, lin: Learner, cast: Cast) -> None:
    with at(START):
        number = assign(app, cast.lin, due_on=june(15))
    with at(june(16)), app.app_context():
        day = AsOf(june(16), SHANGHAI)
        before = formulas.overdue(company_as_of(june(16)).assignments, day)
    with at(june(20)):
        with app.app_context(), transaction():
            deadlines.extend(assignment_ids=[number], to_on=june(30), reason="late", by_id=cast.chen)
        with app.app_context():
            assert formulas.overdue(company_as_of(june(16)).assignments, day) == before
            now = AsOf(june(20), SHANGHAI)
            assert formulas.overdue(company_as_of(june(20)).assignments, now).numerator == 0


# ------------------------------------------------------------------------------------------ leave, T38


def test_t38_leave_pauses_the_clock_and_leaves_the_count_visibly(
    app: Flask, lin: Learner, cast: Cast, sign_in: SignIn
) -> None:
    with at(START):
        number = assign(app, cast.lin, due_on=june(15))
        leave(app, cast.lin, june(10), june(30))
        assert due_of(app, number) == june(36), "21 days later"
    with at(june(20)):
        chen = sign_in(cast.chen)
        team = Page(chen.get("/training/team?show=paused", headers={"Accept-Language": "en"}), "team")
        assert "Paused while on leave" in team.text("#team-list tbody")
        people = Page(chen.get("/training/people", headers={"Accept-Language": "en"}), "people")
        assert "1 person on leave, not counted" in people.text("main")
        away = Page(chen.get("/training/people?show=paused", headers={"Accept-Language": "en"}), "away")
        assert away.list("#people-list tbody th") != []
        assert "林静" in away.text("#people-list tbody")
        assert "Paused while on leave" in lin.open("/training/").text("main")
        assert "Paused while on leave" in lin.open(f"/training/people/{cast.lin}").text("main")
        hr = Page(sign_in(cast.he).get("/hr/?status=paused", headers={"Accept-Language": "en"}), "hr")
        assert "林静" in hr.text("#records")
        board = Page(chen.get("/metrics/", headers={"Accept-Language": "en"}), "metrics")
        (names,) = [link for link in board.links("main a") if "/metrics/paused" in link]
        assert "1 person on leave, not counted" in board.text("main")
        assert "林静" in Page(chen.get(names), names).text("#paused-list")
        with app.app_context():
            now = AsOf(june(20), SHANGHAI)
            people_counted = {row.person.id for row in formulas.eligible(company_as_of(june(20)).assignments, now)}
            assert cast.lin not in people_counted
    assert moves_of(app, number) == [(DeadlineReason.leave, june(15), june(36))]


def test_an_open_leave_stands_still_and_moves_the_day_on_return(app: Flask, lin: Learner, cast: Cast) -> None:
    with at(START):
        number = assign(app, cast.lin, due_on=june(15))
    with at(june(10)):
        leave(app, cast.lin, june(10), None)
        assert due_of(app, number) == june(15)
    with at(june(25)):
        assert "Paused while on leave" in lin.open("/training/paths/SP").text("main")
        leave(app, cast.lin, june(10), june(24))
        assert due_of(app, number) == june(30), "fifteen days away"
        assert "Overdue" not in lin.open("/training/").text("main")
        leave(app, cast.lin, None, None)
        assert due_of(app, number) == june(30), "what is over goes on counting"
        leave(app, cast.lin, june(40), june(45))
        assert due_of(app, number) == june(30)
    assert len(moves_of(app, number)) == 1


def test_a_leave_taken_back_moves_the_day_back(app: Flask, lin: Learner, cast: Cast) -> None:
    with at(START):
        number = assign(app, cast.lin, due_on=june(15))
        leave(app, cast.lin, june(5), june(8))
        assert due_of(app, number) == june(19)
        leave(app, cast.lin, None, None)
        assert due_of(app, number) == june(15)


def test_what_is_assigned_to_somebody_on_leave_begins_to_run_on_return(app: Flask, lin: Learner, cast: Cast) -> None:
    with at(START):
        leave(app, cast.lin, june(1), june(10))
        number = assign(app, cast.lin, due_on=june(15))
        assert due_of(app, number) == june(24), "nine days away after the day of assignment"


def test_more_time_during_an_open_leave_is_not_late(app: Flask, lin: Learner, cast: Cast) -> None:
    with at(START):
        number = assign(app, cast.lin, due_on=june(15))
        leave(app, cast.lin, june(10), None)
    with at(june(25)), app.app_context(), transaction():
        (change,) = deadlines.extend(assignment_ids=[number], to_on=june(50), reason="ill", by_id=cast.chen)
        assert change.counted_on == june(50)


def test_leave_after_more_time_is_added_to_it(app: Flask, lin: Learner, cast: Cast) -> None:
    with at(START):
        number = assign(app, cast.lin, due_on=june(15))
        leave(app, cast.lin, june(12), june(13))
        with app.app_context(), transaction():
            deadlines.extend(assignment_ids=[number], to_on=june(20), reason="r", by_id=cast.chen)
        assert due_of(app, number) == june(20), "the day that was granted, with the leave known then"
        leave(app, cast.lin, june(12), june(16))
        assert due_of(app, number) == june(23), "three days more than known"
        leave(app, cast.lin, None, None)
        assert due_of(app, number) == june(20), "never earlier than granted"


def test_leave_written_by_hr_on_the_page_of_a_person_moves_the_day(
    app: Flask, lin: Learner, cast: Cast, sign_in: SignIn
) -> None:
    with app.app_context():
        today = clock.today()
    number = assign(app, cast.lin, due_on=today + timedelta(days=20))
    first = today + timedelta(days=5)
    where = f"/people/{cast.lin}/edit"
    he = sign_in(cast.he)
    page = Page(he.get(where), where)
    action = next(form.get("action") for form in page.root.forms if form.cssselect("[name=leave_from]"))
    sent = post(he, where, action, leave_from=first.isoformat(), leave_to=(first + timedelta(days=3)).isoformat())
    assert sent.status_code == 303
    assert due_of(app, number) == today + timedelta(days=24)


EDITS = st.lists(
    st.tuples(
        st.integers(0, 9),  # days that pass before the edit
        st.one_of(
            st.none(),
            st.tuples(st.integers(-12, 25), st.one_of(st.none(), st.integers(0, 15))),
        ),
    ),
    max_size=8,
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(days=st.integers(1, 40), edits=EDITS)
def test_any_edits_of_leave_give_the_first_day_and_the_days_away(
    app: Flask, folder_of_one: str, days: int, edits: list[tuple[int, tuple[int, int | None] | None]]
) -> None:
    _empty(app)
    with at(START):
        publish(app, write_path(folder_of_one))  # type: ignore[arg-type]
        with app.app_context(), transaction():
            people = make_cast()
        number = assign(app, people.lin, due_on=START + timedelta(days=days))
    away: set[date] = set()  # days of leaves that are over and were replaced
    written: tuple[date, date | None] | None = None
    today = START
    for passed, edit in edits:
        today += timedelta(days=passed)
        new = None
        if edit is not None:
            first = today + timedelta(days=edit[0])
            new = (first, None if edit[1] is None else first + timedelta(days=edit[1]))
        if written is not None and new != written and not touches(written, new):
            away |= days_of(written, today - timedelta(days=1))
        written = new
        with at(today):
            leave(app, people.lin, *(new or (None, None)))
        gone = away | (days_of(written, None, today) if written else set())
        left, day = days, START
        while left:
            day += timedelta(days=1)
            left -= day not in gone
        day = max(day, START + timedelta(days=days))
        assert due_of(app, number) == day
        overlap = sum(START < one <= day for one in gone)
        assert day == START + timedelta(days=days + overlap)


def touches(one: tuple[date, date | None], other: tuple[date, date | None] | None) -> bool:
    """Whether dates correct those before."""
    return other is not None and one[0] <= (other[1] or date.max) and other[0] <= (one[1] or date.max)


def days_of(span: tuple[date, date | None], until: date | None, today: date | None = None) -> set[date]:
    """The days of a leave: until a day, or as far as they are known today."""
    last = span[1]
    if last is None:
        last = (today - timedelta(days=1)) if today else until
    if until is not None and last is not None:
        last = min(last, until)
    assert last is not None
    return {span[0] + timedelta(days=n) for n in range((last - span[0]).days + 1)}


@pytest.fixture
def folder_of_one(tmp_path_factory: pytest.TempPathFactory) -> object:
    """Where the small path is written."""
    return tmp_path_factory.mktemp("content") / "training"
