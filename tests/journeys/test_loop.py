"""The loop that closes: one idea from the shop floor through meeting, change request, ballot and release, and back to who asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from app.changes.formulas.risk import RiskQuestion
from app.foundation import clock
from tests.journeys.colleagues import Colleague
from tests.journeys.conftest import Arrive
from tests.journeys.product import Product
from tests.journeys.visitor import DOMAIN, PASSWORD, Visitor

TITLES = {"en": "换班时一次交接所有未完任务", "zh": "扫码报工不用再找任务号"}
CHAIR_NUMBER = "000104"  # Wang, who is an ambassador
# What stands on the page of the idea at the end, for somebody who voted as soon as it was open.
WAY = {
    "en": "New|Open for votes|Being discussed|Your receipt|Meeting|Change request|Under review|Your receipt|Ballot|Decision"
    "|Planned|Your receipt|In progress|Your receipt|Release|Delivered|Your receipt|Post-implementation review|Done|Your receipt",
    "zh": "新提交|开放投票|讨论中|你的回执|会议|变更请求|评审中|你的回执|表决|决定"
    "|已排期|你的回执|实施中|你的回执|发布|已交付|你的回执|实施后评审|已完成|你的回执",
}


@dataclass
class Loop:
    """Where the idea has come to: the numbers that its story collects on the way; `begun` is on the company's clock."""

    title: str
    begun: datetime
    idea: int = 0
    meeting: int = 0
    change: int = 0
    round: int = 0
    release: int = 0

    @property
    def note(self) -> str:
        """What the release tells of it; nobody else's notice holds these words."""
        return f"{self.title}：现在可以用了。"

    @property
    def here(self) -> str:
        """The page on which all of it is told."""
        return f"/feedback/ideas/{self.idea}"

    @property
    def change_page(self) -> str:
        """The page of the change request."""
        return f"/changes/{self.change}"


@pytest.mark.parametrize(("language", "script"), [("en", False), ("zh", True)], ids=["en-plain", "zh-script"])
def test_an_idea_comes_back_to_who_asked_for_it(
    product: Product, arrive: Arrive, language: str, *, script: bool
) -> None:
    with product.inside().app_context():
        loop = Loop(TITLES[language], clock.local(clock.now()))
    lin = arrive(script=script, size="phone", language=language).enter("lin", language)
    wang, zhou, pmo, sun = (
        arrive(script=script, language=language).enter(who, language) for who in ("wang", "zhou", "pmo", "sun")
    )
    voter = Colleague(product)
    voting = voter.comes(arrive(script=script, size="phone", language=language), language)

    send(lin, loop)
    answer_first(pmo, loop)
    vote(voting, loop)
    call_ambassadors(pmo, loop)
    discuss(wang, loop)
    propose(zhou, loop)
    put_to_the_vote(pmo, loop)
    for member in ("han", "luo"):
        ballot = arrive(script=script, language=language)
        ballot.sign_in(f"{member}@{DOMAIN}", PASSWORD)
        approve(ballot, loop)
    approve(sun, loop)
    close_early(sun, loop)
    implement(pmo, loop)
    release(pmo, loop)
    review(pmo, loop)

    product.settle()
    for person, login in ((lin, f"lin@{DOMAIN}"), (voting, voter.login)):
        hears_once(person, product, loop, login)
    reads_the_whole_way(voting, loop, language)
    is_told_by_feed(voting, loop)


# ------------------------------------------------------------------------------------------------ idea and meeting


def send(lin: Visitor, loop: Loop) -> None:
    """An idea from the shop floor, on a phone."""
    lin.click('main a[href="/feedback/ideas/new"]')
    lin.fill('[name="text"]', f"{loop.title}，每班能省十分钟。")
    lin.fill('[name="title"]', loop.title)
    lin.click('form[action="/feedback/ideas"] .btn-list button.btn-primary')
    lin.page.wait_for_url(re.compile(r"/feedback/ideas/\d+$"))
    loop.idea = last_number(lin)


def answer_first(pmo: Visitor, loop: Loop) -> None:
    """The PMO finds it in the queue and opens it."""
    pmo.open(f"/feedback/queue?q={loop.title}")
    pmo.click(f'#waiting-ideas a[href="{loop.here}"]')
    pmo.tick('form[action$="/moves"] [name="to"][value="open"]')
    pmo.fill('form[action$="/moves"] [name="reason"]', "谢谢，大家可以投票了。")
    pmo.click('form[action$="/moves"] button[type="submit"]')
    pmo.sees("谢谢，大家可以投票了。", ".way")


