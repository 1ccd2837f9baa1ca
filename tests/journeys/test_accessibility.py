"""axe finds nothing on any page: both themes, both languages, desktop and phone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.conftest import Arrive
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
        "/account",
        "/account/password",
        "/metrics/people/me",
        "/hr/",
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
    ),
    "he": ("/hr/", "/hr/?columns=all", "/hr/?q=zzzz", "/hr/?as_of=2999-01-01", "/hr/exports", "/training/people/10"),
    "chen": ("/", "/metrics/", "/metrics/overdue", "/metrics/overdue/rows"),
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
    "zhou": ("certificate",),
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


def go(visitor: Visitor, address: str) -> None:
    """Open an address, or the kind of page that a word stands for."""
    if address == "certificate":
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
