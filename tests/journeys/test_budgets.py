"""Click budgets: how much a finger has to do for the tasks people have most, on a narrow phone and on a desk.

Every tap, choice and filled field is one, from one's own home or a scanned code; typing and scrolling are nothing.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from app.accounts.models import Person
from app.changes.actions.board import set_rule
from app.changes.actions.rounds import open_round
from app.changes.formulas.deciding import Rule
from app.changes.queries.rounds import rule_in_force
from app.foundation.db import db, transaction
from app.training.models import Stage
from tests.changes.boards import make_change
from tests.journeys.colleagues import Colleague
from tests.journeys.conftest import Arrive
from tests.journeys.learning import Teacher, decide, fill_in, where
from tests.journeys.product import Product

SIZES = ("narrow", "desktop")
with_any_screen = pytest.mark.parametrize("size", SIZES)
also_without_script = pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
WHY = "工时写成了排班的 8 小时，请改成真正花在任务上的时间。"


# ------------------------------------------------------------------------------------------------ learner


@with_any_screen
@also_without_script
def test_a_quiz_takes_its_answers_and_two_taps(product: Product, arrive: Arrive, size: str, *, script: bool) -> None:
    learner = Colleague(product)
    lin = learner.comes(arrive(script=script, size=size))
    lin.open(where("EU", "eu-01", "quiz"))
    answers = Teacher(product).key(learner.login, "EU", "eu-01", "quiz").answers
    assert len(answers) == 5
    further = sum(len(values) - 1 for values in answers.values())  # "all that apply", and things to be put in order
    with lin.within(7 + further):
        fill_in(lin, answers)
        lin.click("form.drill-form .answer-buttons button.btn-primary")
        expect(lin.page.locator(".score-passed")).to_be_visible()
        lin.click(".next-step a.btn-primary")
        lin.page.wait_for_url(lambda url: "/quiz" not in url)


@with_any_screen
@also_without_script
def test_a_daily_report_takes_its_seven_fields_and_one_tap(
    product: Product, arrive: Arrive, size: str, *, script: bool
) -> None:
    learner = Colleague(product, done=1)
    lin = learner.comes(arrive(script=script, size=size))
    lin.open(f"{where('EU', 'eu-02', 'submit-daily-report')}?stage=try")
    key = Teacher(product).key(learner.login, "EU", "eu-02", "submit-daily-report", stage=Stage.practice)
    with lin.within(8) as counter:
        fill_in(lin, key.answers)
        lin.click('button[name="check"].btn-primary')
        expect(lin.page.locator(".notice.tone-success[role=status]")).to_be_visible()
    assert counter.taps == 1
    assert counter.choices + counter.fields == 7


@with_any_screen
@also_without_script
def test_an_idea_is_sent_in_four(arrive: Arrive, size: str, *, script: bool) -> None:
    lin = arrive(script=script, size=size).enter("lin", "zh")
    with lin.within(4):
        lin.click('main a[href="/feedback/ideas/new"]')
        lin.fill('[name="text"]', f"工位的灯太暗，晚班看不清刻度，{size}、{'有' if script else '没有'}脚本都一样")
        lin.click('form[action="/feedback/ideas"] .btn-list button.btn-primary')
        lin.page.wait_for_url(re.compile(r"/feedback/ideas/\d+"))


@with_any_screen
@also_without_script
def test_a_vote_takes_two(product: Product, arrive: Arrive, size: str, *, script: bool) -> None:
    lin = Colleague(product).comes(arrive(script=script, size=size))
    with lin.within(2):
        lin.click('main a[href="/feedback/ideas"]')
        button = lin.page.locator('#idea-list button[aria-pressed="false"]').first
        form = button.locator("xpath=ancestor::*[starts-with(@id, 'vote-')]").first
        number = str(form.get_attribute("id"))
        lin.click(button)
        expect(lin.page.locator(f'#{number} button[aria-pressed="true"]')).to_be_visible()
    with lin.within(1):
        lin.click(f"#{number} button")
        expect(lin.page.locator(f'#{number} button[aria-pressed="false"]')).to_be_visible()


@with_any_screen
@also_without_script
def test_the_own_record_and_certificate_take_two(arrive: Arrive, size: str, *, script: bool) -> None:
    zhou = arrive(script=script, size=size).enter("zhou", "zh")
    bar = ".sidebar" if size == "desktop" else ".bottombar"
    with zhou.within(2):
        zhou.click(f'{bar} a[href="/training/"]')
        zhou.click('main a[href^="/certificates/"]')
        zhou.page.wait_for_url("**/certificates/**")
    zhou.open("/")
    with zhou.within(2):
        zhou.click(f'{bar} a[href="/training/"]')
        zhou.click('main a[href^="/training/people/"]')
        zhou.page.wait_for_url("**/training/people/**")
    expect(zhou.page.locator('main a[href^="/certificates/"]').first).to_be_visible()


# ------------------------------------------------------------------------------------------------ project administrator


@with_any_screen
@also_without_script
def test_the_permission_task_is_handed_in_with_six(
    product: Product, arrive: Arrive, size: str, *, script: bool
) -> None:
    zhou = Colleague(product, code="AD", done=2).comes(arrive(script=script, size=size))
    with zhou.within(6):
        zhou.click(".learn-card .learn-card-foot a")
        zhou.click('main .module-title a[href*="/drills/permission-table"]')
        zhou.fill('[name="note"]', "供应商切换项目，权限表在文档区，版本 2。")
        zhou.fill('[name="link"]', "https://tool.example/projects/SS/roles")
        zhou.click('form[action$="/submissions"] .answer-buttons button.btn-primary')
        expect(zhou.page.locator(".version-waiting")).to_be_visible()


@with_any_screen
def test_what_is_returned_and_why_takes_two(product: Product, arrive: Arrive, size: str) -> None:
    learner = Colleague(product, code="AD", done=2)
    learner.hands_in("ad-03", "permission-table", returned=WHY)
    zhou = learner.comes(arrive(size=size))
    with zhou.within(2):
        zhou.click('.duties a[href="/training/returned"]')
        zhou.sees(WHY)
        expect(zhou.page.locator(".criterion-missed").first).to_be_visible()


@with_any_screen
def test_the_own_project_group_is_enrolled_with_five(arrive: Arrive, size: str) -> None:
    zhou = arrive(size=size).enter("zhou", "zh")
    bar = ".sidebar" if size == "desktop" else ".bottombar"
    with zhou.within(5):
        zhou.click(f'{bar} a[href="/training/"]')
        zhou.click('main .desk a[href="/training/assignments/new"]')
        group = zhou.page.locator('main [name="group_id"] option:not([value=""])').first
        zhou.choose('main [name="group_id"]', str(group.get_attribute("value")))
        path = zhou.page.locator('main [name="path_id"] option', has_text="终端用户").first
        zhou.choose('main [name="path_id"]', str(path.get_attribute("value")))
        zhou.click('main form[action="/training/assignments"] button.btn-primary')
        zhou.page.wait_for_url(lambda url: not url.endswith("/new"))


# ------------------------------------------------------------------------------------------------ superuser


@with_any_screen
def test_a_review_of_five_criteria_takes_seven_and_the_next_one_more(
    product: Product, arrive: Arrive, size: str
) -> None:
    for days in (30, 29):
        Colleague(product, code="AD", done=2).hands_in("ad-03", "permission-table", days_ago=days)
    zhao = arrive(size=size).enter("zhao", "zh")
    with zhao.within(7) as counter:
        zhao.click('.duties a[href="/training/reviews/next"]')
        zhao.page.wait_for_url(re.compile(r"/training/reviews/\d+"))
        decide(zhao)
    assert counter.choices == 5
    first = zhao.path()
    with zhao.within(1):
        zhao.click('main a[href="/training/reviews/next"], header a[href="/training/reviews/next"]')
        zhao.page.wait_for_url(lambda url: bool(re.search(r"/reviews/\d+", url)) and first not in url)
        expect(zhao.page.locator(".review-form")).to_be_visible()
    decide(zhao)


# ------------------------------------------------------------------------------------------------ manager


@with_any_screen
def test_who_is_overdue_and_a_reminder_to_all_take_three(arrive: Arrive, size: str) -> None:
    chen = arrive(size=size).enter("chen", "zh")
    with chen.within(3):
        chen.click('.duties a[href^="/training/team"]')
        expect(chen.page.locator("#team-list tbody tr").first).to_be_visible()
        chen.click('form[action="/notices/reminders"] button')
        expect(chen.page.locator(".toast, .notice").first).to_be_visible()


@with_any_screen
def test_more_time_with_a_reason_takes_five(arrive: Arrive, size: str) -> None:
    chen = arrive(size=size).enter("chen", "zh")
    with chen.within(5):
        chen.click('.duties a[href^="/training/team"]')
        chen.click('#team-list tbody a[href^="/training/extensions/new"]')
        chen.fill('[name="to_on"]', (datetime.now(UTC).date() + timedelta(days=21)).isoformat())
        chen.fill('[name="reason"]', "这个月在外厂装机，回来后补上。")
        chen.click('form[action="/training/extensions"] button.btn-primary')
        chen.page.wait_for_url("**/training/team**")


@with_any_screen
def test_a_management_module_takes_nine_taps_on_its_way(product: Product, arrive: Arrive, size: str) -> None:
    learner = Colleague(product, code="MG", done=2)
    chen = learner.comes(arrive(size=size))
    teacher = Teacher(product)
    items = [item for module, item in teacher.items("MG") if module == "mg-03"]
    with chen.within(40) as counter:
        chen.click(".learn-card .learn-card-foot a")
        for item in items:
            chen.click(".next-step a.btn-primary")
            if item != "quiz":
                chen.click('main a[href$="stage=test"]')
            expect(chen.page.locator(f'form.drill-form[action*="/{item}/attempts"]')).to_be_visible()
            fill_in(chen, teacher.key(learner.login, "MG", "mg-03", item).answers)
            chen.click("form.drill-form .answer-buttons button.btn-primary")
            expect(chen.page.locator(".score-passed")).to_be_visible()
    expect(chen.page.locator(".finish")).to_be_visible()
    assert counter.taps <= 9, counter


# ------------------------------------------------------------------------------------------------ change control board


@with_any_screen
def test_a_ballot_takes_four_and_the_next_one_is_a_tap_away(product: Product, arrive: Arrive, size: str) -> None:
    for title in (f"看板提速 {size}", f"报表提速 {size}"):
        put_to_the_vote(product, title)
    sun = arrive(size=size, script=size == "desktop").enter("sun", "zh")
    with sun.within(4):
        sun.click('.duties a[href="/changes/board/next"]')
        expect(sun.page.locator(".impact-facts")).to_be_visible()  # read the impact, and who wants it
        expect(sun.page.locator(".impact-ideas")).to_be_visible()
        sun.tick('.ballot-form [name="choice"][value="reject"]')
        sun.fill('.ballot-form [name="comment"]', "影响太大，请先在一个项目组试点。")
        sun.click(".ballot-form button.btn-primary")
        expect(sun.page.locator(".toast, .notice").first).to_be_visible()
    first = sun.path()
    with sun.within(1):
        sun.click(f'a.btn[href^="/changes/rounds/"]:not([href="{first}"])')
        sun.page.wait_for_url(lambda url: first not in url)


@with_any_screen
def test_standing_aside_takes_two_and_comparing_three(product: Product, arrive: Arrive, size: str) -> None:
    for title in (f"图纸上限 {size}", f"颜色 {size}"):
        put_to_the_vote(product, title)
    sun = arrive(size=size, script=size == "desktop").enter("sun", "zh")
    with sun.within(3):
        sun.click('.duties a[href="/changes/board/next"]')
        sun.click('main a[href^="/changes/compare"]')
        sun.click(".compare-with a >> nth=0")
        expect(sun.page.locator(".compare > article")).to_have_count(2)
    sun.open("/changes/board")
    waiting = sun.page.locator(".ballot-row").count()
    with sun.within(2):
        sun.click(".recusal > summary >> nth=0")
        sun.click(".recusal[open] button.btn-danger")
        expect(sun.page.locator(".toast, .notice").first).to_be_visible()
    expect(sun.page.locator(".ballot-row")).to_have_count(waiting - 1 if waiting < 10 else waiting)


def put_to_the_vote(product: Product, title: str) -> None:
    """A change of the demo company's project administrator that waits for the board."""
    with product.inside().app_context(), transaction():
        people = {row.email_key: row.id for row in db.session.scalars(sa.select(Person))}
        if rule_in_force() is None:
            rule = Rule(quorum_num=1, quorum_den=2, threshold_num=1, threshold_den=2)
            set_rule(rule=rule, chair_id=None, working_days=3, reason="章程", by_id=people["pmo@huaxin.example"])
        change_id = make_change(people["zhou@huaxin.example"], title)
        open_round(change_id=change_id, actor=db.session.get_one(Person, people["pmo@huaxin.example"]))


# ------------------------------------------------------------------------------------------------ ambassador


def test_the_next_meeting_is_prepared_in_three(arrive: Arrive) -> None:
    """Once, for the agenda fills only once: on a phone, without a script."""
    wang = arrive(script=False, size="narrow").enter("wang", "zh")
    with wang.within(3):
        wang.click('.duties a[href^="/ambassadors/meetings/"]')
        wang.click('main form[action$="/agenda"] button')
        expect(wang.page.locator(".agenda-item").first).to_be_visible()
