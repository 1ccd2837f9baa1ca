"""Reports of weeks and months: made once, read as page, mail and file, and never silently unsent."""

import io
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from app.accounts.models import Department, Role
from app.foundation import clock
from app.foundation.db import db, transaction
from app.foundation.mail import MailState, OutgoingMail
from app.metrics.actions.months import freeze_due_months
from app.metrics.actions.reports import make_due_reports, make_report
from app.metrics.models.months import MetricReport
from app.metrics.queries.reports import due_reports
from app.notifications.models import Announcement, Channel, MailChoice, Receipt
from tests.factories import make_person
from tests.golden import COMPANY
from tests.page import Page
from tests.together import answers_at_once

Visit = Callable[..., Page]
SignIn = Callable[[int | None], FlaskClient]


@contextmanager
def on(day: int, hour: int = 2) -> Iterator[None]:
    """A moment of July 2026: ten in the morning in the company's zone."""
    with clock.fixed_at(datetime(2026, 7, day, hour, tzinfo=UTC)):
        yield


@pytest.fixture
def golden(app: Flask, loaded: Callable[..., None]) -> dict[str, int]:
    """The golden company with readers of every kind, whom no figure counts; ids by name."""
    loaded(COMPANY)
    with app.app_context(), transaction():
        homes = dict(db.session.execute(sa.select(Department.code, Department.id)).all())
        away: dict[str, Any] = {"leave_from": date(2020, 1, 1), "language": "en"}
        told = (("pmo", Role.pmo, "D30"), ("he", Role.hr_officer, "D30"), ("chen", Role.manager, "D10"))
        found = {n: make_person(f"90000{i}", n, homes[d], r, **away).id for i, (n, r, d) in enumerate(told)}
        sun = make_person("900007", "sun", homes["D20"], Role.board_member, **away)
        sun.email, found["sun"] = None, sun.id
        found["lin"] = make_person("900008", "lin", homes["D20"], **away).id
        return {**homes, **found}


def make_all(app: Flask) -> None:
    """Freeze and make everything that is due, as sweeps do minute by minute."""
    with app.app_context():
        while freeze_due_months() or make_due_reports():
            pass


def periods(app: Flask) -> list[str]:
    with app.app_context():
        return [
            f"{row.period} {row.untold}".strip()
            for row in db.session.scalars(sa.select(MetricReport).order_by(MetricReport.id))
        ]


def test_every_week_and_frozen_month_has_one_report(app: Flask, golden: dict[str, int]) -> None:
    with on(6):
        make_all(app)
        assert periods(app) == ["2026-W23 late", "2026-W24 late", "2026-W25 late", "2026-W26", "2026-W27"]
    with on(7):
        make_all(app)
        make_all(app)
    assert periods(app)[5:] == ["2026-06"]
    with app.app_context():
        keys = db.session.scalars(sa.select(Announcement.key).where(Announcement.kind.like("report_%"))).all()
        assert sorted(keys) == ["report:month:2026-06", "report:week:2026-W26", "report:week:2026-W27"]
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Receipt)) == 3 * 4
        letters = db.session.scalars(sa.select(OutgoingMail).where(OutgoingMail.attachment_name == "2026-06.csv")).all()
        assert len(letters) == 3, "who has no address gets none"
        assert len({letter.attachment for letter in letters}) == 2, "two see the company, one a branch"


def test_a_report_is_made_once_however_many_workers_there_are(app: Flask, golden: dict[str, int]) -> None:
    def make() -> int:
        with app.app_context(), on(6):
            return int(make_report(due))

    with app.app_context(), on(6):
        due = due_reports()[-1]
    assert sorted(answers_at_once([make] * 4)) == [0, 0, 0, 1]
    with app.app_context():
        assert Counter(row.recipient for row in db.session.scalars(sa.select(OutgoingMail))).most_common(1)[0][1] == 1
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), transaction():
            db.session.execute(sa.delete(MetricReport))


