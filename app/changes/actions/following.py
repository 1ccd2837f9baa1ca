"""Ideas follow the change requests that answer them, in the transaction that moves one of these."""

from collections.abc import Collection

import sqlalchemy as sa
from flask_babel import gettext as _

from app.accounts.models import Person
from app.changes.models import IN_WORK, ChangeIdea, ChangeRequest
from app.changes.queries.following import changes_of_ideas, wanted_status
from app.feedback.actions import advance_idea
from app.feedback.models import Idea, IdeaStatus
from app.foundation.db import db, locked

I = IdeaStatus  # noqa: E741 (the statuses of an idea)
WAY = (I.in_review, I.planned, I.in_progress, I.delivered, I.closed)
"""The way of an idea through change control; it is walked step by step in both directions."""
ENTRANCE = frozenset({I.open, I.discussing})
FOLLOWING = frozenset({*ENTRANCE, *WAY}) - {I.closed}


def follow_change(change: ChangeRequest, *, actor: Person | None, reason: str = "") -> None:
    """Bring every idea that a change answers to where all its changes say it is."""
    linked = sa.select(ChangeIdea.idea_id).where(ChangeIdea.change_id == change.id)
    follow_ideas(list(db.session.scalars(linked)), change=change, actor=actor, reason=reason)


def follow_ideas(ideas: Collection[int], *, change: ChangeRequest, actor: Person | None, reason: str = "") -> None:
    """Bring ideas to where their changes say they are; an idea that was merged stands for what it was merged into.

    The rows of the ideas are held in order before their changes are read: of two changes that end at the same moment, the
    second sees the first.
    """
    if not ideas:
        return
    target = sa.select(sa.func.coalesce(Idea.canonical_id, Idea.id)).where(Idea.id.in_(ideas))
    held = locked(sa.select(Idea).where(Idea.id.in_(target)).order_by(Idea.id))
    rows = list(db.session.scalars(held, execution_options={"populate_existing": True}))
    changes = changes_of_ideas([idea.id for idea in rows])
    for idea in rows:
        wanted = wanted_status(changes[idea.id])
        untouched = not changes[idea.id] and idea.status in ENTRANCE
        if wanted is not None and idea.status in FOLLOWING and not untouched:
            _walk(idea, wanted, change, actor, reason)


def _walk(idea: Idea, wanted: IdeaStatus, change: ChangeRequest, actor: Person | None, reason: str) -> None:
    told = reason or _words_about(change)
    for step in steps_between(idea.status, wanted):
        advance_idea(idea_id=idea.id, to=step, evidence=f"change:{change.id}", actor=actor, reason=told)


def _words_about(change: ChangeRequest) -> str:
    """What those who wait for the idea read; the title of a change request only once everyone may read it."""
    if change.state in IN_WORK:
        return str(_("Change request %(number)s is being prepared.", number=change.id))
    return str(_("Change request %(number)s: %(title)s", number=change.id, title=change.title))


def steps_between(status: IdeaStatus, wanted: IdeaStatus) -> tuple[IdeaStatus, ...]:
    """The statuses an idea passes on its way; nothing where it is there already.

    An open idea may be planned at once; what was delivered goes back to work before it is under review again.
    """
    there = WAY.index(wanted)
    if status in ENTRANCE:
        return WAY[1 if status is I.open and there else 0 : there + 1]
    here = WAY.index(status)
    if here <= there:
        return WAY[here + 1 : there + 1]
    back = (I.in_progress,) if status is I.delivered else ()
    return tuple(dict.fromkeys((*back, wanted)))
