"""The roadmap: the same ideas as on the board, by how far they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.feedback.models import Idea, IdeaEvent, IdeaStatus
from app.feedback.queries.outcomes import Outcome, outcomes_of
from app.feedback.queries.tags import tagged_with
from app.feedback.queries.visibility import visible_to
from app.foundation import clock
from app.foundation.db import db

SHOWN = 12
RECENT = timedelta(days=90)


class Lane(StrEnum):
    """One column of the roadmap."""

    considered = "considered"
    planned = "planned"
    in_progress = "in_progress"
    delivered = "delivered"
    not_now = "not_now"


STATUSES: dict[Lane, tuple[IdeaStatus, ...]] = {
    Lane.considered: (IdeaStatus.in_review,),
    Lane.planned: (IdeaStatus.planned,),
    Lane.in_progress: (IdeaStatus.in_progress,),
    Lane.delivered: (IdeaStatus.delivered, IdeaStatus.closed),
    Lane.not_now: (IdeaStatus.parked, IdeaStatus.declined),
}
_OF_STATUS = {status: lane for lane, statuses in STATUSES.items() for status in statuses}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its newest ideas and how many there are in all."""

    lane: Lane
    rows: Sequence[Outcome]
    total: int


def roadmap(reader: Person, *, area: str = "", tag: int | None = None) -> list[Column]:
    """Every column with the ideas that moved last, in five statements; what was delivered or refused stays for 90 days."""
    found: list[Any] = list(db.session.execute(_ranked(reader, area, tag)))
    outcomes = {outcome.idea.id: outcome for outcome in outcomes_of([row[0] for row in found], reader)}
    columns: dict[Lane, list[Any]] = {lane: [] for lane in Lane}
    for row in found:
        columns[_OF_STATUS[row[0].status]].append(row)
    return [
        Column(lane, [outcomes[row[0].id] for row in rows], rows[0].total if rows else 0)
        for lane, rows in columns.items()
    ]


def _ranked(reader: Person, area: str, tag: int | None) -> sa.Select[Any]:
    lane = sa.case(*((Idea.status.in_(statuses), lane.value) for lane, statuses in STATUSES.items()))
    newest = (Idea.status_since.desc(), Idea.id.desc())
    rank = sa.func.row_number().over(partition_by=lane, order_by=newest).label("rank")
    total = sa.func.count().over(partition_by=lane).label("total")
    chosen = sa.select(Idea.id, rank, total).where(visible_to(reader), _on_roadmap())
    if area:
        chosen = chosen.where(Idea.area == area)
    if tag:
        chosen = chosen.where(tagged_with(tag))
    ranked = chosen.subquery("ranked")
    shown = sa.select(Idea, ranked.c.total).join(ranked, ranked.c.id == Idea.id).where(ranked.c.rank <= SHOWN)
    return shown.options(joinedload(Idea.department)).order_by(*newest)


def _on_roadmap() -> sa.ColumnElement[bool]:
    """What is on its way, and of what has ended the last 90 days."""
    since = clock.now() - RECENT
    ended = sa.select(IdeaEvent.idea_id).where(
        IdeaEvent.to_status.in_((IdeaStatus.delivered, IdeaStatus.declined)), IdeaEvent.at >= since
    )
    lately = sa.and_(
        Idea.status.in_((IdeaStatus.delivered, IdeaStatus.closed, IdeaStatus.declined)), Idea.id.in_(ended)
    )
    on_the_way = (IdeaStatus.in_review, IdeaStatus.planned, IdeaStatus.in_progress, IdeaStatus.parked)
    return sa.or_(Idea.status.in_(on_the_way), lately)
