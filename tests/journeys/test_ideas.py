"""An idea from the first word to the answer: sent in four clicks, voted for, decided on, heard of by everyone once."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.conftest import Arrive, with_and_without_script
from tests.journeys.product import Product, words_of
from tests.journeys.visitor import DOMAIN, Visitor

LEFT = "#votes-left a"


@with_and_without_script
def test_an_idea_is_sent_voted_for_and_answered(product: Product, arrive: Arrive, *, script: bool) -> None:
    text = f"手机扫二维码就能打开今天的任务列表，{'有' if script else '没有'}脚本的时候也一样"
    wang = arrive(script=script, size="phone").enter("wang", "zh")
    number = send(wang, text, script=script)
    title = wang.text("h1")

    pmo = arrive(script=script).enter("pmo", "zh")
    move(pmo, number, "open", "谢谢，已开放投票。")
    product.post.wait_for(f"wang@{DOMAIN}", about=f"/feedback/ideas/{number}")

    chen = arrive(script=script, size="phone").enter("chen", "en")
    vote_undo_and_vote_again(chen, number, script=script)
    left = chen.number(LEFT)

    move(pmo, number, "declined", "本版本不支持，明年换版时再评估。")
    product.settle()
    for who in ("wang", "chen"):
        mails = product.post.to(f"{who}@{DOMAIN}", about="本版本不支持，明年换版时再评估。")
        assert len([mail for mail in mails if f"/feedback/ideas/{number}" in words_of(mail)]) == 1, (
            product.post.subjects()
        )
    chen.open(f"/feedback/ideas/{number}")
    chen.sees("本版本不支持，明年换版时再评估。", 'section[aria-labelledby="answer-title"]')
    assert chen.number(LEFT) == left + 1, "the vote has come back"
    chen.open("/notices")
    expect(chen.page.locator("#notice-list li", has_text=title[:12]).first).to_be_visible()
    mute(arrive(script=script), product, number)


def send(visitor: Visitor, text: str, *, script: bool) -> int:
    """From home to an idea that is sent, in at most four clicks; its number."""
    visitor.open("/")
    visitor.click('main a[href="/feedback/ideas/new"]')
    if script:
        visitor.counter.fields += 1
        visitor.page.locator('[name="text"]').press_sequentially(text, delay=5)
        expect(visitor.page.locator("#similar-ideas li").first).to_contain_text("二维码")
    else:
        visitor.fill('[name="text"]', text)
    visitor.click('form[action="/feedback/ideas"] .btn-list button.btn-primary')
    visitor.page.wait_for_url(re.compile(r"/feedback/ideas/\d+"))
    assert visitor.clicks <= 4
    return int(visitor.path().rpartition("/")[2])


def move(pmo: Visitor, number: int, to: str, answer: str) -> None:
    """Move an idea and say why."""
    pmo.open(f"/feedback/ideas/{number}")
    choice = pmo.page.locator(f'form[action$="/moves"] [name="to"][value="{to}"]')
    if choice.count():
        pmo.page.check(f'form[action$="/moves"] [name="to"][value="{to}"]')
    else:
        pmo.choose('form[action$="/moves"] [name="to"]', to)
    if to == "declined":
        pmo.choose('form[action$="/moves"] [name="decline_code"]', "not_feasible")
        pmo.fill('form[action$="/moves"] [name="decision_ref"]', "项目管理办公室例会")
    pmo.fill('form[action$="/moves"] [name="reason"]', answer)
    pmo.click('form[action$="/moves"] button[type="submit"]')
    expect(pmo.page.locator("ol.history li").last).to_contain_text(answer)


def vote_undo_and_vote_again(visitor: Visitor, number: int, *, script: bool) -> None:
    """Vote on the board, take it back, vote again; the votes left follow, without a new page where there is a script."""
    visitor.open("/feedback/ideas?order=newest")
    before = visitor.number(LEFT)
    button = visitor.page.locator(f"#vote-{number} button")
    visitor.page.evaluate("window.stayed = true") if script else None
    for pressed, left in (("true", before - 1), ("false", before), ("true", before - 1)):
        button.click()
        expect(button).to_have_attribute("aria-pressed", pressed)
        expect(visitor.page.locator(LEFT)).to_contain_text(str(left))
    if script:
        assert visitor.page.evaluate("window.stayed") is True
        expect(button).to_be_focused()


def mute(stranger: Visitor, product: Product, number: int) -> None:
    """The link in the mail stops the mails, signed out."""
    mail = next(m for m in product.post.to(f"chen@{DOMAIN}") if f"/feedback/ideas/{number}" in words_of(m))
    link = re.search(r"https?://[^\s>]+/notices/mute/[^\s>]+", words_of(mail))
    assert link
    assert "List-Unsubscribe" in mail
    stranger.open(link[0].removeprefix(product.address))
    stranger.click('main form[action^="/notices/mute/"] button')
    expect(stranger.page.locator('main p[role="status"]')).to_be_visible()
    expect(stranger.page.locator('main form[action$="/end"] button')).to_be_visible()  # and it can be taken back
    stranger.open("/notices")
    assert stranger.path() == "/login"


@with_and_without_script
def test_an_idea_with_too_few_words_is_given_back_with_what_was_typed(arrive: Arrive, *, script: bool) -> None:
    wang = arrive(script=script, size="phone").enter("wang", "en")
    wang.open("/feedback/ideas/new")
    wang.fill('[name="title"]', "Only a title")
    wang.fill('[name="text"]', "  ")
    with wang.expecting(422):
        wang.click('form[action="/feedback/ideas"] .btn-list button.btn-primary')
        expect(wang.page.locator(".error-summary a").first).to_be_visible()
    assert wang.page.input_value('[name="title"]') == "Only a title"
    expect(wang.page.locator('[name="text"][aria-invalid="true"]')).to_be_visible()


@with_and_without_script
def test_two_character_words_are_found(arrive: Arrive, *, script: bool) -> None:
    lin = arrive(script=script).enter("lin", "zh")
    lin.open("/feedback/ideas?view=all")
    lin.fill('.board-tools [name="q"]', "日报")
    lin.page.locator('.board-tools [name="q"]').press("Enter")
    lin.page.wait_for_url("**q=*")
    titles = lin.page.locator("#idea-list .idea")
    expect(titles.first).to_be_visible()
    assert all("日报" in words for words in titles.all_inner_texts())


def test_the_board_sees_what_is_in_review(arrive: Arrive) -> None:
    sun = arrive().enter("sun", "zh")
    duty = sun.page.locator('.duties a[href*="in_review"]')
    waiting = sun.number(duty)
    sun.click(duty)
    sun.page.wait_for_url("**in_review**")
    assert waiting > 0
    expect(sun.page.locator("#idea-list .idea")).to_have_count(waiting)
