"""Which ideas the clock alone moves on: a pause is over, or nobody has objected to a delivery in time."""

from functools import cache

import sqlalchemy as sa

from app.feedback.models import OBJECTION_TIME, Idea, IdeaStatus, Objection
from app.feedback.queries.petitions import stands_against_delivery
from app.foundation.params import TODAY, moment_after

AT_ONCE = 50


@cache  # put together once: the board asks it
def due_now() -> sa.Select[int]:
    """Ids of ideas whose time is up, at most AT_ONCE."""
    parked = sa.and_(Idea.status == IdeaStatus.parked, Idea.parked_until <= TODAY)
    objected = sa.exists().where(Objection.idea_id == Idea.id, stands_against_delivery())
    delivered = sa.and_(
        Idea.status == IdeaStatus.delivered, Idea.status_since <= moment_after(-OBJECTION_TIME), sa.not_(objected)
    )
    # In no order: for the sake of one, a database would rather read every idea.
    return sa.select(Idea.id).where(sa.or_(parked, delivered)).limit(AT_ONCE)
