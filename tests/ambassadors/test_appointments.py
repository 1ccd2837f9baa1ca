"""From the gap on the board to the role, and back."""

from datetime import timedelta
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Membership, Person, PersonRole, Role
from app.ambassadors import actions
from app.ambassadors.models import Appointment, AppointmentKind, AppointmentState
from app.foundation import clock
from app.foundation.audit import AuditEntry
from app.foundation.db import db, transaction
from app.foundation.jobs import run_sweeps
from tests.ambassadors.kits import certify
from tests.factories import Cast, make_group
from tests.kinds import Make, SignIn, Visit
from tests.page import Page, post
from tests.together import at_once

NEW = "/ambassadors/appointments/new?department={}"
CREATE = "/ambassadors/appointments?department={}"


def roles(app: Flask, person_id: int) -> set[Role]:
    with app.app_context():
        return set(db.session.scalars(sa.select(PersonRole.role).where(PersonRole.person_id == person_id)))


def state(app: Flask, number: int) -> AppointmentState:
    with app.app_context():
        return db.session.get_one(Appointment, number).state


def test_a_gap_leads_to_a_nomination_and_acceptance_asks_for_the_kit(
    app: Flask, cast: Cast, sign_in: SignIn, visit: Visit
) -> None:
    board = visit("/ambassadors/?coverage=gap", as_=cast.chen)
    link = next(href for href in board.links("#coverage-board a.btn") if f"department={cast.department}" in href)
    form = visit(link, as_=cast.chen)
    answer = post(
        sign_in(cast.chen), link, CREATE.format(cast.department), person=cast.lin, reason="Helps everybody already"
    )
    assert answer.status_code == 303, Page(answer, "").text()
    assert form.has(f"input[value='{cast.lin}']")
    here = answer.headers["Location"]
    asked = visit(here, as_=cast.lin)
    assert "Helps everybody already" in asked.text("blockquote")
    assert post(sign_in(cast.lin), here, f"{here}/answer", answer="accept").status_code == 303
    assert Role.superuser not in roles(app, cast.lin)
    assert "kit not passed yet" in visit("/ambassadors/", as_=cast.chen).text("#coverage-board")


@pytest.mark.parametrize(
    ("value", "after"), [("accept", AppointmentState.active), ("decline", AppointmentState.declined)]
)
def test_an_answer_given_twice_is_refused_the_second_time(
    app: Flask, cast: Cast, nominated: Make, sign_in: SignIn, value: str, after: AppointmentState
) -> None:
    number = nominated(cast.lin, cast.department)
    here = f"/ambassadors/appointments/{number}"
    client = sign_in(cast.lin)
    fields = Page(client.get(here), here).fields(f"{here}/answer")
    assert client.post(f"{here}/answer", data={**fields, "answer": value}).status_code == 303
    assert client.post(f"{here}/answer", data={**fields, "answer": "accept"}).status_code == 409
    assert state(app, number) is after


def test_nobody_answers_for_somebody_else(
    app: Flask, cast: Cast, nominated: Make, sign_in: SignIn, visit: Visit
) -> None:
    number = nominated(cast.lin, cast.department)
    here = f"/ambassadors/appointments/{number}"
    visit(here, as_=cast.eve, status=404)
    page = visit(here, as_=cast.pmo)
    assert not page.has(f"form[action='{here}/answer']")
    token = page.fields(f"{here}/end")["csrf_token"]
    assert sign_in(cast.pmo).post(f"{here}/answer", data={"answer": "accept", "csrf_token": token}).status_code in (
        400,
        404,
    )
    assert state(app, number) is AppointmentState.nominated


