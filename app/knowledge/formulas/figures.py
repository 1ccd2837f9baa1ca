"""K1 to K4: how much the articles answer. Pure: counts in, shares out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

FEWEST_PEOPLE = 5
"""Of fewer people nothing is shown that is about people."""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole; of nothing there is no share. `hidden` where too few people stand behind it."""

    numerator: int
    denominator: int
    hidden: bool = False

    @property
    def percent(self) -> Decimal | None:
        """Rounded to one decimal, half up; None for a share of nothing."""
        if not self.denominator:
            return None
        exact = Decimal(self.numerator) * 100 / Decimal(self.denominator)
        return exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class SessionCounts:
    """Help sessions of a time: all, of how many people, and those that no question followed within a day."""

    all: int
    people: int
    solved: int
    viewed: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The four, by their codes in the list of metrics."""

    K1: Share
    K2: Share
    K3: Share
    K4: Share


def figures(sessions: SessionCounts, *, searches: int, empty: int, articles: int, stale: int) -> Figures:
    """K1 solved sessions without a question, K2 sessions with an article without one, K3 searches for nothing, K4 stale articles."""
    few = 0 < sessions.people < FEWEST_PEOPLE
    return Figures(
        K1=Share(sessions.solved, sessions.all, hidden=few),
        K2=Share(sessions.viewed, sessions.all, hidden=few),
        K3=Share(empty, searches),
        K4=Share(stale, articles),
    )
