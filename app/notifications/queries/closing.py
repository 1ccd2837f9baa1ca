"""Is the loop closed: of the receipts that were due, how many reached their reader within some days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.foundation import clock
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.notifications.kinds import OUTCOMES
from app.notifications.models import Announcement, Receipt
from app.notifications.queries.states import Rows, reached_within, with_mails

MONTHS = 12
DAYS = (1, 3, 7, 14)
USUAL_DAYS = 7


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the company: receipts that were due, those that reached their reader in time, and those that were seen."""

    first: date
    due: int
    reached: int
    seen: int

    @property
    def numerator(self) -> int:
        """Receipts sent or seen in time."""
        return self.reached

    @property
    def denominator(self) -> int:
        """Receipts due."""
        return self.due

    @property
    def percent(self) -> str | None:
        """The share, to one decimal; None of nothing."""
        return f"{self.reached * 100 / self.due:.1f}" if self.due else None


def closing_by_month(days: int) -> list[Month]:
    """The last twelve months, the newest first; one statement.

    A receipt is due once its days are over; until then it counts on neither side. Muted ones were not wanted and never count.
    """
    months = _months(clock.today())
    bucket = sa.case(*((Receipt.told_at >= clock.start_of(first), number) for number, first in enumerate(months)))
    rows = _due(days, sa.select(bucket.label("month"), sa.func.count(), *_sums(days)))
    rows = rows.where(Receipt.told_at >= clock.start_of(months[-1])).group_by(sa.text("month"))
    found = {row[0]: row[1:] for row in db.session.execute(rows)}
    return [Month(first, *found.get(number, (0, 0, 0))) for number, first in enumerate(months)]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The rows behind the figure: an announcement, its receipts that were due, and those in time."""

    announcement: Announcement
    due: int
    reached: int
    seen: int


def outcomes_of(first: date, days: int, *, number: int = 1) -> Page[Any]:
    """The outcomes that were announced in a month, those with the most missing first."""
    due, (reached, seen) = sa.func.count(), _sums(days)
    rows = _due(days, sa.select(Announcement, due, reached, seen))
    rows = rows.where(Receipt.told_at >= clock.start_of(first), Receipt.told_at < clock.start_of(_next(first)))
    rows = rows.group_by(Announcement.id).order_by((due - reached).desc(), Announcement.at.desc(), Announcement.id)
    found = page_of(rows, number=number, scalars=False)
    return Page([Outcome(*row) for row in found.rows], found.number, found.size, found.total)


def _sums(days: int) -> tuple[sa.ColumnElement[int], sa.ColumnElement[int]]:
    reached = sa.func.sum(sa.case((reached_within(days), 1), else_=0))
    return reached, sa.func.sum(sa.case((Receipt.seen_at.is_not(None), 1), else_=0))


def _due(days: int, rows: Rows) -> Rows:
    joined = with_mails(rows.select_from(Receipt).join(Announcement, Announcement.id == Receipt.announcement_id))
    over: datetime = clock.now() - timedelta(days=days)
    return joined.where(Announcement.kind.in_(OUTCOMES), Receipt.muted_at.is_(None), Receipt.told_at <= over)


def _months(today: date) -> list[date]:
    found = [today.replace(day=1)]
    while len(found) < MONTHS:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found


def _next(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)
