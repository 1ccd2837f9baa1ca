"""Everyone calls what the table lets them call and nothing else; and whose things are whose."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.house.company import Company
from tests.house.routes import address_of, arriving, rules_of
from tests.house.who import ANYONE, GONE_ONCE_USED, MAY_BE_ABSENT, ROLES, WHO, WITHOUT_TOKEN
from tests.page import Page


def token_of(client: FlaskClient, role: str) -> str:
    """The CSRF token of a browser."""
    page = "/login" if role == "stranger" else "/account"
    return str(Page(client.get(page), page).root.cssselect("[name=csrf_token]")[0].get("value"))


def refused(answer: TestResponse, role: str) -> bool:
    """Strangers are asked to sign in; others hear that it is not theirs, or that there is nothing."""
    if role == "stranger":
        return answer.status_code == 303 and answer.location.startswith("/login")
    return answer.status_code in (403, 404)


def test_every_route_stands_in_the_table_and_nothing_else(company: Company) -> None:
    routes = {rule.endpoint for rule in company.app.url_map.iter_rules() if rule.endpoint != "static"}
    assert routes - WHO.keys() == set(), "say in WHO who may call them"
    assert WHO.keys() - routes - {"files"} == set(), "these routes are gone"


@pytest.mark.parametrize("role", ROLES)
def test_pages_open_to_whom_they_are_meant_for_and_to_nobody_else(company: Company, role: str) -> None:
    wrong = []
    client = arriving(company, role)
    for rule in rules_of(company, "GET"):
        answer = client.get(address_of(company, rule))
        if rule.endpoint in MAY_BE_ABSENT and answer.status_code == 404:
            continue
        through = answer.status_code in (200, 302, 303, 308) and not refused(answer, role)
        if through is not (role in WHO[rule.endpoint]):
            wrong.append((rule.endpoint, address_of(company, rule), answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
def test_nobody_writes_what_is_not_theirs(company: Company, role: str) -> None:
    client = arriving(company, role)
    token = token_of(client, role)
    wrong = []
    for rule in rules_of(company, "POST"):
        if role in WHO[rule.endpoint]:
            continue
        answer = client.post(address_of(company, rule), data={"csrf_token": token})
        if not refused(answer, role):
            wrong.append((rule.endpoint, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("role", ["stranger", "learner", "pmo", "hr", "it"])
def test_nothing_is_written_without_a_token(company: Company, role: str) -> None:
    wrong = []
    client = arriving(company, role)
    for rule in rules_of(company, "POST"):
        if rule.endpoint in WITHOUT_TOKEN:
            continue
        answer = client.post(address_of(company, rule))
        if answer.status_code != 400:
            wrong.append((rule.endpoint, answer.status_code))
    assert wrong == []


def test_a_token_of_another_browser_is_worth_nothing(company: Company) -> None:
    token = token_of(arriving(company, "pmo"), "pmo")
    answer = arriving(company, "learner").post("/feedback/ideas", data={"csrf_token": token, "text": "x"})
    assert answer.status_code == 400


# ------------------------------------------------------------------------------------------ whose things are whose


OTHERS = [  # who, whose thing it is by address
    ("manager", "/training/people/{eve}"),
    ("manager", "/people/{eve}"),
    ("learner", "/training/people/{zhao}"),
    ("pmo", "/training/people/{zhao}"),
    ("superuser", "/training/people/{lin}"),
    ("learner", "/people/{zhao}"),
    ("manager", "/metrics/?department=D20"),
    ("manager", "/metrics/overdue/rows?department=D20"),
    ("manager", "/metrics/definitions/T1/months?department=D20"),
    ("manager", "/metrics/definitions/T1/goal?department=D20"),
    ("learner", "/ambassadors/appointments/{appointment}"),
    ("manager", "/ambassadors/appointments/{appointment}"),
    ("manager", "/ambassadors/appointments/new?department={other_department}"),
    ("ambassador", "/training/paths/SP/modules/m1/drills/fill/attempts/1"),
    ("board", "/hr/exports/{export}/manifest"),
    ("manager", "/training/people/{eve}/assignments/new"),
    ("manager", "/training/assignments/{assignment_id}/withdrawal"),
    ("learner", "/feedback/ideas/999999"),
    ("hr", "/people/999999"),
    ("hr", "/hr/exports/999999/manifest"),
    ("stranger", "/certificates/C-EU-2026-000001-AAAAAA"),
    ("stranger", "/notices/mute/WzIsMV0.forged"),
]


@pytest.mark.parametrize(("role", "address"), OTHERS, ids=[f"{role} {address}" for role, address in OTHERS])
def test_what_is_somebody_elses_is_not_there(company: Company, role: str, address: str) -> None:
    names = {**vars_of(company), **company.values}
    answer = arriving(company, role).get(address.format(**names))
    assert answer.status_code in (403, 404), answer.status_code
    if "{" in address and role != "board":
        assert answer.status_code == 404


def test_a_forged_link_opens_no_account(company: Company) -> None:
    for place in ("/invitations/", "/password-resets/"):
        answer = arriving(company, "stranger").get(f"{place}IjhJZ0xIeWM4.forged.forged")
        assert "password" not in {field.get("name") for field in Page(answer, place).root.cssselect("main input")}


def vars_of(company: Company) -> dict[str, object]:
    """The ids of the cast by name."""
    return {name: getattr(company.cast, name) for name in company.cast.__slots__}


# ------------------------------------------------------------------------------------------ last, for it changes things


@pytest.mark.parametrize("role", ROLES)
def test_whoever_may_write_is_heard(company: Company, role: str) -> None:
    wrong = []
    for rule in rules_of(company, "POST"):
        if role not in WHO[rule.endpoint]:
            continue
        client = arriving(company, role)
        answer = client.post(address_of(company, rule), data={"csrf_token": token_of(client, role)})
        if answer.status_code == 404 and rule.endpoint in GONE_ONCE_USED:
            continue
        if answer.status_code not in (200, 303, 409, 422, 429):
            wrong.append((rule.endpoint, answer.status_code))
    assert wrong == []


def test_the_table_names_only_roles(tmp_path: Path) -> None:
    assert all(who <= ANYONE for who in WHO.values())
