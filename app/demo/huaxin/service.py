"""Superusers and ambassadors in office, some gaps, and the meetings they held."""

from datetime import timedelta

import sqlalchemy as sa

from app.accounts.models import Department, ProjectGroup
from app.ambassadors.actions import answer, nominate
from app.ambassadors.models import (
    Appointment,
    AppointmentKind,
    Attendance,
    AttendanceState,
    Meeting,
    MeetingKind,
    MeetingState,
)
from app.ambassadors.queries import certified_since
from app.demo.huaxin.story import Story
from app.foundation.db import db

SUPERUSER, AMBASSADOR = AppointmentKind.superuser, AppointmentKind.ambassador

# Who serves what, since how many days, and why.
APPOINTED = (
    (SUPERUSER, "000105", "D11", 95, "结构组里最早用熟新系统，讲得明白。"),
    (SUPERUSER, "000301", "D11", 60, "带过两个新人，愿意抽时间。"),
    (SUPERUSER, "000319", "D41", 80, "现场问题都找他。"),
    (SUPERUSER, "000309", "D20", 50, "采购流程最熟。"),
    (SUPERUSER, "000304", "D12", 70, "电子组的模板都是她整理的。"),
    (SUPERUSER, "000320", "D41", 45, "夜班也有人能问。"),
    (SUPERUSER, "000321", "D41", 44, "早班的老师傅，手机端最熟。"),
    (SUPERUSER, "000314", "D30", 20, "市场活动的看板由她维护。"),
    (SUPERUSER, "000331", "D50", 18, "系统配置的第一联系人。"),
    (SUPERUSER, "000335", "D70", 88, "例会和纪要都在系统里跑。"),
    (AMBASSADOR, "000104", "G2", 90, "常把一线的问题带到例会上。"),
    (AMBASSADOR, "000318", "G1", 85, "在车间说得上话。"),
    (AMBASSADOR, "000313", "G3", 40, "市场部推荐。"),
)
WAITING = ((SUPERUSER, "000326", "D42", 4, "装配车间还没有超级用户，她主动报了名。"),)


def appoint(story: Story) -> None:
    """Nominate and accept; a department and a project group stay without anybody, as in real life."""
    units = _units()
    for kind, number, unit, days, reason in APPOINTED:
        appointed = _nominate(story, kind=kind, number=number, unit_id=units[unit], days=days, reason=reason)
        with story.days_ago(days - 2):
            person = story.people[number]
            term = db.session.get_one(Appointment, appointed)
            answer(appointment=term, accepted=True, by=person.id, certified_on=certified_since(person.id))
            term.ends_on = term.starts_on + timedelta(days=365)
    for kind, number, unit, days, reason in WAITING:
        _nominate(story, kind=kind, number=number, unit_id=units[unit], days=days, reason=reason)


def _nominate(story: Story, *, kind: AppointmentKind, number: str, unit_id: int, days: int, reason: str) -> int:
    with story.days_ago(days):
        people = story.people
        return nominate(
            kind=kind,
            person_id=people[number].id,
            unit_id=unit_id,
            starts_on=story.moment(days).date(),
            ends_on=None,
            reason=reason,
            by=people["000109"].id,
        ).id


def _units() -> dict[str, int]:
    rows = [*db.session.scalars(sa.select(Department)), *db.session.scalars(sa.select(ProjectGroup))]
    return {unit.code: unit.id for unit in rows}


def hold_meetings(story: Story) -> None:
    """Four monthly meetings of the ambassadors; most came."""
    invited = ("000104", "000318", "000313")
    for position, days in enumerate((82, 54, 26, 5)):
        with story.days_ago(days):
            meeting = Meeting(
                kind=MeetingKind.ambassador,
                held_on=story.moment(days).date(),
                title="软件大使例会",
                state=MeetingState.held,
            )
            db.session.add(meeting)
            db.session.flush()
            people = story.people
            for place, number in enumerate(invited if days < 40 else invited[:2]):
                absent = (position + place) % 4 == 3
                state = AttendanceState.excused if absent else AttendanceState.attended
                db.session.add(Attendance(meeting_id=meeting.id, person_id=people[number].id, state=state))
