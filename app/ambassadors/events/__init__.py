"""What ambassadors announces."""

from app.ambassadors.events.appointments import (
    AppointmentAnswered,
    AppointmentEnded,
    PersonNominated,
)
from app.ambassadors.events.meetings import (
    ActionItemGiven,
    MeetingCalled,
    MeetingCancelled,
    MeetingMoved,
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
    "MeetingCalled",
    "MeetingCancelled",
    "MeetingMoved",
    "MinutesPublished",
    "PersonNominated",
    "PracticePublished",
    "PracticeReused",
    "SessionCalled",
    "SessionCancelled",
    "SessionMoved",
]
