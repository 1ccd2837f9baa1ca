"""Who may review whose work, as a condition that lists and counts can ask for."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import aliased, selectinload

from app.accounts.models import Person
from app.accounts.queries.seats import seats
from app.foundation.db import db
from app.training.models import Assignment


def superusers_of(department_id: int) -> list[Person]:
    """Superusers who serve a department and are there today, with their roles."""
    seat = seats()
    rows = sa.select(Person).join(seat, seat.c.person_id == Person.id).where(seat.c.department_id == department_id)
    return list(db.session.scalars(rows.options(selectinload(Person.role_rows)).order_by(Person.id)).unique())


def reviewers_for(learner: Person, *, outside_line: bool) -> list[int]:
    """Ids of those to be told of a learner's work: the superusers of the department who may review it; else all who may."""
    seat = seats()
    apart = _apart(Person, learner, sa.literal(outside_line))
    own = sa.select(Person.id).join(seat, seat.c.person_id == Person.id)
    found = db.session.scalars(own.where(seat.c.department_id == learner.department_id, apart).distinct()).all()
    return sorted(found or db.session.scalars(own.where(apart).distinct()).all())


def in_reach(reviewer: Person, strictly: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """The condition of `policies.may_review` on the joined Person and Assignment, for lists.

    `strictly` tells where the own line may not review.
    """
    seat, server = seats(), aliased(Person)
    able = (
        sa.select(server.id)
        .join(seat, seat.c.person_id == server.id)
        .where(seat.c.department_id == Person.department_id, _apart(server, Person, strictly))
        .correlate(Person, Assignment)
    )
    serves = able.where(server.id == reviewer.id).exists()
    return sa.and_(apart_from(reviewer, strictly), sa.or_(serves, sa.not_(able.exists())))


def _apart(
    server: type[Person], learner: type[Person] | Person, strictly: sa.ColumnElement[bool]
) -> sa.ColumnElement[bool]:
    """Another person, and where it is strict neither the learner's manager nor one of the learner's reports."""
    outside = sa.and_(server.id.is_distinct_from(learner.manager_id), server.manager_id.is_distinct_from(learner.id))
    return sa.and_(server.id != learner.id, sa.or_(sa.not_(strictly), outside))


def apart_from(reviewer: Person, strictly: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """The joined Person is somebody else, and where it is strict nobody of the reviewer's line."""
    outside = sa.and_(Person.manager_id.is_distinct_from(reviewer.id), Person.id.is_distinct_from(reviewer.manager_id))
    return sa.and_(Person.id != reviewer.id, sa.or_(sa.not_(strictly), outside))
