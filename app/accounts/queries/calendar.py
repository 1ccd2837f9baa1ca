"""The company's calendar of one year."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from app.accounts.models import Person
from app.foundation.calendar import CalendarDay, CalendarYear
from app.foundation.db import db


@dataclass(frozen=True, slots=True)
class YearPage:
    """The days of a year that are not as usual, and when and by whom the year was confirmed."""

    year: int
    days: list[CalendarDay]
    confirmed_at: datetime | None
    confirmed_by: str


def year_page(year: int) -> YearPage:
    """Everything about one year, in two statements."""
    inside = CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31))
    days = list(db.session.scalars(sa.select(CalendarDay).where(inside).order_by(CalendarDay.day)))
    confirmed = sa.select(CalendarYear.confirmed_at, Person.name).outerjoin(
        Person, Person.id == CalendarYear.confirmed_by_id
    )
    row = db.session.execute(confirmed.where(CalendarYear.year == year)).one_or_none()
    return YearPage(year, days, row[0] if row else None, (row[1] or "") if row else "")
