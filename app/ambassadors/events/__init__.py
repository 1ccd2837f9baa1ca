"""What ambassadors announces."""

from app.ambassadors.events.appointments import AppointmentAnswered, AppointmentEnded, PersonNominated
from app.ambassadors.events.meetings import (
    ActionItemGiven,
    MeetingCalled,
    MeetingCancelled,
    MeetingMoved,
    MinutesPublished,
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
]
