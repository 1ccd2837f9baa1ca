"""Terms of superusers and ambassadors and their meetings, as plain rows for the formulas."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Department, ProjectGroup
from app.ambassadors.models import (
    TOOK_PLACE,
    Appointment,
    AppointmentKind,
    AppointmentState,
    Attendance,
    AttendanceState,
    GatePass,
    Meeting,
    MeetingKind,
)
from app.foundation.db import db
from app.metrics.formulas.rows import AsOf, InvitationRow, PersonRow, TermRow


def superuser_terms(people: Mapping[int, PersonRow], as_of: AsOf) -> tuple[TermRow, ...]:
    """Accepted terms of superusers; the unit is the code of the department."""
    found = _terms(AppointmentKind.superuser, Department.code).join(
        Department, Appointment.department_id == Department.id
    )
    return _rows(found, people, as_of)


def ambassador_terms(people: Mapping[int, PersonRow], as_of: AsOf, *, only: int | None = None) -> tuple[TermRow, ...]:
    """Accepted terms of ambassadors, or those of one person; the unit is the code of the project group."""
    found = _terms(AppointmentKind.ambassador, ProjectGroup.code)
    if only is not None:
        found = found.where(Appointment.person_id == only)
    return _rows(found.join(ProjectGroup, Appointment.project_group_id == ProjectGroup.id), people, as_of)


def invitations(as_of: AsOf, *, only: int | None = None) -> tuple[InvitationRow, ...]:
    """Invitations to the meetings of ambassadors that took place in the month, or those of one person."""
    found = (
        sa.select(Attendance.person_id, Meeting.held_on, Attendance.state)
        .join(Meeting, Attendance.meeting_id == Meeting.id)
        .where(
            Meeting.kind == MeetingKind.ambassador,
            Meeting.state.in_(TOOK_PLACE),
            Meeting.held_on.between(as_of.first, as_of.day),
        )
    )
    if only is not None:
        found = found.where(Attendance.person_id == only)
    return tuple(
        InvitationRow(person, day, state is AttendanceState.attended, state is AttendanceState.excused)
        for person, day, state in db.session.execute(found.order_by(Meeting.id, Attendance.person_id))
    )


def _terms(kind: AppointmentKind, unit: sa.orm.InstrumentedAttribute[str]) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            Appointment.person_id,
            unit.label("unit"),
            Appointment.starts_on,
            Appointment.ends_on,
            Appointment.id,
            Appointment.answered_at,
            Appointment.ended_at,
            GatePass.passed_on,
            GatePass.valid_until,
        )
        .outerjoin(GatePass, GatePass.appointment_id == Appointment.id)
        .where(
            Appointment.kind == kind,
            Appointment.state.in_((AppointmentState.active, AppointmentState.ended)),
            Appointment.answered_at.is_not(None),
        )
        .order_by(Appointment.id, GatePass.id)
    )


def _rows(found: sa.Select[*tuple[Any, ...]], people: Mapping[int, PersonRow], as_of: AsOf) -> tuple[TermRow, ...]:
    terms: dict[int, list[Any]] = {}
    for row in db.session.execute(found):
        terms.setdefault(row.id, []).append(row)
    return tuple(_term(rows, people, as_of) for rows in terms.values())


def _term(rows: list[Any], people: Mapping[int, PersonRow], as_of: AsOf) -> TermRow:
    """One term, of a row for each time that the kit was passed."""
    row = rows[0]
    return TermRow(
        people[row.person_id],
        row.unit,
        row.starts_on,
        _last_day(row, as_of),
        tuple((each.passed_on, each.valid_until) for each in rows if each.passed_on is not None),
        active=as_of.knows(row.answered_at),
        ended=as_of.knows(row.ended_at),
    )


def _last_day(row: Any, as_of: AsOf) -> date | None:
    """A term that was ended early by then ends on that day."""
    ended: date | None = as_of.local_day(row.ended_at) if as_of.knows(row.ended_at) else None
    return min((day for day in (row.ends_on, ended) if day is not None), default=None)
