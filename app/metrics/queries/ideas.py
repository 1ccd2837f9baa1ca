"""Ideas with the instants of their way, and the votes that stood on a day, as plain rows for the formulas."""

from datetime import datetime
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Department, Person
from app.feedback.models import Idea, IdeaEvent, IdeaStatus, Vote, VoteEvent
from app.foundation.db import db
from app.metrics.formulas.rows import AsOf, IdeaRow, VoteRow
from app.metrics.models import ImportedIdea

ACCEPTED = (IdeaStatus.planned, IdeaStatus.in_progress, IdeaStatus.delivered)
DECISIVE = (*ACCEPTED, IdeaStatus.declined, IdeaStatus.withdrawn, IdeaStatus.merged, IdeaStatus.needs_info)


def idea_rows(as_of: AsOf, *, since: datetime | None = None, author_id: int | None = None) -> tuple[IdeaRow, ...]:
    """Every idea submitted by then, in one statement; `since` and `author_id` leave out the others."""
    either = IdeaEvent.to_status.in_(DECISIVE) | IdeaEvent.from_status.in_(DECISIVE)
    own_events = (IdeaEvent.idea_id == Idea.id) & either & (IdeaEvent.at < as_of.end)
    found = (
        sa.select(
            Idea.id,
            ImportedIdea.key,
            Idea.author_id,
            Department.code,
            Idea.submitted_at,
            Idea.first_response_at,
            Idea.canonical_id,
            IdeaEvent.from_status,
            IdeaEvent.to_status,
            IdeaEvent.at,
        )
        .join(Department, Idea.department_id == Department.id)
        .outerjoin(ImportedIdea, ImportedIdea.idea_id == Idea.id)
        .outerjoin(IdeaEvent, own_events)
        .where(Idea.submitted_at < as_of.end)
        .order_by(Idea.id, IdeaEvent.id)
    )
    if since is not None:
        found = found.where(Idea.submitted_at >= since)
    if author_id is not None:
        found = found.where(Idea.author_id == author_id)
    return tuple(_idea_row(list(rows)) for _, rows in groupby(db.session.execute(found), key=lambda row: row.id))


Event = tuple[IdeaStatus | None, IdeaStatus, datetime]


def _idea_row(rows: list[Any]) -> IdeaRow:
    row, history = rows[0], [(each.from_status, each.to_status, each.at) for each in rows if each.at is not None]
    accepted, declined = _decision(history)
    merged = _standing(history, IdeaStatus.merged)
    return IdeaRow(
        id=row.id,
        key=row.key or f"I-{row.id}",
        author_id=row.author_id,
        department=row.code,
        submitted_at=row.submitted_at,
        responded_at=row.first_response_at,
        accepted_at=accepted,
        declined_at=declined,
        delivered_at=_first(history, IdeaStatus.delivered) if accepted else None,
        withdrawn_at=_standing(history, IdeaStatus.withdrawn),
        merged_at=merged,
        target=row.canonical_id if merged else None,
        waiting=_waiting(history),
    )


def _decision(history: list[Event]) -> tuple[datetime | None, datetime | None]:
    """Instant of the acceptance or of the refusal that stands: the later decision replaces the earlier."""
    accepted: datetime | None = None
    declined: datetime | None = None
    for _old, new, at in history:
        if new is IdeaStatus.declined:
            accepted, declined = None, at
        elif new in ACCEPTED:
            accepted, declined = accepted or at, None
    return accepted, declined


def _standing(history: list[Event], status: IdeaStatus) -> datetime | None:
    """When a status was reached that has not been left since."""
    moves = [(old, new, at) for old, new, at in history if status in (old, new)]
    return moves[-1][2] if moves and moves[-1][1] is status else None


def _first(history: list[Event], status: IdeaStatus) -> datetime | None:
    return next((at for _old, new, at in history if new is status), None)


def _waiting(history: list[Event]) -> tuple[tuple[datetime, datetime | None], ...]:
    """Times in which the author was asked for more; the last one may still be open."""
    spans: list[tuple[datetime, datetime | None]] = []
    for old, new, at in history:
        if old is IdeaStatus.needs_info and spans and spans[-1][1] is None:
            spans[-1] = (spans[-1][0], at)
        if new is IdeaStatus.needs_info:
            spans.append((at, None))
    return tuple(spans)


def vote_rows(as_of: AsOf) -> tuple[VoteRow, ...]:
    """Votes that stood at the end of the day: the last thing that happened to each is that it was cast."""
    last = (
        sa.select(sa.func.max(VoteEvent.id).label("id"))
        .where(VoteEvent.at < as_of.end)
        .group_by(VoteEvent.idea_id, VoteEvent.person_id)
        .subquery()
    )
    home = sa.orm.aliased(Department)
    found = (
        sa.select(VoteEvent.idea_id, VoteEvent.person_id, sa.func.coalesce(Department.code, home.code))
        .join(last, last.c.id == VoteEvent.id)
        .join(Person, VoteEvent.person_id == Person.id)
        .join(home, Person.department_id == home.id)
        .outerjoin(Vote, (Vote.idea_id == VoteEvent.idea_id) & (Vote.person_id == VoteEvent.person_id))
        .outerjoin(Department, Vote.department_id == Department.id)
        .where(VoteEvent.cast)
        .order_by(VoteEvent.id)
    )
    return tuple(VoteRow(*row) for row in db.session.execute(found))
