"""Following an idea, and hearing nothing of it."""

import sqlalchemy as sa

from app.feedback.models import Follower
from app.foundation import clock
from app.foundation.db import db, insert_new


def follow_idea(*, idea_id: int, person_id: int) -> None:
    """Hear about an idea from now on, also after having muted it."""
    _set_muted(idea_id, person_id, muted=False)


def mute_idea(*, idea_id: int, person_id: int) -> None:
    """Hear nothing more about an idea, whatever ties there are."""
    _set_muted(idea_id, person_id, muted=True)


def unmute_idea(*, idea_id: int, person_id: int, following: bool) -> None:
    """Take a mute back exactly: who followed before follows again, who did not has no row again."""
    if following:
        _set_muted(idea_id, person_id, muted=False)
        return
    own = (Follower.idea_id == idea_id, Follower.person_id == person_id, Follower.muted_at.is_not(None))
    db.session.execute(sa.delete(Follower).where(*own))


def unfollow_idea(*, idea_id: int, person_id: int) -> None:
    """Give up following; a voter or author still hears. What was muted stays muted."""
    own = (Follower.idea_id == idea_id, Follower.person_id == person_id, Follower.muted_at.is_(None))
    db.session.execute(sa.delete(Follower).where(*own))


def _set_muted(idea_id: int, person_id: int, *, muted: bool) -> None:
    moment = clock.now()
    insert_new(Follower, [{"idea_id": idea_id, "person_id": person_id, "followed_at": moment}])
    own = (Follower.idea_id == idea_id, Follower.person_id == person_id)
    db.session.execute(sa.update(Follower).where(*own).values(muted_at=moment if muted else None))
