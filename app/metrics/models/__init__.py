"""Facts that only metrics reads: answers of the pulse, benefits, usage, frozen months, weights and scorecards."""

from app.metrics.models import months as months  # its tables belong to the same metadata
from app.metrics.models.benefits import BenefitConfirmation, BenefitLine, Evidence, Measure, Rhythm
from app.metrics.models.ideas import ImportedIdea
from app.metrics.models.pulse import PulseAnswer, PulseComment, PulseInvitation, PulseMark, PulseRound
from app.metrics.models.scorecards import (
    Contest,
    ContestOutcome,
    ContestPassing,
    CorrectionKind,
    ScoreCard,
    ScoreCorrection,
    ScoreLook,
    ScoreMonth,
    ScorePolicy,
    ScoreWeights,
)
from app.metrics.models.usage import UsageDeletion, UsageImport, UsageMonth, UsageState

__all__ = [
    "BenefitConfirmation",
    "BenefitLine",
    "Contest",
    "ContestOutcome",
    "ContestPassing",
    "CorrectionKind",
    "Evidence",
    "ImportedIdea",
    "Measure",
    "PulseAnswer",
    "PulseComment",
    "PulseInvitation",
    "PulseMark",
    "PulseRound",
    "Rhythm",
    "ScoreCard",
    "ScoreCorrection",
    "ScoreLook",
    "ScoreMonth",
    "ScorePolicy",
    "ScoreWeights",
    "UsageDeletion",
    "UsageImport",
    "UsageMonth",
    "UsageState",
]
