"""Where an idea stands, where it may go from there, and at whose hand."""

from enum import StrEnum


class IdeaStatus(StrEnum):
    """Where an idea is on its way; the moves between them are in `MOVES`."""

    submitted = "submitted"
    needs_info = "needs_info"
    open = "open"
    discussing = "discussing"
    in_review = "in_review"
    parked = "parked"
    planned = "planned"
    in_progress = "in_progress"
    delivered = "delivered"
    closed = "closed"
    declined = "declined"
    withdrawn = "withdrawn"
    merged = "merged"


class DeclineCode(StrEnum):
    """Why an idea is declined, as it is counted; the official answer says it in words."""

    exists_already = "exists_already"
    not_feasible = "not_feasible"
    too_costly = "too_costly"
    out_of_scope = "out_of_scope"
    security = "security"
    against_policy = "against_policy"
    little_use = "little_use"
    other = "other"


S = IdeaStatus
Targets = tuple[IdeaStatus, ...]

VOTING = frozenset({S.open, S.discussing, S.parked})
OUTCOMES = frozenset({S.planned, S.delivered, S.closed, S.declined})
EDITABLE = frozenset({S.submitted, S.needs_info, S.open})
ENDED = frozenset({S.closed, S.declined, S.withdrawn, S.merged})

# Where an idea may go, in the order in which the moves are offered. Merging and its undoing are no moves of these tables:
# they need a second idea.
MODERATOR_MOVES: dict[IdeaStatus, Targets] = {
    S.submitted: (S.open, S.needs_info, S.declined),
    S.needs_info: (),
    S.open: (S.parked, S.declined),
    S.discussing: (S.parked, S.declined),
    S.in_review: (S.discussing, S.declined),
    S.parked: (S.open, S.declined),
    S.planned: (),
    S.in_progress: (),
    S.delivered: (S.in_progress,),
    S.declined: (S.open,),
    S.closed: (),
    S.withdrawn: (),
    S.merged: (),
}
"""By hand of the PMO."""

AUTHOR_MOVES: dict[IdeaStatus, Targets] = {
    S.submitted: (S.withdrawn,),
    S.needs_info: (S.submitted, S.withdrawn),
    S.open: (S.withdrawn,),
}
"""By the author: an answer, or taking it back."""

CHAIN_MOVES: dict[IdeaStatus, Targets] = {
    S.open: (S.discussing, S.in_review, S.planned),
    S.parked: (S.discussing,),
    S.discussing: (S.in_review,),
    S.in_review: (S.planned, S.declined, S.discussing),
    S.planned: (S.in_progress, S.delivered, S.in_review),
    S.in_progress: (S.delivered, S.in_review),
    S.delivered: (S.closed, S.in_progress),
}
"""With evidence from meetings, change control and releases, and never by hand alone."""

SYSTEM_MOVES: dict[IdeaStatus, Targets] = {S.parked: (S.open,), S.delivered: (S.closed, S.in_progress)}
"""By the clock, or by so many voters that say it is not solved."""

MOVES: dict[IdeaStatus, frozenset[IdeaStatus]] = {
    status: frozenset(
        to for table in (MODERATOR_MOVES, AUTHOR_MOVES, CHAIN_MOVES, SYSTEM_MOVES) for to in table.get(status, ())
    )
    for status in IdeaStatus
}


def needs_answer(from_status: IdeaStatus, to_status: IdeaStatus) -> bool:
    """Whether a move by hand must carry words for those who wait: all but the plain opening of a new idea."""
    return (from_status, to_status) not in {(S.submitted, S.open), (S.needs_info, S.submitted)}
