"""Articles as they were published, who has read them and found them true, and whom they helped."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.foundation.append_only import append_only
from app.foundation.db import Base


class ArticleEdition(Base):
    """One language of an article as it was published. Append-only: the newest row of a language is what is served.

    `article` is the id in its file. A row that is `withdrawn` says that the files are gone. The three folded texts are what
    search looks into.
    """

    __tablename__ = "article_editions"

    id: Mapped[int] = mapped_column(primary_key=True)
    article: Mapped[str]
    language: Mapped[str] = mapped_column(sa.String(2))
    version: Mapped[int]
    content_hash: Mapped[str]
    title: Mapped[str]
    topic: Mapped[str] = mapped_column(index=True)
    topic_title: Mapped[str]
    words: Mapped[list[Any]]
    owner: Mapped[str]
    review_every: Mapped[int]
    see: Mapped[list[Any]]
    answer: Mapped[str]
    body: Mapped[str]
    published_at: Mapped[datetime]
    withdrawn: Mapped[bool] = mapped_column(default=False)
    title_text: Mapped[str]
    words_text: Mapped[str]
    body_text: Mapped[str]

    __table_args__ = (
        sa.Index("ix_article_editions_article_language_id", "article", "language", "id"),
        sa.CheckConstraint("language IN ('zh', 'en')", name="known_language"),
    )


class ArticleReview(Base):
    """Somebody who keeps an article true has read this version of it and found it true. Append-only; once a day at most."""

    __tablename__ = "article_reviews"

    id: Mapped[int] = mapped_column(primary_key=True)
    article: Mapped[str]
    version: Mapped[int]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    reviewed_on: Mapped[date]
    reviewed_at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="raise_on_sql")

    __table_args__ = (sa.UniqueConstraint("article", "version", "person_id", "reviewed_on"),)


class ArticleAnswer(Base):
    """Whether an article solved it for somebody: one answer for each version and person, which may be changed."""

    __tablename__ = "article_answers"

    article: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, index=True)
    solved: Mapped[bool]
    answered_at: Mapped[datetime]


for _table in (ArticleEdition, ArticleReview):
    append_only(_table.__table__)
