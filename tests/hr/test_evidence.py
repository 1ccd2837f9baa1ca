"""Was this person trained before that day, on which version? One page, every row, one file."""

import csv
import hashlib
import io
import json
from datetime import UTC, datetime, timedelta
from zipfile import ZipFile

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import actions as accounts
from app.accounts.actions.people import PersonData, write_person
from app.accounts.models import Person
from app.foundation import clock
from app.foundation.db import db, transaction
from app.training.actions.retiring import retire_path
from app.training.models import Completion, Method, ModuleCompletion
from tests.factories import Cast
from tests.kinds import SignIn, Visit
from tests.page import Page
from tests.training.conftest import folder, lin, small_path
from tests.training.learning import Learner, assign

__all__ = ["folder", "lin", "small_path"]  # fixtures of training

ASK = "/hr/evidence?q={q}&path={path}&before={before}"


def pack(client: FlaskClient, address: str) -> bytes:
    """Press the button of the answer."""
    page = Page(client.get(address), address)
    answer = client.post("/hr/evidence/packs", data=page.fields("/hr/evidence/packs"))
    assert answer.status_code == 200, answer.get_data(as_text=True)[:500]
    content: bytes = answer.data
    return content


def files_of(content: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(content)) as book:
        return {name: book.read(name) for name in book.namelist()}


def test_the_day_is_cut_in_the_companys_zone(sign_in: SignIn, visit: Visit, officer: int) -> None:
    """Half past midnight of the 16th in Shanghai is the 15th in UTC: not trained before the 16th."""
    no = visit(ASK.format(q="000103", path="EU", before="2026-06-16"), as_=officer)
    assert no.text("#answer-title").startswith("No")
    yes = visit(ASK.format(q="000103", path="EU", before="2026-06-17"), as_=officer)
    assert yes.text("#answer-title").startswith("Yes")
    assert "Version 1.0" in yes.list(".pill")
    files = files_of(pack(sign_in(officer), yes.address))
    told = json.loads(files["answer.json"])["answer"]
    assert (told["trained"], told["completed_on"], told["path_version"]) == (True, "2026-06-16", "1.0")
    manifest = json.loads(files["manifest.json"])
    for one in manifest["files"]:
        assert hashlib.sha256(files[one["name"]]).hexdigest() == one["sha256"]
    rows = list(csv.DictReader(io.StringIO(files["rows.csv"].decode("utf-8-sig"), newline="")))
    assert [row["kind"] for row in rows] == [row["kind"] for row in json.loads(files["rows.json"])]


def test_a_past_as_of_gives_the_same_bytes_whatever_happened_since(
    app: Flask, lin: Learner, cast: Cast, sign_in: SignIn, visit: Visit
) -> None:
    """Renamed, merged, corrected, gone, its path retired: the old question has the old answer; today's has all of it."""
    assign(app, cast.lin)
    lin.pass_path()
    with app.app_context():
        today = clock.today()
        later = datetime.now(UTC) + timedelta(days=2)
        spare = db.session.get_one(Person, cast.eve).employee_no
    tomorrow = today + timedelta(days=1)
    address = ASK.format(q="000101", path="SP", before=tomorrow) + f"&as_of={today}"
    client = sign_in(cast.he)
    before = pack(client, address)
    assert any(name.startswith("certificate-C-SP-") for name in files_of(before))
    with app.app_context(), clock.fixed_at(later), transaction():
        _rename(cast.lin, "林静静")
        accounts.merge_accounts(kept_id=cast.eve, merged_id=cast.lin, reason="twice", by=cast.he)
        _correct(cast.lin)
        retire_path(code="SP", by_id=None)
        db.session.get_one(Person, cast.eve).last_day = today
    assert pack(client, address) == before
    with clock.fixed_at(later + timedelta(days=1)):
        now = ASK.format(q="000101", path="SP", before=tomorrow)
        page = visit(now, as_=cast.he)
        assert page.text("#answer-title").startswith("Yes")
        assert "000101" in page.text(".facts")
        assert spare in page.text(".facts"), "the kept account, and the one it was"
        assert any(row.startswith("Correction") for row in page.list("tbody tr"))
        (module,) = {row.module_id for row in _modules(app)} & {"m1"}
        assert visit(f"{now}&module={module}", as_=cast.audit).text("#answer-title").startswith("Yes")
        visit(f"{now}&module=none", as_=cast.he, status=422)


def test_one_asks_about_oneself_and_hr_about_anybody(app: Flask, lin: Learner, cast: Cast, visit: Visit) -> None:
    assign(app, cast.lin)
    lin.pass_path()
    day = (datetime.now(UTC) + timedelta(days=2)).date()
    own = visit(f"/hr/evidence?path=SP&before={day}", as_=cast.lin)
    assert own.text("#answer-title").startswith("Yes")
    assert not own.has("[name=q]:not([type=hidden])")
    visit(ASK.format(q="000202", path="SP", before=day), as_=cast.lin, status=404)
    visit("/hr/evidence?q=000101&path=SP&before=soon", as_=cast.he, status=422)
    assert "Nobody found" in visit(ASK.format(q="zzz", path="SP", before=day), as_=cast.he).text("main")
    several = visit(ASK.format(q="0001", path="SP", before=day), as_=cast.he)
    assert any("q=000101" in link for link in several.links())


def _rename(person_id: int, name: str) -> None:
    person = db.session.get_one(Person, person_id)
    data = PersonData(person.employee_no, name, person.email, person.department_id)
    write_person(person_id=person_id, data=data, by=None)


def _correct(person_id: int) -> None:
    old = db.session.scalars(sa.select(Completion).where(Completion.person_id == person_id)).one()
    facts = {
        column.key: getattr(old, column.key)
        for column in sa.inspect(Completion).columns
        if column.key not in ("id", "corrects_id", "recorded_at", "reason", "score", "method")
    }
    db.session.add(
        Completion(
            **facts, corrects_id=old.id, recorded_at=clock.now(), reason="key", score=100, method=Method.corrected
        )
    )


def _modules(app: Flask) -> list[ModuleCompletion]:
    with app.app_context():
        return list(db.session.scalars(sa.select(ModuleCompletion)))
