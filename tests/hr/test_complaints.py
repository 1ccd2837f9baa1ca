"""What users of other systems complain about in files: digits destroyed, formulas run, sites taken down."""

from __future__ import annotations

import csv
import io
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from itertools import islice
from typing import cast as cast_to

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Person, Tier
from app.foundation.db import db, transaction
from app.foundation.spreadsheets import DANGEROUS, csv_file
from app.foundation.tables import read_table
from app.hr.actions.exporting import FileFormat, export_bytes, start_export
from app.hr.actions.writers import ROWS_AT_ONCE
from app.hr.queries.columns import COLUMNS, NAMES
from app.hr.queries.records import Filter, be_patient
from app.training.models import Assignment, AssignmentSource, TrainingPath
from tests.factories import Cast, make_person
from tests.hr.files import read_csv, read_sheets, take
from tests.kinds import SignIn
from tests.page import post
from tests.statements import asked

LONG = "110105199001011234"
"""Eighteen digits, more than a spreadsheet's numbers hold."""
HOSTILE = ("=HYPERLINK(1)", "@SUM(1)", "+8613800001111", "-2+3", "\t=1+1", "＝1+1")


def assign_all(people: list[int]) -> None:
    """A path of each person, in the present transaction."""
    path = TrainingPath(code="EU", tier=Tier.end_user, title_zh="=1+1", title_en="@path", version="1.0", pass_mark=80)
    db.session.add(path)
    db.session.flush()
    moment = datetime(2026, 1, 5, tzinfo=UTC)
    facts = {"path_id": path.id, "source": AssignmentSource.rule, "assigned_at": moment}
    db.session.add_all(Assignment(person_id=person_id, **facts) for person_id in people)


def column(rows: list[list[str]], name: str) -> list[str]:
    """What stands below a heading."""
    return [row[NAMES.index(name)] for row in rows[1:]]