def test_a_manager_nominates_in_the_own_branch_only(
    app: Flask, cast: Cast, sign_in: SignIn, visit: Visit, nominated: Make
) -> None:
    visit(NEW.format(cast.other_department), as_=cast.chen, status=404)
    visit(NEW.format(999), as_=cast.chen, status=404)
    for stranger in (cast.lin, cast.zhao, cast.audit):
        visit(NEW.format(cast.department), as_=stranger, status=403)
    elsewhere = nominated(cast.eve, cast.other_department)
    visit(f"/ambassadors/appointments/{elsewhere}", as_=cast.chen, status=404)
    assert "伊文" not in visit("/ambassadors/appointments", as_=cast.chen).text("main")
    assert "伊文" in visit("/ambassadors/appointments", as_=cast.pmo).text("main")
    visit("/ambassadors/appointments", as_=cast.lin, status=403)
    own = visit(NEW.format(cast.department), as_=cast.chen)
    token = own.fields(CREATE.format(cast.department))["csrf_token"]
    values = {"person": cast.eve, "reason": "from elsewhere", "starts_on": clock_today(app), "csrf_token": token}
    client = sign_in(cast.chen)
    assert post(client, NEW.format(cast.department), CREATE.format(cast.department), **values).status_code in (400, 422)


def clock_today(app: Flask) -> str:
    with app.app_context():
        return clock.today().isoformat()


def test_a_wrong_form_keeps_what_was_typed(cast: Cast, sign_in: SignIn) -> None:
    answer = post(
        sign_in(cast.pmo),
        NEW.format(cast.department),
        CREATE.format(cast.department),
        ends_on="2020-01-01",
        reason="so that",
    )
    page = Page(answer, "")
    assert answer.status_code == 422
    assert page.root.cssselect("textarea")[0].text_content().strip() == "so that"
    assert {"请选择一个人。", "最后一天早于第一天。"} <= set(page.list(".error span"))


def test_two_nominations_at_once_make_one(app: Flask, cast: Cast) -> None:
    done, barrier = [], Barrier(8)

    def nominate() -> None:
        with app.app_context():
            barrier.wait()
            try:
                with transaction():
                    actions.nominate(
                        kind=AppointmentKind.superuser,
                        person_id=cast.lin,
                        unit_id=cast.department,
                        starts_on=clock.today(),
                        ends_on=None,
                        reason="because",
                        by=cast.pmo,
                    )
                done.append("made")
            except actions.AlreadyNominated:
                done.append("refused")

    at_once(nominate, 8)
    assert sorted(done) == ["made"] + ["refused"] * 7
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Appointment.id))) == 1


def test_who_serves_already_is_not_offered_again(cast: Cast, nominated: Make, visit: Visit) -> None:
    nominated(cast.lin, cast.department)
    assert not visit(NEW.format(cast.department), as_=cast.pmo).has(f"input[name=person][value='{cast.lin}']")


def test_the_role_goes_with_the_last_term(
    app: Flask, cast: Cast, nominated: Make, answered: Make, sign_in: SignIn
) -> None:
    certify(app, cast.lin)
    first, second = nominated(cast.lin, cast.department), nominated(cast.lin, cast.other_department)
    answered(first, cast.lin), answered(second, cast.lin)
    for number, left in ((first, True), (second, False)):
        here = f"/ambassadors/appointments/{number}"
        assert post(sign_in(cast.pmo), here, f"{here}/end", reason="changes place").status_code == 303
        assert (Role.superuser in roles(app, cast.lin)) is left


def test_one_steps_down_oneself_and_declines_what_one_has_not_accepted(
    app: Flask, cast: Cast, nominated: Make, answered: Make, sign_in: SignIn, visit: Visit
) -> None:
    certify(app, cast.lin)
    number = nominated(cast.lin, cast.department)
    here = f"/ambassadors/appointments/{number}"
    assert not visit(here, as_=cast.lin).has(f"form[action='{here}/end']")
    answered(number, cast.lin)
    assert Role.superuser in roles(app, cast.lin)
    assert "Step down" in visit(here, as_=cast.lin).text("main")
    assert post(sign_in(cast.lin), here, f"{here}/end", reason="no time left").status_code == 303
    assert Role.superuser not in roles(app, cast.lin)


