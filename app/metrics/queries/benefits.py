"""The register of benefits: its lines, what became of each, and what they come to by evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Department
from app.changes.models import Release
from app.feedback.models import Idea
from app.feedback.queries.visibility import visible_to
from app.feedback.queries.votes import members_of
from app.foundation import clock
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.search import contains
from app.metrics.formulas import benefits
from app.metrics.formulas.rows import AsOf, BenefitRow
from app.metrics.models import BenefitConfirmation, BenefitLine, Evidence, Measure
from app.metrics.queries.benefit_facts import SAVED, answered, benefit_rows, counts_in, is_large, known_on


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the register, who confirmed it or did not, and whether it counts in the present month (confirmed or not), or why not."""

    benefit: BenefitLine
    confirmation: BenefitConfirmation | None
    state: str


@dataclass(frozen=True, slots=True)
class Level:
    """Hours of one level of evidence in the month: gains and losses apart, as claimed, and both together as they count."""

    evidence: str
    lines: int
    gains: Fraction
    losses: Fraction
    counted: Fraction

    @property
    def net(self) -> Fraction:
        """Gains less losses, as claimed."""
        return self.gains + self.losses


@dataclass(frozen=True, slots=True)
class Money:
    """What came in and what was lost in one currency in the month."""

    currency: str
    gains: int
    losses: int


def register(*, q: str = "", evidence: str = "", idea_id: int | None = None, number: int = 1) -> Page[Line]:
    """A page of the lines that stand, of all or of an idea and those merged into it, the newest first."""
    rows = _lines().where(*known_on(_now()))
    if idea_id is not None:
        rows = rows.where(BenefitLine.idea_id.in_(members_of(idea_id)))
    if evidence:
        rows = rows.where(BenefitLine.evidence == Evidence(evidence))
    if q:
        rows = rows.where(contains(BenefitLine.search_text, q))
    page = page_of(rows.order_by(BenefitLine.id.desc()), number=number, scalars=False)
    return Page([_line(row) for row in page.rows], page.number, page.size, page.total)


def lines_of_idea(idea_id: int, limit: int) -> tuple[int, list[Line]]:
    """How many lines stand of an idea and those merged into it, and the newest of them, in one statement."""
    found = db.session.execute(_of_idea(_now(), limit), {"idea": idea_id}).all()
    return (found[0][-1] if found else 0), [_line(row) for row in found]


@lru_cache(maxsize=8)  # put together once a day: every page of an idea asks it
def _of_idea(now: AsOf, limit: int) -> sa.Select[Any]:
    family = members_of(sa.bindparam("idea", type_=sa.Integer))
    rows = _states(now).add_columns(sa.func.count().over()).where(BenefitLine.idea_id.in_(family), *known_on(now))
    return rows.order_by(BenefitLine.id.desc()).limit(limit)


def line_by_id(line_id: int) -> Line | None:
    """A line, whatever became of it."""
    row = db.session.execute(_lines().where(BenefitLine.id == line_id)).first()
    return _line(row) if row else None


def history_of(line_id: int) -> list[Line]:
    """Every line that this one corrects or is corrected by, the first one first."""
    this = sa.select(BenefitLine.id, BenefitLine.corrects_id).where(BenefitLine.id == line_id)
    back = this.cte("back", recursive=True)
    back = back.union(sa.select(BenefitLine.id, BenefitLine.corrects_id).where(BenefitLine.id == back.c.corrects_id))
    forth = sa.select(BenefitLine.id).where(BenefitLine.id == line_id).cte("forth", recursive=True)
    forth = forth.union(sa.select(BenefitLine.id).where(BenefitLine.corrects_id == forth.c.id))
    family = sa.union(sa.select(back.c.id), sa.select(forth.c.id)).subquery()
    rows = _lines().where(BenefitLine.id.in_(sa.select(family.c.id))).order_by(BenefitLine.id)
    return [_line(row) for row in db.session.execute(rows)]


def _now() -> AsOf:
    return AsOf(clock.today(), clock.zone())


def _lines() -> sa.Select[Any]:
    """Lines with what became of them, and who stands behind them."""
    return _states(_now()).options(
        joinedload(BenefitLine.recorded_by),
        joinedload(BenefitLine.department),
        joinedload(BenefitConfirmation.by),
    )


def _states(now: AsOf) -> sa.Select[Any]:
    later = sa.orm.aliased(BenefitLine)
    gain = sa.case((BenefitLine.measure == Measure.money, BenefitLine.amount), else_=SAVED) > 0
    state = sa.case(
        (sa.exists().where(later.corrects_id == BenefitLine.id), "corrected"),
        (BenefitLine.withdrawn, "withdrawn"),
        (sa.and_(gain, answered(now, confirmed=False)), "refused"),
        (sa.and_(is_large(), sa.not_(answered(now, confirmed=True))), "waits"),
        (sa.not_(counts_in(now.month)), "elsewhere"),
        else_="counts",
    )
    told = sa.select(BenefitLine, BenefitConfirmation, state.label("state"))
    return told.outerjoin(BenefitConfirmation, BenefitConfirmation.line_id == BenefitLine.id)


def _line(row: Any) -> Line:
    told = row.BenefitConfirmation
    confirmed = row.state == "counts" and told is not None and told.confirmed
    return Line(row.BenefitLine, told, "confirmed" if confirmed else row.state)


def levels() -> list[Level]:
    """Hours of the present month by evidence, the surest first."""
    rows = benefit_rows(_now())
    return [_level(one.value, [row for row in rows if row.evidence == one.value]) for one in Evidence]


def _level(evidence: str, rows: Sequence[BenefitRow]) -> Level:
    hours = [benefits.hours(row) for row in rows]
    gains = sum((one for one in hours if one > 0), Fraction())
    losses = sum((one for one in hours if one < 0), Fraction())
    return Level(evidence, len(rows), gains, losses, benefits.total(rows))


def money() -> list[Money]:
    """Amounts of the present month by currency; they are in no metric, for hours and money do not add up."""
    now = _now()
    gain = sa.case((BenefitLine.amount > 0, BenefitLine.amount), else_=0)
    loss = sa.case((BenefitLine.amount < 0, BenefitLine.amount), else_=0)
    refused = sa.and_(answered(now, confirmed=False), BenefitLine.amount > 0)
    rows = (
        sa.select(BenefitLine.currency, sa.func.sum(gain), sa.func.sum(loss))
        .where(BenefitLine.measure == Measure.money, counts_in(now.month), *known_on(now), sa.not_(refused))
        .group_by(BenefitLine.currency)
        .order_by(BenefitLine.currency)
    )
    return [Money(currency, int(gains), int(losses)) for currency, gains, losses in db.session.execute(rows)]


def idea_named(idea_id: int, reader: Any) -> str | None:
    """Title of an idea that the reader may see."""
    return db.session.scalar(sa.select(Idea.title).where(Idea.id == idea_id, visible_to(reader)))


def release_by_id(release_id: int) -> Release | None:
    """A release."""
    return db.session.get(Release, release_id)


def department_choices(language: str) -> list[tuple[str, str]]:
    """Ids and names of all departments."""
    rows = db.session.scalars(sa.select(Department).order_by(Department.code))
    return [(str(row.id), row.title(language)) for row in rows]
