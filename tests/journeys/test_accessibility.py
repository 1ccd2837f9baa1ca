"""axe finds nothing on any page: both themes, both languages, desktop and phone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.colleagues import Colleague
from tests.journeys.conftest import Arrive
from tests.journeys.learning import Teacher, decide, pass_item, where
from tests.journeys.product import Product
from tests.journeys.visitor import Visitor

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"], "resultTypes": ["violations"]}
# Two looks for each page, so that every size, language and theme is seen on every page.
LOOKS = [
    pytest.param("desktop", "zh", "light", id="desktop-zh-light"),
    pytest.param("phone", "en", "dark", id="phone-en-dark"),
]
PAGES: dict[str, tuple[str, ...]] = {
    "": ("/login", "/password-resets", "/password-resets/sent", "/invitations/x", "/certificates/none", "/ui"),
    "lin": (
        "/",
        "/training/",
        "/training/paths/EU",
        "/training/paths/EU/modules/eu-01",
        "drill:see",
        "drill:try",
        "drill:test",
        "quiz",
        "/feedback/ideas",
        "/feedback/ideas?q=zzzz",
        "/feedback/ideas?view=mine",
        "/feedback/ideas/new",
        "/feedback/ideas/1",
        "/feedback/votes",
        "/ambassadors/",
        "/notices",
        "/notices/preferences",
        "/notices/sources",
        "/account",
        "/account/password",
        "/metrics/people/me",
        "/hr/",
        "/training/people/me",
        "/training/paths/EU/changes",
        "/training/check-in",
        "/training/cards",
        "/training/cards > main .tool-list a",
        "/training/tools",
        "/training/tools/jira",
        "time-note",
        "/knowledge/",
        "/knowledge/?q=zzzz",
        "/knowledge/?q=采购",
        "/knowledge/procurement-roles",
        "/knowledge/questions/new?text=采购项目的角色",
        "/knowledge/questions/mine",
        "/knowledge/questions/mine > #own-questions .list-title a",
        "/account/data",
        "/account/data/person",
        "/account/corrections",
        "/metrics/people/me/looks",
        "/metrics/people/me/contests/new",
        "/metrics/pulse/answer",
    ),
    "zhao": (
        "/training/",
        "/training/reviews",
        "/training/reviews?view=second",
        "/training/reviews?view=requests",
        "/training/reviews?view=reviewed",
        "/training/reviews?view=reviewed > #review-list tbody a",
        "/training/reviews/agreement",
        "/training/mistakes",
        "/training/mistakes/EU/eu-02/submit-daily-report",
        "/training/notes",
        "/training/paths/EU/modules/eu-01/poster",
        "/training/workshops",
        "/training/workshops/new",
        "/knowledge/questions",
        "/knowledge/questions > #question-list .list-title a",
        "/knowledge/procurement-roles",
        "/knowledge/drafts",
        "/knowledge/drafts > #draft-list .list-title a",
        "/knowledge/gaps",
        "/knowledge/gaps?view=unsolved",
        "/knowledge/gaps?view=refused",
    ),
    "pmo": (
        "/",
        "/feedback/queue",
        "/feedback/ideas/9",
        "/feedback/ideas/9/merge",
        "/ambassadors/?coverage=gap",
        "/ambassadors/appointments",
        "/ambassadors/appointments/1",
        "/ambassadors/appointments/new?department=8",
        "/training/rules",
        "/training/people",
        "/training/rules/new",
        "/training/rules > main a[href$='/edit']",
        "rule preview",
        "/training/waves",
        "/training/waves/new",
        "/training/waves/1",
        "/training/waves/1/edit",
        "/training/waves/2/dual-run",
        "/training/waves/2/dual-run > #check-list tbody a",
        "/training/content",
        "/training/content/EU",
        "/training/content/EU/people",
        "/training/content/EU/preview",
        "/training/content/EU/preview/modules/eu-02",
        "/training/content/EU/preview/modules/eu-02/drills/submit-daily-report",
        "/training/content/EU/print/eu-02",
        "/training/mistakes",
        "/training/notes",
        "/training/reviews",
        "/training/reviews > #review-list tbody a",
        "/training/assignments/new",
        "/metrics/benefits",
        "/metrics/benefits/new",
        "/metrics/benefits/1",
        "/metrics/benefits/1/correction",
        "/metrics/usage",
        "/metrics/usage > main tbody a",
        "/metrics/programme",
        "/metrics/programme > main .figure-doors a",
        "/metrics/pulse/new",
        "/metrics/weights",
        "/metrics/scorecards/policy",
        "/metrics/reports/newest",
        "/metrics/definitions/T3/goal",
        "/metrics/definitions/T3/months",
    ),
    "he": (
        "/training/imports",
        "/hr/",
        "/hr/?columns=all",
        "/hr/?q=zzzz",
        "/hr/?as_of=2999-01-01",
        "/hr/exports",
        "/hr/filters",
        "/hr/dictionary",
        "/hr/profiles",
        "/hr/profiles > #made-profiles a",
        "/hr/schedules",
        "/hr/schedules/new",
        "/hr/schedules > #schedule-list tbody a",
        "/hr/receipts",
        "/hr/evidence",
        "/training/people/10",
        "/people/imports",
        "/people/calendar",
        "/people/corrections",
        "/people/erasures",
        "/people/erasures > main tbody a",
        "/people/10/merge",
        "/metrics/scorecards",
        "/metrics/contests",
    ),
    "chen": (
        "/",
        "/metrics/",
        "/metrics/overdue",
        "/metrics/overdue/rows",
        "/metrics/departments",
        "/metrics/funnel?step=answered",
        "/metrics/definitions",
        "/metrics/definitions/T3",
        "/metrics/pulse",
        "/metrics/pulse > #pulse-list tbody a",
        "/metrics/reports",
        "/metrics/paused",
        "/metrics/time-notes",
        "/training/team",
        "/training/team?show=overdue",
        "/training/team?q=zzzz",
        "/training/team > #team-list tbody a[href^='/training/extensions/new']",
        "/training/assignments/new",
    ),
    "guo": (
        "/people/",
        "/people/?q=zzzz",
        "/people/10",
        "/people/10/edit",
        "/people/new",
        "/people/12/roles",
        "/people/departments",
        "/people/departments/new",
        "/people/project-groups",
        "/audit/",
    ),
    "zhou": ("certificate", "/training/assignments/new", "/training/paths/AD/modules/ad-04"),
}
ERRORS = {"/certificates/none": 404, "/hr/ lin": 403, "/hr/?as_of=2999-01-01": 422}


@pytest.mark.parametrize(("size", "language", "theme"), LOOKS)
@pytest.mark.parametrize("who", PAGES, ids=[who or "stranger" for who in PAGES])
def test_axe_finds_nothing(product: Product, arrive: Arrive, who: str, size: str, language: str, theme: str) -> None:
    visitor = arrive(size=size, language=language, theme=theme)
    if who:
        visitor.enter(who, language)
    found = {}
    for address in PAGES[who]:
        expected = ERRORS.get(f"{address} {who}", ERRORS.get(address, 200))
        with visitor.expecting(expected), visitor.expecting(404):
            go(visitor, address)
        violations = violations_of(visitor)
        if violations:
            found[f"{address} ({visitor.path()})"] = violations
    assert found == {}


@pytest.mark.parametrize(("size", "language", "theme"), LOOKS)
@pytest.mark.parametrize(("code", "done"), [("EU", 0), ("EU", 1), ("EU", 2), ("EU", 4), ("AD", 0), ("AD", 1)])
def test_axe_finds_nothing_on_drills(
    product: Product, arrive: Arrive, code: str, done: int, size: str, language: str, theme: str
) -> None:
    learner, teacher = Colleague(product, code=code, done=done), Teacher(product)
    visitor = learner.comes(arrive(size=size, language=language, theme=theme), language)
    module = list(dict.fromkeys(module for module, _item in teacher.items(code)))[done]
    found = {}

    def look(at: str) -> None:
        violations = violations_of(visitor)
        if violations:
            found[at] = violations

    for item in (item for here, item in teacher.items(code) if here == module and item != "quiz"):
        kind = teacher.key(learner.login, code, module, item).kind
        address = where(code, module, item)
        for stage in ("see", "try", "test"):
            visitor.open(f"{address}?stage={stage}")
            look(f"{kind} {item} {stage}")
        if kind == "world":
            for spot in (
                "projects",
                "new",
                "new/procurement",
                "tasks",
                "people",
                "roles",
                "grant",
                "reports",
                "report",
            ):
                visitor.open(f"{address}?stage=try&at={spot}")
                look(f"{kind} {item} {spot}")
        if kind not in ("signoff", "branch", "world"):
            visitor.open(f"{address}?stage=try")
            visitor.click('button[name="check"].btn-primary')
            visitor.page.wait_for_url("**checked=1**")
            look(f"{kind} {item} checked")
        pass_item(visitor, teacher, learner.login, code, module, item)
        look(f"{kind} {item} done")
    pass_item(visitor, teacher, learner.login, code, module, "quiz")
    look("quiz done")
    assert found == {}


@pytest.mark.parametrize(("size", "language", "theme"), LOOKS)
def test_axe_finds_nothing_where_a_superuser_decides(
    product: Product, arrive: Arrive, size: str, language: str, theme: str
) -> None:
    learner = Colleague(product, code="AD", done=2)
    learner.hands_in("ad-03", "permission-table")
    zhao = arrive(size=size, language=language, theme=theme).enter("zhao", language)
    zhao.open(f"/training/reviews?q={learner.number}")
    zhao.click("#review-list tbody a")
    zhao.page.wait_for_url("**/training/reviews/*")
    assert violations_of(zhao) == []
    with zhao.expecting(422):
        zhao.click('.review-form button[value="accept"]')
        zhao.page.wait_for_url("**/decisions")
    assert violations_of(zhao) == []
    decide(zhao, missing=1, comment="先把负责人写清楚，再交一次。")
    assert violations_of(zhao) == []
    here = learner.comes(arrive(size=size, language=language, theme=theme), language)
    here.open(where("AD", "ad-03", "permission-table"))
    assert violations_of(here) == []


def go(visitor: Visitor, address: str) -> None:
    """Open an address, or the kind of page that a word stands for; `A > B` follows the first link B of page A."""
    if " > " in address:
        page, _, wanted = address.partition(" > ")
        visitor.open(page)
        visitor.page.locator(wanted).first.click()
        visitor.page.wait_for_url(lambda url: not url.endswith(page))
    elif address == "time-note":
        visitor.open("/training/people/me")
        visitor.page.locator('main a[href$="/time-note"]').first.click()
        visitor.page.wait_for_url("**/time-note")
    elif address == "rule preview":
        visitor.open("/training/rules/new")
        last = visitor.page.locator('[name="path_id"] option').last
        visitor.page.select_option('[name="path_id"]', last.get_attribute("value"))
        visitor.page.locator('form[action="/training/rules/preview"] button').first.click()
        visitor.page.wait_for_url("**/training/rules/preview**")
    elif address == "certificate":
        visitor.open("/training/")
        visitor.click('main a[href^="/certificates/"]')
        visitor.page.wait_for_url("**/certificates/**")
    elif address.startswith(("drill", "quiz")):
        visitor.page.goto("/training/paths/EU/modules/eu-01")
        link = visitor.page.locator(
            'main a[href*="/drills/"]' if address.startswith("drill") else 'main a[href$="/quiz"]'
        ).first
        where = re.sub(r"\?.*", "", str(link.get_attribute("href")))
        visitor.page.goto(f"{where}?stage={address.partition(':')[2]}" if ":" in address else where)
    else:
        visitor.page.goto(address)


def violations_of(visitor: Visitor) -> list[tuple[str, list[str]]]:
    """What axe finds: the rule, and where, with why."""
    answer: dict[str, Any] = Axe().run(visitor.page, options=RULES).response
    return [
        (
            violation["id"],
            [f"{node['html'][:160]} :: {node.get('failureSummary', '')[:200]}" for node in violation["nodes"][:3]],
        )
        for violation in answer["violations"]
    ]
