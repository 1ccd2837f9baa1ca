"""Tables of superusers and ambassadors, one subject a file."""

from app.ambassadors.models.action_items import ActionItem, ActionItemEvent, ActionStep
from app.ambassadors.models.agenda import AgendaItem, ItemKind, ItemOutcome
from app.ambassadors.models.appointments import Appointment, AppointmentKind, AppointmentState
from app.ambassadors.models.meetings import (
    TOOK_PLACE,
    Attendance,
    AttendanceState,
    Meeting,
    MeetingKind,
    MeetingState,
    MinutesCorrection,
)
from app.ambassadors.models.series import MeetingSeries, Rhythm, SeriesPerson

__all__ = [
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
    "ItemKind",
    "ItemOutcome",
    "Meeting",
    "MeetingKind",
    "MeetingSeries",
    "MeetingState",
    "MinutesCorrection",
    "Rhythm",
    "SeriesPerson",
]
