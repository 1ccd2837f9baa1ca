"""What change control does when something happens below it."""

import sqlalchemy as sa

from app.changes.actions.following import follow_ideas
from app.changes.models import ChangeIdea, ChangeRequest
from app.feedback.events import IdeaMoved
from app.feedback.models import IdeaEvent, IdeaStatus
from app.foundation.db import db


def follow_merge(event: IdeaMoved) -> None:
    """An idea that was merged, or parted again, brings its changes along: both ideas stand where theirs say."""
    if IdeaStatus.merged not in (event.from_status, event.to_status):
        return
    targets = sa.select(IdeaEvent.target_id).where(IdeaEvent.idea_id == event.idea_id, IdeaEvent.target_id.is_not(None))
    ideas = sorted({event.idea_id, *(target for target in db.session.scalars(targets) if target)})
    linked = sa.select(ChangeRequest).join(ChangeIdea).where(ChangeIdea.idea_id.in_(ideas)).order_by(ChangeRequest.id)
    change = db.session.scalars(linked).first()
    if change is not None:
        follow_ideas(ideas, change=change, actor=None)
