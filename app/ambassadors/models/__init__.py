"""Tables of superusers and ambassadors, one subject a file."""

from app.ambassadors.models.appointments import Appointment, AppointmentKind, AppointmentState
from app.ambassadors.models.meetings import Attendance, AttendanceState, Meeting, MeetingKind

__all__ = [
    "Appointment",
    "AppointmentKind",
    "AppointmentState",
    "Attendance",
    "AttendanceState",
    "Meeting",
    "MeetingKind",
]
