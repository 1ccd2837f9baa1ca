"""Where practices come from, and what the page of an idea tells about that."""

from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from app.ambassadors.models import Finding, FindingIdea, Interview, Practice, PracticeState
from app.ambassadors.policies.practice import (
    may_log_interviews,
    may_see_all_interviews,
    may_see_interview,
    may_write_practices,
)
from app.feedback.models import Idea, IdeaStatus
from app.feedback.queries import visible_to
from app.feedback.queries.chain import Step
from app.foundation.db import db

DELIVERED = (IdeaStatus.delivered, IdeaStatus.closed)


def idea_to_share(idea_id: int, reader: Any) -> Idea | None:
    """An idea that was delivered, from which a practice can be told, if the reader may see it."""
    rows = sa.select(Idea).where(Idea.id == idea_id, Idea.status.in_(DELIVERED), visible_to(reader))
    return db.session.scalar(rows) if idea_id else None


def may_see_idea(idea_id: int | None, reader: Any) -> bool:
    """Whether there is such an idea and the reader may see it."""
    return idea_id is not None and bool(
        db.session.scalar(sa.select(sa.exists().where(Idea.id == idea_id, visible_to(reader))))
    )


def finding_to_share(finding_id: int, reader: Any) -> Finding | None:
    """A finding from which a practice can be told, if the reader may see its interview and it was not taken back."""
    rows = sa.select(Finding).where(Finding.id == finding_id).options(joinedload(Finding.interview))
    finding = db.session.scalar(rows) if finding_id else None
    if finding is None or finding.interview.withdrawn_at is not None:
        return None
    return finding if may_see_interview(reader, finding.interview) else None


def practice_rows(idea_id: sa.BindParameter[int], reader: Any, tongue: str) -> tuple[Any, ...]:
    """For the page of an idea: the interview in which it was heard (for those who may see it), and the practice it became.

    Whoever writes practices is asked to tell one, as long as nobody has.
    """
    heard = (
        sa.select(
            sa.literal("interview").label("kind"),
            Interview.id.label("subject_id"),
            Interview.logged_at.label("at"),
            sa.literal("").label("title"),
        )
        .join(Finding, Finding.interview_id == Interview.id)
        .join(FindingIdea, FindingIdea.finding_id == Finding.id)
        .where(FindingIdea.idea_id == idea_id, Interview.withdrawn_at.is_(None), _seen_by(reader))
    )
    title = (Practice.title_en, Practice.title_zh) if tongue == "en" else (Practice.title_zh, Practice.title_en)
    shared = sa.select(
        sa.literal("practice"),
        Practice.id,
        Practice.published_at,
        sa.func.coalesce(sa.func.nullif(title[0], ""), title[1]),
    ).where(Practice.idea_id == idea_id, Practice.state == PracticeState.published)
    asked = sa.select(sa.literal("untold"), Idea.id, Idea.status_since, sa.literal("")).where(
        Idea.id == idea_id,
        Idea.status.in_(DELIVERED if may_write_practices(reader) else ()),
        ~sa.exists().where(Practice.idea_id == Idea.id),
    )
    return heard, shared, asked


def practice_step(row: Any) -> Step:
    """One of these rows as a step."""
    if row.kind == "interview":
        href = url_for("ambassadors.show_interview", interview_id=row.subject_id)
        return Step(row.at, _("Interview"), _("Heard in an interview"), href, icon="ear")
    if row.kind == "practice":
        href = url_for("ambassadors.show_practice", practice_id=row.subject_id)
        return Step(row.at, _("Practice"), row.title, href, icon="book")
    href = url_for("ambassadors.show_new_practice", idea=row.subject_id)
    return Step(row.at, _("Practice"), _("Tell others how to work with it"), href, icon="book")


def _seen_by(reader: Any) -> sa.ColumnElement[bool]:
    if may_see_all_interviews(reader):
        return sa.true()
    return Interview.logged_by_id == reader.id if may_log_interviews(reader) else sa.false()
