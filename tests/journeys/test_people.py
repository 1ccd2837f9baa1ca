"""Guo keeps the people: finds them in both languages, edits one, changes roles, and finds it all in the audit trail."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.conftest import Arrive, with_and_without_script
from tests.journeys.visitor import Visitor


@with_and_without_script
def test_people_are_found_in_chinese_and_by_mail(arrive: Arrive, *, script: bool) -> None:
    guo = arrive(script=script).enter("guo", "zh" if script else "en")
    for words, name in (("林静", "林静"), ("wang@", "王磊"), ("000103", "陈志远")):
        find(guo, words)
        rows = guo.page.locator("#people-list tbody tr")
        expect(rows).to_have_count(1)
        expect(rows.first).to_contain_text(name)


def test_enter_asks_once(arrive: Arrive) -> None:
    """The pause after the last letter asks nothing that Enter has asked: no list is swapped while it is used."""
    guo = arrive(script=True).enter("guo", "en")
    asked: list[str] = []
    guo.page.on("requestfinished", lambda request: asked.append(request.url) if "q=" in request.url else None)
    find(guo, "000106")
    guo.page.wait_for_timeout(800)
    assert len(asked) == 1, asked
    guo.page.locator('form[role="search"] [name="q"]').press_sequentially("x", delay=20)
    expect(guo.page.locator("#people-list tbody tr")).to_have_count(0)
    assert len(asked) == 2, asked


def find(visitor: Visitor, words: str) -> None:
    """Search for the only one whom the words mean."""
    visitor.open("/people/")
    visitor.fill('form[role="search"] [name="q"]', words)
    visitor.page.locator('form[role="search"] [name="q"]').press("Enter")
    visitor.page.wait_for_url("**q=**")
    expect(visitor.page.locator("#people-list tbody tr")).to_have_count(1)


@with_and_without_script
def test_a_person_is_edited_and_it_is_written_down(arrive: Arrive, *, script: bool) -> None:
    guo = arrive(script=script).enter("guo", "en")
    find(guo, "000104")
    guo.click("#people-list tbody a")
    guo.click('main a[href$="/edit"]')
    job = "采购主管" if script else "采购工程师"
    guo.fill('[name="job_title"]', job)
    guo.click('main form button.btn-primary[type="submit"]')
    guo.page.wait_for_url(lambda url: not url.endswith("/edit"))
    guo.sees(job)
    guo.click('main a[href^="/audit/"]')
    line = guo.page.locator("#audit-list tbody tr").first
    expect(line).to_contain_text("郭强")
    expect(line).to_contain_text(job)


@with_and_without_script
def test_a_change_of_roles_ends_the_sessions_of_that_person(arrive: Arrive, *, script: bool) -> None:
    sun = arrive(script=script).enter("sun", "zh")
    guo = arrive(script=script).enter("guo", "en")
    for wanted in (True, False):  # given, and taken back
        find(guo, "000106")
        guo.click("#people-list tbody a")
        guo.click('main a[href$="/roles"]')
        guo.page.set_checked('[name="roles"][value="auditor"]', wanted)
        guo.click('main form[action$="/roles"] button.btn-primary')
        guo.page.wait_for_url(lambda url: not url.endswith("/roles"))
        sun.page.goto("/audit/")
        assert sun.path() == "/login", "the session is over"
        sun.enter("sun", "zh")
        sun.open("/audit/", 200 if wanted else 403)
    guo.click('main a[href^="/audit/"]')
    lines = guo.page.locator("#audit-list tbody tr", has_text="auditor")
    expect(lines.first).to_be_visible()
    assert lines.count() >= 2
