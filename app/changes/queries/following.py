"""Where an idea stands, as a function of the change requests that answer it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.changes.models import ChangeIdea, ChangeKind, ChangeRequest, ChangeState, ReleaseChange
from app.feedback.models import Idea, IdeaStatus
from app.foundation.db import db

S = ChangeState
CLOSED = frozenset({S.closed_success, S.closed_partial})
BEGUN = frozenset({S.implementing, S.implemented, S.in_pir, *CLOSED})
AGREED = frozenset({S.approved, S.approved_with_conditions, S.scheduled})
UNDONE = frozenset({S.backed_out, S.in_pir, *CLOSED})
"""States that a change reaches by being implemented or by being backed out; `implemented_at` tells which."""


@dataclass(frozen=True, slots=True)
class LinkedChange:
    """What counts of a change request for the ideas it answers."""

    id: int
    kind: ChangeKind
    state: ChangeState
    implemented_at: datetime | None
    release_id: int | None

    @property
    def failed(self) -> bool:
        """Whether nothing will come of it: cancelled, closed as failed, or backed out."""
        return self.state in (S.cancelled, S.closed_failed) or (self.state in UNDONE and self.implemented_at is None)

    @property
    def agreed(self) -> bool:
        """Whether it may be done: the board said so, or the template of a standard change did once for all."""
        return self.state in AGREED or self.kind is ChangeKind.standard


def wanted_status(changes: Collection[LinkedChange]) -> IdeaStatus | None:
    """The status of an idea that these changes answer; None where the moderator has to choose.

    Failed changes do not count; where all have failed (or none is left) the idea is under review again. What was rejected decides
    nothing beside others, and alone leaves the choice between declining and discussing to the moderator.
    """
    live = [change for change in changes if not change.failed]
    if not live:
        return IdeaStatus.in_review
    live = [change for change in live if change.state is not S.rejected]
    if not live:
        return None
    if all(change.release_id and change.implemented_at for change in live):
        return IdeaStatus.closed if all(change.state in CLOSED for change in live) else IdeaStatus.delivered
    if any(change.state in BEGUN for change in live):
        return IdeaStatus.in_progress
    return IdeaStatus.planned if any(change.agreed for change in live) else IdeaStatus.in_review


def is_review_going_on(idea_id: int) -> bool:
    """Whether a change request that answers an idea still has its way to go: nobody has rejected, returned or given it up."""
    return any(
        not change.failed and change.state not in (S.rejected, S.returned)
        for change in changes_of_ideas([idea_id])[idea_id]
    )


def changes_of_ideas(ideas: Collection[int]) -> dict[int, list[LinkedChange]]:
    """What answers each idea, directly or through an idea that was merged into it; one statement."""
    found: dict[int, list[LinkedChange]] = {idea: [] for idea in ideas}
    target = sa.func.coalesce(Idea.canonical_id, Idea.id)
    columns = (ChangeRequest.id, ChangeRequest.kind, ChangeRequest.state, ChangeRequest.implemented_at)
    wanted = (
        sa.select(target, *columns, ReleaseChange.release_id)
        .join(ChangeIdea, ChangeIdea.idea_id == Idea.id)
        .join(ChangeRequest, ChangeRequest.id == ChangeIdea.change_id)
        .outerjoin(ReleaseChange, ReleaseChange.change_id == ChangeRequest.id)
        .where(sa.or_(Idea.id.in_(ideas), Idea.canonical_id.in_(ideas)))
        .distinct()
        .order_by(ChangeRequest.id)
    )
    for idea, number, kind, state, implemented_at, release_id in db.session.execute(wanted):
        if idea in found:
            found[idea].append(LinkedChange(number, kind, state, implemented_at, release_id))
    return found
