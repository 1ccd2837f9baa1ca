"""Scorecards that were drawn up: of one person, open to others, and who looked at them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.foundation import clock
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.search import contains
from app.metrics.models import Contest, ScoreCard, ScoreLook, ScoreMonth
from app.metrics.policies import may_keep_scores
from app.metrics.queries.policy import policy_holds

LOOK_LASTS = timedelta(minutes=30)
"""How long a recorded look lets somebody read on before the next one is recorded."""
MONTHS_SHOWN = 24
MONTHS_BACK = 6


@dataclass(frozen=True, slots=True)
class DrawnCard:
    """The scorecard of a person for one month: the original and its restatements, in order."""

    month: ScoreMonth
    revisions: tuple[ScoreCard, ...]

    @property
    def original(self) -> ScoreCard:
        """As it was drawn up."""
        return self.revisions[0]

    @property
    def latest(self) -> ScoreCard:
        """As it stands."""
        return self.revisions[-1]


def drawn_cards(person_id: int) -> list[DrawnCard]:
    """The scorecards of a person, the newest month first."""
    rows = (
        sa.select(ScoreMonth, ScoreCard)
        .join(ScoreCard, ScoreCard.month_id == ScoreMonth.id)
        .where(ScoreCard.person_id == person_id, ScoreMonth.id.in_(_newest_months()))
        .order_by(ScoreMonth.month.desc(), ScoreCard.revision)
    )
    found: dict[int, tuple[ScoreMonth, list[ScoreCard]]] = {}
    for month, card in db.session.execute(rows):
        found.setdefault(month.id, (month, []))[1].append(card)
    return [DrawnCard(month, tuple(cards)) for month, cards in found.values()]


def _newest_months() -> sa.Select[Any]:
    return sa.select(ScoreMonth.id).order_by(ScoreMonth.month.desc()).limit(MONTHS_SHOWN)


def months_drawn() -> list[ScoreMonth]:
    """The months that were drawn up, the newest first."""
    return list(db.session.scalars(sa.select(ScoreMonth).order_by(ScoreMonth.month.desc()).limit(MONTHS_SHOWN)))


def months_to_draw(drawn: Collection[str]) -> list[str]:
    """The last months that are over and not drawn up yet, the newest first."""
    found, day = [], clock.today().replace(day=1)
    for _ in range(MONTHS_BACK):
        day = (day - timedelta(days=1)).replace(day=1)
        found.append(f"{day:%Y-%m}")
    return [month for month in found if month not in drawn]


def month_named(month: str) -> ScoreMonth | None:
    """A month that was drawn up."""
    return db.session.scalar(sa.select(ScoreMonth).where(ScoreMonth.month == month))


def is_open_to_others(month: ScoreMonth) -> bool:
    """Whether the days in which only the person sees it are over."""
    return month.opens_on <= clock.today()


def subject_of(person_id: int) -> Person | None:
    """Whose scorecard is asked for, with the department; nobody's where no policy holds."""
    row = sa.select(Person).where(Person.id == person_id, policy_holds()).options(joinedload(Person.department))
    return db.session.scalar(row)


def people_with_cards(viewer: Person, *, words: str, number: int) -> Page[Any]:
    """Whose scorecards a viewer may open today, by employee number: never by score, and without any."""
    opened = sa.and_(ScoreMonth.id.in_(_newest_months()), ScoreMonth.opens_on <= clock.today())
    carded = sa.select(ScoreCard.person_id).join(ScoreMonth, ScoreMonth.id == ScoreCard.month_id).where(opened)
    whose = sa.true() if may_keep_scores(viewer) else Person.manager_id == viewer.id  # as `may_open_score_of` says
    rows = sa.select(Person).where(Person.id.in_(carded), Person.id != viewer.id, whose)
    rows = rows.options(joinedload(Person.department)).order_by(Person.employee_no_key)
    return page_of(rows.where(contains(Person.search_text, words)) if words else rows, number=number)


def has_looked(viewer_id: int, person_id: int, month: ScoreMonth) -> bool:
    """Whether somebody's look at a scorecard was recorded a moment ago."""
    recent = sa.exists().where(
        ScoreLook.viewer_id == viewer_id,
        ScoreLook.person_id == person_id,
        ScoreLook.month_id == month.id,
        ScoreLook.at >= clock.now() - LOOK_LASTS,
    )
    return bool(db.session.scalar(sa.select(recent)))


def looks_at(person_id: int, *, number: int) -> Page[Any]:
    """Who looked at the scorecards of a person, the latest first: the look, the month, and the name."""
    rows: Any = (
        sa.select(ScoreLook, ScoreMonth.month, Person.name, Person.employee_no)
        .join(ScoreMonth, ScoreMonth.id == ScoreLook.month_id)
        .join(Person, Person.id == ScoreLook.viewer_id)
        .where(ScoreLook.person_id == person_id)
        .order_by(ScoreLook.id.desc())
    )
    return page_of(rows, number=number, scalars=False)


def file_rows(month: ScoreMonth) -> list[Any]:
    """The latest card of everyone for a file, by employee number: card, number, name, and how a contest stands."""
    later = sa.orm.aliased(ScoreCard)
    newest = ~sa.exists().where(
        later.month_id == ScoreCard.month_id,
        later.person_id == ScoreCard.person_id,
        later.revision > ScoreCard.revision,
    )
    standing = sa.exists().where(
        Contest.person_id == ScoreCard.person_id,
        Contest.month == month.month,
        Contest.decided_at.is_(None),
        Contest.withdrawn_at.is_(None),
    )
    rows = (
        sa.select(ScoreCard, Person.employee_no, Person.name, standing.label("contested"))
        .join(Person, Person.id == ScoreCard.person_id)
        .where(ScoreCard.month_id == month.id, newest)
        .order_by(Person.employee_no_key)
    )
    return list(db.session.execute(rows))
