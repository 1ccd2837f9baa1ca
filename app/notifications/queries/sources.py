"""Those for whom somebody wrote ideas, or whom they asked in an interview: what became of it, and who has heard."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from app.accounts.models import Person
from app.ambassadors.models import Finding, FindingIdea, Interview
from app.feedback.models import Idea, IdeaEvent, IdeaStatus
from app.feedback.queries.visibility import eyes_of, visible
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.params import READER
from app.notifications.models import Announcement, Receipt, SourceTelling

PAGE_SIZE = 20
DECISIVE = (IdeaStatus.planned, IdeaStatus.declined, IdeaStatus.delivered)
"""Moves that somebody who told of a need waits for; closing an idea says nothing new."""
SETTLED = (*DECISIVE, IdeaStatus.in_progress, IdeaStatus.closed)
"""Where an idea stands whose last outcome holds; one that was opened again has none yet."""


@dataclass(frozen=True, slots=True)
class Relayed:
    """An idea that was written for a source, its last outcome, and how the source heard of it, if they did.

    `interview` is where it was heard, of a source without a name too; `told` is the word in person.
    """

    idea: Idea
    outcome: IdeaEvent
    interview: Interview | None
    seen_at: datetime | None
    told: SourceTelling | None

    @property
    def key(self) -> str:
        """What a form names it by; another outcome has another."""
        return f"{self.idea.id}-{self.outcome.id}"


def sources_to_tell(reader: Any) -> sa.Select[int]:
    """Select of one number: the outcomes of which READER has a source to tell; for a page that counts many things at once."""
    rows = _rows(reader, sa.select(Idea.id)).where(_unheard())
    return sa.select(sa.select(sa.func.count()).select_from(rows.subquery()).scalar_subquery())


def relayed_unheard(reader: Any) -> Page[Relayed]:
    """The outcomes that wait longest for their sources to hear of them; the next ones come when these are told."""
    return _page(_whole(reader).where(_unheard()).order_by(IdeaEvent.id, Idea.id), reader, 1)


def relayed_heard(reader: Any, *, number: int = 1) -> Page[Relayed]:
    """Outcomes that their sources have heard of, the latest first."""
    return _page(_whole(reader).where(~_unheard()).order_by(IdeaEvent.id.desc(), Idea.id), reader, number)


def own_telling(reader: Any, telling_id: int) -> SourceTelling | None:
    """What somebody has told a source."""
    rows = sa.select(SourceTelling).where(SourceTelling.id == telling_id, SourceTelling.by_id == reader.id)
    return db.session.scalar(rows)


def _page(rows: sa.Select[Any], reader: Any, number: int) -> Page[Any]:
    bound = rows.params(reader=reader.id)
    found = page_of(bound, number=number, size=PAGE_SIZE, scalars=False)
    return Page([Relayed(*row) for row in found.rows], found.number, found.size, found.total)


def _whole(reader: Any) -> sa.Select[Any]:
    columns: tuple[Any, ...] = (Idea, IdeaEvent, Interview, Receipt.seen_at, SourceTelling)
    shown = (joinedload(Idea.on_behalf_of), joinedload(IdeaEvent.actor))
    return _rows(reader, sa.select(*columns)).options(*shown)


def _rows(reader: Any, columns: sa.Select[Any]) -> sa.Select[Any]:
    """What READER wrote for sources who are here, with the last outcome of each idea, or of the one it was merged into."""
    settled, source = aliased(Idea, name="settled"), aliased(Person, name="source")
    last = sa.select(sa.func.max(IdeaEvent.id)).where(
        IdeaEvent.idea_id == settled.id, IdeaEvent.to_status.in_(DECISIVE)
    )
    told = sa.and_(SourceTelling.idea_id == Idea.id, SourceTelling.event_id == IdeaEvent.id)
    announced = Announcement.key == sa.literal("idea-event:") + sa.cast(IdeaEvent.id, sa.Text)
    talk = sa.and_(Interview.id == Finding.interview_id, Interview.withdrawn_at.is_(None))
    rows = (
        columns.select_from(Idea)
        .join(settled, settled.id == sa.func.coalesce(Idea.canonical_id, Idea.id))
        .join(IdeaEvent, IdeaEvent.id == last.correlate(settled).scalar_subquery())
        .outerjoin(source, source.id == Idea.on_behalf_of_id)
        .outerjoin(Announcement, announced)
        .outerjoin(Receipt, sa.and_(Receipt.announcement_id == Announcement.id, Receipt.person_id == source.id))
        .outerjoin(SourceTelling, told)
        .outerjoin(FindingIdea, FindingIdea.idea_id == Idea.id)
        .outerjoin(Finding, Finding.id == FindingIdea.finding_id)
        .outerjoin(Interview, talk)
    )
    eyes = eyes_of(reader)
    return rows.where(
        Idea.author_id == READER,
        settled.status.in_(SETTLED),
        visible(READER, eyes, Idea),
        visible(READER, eyes, settled),
        source.deactivated_at.is_(None),
        _has_source(),
    )


def _has_source() -> sa.ColumnElement[bool]:
    """Somebody else is behind the idea: a colleague, or whoever was asked; who wrote down a talk with themselves has none."""
    asked = sa.and_(Interview.id.is_not(None), sa.func.coalesce(Interview.person_id, 0) != READER)
    return sa.or_(Idea.on_behalf_of_id.is_not(None), Idea.on_behalf_of_name != "", asked)


def _unheard() -> sa.ColumnElement[bool]:
    return sa.and_(SourceTelling.id.is_(None), Receipt.seen_at.is_(None))
