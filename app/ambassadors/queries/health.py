"""The numbers that the health meeting looks at: plain counts of what hurts and what waits."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from app.ambassadors.queries.action_items import overdue_count
from app.feedback.models import Idea, IdeaKind, IdeaStatus
from app.foundation import clock
from app.foundation.db import db

UNDONE = (
    IdeaStatus.submitted,
    IdeaStatus.needs_info,
    IdeaStatus.open,
    IdeaStatus.discussing,
    IdeaStatus.parked,
    IdeaStatus.in_review,
    IdeaStatus.planned,
    IdeaStatus.in_progress,
)
WAITING = (IdeaStatus.submitted, IdeaStatus.open, IdeaStatus.discussing)
AGEING_DAYS = 60


def health_numbers(series_id: int | None) -> dict[str, Any]:
    """Open problems by area, ideas that have waited for long, action items that are overdue; in two statements.

    Plain values, so that published minutes keep them as they were.
    """
    areas = (
        sa.select(Idea.area, sa.func.count())
        .where(Idea.kind == IdeaKind.problem, Idea.status.in_(UNDONE))
        .group_by(Idea.area)
    )
    problems = sorted(db.session.execute(areas), key=lambda row: (-row[1], row[0]))
    long_ago = clock.now() - timedelta(days=AGEING_DAYS)
    ageing = sa.select(sa.func.count()).where(Idea.status.in_(WAITING), Idea.submitted_at < long_ago)
    silent = sa.select(sa.func.count()).where(Idea.status == IdeaStatus.submitted, Idea.first_response_at.is_(None))
    counts = db.session.execute(
        sa.select(ageing.scalar_subquery(), silent.scalar_subquery(), overdue_count(series_id).scalar_subquery())
    ).one()
    return {
        "as_of": clock.today().isoformat(),
        "problems": [[area, count] for area, count in problems],
        "ageing": counts[0],
        "unanswered": counts[1],
        "overdue_actions": counts[2],
    }
