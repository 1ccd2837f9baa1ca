"""Working on drafts of articles, and dropping them."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from app.foundation import audit, clock
from app.foundation.db import db, locked
from app.foundation.search import folded
from app.foundation.words import normalised
from app.knowledge.actions.errors import DraftClosed, NameTaken, StaleDraft
from app.knowledge.models import ArticleDraft, DraftState
from app.knowledge.queries.drafts import is_taken


def edit_draft(*, draft_id: int, version: int, words: Mapping[str, str], by: int) -> ArticleDraft:
    """Write a draft anew. Raises DraftClosed, StaleDraft, or NameTaken where another open draft has the id."""
    draft = _held(draft_id)
    if draft.version != version:
        raise StaleDraft
    if is_taken(words["article"], but=draft.id):
        raise NameTaken
    for name, text in words.items():
        setattr(draft, name, normalised(text))
    draft.search_text = folded(draft.article, draft.title_zh, draft.title_en, draft.body_zh, draft.body_en)
    draft.edited_at, draft.edited_by_id, draft.version = clock.now(), by, draft.version + 1
    audit.record(act="draft:edited", subject=("draft", draft.id), actor_id=by)
    db.session.flush()
    return draft


def drop_draft(*, draft_id: int, reason: str, by: int) -> ArticleDraft:
    """Drop a draft that will be no article, and say why. Raises DraftClosed."""
    draft = _held(draft_id)
    draft.state, draft.closed_at, draft.dropped_by_id = DraftState.dropped, clock.now(), by
    draft.dropped_reason, draft.version = normalised(reason), draft.version + 1
    audit.record(act="draft:dropped", subject=("draft", draft.id), actor_id=by, reason=draft.dropped_reason)
    db.session.flush()
    return draft


def _held(draft_id: int) -> ArticleDraft:
    rows = locked(sa.select(ArticleDraft).where(ArticleDraft.id == draft_id))
    draft: ArticleDraft = db.session.scalars(rows, execution_options={"populate_existing": True}).one()
    if draft.state is not DraftState.open:
        raise DraftClosed
    return draft
