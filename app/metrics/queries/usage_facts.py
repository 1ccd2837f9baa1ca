"""What files of the tools say together: who used them in a month, and who still does half a year after going live."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import sqlalchemy as sa

from app.accounts.models import Department, Membership, Person
from app.foundation.db import db
from app.metrics.formulas.adoption import ACTIVE_WEEKS
from app.metrics.formulas.months import month_before
from app.metrics.formulas.rows import AsOf, UsageRow
from app.metrics.models import UsageImport, UsageMonth, UsageState
from app.metrics.queries.usage_kept import MONTHS_KEPT, are_gone
from app.training.models import RolloutWave, WaveKind, WaveUnit

DAY = 180


def standing() -> sa.ColumnElement[bool]:
    """Rows that count: of each tool the last file taken over that speaks of the month; and what was loaded with a company."""
    this, later = sa.orm.aliased(UsageImport), sa.orm.aliased(UsageImport)
    newer = sa.or_(
        later.imported_at > this.imported_at, sa.and_(later.imported_at == this.imported_at, later.id > this.id)
    )
    replaced = sa.select(later.id).where(
        later.tool == this.tool,
        later.state == UsageState.imported,
        later.first_month <= UsageMonth.month,
        later.last_month >= UsageMonth.month,
        newer,
    )
    replaced = replaced.correlate(this, UsageMonth)  # said, for the row stands two selects further out
    counts = sa.select(this.id).where(
        this.id == UsageMonth.import_id, this.state == UsageState.imported, sa.not_(replaced.exists())
    )
    return sa.or_(UsageMonth.import_id.is_(None), counts.correlate(UsageMonth).exists())


def used_in(months: Iterable[str], *, only: int | None = None) -> sa.Subquery:
    """Usage by person and month. Over several tools tasks are added; weeks are those of the tool that tells most."""
    total = sa.func.sum
    rows = (
        sa.select(
            UsageMonth.person_id,
            UsageMonth.month,
            sa.func.max(UsageMonth.active_weeks).label("active_weeks"),
            total(UsageMonth.core_due).label("core_due"),
            total(UsageMonth.core_on_time).label("core_on_time"),
            total(UsageMonth.features_used).label("features_used"),
            total(UsageMonth.features_enabled).label("features_enabled"),
        )
        .where(UsageMonth.month.in_(list(months)), standing())
        .group_by(UsageMonth.person_id, UsageMonth.month)
    )
    return (rows if only is None else rows.where(UsageMonth.person_id == only)).subquery()


def usage_row(row: sa.Row[tuple[object, ...]]) -> UsageRow:
    """What one person did, of a row that has the columns of `used_in`."""
    told = row._mapping  # noqa: SLF001 (the public name of a row's fields)
    return UsageRow(**{name: int(told[name]) for name in UsageRow.__dataclass_fields__})


def stayed(as_of: AsOf, parents: Mapping[str, str | None]) -> dict[int, bool] | None:
    """U4: people whose 180th day is in a month that is over, who were active in their first whole month; and whether they still are.

    Rows of a person are kept for thirteen months: who began earlier is not among them. None where such rows are gone since.
    """
    ends = {person: _months(day) for person, day in _beginnings(parents).items()}
    known = month_before(as_of.usage_month, MONTHS_KEPT - 1)
    ripe = {person: months for person, months in ends.items() if known <= months[0] and months[1] <= as_of.usage_month}
    asked = {month for months in ripe.values() for month in months}
    active = _active(asked)
    told = {month for month, _person in active}
    if are_gone(asked - told):
        return None
    return {
        person: (last, person) in active
        for person, (first, last) in sorted(ripe.items())
        if (first, person) in active and last in told
    }


def _months(day: date) -> tuple[str, str]:
    """The first whole month from a day on, and the month of the 180th day, the day itself being the first."""
    first = day if day.day == 1 else (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return f"{first:%Y-%m}", f"{day + timedelta(days=DAY - 1):%Y-%m}"


def _active(months: set[str]) -> set[tuple[str, int]]:
    if not months:
        return set()
    rows = used_in(months)
    found = sa.select(rows.c.month, rows.c.person_id).where(rows.c.active_weeks >= ACTIVE_WEEKS)
    return {(month, person) for month, person in db.session.execute(found)}


def _beginnings(parents: Mapping[str, str | None]) -> dict[int, date]:
    """The day on which each person went live: of several waves the first one."""
    units: dict[tuple[str, object], date] = {}
    waves = (
        sa.select(RolloutWave.kind, RolloutWave.go_live_on, Department.code, WaveUnit.project_group_id)
        .outerjoin(WaveUnit, WaveUnit.wave_id == RolloutWave.id)
        .outerjoin(Department, Department.id == WaveUnit.department_id)
    )
    for kind, day, code, group in db.session.execute(waves):
        if day is None:
            continue
        key = ("all", None) if kind is WaveKind.all else ("department", code) if code else ("group", group)
        units[key] = min(day, units.get(key, day))
    if not units:
        return {}
    people = (
        sa.select(Person.id, Department.code, Membership.project_group_id)
        .join(Department, Department.id == Person.department_id)
        .outerjoin(Membership, Membership.person_id == Person.id)
    )
    found: dict[int, date] = {}
    for person, code, group in db.session.execute(people):
        keys = [("all", None), ("group", group), *(("department", above) for above in _upwards(code, parents))]
        days = [units[key] for key in keys if key in units]
        if days:
            found[person] = min([*days, *([found[person]] if person in found else [])])
    return found


def _upwards(code: str, parents: Mapping[str, str | None]) -> Iterable[str]:
    at: str | None = code
    while at is not None:
        yield at
        at = parents.get(at)
