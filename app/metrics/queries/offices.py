"""Terms of superusers and ambassadors and their meetings, as plain rows for the formulas."""

from collections.abc import Collection, Container, Iterator, Mapping
from datetime import date
from itertools import groupby
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

Terms = tuple[TermRow, ...]
KINDS = {"superusers": AppointmentKind.superuser, "ambassadors": AppointmentKind.ambassador}
"""What the facts of a company call the terms of each kind."""


def terms(people: Mapping[int, PersonRow], as_of: AsOf, facts: Container[str]) -> tuple[Terms, Terms]:
    """Accepted terms of superusers and of ambassadors, those that are wanted; one statement at most."""
    wanted = [kind for name, kind in KINDS.items() if name in facts]
    if not wanted:
        return (), ()
    found: dict[AppointmentKind, list[TermRow]] = {kind: [] for kind in AppointmentKind}
    for kind, term in _rows(_terms(wanted), people, as_of):
        found[kind].append(term)
    return tuple(found[AppointmentKind.superuser]), tuple(found[AppointmentKind.ambassador])


def ambassador_terms_of(me: PersonRow, as_of: AsOf) -> Terms:
    """Accepted terms of one person as an ambassador."""
    found = _terms([AppointmentKind.ambassador]).where(Appointment.person_id == me.id)
    return tuple(term for _kind, term in _rows(found, {me.id: me}, as_of))


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


def _terms(kinds: Collection[AppointmentKind]) -> sa.Select[*tuple[Any, ...]]:
    """The unit of a superuser is a department, that of an ambassador a project group."""
    return (
        sa.select(
            Appointment.person_id,
            Appointment.kind,
            sa.func.coalesce(Department.code, ProjectGroup.code).label("unit"),
            Appointment.starts_on,
            Appointment.ends_on,
            Appointment.id,
            Appointment.answered_at,
            Appointment.ended_at,
            GatePass.passed_on,
            GatePass.valid_until,
        )
        .outerjoin(Department, Department.id == Appointment.department_id)
        .outerjoin(ProjectGroup, ProjectGroup.id == Appointment.project_group_id)
        .outerjoin(GatePass, GatePass.appointment_id == Appointment.id)
        .where(
            Appointment.kind.in_(kinds),
            Appointment.state.in_((AppointmentState.active, AppointmentState.ended)),
            Appointment.answered_at.is_not(None),
        )
        .order_by(Appointment.id, GatePass.id)
    )


def _rows(
    found: sa.Select[*tuple[Any, ...]], people: Mapping[int, PersonRow], as_of: AsOf
) -> Iterator[tuple[AppointmentKind, TermRow]]:
    for _number, each in groupby(db.session.execute(found), key=lambda row: row.id):
        rows = list(each)
        yield rows[0].kind, _term(rows, people, as_of)


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
