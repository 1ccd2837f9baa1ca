"""Files are delivered by themselves: each day once, again until it goes through, never paused by itself, never outside."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Person
from app.foundation import clock
from app.foundation.audit import AuditEntry
from app.foundation.db import db, transaction
from app.foundation.mail import OutgoingMail
from app.hr.actions.delivering import deliver_due_files
from app.hr.content.rhythm import due_days
from app.hr.models import Export, ExportDelivery, ExportSchedule
from tests.kinds import SignIn, Visit
from tests.page import Page, post

NEW = "/hr/schedules/new"


@pytest.fixture
def app(app: Flask) -> Iterator[Flask]:
    """The portal at noon of the company's day: an hour later, or forty minutes, is the same day."""
    with app.app_context():
        noon = clock.start_of(clock.today()) + timedelta(hours=12)
    with clock.fixed_at(noon):
        yield app


@pytest.fixture
def place(app: Flask, tmp_path: Path) -> Iterator[Path]:
    """The folder for deliveries."""
    before = app.extensions["uptake.settings"]
    app.extensions["uptake.settings"] = dataclasses.replace(before, deliveries=str(tmp_path / "out"))
    yield tmp_path / "out"
    app.extensions["uptake.settings"] = before


def make(sign_in: SignIn, officer: int, **values: object) -> int:
    """Fill the form as a person does."""
    told = {"title": "每晚", "every": "daily", "file": "csv", "folder": "hr/lms", "language": "en", **values}
    answer = post(sign_in(officer), NEW, "/hr/schedules", **told)
    assert answer.status_code == 303, Page(answer, NEW).list(".error")
    return int(answer.headers["Location"].rpartition("/")[2])


def states(app: Flask) -> list[tuple[date, str, str]]:
    with app.app_context():
        rows = db.session.scalars(sa.select(ExportDelivery).order_by(ExportDelivery.due_on))
        return [(row.due_on, row.state.value, row.reason) for row in rows]


def sweep(app: Flask, days: int = 0, **later: float) -> int:
    """What a worker does, some days later."""
    with app.app_context(), clock.fixed_at(clock.now() + timedelta(days=days, **later)):
        return deliver_due_files()


def today(app: Flask) -> date:
    with app.app_context():
        return clock.today()


def test_each_day_is_delivered_once_whatever_the_number_of_workers(
    app: Flask, sign_in: SignIn, officer: int, place: Path, visit: Visit
) -> None:
    make(sign_in, officer)
    with ThreadPoolExecutor(4) as workers:
        done = [one.result() for one in [workers.submit(copy_context().run, sweep, app) for _ in range(4)]]
    assert sum(done) == 1
    (file,) = (place / "hr" / "lms").glob("*.csv")
    assert (today(app) - timedelta(days=1)).isoformat() in file.name, "it tells of the day before, which is over"
    assert file.read_bytes().startswith("\ufeffEmployee no.".encode())
    assert (file.parent / f"{file.name}.manifest.json").exists()
    assert states(app) == [(today(app), "done", "")]
    assert "每晚" in visit("/hr/exports", as_=officer).text("#export-log"), "the log says for which schedule"
    assert sweep(app, hours=1) == 0
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Export.id))) == 1


def test_missed_days_are_made_up_and_old_ones_named(app: Flask, sign_in: SignIn, officer: int, place: Path) -> None:
    make(sign_in, officer)
    assert sweep(app, days=34) == 31
    found = states(app)
    assert len(found) == 35
    assert {state for _, state, _ in found[:4]} == {"missed"}
    assert all("too long ago" in reason for _, _, reason in found[:4])
    assert {state for _, state, _ in found[4:]} == {"done"}
    assert len(list((place / "hr" / "lms").glob("*.csv"))) == 31


def test_a_failure_is_told_shown_and_tried_again(
    app: Flask, sign_in: SignIn, officer: int, place: Path, visit: Visit
) -> None:
    with app.app_context(), transaction():
        db.session.get_one(Person, officer).email = "he@huaxin.example"
    number = make(sign_in, officer)
    place.mkdir()
    (place / "hr").write_text("in the way", encoding="utf-8")
    for _again in range(3):
        assert sweep(app) == 0
    assert [state for _, state, _ in states(app)] == ["failed"]
    with app.app_context():
        mails = list(db.session.scalars(sa.select(OutgoingMail)))
        assert [mail.recipient for mail in mails] == ["he@huaxin.example"]
        assert f"/hr/schedules/{number}" in mails[0].body
    assert "tried again" in visit("/hr/schedules", as_=officer).text("main")
    assert "next try" in visit(f"/hr/schedules/{number}?state=failed", as_=officer).text("#deliveries")
    for days in range(1, 9):
        sweep(app, days=days)
    assert {state for _, state, _ in states(app)} == {"failed"}, "after many failures it is still running"
    (place / "hr").unlink()
    assert sweep(app, days=10) == 11
    assert {(state, reason) for _, state, reason in states(app)} == {("done", "")}


