"""One change request with all that its page shows."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, load_only

from app.accounts.models import Person
from app.changes.formulas.risk import Risk, risk_of
from app.changes.models import (
    Assessment,
    ChangeEvent,
    ChangeIdea,
    ChangeKind,
    ChangeRequest,
    EmergencyApproval,
    Release,
    ReleaseChange,
    Review,
    ScheduledWindow,
)
from app.changes.queries.approvals import approvals_of
from app.changes.queries.assessments import assessment_of, missing_in
from app.feedback.models import Idea
from app.feedback.queries import support_of
from app.feedback.queries.visibility import visible_to
from app.feedback.queries.votes import Support
from app.foundation.db import db


@dataclass(frozen=True, slots=True)
class LinkedIdea:
    """An idea that a change answers, and how many people of how many departments want it."""

    idea: Idea
    support: Support


@dataclass(frozen=True, slots=True)
class ChangePage:
    """Everything the page of a change request shows, besides what ballots add."""

    change: ChangeRequest
    assessment: Assessment | None
    ideas: list[LinkedIdea]
    history: list[ChangeEvent]
    windows: list[ScheduledWindow]
    approvals: list[EmergencyApproval]
    release: Release | None
    review: Review | None

    @property
    def missing(self) -> list[str]:
        """What the assessment lacks; a standard change or an emergency goes without one."""
        return missing_in(self.assessment) if self.change.kind is ChangeKind.normal else []

    @property
    def risk(self) -> Risk | None:
        """The risk, where all questions are answered."""
        return risk_of(self.assessment.risk_answers) if self.assessment else None


def change_page(number: int, reader: Any) -> ChangePage | None:
    """A change request with what hangs on it, as far as the reader may see it; None where there is none. At most six statements."""
    head = db.session.execute(_head(number)).one_or_none()
    if head is None:
        return None
    change, release, review = head
    standing = change.window_start is not None
    return ChangePage(
        change=change,
        assessment=assessment_of(number),
        ideas=linked_ideas(number, reader),
        history=history_of(number),
        windows=windows_of(number) if standing else [],
        approvals=approvals_of(change) if change.kind is ChangeKind.emergency else [],
        release=release,
        review=review,
    )


def _head(number: int) -> sa.Select[ChangeRequest, Release, Review]:
    names = load_only(Person.name)
    return (
        sa.select(ChangeRequest, Release, Review)
        .outerjoin(ReleaseChange, ReleaseChange.change_id == ChangeRequest.id)
        .outerjoin(Release, Release.id == ReleaseChange.release_id)
        .outerjoin(Review, Review.change_id == ChangeRequest.id)
        .where(ChangeRequest.id == number)
        .options(
            joinedload(ChangeRequest.author).options(names),
            joinedload(ChangeRequest.owner).options(names),
            joinedload(ChangeRequest.template),
            joinedload(Review.by).options(names),
        )
    )


def change_numbered(number: int) -> ChangeRequest | None:
    """A change request with author, owner and template."""
    names = load_only(Person.name)
    wanted = sa.select(ChangeRequest).where(ChangeRequest.id == number)
    wanted = wanted.options(
        joinedload(ChangeRequest.author).options(names),
        joinedload(ChangeRequest.owner).options(names),
        joinedload(ChangeRequest.template),
    )
    return db.session.scalar(wanted)


def linked_ideas(number: int, reader: Any) -> list[LinkedIdea]:
    """The ideas a change answers that the reader may see, with their support, in two statements."""
    wanted = sa.select(Idea).join(ChangeIdea, ChangeIdea.idea_id == Idea.id)
    wanted = wanted.where(ChangeIdea.change_id == number, visible_to(reader)).order_by(Idea.id)
    ideas = list(db.session.scalars(wanted))
    support = support_of([idea.id for idea in ideas])
    return [LinkedIdea(idea, support[idea.id]) for idea in ideas]


def history_of(number: int) -> list[ChangeEvent]:
    """The moves of a change request with who made them, the first one first."""
    actor = joinedload(ChangeEvent.actor).options(load_only(Person.name))
    wanted = sa.select(ChangeEvent).where(ChangeEvent.change_id == number).options(actor).order_by(ChangeEvent.id)
    return list(db.session.scalars(wanted))


def windows_of(number: int) -> list[ScheduledWindow]:
    """The windows a change was given, the last one first."""
    by = joinedload(ScheduledWindow.by).options(load_only(Person.name))
    wanted = sa.select(ScheduledWindow).where(ScheduledWindow.change_id == number).options(by)
    return list(db.session.scalars(wanted.order_by(ScheduledWindow.id.desc())))
