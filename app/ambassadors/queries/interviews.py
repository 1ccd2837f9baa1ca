"""Interviews: one, many, and which levels were heard this quarter."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.ambassadors.models import Finding, FindingIdea, Interview, InterviewLevel
from app.foundation import clock
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.search import contains

MONTHS_OF_A_QUARTER = 3


def interviews(*, logged_by: int | None, level: str = "", words: str = "", number: int = 1) -> Page[Interview]:
    """Interviews, the latest day first, with all that a list shows; of one person, or (None) of everyone."""
    rows = sa.select(Interview).options(*_people(), selectinload(Interview.findings).joinedload(Finding.became))
    if logged_by is not None:
        rows = rows.where(Interview.logged_by_id == logged_by)
    if level in set(InterviewLevel):
        rows = rows.where(Interview.level == InterviewLevel(level))
    rows = rows.where(contains(Interview.search_text, words))
    return page_of(rows.order_by(Interview.held_on.desc(), Interview.id.desc()), number=number)


def interview_by_id(interview_id: int) -> Interview | None:
    """An interview with its people, units, findings, and the ideas they became."""
    became = selectinload(Interview.findings).joinedload(Finding.became).joinedload(FindingIdea.idea)
    return db.session.scalar(sa.select(Interview).where(Interview.id == interview_id).options(*_people(), became))


def finding_by_id(finding_id: int) -> Finding | None:
    """A finding with its interview."""
    rows = sa.select(Finding).where(Finding.id == finding_id).options(joinedload(Finding.interview))
    return db.session.scalar(rows)


def _people() -> tuple[sa.sql.base.ExecutableOption, ...]:
    return (
        joinedload(Interview.person),
        joinedload(Interview.logged_by),
        joinedload(Interview.department),
        joinedload(Interview.project_group),
    )


def quarter_of(day: date) -> tuple[date, date]:
    """The first day of a day's quarter, and of the next one."""
    month = (day.month - 1) // MONTHS_OF_A_QUARTER * MONTHS_OF_A_QUARTER + 1
    following = month + MONTHS_OF_A_QUARTER
    year, month_after = (day.year + 1, 1) if following > 12 else (day.year, following)
    return date(day.year, month, 1), date(year, month_after, 1)


def heard_this_quarter() -> dict[InterviewLevel, int]:
    """How many interviews of each level were held in this quarter; a level that nobody asked has 0."""
    first, after = quarter_of(clock.today())
    rows = (
        sa.select(Interview.level, sa.func.count())
        .where(Interview.held_on >= first, Interview.held_on < after, Interview.withdrawn_at.is_(None))
        .group_by(Interview.level)
    )
    found = {row[0]: row[1] for row in db.session.execute(rows)}
    return {level: found.get(level, 0) for level in InterviewLevel}
