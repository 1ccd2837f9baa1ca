"""Boards, changes and rounds for the tests of ballots."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa

from app.accounts.models import Role
from app.changes.actions.ballots import cast_ballot
from app.changes.actions.board import set_rule
from app.changes.actions.rounds import open_round
from app.changes.formulas.deciding import Choice, Rule
from app.changes.models.ballots import Ballot, BallotRound
from app.changes.models.requests import ChangeIdea, ChangeRequest, ChangeState
from app.foundation import clock
from app.foundation.db import db
from tests.changes import rows
from tests.factories import Cast, make_person
from tests.feedback.rows import person

HALF = Rule(1, 2, 1, 2)


def make_members(count: int, department_id: int, first: int = 0) -> list[int]:
    """So many members of the board, besides those who are there."""
    numbers = range(first, first + count)
    return [make_person(f"5{n:05}", f"委员{n}", department_id, Role.board_member).id for n in numbers]


def rule_of(cast: Cast, rule: Rule = HALF, chair_id: int | None = None) -> int:
    """Set the rule of the board."""
    return set_rule(rule=rule, chair_id=chair_id, working_days=3, reason="规则", by_id=cast.pmo).id


def make_change(author_id: int, title: str = "Copy yesterday's report", *, ideas: Sequence[int] = ()) -> int:
    """A normal change, assessed and on the agenda; gives its number."""
    number = rows.make_change(author_id, title, state=ChangeState.on_agenda)
    rows.make_assessment(number, author_id)
    for idea_id in ideas:
        db.session.add(ChangeIdea(change_id=number, idea_id=idea_id, linked_by_id=author_id, linked_at=clock.now()))
    db.session.flush()
    return number


def vote(round_id: int, member_id: int, choice: Choice, comment: str = "", *, as_: int | None = None) -> Ballot | None:
    """Cast a ballot on the text as the round has it, in person or by somebody else."""
    seen = db.session.scalars(sa.select(BallotRound.content_hash).where(BallotRound.id == round_id)).one()
    return cast_ballot(
        round_id=round_id,
        member_id=member_id,
        caster_id=as_ or member_id,
        choice=choice,
        comment=comment or ("理由" if choice in (Choice.reject, Choice.approve_with_conditions) else ""),
        seen_hash=seen,
    )


def open_for(change_id: int, actor_id: int) -> BallotRound:
    """An open round."""
    return open_round(change_id=change_id, actor=person(actor_id))


def state_of(change_id: int) -> ChangeState:
    """Where a change is now."""
    return db.session.get_one(ChangeRequest, change_id, populate_existing=True).state


AFTER = timedelta(days=30)
"""Long after any round has closed."""
