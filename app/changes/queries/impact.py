"""What changes cost, risk and touch, and who wants them: read before every decision, for one change or for many."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app.changes.formulas.risk import Risk, risk_of
from app.changes.models import Assessment, ChangeIdea, ChangeRequest
from app.feedback.models import Idea
from app.feedback.queries import support_of
from app.feedback.queries.visibility import visible_to
from app.feedback.queries.votes import Support
from app.foundation.db import db


@dataclass(frozen=True, slots=True)
class Impact:
    """One change with its newest assessment, and the ideas behind it that the reader may see with their votes and breadth."""

    change: ChangeRequest
    assessment: Assessment | None
    ideas: list[tuple[Idea, Support]] = field(default_factory=list)

    @property
    def risk(self) -> Risk | None:
        """The risk, where all questions are answered."""
        return risk_of(self.assessment.risk_answers) if self.assessment else None


def impacts_of(changes: Collection[ChangeRequest], reader: Any) -> dict[int, Impact]:
    """The impact of each change by id, in four statements for any number of them."""
    ids = [change.id for change in changes]
    if not ids:
        return {}
    newest = (
        sa.select(Assessment.change_id, sa.func.max(Assessment.revision).label("revision"))
        .where(Assessment.change_id.in_(ids))
        .group_by(Assessment.change_id)
        .subquery()
    )
    last = sa.and_(Assessment.change_id == newest.c.change_id, Assessment.revision == newest.c.revision)
    rows = db.session.scalars(sa.select(Assessment).join(newest, last).options(selectinload(Assessment.departments)))
    assessed = {row.change_id: row for row in rows}
    found = {change.id: Impact(change, assessed.get(change.id)) for change in changes}
    linked = sa.select(ChangeIdea.change_id, Idea).join(Idea, Idea.id == ChangeIdea.idea_id)
    pairs = db.session.execute(linked.where(ChangeIdea.change_id.in_(ids), visible_to(reader)).order_by(Idea.id)).all()
    support = support_of({idea.id for _change_id, idea in pairs})
    for change_id, idea in pairs:
        found[change_id].ideas.append((idea, support[idea.id]))
    return found


def changes_to_compare(change_id: int, readable: sa.ColumnElement[bool], *, limit: int = 20) -> list[ChangeRequest]:
    """Other changes that were assessed, those before the board first: what one may be compared with."""
    assessed = sa.exists().where(Assessment.change_id == ChangeRequest.id)
    wanted = sa.select(ChangeRequest).where(ChangeRequest.id != change_id, assessed, readable)
    before = sa.case((ChangeRequest.state.in_(("voting", "on_agenda")), 0), else_=1)
    return list(db.session.scalars(wanted.order_by(before, ChangeRequest.state_since.desc()).limit(limit)))
