"""Click budgets of those who keep records and read figures: HR, a learner who contests, a manager, an ambassador, IT."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Arrive
from tests.journeys.visitor import Visitor


def today() -> date:
    """The day of the demo company, which is another than that of the machine in its evening."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


also_without_script = pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])


# ------------------------------------------------------------------------------------------------ HR


@also_without_script
def test_last_month_goes_to_the_hr_system_in_three(arrive: Arrive, tmp_path: Path, *, script: bool) -> None:
    he = arrive(script=script, size="desktop").enter("he", "zh")
    with he.within(3):
        he.click('.sidebar a[href="/hr/"]')
        he.click('main nav a[href*="completed=last_month"]')
        expect(he.page.locator('.records-filter [name="completed"]')).to_have_value("last_month")
        with he.page.expect_download() as coming:
            he.click('form[action="/hr/exports"] button[value="profile"]')
    coming.value.save_as(tmp_path / "file")
    assert (tmp_path / "file").stat().st_size > 0


def test_whether_somebody_was_trained_is_proven_in_four(arrive: Arrive) -> None:
    """From the page of the question, three answers and the button."""
    he = arrive(size="desktop").enter("he", "zh")
    he.open("/hr/evidence")
    with he.within(4):
        he.fill('[name="q"]', "000103")
        he.choose('[name="path"]', "EU")
        he.fill('[name="before"]', (today() - timedelta(days=10)).isoformat())
        he.click(".records-filter button")
        expect(he.page.locator("#answer-title")).to_be_visible()


def test_a_receipt_is_compared_in_four(arrive: Arrive, tmp_path: Path) -> None:
    he = arrive(size="desktop").enter("he", "zh")
    he.open("/hr/exports")
    receipt = tmp_path / "回执.csv"
    receipt.write_text("assignment_id,import_result\nA-000001,ok\n", "utf-8")
    with he.within(4):
        he.click('.sidebar a[href="/hr/"]')
        he.click('main a[href="/hr/receipts"]')
        choose_file(he, receipt)
        he.click('form[action="/hr/receipts"] button.btn-primary')
        he.page.wait_for_url("**/hr/receipts/*")
        expect(he.page.locator("main table tbody tr").first).to_be_visible()


def test_a_roster_with_errors_is_brought_in_six(arrive: Arrive, tmp_path: Path) -> None:
    """The errors are read on the page; the mended file is chosen and taken over."""
    he = arrive(size="desktop").enter("he", "zh")
    roster = tmp_path / "名册.csv"
    head = "employee_no,name,dept_code\n"
    roster.write_text(f"{head}000101,,D41\n", "utf-8")
    he.open("/people/imports")
    choose_file(he, roster)
    he.click("form[enctype] button.btn-primary")
    expect(he.page.locator("#faults-title").first).to_be_visible()
    roster.write_text(f"{head}000777,钱多多,D41\n", "utf-8")
    he.open("/")
    with he.within(6):
        he.click('.sidebar a[href="/people/"]')
        he.click('main a[href="/people/imports"]')
        choose_file(he, roster)
        he.click("form[enctype] button.btn-primary")
        he.tick('[name="partial"]')
        he.click('form[action^="/people/imports/"] button.btn-primary')
        expect(he.page.locator(".toast, .notice").first).to_be_visible()


def test_weights_of_the_next_quarter_are_set_in_eight(arrive: Arrive) -> None:
    he = arrive(size="desktop").enter("he", "zh")
    with he.within(8):
        he.click('main a[href="/metrics/people/me"]')
        he.click('main a[href="/metrics/weights"]')
        he.fill('[name="completion"]', "40")
        he.fill('[name="tool_use"]', "10")
        he.choose(
            '[name="valid_from"]', he.page.locator('[name="valid_from"] option').nth(2).get_attribute("value") or ""
        )
        he.fill('[name="reason"]', "下个季度看工具里的核心任务。")
        he.click('form[action="/metrics/weights"] button')
        expect(he.page.locator("main table tbody tr").first).to_contain_text("40 / 20 / 20 / 10 / 10")


@also_without_script
def test_a_contest_takes_four_and_its_decision_four(arrive: Arrive, *, script: bool) -> None:
    who = "lin" if script else "wang"
    lin = arrive(script=script, size="narrow").enter(who, "zh")
    with lin.within(4):
        lin.click('main a[href="/metrics/people/me"]')
        lin.click('main a[href*="/metrics/people/me/contests/new"]')
        lin.fill('[name="reason"]', "这一项是请假那天，不应当算逾期。")
        lin.click('form[action="/metrics/people/me/contests"] button')
        lin.page.wait_for_url("**/metrics/contests/*")
    expect(lin.page.locator("main .pill").first).to_be_visible()
    he = arrive(script=script, size="desktop").enter("he", "zh")
    with he.within(4):
        he.click('.duties a[href^="/metrics/contests"]')
        he.click("#contest-list tbody a")
        he.fill('[name="answer"]', "查过考勤，当天确实请假，这一项不计。")
        he.click('button[name="outcome"][value="accepted"]')
        expect(he.page.locator(".toast, .notice").first).to_be_visible()


def test_an_assignment_is_waived_in_six(arrive: Arrive) -> None:
    he = arrive(size="desktop").enter("he", "zh")
    with he.within(6):
        he.click('.duties a[href="/hr/?status=overdue"]')
        he.click('#records tbody a[href^="/training/"]')
        he.click('main a[href$="/waiver"]')
        he.fill('[name="reason"]', "外聘三个月，合同里写明不用这个工具。")
        he.fill('[name="document"]', "HR-2026-118")
        he.click('form[action$="/waiver"] button.btn-danger')
        expect(he.page.locator(".toast, .notice").first).to_be_visible()


