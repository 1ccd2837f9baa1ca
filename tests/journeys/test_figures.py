"""Chen reads the figures of his departments, and gets from each number to the rows it counts."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.conftest import Arrive, with_and_without_script
from tests.journeys.visitor import Visitor


@with_and_without_script
def test_the_rows_behind_a_number_are_as_many(arrive: Arrive, *, script: bool) -> None:
    chen = arrive(script=script, size="phone" if script else "desktop").enter("chen", "en" if script else "zh")
    chen.open("/metrics/")
    named = chen.page.locator("article.figure:has(.figure-value a)")
    names = [
        str(mark).removeprefix("figure-")
        for mark in named.evaluate_all("all => all.map(one => one.getAttribute('aria-labelledby'))")
    ]
    assert "overdue" in names
    for name in names:
        if name == "ideas":  # submitted and net: two counts, no share
            continue
        figure = chen.page.locator(f'article[aria-labelledby="figure-{name}"]')
        numerator, denominator = numbers(figure.locator(".figure-sub").inner_text())
        chen.click(figure.locator(".figure-value a"))
        chen.page.wait_for_url(f"**/metrics/{name}/rows**")
        assert rows_told(chen) == numerator, name
        chen.open(f"/metrics/{name}/rows")
        assert rows_told(chen) == denominator, name
        chen.open("/metrics/")
    with chen.expecting(404):
        chen.open("/metrics/?department=D20", 404)
        chen.open("/metrics/overdue/rows?department=D20", 404)
    assert not chen.scrolls_sideways()


def numbers(words: str) -> tuple[int, int]:
    """The two numbers of "3 of 12"; "12 中的 3" is told in that order as well."""
    first, second = (int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", words)[:2])
    return min(first, second), max(first, second)


def rows_told(visitor: Visitor) -> int:
    """How many rows a list has: what its pager says, which must fit what it shows."""
    rows = visitor.page.locator("#row-list tbody tr").count()
    pager = visitor.page.locator("#row-list .pager-total")
    if not pager.count():
        return rows
    told = [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", pager.inner_text())]
    assert rows == (told[0] if len(told) == 1 else told[1] - told[0] + 1)
    return told[-1]


def test_a_manager_gets_from_home_to_the_overdue_rows(arrive: Arrive) -> None:
    chen = arrive().enter("chen", "zh")
    chen.click('.sidebar a[href="/metrics/"]')
    chen.click('article[aria-labelledby="figure-overdue"] .figure-value a')
    expect(chen.page.locator("#row-list")).to_be_visible()
    assert chen.clicks == 2


def test_a_word_in_a_tile_stays_whole_on_a_phone(arrive: Arrive) -> None:
    pmo = arrive(size="narrow").enter("pmo", "en")
    pmo.open("/metrics/pulse")
    pmo.click('main tbody a[href^="/metrics/pulse/"]')
    word = pmo.page.locator(".tile-words")
    word.evaluate(
        "tile => { tile.textContent = 'Reinforcement' }"
    )  # the longest of the five steps, whatever the answers
    tops = "tile => { const all = document.createRange(); all.selectNodeContents(tile); return all.getClientRects().length }"
    assert word.evaluate(tops) == 1
    assert not pmo.scrolls_sideways()
