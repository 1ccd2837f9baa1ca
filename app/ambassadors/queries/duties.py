"""What waits for somebody because of meetings; selects, to be asked together with others."""

from typing import Any

import sqlalchemy as sa

from app.accounts.models import Role
from app.accounts.policies import has_any
from app.ambassadors.models import AgendaItem, Meeting, MeetingKind, MeetingState
from app.foundation import clock


def to_prepare(person: Any) -> sa.Select[int]:
    """Id of the next meeting that somebody prepares, where nothing stands on its agenda yet."""
    mine = Meeting.chair_id == person.id
    if has_any(person, Role.ambassador):
        mine = sa.or_(mine, Meeting.kind == MeetingKind.ambassador)
    empty = ~sa.exists().where(AgendaItem.meeting_id == Meeting.id)
    ahead = sa.and_(Meeting.state == MeetingState.planned, Meeting.held_on >= clock.today())
    rows = sa.select(Meeting.id).where(mine, ahead, empty)
    return rows.order_by(Meeting.held_on, Meeting.id).limit(1)
