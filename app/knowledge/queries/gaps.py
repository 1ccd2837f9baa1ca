"""What is missing: looked for in vain, found and not solved, past its time, said not to help; and the four figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from app.foundation import clock
from app.foundation.db import db
from app.foundation.paging import Page, page_in, page_of
from app.foundation.search import contains, folded
from app.knowledge.formulas.figures import Figures, SessionCounts, figures
from app.knowledge.models import ArticleAnswer, ArticleEdition, ArticleReview, HelpSession, Search
from app.knowledge.models.searches import Gap
from app.knowledge.queries.articles import served

PAGE_SIZE = 20
MEASURED_DAYS = 90
KEPT_MONTHS = 13
"""So long searches and help sessions are kept."""


@dataclass(frozen=True, slots=True)
class SoughtWords:
    """Words that were searched for, how often, and when last."""

    words: str
    times: int
    last_on: date


def sought_in_vain(gap: Gap, *, q: str, number: int) -> Page[SoughtWords]:
    """Searches of the measured days in groups of the same words, the most frequent first; two statements."""
    no_use = Search.results == 0 if gap is Gap.empty else Search.results > 0
    helped = sa.func.sum(sa.case((Search.solved.is_(True), 1), else_=0))
    rows: sa.Select[*tuple[Any, ...]] = (
        sa.select(sa.func.max(Search.words), sa.func.count(), sa.func.max(Search.searched_on))
        .where(no_use, Search.searched_on > _first_day(), contains(Search.folded, q))
        .group_by(Search.folded)
        .having(helped == 0)
        .order_by(sa.func.count().desc(), sa.func.max(Search.searched_on).desc(), Search.folded)
    )
    found = page_of(rows, number=number, size=PAGE_SIZE, scalars=False)
    return Page([SoughtWords(*row) for row in found.rows], found.number, found.size, found.total)


def _first_day() -> date:
    return clock.today() - timedelta(days=MEASURED_DAYS)


@dataclass(frozen=True, slots=True)
class Kept:
    """An article that is served, when its present version was last found true, and until when that holds."""

    article: str
    title: str
    owner: str
    reviewed_on: date | None
    due_on: date

    @property
    def stale(self) -> bool:
        """Whether its time is over."""
        return self.due_on < clock.today()


def kept_articles(language: str) -> list[Kept]:
    """Every article that is served, the longest overdue first; one statement."""
    same = ArticleReview.article == ArticleEdition.article, ArticleReview.version == ArticleEdition.version
    reviewed = sa.select(sa.func.max(ArticleReview.reviewed_on)).where(*same).correlate(ArticleEdition)
    earlier = sa.orm.aliased(ArticleEdition)
    version = earlier.article == ArticleEdition.article, earlier.version == ArticleEdition.version
    published = sa.select(sa.func.min(earlier.published_at)).where(*version).correlate(ArticleEdition)
    rows = sa.select(ArticleEdition, reviewed.scalar_subquery(), published.scalar_subquery()).where(served(language))
    kept = [_kept(one, last, clock.local_date(first)) for one, last, first in db.session.execute(rows)]
    return sorted(kept, key=lambda one: (one.due_on, one.article))


def _kept(one: ArticleEdition, reviewed_on: date | None, published_on: date) -> Kept:
    due_on = clock.months_after(reviewed_on or published_on, one.review_every)
    return Kept(one.article, one.title, one.owner, reviewed_on, due_on)


def stale_articles(kept: Iterable[Kept], *, q: str, number: int) -> Page[Kept]:
    """Those whose time is over."""
    wanted = folded(q)
    return page_in([one for one in kept if one.stale and wanted in folded(one.title)], number=number, size=PAGE_SIZE)


@dataclass(frozen=True, slots=True)
class Refused:
    """An article that people say did not solve it, and how many say that it did."""

    article: str
    title: str
    not_helped: int
    helped: int


def refused_articles(language: str, *, q: str, number: int) -> Page[Refused]:
    """Articles answered with no, the most often first; two statements."""
    no = sa.func.sum(sa.case((ArticleAnswer.solved, 0), else_=1))
    yes = sa.func.sum(sa.case((ArticleAnswer.solved, 1), else_=0))
    rows: sa.Select[*tuple[Any, ...]] = (
        sa.select(ArticleEdition.article, ArticleEdition.title, no, yes)
        .join(
            ArticleAnswer,
            sa.and_(ArticleAnswer.article == ArticleEdition.article, ArticleAnswer.version == ArticleEdition.version),
        )
        .where(served(language), contains(ArticleEdition.title_text, q))
        .group_by(ArticleEdition.article, ArticleEdition.title)
        .having(no > 0)
        .order_by(no.desc(), ArticleEdition.article)
    )
    found = page_of(rows, number=number, size=PAGE_SIZE, scalars=False)
    return Page([Refused(*row) for row in found.rows], found.number, found.size, found.total)


def measured(kept: Iterable[Kept]) -> Figures:
    """The four figures of the measured days up to now; two statements."""
    quiet = sa.not_(HelpSession.asked)
    sessions = db.session.execute(
        sa.select(
            sa.func.count(),
            sa.func.count(sa.distinct(HelpSession.person_id)),
            _sum(sa.and_(HelpSession.solved, quiet)),
            _sum(sa.and_(HelpSession.viewed, quiet)),
        ).where(HelpSession.began_at >= clock.start_of(_first_day() + timedelta(days=1)))
    ).one()
    rows = sa.select(sa.func.count(), _sum(Search.results == 0)).where(Search.searched_on > _first_day())
    searches, empty = db.session.execute(rows).one()
    stood = list(kept)
    return figures(
        SessionCounts(*(number or 0 for number in sessions)),
        searches=searches,
        empty=empty or 0,
        articles=len(stood),
        stale=sum(one.stale for one in stood),
    )


def _sum(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.sum(sa.case((condition, 1), else_=0))
