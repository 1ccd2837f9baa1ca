"""Every page, in both languages, as somebody who may see it: whole, valid, with the headers of the house."""

from __future__ import annotations

from collections.abc import Collection

import pytest
from flask.testing import FlaskClient
from lxml import html
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.foundation import pages
from tests.house.company import Company
from tests.house.routes import address_of, arriving, rules_of
from tests.house.who import MAY_BE_ABSENT, ROLES, WHO
from tests.page import inspected

HEADERS = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
FIRST = (
    "stranger",
    "pmo",
    "hr",
    "it",
    "manager",
    "learner",
    "superuser",
    "auditor",
    "ambassador",
    "board",
    "administrator",
)  # who opens a page that several may


def reader_of(rule: Rule) -> str:
    """Somebody who may see a page; a stranger only where the page is for strangers."""
    return next(role for role in FIRST if role in WHO[rule.endpoint])


def pages_of(company: Company) -> list[Rule]:
    """Routes that answer with a page."""
    return [rule for rule in rules_of(company, "GET") if not rule.endpoint.startswith("health.")]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_is_whole_and_valid(company: Company, language: str) -> None:
    seen = 0
    for rule in pages_of(company):
        role, address = reader_of(rule), address_of(company, rule)
        client = company.client(getattr(company.cast, ROLES[role]) if ROLES[role] else None, language)
        answer = client.get(address)
        if answer.status_code in (302, 303, 308) or (rule.endpoint in MAY_BE_ABSENT and answer.status_code == 404):
            continue
        if not answer.content_type.startswith("text/html"):
            continue
        page = inspected(answer, address, 200)
        assert page.root.get("lang") == {"zh": "zh-CN", "en": "en"}[language], address
        assert "\u00a0%(" not in page.html, f"{address}: a placeholder was left"
        assert "%(" not in page.text("body"), f"{address}: a placeholder was left"
        assert "None" not in page.text("main").split(), f"{address}: a bare None"
        assert page.text("h1"), address
        seen += 1
    assert seen > 40


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_of_every_role_is_whole(company: Company, language: str) -> None:
    """The same page differs by role: buttons, columns, navigation."""
    for role in ROLES:
        client = company.client(getattr(company.cast, ROLES[role]) if ROLES[role] else None, language)
        for rule in pages_of(company):
            if role not in WHO[rule.endpoint] or role == reader_of(rule):
                continue
            answer = client.get(address_of(company, rule))
            if answer.status_code == 200 and answer.content_type.startswith("text/html"):
                inspected(answer, f"{role}: {answer.request.path}", 200)


def test_every_fragment_that_a_page_offers_is_answered_alone(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    offered: dict[str, set[str]] = {}
    check = pages._check_fragments

    def noted(template: str, fragments: Collection[str], body: str, context: dict[str, object]) -> None:
        offered.setdefault(template, set()).update(fragments)
        check(template, fragments, body, context)

    monkeypatch.setattr(pages, "_check_fragments", noted)
    asked = 0
    for rule in pages_of(company):
        role = reader_of(rule)
        client = arriving(company, role)
        address = address_of(company, rule)
        offered.clear()
        client.get(address)
        for name in sorted(set().union(*offered.values())):
            piece = client.get(address, headers={"HX-Request": "true", "HX-Target": name})
            assert piece.status_code == 200, (address, name)
            words = piece.get_data(as_text=True)
            assert "<html" not in words, (address, name)
            assert html.fragment_fromstring(words.partition('<div id="toasts"')[0], create_parent=True).cssselect(
                f"#{name}"
            ), name
            assert len(piece.data) <= 64 * 1024, (address, name, len(piece.data))
            assert "HX-Request" in piece.headers["Vary"]
            asked += 1
    assert asked >= 8, "pages declare fragments"


def test_what_pages_send_by_htmx_names_a_fragment_that_is_there(company: Company) -> None:
    """Every hx-target of a page is found in the page that holds it."""
    lost = []
    for rule in pages_of(company):
        client = arriving(company, reader_of(rule))
        answer = client.get(address_of(company, rule))
        if answer.status_code != 200 or not answer.content_type.startswith("text/html"):
            continue
        root = html.document_fromstring(answer.data)
        for element in root.cssselect("[hx-target]"):
            target = element.get("hx-target")
            if target.startswith("#") and not root.cssselect(target):
                lost.append((rule.endpoint, target))
    assert lost == []


def test_every_answer_carries_the_headers_of_the_house(company: Company) -> None:
    stranger, learner = arriving(company, "stranger"), arriving(company, "learner")
    for what, answer in answers_of_every_kind(stranger, learner).items():
        for name, start in HEADERS.items():
            assert answer.headers.get(name, "").startswith(start), f"{what} ({answer.status_code}): {name}"
        assert "unsafe" not in answer.headers["Content-Security-Policy"], what
        answer.close()
        assert "Server" not in answer.headers or "Werkzeug" not in answer.headers["Server"]


def answers_of_every_kind(stranger: FlaskClient, learner: FlaskClient) -> dict[str, TestResponse]:
    """One answer of each kind, by name."""
    sign_in = stranger.get("/login")
    style = html.document_fromstring(sign_in.data).cssselect("link[rel=stylesheet]")[0].get("href")
    kinds = {
        "page": sign_in,
        "redirect": stranger.get("/training/"),
        "no slash": learner.get("/training"),
        "nobody knows": stranger.get("/no/such/page"),
        "not theirs": learner.get("/hr/"),
        "no such file": stranger.get("/static/none.css"),
        "file": stranger.get(style),
        "wrong way": learner.post("/healthz"),
        "no token": learner.post("/feedback/ideas"),
        "health": stranger.get("/healthz"),
        "host": stranger.get("/login", headers={"Host": "evil.example"}),
        "fragment": learner.get("/feedback/ideas", headers={"HX-Request": "true", "HX-Target": "idea-list"}),
        "nul": stranger.get("/login?next=%00"),
    }
    expected = {
        "page": 200,
        "redirect": 303,
        "no slash": 308,
        "nobody knows": 404,
        "not theirs": 403,
        "no such file": 404,
        "file": 200,
        "wrong way": 405,
        "no token": 400,
        "health": 200,
        "host": 400,
        "fragment": 200,
        "nul": 400,
    }
    assert {what: answer.status_code for what, answer in kinds.items()} == expected
    return kinds


def test_pages_of_people_are_kept_by_nobody(company: Company) -> None:
    for rule in pages_of(company):
        role = reader_of(rule)
        if role == "stranger":
            continue
        answer = arriving(company, role).get(address_of(company, rule))
        assert "no-store" in answer.headers["Cache-Control"], rule.endpoint


@pytest.mark.parametrize(
    "address", ["/no/such/page", "/feedback/ideas/2147483648", "/feedback/ideas/99999999999999999999", "/hr/"]
)
def test_an_error_is_a_page_of_the_house(company: Company, address: str) -> None:
    client = company.client(company.cast.lin)
    answer = client.get(address)
    inspected(answer, address, 403 if address == "/hr/" else 404)
