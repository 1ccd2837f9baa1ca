"""Tables of change control, one subject a file."""

from app.changes.models.assessments import Assessment, AssessmentDepartment
from app.changes.models.ballots import (
    Ballot,
    BallotRound,
    BallotSeat,
    BoardRule,
    Decision,
    Deputising,
    Recusal,
    SeatDeputy,
)
from app.changes.models.emergencies import EmergencyApproval
from app.changes.models.releases import Release, ReleaseChange, ReleaseIdea, Review, ReviewOutcome
from app.changes.models.requests import (
    BEFORE_WORK,
    EDITABLE,
    ENDED,
    IN_WORK,
    MOVES,
    ChangeEvent,
    ChangeIdea,
    ChangeKind,
    ChangeRequest,
    ChangeRevision,
    ChangeState,
)
from app.changes.models.templates import ChangeTemplate
from app.changes.models.windows import FreezeWindow, ScheduledWindow

__all__ = [
    "BEFORE_WORK",
    "EDITABLE",
    "ENDED",
    "IN_WORK",
    "MOVES",
    "Assessment",
    "AssessmentDepartment",
    "Ballot",
    "BallotRound",
    "BallotSeat",
    "BoardRule",
    "ChangeEvent",
    "ChangeIdea",
    "ChangeKind",
    "ChangeRequest",
    "ChangeRevision",
    "ChangeState",
    "ChangeTemplate",
    "Decision",
    "Deputising",
    "EmergencyApproval",
    "FreezeWindow",
    "Recusal",
    "Release",
    "ReleaseChange",
    "ReleaseIdea",
    "Review",
    "ReviewOutcome",
    "ScheduledWindow",
    "SeatDeputy",
]
