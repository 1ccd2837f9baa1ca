"""Lin learns: goes on where she stopped, sees, tries, is tested, and gets a certificate that anyone can verify."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from app.training.models import Stage
from tests.journeys.conftest import Arrive, with_and_without_script
from tests.journeys.learning import Answers, Teacher, accept_all, fill_in, pass_item, where
from tests.journeys.newcomers import NEW_PASSWORD, join
from tests.journeys.product import Product
from tests.journeys.visitor import Visitor


@with_and_without_script
def test_a_newcomer_becomes_certified(product: Product, arrive: Arrive, *, script: bool) -> None:
    newcomer, login = join(
        product, arrive, script=script, language="en" if script else "zh", size="phone" if script else "desktop"
    )
    newcomer.open("/")
    newcomer.click(".learn-card .learn-card-foot a")
    assert "/training/paths/EU/modules/eu-01" in newcomer.page.url
    teacher = Teacher(product)
    for module, item in teacher.items("EU"):
        pass_item(newcomer, teacher, login, "EU", module, item)
    zhao = arrive(script=script).enter("zhao", "zh" if script else "en")
    assert accept_all(zhao, login[3:9]) == 2, "two tasks are done at work"
    newcomer.open("/training/paths/EU")
    newcomer.click('main a[href^="/certificates/"]')
    newcomer.page.wait_for_url("**/certificates/*")
    certificate = newcomer.path()
    product.post.wait_for(login, about=certificate.rpartition("/")[2])

    stranger = arrive(script=script, language="en")
    stranger.open(certificate)
    words = stranger.text("main")
    for told in (f"新员工 {login[3:9]}", certificate.rpartition("/")[2], "Valid"):
        assert told in words
    for untold in (login, "结构开发组", "Structures", "%"):
        assert untold not in stranger.page.content().partition("<main")[2].replace(certificate, "")
    expect(stranger.page.locator("figure.qr svg")).to_be_visible()
    assert stranger.page.locator("figure.qr a").get_attribute("href") == product.address + certificate


@with_and_without_script
def test_a_newcomer_sees_tries_and_is_tested(product: Product, arrive: Arrive, *, script: bool) -> None:
    newcomer, login = join(product, arrive, script=script, language="en")
    teacher = Teacher(product)
    module, drill = first_form(teacher, login)
    for earlier, item in teacher.items("EU"):
        if earlier == module:
            break
        pass_item(newcomer, teacher, login, "EU", earlier, item)
    address = where("EU", module, drill)
    newcomer.open(address)  # opens in See the first time
    newcomer.click('.stages a[href*="stage=try"], main a[href*="stage=try"]')
    newcomer.page.wait_for_url("**stage=try")

    answers = teacher.key(login, "EU", module, drill, stage=Stage.practice).answers
    wrong = spoiled(newcomer, answers)
    newcomer.click('button[name="check"]')
    expect(newcomer.page.locator(f"#{wrong}-said.verdict-wrong")).to_be_visible()
    hint = newcomer.text(f"#{wrong}-said")
    assert len(hint) > len("Not yet."), hint
    assert newcomer.page.evaluate("document.activeElement.matches('[data-focus]')") is script

    fill_in(newcomer, answers)
    newcomer.click('button[name="check"]')
    newcomer.sees("All right! You are ready for the test.")
    for here, item in teacher.items("EU"):
        if here == module:
            pass_item(newcomer, teacher, login, "EU", module, item)
    expect(newcomer.page.locator(".finish")).to_have_count(0)  # what was done at work still waits
    accept_all(arrive(script=script).enter("zhao", "en"), login[3:9])
    newcomer.open("/training/paths/EU")
    expect(
        newcomer.page.locator(".module-row.module-done", has=newcomer.page.locator(f'a[href$="/{module}"]'))
    ).to_be_visible()


def test_what_was_typed_on_the_phone_is_there_on_the_desktop(product: Product, arrive: Arrive) -> None:
    phone, login = join(product, arrive, script=True, language="zh", size="phone")
    teacher = Teacher(product)
    module, drill = first_form(teacher, login)
    for earlier, item in teacher.items("EU"):
        if earlier == module:
            break
        pass_item(phone, teacher, login, "EU", earlier, item)
    phone.open(f"{where('EU', module, drill)}?stage=try")
    answers = teacher.key(login, "EU", module, drill, stage=Stage.practice).answers
    fill_in(phone, answers)
    expect(phone.page.locator("#draft-state")).to_contain_text(re.compile(r"\d:\d\d"))

    desktop = arrive(script=False)
    desktop.sign_in(login, NEW_PASSWORD)
    desktop.open(f"{where('EU', module, drill)}?stage=try")
    shown = {name: given(desktop, name) for name in answers}
    ranks = {"text", "textarea", "date"}  # the order of boxes says nothing, that of numbered answers does
    wanted = {name: [str(value) for value in values] for name, values in answers.items()}
    for name in answers:
        if desktop.page.locator(f'form.drill-form [name="{name}"]').first.get_attribute("type") not in ranks:
            shown[name], wanted[name] = sorted(shown[name]), sorted(wanted[name])
    assert shown == wanted
    assert not phone.scrolls_sideways()


@with_and_without_script
def test_lin_goes_on_where_she_stopped(arrive: Arrive, *, script: bool) -> None:
    lin = arrive(script=script, size="phone").enter("lin", "zh")
    stopped = lin.text(".learn-card .learn-card-next")
    lin.click(".learn-card .learn-card-foot a")
    lin.page.wait_for_url("**/training/paths/**")
    assert lin.clicks == 1
    assert lin.path() != "/"
    assert stopped.rpartition("：")[2][:4] in lin.page.content()


def first_form(teacher: Teacher, login: str) -> tuple[str, str]:
    """The first drill of the path that is a form with several fields."""
    for module, item in teacher.items("EU"):
        if item != "quiz" and teacher.key(login, "EU", module, item, stage=Stage.practice).kind == "form":
            return module, item
    raise AssertionError("the path has no form")


def spoiled(visitor: Visitor, answers: Answers) -> str:
    """Fill in everything right but one field; its name."""
    form = visitor.page.locator("form.drill-form")
    fill_in(visitor, answers)
    for name, values in answers.items():
        others = form.locator(f'[name="{name}"]')
        if others.first.evaluate("field => field.type") == "radio":
            other = next(o for o in others.all() if o.get_attribute("value") not in values)
            other.check()
            return str(name)
    raise AssertionError("no choice to spoil")


def given(visitor: Visitor, name: str) -> list[str]:
    """What the fields of a name hold."""
    found: list[str] = visitor.page.locator(f'form.drill-form [name="{name}"]').evaluate_all(
        "fields => fields.filter(f => !['radio', 'checkbox'].includes(f.type) || f.checked).map(f => f.value)"
    )
    return found
