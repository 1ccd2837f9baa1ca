"""From a gap on the coverage board to somebody who helps there."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Arrive
from tests.journeys.product import Product
from tests.journeys.visitor import DOMAIN

CASES = [  # with a script or not, the gap, the account that is nominated, their name
    pytest.param(True, "G4", "zhou", "周凯", id="script"),
    pytest.param(False, "D60", "he", "何琳", id="plain"),
]


@pytest.mark.parametrize(("script", "unit", "who", "name"), CASES)
def test_a_gap_is_filled(product: Product, arrive: Arrive, unit: str, who: str, name: str, *, script: bool) -> None:
    pmo = arrive(script=script).enter("pmo", "zh")
    pmo.click('.sidebar a[href="/ambassadors/"]')
    pmo.click('.tab-row a[href*="coverage=gap"]')
    card = pmo.page.locator(".coverage-card", has=pmo.page.locator(".coverage-code", has_text=unit))
    expect(card).to_have_class("card coverage-card coverage-gap")
    pmo.click(card.locator('a[href*="/ambassadors/appointments/new"]'))
    pmo.page.wait_for_url("**/appointments/new**")
    pmo.click(pmo.page.locator('form[method="post"] label', has_text=name).first)
    pmo.fill('[name="reason"]', "大家都找这位同事帮忙。")
    pmo.click('form[action^="/ambassadors/appointments"] button.btn-primary')
    pmo.page.wait_for_url(lambda url: "/new" not in url)

    product.post.wait_for(f"{who}@{DOMAIN}", about="/ambassadors/appointments/")
    nominee = arrive(script=script, size="phone").enter(who, "en")
    nominee.click('.duties a[href="/ambassadors/"]')
    nominee.click('main .list a.btn-primary[href^="/ambassadors/appointments/"]')
    nominee.sees("大家都找这位同事帮忙。")
    nominee.click('form:has(input[name="answer"][value="accept"]) button')
    expect(nominee.page.locator('input[name="answer"]')).to_have_count(0)
    assert nominee.clicks == 3

    pmo.open("/ambassadors/")
    card = pmo.page.locator(".coverage-card", has=pmo.page.locator(".coverage-code", has_text=unit))
    expect(card).to_contain_text(name)
    expect(card).to_have_class("card coverage-card coverage-gap")  # counts once the kit is passed
    product.post.wait_for(f"pmo@{DOMAIN}", about=name)
