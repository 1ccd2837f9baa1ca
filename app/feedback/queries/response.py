"""The clock of the first answer, in business hours of the company's calendar."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

import sqlalchemy as sa

from app.accounts.models import PersonRole
from app.feedback.models import Comment, Idea, IdeaEvent, IdeaStatus
from app.feedback.policies import RESPONDERS
from app.feedback.queries.conversation import standing
from app.foundation import clock
from app.foundation.calendar import WorkingCalendar
from app.foundation.db import db

TARGET_HOURS = 18
NEVER_ANSWERED = (IdeaStatus.withdrawn, IdeaStatus.merged)


@dataclass(frozen=True, slots=True)
class ResponseClock:
    """How long an idea waits for its first answer; `unknown_years` are those whose working days nobody has confirmed.

    Where a year is unknown there is no number: a guess would be worse than none.
    """

    hours: Fraction
    unknown_years: tuple[int, ...]

    @property
    def left(self) -> Fraction:
        """Business hours until the target, negative beyond it."""
        return TARGET_HOURS - self.hours

    @property
    def overdue(self) -> bool:
        """Whether it waits longer than the company means to let anyone wait."""
        return self.left < 0


def waits_for_answer(idea: Idea) -> bool:
    """Whether nobody with a mandate has answered, and somebody still should."""
    return idea.first_response_at is None and idea.status not in NEVER_ANSWERED


def response_clock(idea: Idea, calendar: WorkingCalendar) -> ResponseClock:
    """The clock of an idea that waits."""
    moment = clock.now()
    unknown = calendar.unknown_years(idea.submitted_at, moment)
    hours = Fraction(0) if unknown else calendar.hours_between(idea.submitted_at, moment)
    return ResponseClock(hours, unknown)


def first_answer(idea: Idea) -> datetime | None:
    """When the first of the words and moves that stand today was given by somebody with a mandate; None without any."""
    said = sa.select(sa.func.min(Comment.posted_at)).where(Comment.idea_id == idea.id, _answers())
    moved = sa.select(sa.func.min(IdeaEvent.at)).where(
        IdeaEvent.idea_id == idea.id, IdeaEvent.actor_id != idea.author_id, _has_mandate(IdeaEvent.actor_id)
    )
    found = [db.session.scalar(rows) for rows in (said, moved)]
    return min((moment for moment in found if moment is not None), default=None)


def is_answer(comment: Comment) -> bool:
    """Whether a comment counts as an answer: it stands for everyone, and its writer has a mandate and did not write the idea."""
    return bool(db.session.scalar(sa.select(sa.exists().where(Comment.id == comment.id, _answers()))))


def _answers() -> sa.ColumnElement[bool]:
    writer = sa.select(Idea.author_id).where(Idea.id == Comment.idea_id).correlate(Comment).scalar_subquery()
    return sa.and_(standing(), Comment.author_id != writer, _has_mandate(Comment.author_id))


def _has_mandate(person_id: Any) -> sa.ColumnElement[bool]:
    held: sa.ColumnElement[bool] = person_id.in_(sa.select(PersonRole.person_id).where(PersonRole.role.in_(RESPONDERS)))
    return held
