"""Who may answer for a change request, and which departments it may touch."""

import sqlalchemy as sa
from sqlalchemy.orm import load_only

from app.accounts.models import Department, Person, PersonRole, Role
from app.foundation.db import db

OWNERS = (Role.administrator, Role.pmo, Role.it_operator, Role.superuser)


def possible_owners(*, also: int | None = None) -> list[Person]:
    """People who run the software and are there, by name; and one more, who answers for it already."""
    holds = sa.exists().where(PersonRole.person_id == Person.id, PersonRole.role.in_(OWNERS))
    wanted = sa.select(Person).where(sa.or_(sa.and_(holds, Person.deactivated_at.is_(None)), Person.id == (also or 0)))
    return list(db.session.scalars(wanted.options(load_only(Person.name, Person.employee_no)).order_by(Person.name)))


def all_departments() -> list[Department]:
    """Every department by its code."""
    return list(db.session.scalars(sa.select(Department).order_by(Department.code)))
