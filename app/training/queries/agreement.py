"""Reviews that were looked at twice: how often the two came to the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager

from app.accounts.models import Person
from app.foundation import clock
from app.foundation.calendar import WorkingCalendar
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.search import contains
from app.training.models import Assignment, PracticeReview, PracticeSubmission, ReviewKind

DAYS = 30
"""Days over which the flow of reviews is counted."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two looks at the same version: the review that counts and the second one."""

    submission: PracticeSubmission
    first: PracticeReview
    second: PracticeReview

    @property
    def agreed(self) -> bool:
        """Whether both accepted or both returned."""
        return self.first.accepted is self.second.accepted

    @property
    def differing(self) -> int:
        """How many criteria the two saw differently."""
        return sum(one is not two for one, two in zip(self.first.criteria, self.second.criteria, strict=False))


@dataclass(frozen=True, slots=True)
class Totals:
    """How many versions were looked at twice, and how many of these with the same outcome."""

    looked_twice: int
    agreed: int

    @property
    def percent(self) -> int | None:
        """Share of the same outcome, rounded half up; None where nothing was looked at twice."""
        return (200 * self.agreed + self.looked_twice) // (2 * self.looked_twice) if self.looked_twice else None


def totals() -> Totals:
    """Over all time; one statement."""
    first, second = aliased(PracticeReview), aliased(PracticeReview)
    same = sa.func.count().filter(first.accepted == second.accepted)
    found = db.session.execute(sa.select(sa.func.count(), same).select_from(first).join(second, _joined(first, second)))
    row = found.one()
    return Totals(looked_twice=row[0], agreed=row[1])


@dataclass(frozen=True, slots=True)
class Flow:
    """Reviews of the last days: how many, how many accepted, and the median of business hours from hand-in to review."""

    reviewed: int
    accepted: int
    hours: Fraction | None

    @property
    def percent(self) -> int | None:
        """Share accepted, rounded half up; None where nothing was reviewed."""
        return (200 * self.accepted + self.reviewed) // (2 * self.reviewed) if self.reviewed else None


def flow(calendar: WorkingCalendar) -> Flow:
    """Reviews of the last `DAYS` days; one statement."""
    since = clock.now() - timedelta(days=DAYS)
    rows = (
        sa.select(PracticeReview.accepted, PracticeSubmission.submitted_at, PracticeReview.reviewed_at)
        .join(PracticeReview.submission)
        .where(PracticeReview.kind == ReviewKind.review, PracticeReview.reviewed_at >= since)
    )
    found = db.session.execute(rows).all()
    hours = sorted(calendar.hours_between(row.submitted_at, row.reviewed_at) for row in found)
    middle = len(hours) // 2
    median = (hours[middle] if len(hours) % 2 else (hours[middle - 1] + hours[middle]) / 2) if hours else None
    return Flow(len(found), sum(row.accepted for row in found), median)


def pairs(*, words: str = "", number: int = 1) -> Page[Pair]:
    """Pairs of looks, the newest first, with learner, path and both reviewers; `words` of the name of any of the three."""
    first, second = aliased(PracticeReview), aliased(PracticeReview)
    one, two = aliased(Person), aliased(Person)
    rows = (
        sa.select(first, second, PracticeSubmission)
        .join(second, _joined(first, second))
        .join(PracticeSubmission, PracticeSubmission.id == first.submission_id)
        .join(PracticeSubmission.person)
        .join(PracticeSubmission.assignment)
        .join(one, first.reviewer_id == one.id)
        .join(two, second.reviewer_id == two.id)
        .where(sa.or_(*(contains(person.search_text, words) for person in (Person, one, two))))
        .options(
            contains_eager(first.reviewer.of_type(one)),
            contains_eager(second.reviewer.of_type(two)),
            contains_eager(PracticeSubmission.person).joinedload(Person.department),
            contains_eager(PracticeSubmission.assignment).joinedload(Assignment.path),
        )
        .order_by(second.id.desc())
    )
    found: Page[Any] = page_of(cast("sa.Select[Any]", rows), number=number, scalars=False)
    shown = [Pair(submission, before, after) for before, after, submission in found.rows]
    return Page(rows=shown, number=found.number, size=found.size, total=found.total)


def _joined(first: type[PracticeReview], second: type[PracticeReview]) -> sa.ColumnElement[bool]:
    return sa.and_(
        second.submission_id == first.submission_id,
        first.kind == ReviewKind.review,
        second.kind == ReviewKind.recheck,
    )
