"""Drafts of articles."""

from __future__ import annotations

import sqlalchemy as sa

from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.search import contains
from app.knowledge.models import ArticleDraft, DraftState

PAGE_SIZE = 20


def drafts_in(state: DraftState, *, q: str, number: int) -> Page[ArticleDraft]:
    """Drafts in a state, the newest first."""
    rows = sa.select(ArticleDraft).where(ArticleDraft.state == state, contains(ArticleDraft.search_text, q))
    return page_of(rows.order_by(ArticleDraft.id.desc()), number=number, size=PAGE_SIZE)


def draft_counts() -> dict[DraftState, int]:
    """How many drafts each state has."""
    rows = sa.select(ArticleDraft.state, sa.func.count()).group_by(ArticleDraft.state)
    found = dict(db.session.execute(rows).all())
    return {state: found.get(state, 0) for state in DraftState}


def draft_numbered(draft_id: int) -> ArticleDraft | None:
    """One draft."""
    return db.session.get(ArticleDraft, draft_id, populate_existing=True)


def is_taken(article: str, *, but: int) -> bool:
    """Whether another open draft has this id."""
    rows = sa.select(ArticleDraft.id).where(ArticleDraft.article == article, ArticleDraft.id != but)
    return db.session.scalar(rows.where(ArticleDraft.state == DraftState.open).limit(1)) is not None
