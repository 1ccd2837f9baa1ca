"""Filters of one's own: kept, found above the records, renamed, deleted, and nobody else's."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.foundation.db import db, transaction
from app.hr.actions.filters import MOST, keep_filter
from app.hr.models import SavedFilter
from tests.factories import Cast
from tests.kinds import SignIn, Visit
from tests.page import Page, post


def keep(client: FlaskClient, query: str, name: str) -> TestResponse:
    return post(client, f"/hr/?{query}", "/hr/filters", name=name)


def test_a_filter_is_kept_with_columns_and_profile_and_opened_again(
    app: Flask, sign_in: SignIn, officer: int, visit: Visit
) -> None:
    client = sign_in(officer)
    asked = "department=D10&status=overdue&columns=all&profile=successfactors&as_of=2026-06-30"
    answer = keep(client, asked, "逾期")
    assert answer.status_code == 303
    page = visit("/hr/", as_=officer)
    (address,) = [link for link in page.links("nav a") if "D10" in link]
    assert "as_of" not in address, "it means the day on which it is opened"
    opened = visit(address, as_=officer)
    fields = opened.fields("/hr/exports")
    assert (fields["department"], fields["status"], fields["profile"]) == ("D10", "overdue", "successfactors")
    assert opened.has("#records a[href*='/hr/?']")
    assert "Show fewer columns" in opened.text("#records") or "No records" in opened.text("#records")


def test_a_name_is_asked_for_and_taken_once(sign_in: SignIn, officer: int) -> None:
    client = sign_in(officer)
    assert keep(client, "", "A").status_code == 303
    for name in ("A", "", "x" * 61):
        answer = keep(client, "department=D10", name)
        page = Page(answer, "/hr/")
        assert answer.status_code == 422
        assert page.has("#name-error")
        assert page.fields("/hr/filters")["department"] == "D10", "the filter is not lost"


def test_what_it_shows_is_said_in_words(sign_in: SignIn, officer: int, visit: Visit) -> None:
    keep(sign_in(officer), "department=D10&status=overdue&path=EU", "研发逾期")
    assert visit("/hr/filters", as_=officer).list("#saved-filters td")[0] == "department D10, path EU, Overdue"


def test_it_is_renamed_and_deleted(app: Flask, sign_in: SignIn, officer: int) -> None:
    client = sign_in(officer)
    keep(client, "path=EU", "A")
    keep(client, "", "B")
    assert post(client, "/hr/filters", "/hr/filters/1/name", name="B").status_code == 422
    assert post(client, "/hr/filters", "/hr/filters/1/name", name="C").status_code == 303
    assert Page(client.get("/hr/filters?q=c"), "").list("#saved-filters tbody th") == ["C"]
    assert post(client, "/hr/filters", "/hr/filters/1/delete").status_code == 303
    with app.app_context():
        assert db.session.scalars(sa.select(SavedFilter.name)).all() == ["B"]


def test_nobody_sees_or_changes_those_of_others(app: Flask, cast: Cast, sign_in: SignIn, visit: Visit) -> None:
    keep(sign_in(cast.he), "", "秘密")
    assert "秘密" not in visit("/hr/", as_=cast.audit).text()
    assert "No filters yet" in visit("/hr/filters", as_=cast.audit).text()
    client = sign_in(cast.audit)
    token = Page(client.get("/hr/"), "").fields("/hr/filters")["csrf_token"]
    for act in ("name", "delete"):
        assert client.post(f"/hr/filters/1/{act}", data={"csrf_token": token, "name": "x"}).status_code == 404


def test_there_are_as_many_as_are_found_at_a_glance(app: Flask, sign_in: SignIn, officer: int) -> None:
    with app.app_context(), transaction():
        for number in range(MOST):
            keep_filter(person_id=officer, name=str(number), filters={}, every_column=False, profile="")
    answer = keep(sign_in(officer), "", "one more")
    assert "delete one first" in Page(answer, "").text("#name-error")
