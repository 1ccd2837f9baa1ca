"""Make the report of a week or a month, once, and tell those whose role reads figures."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.accounts.queries.departments import departments_tree
from app.foundation import audit, clock
from app.foundation.db import db, insert_new, transaction
from app.foundation.events import publish
from app.foundation.i18n import speaking
from app.metrics.actions.report_file import report_csv
from app.metrics.formulas.months import Counted
from app.metrics.models.months import MetricReport, ReportKind
from app.metrics.queries.counting import Place, everything_as_of, figures_of, measured
from app.metrics.queries.months import history_of
from app.metrics.queries.reports import IN_BRIEF, Due, due_reports, monthly_codes, readers_of_reports, reading_of
from app.notifications.events import ReportMade

STALE = timedelta(days=7)
"""A report that is made later than so long after it was due is not sent to anybody."""


def make_due_reports() -> int:
    """Make the oldest report that is due; one at a time, so that other sweeps need not wait."""
    due = due_reports()
    return int(make_report(due[0])) if due else 0


def make_report(due: Due) -> bool:
    """Keep a report and tell its readers; False where another worker was faster. Not to be called in a transaction."""
    figures = _of_week(due) if due.kind is ReportKind.week else _of_month(due)
    db.session.rollback()
    with transaction():
        people = readers_of_reports()
        untold = "late" if clock.today() > due.since + STALE else "" if people else "nobody"
        if not _kept(due, figures, untold):
            return False
        if not untold:
            _tell(due, people)
        return True


def _of_week(due: Due) -> list[dict[str, Any]]:
    """Counted for the last day of the week, with the departments of that day."""
    definitions = measured(IN_BRIEF)
    everything = everything_as_of(due.period.last, definitions)
    db.session.rollback()  # no transaction stays open while it is counted
    return _rows(figures_of(everything, definitions).items())


def _of_month(due: Due) -> list[dict[str, Any]]:
    """As it was frozen, with what has been restated since."""
    codes = set(monthly_codes())
    newest = {place: said[-1] for place, said in history_of(due.period.name).items()}
    return _rows((p, c) for p, c in newest.items() if p.code in codes and (p.is_of_company or p.code in IN_BRIEF))


def _rows(figures: Iterable[tuple[Place, Counted]]) -> list[dict[str, Any]]:
    return [
        {
            "code": place.code,
            "department": place.department_id,
            "value": counted.value,
            "numerator": counted.numerator,
            "denominator": counted.denominator,
            "reason": counted.reason,
        }
        for place, counted in figures
        if place.path_id is None
    ]


def _kept(due: Due, figures: list[dict[str, Any]], untold: str) -> bool:
    row = {
        "kind": due.kind,
        "period": due.period.name,
        "first_day": due.period.first,
        "last_day": due.period.last,
        "made_at": clock.now(),
        "figures": figures,
        "untold": untold,
    }
    if not insert_new(MetricReport, [row]):
        return False
    facts = {"kind": due.kind.value, **({"untold": untold} if untold else {})}
    audit.record(act="report:made", subject=("report", due.period.name), actor_id=None, after=facts)
    return True


def _tell(due: Due, people: Sequence[Person]) -> None:
    """Each gets the file of what they may see, in their language."""
    same = sa.select(MetricReport).where(MetricReport.kind == due.kind, MetricReport.period == due.period.name)
    report = db.session.scalars(same).one()
    nodes, files = departments_tree(), {}
    for person in people:
        with speaking(person.language or "zh"):
            files[person.id] = report_csv(reading_of(report, person, nodes))
    publish(
        ReportMade(
            report_id=report.id,
            kind=due.kind.value,
            period=due.period.name,
            first_day=due.period.first,
            last_day=due.period.last,
            files=files,
        )
    )
