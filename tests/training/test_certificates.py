"""Certificates: for anyone, and no more than they must tell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Person
from app.foundation import clock
from app.foundation.db import db, transaction
from app.training.actions.completing import half_up_mean
from app.training.models import Certificate
from app.training.views.certificate_pdf import chinese_font
from tests.factories import Cast
from tests.kinds import SignIn
from tests.page import Page
from tests.training.learning import Learner, assign

Visit = Callable[..., Page]


@pytest.fixture
def certificate(app: Flask, lin: Learner) -> Certificate:
    """Lin's certificate of the small path."""
    assign(app, lin.person_id)
    lin.pass_path()
    with app.app_context():
        return db.session.scalars(sa.select(Certificate)).one()


def test_anyone_verifies_a_certificate_and_learns_nothing_else(
    app: Flask, visit: Visit, certificate: Certificate, cast: Cast
) -> None:
    page = visit(f"/certificates/{certificate.number}")
    for told in ("林静", "Small path", "小路径", certificate.number, "genuine and valid"):
        assert told in page.html
    for hidden in ("000101", "huaxin.example", "研发部", "R&D", "陈刚", "100%", f"people/{cast.lin}"):
        assert hidden not in page.html.replace("uptake@huaxin.example", "")
    assert page.has(".qr svg")
    assert not page.root.xpath("//svg[@style]")


def test_the_code_on_it_is_its_own_address(visit: Visit, certificate: Certificate) -> None:
    page = visit(f"/certificates/{certificate.number}")
    (address,) = page.links(".qr a")
    assert address.startswith("http")
    assert address.endswith(f"/certificates/{certificate.number}")


@pytest.mark.parametrize(
    "wrong", ["C-SP-2026-000001-AAAAAA", "x", "C-SP-2026-000001", "%20", "C-SP-2026-000001-AAAAAA.pdf"]
)
def test_a_wrong_number_names_nothing(visit: Visit, certificate: Certificate, wrong: str) -> None:
    visit(f"/certificates/{wrong}", status=404)


def test_a_number_typed_off_the_paper_is_found_in_any_case_and_width(visit: Visit, certificate: Certificate) -> None:
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in certificate.number)
    for typed in (certificate.number.lower(), wide, f" {certificate.number} "):
        assert certificate.number in visit(f"/certificates/{typed}").text()


def test_who_verifies_a_number_that_was_never_given_is_told_so(visit: Visit, certificate: Certificate) -> None:
    page = visit(f"/certificates/{certificate.number}X", status=404)
    assert "There is no certificate with this number" in page.text() or "没有这个编号的证书" in page.text()
    assert "林" not in page.text()


def test_numbers_cannot_be_guessed_from_one_another(certificate: Certificate) -> None:
    head, letters = certificate.number.rsplit("-", 1)
    assert head == f"C-SP-{certificate.completed_on.year}-000001"
    assert len(letters) == 6
    assert not set(letters) & set("ILOU0123456789")


def test_it_expires_at_the_end_of_its_last_day(app: Flask, visit: Visit, certificate: Certificate) -> None:
    assert certificate.expires_on == clock.months_after(certificate.completed_on, 24)
    with app.app_context():
        last = clock.end_of(certificate.expires_on)
    with clock.fixed_at(last - timedelta(seconds=1)):
        assert "valid today" in visit(f"/certificates/{certificate.number}").text("main")
    with clock.fixed_at(last):
        assert "expired" in visit(f"/certificates/{certificate.number}").text("main")


def test_the_name_on_it_stays_when_the_person_is_renamed(app: Flask, visit: Visit, certificate: Certificate) -> None:
    with app.app_context(), transaction():
        db.session.get_one(Person, certificate.person_id).name = "林新名"
    page = visit(f"/certificates/{certificate.number}")
    assert "林静" in page.html
    assert "林新名" not in page.html


def test_the_pdf_is_there_where_a_font_is(app: Flask, visit: Visit, certificate: Certificate) -> None:
    page = visit(f"/certificates/{certificate.number}")
    file = f"/certificates/{certificate.number}.pdf"
    response = app.test_client().get(file)
    if chinese_font() is None:
        assert file not in page.links()
        assert response.status_code == 404
        return
    assert file in page.links()
    assert response.content_type == "application/pdf"
    assert response.data.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 20), 24, date(2028, 11, 20)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
    ],
)
def test_months_are_counted_to_the_same_day_or_the_months_end(day: date, months: int, then: date) -> None:
    assert clock.months_after(day, months) == then


@pytest.mark.parametrize(("scores", "mean"), [([80, 81], 81), ([80, 80, 81], 80), ([100], 100), ([79, 80, 80, 80], 80)])
def test_scores_are_rounded_half_up(scores: list[int], mean: int) -> None:
    assert half_up_mean(scores) == mean


def test_a_completion_is_dated_in_the_companys_zone(app: Flask, lin: Learner, sign_in: SignIn) -> None:
    assign(app, lin.person_id)
    with app.app_context():
        just_before_midnight = clock.end_of(clock.today()) - timedelta(minutes=1)
        day = clock.today()
    with clock.fixed_at(just_before_midnight):
        Learner(app, sign_in(lin.person_id), lin.person_id).pass_path()
    with app.app_context():
        assert db.session.scalars(sa.select(Certificate.completed_on)).one() == day
