"""Templates of standard changes on their pages."""

from __future__ import annotations

import pytest

from tests.factories import Cast
from tests.kinds import SignIn
from tests.page import Page

NEW, ALL = "/changes/templates/new", "/changes/templates"


@pytest.mark.parametrize(
    ("approved_on", "expires_on", "wrong"),
    [
        ("2026-13-45", "2027-06-30", ["approved_on"]),
        ("2026-13-45", "", ["approved_on"]),
        ("2026-06-01", "2026-13-45", ["approved_on", "expires_on"]),
        ("2026-06-01", "", ["approved_on"]),
        ("2026-06-01", "2026-05-31", ["approved_on"]),
    ],
)
def test_days_of_approval_that_are_none_are_said_at_their_field(
    cast: Cast, sign_in: SignIn, approved_on: str, expires_on: str, wrong: list[str]
) -> None:
    pmo = sign_in(cast.pmo)
    typed = {
        **Page(pmo.get(NEW), NEW).fields(ALL),
        "title": "加一个字段",
        "description": "先在测试环境加。",
        "area": "data",
        "back_out_plan": "把字段隐藏。",
        "approved_on": approved_on,
        "expires_on": expires_on,
    }
    answer = pmo.post(ALL, data=typed)
    assert answer.status_code == 422
    page = Page(answer, ALL)
    assert [name for name in ("approved_on", "expires_on") if page.has(f"#{name}-error")] == wrong
    assert page.fields(ALL)["title"] == "加一个字段"
