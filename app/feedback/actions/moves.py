"""Moves of an idea: by hand along the moderator's and the author's lists, with evidence along those of the chain."""

from datetime import date

import sqlalchemy as sa

from app.accounts.models import Person
from app.feedback.actions.changing import change_status
from app.feedback.actions.errors import AnswerMissing, IdeaNotFound, MoveNotListed, StaleIdea
from app.feedback.actions.settling import settle
from app.feedback.models import (
    AUTHOR_MOVES,
    CHAIN_MOVES,
    MODERATOR_MOVES,
    DeclineCode,
    Idea,
    IdeaEvent,
    IdeaStatus,
    needs_answer,
)
from app.feedback.queries.reviews import is_being_reviewed
from app.foundation import clock
from app.foundation.db import db, locked

__all__ = ["advance_idea", "change_status", "held_idea", "move_idea", "seen_idea", "withdraw_idea"]


def move_idea(
    *,
    idea_id: int,
    to: IdeaStatus,
    version: int,
    actor: Person | None,
    reason: str = "",
    decline_code: DeclineCode | None = None,
    decision_ref: str = "",
    parked_until: date | None = None,
) -> IdeaEvent:
    """Move an idea along the moderator's listed moves; `actor` needs loaded roles, None is the portal itself.

    Raises IdeaNotFound, StaleIdea (another version is current), MoveNotListed (also while the board still has to decide on its
    change request), or AnswerMissing: a decision carries words, a
    refusal its code and the decision it rests on too, a pause the day it ends.
    """
    idea = seen_idea(idea_id, version)
    if to not in MODERATOR_MOVES[idea.status] or is_being_reviewed(idea):
        raise MoveNotListed(f"{idea.status} -> {to}")
    if needs_answer(idea.status, to) and not reason:
        raise AnswerMissing("reason")
    declines = to is IdeaStatus.declined
    if declines and (decline_code is None or not decision_ref):
        raise AnswerMissing("decline_code" if decline_code is None else "decision_ref")
    if to is IdeaStatus.parked and (parked_until is None or parked_until <= clock.today()):
        raise AnswerMissing("parked_until")
    return change_status(
        idea=idea,
        to=to,
        actor=actor,
        reason=reason,
        decline_code=decline_code if declines else None,
        decision_ref=decision_ref if declines else "",
        parked_until=parked_until if to is IdeaStatus.parked else None,
    )


def advance_idea(
    *, idea_id: int, to: IdeaStatus, evidence: str, actor: Person | None, reason: str = ""
) -> IdeaEvent | None:
    """Move an idea along the chain, because a row of a higher floor says so: `evidence` names it, such as `decision:3`.

    Whoever calls writes its own row in the same transaction, and gives the words for those who wait as `reason`. An idea that is
    there already stays, nobody is told again, and None is given. Raises IdeaNotFound or MoveNotListed: a merged idea never moves.
    """
    if not evidence:
        raise ValueError("a move along the chain names its evidence")
    idea = held_idea(idea_id)
    if idea.status is to:
        return None
    if to not in CHAIN_MOVES.get(idea.status, ()):
        raise MoveNotListed(f"{idea.status} -> {to}")
    return change_status(idea=idea, to=to, actor=actor, reason=reason, evidence=evidence)


def withdraw_idea(*, idea_id: int, version: int, author: Person, reason: str = "") -> IdeaEvent:
    """Take one's own idea back. Raises IdeaNotFound, StaleIdea or MoveNotListed."""
    idea = seen_idea(idea_id, version)
    if idea.author_id != author.id or IdeaStatus.withdrawn not in AUTHOR_MOVES.get(idea.status, ()):
        raise MoveNotListed(f"{idea.status} -> withdrawn")
    return change_status(idea=idea, to=IdeaStatus.withdrawn, actor=author, reason=reason)


def held_idea(idea_id: int) -> Idea:
    """An idea as it stands now by the clock, held until commit. Raises IdeaNotFound."""
    held = locked(sa.select(Idea).where(Idea.id == idea_id))
    idea: Idea | None = db.session.scalar(held, execution_options={"populate_existing": True})
    if idea is None:
        raise IdeaNotFound
    settle(idea)
    return idea


def seen_idea(idea_id: int, version: int) -> Idea:
    """The same, if it is still what somebody has seen. Raises IdeaNotFound or StaleIdea."""
    idea = held_idea(idea_id)
    if idea.version != version:
        raise StaleIdea
    return idea
