"""Who hears about an idea, and why."""

from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from app.feedback.models import Follower, Idea, Vote
from app.feedback.queries.visibility import seeing
from app.feedback.queries.votes import members_of
from app.foundation.db import db


class HearsBecause(StrEnum):
    """Why somebody hears about an idea; the strongest tie is named."""

    author = "author"
    on_behalf = "on_behalf"
    voted = "voted"
    follows = "follows"


def audience_of(idea_id: int) -> dict[int, HearsBecause]:
    """Ids of all who hear about an idea, each with the reason: authors, the colleagues they speak for, voters and followers of
    the idea and of those merged into it. Only who may see the idea hears of it. Who muted the idea itself is left out;
    a mute of a merged one cuts the ties to that one only.
    """
    return audience_and_mutes(idea_id)[0]


def audience_and_mutes(idea_id: int) -> tuple[dict[int, HearsBecause], dict[int, HearsBecause]]:
    """Who hears about an idea, and who would, had they not muted it; each by id with the reason."""
    group = members_of(idea_id)
    ties: sa.CompoundSelect[Any] = sa.union_all(
        sa.select(Idea.id, Idea.author_id, sa.literal(HearsBecause.author.value)).where(Idea.id.in_(group)),
        sa.select(Idea.id, Idea.on_behalf_of_id, sa.literal(HearsBecause.on_behalf.value)).where(
            Idea.id.in_(group), Idea.on_behalf_of_id.is_not(None)
        ),
        sa.select(Vote.idea_id, Vote.person_id, sa.literal(HearsBecause.voted.value)).where(Vote.idea_id.in_(group)),
        sa.select(Follower.idea_id, Follower.person_id, sa.literal(HearsBecause.follows.value)).where(
            Follower.idea_id.in_(group)
        ),
    )
    rows = db.session.execute(ties).all()
    muted = _mutes(idea_id)
    heard: dict[int, HearsBecause] = {}
    cut: dict[int, HearsBecause] = {}
    for member, person_id, reason in rows:
        told = cut if (member, person_id) in muted or (idea_id, person_id) in muted else heard
        told[person_id] = min(told.get(person_id, HearsBecause.follows), HearsBecause(reason), key=_strength)
    shown = seeing(idea_id, {*heard, *cut})
    heard = {person_id: reason for person_id, reason in heard.items() if person_id in shown}
    return heard, {who: reason for who, reason in cut.items() if who not in heard and who in shown}


def _mutes(idea_id: int) -> set[tuple[int, int]]:
    wanted = sa.select(Follower.idea_id, Follower.person_id).where(
        Follower.idea_id.in_(members_of(idea_id)), Follower.muted_at.is_not(None)
    )
    return set(db.session.execute(wanted))


def _strength(reason: HearsBecause) -> int:
    return list(HearsBecause).index(reason)
