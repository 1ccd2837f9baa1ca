"""Click budgets of knowledge: finding an article, and answering a question with a draft; on a narrow phone and on a desk."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Arrive
from tests.journeys.visitor import Visitor

with_any_screen = pytest.mark.parametrize("size", ["narrow", "desktop"])
also_without_script = pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])


def bar(size: str) -> str:
    """The navigation that this screen shows."""
    return ".bottombar" if size == "narrow" else ".sidebar"


def search(who: Visitor, words: str) -> None:
    """The search of the page; it is no click of the budget, which says two and a search."""
    who.page.fill(".knowledge-search [name=q]", words)
    who.page.press(".knowledge-search [name=q]", "Enter")
    who.page.wait_for_url("**/knowledge/?q=*")


@with_any_screen
@also_without_script
def test_the_page_of_roles_for_procurement_is_found_in_two_and_a_search(
    arrive: Arrive, size: str, *, script: bool
) -> None:
    zhou = arrive(script=script, size=size).enter("zhou", "zh")
    with zhou.within(2):
        zhou.click(f"{bar(size)} a[href='/knowledge/']")
        search(zhou, "采购项目 角色")
        zhou.click(".article-name a[href^='/knowledge/procurement-roles']")
        zhou.page.wait_for_url("**/knowledge/procurement-roles*")
    zhou.sees("采购项目", "h1")


@with_any_screen
@also_without_script
def test_a_question_is_asked_answered_and_made_a_draft_in_four(arrive: Arrive, size: str, *, script: bool) -> None:
    words = f"导出的表格打不开怎么办 {size} {script}？"
    zhou = arrive(script=script, size=size).enter("zhou", "zh")
    zhou.click('.home-help a[href="/knowledge/questions/new"]')
    zhou.page.fill("[name=text]", words)
    zhou.page.click(".question-form .btn-primary")
    if zhou.path() == "/knowledge/questions":  # articles were offered first, with the text kept
        zhou.page.click(".question-form .btn-primary")
    zhou.page.wait_for_url(lambda url: url.rstrip("/").rpartition("/")[2].isdigit())
    asked = zhou.path()
    zhao = arrive(script=script, size=size).enter("zhao", "zh")
    with zhao.within(4):
        zhao.click('.duties a[href="/knowledge/questions/next"]')
        zhao.fill("[name=answer]", "另存为 .xlsx 再打开。")
        zhao.tick("[name=draft]")
        zhao.click(".answer-form .btn-primary")
        zhao.page.wait_for_url("**/knowledge/drafts/*")
    expect(zhao.page.locator("[name=body_zh]")).to_have_value(re.compile("^另存为"))
    while True:  # whoever waited longer came first: answer on until this one is answered
        zhou.open(asked)
        if zhou.page.locator(".turn-answer").count():
            break
        zhao.open("/knowledge/questions/next")
        zhao.page.fill("[name=answer]", "另存为 .xlsx 再打开。")
        zhao.page.click(".answer-form .btn-primary")
        zhao.page.wait_for_load_state()
    zhou.click("form[action$='/solution'] button")
    zhou.sees("已解决")
