"""What waits for a first response."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, load_only

from app.accounts.models import Person
from app.feedback.models import Idea
from app.feedback.queries.response import NEVER_ANSWERED, TARGET_HOURS, ResponseClock, response_clock
from app.foundation.calendar import working_calendar
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.search import contains

__all__ = ["TARGET_HOURS", "WaitingIdea", "queue_length", "response_queue"]


@dataclass(frozen=True, slots=True)
class WaitingIdea:
    """An idea nobody with a mandate has answered, and its clock."""

    idea: Idea
    clock: ResponseClock


def _unanswered() -> sa.Select[Idea]:
    return sa.select(Idea).where(Idea.first_response_at.is_(None), Idea.status.not_in(NEVER_ANSWERED))


def response_queue(*, number: int, q: str = "") -> Page[WaitingIdea]:
    """Ideas without a first response, the longest waiting first, with author and department, in three statements."""
    author = joinedload(Idea.author).options(load_only(Person.name))
    wanted = _unanswered().where(contains(Idea.search_text, q)).options(author, joinedload(Idea.department))
    found: Page[Idea] = page_of(wanted.order_by(Idea.submitted_at, Idea.id), number=number, size=20)
    calendar = working_calendar()
    rows = [WaitingIdea(idea, response_clock(idea, calendar)) for idea in found.rows]
    return Page(rows=rows, number=found.number, size=found.size, total=found.total)


def queue_length() -> int:
    """How many ideas wait for a first response."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(_unanswered().subquery())) or 0
