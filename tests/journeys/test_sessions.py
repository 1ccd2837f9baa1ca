"""Signing in and out, and what stays behind."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Arrive, with_and_without_script

ACCOUNTS = ("lin", "zhou", "chen", "wang", "zhao", "sun", "he", "guo", "pmo")


def test_signing_out_makes_a_copied_cookie_worthless(arrive: Arrive) -> None:
    lin, thief = arrive().enter("lin"), arrive()
    thief.context.add_cookies(lin.context.cookies())  # type: ignore[arg-type]
    thief.open("/account")
    assert thief.path() == "/account"
    lin.leave()
    thief.open("/account")
    assert thief.path() == "/login"


@with_and_without_script
def test_nothing_private_comes_back_with_the_back_button(arrive: Arrive, *, script: bool) -> None:
    lin = arrive(script=script).enter("lin", "zh")
    lin.open("/account")
    lin.sees("林静", "body")
    lin.leave()
    lin.page.go_back()
    lin.page.wait_for_load_state()
    assert lin.path() == "/login" or "lin@huaxin.example" not in lin.text("main")
    assert lin.page.locator('form[action="/logout"]').count() == 0


@with_and_without_script
def test_a_wrong_password_says_nothing_about_the_account(arrive: Arrive, *, script: bool) -> None:
    said = []
    for login in ("he@huaxin.example", "nobody@huaxin.example"):
        stranger = arrive(script=script, language="en", size="phone")
        stranger.open("/login")
        form = stranger.page.locator('form:has(input[type="password"])').first
        form.locator('[name="login"]').fill(login)
        form.locator('[name="password"]').fill("not it")
        with stranger.expecting(422), stranger.expecting(401):
            form.locator('button[type="submit"]').first.click()
            expect(stranger.page.locator(".notice").first).to_be_visible()
        assert stranger.page.input_value('input[name="login"]:not([type="hidden"])') == login
        said.append(stranger.text(".notice"))
    assert said[0] == said[1]


@pytest.mark.parametrize("who", ACCOUNTS)
def test_every_account_finds_its_way_on_the_phone_and_on_the_desktop(arrive: Arrive, who: str) -> None:
    for script, size, language in ((True, "phone", "en"), (False, "desktop", "zh")):
        visitor = arrive(script=script, size=size).enter(who, language)
        bar = ".bottombar" if size == "phone" else ".sidebar"
        ways = visitor.page.locator(f"{bar} a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
        assert len(ways) >= 4
        for way in dict.fromkeys(ways):
            visitor.open(way)
            assert not visitor.scrolls_sideways(), way
            assert visitor.page.locator("h1").count() == 1
            assert visitor.page.locator(f'{bar} [aria-current="page"]').count() >= 1, way


def test_one_returns_to_where_one_wanted_to_go(arrive: Arrive) -> None:
    stranger = arrive(language="en")
    stranger.open("/feedback/ideas?view=all")
    assert stranger.path() == "/login"
    stranger.page.locator('form:has(input[value="lin@huaxin.example"]) button').click()
    stranger.page.wait_for_url("**/feedback/ideas?view=all")


def test_language_and_theme_are_chosen_on_the_page_and_stay(arrive: Arrive) -> None:
    zhao = arrive(script=False).enter("zhao", "en")
    zhao.open("/training/")
    zhao.speak("zh")
    assert zhao.path() == "/training/"
    zhao.page.locator(".topbar details.menu summary").first.click()
    zhao.page.locator('.theme-choice button[value="dark"]').click()
    zhao.page.wait_for_load_state()
    expect(zhao.page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    again = arrive(script=True, language="en")
    again.open("/login")
    again.page.locator('form:has(input[value="zhao@huaxin.example"]) button').click()
    again.page.wait_for_url(lambda url: "/login" not in url)
    expect(again.page.locator("html")).to_have_attribute("lang", "zh-CN")
