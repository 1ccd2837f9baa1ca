"""Files of usage and lines of benefits in tests."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from app.accounts.models import Person
from app.foundation.db import db, transaction
from app.metrics.actions.benefits import BenefitData, record_benefit
from app.metrics.actions.usage import bring_usage, import_usage
from app.metrics.models import Evidence, Measure, Rhythm, UsageMonth
from app.training.models import RolloutWave

if TYPE_CHECKING:
    from tests.house.company import Company

ZONE = ZoneInfo("Asia/Shanghai")
ASANA = ("Task ID", "Created At", "Completed At", "Name", "Assignee", "Assignee Email", "Due Date", "Projects")


def table(heading: Sequence[str], *rows: Sequence[object]) -> bytes:
    """A CSV file."""
    text = io.StringIO()
    csv.writer(text).writerows([heading, *rows])
    return text.getvalue().encode("utf-8-sig")


def last_month(back: int = 1) -> str:
    """A month that is over."""
    day = datetime.now(ZONE).date().replace(day=1)
    for _ in range(back):
        day = (day - timedelta(days=1)).replace(day=1)
    return f"{day:%Y-%m}"


def asana(*tasks: tuple[str, str, str]) -> bytes:
    """Tasks as Asana exports them: mail address, due day, day done."""
    rows = [(n, "", done, f"任务 {n}", "", mail, due, "冲压线改造") for n, (mail, due, done) in enumerate(tasks)]
    return table(ASANA, *rows)


def taken_over(data: bytes, by: int, month: str, *, tool: str = "asana") -> int:
    """Bring a file and take it over."""
    with transaction():
        row = bring_usage(data=data, name=f"{tool}.csv", tool=tool, preset=tool, months=(month, month), by=by)
        import_usage(import_id=row.id, without_unknown=True, by=by)
        return row.id


def brought(data: bytes, by: int, month: str, *, name: str = "asana.csv") -> int:
    """Bring a file to look at it."""
    with transaction():
        return bring_usage(data=data, name=name, tool="asana", preset="asana", months=(month, month), by=by).id


def benefit(**more: Any) -> BenefitData:
    """A believable line."""
    told: dict[str, Any] = {
        "name": "日报",
        "measure": Measure.time,
        "evidence": Evidence.measured,
        "source": "三天计时",
        "rhythm": Rhythm.monthly,
        "first_month": f"{date(2026, 1, 1):%Y-%m}",
        "baseline_minutes": 12,
        "new_minutes": 5,
        "rework_minutes": 1,
        "occurrences": 100,
    }
    return BenefitData(**{**told, **more})


def bring_and_record(company: Company) -> None:
    """A file that was only looked at, after one that was taken over; a benefit of somebody else."""
    cast, month = company.cast, last_month()
    with company.app.app_context():
        data = asana(("000101@huaxin.example", f"{month}-10", f"{month}-09"))
        taken_over(data, cast.guo, month)
        with transaction():
            row = bring_usage(
                data=asana(("000202@huaxin.example", f"{month}-12", "")),
                name="asana-2.csv",
                tool="asana",
                preset="asana",
                months=(month, month),
                by=cast.guo,
            )
            line = record_benefit(data=benefit(idea_id=company.values["idea"]), token="house", by=cast.eve)
            company.values |= {"usage_import": row.id, "benefit_line": line.id}


def live_for_long(company: Company, wave_id: int) -> None:
    """A wave that went live nine months ago, and what everybody of its department did since in the tool."""
    months = [last_month(back) for back in (8, 2, 1)]
    with company.app.app_context(), transaction():
        db.session.get_one(RolloutWave, wave_id).go_live_on = date.fromisoformat(f"{months[0]}-01")
        people = db.session.scalars(sa.select(Person.id).where(Person.department_id == company.cast.department)).all()
        did = {"active_weeks": 3, "core_due": 2, "core_on_time": 1, "features_used": 1, "features_enabled": 2}
        known = sa.select(UsageMonth.person_id, UsageMonth.month)
        told = {(person, month) for person, month in db.session.execute(known)}
        db.session.add_all(
            UsageMonth(person_id=person, month=month, **did)
            for person in people
            for month in {*months, day_180_of(months[0])}
            if (person, month) not in told
        )


def day_180_of(month: str) -> str:
    """The month that holds the 180th day of who went live on the first day of a month."""
    return f"{date.fromisoformat(f'{month}-01') + timedelta(days=179):%Y-%m}"


def grow_usage(company: Company, number: int) -> None:
    """One more file and one more benefit of the same idea."""
    cast, month = company.cast, last_month()
    stranger = (f"stranger{number}@else.example", "", "")
    taken_over(asana(("000101@huaxin.example", f"{month}-10", f"{month}-09"), stranger), cast.pmo, month)
    with transaction():
        record_benefit(
            data=benefit(name=f"周报 {number}", idea_id=company.values["idea"]), token=f"house-{number}", by=cast.eve
        )
