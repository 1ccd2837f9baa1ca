"""Click budgets of superusers, ambassadors and their managers: a word on a nomination, hours of the day, a hand-over."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.colleagues import Colleague
from tests.journeys.conftest import Arrive
from tests.journeys.product import Product

with_any_screen = pytest.mark.parametrize("size", ["narrow", "desktop"])
also_without_script = pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])


@with_any_screen
@also_without_script
def test_hours_are_logged_in_three(arrive: Arrive, size: str, *, script: bool) -> None:
    zhao = arrive(script=script, size=size).enter("zhao", "zh")
    with zhao.within(3):
        zhao.click('.home a[href="/ambassadors/"]')
        zhao.fill('.quick-hours [name="hours"]', "0.5")
        zhao.click(".quick-hours button")
        zhao.page.wait_for_url("**/ambassadors/appointments/*")
        expect(zhao.page.locator("main table tbody tr").first).to_contain_text("0.5")


@with_any_screen
def test_a_nomination_is_approved_in_three(product: Product, arrive: Arrive, size: str) -> None:
    nominee = Colleague(product, led_by="chen")
    nominee.is_nominated("同事们遇到问题都先找这位。")
    chen = arrive(script=True, size=size).enter("chen", "zh")
    with chen.within(3):
        chen.click('.duties a[href="/ambassadors/nominations"]')
        word = chen.page.locator(".endorsement", has_text=nominee.number)
        chen.fill(word.locator('[name="words"]'), "愿意，也坐得住。")
        chen.click(word.locator('button[value="for"]'))
        expect(word).to_have_count(0)


def test_a_term_is_handed_over_in_four(arrive: Arrive) -> None:
    wang = arrive(script=True, size="desktop").enter("wang", "zh")
    with wang.within(4):
        wang.click('.sidebar a[href="/ambassadors/"]')
        wang.click('.own-seat a[href$="/hand-over"]')
        wang.click("#successor-list label >> nth=0")
        wang.click('form[action$="/hand-over"] button.btn-primary')
        wang.page.wait_for_url(lambda url: not url.endswith("/hand-over"))
        wang.sees("已邀请")
