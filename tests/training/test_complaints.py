"""What users of other systems complain about, where no other file of tests is its home."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Person
from app.foundation import clock
from app.foundation.db import db, transaction
from app.hr.queries.columns import NAMES
from app.hr.queries.records import Filter, cells, totals
from app.training.models import Certificate, Completion, ModuleCompletion
from app.training.queries import places
from app.training.queries.certificates import CertificateSheet, certificate_sheet
from app.training.views.certificate_pdf import chinese_font, drawn
from tests.factories import Cast
from tests.kinds import SignIn, Visit
from tests.page import inspected, post
from tests.training.learning import Learner, assign, publish, write_path

RARE = "䶮𠮷ŵ"
"""Of an extension of Unicode, from outside the basic plane, and Welsh."""


@pytest.fixture
def finished(app: Flask, lin: Learner) -> Learner:
    """Lin, who has completed the small path."""
    assign(app, lin.person_id)
    lin.pass_path()
    return lin


def gauge(learner: Learner, app: Flask) -> tuple[int, int, int]:
    """Done, asked for and percent, as the shelf shows it."""
    page = learner.open("/training/")
    shown = page.root.cssselect("progress")[0]
    with app.app_context():
        standing = places.standing_on(learner.person_id, "SP")
        assert standing is not None
        assert (int(shown.get("value")), int(shown.get("max"))) == (standing.done, standing.required)
        return standing.done, standing.required, standing.percent


def test_progress_stays_within_its_bounds_when_modules_come_go_and_change_places(
    app: Flask, lin: Learner, folder: Path
) -> None:
    """T04: never above 100 %, never below it when all is done, always what was done of what is asked."""
    assign(app, lin.person_id)
    lin.pass_module("SP", "m1")
    assert gauge(lin, app) == (1, 2, 50)
    same = (1, "6.5")
    for version, names, told in (
        ("2", ("m1", "m2", "m3", "m4"), (1, 4, 25)),
        ("3", ("m4", "m3", "m2", "m1"), (1, 4, 25)),
        ("4", ("m2", "m1"), (1, 2, 50)),
        ("5", ("m2", "m3"), (0, 2, 0)),
        ("6", ("m1", "m2", "m3"), (1, 3, 33)),
    ):
        publish(app, write_path(folder, version=version, modules=dict.fromkeys(names, same)))
        assert gauge(lin, app) == told, version
    lin.pass_module("SP", "m2")
    assert gauge(lin, app) == (2, 3, 66)
    lin.pass_module("SP", "m3")
    assert "You completed this path" in lin.open("/training/paths/SP").text("main")


# Certificates


def unpacked(pdf: bytes) -> bytes:
    """Everything that the file holds, unpacked where it is packed."""
    found = []
    for part in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(part))
        except zlib.error:
            found.append(part)
    return b"\n".join(found)


def glyphs(pdf: bytes) -> dict[str, set[int]]:
    """The numbers of the glyphs that stand for each character, as a reader that copies text off the page finds them."""
    found: dict[str, set[int]] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", unpacked(pdf), re.DOTALL):
        for glyph, told in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            text = bytes.fromhex(told.decode()).decode("utf-16-be")
            found.setdefault(text, set()).add(int(glyph, 16))
    return found


def sheet_for(app: Flask, name: str) -> CertificateSheet:
    """The one certificate, on another name."""
    with app.app_context():
        found = certificate_sheet(db.session.scalars(sa.select(Certificate.number)).one())
        assert found is not None
        return replace(found, person_name=name)


def test_rare_characters_of_names_are_drawn_on_the_pdf(
    app: Flask, finished: Learner, caplog: pytest.LogCaptureFixture
) -> None:
    """T17: neither boxes nor question marks, in the PDF where there is a font for it."""
    font = chinese_font()
    if font is None:
        assert finished.client.get(f"/certificates/{sheet_for(app, 'x').number}.pdf").status_code == 404
        return
    pdf = drawn(sheet_for(app, f"龙{RARE}"), "https://uptake.example/certificates/1", "华信", font)
    assert "missing" not in caplog.text
    known = glyphs(pdf)
    for letter in f"龙{RARE}证书":
        assert known.get(letter), f"{letter} can be copied off the page"
        assert 0 not in known[letter], f"{letter} is no box"
    drawn(sheet_for(app, "\U0001f9ff"), "https://uptake.example/certificates/1", "华信", font)
    assert "missing" in caplog.text, "the fonts tell when they lack something"


def test_rare_characters_of_names_stand_on_the_certificates_page(
    app: Flask, lin: Learner, cast: Cast, visit: Visit
) -> None:
    """T17: the page is the certificate wherever there is no PDF."""
    with app.app_context(), transaction():
        db.session.get_one(Person, cast.lin).name = f"龙{RARE}"
    assign(app, lin.person_id)
    lin.pass_path()
    with app.app_context():
        number = db.session.scalars(sa.select(Certificate.number)).one()
    assert f"龙{RARE}" in visit(f"/certificates/{number}").text("main")


def test_nobody_prints_a_certificate_for_somebody_else_by_renaming_themselves(
    app: Flask, finished: Learner, cast: Cast, sign_in: SignIn, visit: Visit
) -> None:
    """T16: the name is frozen at issue; what is on page and PDF does not follow the profile."""
    he = sign_in(cast.he)
    form = f"/people/{cast.lin}"
    assert post(he, f"{form}/edit", form, name="王有财").status_code == 303
    with app.app_context():
        number = db.session.scalars(sa.select(Certificate.number)).one()
        assert db.session.get_one(Person, cast.lin).name == "王有财"
    page = visit(f"/certificates/{number}")
    assert "林静" in page.text("main")
    assert "王有财" not in page.html


# Numbers


def test_the_score_is_that_of_the_first_pass_on_screen_file_and_ledger(app: Flask, lin: Learner) -> None:
    """T21: one rule, the first pass; a failed attempt before it and a better one after it change nothing anywhere."""
    assign(app, lin.person_id)
    lin.pass_item("SP", "m1", "fill")
    lin.send("SP", "m1", "quiz", {})
    _token, right = lin.sheet("SP", "m1", "quiz")
    first = dict(list(right.items())[:1])
    lin.send("SP", "m1", "quiz", first)
    with app.app_context():
        module = db.session.scalars(sa.select(ModuleCompletion)).one()
        assert module.score == 50, "the first that passed"
    lin.pass_module("SP", "m2")
    with app.app_context():
        done = db.session.scalars(sa.select(Completion)).one()
        (record,) = cells(Filter(as_of=clock.today()))
        assert done.score == 75 == record[NAMES.index("score")]
        number = db.session.scalars(sa.select(Certificate.number)).one()
        assert number == record[NAMES.index("certificate_no")]
    assert "75%" in lin.open("/training/paths/SP").text("main").replace(" ", "")
    assert "75" in lin.open(f"/training/people/{lin.person_id}").text("main")


# People


def test_who_leaves_is_deactivated_and_the_history_stays(
    app: Flask, finished: Learner, cast: Cast, sign_in: SignIn, visit: Visit
) -> None:
    """T48: an account is closed, never deleted; counts, records and certificate are as before."""
    with app.app_context():
        before = totals(Filter(as_of=clock.today()))
        number = db.session.scalars(sa.select(Certificate.number)).one()
    he = sign_in(cast.he)
    where = f"/people/{cast.lin}"
    assert post(he, where, f"{where}/deactivation", reason="left").status_code == 303
    assert finished.client.get("/training/").status_code == 303
    with app.app_context():
        assert totals(Filter(as_of=clock.today())) == before
        assert before.completed == 1
    assert number in visit(f"/training/people/{cast.lin}", as_=cast.he).text("main")
    assert "valid today" in visit(f"/certificates/{number}").text("main")
    assert number in visit("/hr/?q=000101", as_=cast.he).text("main")


def test_the_database_keeps_a_person_who_has_records(app: Flask, finished: Learner, cast: Cast) -> None:
    """T48: nothing cascades from people to what they completed."""
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Completion)) == 1
    with app.app_context(), pytest.raises(sa.exc.DatabaseError), transaction():
        db.session.execute(sa.delete(Person).where(Person.id == cast.lin))
    with app.app_context():
        assert db.session.scalars(sa.select(Completion.person_id)).one() == cast.lin


# Authors


def locked(learner: Learner, module: str) -> bool:
    """Whether a module is still closed; a closed one says what is missing and links it."""
    where = f"/training/paths/SP/modules/{module}"
    answer = learner.client.get(where)
    page = inspected(answer, where, answer.status_code)
    return bool(page.response.status_code == 403)


@pytest.mark.parametrize(("order", "closed"), [("strict", True), ("free", False)])
def test_what_comes_before_follows_from_the_order_of_the_path(
    app: Flask, lin: Learner, folder: Path, order: str, *, closed: bool
) -> None:
    """T50: no module names the one before it; when the path is put in another order, another module is the first."""
    path = folder / "sp" / "path.yaml"

    def write(version: str, *names: str) -> None:
        write_path(folder, version=version, modules=dict.fromkeys(names, (1, "6.5")))
        path.write_text(path.read_text("utf-8").replace("order: strict", f"order: {order}"), "utf-8")
        publish(app, folder)

    assign(app, lin.person_id)
    write("2", "m1", "m2", "m3")
    assert [locked(lin, name) for name in ("m1", "m2", "m3")] == [False, closed, closed]
    write("3", "m3", "m1", "m2")
    assert [locked(lin, name) for name in ("m1", "m2", "m3")] == [closed, closed, False]
    lin.pass_module("SP", "m3")
    assert [locked(lin, name) for name in ("m1", "m2", "m3")] == [False, closed, False]
    sources = "".join(file.read_text("utf-8") for file in (folder / "sp").glob("*.md"))
    assert "requires" not in sources
    assert "prerequisite" not in sources
