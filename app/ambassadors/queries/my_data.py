"""What appointments, meetings and interviews keep of somebody, for “My data”."""

from collections.abc import Sequence

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.accounts.queries.my_data import Rows, Section, named
from app.ambassadors.labels import ATTENDANCES, OFFICES, PRESENCES, PURPOSES, TERMS, meeting_kind_label
from app.ambassadors.models import (
    ActionItem,
    Appointment,
    Attendance,
    Endorsement,
    Finding,
    HourEntry,
    Interview,
    Meeting,
    Practice,
    SessionAttendance,
    SharingSession,
    Support,
)
from app.ambassadors.texts import PRACTICE_STATES


def _appointments(ids: Sequence[int]) -> Rows:
    given = (
        Appointment.nominated_at,
        Appointment.kind,
        Appointment.state,
        Appointment.reason,
        Appointment.starts_on,
        Appointment.ends_on,
        Appointment.ended_reason,
    )
    return sa.select(*given).where(Appointment.person_id.in_(ids)).order_by(Appointment.id.desc())


def _hours(ids: Sequence[int]) -> Rows:
    given = (HourEntry.served_on, HourEntry.minutes, HourEntry.purpose, HourEntry.note)
    rows = sa.select(*given).join(Appointment, Appointment.id == HourEntry.appointment_id)
    return rows.where(Appointment.person_id.in_(ids)).order_by(HourEntry.id.desc())


def _endorsements(ids: Sequence[int]) -> Rows:
    given = (Endorsement.asked_at, Endorsement.answered_at, Endorsement.in_favour, Endorsement.words.label("text"))
    return sa.select(*given).where(Endorsement.asked_id.in_(ids)).order_by(Endorsement.id.desc())


def _supports(ids: Sequence[int]) -> Rows:
    rows = sa.select(Support.supported_at).where(Support.person_id.in_(ids))
    return rows.order_by(Support.supported_at.desc(), Support.appointment_id)


def _meetings(ids: Sequence[int]) -> Rows:
    given = (Meeting.held_on, Meeting.kind, Meeting.title, Attendance.state, Attendance.excuse)
    rows = sa.select(*given).join(Attendance, Attendance.meeting_id == Meeting.id)
    return rows.where(Attendance.person_id.in_(ids)).order_by(Meeting.held_on.desc(), Meeting.id.desc())


def _actions(ids: Sequence[int]) -> Rows:
    given = (ActionItem.given_at, ActionItem.text, ActionItem.due_on, ActionItem.closed_at)
    return sa.select(*given).where(ActionItem.owner_id.in_(ids)).order_by(ActionItem.id.desc())


def _interviews(ids: Sequence[int]) -> Rows:
    given = (Interview.held_on, Interview.role, Finding.text, Interview.withdrawn_at)
    rows = sa.select(*given).outerjoin(Finding, Finding.interview_id == Interview.id)
    return rows.where(Interview.person_id.in_(ids)).order_by(Interview.id.desc(), Finding.position)


def _sharing(ids: Sequence[int]) -> Rows:
    given = (SharingSession.starts_at, SharingSession.title, SessionAttendance.method)
    rows = sa.select(*given).join(SessionAttendance, SessionAttendance.session_id == SharingSession.id)
    return rows.where(SessionAttendance.person_id.in_(ids)).order_by(SharingSession.starts_at.desc())


def _hosted(ids: Sequence[int]) -> Rows:
    given = (SharingSession.starts_at, SharingSession.title, SharingSession.place)
    return sa.select(*given).where(SharingSession.host_id.in_(ids)).order_by(SharingSession.starts_at.desc())


def _practices(ids: Sequence[int]) -> Rows:
    given = (Practice.id.label("practice"), Practice.title_zh.label("title"), Practice.title_en, Practice.state)
    return sa.select(*given).where(Practice.author_id.in_(ids)).order_by(Practice.id.desc())


SECTIONS = (
    Section(
        "appointments",
        _l("Appointments"),
        _l("Nominations and terms as superuser or ambassador."),
        _appointments,
        {"kind": named(OFFICES), "state": named(TERMS)},
    ),
    Section(
        "hours",
        _l("Hours of service"),
        _l("What you noted for your appointment."),
        _hours,
        {"purpose": lambda one: str(PURPOSES[one])},
    ),
    Section(
        "endorsements", _l("Endorsements"), _l("Where you were asked for a word about a nomination."), _endorsements
    ),
    Section("supports", _l("Supported nominations"), _l("When you gave your support."), _supports),
    Section(
        "meetings",
        _l("Meetings"),
        _l("Meetings you were invited to, and whether you came."),
        _meetings,
        {"kind": meeting_kind_label, "state": named(ATTENDANCES)},
    ),
    Section("action_items", _l("Action items"), _l("What was agreed that you do."), _actions),
    Section(
        "interviews",
        _l("Interviews"),
        _l("Talks with you that name you, with your consent, and what you said."),
        _interviews,
    ),
    Section(
        "sharing",
        _l("Sharing sessions"),
        _l("Sessions at which you were present."),
        _sharing,
        {"method": named(PRESENCES)},
    ),
    Section("hosted", _l("Hosted sharing sessions"), _l("Sessions of which you are the host."), _hosted),
    Section(
        "practices",
        _l("Practices"),
        _l("Ways of working you described for others."),
        _practices,
        {"state": named(PRACTICE_STATES)},
    ),
)