def test_long_numbers_and_leading_zeros_are_text_in_a_workbook(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    """T26: read back, the cells are texts, digit for digit."""
    with app.app_context(), transaction():
        assign_all([cast.lin, make_person(LONG, "长号", cast.department).id])
    sheet = read_sheets(take(sign_in(cast.he), file_format="xlsx"))
    told = next(iter(sheet.values()))
    assert column(told, "employee_no") == ["000101", LONG]
    assert {type(cell) for cell in column(told, "employee_no")} == {str}


def test_a_file_that_nobody_asked_otherwise_for_is_a_workbook(app: Flask, cast: Cast) -> None:
    """T25: the format that spreadsheets cannot garble is the one that is offered first."""
    told = app.test_cli_runner().invoke(args=["export", "completions", "--help"]).output
    assert "default: xlsx" in told


def test_names_that_look_like_formulas_run_nowhere(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    """T27: as they are in a workbook, where they are texts; with an apostrophe in a CSV."""
    with app.app_context(), transaction():
        people = [make_person(f"9{n:05}", "x", cast.department) for n in range(len(HOSTILE))]
        for person, name in zip(people, HOSTILE, strict=True):
            person.name = name
        assign_all([person.id for person in people])
    client = sign_in(cast.he)
    flat = read_csv(take(client, file_format="csv"))
    assert column(flat, "name") == [f"'{name}" for name in HOSTILE]
    assert {cell[:2] for cell in column(flat, "path_title")} <= {"'=", "'@"}
    sheet = next(iter(read_sheets(take(client, file_format="xlsx")).values()))
    assert column(sheet, "name") == list(HOSTILE)


def test_no_heading_runs_either(app: Flask) -> None:
    """T27: ours begin with letters, and what a heading takes from people is made inert as any cell."""
    for one in COLUMNS:
        assert not one.zh.startswith(DANGEROUS)
        assert not one.en.startswith(DANGEROUS)
    (told, *_rest) = csv.reader(io.StringIO(b"".join(csv_file([list(HOSTILE)])).decode("utf-8-sig"), newline=""))
    assert told == [f"'{name}" for name in HOSTILE]


def test_what_we_wrote_is_read_again_without_its_apostrophe() -> None:
    """T27: a file of ours comes back as it was, and a name with an apostrophe of its own keeps it."""
    names = ["document", *HOSTILE, "O'Brien", "'t Hooft"]
    rows = read_table(b"".join(csv_file([[name] for name in names])))
    assert [row.cells["document"] for row in rows] == [*HOSTILE, "O'Brien", "'t Hooft"]


# 5,000 people, each with 40 things to do

PEOPLE, ITEMS = 5000, 40


@pytest.fixture
def large(app: Flask, cast: Cast) -> int:
    """How many records a large company has."""
    person, path, assignment = (cast_to("sa.Table", one.__table__) for one in (Person, TrainingPath, Assignment))
    moment = datetime(2026, 1, 5, tzinfo=UTC)
    with app.app_context(), transaction():
        be_patient()  # the limit for pages is not for 200,000 rows at once
        pattern = db.session.execute(sa.select(person).where(person.c.id == cast.eve)).one()._asdict()
        told = {name: value for name, value in pattern.items() if name not in ("id", "email", "email_key")}
        rows = [
            {**told, "employee_no": f"5{n:06}", "employee_no_key": f"5{n:06}", "name": f"员工{n}"}
            for n in range(PEOPLE)
        ]
        db.session.execute(sa.insert(person), rows)
        db.session.execute(sa.text("ANALYZE people"))  # or keys are looked up as in a table of ten
        facts = {"tier": Tier.end_user, "title_zh": "路径", "title_en": "Path", "version": "1", "pass_mark": 80}
        db.session.execute(sa.insert(path), [{**facts, "code": f"P{n:02}"} for n in range(ITEMS)])
        every = (
            sa.select(
                person.c.id,
                path.c.id,
                sa.literal(AssignmentSource.rule.value),
                sa.literal(moment, assignment.c.assigned_at.type),
            )
            .select_from(person.join(path, sa.true()))
            .where(person.c.employee_no_key.like("5%"))
        )
        names = ("person_id", "path_id", "source", "assigned_at")
        db.session.execute(sa.insert(assignment).from_select(names, every))
        return db.session.scalar(sa.select(sa.func.count()).select_from(assignment)) or 0


@pytest.mark.slow
def test_a_file_of_a_large_company_takes_little_memory_and_hinders_nobody(
    app: Flask, cast: Cast, large: int, sign_in: SignIn
) -> None:
    """T33: written while it is read, in one statement; meanwhile others read and write as ever."""
    assert large == PEOPLE * ITEMS
    chosen = Filter(as_of=date(2026, 1, 31))
    with app.app_context():
        with transaction():
            number = start_export(chosen=chosen, file_format=FileFormat.csv, by=cast.he).id
        body = export_bytes(export_id=number, chosen=chosen, file_format=FileFormat.csv, language="zh")
        with asked() as sent:
            assert next(body).count(b"\n") == 1, "the headings"
            first = most_memory(body, 20)
            with ThreadPoolExecutor(1) as somewhere_else:
                somewhere_else.submit(others_go_on, sign_in, cast).result()
            second = most_memory(body, 100)
            lines = 120 * ROWS_AT_ONCE + 1 + sum(piece.count(b"\n") for piece in body)
    assert lines == large + 1
    assert first < large * 100, "the first lines leave before the last are read"
    assert second < first * 2, "and five times as many need no more"
    assert len([one for one in sent if "FROM people JOIN assignments" in " ".join(one.split())]) == 1


def most_memory(body: Iterator[bytes], pieces: int) -> int:
    """How many bytes were taken at most while so many pieces were made; each has as many lines as the next."""
    tracemalloc.start()
    for piece in islice(body, pieces):
        assert piece.count(b"\n") == ROWS_AT_ONCE
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def others_go_on(sign_in: SignIn, cast: Cast) -> None:
    """Somebody looks at the portal and writes to it."""
    lin = sign_in(cast.lin)
    assert lin.get("/training/").status_code == 200
    assert post(lin, "/notices/preferences", "/notices/preferences", channel="daily").status_code == 303
