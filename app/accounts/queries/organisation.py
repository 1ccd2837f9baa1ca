"""The organisation as it was known at the end of a day: who was where, and how departments were named and hung."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.accounts.models import Department, DepartmentVersion, PersonVersion
from app.foundation.db import db


@dataclass(frozen=True, slots=True)
class Unit:
    """A department on a day."""

    id: int
    code: str
    name: str
    name_en: str
    parent_id: int | None

    def title(self, language: str) -> str:
        """Name in a language; the Chinese one where there is no other."""
        return self.name_en if language == "en" and self.name_en else self.name


def people_on(day: date) -> sa.CTE | None:
    """Facts of everybody on a day, one row a person, to be joined by `person_id`; None where today's are still the same."""
    later = sa.exists().where(PersonVersion.valid_from > day)
    if not db.session.scalar(sa.select(later)):
        return None
    newest = sa.select(sa.func.max(PersonVersion.id)).where(PersonVersion.valid_from <= day)
    rows = sa.select(PersonVersion.__table__).where(PersonVersion.id.in_(newest.group_by(PersonVersion.person_id)))
    return rows.cte("people_then")


def departments_on(day: date) -> dict[int, Unit]:
    """Every department that has ever been, by id, as it was named and hung on a day."""
    newest = sa.select(sa.func.max(DepartmentVersion.id)).where(DepartmentVersion.valid_from <= day)
    rows = sa.select(
        Department.id,
        DepartmentVersion.code,
        DepartmentVersion.name,
        DepartmentVersion.name_en,
        DepartmentVersion.parent_id,
    ).join(DepartmentVersion, DepartmentVersion.department_id == Department.id)
    those = rows.where(DepartmentVersion.id.in_(newest.group_by(DepartmentVersion.department_id)))
    return {row.id: Unit(*row) for row in db.session.execute(those)}


def branch_on(units: Mapping[int, Unit], code: str) -> list[int]:
    """Ids of the department with a code and everything that hung below it; empty when there was none."""
    return [one.id for one in units.values() if code in _codes_above(one, units)]


def _codes_above(unit: Unit, units: Mapping[int, Unit]) -> set[str]:
    codes = {unit.code}
    while unit.parent_id is not None:
        unit = units[unit.parent_id]
        codes.add(unit.code)
    return codes
