"""The dual run of a wave: its days, and what old tool and new were compared by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.search import contains
from app.training.models import DualRunCheck, RolloutWave

SHORTEST, LONGEST = 14, 28
"""Days of a usual dual run: two to four weeks."""


@dataclass(frozen=True, slots=True)
class DualRun:
    """The days in which a wave uses old tool and new side by side, both ends included, seen from a day."""

    first: date
    last: date
    seen_on: date

    @property
    def days(self) -> int:
        """How many days it lasts."""
        return (self.last - self.first).days + 1

    @property
    def day(self) -> int:
        """Number of the day since it began, its first being 1; 0 and below before."""
        return (self.seen_on - self.first).days + 1

    @property
    def stage(self) -> Literal["planned", "running", "over"]:
        """Still to come, running, or over; its last day lasts until 24:00."""
        if self.day < 1:
            return "planned"
        return "running" if self.day <= self.days else "over"

    @property
    def is_usual(self) -> bool:
        """Whether it lasts two to four weeks."""
        return SHORTEST <= self.days <= LONGEST


class Outcome(StrEnum):
    """What became of a comparison: both tools agree, they differ, or the difference is settled."""

    agrees = "agrees"
    differs = "differs"
    settled = "settled"


OUTCOMES = {
    Outcome.agrees: DualRunCheck.agrees,
    Outcome.differs: sa.and_(sa.not_(DualRunCheck.agrees), DualRunCheck.settled_at.is_(None)),
    Outcome.settled: DualRunCheck.settled_at.is_not(None),
}


def dual_run_of(wave: RolloutWave, day: date) -> DualRun | None:
    """The dual run of a wave as it is seen on a day; None where it has none."""
    if wave.dual_run_from is None or wave.dual_run_to is None:
        return None
    return DualRun(wave.dual_run_from, wave.dual_run_to, day)


def outcome_counts(wave_id: int) -> dict[Outcome, int]:
    """How many results of a wave agree, differ, and differed until it was settled; one statement."""
    counts = [sa.func.count(sa.case((means, 1))).label(outcome.value) for outcome, means in OUTCOMES.items()]
    row = db.session.execute(sa.select(*counts).where(DualRunCheck.wave_id == wave_id)).one()
    return {outcome: getattr(row, outcome.value) for outcome in Outcome}


def checks_of(wave_id: int, outcome: Outcome | None, *, words: str = "", number: int = 1) -> Page[DualRunCheck]:
    """What was compared for a wave, the newest first; all, or what had one outcome."""
    rows = (
        sa.select(DualRunCheck)
        .where(DualRunCheck.wave_id == wave_id)
        .options(joinedload(DualRunCheck.checked_by), joinedload(DualRunCheck.settled_by))
        .order_by(DualRunCheck.checked_on.desc(), DualRunCheck.id.desc())
    )
    if outcome is not None:
        rows = rows.where(OUTCOMES[outcome])
    if words:
        rows = rows.where(contains(DualRunCheck.search_text, words))
    return page_of(rows, number=number)


def check_by_id(wave_id: int, check_id: int) -> DualRunCheck | None:
    """One comparison of a wave, with who made it and who settled it."""
    rows = sa.select(DualRunCheck).where(DualRunCheck.id == check_id, DualRunCheck.wave_id == wave_id)
    return db.session.scalar(rows.options(joinedload(DualRunCheck.checked_by), joinedload(DualRunCheck.settled_by)))
