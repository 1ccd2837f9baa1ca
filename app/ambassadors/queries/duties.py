"""What waits for somebody because of meetings; selects, to be asked together with others."""

import sqlalchemy as sa

from app.ambassadors.models import AgendaItem, Meeting, MeetingKind, MeetingState
from app.foundation.params import TODAY, PersonId


def to_prepare(person_id: PersonId, *, ambassador: bool) -> sa.Select[int]:
    """Id of the next meeting that somebody prepares, where nothing stands on its agenda yet."""
    mine = Meeting.chair_id == person_id
    if ambassador:
        mine = sa.or_(mine, Meeting.kind == MeetingKind.ambassador)
    empty = ~sa.exists().where(AgendaItem.meeting_id == Meeting.id)
    ahead = sa.and_(Meeting.state == MeetingState.planned, Meeting.held_on >= TODAY)
    rows = sa.select(Meeting.id).where(mine, ahead, empty)
    return rows.order_by(Meeting.held_on, Meeting.id).limit(1)
