"""Certificates: issued on the answering request, and again under a corrected name; dates never change."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask

from app.foundation import clock
from app.training.models import (
    Certificate,
    Completion,
)
from tests.factories import Cast
from tests.page import post
from tests.training.learning import Learner, address
from tests.training.versions.changing import SignIn, in_days, rows


def test_t16_hr_issues_a_certificate_again_under_a_corrected_name(
    app: Flask, finished: Learner, cast: Cast, sign_in: SignIn
) -> None:
    (old,) = rows(app, sa.select(Certificate))
    he = sign_in(cast.he)
    he.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    form = f"/training/certificates/{old.number}/reissue"
    assert finished.client.get(form).status_code in (403, 404)
    assert form in Learner(app, he, cast.he).open(f"/certificates/{old.number}").links("main a, .btn")
    refused = post(he, form, form, name=old.person_name, reason="typing error")
    assert refused.status_code == 422
    done = post(he, form, form, name="林静怡", reason="typing error")
    assert done.status_code == 303
    first, second = rows(app, sa.select(Certificate).order_by(Certificate.id))
    assert (second.person_name, second.completed_on, second.expires_on) == ("林静怡", old.completed_on, old.expires_on)
    assert first.person_name == old.person_name
    page = finished.open(f"/certificates/{old.number}")
    assert f"re-issued under another name as {second.number}" in page.text()
    assert "valid today" in finished.open(f"/certificates/{second.number}").text()
    assert he.get(form).status_code == 409
    acts = rows(app, sa.text("SELECT act FROM audit_entries WHERE act = 'certificate:reissued'"))  # type: ignore[arg-type]
    assert acts == ["certificate:reissued"]


def test_t18_completion_and_issue_are_both_printed_and_neither_ever_changes(
    app: Flask, finished: Learner, cast: Cast, sign_in: SignIn
) -> None:
    (old,) = rows(app, sa.select(Certificate))
    he = sign_in(cast.he)
    form = f"/training/certificates/{old.number}/reissue"
    fields = None
    with in_days(app, 0):
        fields = post(he, form, form, name="林静怡", reason="typing error")
    assert fields.status_code == 303
    with in_days(app, 40):
        for number in rows(app, sa.select(Certificate.number)):
            page = app.test_client().get(f"/certificates/{number}", headers={"Accept-Language": "en"}).text
            assert "Completed on" in page
            assert "Issued on" in page
    first = rows(app, sa.select(Certificate).order_by(Certificate.id))[0]
    assert (first.completed_on, first.issued_on) == (old.completed_on, old.issued_on)


def test_the_export_carries_the_certificate_that_counts(
    app: Flask, finished: Learner, cast: Cast, sign_in: SignIn
) -> None:
    from app.hr.queries.records import Filter, cells, totals  # noqa: PLC0415

    (old,) = rows(app, sa.select(Certificate))
    form = f"/training/certificates/{old.number}/reissue"
    assert post(sign_in(cast.he), form, form, name="林静怡", reason="typing error").status_code == 303
    new = rows(app, sa.select(Certificate.number).order_by(Certificate.id.desc()))[0]
    with app.app_context():
        chosen = Filter(clock.today())
        told = [row for row in cells(chosen) if new in map(str, row)]
        assert len(told) == 1
        assert not [row for row in cells(chosen) if old.number in map(str, row)]
        assert totals(chosen).completed == 1


def test_t19_t21_completion_certificate_and_score_are_there_on_the_answering_request(app: Flask, eve: Learner) -> None:
    eve.pass_module("SP", "m1")
    eve.pass_item("SP", "m2", "fill")
    assert rows(app, sa.select(Completion)) == []
    eve.pass_item("SP", "m2", "quiz")
    (done,) = rows(app, sa.select(Completion))
    assert len(rows(app, sa.select(Certificate))) == 1
    assert f"with {done.score}%" in eve.open("/training/paths/SP").text("main") or f"{done.score}%" in eve.open(
        "/training/paths/SP"
    ).text("main")
    assert address("SP", "m2", "quiz")
