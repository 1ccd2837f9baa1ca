"""A file of a past day stays as it was, whatever the company does to people and departments afterwards."""

from collections.abc import Iterator
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.actions.departments import add_department, update_department
from app.accounts.actions.people import PersonData, write_person
from app.accounts.models import Department, Person, PersonVersion
from app.accounts.queries.organisation import people_on
from app.foundation import clock
from app.foundation.db import db, transaction
from app.hr.queries.records import Filter, cells, totals
from tests.kinds import Take

DAY = date(2026, 6, 30)
FORMATS = ("csv", "xlsx", "jsonl", "xapi")
ASKED: tuple[dict[str, str], ...] = ({}, {"department": "D10"}, {"q": "000103"})


def test_a_file_of_a_past_day_never_changes(app: Flask, taken: Take) -> None:
    before = list(_files(taken))
    with app.app_context():
        shown = [list(cells(Filter(DAY, **asked))) for asked in ASKED]
    reorganise(app)
    assert list(_files(taken)) == before
    with app.app_context():
        assert [list(cells(Filter(DAY, **asked))) for asked in ASKED] == shown
        assert [totals(Filter(DAY, **asked)).rows for asked in ASKED] == [len(rows) for rows in shown]


def test_the_day_of_a_change_shows_it(app: Flask, officer: int) -> None:
    reorganise(app)
    with app.app_context():
        today = list(cells(Filter(clock.today())))
        moved = {row[:4] + row[5:6] for row in today if row[0] == "X-103"}
    assert moved == {("X-103", "李改名", "总部/新采购部", "D20", "总监")}


def test_a_history_cannot_be_rewritten(app: Flask, officer: int) -> None:
    with app.app_context(), pytest.raises(sa.exc.IntegrityError), transaction():
        db.session.execute(sa.update(PersonVersion).values(name="别人"))
    with app.app_context():
        assert people_on(DAY) is None, "nothing has changed since"


def _files(taken: Take) -> Iterator[bytes]:
    for file_format in FORMATS:
        for asked in ASKED if file_format == "csv" else ASKED[:1]:
            yield taken(file_format=file_format, as_of=DAY.isoformat(), **asked)


def reorganise(app: Flask) -> None:
    """Somebody gets another number, name, title and department; departments get other names and hang elsewhere."""
    with app.app_context(), transaction():
        units = {unit.code: unit for unit in db.session.scalars(sa.select(Department))}
        person = db.session.scalars(sa.select(Person).where(Person.employee_no == "000103")).one()
        data = PersonData(
            employee_no="X-103", name="李改名", email=None, department_id=units["D20"].id, job_title="总监"
        )
        write_person(person_id=person.id, data=data, by=None)
        top = add_department(code="D00", name="总部", name_en="", parent_id=None, by=None)
        for unit in units.values():
            update_department(
                department=unit, code=unit.code, name=f"新{unit.name}", name_en="", parent_id=top.id, by=person.id
            )
