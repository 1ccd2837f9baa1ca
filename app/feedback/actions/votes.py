"""Casting and withdrawing votes: idempotent, never a toggle, right under any number of hands at once."""

from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.feedback.actions.errors import BudgetSpent, IdeaMerged, IdeaNotFound, OwnIdea, VotingClosed
from app.feedback.models import VOTING, Idea, IdeaStatus, Vote, VoteEvent
from app.feedback.queries.visibility import seeing
from app.feedback.queries.votes import members_of, open_votes_of, vote_budget
from app.foundation import clock
from app.foundation.db import db, insert_new, locked


def cast_vote(*, idea_id: int, person_id: int, seen_revision: int | None = None) -> bool:
    """Vote for an idea, as it was read; False when the person's vote counts for it already.

    Raises IdeaNotFound, or a VoteRefused: IdeaMerged, OwnIdea, VotingClosed, BudgetSpent.
    """
    # Always the person first, then the idea: holding the person keeps the budget, holding the idea keeps its status.
    department_id = db.session.scalars(locked(sa.select(Person.department_id).where(Person.id == person_id))).one()
    idea = _held(idea_id, person_id)
    if idea.author_id == person_id:
        raise OwnIdea
    if _own_votes(idea_id, person_id):
        return False
    if idea.status not in VOTING or idea.hidden_at is not None:
        raise VotingClosed(idea.status)
    budget = vote_budget()
    if budget and open_votes_of(person_id) >= budget:
        raise BudgetSpent
    row = {
        "idea_id": idea_id,
        "person_id": person_id,
        "department_id": department_id,
        "cast_at": clock.now(),
        "voting_round": idea.voting_round,
        "seen_revision": min(seen_revision or idea.revision, idea.revision),
    }
    new = insert_new(Vote, [row]) == 1
    if new:
        _write_history([idea_id], person_id, cast=True)
    return new


def withdraw_vote(*, idea_id: int, person_id: int) -> bool:
    """Take one's vote back, wherever in the merged group it was cast; False when there was none.

    Raises IdeaNotFound, IdeaMerged, or VotingClosed: once an idea is decided on, its votes stay.
    """
    db.session.execute(locked(sa.select(Person.id).where(Person.id == person_id)))
    idea = _held(idea_id, person_id)
    cast_on = _own_votes(idea_id, person_id)
    if not cast_on:
        return False
    if idea.status not in VOTING:
        raise VotingClosed(idea.status)
    db.session.execute(sa.delete(Vote).where(Vote.person_id == person_id, Vote.idea_id.in_(cast_on)))
    _write_history(cast_on, person_id, cast=False)
    return True


def _held(idea_id: int, person_id: int) -> Any:
    columns: Any = (
        Idea.id,
        Idea.status,
        Idea.author_id,
        Idea.canonical_id,
        Idea.voting_round,
        Idea.revision,
        Idea.hidden_at,
        Idea.sensitive,
    )
    idea = db.session.execute(locked(sa.select(*columns).where(Idea.id == idea_id))).one_or_none()
    if idea is None or ((idea.hidden_at or idea.sensitive) and not seeing(idea_id, [person_id])):
        raise IdeaNotFound
    if idea.status is IdeaStatus.merged:
        raise IdeaMerged(idea.canonical_id)
    return idea


def _own_votes(idea_id: int, person_id: int) -> list[int]:
    wanted = sa.select(Vote.idea_id).where(Vote.person_id == person_id, Vote.idea_id.in_(members_of(idea_id)))
    return list(db.session.scalars(wanted))


def _write_history(ideas: list[int], person_id: int, *, cast: bool) -> None:
    moment = clock.now()
    db.session.add_all(VoteEvent(idea_id=idea_id, person_id=person_id, cast=cast, at=moment) for idea_id in ideas)
    db.session.flush()
