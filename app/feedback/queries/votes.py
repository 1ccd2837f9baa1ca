"""Votes: how much support ideas have, and what a person has left. Nobody learns who voted."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.feedback.models import VOTING, Idea, Vote
from app.feedback.queries.visibility import visible_to
from app.foundation.db import db
from app.foundation.settings import Settings

MEMBER = aliased(Idea, name="member")


@dataclass(frozen=True, slots=True)
class Support:
    """How many people of how many departments want an idea, merged ones included, and whether the reader is one of them."""

    votes: int = 0
    departments: int = 0
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Budget:
    """The votes of one person: how many there are (0 = as many as one likes) and how many are given to open ideas."""

    total: int
    used: int

    @property
    def left(self) -> int:
        """Votes that can still be given."""
        return max(0, self.total - self.used)


def vote_budget() -> int:
    """How many open votes a person may have; 0 means any number."""
    settings: Settings = current_app.extensions["uptake.settings"]
    return settings.vote_budget


def members_of(idea_id: int | sa.BindParameter[int]) -> sa.Select[int]:
    """Ids of an idea and of those merged into it, as a subquery."""
    return sa.select(Idea.id).where(sa.or_(Idea.id == idea_id, Idea.canonical_id == idea_id))


def effective_id() -> sa.ColumnElement[int]:
    """The idea for which votes on MEMBER count: itself, or what it was merged into."""
    return sa.func.coalesce(MEMBER.canonical_id, MEMBER.id)


@cache  # put together once: every page with ideas asks it
def _support() -> sa.Select[int, int, int, int]:
    """Support of the ideas `asked`, and whether `reader` is among the voters."""
    asked = sa.bindparam("asked", expanding=True, type_=sa.Integer)
    reader = sa.bindparam("reader", type_=sa.Integer)
    return (
        sa.select(
            Idea.id,
            sa.func.count(Vote.person_id.distinct()),
            sa.func.count(Vote.department_id.distinct()),
            sa.func.max(sa.case((Vote.person_id == reader, 1), else_=0)),
        )
        .join(MEMBER, effective_id() == Idea.id)
        .join(Vote, Vote.idea_id == MEMBER.id)
        .where(sa.or_(MEMBER.id.in_(asked), MEMBER.canonical_id.in_(asked)), Vote.person_id != Idea.author_id)
        .group_by(Idea.id)
    )


def support_of(ideas: Collection[int], *, person_id: int | None = None) -> dict[int, Support]:
    """Support of each idea in one statement: distinct people over the idea and those merged into it, without its author."""
    if not ideas:
        return {}
    found = db.session.execute(_support(), {"asked": list(ideas), "reader": person_id})
    known = {idea_id: Support(votes, departments, bool(mine)) for idea_id, votes, departments, mine in found}
    return {idea_id: known.get(idea_id, Support()) for idea_id in ideas}


def support_counts() -> sa.Subquery:
    """Columns `idea_id` and `votes` of every idea that has any, for lists in the order of support.

    Few ideas are merged: only theirs is counted by person; for all others the index of votes says how many there are.
    """
    target = aliased(Idea, name="target")
    targets = sa.select(Idea.canonical_id).where(Idea.canonical_id.is_not(None))
    in_group = sa.select(Idea.id).where(sa.or_(Idea.canonical_id.is_not(None), Idea.id.in_(targets)))
    alone = (
        sa.select(Vote.idea_id.label("idea_id"), sa.func.count().label("votes"))
        .where(Vote.idea_id.not_in(in_group))
        .group_by(Vote.idea_id)
    )
    grouped = (
        sa.select(effective_id().label("idea_id"), sa.func.count(Vote.person_id.distinct()).label("votes"))
        .join(MEMBER, Vote.idea_id == MEMBER.id)
        .join(target, target.id == effective_id())
        .where(Vote.idea_id.in_(in_group), Vote.person_id != target.author_id)
        .group_by(effective_id())
    )
    return sa.union_all(alone, grouped).subquery("support")


def voted_ideas(person_id: int | sa.BindParameter[int]) -> sa.Select[int]:
    """Ids of the ideas that a person's votes count for, as a subquery."""
    return sa.select(effective_id()).join(Vote, Vote.idea_id == MEMBER.id).where(Vote.person_id == person_id)


def _spent_on(person_id: int | sa.BindParameter[int]) -> sa.Select[int]:
    """Ids of the ideas a person's open votes are given to: open to votes, and cast since they last were opened."""
    target = aliased(Idea, name="target")
    return (
        sa.select(target.id)
        .join(MEMBER, target.id == effective_id())
        .join(Vote, Vote.idea_id == MEMBER.id)
        .where(Vote.person_id == person_id, target.status.in_(VOTING), Vote.voting_round == MEMBER.voting_round)
        .distinct()
    )


# Every page of the board and every home asks this, so it is put together only once.
_OPEN_VOTES = sa.select(sa.func.count()).select_from(_spent_on(sa.bindparam("voter", type_=sa.Integer)).subquery())


def support_of_idea() -> tuple[sa.ScalarSelect[int], sa.ScalarSelect[int], sa.ScalarSelect[int]]:
    """Support of the Idea of a statement, as columns of it: people, departments, and whether its `reader` is one of them."""
    group = sa.or_(MEMBER.id == Idea.id, MEMBER.canonical_id == Idea.id)
    cast = sa.select(Vote).join(MEMBER, Vote.idea_id == MEMBER.id).where(group, Vote.person_id != Idea.author_id)
    mine = cast.where(Vote.person_id == sa.bindparam("reader", type_=sa.Integer))
    counts = (
        cast.with_only_columns(sa.func.count(Vote.person_id.distinct())),
        cast.with_only_columns(sa.func.count(Vote.department_id.distinct())),
        mine.with_only_columns(sa.func.count()),
    )
    people, departments, own = (count.correlate(Idea).scalar_subquery() for count in counts)
    return people, departments, own


def open_votes_of_reader() -> sa.ScalarSelect[int]:
    """The same as a column of a statement that is about a `reader`."""
    spent = _spent_on(sa.bindparam("reader", type_=sa.Integer)).subquery("spent")
    return sa.select(sa.func.count()).select_from(spent).scalar_subquery()


def open_votes_of(person_id: int) -> int:
    """How many of the person's votes are given to ideas that are open to votes."""
    return db.session.scalar(_OPEN_VOTES, {"voter": person_id}) or 0


def budget_of(person_id: int) -> Budget:
    """The person's votes, given and left."""
    return Budget(total=vote_budget(), used=open_votes_of(person_id))


def own_open_votes(person: Person) -> list[Idea]:
    """The ideas that hold the person's open votes, the longest waiting first; at most 100."""
    wanted = (
        sa.select(Idea)
        .where(Idea.id.in_(_spent_on(person.id)), visible_to(person))
        .order_by(Idea.status_since, Idea.id)
        .limit(100)
    )
    return list(db.session.scalars(wanted))
