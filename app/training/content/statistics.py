"""Item statistics: how hard a part is, and whether those who know more get it right more often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

ENOUGH = 20
"""Answers from which on a share means something; below it nothing is flagged."""

TOO_HARD, TOO_EASY = Fraction(30, 100), Fraction(90, 100)


@dataclass(frozen=True, slots=True)
class Facts:
    """One part over many answers.

    `facility` is right answers ÷ answers. `discrimination` is the mean of the third with the best results less the mean
    of the third with the worst (the classical D of item analysis); None below three answers.
    """

    answers: int
    right: int
    discrimination: Fraction | None

    @property
    def facility(self) -> Fraction | None:
        """Share of right answers, 0 to 1; None where there are none."""
        return Fraction(self.right, self.answers) if self.answers else None

    @property
    def flag(self) -> str:
        """`hard`, `easy`, `backwards` (those who know more fail it more often), or empty; never below `ENOUGH` answers."""
        if self.answers < ENOUGH or self.facility is None:
            return ""
        if self.discrimination is not None and self.discrimination < 0:
            return "backwards"
        if self.facility < TOO_HARD:
            return "hard"
        return "easy" if self.facility > TOO_EASY else ""


def facts(answered: Sequence[tuple[int, bool]]) -> Facts:
    """The facts of a part, from pairs of the whole result in percent and whether the part was right."""
    ranked = sorted(answered, key=lambda one: one[0])
    third = len(ranked) // 3
    spread = _mean(ranked[-third:]) - _mean(ranked[:third]) if third else None
    return Facts(len(ranked), sum(ok for _, ok in ranked), spread)


def _mean(part: Sequence[tuple[int, bool]]) -> Fraction:
    return Fraction(sum(ok for _, ok in part), len(part))
