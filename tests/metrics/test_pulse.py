"""The pulse: one answer for each person, nobody's name on any of them, and nothing shown of a few."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.models import Person
from app.foundation import clock
from app.foundation.db import Base, db, transaction
from app.metrics.actions.pulse import answer_pulse, close_due_pulses, close_pulse, new_code, open_pulse
from app.metrics.formulas.numbers import Ratio
from app.metrics.formulas.pulse import BARRIERS, barrier, change, is_clear
from app.metrics.formulas.suppression import SMALLEST_GROUP, shown_groups
from app.metrics.models import PulseAnswer, PulseComment, PulseInvitation, PulseMark, PulseRound
from app.metrics.queries.company import company_as_of
from app.metrics.queries.pulse import mark_of
from app.metrics.queries.pulse_results import pulse_results
from tests.factories import Cast, make_person
from tests.metrics.pulse import said
from tests.page import Page
from tests.together import answers_at_once

ANSWERS = "/metrics/pulse/answer"
Visit = Callable[..., Page]
SignIn = Callable[[int | None], FlaskClient]


@pytest.fixture
def round_id(app: Flask, cast: Cast) -> int:
    """A round that is open for everyone of the cast but Guo, who is on leave."""
    with app.app_context(), transaction():
        db.session.get_one(Person, cast.guo).leave_from = clock.today()
        return _open(cast).id


def _open(cast: Cast, days: int = 5, baseline_id: int | None = None) -> PulseRound:
    closes = clock.today() + timedelta(days=days)
    return open_pulse(
        question_zh="满意吗？", question_en="Content?", closes_on=closes, baseline_id=baseline_id, by=cast.pmo
    )


def _answers(page: Page, grade: str = "4", **more: str) -> dict[str, str]:
    hidden = {box.get("name"): box.get("value") for box in page.root.cssselect("main input[type=hidden]")}
    return {**hidden, "answer": grade, **dict.fromkeys(BARRIERS, grade), "text": "", **more}


def _send(client: FlaskClient, **given: str) -> Any:
    page = Page(client.get(ANSWERS), ANSWERS)
    return client.post(ANSWERS, data=_answers(page, **given))


def test_a_round_is_opened_asked_at_home_answered_changed_and_read(
    app: Flask, cast: Cast, sign_in: SignIn, visit: Visit
) -> None:
    with app.app_context():
        today, tomorrow = (clock.today() + timedelta(days=days) for days in (0, 1))
    pmo = sign_in(cast.pmo)
    page = Page(pmo.get("/metrics/pulse/new"), "")
    token = page.root.cssselect("main [name=csrf_token]")[0].get("value")
    asked = {"csrf_token": token, "question_zh": "满意？", "question_en": "Content?", "baseline": ""}
    early = pmo.post("/metrics/pulse/new", data={**asked, "closes_on": today.isoformat()})
    assert early.status_code == 422
    assert "满意？" in early.text
    opened = pmo.post("/metrics/pulse/new", data={**asked, "closes_on": tomorrow.isoformat()})
    assert opened.status_code == 303
    assert pmo.post("/metrics/pulse/new", data={**asked, "closes_on": tomorrow.isoformat()}).status_code == 422
    assert visit("/", as_=cast.lin).root.cssselect(f'a[href="{ANSWERS}"]')
    assert "heartbeat" in visit("/notices", as_=cast.lin).html
    lin = sign_in(cast.lin)
    assert _send(lin, grade="2", text="太慢了").status_code == 303
    assert not visit("/", as_=cast.lin).root.cssselect(f'.duties a[href="{ANSWERS}"]')
    again = Page(lin.get(ANSWERS), ANSWERS)
    assert again.root.cssselect("#answer input[checked]")[0].get("value") == "2"
    assert lin.post(ANSWERS, data=_answers(again, "5", text="好一些")).status_code == 303
    other_device = sign_in(cast.lin)
    refused = _send(other_device, grade="1")
    assert refused.status_code == 422
    code = again.root.cssselect("main .notice code")[0].text
    assert _send(other_device, grade="3", code=code.lower()).status_code == 303
    with app.app_context():
        assert db.session.scalars(sa.select(PulseAnswer.answer)).all() == [3]
        assert db.session.scalars(sa.select(PulseComment.text)).all() == []
    assert "3" not in visit(opened.location, as_=cast.pmo).list(".tile-value")[1:2]


def test_who_is_not_asked_or_comes_late_is_told_so(app: Flask, cast: Cast, round_id: int, sign_in: SignIn) -> None:
    assert "not asked" in sign_in(cast.guo).get(ANSWERS, headers={"Accept-Language": "en"}).text
    lin = sign_in(cast.lin)
    page = Page(lin.get(ANSWERS), ANSWERS)
    with app.app_context(), transaction():
        close_pulse(round_id=round_id, by=cast.pmo)
    assert lin.post(ANSWERS, data=_answers(page)).status_code == 303
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(PulseAnswer)) == 0


def test_one_answer_for_each_person_however_many_devices_at_once(
    app: Flask, cast: Cast, round_id: int, sign_in: SignIn
) -> None:
    devices = [sign_in(cast.lin) for _ in range(6)]
    forms = [_answers(Page(client.get(ANSWERS), ANSWERS)) for client in devices]
    calls = [lambda c=c, f=f: c.post(ANSWERS, data=f).status_code for c, f in zip(devices, forms, strict=True)]
    assert Counter(answers_at_once(calls)) == {303: 1, 422: 5}
    twice = [lambda: devices[0].post(ANSWERS, data=forms[0]).status_code for _ in range(1)]
    assert set(answers_at_once(twice)) <= {303, 422}
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(PulseAnswer)) == 1
        assert db.session.scalars(sa.select(PulseMark.mark)).all() == [mark_of(cast.lin)]


def test_the_same_sending_twice_is_one_answer_with_its_code(
    app: Flask, cast: Cast, round_id: int, sign_in: SignIn
) -> None:
    device = sign_in(cast.lin)
    form = _answers(Page(device.get(ANSWERS), ANSWERS))
    assert [device.post(ANSWERS, data=form).status_code for _ in range(2)] == [303, 303]
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(PulseAnswer)) == 1


def test_a_ticket_of_somebody_else_is_worth_nothing(app: Flask, cast: Cast, round_id: int, sign_in: SignIn) -> None:
    stolen = Page(sign_in(cast.lin).get(ANSWERS), ANSWERS).root.cssselect("[name=ticket]")[0].get("value")
    assert _send(sign_in(cast.eve), ticket=stolen).status_code == 422
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(PulseAnswer)) == 0


def test_nothing_in_the_database_joins_an_answer_to_a_person(
    app: Flask, cast: Cast, round_id: int, sign_in: SignIn
) -> None:
    """No table that holds answers, words or marks holds a person, a time, or an order; none shares a value with another."""
    people = [cast.lin, cast.zhou, cast.chen, cast.wang, cast.zhao, cast.sun, cast.he, cast.pmo, cast.audit, cast.eve]
    for number, person_id in enumerate(people):
        assert _send(sign_in(person_id), grade=str(number % 5 + 1), text=f"意见 {number}").status_code == 303
    tables = (PulseAnswer, PulseComment, PulseMark)
    for table in tables:
        columns = table.__table__.columns
        assert not [c for c in columns if isinstance(c.type, sa.DateTime | sa.Date) or "person" in c.name]
        assert not [key for c in columns for key in c.foreign_keys if key.column.table.name in ("people", "sessions")]
    with app.app_context():
        ids = list(db.session.scalars(sa.select(PulseAnswer.id)))
        grades = dict(db.session.execute(sa.select(PulseAnswer.id, PulseAnswer.answer)).all())
        in_order = [grades[one] for one in sorted(ids)]
        assert len(ids) == len(people)
        assert in_order != [number % 5 + 1 for number in range(len(people))], "ids tell the order of answering"
        assert set(_texts(*tables)) & set(_texts(*_others(tables))) == set()
        hashes = [set(db.session.scalars(sa.select(table.token_hash))) for table in (PulseAnswer, PulseComment)]
        assert not hashes[0] & hashes[1], "words lead to the department of their answer"
        trail = " ".join(_texts(*_others(tables)))
        assert "意见" not in trail
    with app.app_context(), transaction():
        close_pulse(round_id=round_id, by=cast.pmo)
    with app.app_context():
        assert db.session.scalars(sa.select(PulseMark.mark)).all() == []
        assert set(db.session.scalars(sa.select(PulseAnswer.token_hash))) == {None}
        assert set(db.session.scalars(sa.select(PulseComment.token_hash))) == {None}
        assert not set(ids) & set(db.session.scalars(sa.select(PulseAnswer.id))), "written anew"
        assert Counter(db.session.scalars(sa.select(PulseAnswer.answer))) == Counter(grades.values())


def _others(tables: tuple[type[Base], ...]) -> Iterator[sa.Table]:
    own = {table.__tablename__ for table in tables}
    yield from (table for name, table in Base.metadata.tables.items() if name not in own)


def _texts(*tables: Any) -> Iterator[str]:
    """Every long text of some tables: what could serve as a key."""
    for table in tables:
        for row in db.session.execute(sa.select(*getattr(table, "__table__", table).columns)):
            yield from (str(value) for value in row if isinstance(value, str | dict | list) and len(str(value)) > 15)


def test_results_hide_a_few_and_what_would_give_them_away(app: Flask, cast: Cast, round_id: int, visit: Visit) -> None:
    """Seven of the department of the cast answer and two of the other: both are hidden, the company is shown."""
    own = [cast.lin, cast.zhou, cast.chen, cast.zhao, cast.sun, cast.he, cast.pmo]
    with app.app_context(), transaction():
        for person_id in own:
            answer_pulse(round_id=round_id, person_id=person_id, code=new_code(), said=said(5, 4, 4, 2, 2, None))
        for person_id in (cast.wang, cast.eve):
            answer_pulse(
                round_id=round_id, person_id=person_id, code=new_code(), said=said(1, 1, 1, 1, 1, 1, text="嗯")
            )
    address = f"/metrics/pulse/{round_id}"
    assert "No results" in visit(address, as_=cast.pmo).html
    with app.app_context():
        assert company_as_of(clock.today()).pulse == {"D10": (), "D20": ()}, "an open round has no figures"
    with app.app_context(), transaction():
        close_pulse(round_id=round_id, by=cast.pmo)
    with app.app_context():
        found = pulse_results(db.session.get_one(PulseRound, round_id))
        assert found.company.satisfaction == Ratio(7, 9)
        assert found.company.response == Ratio(9, 10)
        assert [line.satisfaction for line in found.departments] == [None, None]
        assert [line.response for line in found.departments] == [None, None]
        assert [set(line.items.values()) for line in found.departments] == [{None}, {None}]
        assert found.company.barrier == "knowledge"
        assert found.company.items["awareness"] == Fraction(30, 9)
        assert found.company.items["reinforcement"] is None, "two answers"
        assert len(company_as_of(clock.today()).pulse["D10"]) == 7
    page = visit(address, as_=cast.pmo)
    assert page.html.count("too few answers to show") == 2
    assert "嗯" not in page.html, "words of two"
    assert "In their words" not in visit(address, as_=cast.chen).html
    steps = visit(address, as_=cast.pmo, language="zh").list("[aria-labelledby=items-heading] tbody th")
    assert [step.split()[0] for step in steps] == ["认知", "意愿", "知识", "能力", "巩固"]


def test_a_round_that_is_open_says_so(app: Flask, cast: Cast, round_id: int, visit: Visit) -> None:
    assert visit("/metrics/pulse", as_=cast.pmo).list(".pill") == ["open"]
    assert visit("/metrics/pulse", as_=cast.pmo, language="zh").list(".pill") == ["进行中"]


def test_a_round_that_nobody_closed_closes_by_itself(app: Flask, cast: Cast, round_id: int, visit: Visit) -> None:
    with app.app_context():
        assert close_due_pulses() == 0
    with clock.fixed_at(clock.now() + timedelta(days=6)):
        assert "No round is open" in visit(ANSWERS, as_=cast.lin).html
        with app.app_context():
            assert close_due_pulses() == 1
            assert close_due_pulses() == 0
            assert db.session.get_one(PulseRound, round_id).closed_at is not None


def test_the_change_is_clear_only_when_intervals_do_not_overlap() -> None:
    before, after = Ratio(34, 50), Ratio(46, 50)
    assert change(after, before) == 24
    assert is_clear(after, before)
    assert not is_clear(Ratio(40, 50), before)
    assert change(after, None) is None
    assert barrier(dict(zip(BARRIERS, [[4] * 5, [4] * 5, [3] * 5, [2] * 5, [3] * 5], strict=True))) == "knowledge"
    assert barrier({"awareness": [1] * 4}) is None


@given(st.dictionaries(st.text(min_size=1, max_size=2), st.integers(0, 12), max_size=8))
def test_what_is_hidden_is_nobody_or_five_and_more(counts: dict[str, int]) -> None:
    shown = shown_groups(counts)
    assert all(counts[name] >= SMALLEST_GROUP for name in shown)
    hidden = sum(count for name, count in counts.items() if name not in shown)
    assert hidden == 0 or hidden >= SMALLEST_GROUP or not shown


def test_a_round_asks_who_is_here_and_not_on_leave(app: Flask, cast: Cast, round_id: int) -> None:
    with app.app_context(), transaction():
        late = make_person("000900", "新人", cast.department)
        asked = set(db.session.scalars(sa.select(PulseInvitation.person_id)))
        assert cast.guo not in asked
        assert late.id not in asked
        assert db.session.get_one(PulseRound, round_id).asked == len(asked) == 10
