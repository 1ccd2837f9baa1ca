"""Publishing articles: what has changed becomes a new edition, what has faults keeps its last good one."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from app.foundation import audit, clock
from app.foundation.content.houses import Outcome, Surroundings
from app.foundation.content.prose import bare, parse, render
from app.foundation.content.texts import LANGUAGES, Text
from app.foundation.db import db
from app.foundation.search import folded
from app.knowledge.content.articles import Article
from app.knowledge.content.folder import Knowledge, read_knowledge
from app.knowledge.models import ArticleDraft, ArticleEdition, DraftState
from app.knowledge.queries.articles import newest


def publish_knowledge(content: Path, around: Surroundings) -> Outcome:
    """Publish what has changed below a content folder, and withdraw what has no files any more; twice is once.

    A folder without articles of its own says nothing, so nothing is withdrawn.
    """
    return _walk(content, around, write=True)


def difference(content: Path, around: Surroundings) -> Outcome:
    """What publishing would do; nothing is written."""
    return _walk(content, around, write=False)


def _walk(content: Path, around: Surroundings, *, write: bool) -> Outcome:
    found = read_knowledge(content, around)
    if found is None:
        return Outcome()
    served = _served()
    fresh = [one for one in found.articles if served.get(one.id) != _hash(one, found.topics[one.topic])]
    gone = sorted(name for name in served if name not in found.there and served[name])
    if write:
        for article in fresh:
            _publish(article, found)
        for name in gone:
            _withdraw(name)
        db.session.flush()
    new = sum(one.id not in served for one in fresh)
    return Outcome(new, len(fresh) - new, len(gone), found.faults)


def _served() -> dict[str, str]:
    """The hash served now of every article that there ever was; empty for one that is withdrawn."""
    rows = sa.select(ArticleEdition.article, ArticleEdition.content_hash, ArticleEdition.withdrawn).where(newest())
    return {row.article: "" if row.withdrawn else row.content_hash for row in db.session.execute(rows)}


def _hash(article: Article, topic: Text) -> str:
    said = [
        [one.title, one.words, one.body, topic.of(language)]
        for language, one in ((language, article.sides.of(language)) for language in LANGUAGES)
    ]
    facts = [article.topic, article.owner, article.review_every, article.version, article.see, said]
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()


def _publish(article: Article, found: Knowledge) -> None:
    topic = found.topics[article.topic]
    content_hash = _hash(article, topic)
    for language in LANGUAGES:
        side = article.sides.of(language)
        shared = (article.version, content_hash, article.topic, article.owner, article.review_every)
        version, digest, topic_id, owner, every = shared
        db.session.add(
            ArticleEdition(
                article=article.id,
                language=language,
                version=version,
                content_hash=digest,
                title=side.title,
                topic=topic_id,
                topic_title=topic.of(language),
                words=list(side.words),
                owner=owner,
                review_every=every,
                see=list(article.see),
                answer=side.answer,
                body=side.body,
                published_at=clock.now(),
                title_text=folded(side.title),
                words_text=folded(*side.words),
                body_text=folded(bare(render(parse(side.body)))),
            )
        )
    told: dict[str, Any] = {"version": article.version, "content_hash": content_hash}
    audit.record(act="article:published", subject=("article", article.id), actor_id=None, after=told)
    _finish_draft(article.id)


def _withdraw(name: str) -> None:
    kept = [column.key for column in ArticleEdition.__table__.columns if column.key not in ("id", "withdrawn")]
    for row in db.session.scalars(sa.select(ArticleEdition).where(ArticleEdition.article == name, newest())).all():
        values = {key: getattr(row, key) for key in kept}
        db.session.add(ArticleEdition(**{**values, "published_at": clock.now()}, withdrawn=True))
    audit.record(act="article:withdrawn", subject=("article", name), actor_id=None)


def _finish_draft(article: str) -> None:
    """A draft that has become an article is done."""
    mine = (ArticleDraft.article == article, ArticleDraft.state == DraftState.open)
    for draft in db.session.scalars(sa.select(ArticleDraft).where(*mine)).all():
        draft.state, draft.closed_at, draft.version = DraftState.done, clock.now(), draft.version + 1
