"""What waits for a meeting: items carried over, and ideas that ask to be discussed."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from app.ambassadors.models import AgendaItem, ItemOutcome, Meeting, MeetingSeries, MeetingState
from app.changes.models import ChangeRequest, ChangeState
from app.feedback.models import Idea, IdeaStatus
from app.feedback.queries.votes import Support, support_counts, support_of
from app.foundation.db import db

MOST_WANTED, LOOKED_AT, OLDEST = 4, 20, 2
ON_THE_TABLE = (ChangeState.ready, ChangeState.on_agenda, ChangeState.voting)
OPEN = (MeetingState.planned, MeetingState.held)
GOING_ON = (IdeaStatus.open, IdeaStatus.discussing, IdeaStatus.parked)


@dataclass(frozen=True, slots=True)
class WaitingIdea:
    """An idea that could be discussed, with its support."""

    idea: Idea
    support: Support


def carried_to(meeting: Meeting) -> list[AgendaItem]:
    """Items of earlier meetings of the series that were carried, or whose meeting fell out, and have no successor yet.

    What is about an idea that is decided or lives on elsewhere has nothing to return for.
    """
    rows = (
        sa.select(AgendaItem)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .outerjoin(Idea, Idea.id == AgendaItem.idea_id)
        .outerjoin(ChangeRequest, ChangeRequest.id == AgendaItem.change_id)
        .where(
            Meeting.series_id == meeting.series_id,
            Meeting.id != meeting.id,
            _left_over(),
            _without_follower(),
            sa.or_(AgendaItem.idea_id.is_(None), sa.and_(Idea.status.in_(GOING_ON), for_everyone())),
            sa.or_(AgendaItem.change_id.is_(None), ChangeRequest.state.in_(ON_THE_TABLE)),
        )
        .options(joinedload(AgendaItem.idea))
    )
    return list(db.session.scalars(rows.order_by(Meeting.held_on, AgendaItem.position)))


def _left_over() -> sa.ColumnElement[bool]:
    carried = sa.and_(Meeting.state == MeetingState.published, AgendaItem.outcome == ItemOutcome.carried)
    return sa.or_(carried, Meeting.state == MeetingState.cancelled)


def _without_follower() -> sa.ColumnElement[bool]:
    follower = aliased(AgendaItem)
    return ~sa.exists().where(follower.carried_from_id == AgendaItem.id)


def for_everyone() -> sa.ColumnElement[bool]:
    """Condition on Idea: neither hidden nor for the PMO only, so that all who meet may see it."""
    return sa.and_(sa.not_(Idea.sensitive), Idea.hidden_at.is_(None))


def ideas_waiting() -> list[WaitingIdea]:
    """Ideas for the ambassadors: those under discussion that stand on no agenda, the best supported, the longest open.

    Support counts departments before votes: what hurts in many places comes first.
    """
    chosen = {idea.id: idea for idea in [*_under_discussion(), *_most_wanted(), *_longest_open()]}
    support = support_of(chosen)
    return [WaitingIdea(idea, support[number]) for number, idea in chosen.items()]


def _free() -> sa.Select[Idea]:
    """Ideas that stand on no agenda that is still to be dealt with, and were not carried over or recommended."""
    taken = (
        sa.select(AgendaItem.idea_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .outerjoin(MeetingSeries, MeetingSeries.id == Meeting.series_id)
        .where(_pending(), AgendaItem.idea_id.is_not(None))
    )
    return sa.select(Idea).where(Idea.id.not_in(taken), for_everyone())


def _pending() -> sa.ColumnElement[bool]:
    """Still to be dealt with: on an open agenda, to return at the next one of a running series, or recommended already."""
    runs = sa.and_(MeetingSeries.id.is_not(None), MeetingSeries.ended_at.is_(None))
    returns = sa.and_(_left_over(), _without_follower(), runs)
    return sa.or_(Meeting.state.in_(OPEN), returns, AgendaItem.outcome == ItemOutcome.recommended)


def _under_discussion() -> list[Idea]:
    waiting = _free().where(Idea.status == IdeaStatus.discussing)
    return list(db.session.scalars(waiting.order_by(Idea.status_since, Idea.id).limit(MOST_WANTED)))


def _most_wanted() -> list[Idea]:
    counts = support_counts()
    votes = sa.func.coalesce(counts.c.votes, 0)
    rows = _free().where(Idea.status == IdeaStatus.open).outerjoin(counts, counts.c.idea_id == Idea.id)
    found = list(db.session.scalars(rows.order_by(votes.desc(), Idea.id).limit(LOOKED_AT)))
    support = support_of([idea.id for idea in found])
    found.sort(key=lambda idea: (-support[idea.id].departments, -support[idea.id].votes, idea.id))
    return found[:MOST_WANTED]


def _longest_open() -> list[Idea]:
    rows = _free().where(Idea.status == IdeaStatus.open)
    return list(db.session.scalars(rows.order_by(Idea.submitted_at, Idea.id).limit(OLDEST)))


def changes_waiting() -> list[ChangeRequest]:
    """Change requests for the board: assessed or on the table, on no agenda that is still to be dealt with; the oldest first."""
    taken = (
        sa.select(AgendaItem.change_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .outerjoin(MeetingSeries, MeetingSeries.id == Meeting.series_id)
        .where(_pending(), AgendaItem.change_id.is_not(None))
    )
    rows = sa.select(ChangeRequest).where(ChangeRequest.state.in_(ON_THE_TABLE), ChangeRequest.id.not_in(taken))
    return list(db.session.scalars(rows.order_by(ChangeRequest.state_since, ChangeRequest.id).limit(LOOKED_AT)))


def recommended_ideas() -> list[AgendaItem]:
    """Published recommendations whose ideas still wait for a change request, the oldest first, with the ideas."""
    rows = (
        sa.select(AgendaItem)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(Idea, Idea.id == AgendaItem.idea_id)
        .where(
            Meeting.state == MeetingState.published,
            AgendaItem.outcome == ItemOutcome.recommended,
            Idea.status == IdeaStatus.discussing,
            for_everyone(),
        )
        .options(joinedload(AgendaItem.idea), joinedload(AgendaItem.meeting))
    )
    return list(db.session.scalars(rows.order_by(Meeting.held_on, AgendaItem.position).limit(50)))


def discussable_idea(idea_id: int) -> Idea | None:
    """An idea that may be put on an agenda: opened, not decided, and for everyone's eyes."""
    rows = sa.select(Idea).where(Idea.id == idea_id, Idea.status.in_(GOING_ON), for_everyone())
    return db.session.scalar(rows)


def stands_on(idea_id: int) -> AgendaItem | None:
    """The item of an idea on an agenda that is still to be dealt with, with its meeting."""
    rows = (
        sa.select(AgendaItem)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(AgendaItem.idea_id == idea_id, Meeting.state.in_(OPEN))
        .options(joinedload(AgendaItem.meeting))
    )
    return db.session.scalars(rows.order_by(AgendaItem.id).limit(1)).one_or_none()
