"""Brings the company's people in, on the day the roll-out began."""

from collections.abc import Collection

import sqlalchemy as sa
from chinese_calendar.constants import holidays, workdays

from app.accounts.actions.hashing import hash_password
from app.accounts.events import PersonAdded
from app.accounts.models import Department, Membership, Person, PersonRole, PersonTier, ProjectGroup
from app.demo.huaxin.cast import ACCOUNTS, DEPARTMENTS, DOMAIN, GROUPS, MANAGERS, PASSWORD, Member, everyone
from app.foundation import clock
from app.foundation.calendar import CalendarDay, CalendarYear, DayKind
from app.foundation.db import db
from app.foundation.events import publish


def add_company() -> None:
    """Departments, project groups, the working calendar, and everyone with roles, tiers and managers."""
    _add_calendar()
    departments = _add_departments()
    groups = {code: _added(ProjectGroup(code=code, name=name, name_en=en)).id for code, name, en in GROUPS}
    password = hash_password(PASSWORD)
    known = {member.number for member in (*ACCOUNTS, *MANAGERS)}  # with the managers the board can decide
    for member in everyone():
        _add_person(member, departments, groups, password if member.number in known else None)


def announce(numbers: Collection[str]) -> None:
    """Let the other features know these people, by employee number: paths are assigned by tier."""
    known = people_by_number()
    for number in numbers:
        publish(PersonAdded(known[number].id))


def people_by_number() -> dict[str, Person]:
    """Everyone, by employee number."""
    return {person.employee_no: person for person in db.session.scalars(sa.select(Person))}


def _add_calendar() -> None:
    """Public holidays and make-up working days as the calendar package knows them."""
    free = [CalendarDay(day=day, kind=DayKind.holiday) for day in holidays if day.weekday() < 5 and day.year >= 2025]
    worked = [CalendarDay(day=day, kind=DayKind.makeup) for day in workdays if day.weekday() >= 5 and day.year >= 2025]
    years = {day.year for day in holidays if day.year >= 2025}
    confirmed = [CalendarYear(year=year, confirmed_at=clock.now()) for year in years]
    db.session.add_all([*free, *worked, *confirmed])


def _add_departments() -> dict[str, int]:
    ids: dict[str, int] = {}
    for unit in DEPARTMENTS:
        parent_id = ids[unit.parent] if unit.parent else None
        ids[unit.code] = _added(
            Department(code=unit.code, name=unit.name, name_en=unit.name_en, parent_id=parent_id)
        ).id
    return ids


def _add_person(member: Member, departments: dict[str, int], groups: dict[str, int], password_hash: str | None) -> None:
    person = Person(
        department_id=departments[member.department],
        job_title=member.job,
        created_at=clock.now(),
        password_hash=password_hash,
        hired_on=clock.today(),
        manager_id=_id_of(member.manager),
    )
    person.identify(employee_no=member.number, name=member.name, email=f"{member.mail}@{DOMAIN}")
    person.role_rows = [PersonRole(role=role) for role in member.roles]
    person.tier_rows = [PersonTier(tier=tier) for tier in member.tiers]
    person.memberships = [Membership(project_group_id=groups[code]) for code in member.groups]
    _added(person)


def _id_of(number: str | None) -> int | None:
    return db.session.scalar(sa.select(Person.id).where(Person.employee_no == number)) if number else None


def _added(row: Department | ProjectGroup | Person) -> Department | ProjectGroup | Person:
    db.session.add(row)
    db.session.flush()
    return row
