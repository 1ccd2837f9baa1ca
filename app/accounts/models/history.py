"""What was known of people and departments on each day, so that files of a past day never change. Append-only.

Whoever adds or changes a person or a department writes a row here in the same flush, without having to think of it.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models.erased import of_erased
from app.accounts.models.people import Department, Person
from app.foundation import clock
from app.foundation.append_only import Erasable, append_only
from app.foundation.db import Base
from app.foundation.search import folded

ALWAYS = date(1900, 1, 1)
"""The first facts that are known of somebody are told of every day before, too."""


class PersonVersion(Base):
    """Facts of a person from a day on, until the next row; of several rows of one day the newest holds."""

    __tablename__ = "person_versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    valid_from: Mapped[date] = mapped_column(index=True)
    recorded_at: Mapped[datetime]
    employee_no: Mapped[str]
    employee_no_key: Mapped[str]
    name: Mapped[str]
    search_text: Mapped[str]
    department_id: Mapped[int] = mapped_column(sa.ForeignKey("departments.id"), index=True)
    manager_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    job_title: Mapped[str]


class DepartmentVersion(Base):
    """Facts of a department from a day on, until the next row; of several rows of one day the newest holds."""

    __tablename__ = "department_versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(sa.ForeignKey("departments.id"), index=True)
    valid_from: Mapped[date] = mapped_column(index=True)
    recorded_at: Mapped[datetime]
    code: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("departments.id"))


NAMES_OF_ERASED = Erasable(
    kept=("id", "person_id", "valid_from", "recorded_at", "department_id", "manager_id", "job_title"),
    when=of_erased("name", "employee_no"),
)
append_only(PersonVersion.__table__, NAMES_OF_ERASED)
append_only(DepartmentVersion.__table__)

OF_PEOPLE = ("employee_no", "employee_no_key", "name", "department_id", "manager_id", "job_title")
OF_DEPARTMENTS = ("code", "name", "name_en", "parent_id")


def _person_row(person: Person) -> Mapping[str, Any]:
    """The address for mail is no fact of a file, so nothing of it is kept."""
    return {"person_id": person.id, "search_text": folded(person.name, person.employee_no)} | {
        name: getattr(person, name) for name in OF_PEOPLE
    }


def _department_row(department: Department) -> Mapping[str, Any]:
    return {"department_id": department.id} | {name: getattr(department, name) for name in OF_DEPARTMENTS}


def _differs(thing: Base, names: tuple[str, ...]) -> bool:
    attributes = sa.inspect(thing).attrs
    return any(attributes[name].history.has_changes() for name in names)


def _write(connection: sa.Connection, table: type[Base], day: date, facts: Mapping[str, Any]) -> None:
    connection.execute(sa.insert(table), {**facts, "valid_from": day, "recorded_at": clock.now()})


@event.listens_for(Person, "after_insert")
def _person_added(_mapper: object, connection: sa.Connection, person: Person) -> None:
    _write(connection, PersonVersion, ALWAYS, _person_row(person))


@event.listens_for(Person, "after_update")
def _person_changed(_mapper: object, connection: sa.Connection, person: Person) -> None:
    if _differs(person, OF_PEOPLE):
        _write(connection, PersonVersion, clock.today(), _person_row(person))


@event.listens_for(Department, "after_insert")
def _department_added(_mapper: object, connection: sa.Connection, department: Department) -> None:
    _write(connection, DepartmentVersion, ALWAYS, _department_row(department))


@event.listens_for(Department, "after_update")
def _department_changed(_mapper: object, connection: sa.Connection, department: Department) -> None:
    if _differs(department, OF_DEPARTMENTS):
        _write(connection, DepartmentVersion, clock.today(), _department_row(department))
