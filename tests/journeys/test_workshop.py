"""In the workshop: a code on the wall, a tablet from hand to hand, a lost connection, a sheet of paper."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from app.accounts.models import Person
from app.accounts.queries import person_by_login
from app.foundation.db import db
from app.training.models import Attempt, Stage, WorkshopPresence
from app.training.queries import workshops
from tests.journeys.conftest import Arrive, with_and_without_script
from tests.journeys.learning import Answers, Teacher, fill_in, pass_item, where
from tests.journeys.newcomers import join
from tests.journeys.product import Product
from tests.journeys.test_learner import first_form
from tests.journeys.visitor import DOMAIN, PASSWORD, Visitor

WALL = "/training/paths/EU/modules/eu-01"
HEIGHT = 740
WIDTHS = pytest.mark.parametrize("width", [360, 1280])
AWAY = (
    "ERR_INTERNET_DISCONNECTED",
    "htmx:sendError",
    "htmx:afterRequest",
    "Failed to load resource",
    "Failed to fetch",
)


def sign_in_here(visitor: Visitor, who: str) -> None:
    """Sign in on the page that asks for it."""
    form = visitor.page.locator('form:has(input[name="password"]:not([type="hidden"]))').first
    form.locator('[name="login"]:not([type="hidden"])').fill(f"{who}@{DOMAIN}")
    form.locator('[name="password"]').fill(PASSWORD)
    form.locator('button[type="submit"]').first.click()
    visitor.page.wait_for_url(lambda url: "/login" not in url)


@WIDTHS
@with_and_without_script
def test_from_the_wall_it_takes_two_taps_to_be_practising(arrive: Arrive, *, script: bool, width: int) -> None:
    zhao = arrive(language="en").enter("zhao", "en")
    zhao.open(f"{WALL}/poster")
    assert zhao.text(".poster-address").endswith(WALL)
    scanner = arrive(script=script, language="zh")
    scanner.page.set_viewport_size({"width": width, "height": HEIGHT})
    scanner.open(f"{WALL}?from=wall")
    scanner.clicks = 1
    assert scanner.path() == "/login"
    sign_in_here(scanner, "lin")
    assert scanner.path() == WALL
    assert not scanner.scrolls_sideways()
    scanner.click(".next-step a.btn-primary")
    scanner.page.wait_for_url(lambda url: not url.partition("?")[0].endswith(WALL))
    assert scanner.clicks == 2


def test_a_stale_session_returns_to_the_module_as_well(arrive: Arrive) -> None:
    lin = arrive(language="zh").enter("lin", "zh")
    other = arrive()
    other.context.add_cookies(lin.context.cookies())  # type: ignore[arg-type]
    lin.leave()
    other.open(WALL)
    assert other.path() == "/login"
    sign_in_here(other, "lin")
    assert other.path() == WALL


@with_and_without_script
def test_a_tablet_goes_from_hand_to_hand(arrive: Arrive, *, script: bool) -> None:
    tablet = share(arrive, script=script)
    assert tablet.page.locator('form[action="/login"]').count() == 1
    sign_in_here(tablet, "lin")
    for place in ("/", "/training/", WALL, "/feedback/ideas"):
        tablet.open(place)
        assert not tablet.scrolls_sideways(), place
        sizes = tablet.page.locator("button:visible, a.btn:visible").evaluate_all(
            "all => all.map(one => [one.getBoundingClientRect().width * one.getBoundingClientRect().height, one.innerText.trim()])"
        )
        assert max(sizes)[1] == "Finish and sign out", place
    tablet.open("/account")
    tablet.sees("lin@", "main")
    tablet.click("#tablet-bar button")
    tablet.page.wait_for_url("**/login*")
    assert tablet.page.evaluate("Object.keys(localStorage).length") == 0
    tablet.page.go_back()
    tablet.page.wait_for_load_state()
    assert tablet.page.locator('form[action="/logout"]').count() == 0
    assert f"lin@{DOMAIN}" not in tablet.page.content()
    tablet.open("/account")
    assert tablet.path() == "/login"
    sign_in_here(tablet, "zhao")
    tablet.open("/tablet")
    tablet.submit("/tablet/delete")
    tablet.page.wait_for_url("**/login*")
    assert tablet.page.locator('form[action="/login"]').count() > 1


def test_an_unused_tablet_warns_and_signs_out_by_itself(arrive: Arrive) -> None:
    tablet = share(arrive, script=True)
    tablet.page.clock.install()
    sign_in_here(tablet, "lin")
    tablet.page.clock.fast_forward(155_000)
    expect(tablet.page.locator(".tablet-left")).to_contain_text(re.compile(r"in \d\d seconds"))
    tablet.page.mouse.click(5, 300)  # somebody is there
    tablet.page.clock.fast_forward(2_000)
    expect(tablet.page.locator(".tablet-left")).to_be_hidden()
    tablet.page.clock.fast_forward(181_000)
    tablet.page.wait_for_url("**/login?ended=idle")
    tablet.sees("Nobody used the tablet")
    tablet.open("/account")
    assert tablet.path() == "/login"


def share(arrive: Arrive, *, script: bool) -> Visitor:
    """A device that Zhao has made a shared tablet."""
    tablet = arrive(script=script, language="en").enter("zhao", "en")
    tablet.open("/tablet")
    tablet.submit("/tablet")
    tablet.page.wait_for_url("**/login*")
    return tablet


def test_answers_survive_a_lost_connection_and_a_reload(product: Product, arrive: Arrive) -> None:
    phone, login, place, answers = ready(product, arrive)
    names, before = list(answers), attempts(product, login)
    fill_in(phone, {names[0]: answers[names[0]]})
    expect(phone.page.locator("#draft-state")).to_contain_text(re.compile(r"\d:\d\d"))

    phone.context.set_offline(True)
    fill_in(phone, answers)
    phone.sees("Not saved yet", "#draft-state")
    phone.click("form.drill-form .answer-buttons button.btn-primary")
    phone.sees("nothing was submitted", "#draft-state")
    assert attempts(product, login) == before
    phone.context.set_offline(False)
    phone.sees("The connection is back", "#draft-state")
    away(phone)

    phone.open(f"{place}?stage=test")
    assert shown(phone, answers) == wanted(answers)
    phone.click("form.drill-form .answer-buttons button.btn-primary")
    phone.page.wait_for_url(lambda url: "/attempts/" in url)
    phone.page.go_back()
    assert attempts(product, login) == before + 1
    phone.open(place)
    assert phone.page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('uptake-draft')).length") == 0


def test_what_was_typed_last_before_a_reload_without_connection_is_put_back(product: Product, arrive: Arrive) -> None:
    phone, _login, place, answers = ready(product, arrive)
    phone.page.route("**/draft", lambda route: route.abort("internetdisconnected"))  # the portal is out of reach
    fill_in(phone, answers)
    phone.sees("Not saved yet", "#draft-state")
    phone.page.unroute("**/draft")
    phone.open(f"{place}?stage=test")
    assert shown(phone, answers) == wanted(answers)
    expect(phone.page.locator("#draft-state")).to_contain_text(re.compile(r"\d:\d\d"))
    away(phone)


def test_what_was_kept_goes_with_signing_out(product: Product, arrive: Arrive) -> None:
    phone, _login, _place, answers = ready(product, arrive)
    fill_in(phone, answers)
    phone.leave()
    assert phone.page.evaluate("Object.keys(localStorage).length") == 0


def ready(product: Product, arrive: Arrive) -> tuple[Visitor, str, str, Answers]:
    """A newcomer on a phone before the test of the first form: visitor, login, address, right answers."""
    phone, login = join(product, arrive, script=True, language="en", size="phone")
    teacher = Teacher(product)
    module, drill = first_form(teacher, login)
    for earlier, item in teacher.items("EU"):
        if earlier == module:
            break
        pass_item(phone, teacher, login, "EU", earlier, item)
    place = where("EU", module, drill)
    phone.open(f"{place}?stage=test")
    return phone, login, place, teacher.answers(login, "EU", module, drill, stage=Stage.test)[0]


def attempts(product: Product, login: str) -> int:
    with product.inside().app_context():
        person = person_by_login(login)
        assert person is not None
        rows = sa.select(sa.func.count()).select_from(Attempt)
        return db.session.scalar(rows.where(Attempt.person_id == person.id)) or 0


def shown(visitor: Visitor, answers: Answers) -> Answers:
    script = "all => all.filter(f => !['radio', 'checkbox'].includes(f.type) || f.checked).map(f => f.value)"
    form = visitor.page.locator("form.drill-form")
    return {name: sorted(form.locator(f'[name="{name}"]').evaluate_all(script)) for name in answers}


def wanted(answers: Answers) -> Answers:
    return {name: sorted(str(value) for value in values) for name, values in answers.items()}


def away(visitor: Visitor) -> None:
    """What a browser says about a lost connection is no fault of the page; anything else is."""
    assert [fault for fault in visitor.faults if not any(word in fault for word in AWAY)] == []
    visitor.faults.clear()


@WIDTHS
@with_and_without_script
def test_twelve_names_on_paper_take_fifteen_clicks(
    product: Product, arrive: Arrive, *, script: bool, width: int
) -> None:
    zhao = arrive(script=script, language="en").enter("zhao", "en")
    zhao.page.set_viewport_size({"width": width, "height": HEIGHT})
    number = make_workshop(zhao)
    with product.inside().app_context():
        rows = sa.select(Person.employee_no).where(Person.deactivated_at.is_(None), Person.email != f"zhao@{DOMAIN}")
        people = list(db.session.scalars(rows.order_by(Person.id).limit(12)))
    zhao.open("/")
    zhao.clicks = 0
    zhao.click(f"{'.bottombar' if width == 360 else '.sidebar'} a[href='/training/']")
    zhao.click("a[href='/training/workshops']")
    zhao.click(f"#workshop-list a[href='/training/workshops/{number}']")
    zhao.click(f"a[href='/training/workshops/{number}/sheet']")
    zhao.fill("textarea[name=names]", "\n".join(people))
    if script:
        zhao.sees("12 lines · 12 clear", "#sheet-matches")
    assert not zhao.scrolls_sideways()
    zhao.click("form.halves .btn-primary")
    zhao.page.wait_for_url(f"**/training/workshops/{number}")
    assert zhao.clicks <= 15
    zhao.sees("12 people are entered")
    with product.inside().app_context():
        there = sa.select(sa.func.count()).select_from(WorkshopPresence).where(WorkshopPresence.workshop_id == number)
        assert db.session.scalar(there) == 12


def make_workshop(host: Visitor) -> int:
    host.open("/training/workshops/new")
    host.page.locator("select[name=subject]").select_option("EU/eu-01")
    host.page.locator("input[name=place]").fill("Room 2")
    host.page.locator("main form .btn-primary").first.click()
    host.page.wait_for_url(re.compile(r"/training/workshops/\d+$"))
    return int(host.path().rpartition("/")[2])


@with_and_without_script
def test_checking_in_from_the_wall_takes_two_taps(product: Product, arrive: Arrive, *, script: bool) -> None:
    zhao = arrive(language="en").enter("zhao", "en")
    number = make_workshop(zhao)
    zhao.open(f"/training/workshops/{number}/code")
    expect(zhao.page.locator(".wall-digits")).to_contain_text(re.compile(r"\d{3} \d{3}"))
    with product.inside().app_context():
        workshop = workshops.workshop_by_id(number)
        assert workshop is not None
        code = workshops.code_of(workshop)
    lin = arrive(script=script, language="zh").enter("lin", "zh")
    lin.page.set_viewport_size({"width": 360, "height": HEIGHT})
    lin.open(f"/training/workshops/{number}/check-in?code={code}")
    lin.clicks = 1
    assert not lin.scrolls_sideways()
    lin.click(".check-in .btn-primary")
    lin.page.wait_for_url(f"**{WALL}")
    assert lin.clicks == 2
