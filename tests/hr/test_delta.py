"""Whoever applies a file of everything and then the changes has what a later file of everything holds."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import islice
from pathlib import Path
from random import Random

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Department, Person
from app.accounts.queries.organisation import departments_on
from app.foundation import clock
from app.foundation.db import db, transaction
from app.hr.actions import booking
from app.hr.actions.booking import Changes
from app.hr.models import RecordSequence, RecordState
from app.hr.queries.cells import Cells, Shape, assignment_key, department_paths
from app.hr.queries.columns import NAMES
from app.hr.queries.comparing import NOT_COMPARED
from app.hr.queries.delta import NEW, Void, last_sequence
from app.hr.queries.records import Filter, record_ids, record_rows
from app.metrics.actions.contests import open_contest
from app.training.models import Assignment, AssignmentSource, Completion, Method, TrainingPath
from tests.factories import make_person
from tests.hr.files import read_csv, read_sheets
from tests.kinds import SignIn
from tests.page import Page

Row = dict[str, object]
FILTERS: tuple[list[str], ...] = ([], ["--department", "D10"])


class Receiver:
    """A system that keeps records by their key and does as files say."""

    def __init__(self, app: Flask, folder: Path, filters: list[str]) -> None:
        self.records: dict[str, Row] = {}
        self.number = 0
        self._app, self._path, self._filters = app, folder / "changes.jsonl", filters

    def ask(self, *more: str) -> list[Row]:
        """Take a file by command."""
        asked = ["export", "completions", "--format", "jsonl", "--output", str(self._path), *self._filters, *more]
        result = self._app.test_cli_runner().invoke(args=asked)
        assert result.exit_code == 0, result.output
        return [json.loads(line) for line in self._path.read_text(encoding="utf-8").splitlines()]

    def catch_up(self) -> list[Row]:
        """Apply what changed; gives the rows."""
        rows = self.ask("--since", str(self.number))
        for row in rows:
            key, change = str(row["assignment_id"]), row.pop("change")
            row.pop("sequence")
            if change == "void":
                self.records.pop(key, None)
            else:
                assert key not in self.records, "a record is taken back before it is told anew"
                self.records[key] = row
        told = json.loads(self._path.with_name("changes.jsonl.manifest.json").read_text(encoding="utf-8"))
        assert told["sequence"]["from"] == self.number
        self.number = told["sequence"]["to"]
        return rows

    def agrees(self) -> bool:
        """Whether it has what a file of everything holds."""
        full = {str(row["assignment_id"]): row for row in self.ask()}
        return {key: _told(row) for key, row in self.records.items()} == {key: _told(row) for key, row in full.items()}


def _told(row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in NOT_COMPARED}


def _people(dice: Random) -> Person:
    return dice.choice(list(db.session.scalars(sa.select(Person).join(Assignment, Assignment.person_id == Person.id))))


def _rename(dice: Random) -> None:
    _people(dice).name = f"改名{dice.random()}"


def _move(dice: Random) -> None:
    _people(dice).department_id = dice.choice(list(db.session.scalars(sa.select(Department.id))))


def _rebuild(dice: Random) -> None:
    one = dice.choice(list(db.session.scalars(sa.select(Department).where(Department.code != "D10"))))
    one.parent_id = (
        None if one.parent_id else db.session.scalar(sa.select(Department.id).where(Department.code == "D10"))
    )


def _retitle(dice: Random) -> None:
    dice.choice(list(db.session.scalars(sa.select(TrainingPath)))).title_en = f"Path {dice.random()}"


def _assign(dice: Random) -> None:
    path = dice.choice(list(db.session.scalars(sa.select(TrainingPath.id))))
    person = make_person(f"8{dice.randrange(10**8):08}", "新人", _people(dice).department_id)
    facts = {"person_id": person.id, "path_id": path, "source": AssignmentSource.manual, "assigned_at": clock.now()}
    db.session.add(Assignment(**facts))


def _complete(dice: Random) -> None:
    done = sa.exists().where(Completion.assignment_id == Assignment.id)
    rows = sa.select(Assignment).where(sa.not_(done))
    one = dice.choice(list(db.session.scalars(rows)))
    facts = {"person_id": one.person_id, "path_id": one.path_id, "assignment_id": one.id, "score": 88}
    moments = {"completed_at": clock.now(), "completed_on": clock.today(), "zone": "Asia/Shanghai"}
    db.session.add(Completion(**facts, **moments, path_version="1.0", method=Method.passed))


def _waive(dice: Random) -> None:
    one = dice.choice(list(db.session.scalars(sa.select(Assignment).where(Assignment.waived_at.is_(None)))))
    one.waived_at, one.waived_reason = clock.now(), "借调"


def _contest(dice: Random) -> None:
    one = dice.choice(list(db.session.scalars(sa.select(Assignment))))
    month = f"2026-{dice.randrange(1, 13):02}"
    open_contest(person_id=one.person_id, month=month, part=str(dice.random()), assignment_id=one.id, reason="x")


MOVES: list[Callable[[Random], None]] = [_rename, _move, _rebuild, _retitle, _assign, _complete, _waive, _contest]


@pytest.mark.parametrize("seed", [1, 2])
def test_everything_and_the_changes_are_what_a_later_file_of_everything_holds(
    app: Flask, officer: int, tmp_path: Path, seed: int
) -> None:
    dice = Random(seed)
    receivers = [Receiver(app, tmp_path / str(n), filters) for n, filters in enumerate(FILTERS)]
    for one in receivers:
        (tmp_path / str(receivers.index(one))).mkdir()
        one.catch_up()
        assert one.agrees()
    assert receivers[0].records.keys() > receivers[1].records.keys()
    for _round in range(4):
        with app.app_context(), transaction():
            for move in dice.sample(MOVES, k=dice.randrange(1, 4)):
                move(dice)
        for one in receivers:
            if dice.random() < 0.7:
                one.catch_up()
                assert one.agrees()
    with app.app_context(), clock.fixed_at(clock.now() + timedelta(days=40)):
        for one in receivers:
            one.catch_up()
            assert one.agrees(), "the calendar changes records, too"


def test_what_has_not_changed_is_not_told_again(app: Flask, officer: int, tmp_path: Path) -> None:
    one = Receiver(app, tmp_path, [])
    everything = one.catch_up()
    assert len(everything) == len(one.records)
    assert one.catch_up() == []
    with app.app_context(), transaction():
        person = db.session.scalars(sa.select(Person).where(Person.employee_no == "000103")).one()
        person.name, number = "改名", person.id
        own = db.session.scalar(sa.select(sa.func.count()).where(Assignment.person_id == number))
    before = one.number
    rows = one.catch_up()
    assert len(rows) == 2 * (own or 0), "each record of the person is taken back and told anew, and no other"
    assert one.number == before + 1


def test_page_and_formats_say_what_changed(app: Flask, officer: int, sign_in: SignIn) -> None:
    client = sign_in(officer)
    fields = Page(client.get("/hr/"), "").fields("/hr/exports")
    everything = read_csv(client.post("/hr/exports", data={**fields, "format": "csv", "since": "0"}).data)
    assert everything[0][-2:] == ["Change", "Sequence"]
    assert {row[-2] for row in everything[1:]} == {"new"}
    with app.app_context():
        last = last_sequence()
        with transaction():
            db.session.scalars(sa.select(Person).where(Person.employee_no == "000103")).one().name = "改名"
    changed = read_csv(client.post("/hr/exports", data={**fields, "format": "csv", "since": str(last)}).data)[1:]
    assert [row[-2] for row in changed[:2]] == ["void", "new"]
    sheets = read_sheets(client.post("/hr/exports", data={**fields, "format": "xlsx", "since": str(last)}).data)
    assert len(sheets["Records"]) == len(changed) + 1
    totals = dict(sheets["Control totals"])
    assert (totals["rows"], totals["voids"]) == (len(changed) / 2, len(changed) / 2)
    manifest = json.loads(client.get("/hr/exports/2/manifest").data)
    assert manifest["sequence"] == {"from": last, "to": last + 1}
    assert manifest["columns"][-2:] == ["change", "sequence"]
    assert manifest["records_sha256"] == totals["records_sha256"]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"since": "999"}, "the last one is"),
        ({"since": "0", "q": "李"}, "take the words of the search away"),
        ({"since": "0", "as_of": "2026-06-30"}, "choose today"),
        ({"since": "-1"}, "Numbers begin at 0"),
    ],
)
def test_what_cannot_be_told_is_said_at_the_field(
    officer: int, sign_in: SignIn, asked: dict[str, str], sentence: str
) -> None:
    client = sign_in(officer)
    fields = Page(client.get("/hr/"), "").fields("/hr/exports")
    answer = client.post("/hr/exports", data={**fields, "format": "csv", **asked})
    assert answer.status_code == 422
    assert sentence in Page(answer, "").text("#since-error")


def test_the_command_refuses_numbers_and_days_that_it_cannot_tell_of(app: Flask, officer: int, tmp_path: Path) -> None:
    for more, sentence in (
        (["--since", "7000"], "the last one is"),
        (["--since", "0", "--as-of", "2026-06-30"], "today"),
    ):
        asked = ["export", "completions", "--output", str(tmp_path / "x"), *more]
        result = app.test_cli_runner().invoke(args=asked)
        assert (result.exit_code, sentence in result.output) == (2, True)


def told_by_the_book(chosen: Filter, language: str) -> Iterator[Cells]:
    """A file of changes out of a book that is up to date, in two statements: the plain way, with which ours must agree."""
    since, void = int(chosen.since), Void(chosen)
    left = sa.select(RecordState.assignment_id, RecordState.sequence, Assignment.number).join(
        Assignment, Assignment.id == RecordState.assignment_id
    )
    left = left.where(
        RecordState.sequence > since,
        RecordState.first_sequence <= since,
        sa.not_(RecordState.assignment_id.in_(record_ids(chosen))),
    )
    for row in db.session.execute(left.order_by(RecordState.assignment_id)):
        yield void.cells(assignment_key(row.number, row.assignment_id), row.sequence)
    shape = Shape(chosen, language, department_paths(departments_on(chosen.as_of), language))
    for row in db.session.execute(record_rows(chosen)):
        if row.first_sequence <= since:
            yield void.cells(assignment_key(row.number, row.assignment_id), row.sequence)
        yield (*shape.cells(row), NEW, row.sequence)


CHOSEN: tuple[dict[str, str], ...] = ({}, {"department": "D10"}, {"status": "completed"}, {"path": "EU"})


@pytest.mark.parametrize(("seed", "at_once"), [(3, 2000), (4, 2000), (5, 3), (6, 7)])
def test_what_is_told_while_records_are_compared_is_what_the_book_tells_afterwards(
    app: Flask, officer: int, monkeypatch: pytest.MonkeyPatch, seed: int, at_once: int
) -> None:
    monkeypatch.setattr(booking, "AT_ONCE", at_once)
    dice, numbers, seen = Random(seed), [0], set()
    for days in range(8):
        with app.app_context(), transaction():
            for move in dice.sample(MOVES, k=dice.randrange(0, 4)):
                move(dice)
        with app.app_context(), clock.fixed_at(clock.now() + timedelta(days=5 * days)):
            chosen = Filter(as_of=clock.today(), since=str(dice.choice(numbers)), **dice.choice(CHOSEN))
            language, began = dice.choice(["zh", "en"]), last_sequence()
            changes = Changes(chosen, language)
            told = list(changes.cells())
            assert told == list(told_by_the_book(chosen, language))
            assert changes.until == last_sequence()
            assert at_once < 2000 or last_sequence() <= began + 1, "one look at a small company takes one number"
            numbers.append(last_sequence())
            seen |= {row[-2] for row in told}
    assert seen == {"new", "void"}


@pytest.mark.parametrize("told_first", [1, 5, 12])
def test_what_somebody_else_finds_meanwhile_is_missing_in_no_file(
    app: Flask, officer: int, monkeypatch: pytest.MonkeyPatch, told_first: int
) -> None:
    """Between two numbers of one file others have told a change of a record that stands in it already."""
    monkeypatch.setattr(booking, "AT_ONCE", 2)
    records: dict[object, Cells] = {}

    def apply(rows: Iterator[Cells]) -> None:
        for row in rows:
            key = row[NAMES.index("assignment_id")]
            if row[-2] == "void":
                records.pop(key, None)
            else:
                assert key not in records
                records[key] = row

    with app.app_context():
        changes = Changes(Filter(as_of=clock.today(), since="0"), "en")
        slow = changes.cells()
        apply(islice(slow, told_first))
        first = next(iter(records))
        with transaction():
            for person in db.session.scalars(sa.select(Person).join(Assignment, Assignment.person_id == Person.id)):
                person.job_title = "改岗"
        quick = list(Changes(Filter(as_of=clock.today(), since="0"), "en").cells())
        apply(slow)
        assert records[first][NAMES.index("job_title")] == "改岗"
        assert changes.until == last_sequence()
        apply(Changes(Filter(as_of=clock.today(), since=str(changes.until)), "en").cells())
        batch = NAMES.index("export_batch")
        assert {key: row[:batch] for key, row in records.items()} == {
            row[NAMES.index("assignment_id")]: row[:batch] for row in quick
        }


def test_headings_leave_before_anything_is_compared(app: Flask, officer: int, sign_in: SignIn) -> None:
    client = sign_in(officer)
    fields = Page(client.get("/hr/"), "").fields("/hr/exports")
    with client.post("/hr/exports", data={**fields, "format": "csv", "since": "0"}, buffered=False) as answer:
        chunks = answer.iter_encoded()
        assert next(chunks).startswith("\ufeffEmployee no.".encode())
        with app.app_context():
            assert last_sequence() == 0, "the book is still empty"
        assert b"000103" in b"".join(chunks)
    with app.app_context():
        assert last_sequence() == 1


def test_two_who_bring_the_book_up_to_date_give_no_number_twice(app: Flask, officer: int) -> None:
    def update() -> None:
        with app.app_context():
            list(Changes(Filter(as_of=clock.today(), since="0"), "zh").cells())

    with ThreadPoolExecutor(4) as some:
        for done in [some.submit(update) for _ in range(4)]:
            done.result()
    with app.app_context():
        states = list(db.session.scalars(sa.select(RecordState)))
        assert len(states) == db.session.scalar(sa.select(sa.func.count(Assignment.id)))
        assert max(one.sequence for one in states) <= db.session.scalars(sa.select(RecordSequence.value)).one()
