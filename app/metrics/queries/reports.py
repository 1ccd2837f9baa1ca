"""Weekly and monthly reports: which are due, what they say to a reader, and what became of their mails."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person, PersonRole, Role
from app.accounts.queries.departments import Node, departments_tree
from app.accounts.queries.people import runs_today
from app.foundation import clock
from app.foundation.db import db
from app.foundation.mail import MailState, OutgoingMail
from app.foundation.paging import Page, page_of
from app.foundation.search import contains
from app.metrics.formulas.months import NOTHING, Counted, first_of, last_of
from app.metrics.formulas.periods import Period, weeks_ended
from app.metrics.models.months import FrozenFigure, MetricReport, MonthCount, ReportKind
from app.metrics.policies import WHOLE_COMPANY, sees_whole_company
from app.metrics.queries.goals import may_have_goal
from app.metrics.queries.months import LONGEST, first_month
from app.metrics.queries.scope import branch_of
from app.metrics.texts import DEFINITIONS
from app.notifications.models import Announcement, Channel, Receipt
from app.notifications.queries.digests import waiting
from app.notifications.queries.states import UNDER_WAY, with_mails

IN_BRIEF = ("T1", "T2", "T3", "T5", "S1", "I1", "I2")
"""What the digest of a week tells, and what reports tell of departments."""
WEEKS = 8
"""Weeks of the past for which a report is made late."""
Figures = Mapping[tuple[str, int | None], Counted]


@dataclass(frozen=True, slots=True)
class Due:
    """A report that is to be made, and the day from which it could be."""

    kind: ReportKind
    period: Period
    since: date


@dataclass(frozen=True, slots=True)
class Reading:
    """A report as one reader sees it: the part of the company on top, the departments below it, now and the time before."""

    report: MetricReport
    top: Node | None  # None is the whole company
    nodes: Sequence[Node]
    now: Figures
    before: Figures
    previous: str  # the period before, where there is a report of it

    @property
    def top_id(self) -> int | None:
        """Id of the department on top; None for the company."""
        return self.top.department.id if self.top else None

    @property
    def codes(self) -> list[str]:
        """Metrics of which the report says something, in the order of the registry."""
        told = {code for code, place in self.now if place == self.top_id}
        return [code for code in DEFINITIONS if code in told]

    def figure(self, code: str, department_id: int | None) -> Counted:
        """A figure now."""
        return self.now.get((code, department_id), NOTHING)

    def earlier(self, code: str, department_id: int | None) -> Counted:
        """The same figure in the report before."""
        return self.before.get((code, department_id), NOTHING)


def monthly_codes() -> list[str]:
    """What the report of a month tells of the company: every metric that is one number."""
    return [each.code for each in DEFINITIONS.values() if may_have_goal(each)]


def due_reports() -> list[Due]:
    """Reports of weeks that are over and of months that are frozen and that nobody has made, the oldest first."""
    made = {(row.kind, row.period) for row in db.session.execute(sa.select(MetricReport.kind, MetricReport.period))}
    first = first_month()
    if first is None:
        return []
    weeks = [
        Due(ReportKind.week, week, week.last + timedelta(days=1))
        for week in weeks_ended(clock.today(), WEEKS)
        if week.last >= first_of(first)
    ]
    return [due for due in (*weeks, *_months()) if (due.kind, due.period.name) not in made]


def _months() -> list[Due]:
    frozen = sa.select(MonthCount.month, MonthCount.closed_on).where(MonthCount.number == 0)
    rows = db.session.execute(frozen.order_by(MonthCount.month.desc()).limit(LONGEST)).all()
    return [
        Due(ReportKind.month, Period(month, first_of(month), last_of(month)), closed_on)
        for month, closed_on in reversed(rows)
    ]


def reports(kind: ReportKind | None, query: str, *, number: int) -> Page[MetricReport]:
    """Reports, the newest first; of one kind, with some letters in the name of the period."""
    found = sa.select(MetricReport).where(MetricReport.period.icontains(query, autoescape=True))
    if kind is not None:
        found = found.where(MetricReport.kind == kind)
    return page_of(found.order_by(MetricReport.last_day.desc(), MetricReport.id.desc()), number=number, size=20)


def report_by_id(report_id: int) -> MetricReport | None:
    """A report."""
    return db.session.get(MetricReport, report_id)


def reading_of(report: MetricReport, reader: Any, nodes: Sequence[Node] | None = None) -> Reading:
    """A report as somebody may see it: the company, or a manager's own branch."""
    every = departments_tree() if nodes is None else nodes
    before = _before(report)
    told = _figures(before) if before else {}
    name = before.period if before else ""
    if sees_whole_company(reader):
        return Reading(report, None, every, _figures(report), told, name)
    own = next(node for node in every if node.department.id == reader.department_id)
    branch = branch_of(every, own)
    seen = {node.department.id for node in branch}
    now = {place: counted for place, counted in _figures(report).items() if place[1] in seen}
    return Reading(report, own, branch, now, {p: c for p, c in told.items() if p[1] in seen}, name)


