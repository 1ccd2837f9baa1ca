"""Kit, term, deputies, hours, hand-overs: what counts is read from dates, whoever looks and whenever."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Membership, Person, Role
from app.ambassadors import actions, queries
from app.ambassadors.events import AppointmentHandedOver, AppointmentLapsed, CeilingPassed
from app.ambassadors.models import (
    Appointment,
    AppointmentKind,
    AppointmentState,
    Deputy,
    Endorsement,
    HourEntry,
    Support,
)
from app.ambassadors.queries.serving import superusers_serving
from app.feedback.actions.followers import follow_idea
from app.feedback.actions.ideas import submit_idea
from app.feedback.models import Follower
from app.foundation import clock
from app.foundation.db import db, transaction
from app.foundation.jobs import run_sweeps
from app.training.models import Assignment
from tests.ambassadors.kits import certify, kit
from tests.factories import Cast, make_group
from tests.house.test_statements import MOST, statements
from tests.kinds import Make, SignIn, Visit
from tests.page import Page, post
from tests.together import answers_at_once

Heard = list[object]


@pytest.fixture
def heard(app: Flask) -> Iterator[Heard]:
    """What is announced while a test runs."""
    found: Heard = []
    subscriptions = app.extensions["uptake.subscriptions"]
    kinds = (AppointmentLapsed, AppointmentHandedOver, CeilingPassed)
    kept = {kind: subscriptions.get(kind) for kind in kinds}
    for kind in kinds:
        subscriptions[kind] = [*(kept[kind] or []), found.append]
    yield found
    for kind, listeners in kept.items():
        if listeners is None:
            subscriptions.pop(kind)
        else:
            subscriptions[kind] = listeners


def office(make: Make, answered: Make, person_id: int, unit_id: int, **more: object) -> int:
    """An accepted appointment."""
    number = make(person_id, unit_id, **more)
    assert answered(number, person_id) == 303
    return number


def rights(app: Flask, person_id: int, day: date) -> tuple[bool, bool, str]:
    """On a day, without anything having run since: the role, the seat of reviews, and how the appointment stands."""
    with app.app_context(), clock.fixed_at(clock.start_of(day) + timedelta(hours=3)):
        person = db.session.get_one(Person, person_id)
        db.session.refresh(person, ["role_rows"])
        seats = {row[1] for row in db.session.execute(superusers_serving())}
        held = queries.appointments_of(person_id)
        stand = queries.stand_of(held[0], day).standing.value if held else ""
        return person.has_role(Role.superuser), person_id in seats, stand


def test_an_appointment_counts_from_the_kit_to_the_end_of_its_certificate(
    app: Flask, cast: Cast, nominated: Make, answered: Make, visit: Visit, heard: Heard
) -> None:
    with app.app_context(), transaction():
        path_id, today = kit().id, clock.today()
    number = office(nominated, answered, cast.lin, cast.department)
    with app.app_context():
        assigned = sa.select(Assignment.due_on).where(Assignment.person_id == cast.lin, Assignment.path_id == path_id)
        assert db.session.scalar(assigned) == today + timedelta(days=30)
    assert rights(app, cast.lin, today) == (False, False, "learning")
    last = today + timedelta(days=20)
    certify(app, cast.lin, until=last)
    assert rights(app, cast.lin, today) == (True, True, "serving")
    assert rights(app, cast.lin, last) == (True, True, "serving")
    assert rights(app, cast.lin, last + timedelta(days=1)) == (False, False, "lapsed")
    with app.app_context(), clock.fixed_at(clock.end_of(last)):
        assert [run_sweeps(app, slot="")["tell_of_lapses"] for _ in range(2)] == [1, 0]
        assert heard == [AppointmentLapsed(number, cast.lin, last + timedelta(days=1))]
        certify(app, cast.lin, until=last + timedelta(days=400))  # renewed on the day it had run out
    assert rights(app, cast.lin, last + timedelta(days=1)) == (True, True, "serving")
    with app.app_context():
        held = queries.appointments_of(cast.lin)[0]
        assert len(held.gate_passes) == 2, "the lapse stays readable"


def test_the_term_alone_ends_all_rights_without_any_sweep(
    app: Flask, cast: Cast, nominated: Make, answered: Make
) -> None:
    certify(app, cast.lin)
    with app.app_context():
        today = clock.today()
    office(nominated, answered, cast.lin, cast.department, ends_on=today + timedelta(days=5))
    assert rights(app, cast.lin, today + timedelta(days=5)) == (True, True, "serving")
    assert rights(app, cast.lin, today + timedelta(days=6)) == (False, False, "ended")


def test_a_deputy_has_the_seat_on_the_days_named_and_with_the_kit_only(
    app: Flask, cast: Cast, nominated: Make, answered: Make, sign_in: SignIn, visit: Visit
) -> None:
    certify(app, cast.lin), certify(app, cast.zhou)
    number = office(nominated, answered, cast.lin, cast.department)
    here = f"/ambassadors/appointments/{number}"
    with app.app_context():
        today = clock.today()
    first, last = today + timedelta(days=2), today + timedelta(days=4)
    fields = {"person": cast.zhou, "starts_on": first.isoformat(), "ends_on": last.isoformat()}
    page = visit(f"{here}/deputies/new", as_=cast.lin)
    assert page.list("#deputy-list .choice") == ["周凯 · 000102"], "nobody else has passed the kit"
    client = sign_in(cast.lin)
    assert post(client, f"{here}/deputies/new", f"{here}/deputies", **fields).status_code == 303
    assert post(client, f"{here}/deputies/new", f"{here}/deputies", **fields).status_code == 422
    days = (today, first, last, last + timedelta(days=1))
    assert [rights(app, cast.zhou, day)[:2] for day in days] == [
        (False, False),
        (True, True),
        (True, True),
        (False, False),
    ]
    assert "周凯" in visit("/ambassadors/", as_=cast.eve).text("#coverage-board")
    with app.app_context():
        deputy = db.session.scalars(sa.select(Deputy.id)).one()
    assert post(client, here, f"{here}/deputies/{deputy}/delete").status_code == 303
    assert rights(app, cast.zhou, first)[:2] == (False, False)


def test_the_manager_speaks_and_colleagues_support_once_each(
    app: Flask, cast: Cast, nominated: Make, sign_in: SignIn, visit: Visit
) -> None:
    number = nominated(cast.lin, cast.department)
    here, asked = f"/ambassadors/appointments/{number}", "/ambassadors/nominations"
    client = sign_in(cast.chen)
    fields = Page(client.get(asked), asked).fields(f"{here}/endorsement")
    said = {**fields, "words": "坐得住，讲得清", "verdict": "for"}
    assert client.post(f"{here}/endorsement", data={**said, "words": ""}).status_code == 422
    assert client.post(f"{here}/endorsement", data=said).status_code == 303
    assert client.post(f"{here}/endorsement", data={**said, "verdict": "against"}).status_code == 409
    assert "坐得住，讲得清" in visit(here, as_=cast.lin).text("main")

    def supports(person_id: int) -> int:
        browser = sign_in(person_id)
        fields = {"csrf_token": Page(browser.get(asked), asked).root.cssselect("[name=csrf_token]")[0].get("value")}
        return browser.post(f"{here}/support", data=fields).status_code

    assert answers_at_once([lambda: supports(cast.zhou) for _ in range(4)]) == [303] * 4
    assert (supports(cast.zhao), supports(cast.lin), supports(cast.eve)) == (303, 404, 404)
    for who, count, names in ((cast.pmo, True, True), (cast.chen, True, False), (cast.lin, False, False)):
        text = visit(here, as_=who).text("main")
        assert ("2 colleagues support it" in text, "赵敏" in text) == (count, names)
    assert post(sign_in(cast.zhao), asked, f"{here}/support/delete").status_code == 303
    with app.app_context():
        assert db.session.scalars(sa.select(Support.person_id)).all() == [cast.zhou]
        assert db.session.scalars(sa.select(Endorsement.in_favour)).one() is True


def test_hours_are_logged_once_corrected_by_addition_and_warned_about(
    app: Flask, cast: Cast, nominated: Make, answered: Make, sign_in: SignIn, visit: Visit, heard: Heard
) -> None:
    certify(app, cast.lin)
    number = office(nominated, answered, cast.lin, cast.department)
    here, client = f"/ambassadors/appointments/{number}", sign_in(cast.lin)
    with app.app_context(), transaction():
        db.session.get_one(Appointment, number).starts_on = clock.today() - timedelta(days=40)
    fields = {**Page(client.get("/ambassadors/"), "").fields(f"{here}/hours"), "hours": "6"}
    assert (
        answers_at_once([lambda: client.post(f"{here}/hours", data=fields).status_code for _ in range(3)]) == [303] * 3
    )
    assert "6 of 8 hours" in visit("/ambassadors/", as_=cast.lin).text("main")
    for wrong in ("0.3", "25", "many", "1e309", "NaN", "-1e99"):
        answer = client.post(f"{here}/hours", data={**fields, "hours": wrong, "token": "another-one"})
        assert answer.status_code == 422
        assert f'value="{wrong}"' in answer.get_data(as_text=True)
    assert post(client, here, f"{here}/hours", hours="2.5").status_code == 303
    with app.app_context():
        month = clock.today().replace(day=1)
        entries = db.session.scalars(sa.select(HourEntry).order_by(HourEntry.id)).all()
        assert heard == [CeilingPassed(number, cast.lin, month, 510, 480)]
    board = visit("/ambassadors/?attention=overloaded", as_=cast.pmo).text("#coverage-board")
    assert "8.5 of 8 hours" in board
    for reader in (cast.pmo, cast.chen):
        assert "could help next" in visit(here, as_=reader).text("main")
        browser = sign_in(reader)
        with statements() as sent:
            browser.get(here)
        assert len(sent) <= MOST, [s[s.find("FROM") :][:90] for s in sent]
    edit = f"{here}/hours/{entries[1].id}"
    first = Page(client.get(edit), edit).fields(edit)
    assert client.post(edit, data={**first, "hours": "1"}).status_code == 303
    assert client.post(edit, data={**first, "hours": "3", "token": "a-later-try"}).status_code == 404
    visit(edit, as_=cast.pmo, status=404)
    assert "7 of 8 hours" in visit(here, as_=cast.lin).text("main")
    with app.app_context(), pytest.raises(sa.exc.DatabaseError), transaction():
        db.session.execute(sa.update(HourEntry).values(minutes=1))


def test_a_hand_over_waits_for_the_yes_moves_open_work_and_tells_the_sources(
    app: Flask, cast: Cast, sign_in: SignIn, visit: Visit, answered: Make, heard: Heard
) -> None:
    certify(app, cast.wang, code="AM"), certify(app, cast.lin, code="AM")
    with app.app_context(), transaction():
        group = make_group("G8", "试点").id
        for person_id in (cast.wang, cast.lin, cast.zhou, cast.eve):
            db.session.add(Membership(person_id=person_id, project_group_id=group))
        carried = submit_idea(author_id=cast.eve, title="料架太高", text="够不着").id
        follow_idea(idea_id=carried, person_id=cast.wang)
        made = actions.nominate(
            kind=AppointmentKind.ambassador,
            person_id=cast.wang,
            unit_id=group,
            starts_on=clock.today(),
            ends_on=None,
            reason="大家都找他",
            by=cast.pmo,
        ).id
    assert answered(made, cast.wang) == 303
    here = f"/ambassadors/appointments/{made}"
    over = f"{here}/hand-over"

    def hand_to(successor: int) -> int:
        client = sign_in(cast.wang)
        fields = Page(client.get("/ambassadors/"), "").fields(f"{here}/hours")
        sent = {"csrf_token": fields["csrf_token"], "successor": successor}
        return client.post(over, data=sent).status_code

    assert "1 open idea" in visit(over, as_=cast.wang).text("main")
    answers = answers_at_once([partial(hand_to, who) for who in (cast.lin, cast.zhou, cast.lin, cast.zhou)])
    assert answers.count(303) == 1
    assert set(answers) <= {303, 409, 422}, "who came later hears that somebody was faster, or is not offered any more"
    with app.app_context():
        first = db.session.scalars(sa.select(Appointment).where(Appointment.state == AppointmentState.nominated)).one()
        chosen, number = first.person_id, first.id
    assert answered(number, chosen, "decline") == 303
    assert heard == []
    assert hand_to(cast.lin) == 303, "who declines leaves all as it was"
    with app.app_context():
        assert db.session.get_one(Appointment, made).state is AppointmentState.active
        number = db.session.get_one(Appointment, made).successor_id or 0
    assert answered(number, cast.lin) == 303
    assert heard == [AppointmentHandedOver(made, number, cast.wang, cast.lin, f"project_group:{group}", (cast.eve,))]
    with app.app_context():
        assert db.session.get_one(Appointment, made).state is AppointmentState.ended
        assert db.session.get(Follower, (carried, cast.lin)) is not None


def test_the_board_of_an_earlier_day_is_as_it_was(
    app: Flask, cast: Cast, nominated: Make, answered: Make, sign_in: SignIn, visit: Visit
) -> None:
    certify(app, cast.lin, days_ago=60)
    with app.app_context():
        today, began = clock.today(), clock.now() - timedelta(days=40)
        with clock.fixed_at(began), transaction():
            number = actions.nominate(
                kind=AppointmentKind.superuser,
                person_id=cast.lin,
                unit_id=cast.department,
                starts_on=clock.today(),
                ends_on=None,
                reason="because",
                by=cast.pmo,
            ).id
            actions.answer(appointment=db.session.get_one(Appointment, number), accepted=True, by=cast.lin)
        with clock.fixed_at(began + timedelta(days=20)), transaction():
            actions.end(appointment=db.session.get_one(Appointment, number), reason="moves", by=cast.pmo)
    for days, serving in ((45, False), (30, True), (10, False)):
        day = (today - timedelta(days=days)).isoformat()
        text = visit(f"/ambassadors/?on={day}&kind=department&q=D10", as_=cast.pmo).text("#coverage-board")
        assert ("1 serving" in text) is serving, day
    lines = sign_in(cast.pmo).get(f"/ambassadors/coverage.csv?on={(today - timedelta(days=30)).isoformat()}&q=D10")
    assert "000101" in lines.get_data(as_text=True)
    assert visit("/ambassadors/history", as_=cast.lin).has("table tbody tr")


def test_the_phase_moves_the_target_and_its_past_is_kept(app: Flask, cast: Cast, sign_in: SignIn, visit: Visit) -> None:
    here = "/ambassadors/standards"
    assert "9 people" in visit("/ambassadors/?q=D10", as_=cast.pmo).text("#coverage-board")
    changed = {"phase": "pilot", "people_in_pilot": 4, "reason": "试点部门问题多"}
    assert post(sign_in(cast.pmo), here, here, **{**changed, "people_in_pilot": 0}).status_code == 422
    assert post(sign_in(cast.pmo), here, here, **changed).status_code == 303
    assert "3 needed" in visit("/ambassadors/?q=D10", as_=cast.pmo).text("#coverage-board")
    assert "试点部门问题多" in visit(here, as_=cast.chen).text("#standard-history")
    with app.app_context():
        yesterday = clock.today() - timedelta(days=1)
        assert queries.standard_on(yesterday).people_per_superuser == 40