def vote(voting: Visitor, loop: Loop) -> None:
    """A colleague wants it too."""
    voting.open(loop.here)
    voting.click(f"#vote-button-{loop.idea}")
    expect(voting.page.locator(f"#vote-button-{loop.idea}")).to_have_attribute("aria-pressed", "true")


def call_ambassadors(pmo: Visitor, loop: Loop) -> None:
    """The ambassadors meet from today on."""
    pmo.open("/ambassadors/series/new")
    pmo.choose('[name="kind"]', "ambassador")
    pmo.fill('[name="name"]', f"大使碰头会：{loop.title[:4]}")
    pmo.tick('[name="rhythm"][value="weekly"]')
    pmo.choose('[name="weekday"]', str(loop.begun.weekday()))
    for name, value in (("first_on", f"{loop.begun:%Y-%m-%d}"), ("starts", "08:00"), ("ends", "09:00")):
        pmo.fill(f'[name="{name}"]', value)
    pmo.fill('[name="chair"]', CHAIR_NUMBER)
    pmo.click('form[action="/ambassadors/series"] button[type="submit"]')
    pmo.page.wait_for_url(re.compile(r"/ambassadors/series/\d+$"))


def discuss(wang: Visitor, loop: Loop) -> None:
    """An ambassador puts it on the agenda, holds the meeting, and publishes what was recommended."""
    wang.open(loop.here)
    wang.click(f'main a[href="/ambassadors/ideas/{loop.idea}/agenda"]')
    wang.tick(wang.page.locator("label", has_text=loop.title[:4]).first)
    wang.click(f'form[action="/ambassadors/ideas/{loop.idea}/agenda"] button[type="submit"]')
    wang.page.wait_for_url(re.compile(r"/ambassadors/meetings/\d+"))
    loop.meeting = last_number(wang)
    at = f"/ambassadors/meetings/{loop.meeting}"
    wang.submit(f"{at}/opening")
    for came in wang.page.locator('[name^="came-"][value="attended"]').all():
        wang.tick(came)
    wang.submit(f"{at}/attendance")
    item = wang.page.locator(f'.agenda-item form[action^="{at}/items/"]')
    wang.fill(item.locator('[name$="minutes"]'), "四个组都遇到，试用一周没有问题。")
    wang.tick(item.locator('[name$="outcome"][value="recommended"]'))
    wang.fill(item.locator('[name$="decision"]'), "推荐给委员会，先在冲压车间用。")
    wang.click(item.locator("button"))
    wang.click(".publish-step summary")
    wang.submit(f"{at}/publication")
    expect(wang.page.locator("#corrections")).to_be_visible()


# ------------------------------------------------------------------------------------------------ change and ballot


def propose(zhou: Visitor, loop: Loop) -> None:
    """The project administrator begins a change request from the idea, assesses it, and says that it is ready."""
    zhou.open(loop.here)
    zhou.click(f'main a[href="/changes/new?idea={loop.idea}"]')
    zhou.fill('[name="description"]', "在测试环境配置，由超级用户验证，再在正式环境启用。")
    zhou.choose('[name="area"]', "mobile")
    zhou.click('form[action="/changes/"] button.btn-primary')
    zhou.page.wait_for_url(re.compile(r"/changes/\d+$"))
    loop.change = last_number(zhou)
    move(zhou, loop, "assessing")
    zhou.click(f'main a[href="{loop.change_page}/assessment"]')
    assess(zhou)
    move(zhou, loop, "ready")


def assess(zhou: Visitor) -> None:
    """What it costs, risks, and asks of people."""
    for name, value in (("hours", "16"), ("cost", "0"), ("days", "3")):
        zhou.fill(f'[name="{name}"]', value)
    for question in RiskQuestion:
        zhou.tick(f'[name="{question.value}"] >> nth=0')
    zhou.tick('[name="everyone"]')
    for name in ("tools", "training", "communication", "data_impact", "back_out_plan"):
        zhou.fill(f'[name="{name}"]', "班前会说明，十分钟即可恢复。")
    zhou.click('form[action$="/assessment"] button.btn-primary')


def put_to_the_vote(pmo: Visitor, loop: Loop) -> None:
    """On the agenda of the board, and to the vote."""
    pmo.open(loop.change_page)
    move(pmo, loop, "on_agenda", "变更控制委员会例会")
    pmo.submit(f"{loop.change_page}/rounds")
    pmo.page.wait_for_url(re.compile(r"/changes/rounds/\d+$"))
    loop.round = last_number(pmo)


