"""Who answers whose questions: the superusers of the asker's department, where it has none any superuser, and the PMO."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.models import Person, PersonRole, Role
from app.accounts.queries.people import runs_today
from app.accounts.queries.seats import seats
from app.foundation.db import db
from app.knowledge.policies import sees_every_question


def in_reach(reader: Person) -> sa.ColumnElement[bool]:
    """The condition on the joined Person, who asked: somebody else, whom this superuser serves, or whom nobody else does."""
    apart = Person.id != reader.id
    if sees_every_question(reader):
        return apart
    if not reader.has_role(Role.superuser):
        return sa.false()
    server = aliased(Person)
    serves = _able(server).where(server.id == reader.id).exists()
    return sa.and_(apart, sa.or_(serves, nobody_serves()))


def nobody_serves() -> sa.ColumnElement[bool]:
    """The condition on the joined Person, who asked: no superuser but perhaps themselves serves their department."""
    return sa.not_(_able(aliased(Person)).exists())


def _able(server: type[Person]) -> sa.Select[int]:
    """Ids of the superusers who serve the department of the joined Person, who asked."""
    seat = seats()
    able = sa.select(server.id).join(seat, seat.c.person_id == server.id)
    return able.where(seat.c.department_id == Person.department_id, server.id != Person.id).correlate(Person)


def answerers_for(asker: Person) -> list[int]:
    """Ids of those to be told of a question: the superusers of the department, else all who serve, else the PMO."""
    seat = seats()
    serving = sa.select(seat.c.person_id).where(seat.c.person_id != asker.id).distinct()
    own = db.session.scalars(serving.where(seat.c.department_id == asker.department_id)).all()
    return sorted(own or db.session.scalars(serving).all() or db.session.scalars(_pmo(asker)).all())


def _pmo(asker: Person) -> sa.Select[int]:
    rows = sa.select(PersonRole.person_id).join(Person, Person.id == PersonRole.person_id)
    there = Person.deactivated_at.is_(None)
    return rows.where(PersonRole.role == Role.pmo, runs_today(), there, Person.id != asker.id)