def test_page_and_files_say_the_same_and_a_manager_sees_the_own_branch(
    app: Flask, golden: dict[str, int], visit: Visit, sign_in: SignIn
) -> None:
    with on(7):
        make_all(app)
        listed = visit("/metrics/reports", as_=golden["pmo"])
        assert listed.list("tbody th")[:2] == ["2026-W27", "2026-06"]
        where = next(href for href in listed.links("tbody a") if href.endswith("/6"))
        page = visit(where, as_=golden["pmo"])
        assert page.text("[data-figure=T1]") == "72.7 % (8 / 11)"
        assert page.text("[data-figure=P1]") == "80.0 % (8 / 10)"
        client = sign_in(golden["pmo"])
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"{where}/file?format=xlsx").data))
        rows = sheet.get_sheet_by_index(0).to_python()
        lines = client.get(f"{where}/file").get_data(as_text=True).lstrip("\ufeff").splitlines()
        assert len(rows) == len(lines) > 30
        assert [
            "2026-06",
            "",
            "The whole company",
            "T1",
            "Completion rate",
            "72.7",
            "percent",
            "8",
            "11",
            "",
            "",
        ] in rows
        assert "2026-06,,The whole company,T1,Completion rate,72.7,percent,8,11,," in lines
        chen = visit(where, as_=golden["chen"])
        assert chen.text("[data-figure=T1]") == "71.4 % (5 / 7)"
        assert "D20" not in chen.text("main")
        own = sign_in(golden["chen"]).get(f"{where}/file").get_data(as_text=True)
        assert "D10" in own
        assert "The whole company" not in own
        assert "D20" not in own
        assert not chen.has("#told-list"), "the PMO alone sees who was told"
        visit("/metrics/reports", as_=golden["lin"], status=403)
        visit(where, as_=golden["lin"], status=403)
        assert sign_in(golden["lin"]).get(f"{where}/file").status_code == 403


def test_the_pmo_sees_what_became_of_every_mail(app: Flask, golden: dict[str, int], visit: Visit) -> None:
    with app.app_context(), transaction():
        db.session.add(MailChoice(person_id=golden["he"], scope="figures", channel=Channel.none))
        db.session.add(MailChoice(person_id=golden["pmo"], scope="report_month", channel=Channel.weekly))
    with on(7):
        make_all(app)
        with app.app_context(), transaction():
            mine = sa.select(Receipt.mail_key).where(Receipt.person_id == golden["chen"])
            failed = {"state": MailState.failed, "last_error": "550 mailbox unavailable"}
            db.session.execute(sa.update(OutgoingMail).where(OutgoingMail.dedupe_key.in_(mine)).values(**failed))
        page = visit("/metrics/reports/6", as_=golden["pmo"])
        rows = dict(zip(page.list("#told-list tbody th"), page.list("#told-list tbody td:nth-of-type(2)"), strict=True))
        told = dict(zip(page.list("#told-list tbody th"), page.list("[data-became]"), strict=True))
    assert {name.split()[0]: state for name, state in told.items()} == {
        "pmo": "on its way",
        "he": "not sent",
        "chen": "failed",
        "sun": "not sent",
    }
    reasons = {name.split()[0]: why for name, why in rows.items()}
    assert reasons["chen"] == "550 mailbox unavailable"
    assert "switched these mails off" in reasons["he"]
    assert "no mail address" in reasons["sun"]
    assert "digest" in reasons["pmo"]
    with on(7):
        listed = visit("/metrics/reports?kind=week&q=w23", as_=golden["pmo"])
        assert listed.list("tbody th") == ["2026-W23"]
        assert "not sent" in listed.text("tbody")
        assert "more than a week late" in visit("/metrics/reports/1", as_=golden["pmo"]).text("main")
        assert "Nobody found" in visit("/metrics/reports/6?q=zzz", as_=golden["pmo"]).text("#told-list")
        assert "Nothing found" in visit("/metrics/reports?q=zzz", as_=golden["pmo"]).text("#report-list")
        visit("/metrics/reports?kind=day", as_=golden["pmo"], status=404)
        visit("/metrics/reports/99", as_=golden["pmo"], status=404)


def test_what_is_due_and_not_made_is_told_without_any_worker(golden: dict[str, int], visit: Visit) -> None:
    with on(6):
        page = visit("/metrics/reports", as_=golden["pmo"])
        assert "No report yet" in page.text("#report-list")
        assert "Due and not made yet" in page.text("main")
        assert "2026-W27" in page.text("main")
