"""Paths and their publications; rules and roll-out waves; assignments; answers; reviews; the completion ledger and what was imported; workshops."""

from app.training.models.answers import (
    Attempt,
    AttemptGrant,
    AttemptRequest,
    CarriedAttempt,
    Draft,
    ItemKind,
    Regrade,
    Stage,
)
from app.training.models.assignments import (
    Assignment,
    AssignmentSource,
    DeadlineChange,
    DeadlineReason,
    MovedAssignment,
    TimeNote,
)
from app.training.models.imports import HistoryImport, ImportedRow, ImportState
from app.training.models.ledger import Certificate, Completion, Method, ModuleCompletion, ModuleMethod
from app.training.models.paths import ContentNote, Publication, Supplement, SupplementKind, ToolChoice, TrainingPath
from app.training.models.reviews import PracticeAcceptance, PracticeReview, PracticeSubmission, ReviewKind
from app.training.models.rules import DueKind, PathRule
from app.training.models.waves import DualRunCheck, RolloutWave, WaveKind, WaveUnit
from app.training.models.workshops import PresenceMethod, Workshop, WorkshopPresence

__all__ = [
    "Assignment",
    "AssignmentSource",
    "Attempt",
    "AttemptGrant",
    "AttemptRequest",
    "CarriedAttempt",
    "Certificate",
    "Completion",
    "ContentNote",
    "DeadlineChange",
    "DeadlineReason",
    "Draft",
    "DualRunCheck",
    "DueKind",
    "HistoryImport",
    "ImportState",
    "ImportedRow",
    "ItemKind",
    "Method",
    "ModuleCompletion",
    "ModuleMethod",
    "MovedAssignment",
    "PathRule",
    "PracticeAcceptance",
    "PracticeReview",
    "PracticeSubmission",
    "PresenceMethod",
    "Publication",
    "Regrade",
    "ReviewKind",
    "RolloutWave",
    "Stage",
    "Supplement",
    "SupplementKind",
    "TimeNote",
    "ToolChoice",
    "TrainingPath",
    "WaveKind",
    "WaveUnit",
    "Workshop",
    "WorkshopPresence",
]
