"""Draw up the scorecards of a month, restate them, and record who looks at them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.foundation import audit, clock
from app.foundation.calendar import working_calendar
from app.foundation.db import db
from app.foundation.events import publish
from app.metrics.formulas.contests import working_day_after
from app.metrics.formulas.numbers import rounded
from app.metrics.formulas.rows import AsOf, Company, UsageRow
from app.metrics.formulas.scorecard import Scorecard, scorecard
from app.metrics.models import Contest, ScoreCard, ScoreLook, ScoreMonth
from app.metrics.queries.company import company_as_of
from app.metrics.queries.own import company_of_one
from app.metrics.queries.policy import policy_in_force
from app.metrics.queries.scorecards import months_drawn
from app.metrics.queries.usage_kept import are_gone
from app.notifications.events import ScorecardsDrawn

PREVIEW_DAYS = 5
"""Working days in which only the person sees the own scorecard."""


class NoPolicy(Exception):
    """Nothing is published without a policy that holds."""


class NotOver(Exception):
    """The month is not over yet."""


class AlreadyDrawn(Exception):
    """The scorecards of this month are drawn up already."""


class StillPreview(Exception):
    """Until its day comes, only the person sees the scorecard."""


def draw_up(*, month: str, by_id: int | None) -> ScoreMonth:
    """Keep the scorecards of a month that is over and tell each person. Raises NoPolicy, NotOver, AlreadyDrawn."""
    last_day = _last_day(month)
    policy = policy_in_force()
    if policy is None:
        raise NoPolicy
    if last_day >= clock.today():
        raise NotOver
    if db.session.scalar(sa.select(ScoreMonth.id).where(ScoreMonth.month == month)) is not None:
        raise AlreadyDrawn
    company = company_as_of(last_day)
    row = ScoreMonth(
        month=month,
        last_day=last_day,
        policy_id=policy.id,
        weights=dict(company.weights),
        drawn_at=clock.now(),
        drawn_by_id=by_id,
        opens_on=working_day_after(working_calendar(), clock.today(), PREVIEW_DAYS),
    )
    db.session.add(row)
    db.session.flush()
    there = [person for person in company.people if person.last_day is None or person.last_day > last_day]
    cards = [_card(row, person.id, scorecard(company, person), 0, None) for person in there]
    if cards:
        db.session.execute(sa.insert(ScoreCard), cards)
    audit.record(act="scorecards:drawn", subject=("score_month", month), actor_id=by_id, after={"people": len(cards)})
    publish(ScorecardsDrawn(month, row.opens_on, tuple(person.id for person in there)))
    return row


def _last_day(month: str) -> date:
    first = date.fromisoformat(f"{month}-01")
    return (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _card(month: ScoreMonth, person_id: int, card: Scorecard, revision: int, contest_id: int | None) -> dict[str, Any]:
    return {
        "month_id": month.id,
        "person_id": person_id,
        "revision": revision,
        "parts": {name: rounded(value) for name, value in card.parts.items()},
        "weight": card.weight,
        "base": rounded(card.base),
        "bonus": card.bonus,
        "score": rounded(card.score),
        "at": clock.now(),
        "contest_id": contest_id,
    }


def restate(contest: Contest) -> list[ScoreCard]:
    """Keep a new revision of every drawn scorecard that a decided contest changes; the earlier ones stay."""
    person = db.session.scalars(
        sa.select(Person).where(Person.id == contest.person_id).options(joinedload(Person.department))
    ).one()
    restated = [_restated(month, person, contest) for month in months_drawn() if month.month >= contest.month]
    return [card for card in restated if card is not None]


def _restated(month: ScoreMonth, person: Person, contest: Contest) -> ScoreCard | None:
    own = sa.select(ScoreCard).where(ScoreCard.month_id == month.id, ScoreCard.person_id == person.id)
    latest = db.session.scalar(own.order_by(ScoreCard.revision.desc()).limit(1))
    if latest is None:
        return None
    company = _with_told_usage(
        company_of_one(person, AsOf(month.last_day, clock.zone()), dict(month.weights)), latest, month
    )
    facts = _card(month, person.id, scorecard(company, company.people[0]), latest.revision + 1, contest.id)
    if all(facts[name] == getattr(latest, name) for name in ("parts", "base", "bonus", "score", "weight")):
        return None
    card = ScoreCard(**facts)
    db.session.add(card)
    db.session.flush()
    return card


def _with_told_usage(company: Company, latest: ScoreCard, month: ScoreMonth) -> Company:
    """Where rows of usage are deleted since, what the last card told of it holds: a restatement is about something else."""
    told = latest.parts.get("tool_use")
    if company.usage or told is None or not are_gone([month.month]):
        return company
    tenths = int(Decimal(told) * 10)
    return replace(company, usage={company.people[0].id: UsageRow(0, core_due=1000, core_on_time=tenths)})


def look(*, month: ScoreMonth, person_id: int, viewer_id: int) -> None:
    """Record that somebody opens a scorecard. Raises NoPolicy, StillPreview."""
    _require_open(month)
    db.session.add(ScoreLook(month_id=month.id, person_id=person_id, viewer_id=viewer_id, at=clock.now(), way="page"))


def look_at_all(*, month: ScoreMonth, people: Iterable[int], viewer_id: int) -> None:
    """Record that somebody takes the scorecards of a month as a file. Raises NoPolicy, StillPreview."""
    _require_open(month)
    rows = [
        {"month_id": month.id, "person_id": one, "viewer_id": viewer_id, "at": clock.now(), "way": "file"}
        for one in people
        if one != viewer_id
    ]
    if rows:
        db.session.execute(sa.insert(ScoreLook), rows)
    audit.record(act="scorecards:exported", subject=("score_month", month.month), actor_id=viewer_id)


def _require_open(month: ScoreMonth) -> None:
    if policy_in_force() is None:
        raise NoPolicy
    if month.opens_on > clock.today():
        raise StillPreview


def confirm(*, month: ScoreMonth, by_id: int) -> None:
    """HR, a human, says that the scorecards may leave as a file. Raises NoPolicy, StillPreview."""
    _require_open(month)
    if month.confirmed_at is None:
        month.confirmed_at, month.confirmed_by_id = clock.now(), by_id
        audit.record(act="scorecards:confirmed", subject=("score_month", month.month), actor_id=by_id)
