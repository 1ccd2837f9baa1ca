"""What waits for a first response."""

from dataclasses import dataclass
from fractions import Fraction

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, load_only

from app.accounts.models import Person
from app.feedback.models import Idea, IdeaStatus
from app.foundation import clock
from app.foundation.calendar import working_calendar
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.search import contains

TARGET_HOURS = 18
UNANSWERED = (IdeaStatus.withdrawn, IdeaStatus.merged)


@dataclass(frozen=True, slots=True)
class WaitingIdea:
    """An idea nobody with a mandate has answered, and the business hours it waits."""

    idea: Idea
    hours: Fraction

    @property
    def overdue(self) -> bool:
        """Whether it waits longer than the company means to let anyone wait."""
        return self.hours > TARGET_HOURS


def _unanswered() -> sa.Select[Idea]:
    return sa.select(Idea).where(Idea.first_response_at.is_(None), Idea.status.not_in(UNANSWERED))


def response_queue(*, number: int, q: str = "") -> Page[WaitingIdea]:
    """Ideas without a first response, the longest waiting first, with author and department, in three statements."""
    author = joinedload(Idea.author).options(load_only(Person.name))
    wanted = _unanswered().where(contains(Idea.search_text, q)).options(author, joinedload(Idea.department))
    found: Page[Idea] = page_of(wanted.order_by(Idea.submitted_at, Idea.id), number=number, size=20)
    calendar, moment = working_calendar(), clock.now()
    rows = [WaitingIdea(idea, calendar.hours_between(idea.submitted_at, moment)) for idea in found.rows]
    return Page(rows=rows, number=found.number, size=found.size, total=found.total)


def queue_length() -> int:
    """How many ideas wait for a first response."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(_unanswered().subquery())) or 0
