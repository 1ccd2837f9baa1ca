"""Weeks of the company, Monday to Sunday 24:00, and whether each had its interview."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa

from app.ambassadors.models import Interview
from app.foundation import clock
from app.foundation.db import db
from app.foundation.paging import Page

WEEK = timedelta(days=7)
SHOWN = 13


class WeekState(StrEnum):
    """Met: held and written down within the week. Late: written down after its end. Running until Sunday 24:00."""

    met = "met"
    late = "late"
    missed = "missed"
    running = "running"


@dataclass(frozen=True, slots=True)
class Week:
    """One week from its Monday: how many interviews were held, and how many of them written down in time."""

    first: date
    held: int
    in_time: int
    over: bool

    @property
    def last(self) -> date:
        """Its Sunday."""
        return self.first + WEEK - timedelta(days=1)

    @property
    def state(self) -> WeekState:
        """What the week is, at the moment it was asked for."""
        if self.in_time:
            return WeekState.met
        if not self.over:
            return WeekState.running
        return WeekState.late if self.held else WeekState.missed


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def recent_weeks(number: int = 1) -> Page[Week]:
    """The weeks since the first interview was written down, newest first; the first of all is the present one. Two statements.

    What is written down later never makes the log begin earlier, and never turns a missed week into one that was met.
    """
    begun = db.session.scalar(sa.select(sa.func.min(Interview.logged_at)))
    this = monday_of(clock.today())
    total = (this - monday_of(clock.local_date(begun))).days // 7 + 1 if begun else 1
    number = min(max(1, number), -(-total // SHOWN))
    newest = this - (number - 1) * SHOWN * WEEK
    mondays = [newest - n * WEEK for n in range(min(SHOWN, total - (number - 1) * SHOWN))]
    return Page(_weeks(mondays), number, SHOWN, total)


def _weeks(mondays: list[date]) -> list[Week]:
    rows = sa.select(Interview.held_on, Interview.logged_at).where(
        Interview.held_on >= mondays[-1], Interview.held_on < mondays[0] + WEEK, Interview.withdrawn_at.is_(None)
    )
    found = [(row.held_on, row.logged_at) for row in db.session.execute(rows)]
    return [week_of(monday, found) for monday in mondays]


def week_of(monday: date, interviews: Iterable[tuple[date, datetime]]) -> Week:
    """A week, from the days on which interviews were held and the moments at which they were written down."""
    end = clock.end_of(monday + timedelta(days=6))
    held = [logged_at for held_on, logged_at in interviews if monday <= held_on < monday + WEEK]
    return Week(monday, len(held), sum(moment < end for moment in held), over=clock.now() >= end)
