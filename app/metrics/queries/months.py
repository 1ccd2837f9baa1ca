"""Frozen months: which are due, what was kept of a figure, and what changed it later."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.feedback.models import Idea
from app.foundation import clock
from app.foundation.audit import AuditEntry
from app.foundation.calendar import WorkingCalendar, working_calendar
from app.foundation.db import db
from app.metrics.formulas.months import NOTHING, Counted, closing_day, month_of, months_between
from app.metrics.models.months import FrozenFigure, MonthCheck, MonthCount
from app.metrics.queries.counting import Place
from app.training.models import Assignment

LONGEST = 24
"""Months of the past that are frozen when the portal learns of them late."""
CHECKED_DAILY = 12
"""Months whose figures are compared with the facts every day; older ones on a correction or by command."""
AT_ONCE = (
    "completion:corrected",
    "history:imported",
    "assignment:credited",
    "roster:imported",
    "roster:undone",
    "usage:imported",
    "usage:undone",
    "calendar-day:set",
    "calendar-day:cleared",
)
"""Acts after which frozen months are compared with the facts at once."""
CAUSES = (
    *AT_ONCE,
    "calendar-year:taken_over",
    "person:changed",
    "person:deactivated",
    "person:reactivated",
    "person:merged",
    "person:parted",
    "presence:entered",
    "presence:removed",
    "contest:decided",
    "certificate:reissued",
)
"""Acts that may change the figures of days gone by."""


@dataclass(frozen=True, slots=True)
class Closing:
    """A month that is not frozen, and the day on which it is; None where nobody knows its working days."""

    month: str
    on: date | None

    @property
    def is_due(self) -> bool:
        """Whether the day has come."""
        return self.on is not None and self.on <= clock.today()


@dataclass(frozen=True, slots=True)
class Telling:
    """What one counting said of a figure, and by what it was counted."""

    number: int
    at: datetime
    formula_version: int
    weights_id: int | None
    organisation: str
    audit_id: int
    counted: Counted


@dataclass(frozen=True, slots=True)
class FrozenMonth:
    """A month of a figure: as it was frozen, and every restatement of it."""

    month: str
    closed_on: date
    original: Telling
    restated: tuple[Telling, ...] = ()

    @property
    def newest(self) -> Telling:
        """What holds now."""
        return self.restated[-1] if self.restated else self.original


@dataclass(frozen=True, slots=True)
class Cause:
    """Acts of one kind between two countings."""

    act: str
    times: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """What pages tell of a figure: its frozen months, the oldest first, and the months that wait for being frozen."""

    series: list[FrozenMonth]
    waiting: list[Closing]


def told_of(place: Place | None, calendar: Callable[[], WorkingCalendar]) -> Told:
    """The frozen months of a figure, none of what is never frozen, and those that wait; one statement, and the calendar."""
    rows = db.session.execute(_all_counts(sa.false() if place is None else _own(place))).all()
    counts = [(row.MonthCount, row.FrozenFigure) for row in rows if row.MonthCount is not None]
    waiting = _closings(_first(rows[0][2:]), {count.month for count, _ in counts}, calendar)
    return Told([] if place is None else _series(counts), waiting)


def _all_counts(own: sa.ColumnElement[bool]) -> sa.Select[*tuple[Any, ...]]:
    """Every counting with the figure in it, and what the first month is known by; one row at least."""
    always = sa.select(sa.literal(1).label("one")).subquery()
    rows = sa.select(MonthCount, FrozenFigure, *_earliest()).select_from(always).outerjoin(MonthCount, sa.true())
    rows = rows.outerjoin(FrozenFigure, sa.and_(FrozenFigure.count_id == MonthCount.id, own))
    return rows.order_by(MonthCount.month, MonthCount.number)


def open_months() -> list[Closing]:
    """Months that have ended, or run on, and are not frozen, the oldest first; two statements."""
    return _closings(*_known_months(), working_calendar)


def _closings(first: str | None, frozen: Collection[str], known: Callable[[], WorkingCalendar]) -> list[Closing]:
    if first is None:
        return []
    calendar = known()
    every = list(months_between(first, month_of(clock.today())))[-LONGEST - 1 :]
    return [Closing(month, closing_day(month, calendar)) for month in every if month not in frozen]


def first_month() -> str | None:
    """The month of the first assignment or idea; None in an empty portal."""
    return _known_months()[0]


def _known_months() -> tuple[str | None, set[str]]:
    """The month of the first assignment or idea, and the frozen months."""
    always = sa.select(sa.literal(1).label("one")).subquery()
    frozen = sa.select(MonthCount.month, *_earliest()).select_from(always).outerjoin(MonthCount, MonthCount.number == 0)
    rows = db.session.execute(frozen).all()
    return _first(rows[0][1:]), {row.month for row in rows if row.month}


def _earliest() -> list[sa.ScalarSelect[datetime]]:
    columns = (Assignment.assigned_at, Idea.submitted_at)
    return [sa.select(sa.func.min(column)).scalar_subquery() for column in columns]


def _first(moments: Iterable[datetime | None]) -> str | None:
    known = [moment for moment in moments if moment is not None]
    return month_of(clock.local_date(min(known))) if known else None


def months_to_freeze() -> list[Closing]:
    """Months whose fifth working day has come and that are not frozen, the oldest first."""
    return [closing for closing in open_months() if closing.is_due]


def _own(place: Place) -> sa.ColumnElement[bool]:
    return sa.and_(
        FrozenFigure.code == place.code,
        _same(FrozenFigure.department_id, place.department_id),
        _same(FrozenFigure.path_id, place.path_id),
    )


def _series(counts: Iterable[tuple[MonthCount, FrozenFigure | None]]) -> list[FrozenMonth]:
    months: dict[str, FrozenMonth] = {}
    for count, kept in counts:
        if count.number == 0:
            months[count.month] = FrozenMonth(count.month, count.closed_on, _telling(count, kept))
        elif kept is not None:
            before = months[count.month]
            restated = (*before.restated, _telling(count, kept))
            months[count.month] = FrozenMonth(before.month, before.closed_on, before.original, restated)
    return list(months.values())


def _same(column: Any, number: int | None) -> sa.ColumnElement[bool]:
    condition: sa.ColumnElement[bool] = column.is_(None) if number is None else column == number
    return condition


def _telling(count: MonthCount, kept: FrozenFigure | None) -> Telling:
    return Telling(
        number=count.number,
        at=count.counted_at,
        formula_version=count.formula_version,
        weights_id=count.weights_id,
        organisation=count.organisation,
        audit_id=count.audit_id,
        counted=NOTHING if kept is None else counted_in(kept),
    )


def counted_in(kept: FrozenFigure) -> Counted:
    """The numbers of a row."""
    return Counted(kept.value, kept.numerator, kept.denominator, kept.reason, kept.groups)


def newest_count(month: str) -> MonthCount | None:
    """The last counting of a month."""
    found = sa.select(MonthCount).where(MonthCount.month == month)
    return db.session.scalar(found.order_by(MonthCount.number.desc()).limit(1))


def frozen_months() -> Sequence[str]:
    """Every frozen month, the oldest first."""
    return db.session.scalars(
        sa.select(MonthCount.month).where(MonthCount.number == 0).order_by(MonthCount.month)
    ).all()


def history_of(month: str) -> dict[Place, list[Counted]]:
    """Everything that was ever said of the figures of a month, in order."""
    found = sa.select(FrozenFigure).join(MonthCount, MonthCount.id == FrozenFigure.count_id)
    said: dict[Place, list[Counted]] = {}
    for kept in db.session.scalars(found.where(MonthCount.month == month).order_by(MonthCount.number)):
        place = Place(kept.code, kept.department_id, kept.path_id)
        said.setdefault(place, []).append(counted_in(kept))
    return said


def month_to_check() -> MonthCheck | None:
    """A frozen month that was not compared with the facts since a correction, or today; the longest unchecked one first."""
    unseen = AuditEntry.id > sa.select(sa.func.min(MonthCheck.audit_id)).scalar_subquery()
    newest = db.session.scalar(sa.select(sa.func.max(AuditEntry.id)).where(unseen, AuditEntry.act.in_(AT_ONCE))) or 0
    today = clock.today()
    recent = month_of(today - timedelta(days=31 * CHECKED_DAILY))
    daily = sa.and_(MonthCheck.checked_on < today, MonthCheck.month >= recent)
    found = sa.select(MonthCheck).where(sa.or_(MonthCheck.audit_id < newest, daily))
    return db.session.scalar(found.order_by(MonthCheck.audit_id, MonthCheck.month).limit(1))


def newest_entry() -> int:
    """The newest line of the audit trail."""
    return db.session.scalar(sa.select(sa.func.max(AuditEntry.id))) or 0


def causes_between(first: int, last: int) -> list[Cause]:
    """What was recorded after one line of the audit trail up to another and may change days gone by; one statement."""
    found: Any = (
        sa.select(AuditEntry.act, sa.func.count(), sa.func.min(AuditEntry.at), sa.func.max(AuditEntry.at))
        .where(AuditEntry.id > first, AuditEntry.id <= last, AuditEntry.act.in_(CAUSES))
        .group_by(AuditEntry.act)
        .order_by(sa.func.min(AuditEntry.id))
    )
    return [Cause(*row) for row in db.session.execute(found)]