def test_lapsed_terms_end_by_themselves_and_say_so(
    app: Flask, cast: Cast, nominated: Make, answered: Make, visit: Visit
) -> None:
    with app.app_context():
        last = clock.today() + timedelta(days=3)
    number = nominated(cast.lin, cast.department, ends_on=last)
    answered(number, cast.lin)
    with app.app_context(), clock.fixed_at(clock.end_of(last) - timedelta(seconds=1)):
        assert run_sweeps(app, slot="")["end_lapsed_terms"] == 0
    with app.app_context(), clock.fixed_at(clock.end_of(last)):
        assert run_sweeps(app, slot="")["end_lapsed_terms"] == 1
        assert run_sweeps(app, slot="")["end_lapsed_terms"] == 0
    assert Role.superuser not in roles(app, cast.lin)
    assert "The last day of the term has passed." in visit(f"/ambassadors/appointments/{number}", as_=cast.lin).text(
        "main"
    )


def test_every_step_leaves_an_audit_row(
    app: Flask, cast: Cast, nominated: Make, answered: Make, sign_in: SignIn
) -> None:
    number = nominated(cast.lin, cast.department)
    answered(number, cast.lin)
    here = f"/ambassadors/appointments/{number}"
    post(sign_in(cast.pmo), here, f"{here}/end", reason="changes place")
    with app.app_context():
        rows = db.session.scalars(
            sa.select(AuditEntry).where(AuditEntry.subject_kind == "appointment").order_by(AuditEntry.id)
        )
        assert [(row.act, row.actor_id) for row in rows] == [
            ("appointment:nominated", cast.pmo),
            ("appointment:answered", cast.lin),
            ("appointment:ended", cast.pmo),
        ]


def test_a_project_group_gets_an_ambassador(
    app: Flask, cast: Cast, sign_in: SignIn, answered: Make, visit: Visit
) -> None:
    with app.app_context(), transaction():
        group = make_group().id
        db.session.add(Membership(person_id=cast.eve, project_group_id=group))
    new, create = (
        f"/ambassadors/appointments/new?project_group={group}",
        f"/ambassadors/appointments?project_group={group}",
    )
    assert visit(new, as_=cast.pmo).list("#candidate-list .choice") == ["伊文 · 000202"]
    assert "林静 · 000101" in visit(f"{new}&q=林", as_=cast.pmo).list("#candidate-list .choice"), (
        "others are found by name"
    )
    made = post(sign_in(cast.pmo), new, create, person=cast.eve, reason="speaks for the line")
    number = int(made.headers["Location"].rpartition("/")[2])
    assert answered(number, cast.eve) == 303
    assert "伊文" not in visit("/ambassadors/?coverage=covered", as_=cast.lin).text("#coverage-board")
    certify(app, cast.eve, code="AM")
    assert Role.ambassador in roles(app, cast.eve)
    assert "伊文" in visit("/ambassadors/?coverage=covered", as_=cast.lin).text(".coverage-covered")


def test_ones_own_appointments_stand_on_the_board(cast: Cast, nominated: Make, visit: Visit) -> None:
    number = nominated(cast.lin, cast.department)
    assert f"/ambassadors/appointments/{number}" in visit("/ambassadors/", as_=cast.lin).links("main section a")
    assert "My appointments" not in visit("/ambassadors/", as_=cast.eve).text()


def test_the_list_is_searched_by_name_kind_and_state(cast: Cast, nominated: Make, visit: Visit) -> None:
    nominated(cast.lin, cast.department), nominated(cast.eve, cast.other_department)
    here = "/ambassadors/appointments"
    assert visit(f"{here}?q=林", as_=cast.pmo).list("tbody th") == ["林静 000101"]
    assert not visit(f"{here}?kind=ambassador", as_=cast.pmo).has("tbody")
    assert len(visit(f"{here}?state=nominated", as_=cast.pmo).list("tbody tr")) == 2


def test_who_has_left_serves_nobody(app: Flask, cast: Cast, nominated: Make, answered: Make, visit: Visit) -> None:
    certify(app, cast.lin)
    number = nominated(cast.lin, cast.department)
    answered(number, cast.lin)
    with app.app_context(), transaction():
        db.session.get_one(Person, cast.lin).last_day = clock.today() - timedelta(days=1)
    assert "not in office today" in visit("/ambassadors/?coverage=gap", as_=cast.pmo).text(".coverage-gap")