def test_a_worker_that_died_leaves_the_day_to_another(
    app: Flask, sign_in: SignIn, officer: int, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(sign_in, officer)

    def die(*_: object, **__: object) -> None:
        raise SystemExit

    with monkeypatch.context() as broken:
        broken.setattr("app.hr.actions.delivering._write", die)
        with pytest.raises(SystemExit):
            sweep(app)
    assert sweep(app, minutes=5) == 0, "it may still be at work"
    assert sweep(app, minutes=40) == 1


@pytest.mark.parametrize("folder", ["../out", "/etc", "a/../../b", ".ssh", "a//b", "a/.b", "", "a\\b", "a/b/c/d/e/f/g"])
def test_nothing_leads_out_of_the_folder(app: Flask, sign_in: SignIn, officer: int, place: Path, folder: str) -> None:
    told = {"title": "x", "every": "daily", "file": "csv", "folder": folder, "language": "en"}
    answer = post(sign_in(officer), NEW, "/hr/schedules", **told)
    assert answer.status_code == 422
    assert Page(answer, NEW).has("#folder-error")


def test_a_link_does_not_lead_out_either(
    app: Flask, sign_in: SignIn, officer: int, place: Path, tmp_path: Path
) -> None:
    make(sign_in, officer, folder="aside")
    place.mkdir()
    (tmp_path / "elsewhere").mkdir()
    (place / "aside").symlink_to(tmp_path / "elsewhere")
    assert sweep(app) == 0
    assert "is not below the folder" in states(app)[0][2]
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_by_mail_goes_the_news_and_no_record(app: Flask, sign_in: SignIn, officer: int, place: Path) -> None:
    with app.app_context(), transaction():
        db.session.get_one(Person, officer).email = "he@huaxin.example"
    number = make(sign_in, officer, target="mail", recipients=[officer], folder="", status="overdue", language="zh")
    assert sweep(app) == 1
    assert not place.exists()
    with app.app_context():
        (mail,) = db.session.scalars(sa.select(OutgoingMail))
        export = db.session.scalars(sa.select(Export)).one()
        assert export.sha256 in mail.body
        assert mail.attachment == ""
        assert "000103" not in mail.body
    taken = post(sign_in(officer), f"/hr/schedules/{number}", "/hr/exports", format="csv")
    assert taken.data
    with app.app_context():
        first, second = db.session.scalars(sa.select(Export).order_by(Export.id))
        assert (second.sha256, second.by_id) == (first.sha256, officer), "the same file, and who took it is known"


def test_a_mail_needs_people_of_hr(app: Flask, sign_in: SignIn, officer: int, place: Path) -> None:
    told = {"title": "x", "every": "daily", "file": "csv", "target": "mail", "language": "en"}
    answer = post(sign_in(officer), NEW, "/hr/schedules", **told)
    assert Page(answer, NEW).has("#recipients-error")
    with app.app_context():
        stranger = db.session.scalars(sa.select(Person.id).where(Person.employee_no == "000103")).one()
    answer = post(sign_in(officer), NEW, "/hr/schedules", **told, recipients=[stranger])
    assert answer.status_code == 422


def test_people_pause_and_delete_it_and_the_history_says_so(
    app: Flask, sign_in: SignIn, officer: int, place: Path, visit: Visit
) -> None:
    number = make(sign_in, officer, starts_on=(today(app)).isoformat())
    client, address = sign_in(officer), f"/hr/schedules/{number}"
    assert post(client, address, f"{address}/pause").status_code == 303
    assert sweep(app, days=3) == 0
    with app.app_context(), clock.fixed_at(clock.now() + timedelta(days=3)):
        assert post(sign_in(officer), address, f"{address}/resumption").status_code == 303
    assert {(state, reason) for _, state, reason in states(app)} == {("missed", "paused")}
    assert sweep(app, days=3) == 1
    again = client.post(f"{address}/resumption", data=Page(client.get(address), "").fields(f"{address}/pause"))
    assert again.status_code == 409
    assert post(client, address, f"{address}/delete").status_code == 303
    assert sweep(app, days=5) == 0
    assert "Deleted" in visit(address, as_=officer).text("main")
    assert "No schedules yet" in visit("/hr/schedules", as_=officer).text("main")
    with app.app_context():
        told = sa.select(AuditEntry.act).where(AuditEntry.act.startswith("export_schedule")).order_by(AuditEntry.id)
        assert [act.partition(":")[2] for act in db.session.scalars(told)] == ["made", "paused", "resumed", "deleted"]
        assert db.session.scalars(sa.select(ExportSchedule)).one().ended_at is not None


def test_a_profile_that_is_gone_is_a_failure_with_its_name(
    app: Flask, sign_in: SignIn, officer: int, place: Path
) -> None:
    number = make(sign_in, officer, file="profile:successfactors")
    assert sweep(app) == 1
    assert (place / "hr" / "lms" / "learning_history_data_TENANT.txt").exists()
    with app.app_context(), transaction():
        db.session.get_one(ExportSchedule, number).profile = "gone"
    assert sweep(app, days=1) == 0
    assert states(app)[-1][1:] == ("failed", "there is no profile gone any more")


@pytest.mark.parametrize(
    ("every", "first", "until", "days"),
    [
        ("daily", "2026-12-30", "2027-01-02", ["2026-12-30", "2026-12-31", "2027-01-01", "2027-01-02"]),
        ("weekly", "2026-12-28", "2027-01-11", ["2026-12-28", "2027-01-04", "2027-01-11"]),
        ("monthly", "2026-10-31", "2027-03-31", ["2026-10-31", "2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28", "2027-03-31"]),
        ("monthly", "2026-10-31", "2026-10-30", []),
    ],
)  # fmt: skip
def test_due_days(every: str, first: str, until: str, days: list[str]) -> None:
    found = due_days(every, date.fromisoformat(first), None, date.fromisoformat(until))
    assert [day.isoformat() for day in found] == days
