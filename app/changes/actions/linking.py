"""Saying which ideas a change request answers."""

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.accounts.models import Person
from app.changes.actions.errors import GuardFailed
from app.changes.actions.following import FOLLOWING, follow_ideas
from app.changes.actions.moves import held_change
from app.changes.models import EDITABLE, ENDED, ChangeIdea, ChangeRequest
from app.feedback.models import Idea
from app.foundation import audit, clock
from app.foundation.db import db, insert_new, locked


def link_idea(*, change_id: int, idea_id: int, actor: Person, reason: str = "") -> bool:
    """Link an idea to a change request that answers it, and let it follow from then on; False when it was linked already.

    Raises ChangeNotFound, or GuardFailed where either of them is past that.
    """
    change = held_change(change_id)
    if change.state in ENDED:
        raise GuardFailed(_l("This change request has ended; it answers no further ideas."))
    idea = db.session.scalar(
        locked(sa.select(Idea).where(Idea.id == idea_id)), execution_options={"populate_existing": True}
    )
    if idea is None or idea.status not in FOLLOWING:
        raise GuardFailed(_l("Only an idea that is open, discussed, under review or under way can be linked."))
    row = {"change_id": change.id, "idea_id": idea.id, "linked_by_id": actor.id, "linked_at": clock.now()}
    if not insert_new(ChangeIdea, [row]):
        return False
    _tell(change, idea.id, actor, "linked")
    follow_ideas([idea.id], change=change, actor=actor, reason=reason)
    return True


def unlink_idea(*, change_id: int, idea_id: int, actor: Person) -> None:
    """Take a link back; the idea follows what is left. Raises ChangeNotFound, or GuardFailed once the work has begun."""
    change = held_change(change_id)
    if change.state not in EDITABLE:
        raise GuardFailed(_l("The work has begun: the link tells what it was done for, and stays."))
    gone = sa.delete(ChangeIdea).where(ChangeIdea.change_id == change_id, ChangeIdea.idea_id == idea_id)
    if db.session.execute(gone).rowcount:  # type: ignore[attr-defined]
        _tell(change, idea_id, actor, "unlinked")
        follow_ideas([idea_id], change=change, actor=actor)


def _tell(change: ChangeRequest, idea_id: int, actor: Person, act: str) -> None:
    audit.record(act=f"change:{act}", subject=("change", change.id), actor_id=actor.id, after={"idea": idea_id})
