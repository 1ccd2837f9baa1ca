"""What ambassadors announces."""

from app.ambassadors.events.appointments import (
    AppointmentAnswered,
    AppointmentEnded,
    AppointmentHandedOver,
    AppointmentLapsed,
    CeilingPassed,
    DeputyNamed,
    EndorsementAsked,
    NominationEndorsed,
    PersonNominated,
)
from app.ambassadors.events.meetings import (
    ActionItemGiven,
    MeetingCalled,
    MeetingCancelled,
    MeetingMoved,
    MeetingRestored,
    MinutesPublished,
)
from app.ambassadors.events.practice import (
    PracticePublished,
    PracticeReused,
    SessionCalled,
    SessionCancelled,
    SessionMoved,
)

__all__ = [
    "ActionItemGiven",
    "AppointmentAnswered",
    "AppointmentEnded",
    "AppointmentHandedOver",
    "AppointmentLapsed",
    "CeilingPassed",
    "DeputyNamed",
    "EndorsementAsked",
    "MeetingCalled",
    "MeetingCancelled",
    "MeetingMoved",
    "MeetingRestored",
    "MinutesPublished",
    "NominationEndorsed",
    "PersonNominated",
    "PracticePublished",
    "PracticeReused",
    "SessionCalled",
    "SessionCancelled",
    "SessionMoved",
]
