"""Everybody with the departments of the days gone by, and what each did in the tools in the last whole month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Department, Person, PersonVersion
from app.foundation.db import db
from app.metrics.formulas.rows import AsOf, PersonRow, UsageRow
from app.metrics.models import UsageDeletion
from app.metrics.queries.usage_facts import usage_row, used_in


@dataclass(frozen=True, slots=True)
class Everybody:
    """All people; where it was asked for, their usage, and whether the rows of that month are deleted."""

    people: Mapping[int, PersonRow]
    usage: Mapping[int, UsageRow]
    usage_gone: bool = False


def everybody(as_of: AsOf, *, organised_on: date | None = None, with_usage: bool = False) -> Everybody:
    """Everybody in the departments of today, or in those of the day `organised_on`; one statement."""
    found = list(db.session.execute(_with_usage(_people(), as_of) if with_usage else _people()))
    groups = [list(rows) for _, rows in groupby(found, key=lambda row: row.id)]
    people = {rows[0].id: _person(rows, organised_on) for rows in groups}
    if not with_usage:
        return Everybody(people, {})
    usage = {rows[0].id: usage_row(rows[0]) for rows in groups if rows[0].active_weeks is not None}
    return Everybody(people, usage, usage_gone=not usage and any(row.gone for row in found[:1]))


def moved_people() -> sa.Select[int]:
    """Ids of everybody who has ever been in another department than today's; few, next to all the others."""
    now, then = sa.orm.aliased(Person), sa.orm.aliased(PersonVersion)
    rows = sa.select(then.person_id).join(now, now.id == then.person_id)
    return rows.where(then.department_id != now.department_id)


def _people() -> sa.Select[*tuple[Any, ...]]:
    """One row a person; of those who have moved one for each thing that was known of them, in its order."""
    then, place = sa.orm.aliased(PersonVersion), sa.orm.aliased(Department)
    return (
        sa.select(
            Person.id,
            Person.employee_no,
            Department.code,
            Person.last_day,
            Person.leave_from,
            Person.leave_to,
            then.valid_from,
            place.code.label("then_code"),
        )
        .join(Department, Department.id == Person.department_id)
        .outerjoin(then, (then.person_id == Person.id) & Person.id.in_(moved_people()))
        .outerjoin(place, place.id == then.department_id)
        .order_by(Person.employee_no, Person.id, then.id)
    )


def _with_usage(people: sa.Select[*tuple[Any, ...]], as_of: AsOf) -> sa.Select[*tuple[Any, ...]]:
    used = used_in([as_of.usage_month])
    told = [used.c[name] for name in UsageRow.__dataclass_fields__]
    gone = sa.exists().where(UsageDeletion.month == as_of.usage_month).label("gone")
    return people.add_columns(*told, gone).outerjoin(used, used.c.person_id == Person.id)


def _person(rows: Sequence[Any], organised_on: date | None) -> PersonRow:
    row = rows[0]
    places = tuple((each.valid_from, each.then_code) for each in rows if each.then_code is not None)
    found = PersonRow(row.id, row.employee_no, row.code, row.last_day, row.leave_from, row.leave_to, places)
    return found if organised_on is None else replace(found, department=found.department_on(organised_on))