# ------------------------------------------------------------------------------------------------ manager


@pytest.mark.parametrize("size", ["narrow", "desktop"])
def test_the_index_of_the_own_department_takes_two(arrive: Arrive, size: str) -> None:
    chen = arrive(size=size).enter("chen", "zh")
    with chen.within(2 if size == "desktop" else 3):  # on a phone figures stand behind “more”
        if size == "desktop":
            chen.click('.sidebar a[href="/metrics/"]')
        else:
            chen.click(".bottombar summary")
            chen.click('.bottombar a[href="/metrics/"]')
        chen.click('main a[href^="/metrics/departments"]')
        expect(chen.page.locator("main thead th")).to_have_count(7)


# ------------------------------------------------------------------------------------------------ ambassador


@also_without_script
def test_an_idea_for_a_colleague_takes_five(arrive: Arrive, *, script: bool) -> None:
    wang = arrive(script=script, size="desktop").enter("wang", "zh")
    with wang.within(5):
        wang.click('main a[href="/feedback/ideas/new?for=colleague"]')
        wang.fill('[name="text"]', "焊装线的料箱编号要扫三次，扫一次就够了。" + ("" if script else "真的。"))
        wang.fill('[name="colleague"]', "班长老周")
        wang.tick('[name="consent"]')
        wang.click("form.idea-form button.btn-primary")
        wang.page.wait_for_url(re.compile(r"/feedback/ideas/\d+$"))
    wang.sees("班长老周")


def test_a_double_is_pointed_out_in_three(arrive: Arrive) -> None:
    """From the home, where the newest ideas of others stand."""
    lin = arrive(size="desktop").enter("lin", "zh")
    lin.open("/feedback/ideas/new")
    lin.fill('[name="text"]', "日报要是能复制昨天的内容就好了。")
    lin.click("form.idea-form button.btn-primary")
    lin.page.wait_for_url(re.compile(r"/feedback/ideas/\d+$"))
    wang = arrive(size="desktop").enter("wang", "zh")
    with wang.within(3):
        wang.click('section[aria-labelledby="news-heading"] .list-title a')
        wang.click('main a[href$="/same-as"]')
        wang.click('#merge-targets button[name="into"]')
        expect(wang.page.locator(".toast, .notice").first).to_be_visible()


@also_without_script
def test_sources_are_told_the_outcome_in_three(arrive: Arrive, *, script: bool) -> None:
    """Two ideas of colleagues, both answered; all are ticked, one press tells of all."""
    wang = arrive(script=script, size="narrow").enter("wang", "zh")
    for name in ("班长老周", "质检小何"):
        wang.open("/feedback/ideas/new?for=colleague")
        wang.fill('[name="text"]', f"{name}说，换班的时候看不到上一班的备注。{'' if script else '真的。'}")
        wang.fill('[name="colleague"]', name)
        wang.tick('[name="consent"]')
        wang.click("form.idea-form button.btn-primary")
        wang.page.wait_for_url(re.compile(r"/feedback/ideas/\d+$"))
        decline(arrive, wang.path())
    wang.open("/")
    with wang.within(3):
        wang.click('.duties a[href="/notices/sources"]')
        wang.sees("质检小何", "form.sources")
        wang.click("form.sources button.btn-primary")
        expect(wang.page.locator("form.sources")).to_have_count(0)
    wang.sees("班长老周", "#sources-heard")


# ------------------------------------------------------------------------------------------------ IT


def test_usage_of_the_tool_is_loaded_in_five(arrive: Arrive, tmp_path: Path) -> None:
    guo = arrive(size="desktop").enter("guo", "zh")
    tasks = tmp_path / "jira.csv"
    last_month = (today().replace(day=1) - timedelta(days=1)).strftime("%b/%y")  # the month that the page offers
    tasks.write_text(
        f"Assignee,Due Date,Resolved,Project name\n林静,14/{last_month} 9:00 AM,13/{last_month} 9:00 AM,模具\n", "utf-8"
    )
    with guo.within(5):
        guo.click('.sidebar a[href="/metrics/usage"]')
        guo.choose('[name="tool"]', "jira")
        choose_file(guo, tasks)
        guo.click("form[enctype] button.btn-primary")
        guo.click('form[action^="/metrics/usage/"] button.btn-primary')
        expect(guo.page.locator(".toast, .notice").first).to_be_visible()


def choose_file(visitor: Visitor, path: Path) -> None:
    """Choose a file; counts as a choice."""
    visitor.counter.choices += 1
    visitor.page.locator('input[type="file"]').first.set_input_files(path)


def decline(arrive: Arrive, idea: str) -> None:
    """The PMO says no to an idea, with its reason."""
    pmo = arrive(size="desktop").enter("pmo", "zh")
    pmo.open(idea)
    choice = pmo.page.locator('form[action$="/moves"] [name="to"][value="declined"]')
    choice.check() if choice.count() else pmo.choose('form[action$="/moves"] [name="to"]', "declined")
    pmo.choose('form[action$="/moves"] [name="decline_code"]', "not_feasible")
    pmo.fill('form[action$="/moves"] [name="decision_ref"]', "项目管理办公室例会")
    pmo.fill('form[action$="/moves"] [name="reason"]', "备注随交接单走，本版本不做。")
    pmo.click('form[action$="/moves"] button[type="submit"]')
    expect(pmo.page.locator("ol.history li").last).to_contain_text("备注随交接单走")
