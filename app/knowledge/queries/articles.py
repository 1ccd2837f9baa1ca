"""Articles as they are served: the newest edition of each language, with topics, reviews and answers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import sqlalchemy as sa
from flask import current_app
from markupsafe import Markup
from sqlalchemy.orm import joinedload, load_only

from app.accounts.models import Person
from app.foundation import clock
from app.foundation.content.prose import parse, render_lesson
from app.foundation.content.texts import Text
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.knowledge.models import ArticleAnswer, ArticleEdition, ArticleReview

PAGE_SIZE = 20
MODULES = "uptake.module_places"
"""Where the portal keeps the function that tells title and address of training modules by their ids."""
ModulePlaces = Callable[[Collection[str]], Mapping[str, tuple[Text, str]]]
E_ = ArticleEdition


def newest() -> sa.ColumnElement[bool]:
    """The newest edition of each article and language."""
    return E_.id.in_(sa.select(sa.func.max(E_.id)).group_by(E_.article, E_.language))


def served(language: str) -> sa.ColumnElement[bool]:
    """The editions that are served in a language."""
    return sa.and_(E_.language == language, newest(), E_.withdrawn.is_(False))


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic and how many articles it has."""

    id: str
    title: str
    count: int


def topics(language: str) -> list[Topic]:
    """Every topic that has articles, by its title; one statement."""
    rows = sa.select(E_.topic, sa.func.max(E_.topic_title), sa.func.count()).where(served(language)).group_by(E_.topic)
    return sorted((Topic(*row) for row in db.session.execute(rows)), key=lambda topic: (topic.title, topic.id))


def newest_articles(language: str, topic: str, *, number: int) -> Page[ArticleEdition]:
    """Articles of a topic or of all, the newest first; two statements."""
    rows = sa.select(E_).where(served(language)).order_by(E_.published_at.desc(), E_.article)
    return page_of(rows.where(E_.topic == topic) if topic else rows, number=number, size=PAGE_SIZE)


def editions(names: Collection[str], language: str) -> dict[str, ArticleEdition]:
    """The editions served under these names, in one statement."""
    rows = sa.select(E_).where(served(language), E_.article.in_(names)) if names else None
    return {row.article: row for row in db.session.scalars(rows)} if rows is not None else {}


def edition_of(name: str, language: str) -> ArticleEdition | None:
    """The newest edition of an article, also of one that was withdrawn."""
    rows = sa.select(E_).where(E_.article == name, E_.language == language)
    return db.session.scalar(rows.order_by(E_.id.desc()).limit(1))


@lru_cache(maxsize=256)
def rendered(body: str) -> Markup:
    """The Markdown of an article as safe HTML."""
    return render_lesson(parse(body))


@dataclass(frozen=True, slots=True)
class Standing:
    """How an article stands: last read by whom it belongs to, due again, whom it helped, and one's own answer."""

    reviewed_on: date | None
    reviewed_by: str
    due_on: date
    helped: int
    not_helped: int
    mine: bool | None

    @property
    def stale(self) -> bool:
        """Whether its time is over."""
        return self.due_on < clock.today()


def standing_of(edition: ArticleEdition, reader: Person) -> Standing:
    """How the present version stands; two statements."""
    version = (ArticleReview.article == edition.article, ArticleReview.version == edition.version)
    last = db.session.scalar(
        sa.select(ArticleReview)
        .where(*version)
        .options(joinedload(ArticleReview.person).options(load_only(Person.name)))
        .order_by(ArticleReview.id.desc())
        .limit(1)
    )
    own = sa.and_(ArticleAnswer.person_id == reader.id, ArticleAnswer.solved)
    refused = sa.and_(ArticleAnswer.person_id == reader.id, sa.not_(ArticleAnswer.solved))
    counted = (_sum(ArticleAnswer.solved), _sum(sa.not_(ArticleAnswer.solved)), _sum(own), _sum(refused))
    answers = (ArticleAnswer.article == edition.article, ArticleAnswer.version == edition.version)
    first = sa.select(sa.func.min(E_.published_at)).where(
        E_.article == edition.article, E_.version == edition.version, E_.withdrawn.is_(False)
    )
    yes, no, mine, not_mine, published_at = db.session.execute(
        sa.select(*counted, first.scalar_subquery()).where(*answers)
    ).one()
    began = last.reviewed_on if last else clock.local_date(published_at)
    return Standing(
        reviewed_on=last.reviewed_on if last else None,
        reviewed_by=last.person.name if last else "",
        due_on=clock.months_after(began, edition.review_every),
        helped=yes or 0,
        not_helped=no or 0,
        mine=True if mine else False if not_mine else None,
    )


def _sum(condition: sa.ColumnElement[bool] | sa.orm.InstrumentedAttribute[bool]) -> sa.ColumnElement[int]:
    return sa.func.sum(sa.case((condition, 1), else_=0))


@dataclass(frozen=True, slots=True)
class SeeAlso:
    """Where an article points to."""

    title: str
    href: str


def see_also(edition: ArticleEdition, address: Callable[[str], str]) -> list[SeeAlso]:
    """The articles and training modules that an article points to, as far as they are there; two statements.

    `address` gives that of an article.
    """
    if not edition.see:
        return []
    articles = editions(edition.see, edition.language)
    places: ModulePlaces = current_app.extensions[MODULES]
    modules = places([name for name in edition.see if name not in articles])
    found = []
    for name in edition.see:
        if name in articles:
            found.append(SeeAlso(articles[name].title, address(name)))
        elif name in modules:
            found.append(SeeAlso(modules[name][0].of(edition.language), modules[name][1]))
    return found
