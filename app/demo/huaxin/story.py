"""Telling the past: acts at moments before today, each in its own transaction."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app.accounts.models import Person
from app.feedback.models import VOTING, Idea, Vote
from app.foundation import clock
from app.foundation.db import db, transaction

MORNING = time(9, 20)


@dataclass(frozen=True, slots=True)
class Story:
    """The day it is told on, and the people it is about."""

    today: date

    def moment(self, days: int, hours: int = 0) -> datetime:
        """A morning so many days ago; never after now."""
        then = datetime.combine(self.today - timedelta(days=days), MORNING, clock.zone()) + timedelta(hours=hours)
        return min(then, clock.now())

    @contextmanager
    def days_ago(self, days: int, hours: int = 0) -> Iterator[None]:
        """What happens inside, happened so many days ago, and is committed."""
        with self.at(self.moment(days, hours)):
            yield

    @contextmanager
    def at(self, moment: datetime) -> Iterator[None]:
        """What happens inside, happened at an instant, and is committed."""
        with clock.fixed_at(moment), transaction():
            yield

    @contextmanager
    def later(self, wait: timedelta) -> Iterator[None]:
        """A little after the present moment of the story."""
        with clock.fixed_at(clock.now() + wait):
            yield

    @property
    def people(self) -> dict[str, Person]:
        """Everyone by employee number, with roles loaded."""
        rows = sa.select(Person).options(selectinload(Person.role_rows), selectinload(Person.tier_rows))
        return {person.employee_no: person for person in db.session.scalars(rows)}

    def idea(self, number: int) -> Idea:
        """One idea as it is now."""
        return db.session.get_one(Idea, number, populate_existing=True)

    def voters(self, salt: str, count: int, *, without: str) -> list[int]:
        """Ids of so many people who still have votes left, the same every time."""
        spent = (
            sa.select(Vote.person_id)
            .join(Idea, Idea.id == Vote.idea_id)
            .where(Idea.status.in_(VOTING))
            .group_by(Vote.person_id)
            .having(sa.func.count() >= 7)
        )
        free = sa.select(Person.id).where(
            Person.employee_no != without, Person.id.not_in(spent), Person.deactivated_at.is_(None)
        )
        ids = list(db.session.scalars(free.order_by(Person.id)))
        return random.Random(salt).sample(ids, min(count, len(ids)))
