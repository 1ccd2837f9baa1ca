"""Who belongs to the circle of a series and is invited to its meetings."""

import sqlalchemy as sa

from app.accounts.models import Person, PersonRole, PersonState
from app.accounts.queries import in_state_on
from app.accounts.queries.people import runs_today
from app.ambassadors.models import MeetingSeries, SeriesPerson
from app.ambassadors.policies.meetings import CIRCLES
from app.foundation import clock
from app.foundation.db import db


def present() -> sa.ColumnElement[bool]:
    """Condition on Person: not deactivated, and has not left."""
    return sa.and_(Person.deactivated_at.is_(None), sa.not_(in_state_on(PersonState.left, clock.today())))


def standing_invitees(series: MeetingSeries) -> set[int]:
    """Ids of those who are invited to every meeting of a series today: its circle, who is listed, and the chair."""
    listed = sa.select(SeriesPerson.person_id).where(SeriesPerson.series_id == series.id)
    wanted = [Person.id.in_(listed), Person.id == (series.chair_id or 0)]
    if series.by_rule:
        wanted.append(Person.id.in_(_holders(series)))
    return set(db.session.scalars(sa.select(Person.id).where(present(), sa.or_(*wanted))))


def _holders(series: MeetingSeries) -> sa.Select[int]:
    return sa.select(PersonRole.person_id).where(PersonRole.role.in_(CIRCLES[series.kind]), runs_today())


def listed_people(series_id: int) -> list[Person]:
    """Those listed by hand for a series, by employee number."""
    rows = sa.select(Person).join(SeriesPerson, SeriesPerson.person_id == Person.id)
    return list(db.session.scalars(rows.where(SeriesPerson.series_id == series_id).order_by(Person.employee_no_key)))
