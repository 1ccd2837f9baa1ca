"""Risk of a change, from answers to a short list of questions."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class RiskQuestion(StrEnum):
    """What is asked; each answer is a number from 1 (harmless) to 5 (grave)."""

    reach = "reach"
    standstill = "standstill"
    data_loss = "data_loss"
    novelty = "novelty"
    untested = "untested"
    no_way_back = "no_way_back"


IMPACT = (RiskQuestion.reach, RiskQuestion.standstill, RiskQuestion.data_loss)
LIKELIHOOD = (RiskQuestion.novelty, RiskQuestion.untested, RiskQuestion.no_way_back)
ANSWERS = (1, 2, 3, 4, 5)


class RiskLevel(StrEnum):
    """How much care a change needs."""

    low = "low"
    medium = "medium"
    high = "high"
    critical = "critical"


BANDS = ((4, RiskLevel.low), (9, RiskLevel.medium), (16, RiskLevel.high), (25, RiskLevel.critical))
"""Up to which score a level reaches."""


@dataclass(frozen=True, slots=True)
class Risk:
    """Impact and likelihood, 1 to 5 each."""

    impact: int
    likelihood: int

    @property
    def score(self) -> int:
        """Impact times likelihood, 1 to 25."""
        return self.impact * self.likelihood

    @property
    def level(self) -> RiskLevel:
        """The level whose band holds the score."""
        return next(level for top, level in BANDS if self.score <= top)


def risk_of(answers: Mapping[str, int]) -> Risk | None:
    """Risk by the consequence/likelihood matrix of IEC 31010:2019, B.10.3; None until every question is answered.

    Each side takes its worst answer: a mild one never makes up for a grave one. The bands are the company's own.
    """
    if any(answers.get(question) not in ANSWERS for question in RiskQuestion):
        return None
    return Risk(max(answers[question] for question in IMPACT), max(answers[question] for question in LIKELIHOOD))