def restated_since(report: MetricReport) -> set[tuple[str, int | None]]:
    """Figures of the month of a report (code, department) that were restated after it was made; none of a week."""
    if report.kind is not ReportKind.month:
        return set()
    rows = sa.select(FrozenFigure.code, FrozenFigure.department_id).join(
        MonthCount, MonthCount.id == FrozenFigure.count_id
    )
    later = MonthCount.month == report.period, MonthCount.number > 0, MonthCount.counted_at > report.made_at
    found = db.session.execute(rows.where(*later, FrozenFigure.path_id.is_(None)))
    return {(row.code, row.department_id) for row in found}


def _before(report: MetricReport) -> MetricReport | None:
    """The report of the period just before, never an older one."""
    last = report.first_day - timedelta(days=1)
    return db.session.scalar(
        sa.select(MetricReport).where(MetricReport.kind == report.kind, MetricReport.last_day == last)
    )


def _figures(report: MetricReport) -> dict[tuple[str, int | None], Counted]:
    return {
        (row["code"], row["department"]): Counted(row["value"], row["numerator"], row["denominator"], row["reason"])
        for row in report.figures
    }


def readers_of_reports() -> Sequence[Person]:
    """Everybody whose role reads figures, with their roles."""
    wanted = sa.select(PersonRole.person_id).where(PersonRole.role.in_((Role.manager, *WHOLE_COMPANY)), runs_today())
    rows = sa.select(Person).where(Person.id.in_(wanted)).options(sa.orm.selectinload(Person.role_rows))
    return db.session.scalars(rows.order_by(Person.id)).all()


def key_of(kind: ReportKind, period: str) -> str:
    """Key of the announcement of a report."""
    return f"report:{kind.value}:{period}"


def became() -> sa.ColumnElement[str]:
    """What became of the mail of a report: `seen`, `unsent`, `failed`, `queued` or `sent`."""
    never = sa.and_(Receipt.channel == Channel.immediate, Receipt.mail_key.is_(None))
    return sa.case(
        (Receipt.seen_at.is_not(None), "seen"),
        (sa.or_(Receipt.muted_at.is_not(None), Receipt.channel == Channel.none, never), "unsent"),
        (OutgoingMail.state == MailState.failed, "failed"),
        (sa.or_(OutgoingMail.state.in_(UNDER_WAY), waiting()), "queued"),
        else_="sent",
    )


def told_counts(listed: Collection[MetricReport]) -> dict[tuple[ReportKind, str], Counter[str]]:
    """How many readers of some reports are in which state; one statement."""
    keys = {key_of(each.kind, each.period): (each.kind, each.period) for each in listed}
    said = became().label("became")
    rows = sa.select(Announcement.key, said, sa.func.count()).join(Receipt, Receipt.announcement_id == Announcement.id)
    found: dict[tuple[ReportKind, str], Counter[str]] = defaultdict(Counter)
    for key, state, count in db.session.execute(
        with_mails(rows).where(Announcement.key.in_(keys)).group_by(Announcement.key, said)
    ):
        found[keys[key]][state] = count
    return found


def told_people(report: MetricReport, query: str, *, number: int) -> Page[Any]:
    """Everyone to whom a report was told, with what became of it."""
    rows: Any = (
        sa.select(
            Receipt,
            Person.name,
            Person.employee_no,
            became().label("became"),
            OutgoingMail.sent_at,
            OutgoingMail.last_error,
        )
        .join(Announcement, Announcement.id == Receipt.announcement_id)
        .join(Person, Person.id == Receipt.person_id)
        .where(Announcement.key == key_of(report.kind, report.period), contains(Person.search_text, query))
        .order_by(Person.employee_no)
    )
    return page_of(with_mails(rows), number=number, size=20, scalars=False)