def approve(member: Visitor, loop: Loop) -> None:
    """A member of the board reads what it is for, and approves."""
    member.open(f"/changes/rounds/{loop.round}")
    expect(member.page.locator(f'.impact-ideas a[href="{loop.here}"]').first).to_be_visible()
    member.tick('.ballot-form [name="choice"][value="approve"]')
    member.click(".ballot-form button.btn-primary")
    expect(member.page.locator(".ballot-form button.btn-secondary").first).to_be_visible()


def close_early(sun: Visitor, loop: Loop) -> None:
    """The chair closes the round, for the ballots that are out cannot change it."""
    at = f"/changes/rounds/{loop.round}/closing"
    sun.fill(f'form[action="{at}"] [name="text"]', "同意，尽快在车间启用。")
    sun.submit(at)
    sun.sees("同意，尽快在车间启用。")


# ------------------------------------------------------------------------------------------------ release and review


def implement(pmo: Visitor, loop: Loop) -> None:
    """A window that is open now, and the work in it."""
    pmo.open(loop.change_page)
    for name, value in (("start", loop.begun), ("end", loop.begun + timedelta(hours=2))):
        pmo.fill(f'[name="{name}"]', f"{value:%Y-%m-%dT%H:%M}")
    pmo.submit(f"{loop.change_page}/window")
    move(pmo, loop, "implementing")
    move(pmo, loop, "implemented")


def release(pmo: Visitor, loop: Loop) -> None:
    """What people can do now, told in their words."""
    pmo.click(f'main a[href="/changes/releases/new?change={loop.change}"], header a[href^="/changes/releases/new"]')
    pmo.fill('[name="title"]', loop.title)
    pmo.fill('[name="note"]', loop.note)
    pmo.click('form[action="/changes/releases"] button.btn-primary')
    pmo.page.wait_for_url(re.compile(r"/changes/releases/\d+$"))
    loop.release = last_number(pmo)
    expect(pmo.page.locator(f'main a[href="{loop.here}"]')).to_be_visible()


def review(pmo: Visitor, loop: Loop) -> None:
    """Did it do what it was for?"""
    pmo.open(f"{loop.change_page}/review")
    pmo.tick('[name="outcome"][value="success"]')
    pmo.fill('[name="objectives_met"]', "达到：每班省十分钟。")
    pmo.fill('[name="lessons"]', "先在一个车间试用是对的。")
    pmo.click('form[action$="/review"] button.btn-primary')
    expect(pmo.page.locator("#review")).to_be_visible()


def move(visitor: Visitor, loop: Loop, to: str, reason: str = "") -> None:
    """Move the change request on from its page."""
    form = f'form[action="{loop.change_page}/moves"]'
    visitor.tick(f'{form} [name="to"][value="{to}"]')
    if reason:
        visitor.fill(f'{form} [name="reason"]', reason)
    visitor.click(f"{form} button")
    expect(visitor.page.locator(f'{form} [name="to"][value="{to}"]')).to_have_count(0)


# ------------------------------------------------------------------------------------------------ and back


def hears_once(person: Visitor, product: Product, loop: Loop, login: str) -> None:
    """One notice and one mail of what was released, however one looks; and the own page of what became of one's ideas."""
    product.post.wait_for(login, about=loop.note)
    assert len(product.post.to(login, about=loop.note)) == 1
    person.open(f"/notices?q={loop.title}")
    expect(person.page.locator("#notice-list li", has_text=loop.note)).to_have_count(1)
    person.open("/feedback/heard")
    expect(person.page.locator(f'main a[href="{loop.here}"]').first).to_be_visible()


def reads_the_whole_way(voting: Visitor, loop: Loop, language: str) -> None:
    """Every step stands on the page of the idea, in the order in which it happened, and after each move the own receipt, once."""
    voting.open(loop.here)
    names = voting.page.locator(".way .history-step > :first-child")
    assert "|".join(name.strip() for name in names.all_inner_texts()) == WAY[language]
    heard = voting.page.locator('.way > .way-step:has(use[href*="mail-check"]) > p:nth-child(2)').all_inner_texts()
    assert len(heard) == len(set(heard)) == 6, heard


def is_told_by_feed(voting: Visitor, loop: Loop) -> None:
    """Who follows releases with a feed reader finds it there."""
    voting.open("/account")
    voting.submit("/account/addresses/releases")
    address = voting.page.locator("#address-releases").input_value()
    with urlopen(address, timeout=30) as answer:  # noqa: S310 (the product's own address)
        told = answer.read().decode()
    assert loop.note in told
    assert loop.here in told


def last_number(visitor: Visitor) -> int:
    """The number at the end of the address."""
    return int(visitor.path().rpartition("/")[2])
