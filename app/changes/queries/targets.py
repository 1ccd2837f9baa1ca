"""When ideas are meant to reach people."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.changes.models import ChangeIdea, ChangeRequest, ChangeState
from app.foundation import clock
from app.foundation.db import db

UNDER_WAY = (ChangeState.scheduled, ChangeState.implementing)


def planned_for(ideas: Collection[int]) -> Mapping[int, date]:
    """The day on which the last window of the changes for each idea ends, in one statement; an idea without one is left out."""
    ends = sa.func.max(ChangeRequest.window_end)
    rows = (
        sa.select(ChangeIdea.idea_id, sa.type_coerce(ends, ChangeRequest.window_end.type))
        .join(ChangeRequest, ChangeRequest.id == ChangeIdea.change_id)
        .where(ChangeIdea.idea_id.in_(list(ideas)), ChangeRequest.state.in_(UNDER_WAY))
        .group_by(ChangeIdea.idea_id)
    )
    found: list[Any] = list(db.session.execute(rows))
    return {idea_id: clock.local_date(end) for idea_id, end in found if end is not None}
