"""Superusers, ambassadors and their meetings of a company file."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from app.accounts.models import Membership, PersonRole, Role
from app.ambassadors.models import (
    Appointment,
    AppointmentKind,
    AppointmentState,
    Attendance,
    AttendanceState,
    GatePass,
    Meeting,
    MeetingState,
)
from app.demo.company.file import CompanyFile, MeetingEntry, SuperuserEntry, TermEntry
from app.demo.company.names import Names
from app.foundation.db import db

STATES = {
    "nominated": AppointmentState.nominated,
    "trained": AppointmentState.nominated,
    "certified": AppointmentState.nominated,
    "active": AppointmentState.active,
    "declined": AppointmentState.declined,
    "ended": AppointmentState.ended,
    "expired": AppointmentState.ended,
}


def load_offices(company: CompanyFile, names: Names) -> None:
    """Appointments with the roles that go with them, and meetings."""
    db.session.add_all(_superuser(entry, company, names) for entry in company.superusers)
    db.session.add_all(_ambassador(entry, company, names) for entry in company.ambassador_terms)
    _load_roles(company, names)
    for entry in company.meetings:
        _load_meeting(entry, names)


def _superuser(entry: SuperuserEntry, company: CompanyFile, names: Names) -> Appointment:
    state = STATES[entry.state]
    starts_on = min(day for day in (entry.certified_on, company.started_on, company.as_of) if day is not None)
    begun = names.noon(starts_on)
    return Appointment(
        kind=AppointmentKind.superuser,
        person_id=names.people[entry.employee_no].id,
        department_id=names.departments[entry.department],
        state=state,
        nominated_at=begun,
        answered_at=None if state is AppointmentState.nominated else begun,
        starts_on=starts_on,
        gate_passes=_passed(entry.certified_on, begun),
        ended_at=begun if state is AppointmentState.ended else None,
    )


def _ambassador(entry: TermEntry, company: CompanyFile, names: Names) -> Appointment:
    over = entry.ends_on is not None and entry.ends_on < company.as_of
    begun = names.start(entry.starts_on)
    return Appointment(
        kind=AppointmentKind.ambassador,
        person_id=names.people[entry.employee_no].id,
        project_group_id=names.groups[entry.group],
        state=AppointmentState.ended if over else AppointmentState.active,
        nominated_at=begun,
        answered_at=begun,
        starts_on=entry.starts_on,
        ends_on=entry.ends_on,
        gate_passes=_passed(entry.starts_on, begun),
        ended_at=names.start(entry.ends_on + timedelta(days=1)) if over and entry.ends_on else None,
    )


def _passed(day: date | None, begun: datetime) -> list[GatePass]:
    """The file says on which day a superuser was certified, and of an ambassador that the term counts."""
    return [GatePass(passed_on=day, noted_at=begun)] if day is not None else []


def _load_roles(company: CompanyFile, names: Names) -> None:
    serving = {entry.employee_no for entry in company.superusers if entry.state == "active"}
    for number in sorted(serving):
        names.people[number].role_rows.append(PersonRole(role=Role.superuser))
    terms = [
        t
        for t in company.ambassador_terms
        if t.starts_on <= company.as_of and (t.ends_on or company.as_of) >= company.as_of
    ]
    for number in sorted({term.employee_no for term in terms}):
        names.people[number].role_rows.append(PersonRole(role=Role.ambassador))
    for number, group in sorted({(term.employee_no, term.group) for term in company.ambassador_terms}):
        names.people[number].memberships.append(Membership(project_group_id=names.groups[group]))


def _load_meeting(entry: MeetingEntry, names: Names) -> None:
    meeting = Meeting(kind=entry.kind, held_on=entry.on, state=MeetingState.held)
    db.session.add(meeting)
    db.session.flush()
    db.session.add_all(_attendances(entry, meeting.id, names))


def _attendances(entry: MeetingEntry, meeting_id: int, names: Names) -> Iterable[Attendance]:
    states = dict.fromkeys(entry.invited, AttendanceState.invited)
    states |= dict.fromkeys(entry.attended, AttendanceState.attended)
    states |= dict.fromkeys(entry.excused, AttendanceState.excused)
    for number, state in states.items():
        yield Attendance(meeting_id=meeting_id, person_id=names.people[number].id, state=state)
