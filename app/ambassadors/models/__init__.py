"""Tables of superusers and ambassadors, one subject a file."""

from app.ambassadors.models.action_items import (
    ActionItem,
    ActionItemEvent,
    ActionStep,
)
from app.ambassadors.models.agenda import (
    AgendaItem,
    ItemKind,
    ItemOutcome,
)
from app.ambassadors.models.appointments import (
    Appointment,
    AppointmentKind,
    AppointmentState,
    GatePass,
    Standing,
)
from app.ambassadors.models.interviews import (
    Finding,
    FindingIdea,
    Interview,
    InterviewLevel,
)
from app.ambassadors.models.meetings import (
    TOOK_PLACE,
    Attendance,
    AttendanceState,
    Meeting,
    MeetingKind,
    MeetingState,
    MinutesCorrection,
)
from app.ambassadors.models.nominations import (
    Endorsement,
    Support,
)
from app.ambassadors.models.practice import (
    TEXTS,
    Practice,
    PracticeReuse,
    PracticeRevision,
    PracticeState,
)
from app.ambassadors.models.recognition import (
    RecognitionChoice,
)
from app.ambassadors.models.series import (
    MeetingSeries,
    Rhythm,
    SeriesPerson,
)
from app.ambassadors.models.service import (
    Deputy,
    HourEntry,
    Phase,
    Purpose,
    ServiceStandard,
)
from app.ambassadors.models.sharing import (
    SessionAttendance,
    SessionPractice,
    SharingPresence,
    SharingSession,
)

__all__ = [
    "TEXTS",
    "TOOK_PLACE",
    "ActionItem",
    "ActionItemEvent",
    "ActionStep",
    "AgendaItem",
    "Appointment",
    "AppointmentKind",
    "AppointmentState",
    "Attendance",
    "AttendanceState",
    "Deputy",
    "Endorsement",
    "Finding",
    "FindingIdea",
    "GatePass",
    "HourEntry",
    "Interview",
    "InterviewLevel",
    "ItemKind",
    "ItemOutcome",
    "Meeting",
    "MeetingKind",
    "MeetingSeries",
    "MeetingState",
    "MinutesCorrection",
    "Phase",
    "Practice",
    "PracticeReuse",
    "PracticeRevision",
    "PracticeState",
    "Purpose",
    "RecognitionChoice",
    "Rhythm",
    "SeriesPerson",
    "ServiceStandard",
    "SessionAttendance",
    "SessionPractice",
    "SharingPresence",
    "SharingSession",
    "Standing",
    "Support",
]
