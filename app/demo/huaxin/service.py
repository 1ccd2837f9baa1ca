"""Superusers and ambassadors in office, some gaps, and what they gave."""

from datetime import timedelta
from uuid import uuid4

import sqlalchemy as sa

from app.accounts.models import Department, ProjectGroup
from app.ambassadors import actions
from app.ambassadors.actions import Hours, answer, hand_over, nominate
from app.ambassadors.models import (
    Appointment,
    AppointmentKind,
    Endorsement,
    GatePass,
    Purpose,
)
from app.demo.huaxin.story import Story
from app.foundation import clock
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
    (AMBASSADOR, "000313", "G3", 40, "市场部推荐。"),
)
WAITING = ((SUPERUSER, "000326", "D42", 4, "装配车间还没有超级用户，她主动报了名。"),)
# Who was ambassador before, who took over, of which group, and how many days ago each of them was asked.
HANDED_OVER = ("000302", "000318", "G1", 112, 86)
LAPSED = "000331"  # certified by the maker of the tool, and not renewed yet
SUPPORTERS = ("000325", "000327", "000328", "000329")
WORDS = ("讲得清楚，也坐得住。", "同事遇到问题已经都去找这位了。", "每周可以留出两个小时。")
# Who gave how many quarters of an hour, how many days ago, and what for.
GIVEN = (
    ("000104", 1, 6, Purpose.collecting, "和仓库、采购各聊了一圈"),
    ("000104", 3, 10, Purpose.meeting, "准备并主持例会"),
    ("000104", 36, 16, Purpose.collecting, ""),
    ("000105", 1, 8, Purpose.reviewing, "看了三份实操"),
    ("000105", 2, 6, Purpose.coaching, "教新人写日报"),
    ("000105", 34, 22, Purpose.reviewing, ""),
    ("000319", 1, 18, Purpose.coaching, "早班、夜班各一次"),
    ("000319", 2, 20, Purpose.coaching, "产线上线支持"),
    ("000335", 2, 8, Purpose.writing, "把常问的问题写成了一页"),
    ("000309", 3, 6, Purpose.coaching, ""),
)


def appoint(story: Story) -> None:
    """Nominate and accept; a department and a project group stay without anybody, as in real life."""
    units = _units()
    for position, (kind, number, unit, days, reason) in enumerate(APPOINTED):
        appointed = _nominate(story, kind=kind, number=number, unit_id=units[unit], days=days, reason=reason)
        _endorse(story, appointed, days - 1, WORDS[position % len(WORDS)])
        _accept(story, appointed, days - 2)
    for kind, number, unit, days, reason in WAITING:
        waiting = _nominate(story, kind=kind, number=number, unit_id=units[unit], days=days, reason=reason)
        with story.days_ago(days - 1):
            for colleague in SUPPORTERS:
                appointment = db.session.get_one(Appointment, waiting)
                actions.support(appointment=appointment, person_id=story.people[colleague].id)
    _hand_over(story, units)


def _accept(story: Story, number: int, days: int) -> None:
    with story.days_ago(days):
        term = db.session.get_one(Appointment, number)
        answer(appointment=term, accepted=True, by=term.person_id)
        term.ends_on = term.starts_on + timedelta(days=365 if number % 5 else 120)


def _endorse(story: Story, number: int, days: int, words: str) -> None:
    with story.days_ago(days):
        asked = db.session.scalar(sa.select(Endorsement).where(Endorsement.appointment_id == number))
        if asked is not None and asked.answered_at is None:
            appointment = db.session.get_one(Appointment, number)
            actions.endorse(appointment=appointment, in_favour=True, words=words, by=asked.asked_id)


def _hand_over(story: Story, units: dict[str, int]) -> None:
    before, after, unit, since, days = HANDED_OVER
    first = _nominate(
        story, kind=AMBASSADOR, number=before, unit_id=units[unit], days=since, reason="项目组推选的第一位大使。"
    )
    _accept(story, first, since - 2)
    with story.days_ago(days):
        people = story.people
        follower = hand_over(
            appointment=db.session.get_one(Appointment, first),
            successor_id=people[after].id,
            reason="在车间说得上话，愿意接着做。",
            by=people[before].id,
        ).id
    _endorse(story, follower, days - 1, WORDS[1])
    _accept(story, follower, days - 2)


def serve(story: Story) -> None:
    """What they gave, who stands in, and one whose certificate has run out."""
    terms = {term.person_id: term.id for term in db.session.scalars(sa.select(Appointment).order_by(Appointment.id))}
    held = {number: terms.get(person.id) for number, person in story.people.items()}
    for number, days, quarters, purpose, note in GIVEN:
        with story.days_ago(days, hours=8):
            term = db.session.get_one(Appointment, held[number])
            hours = Hours(clock.today(), quarters * 15, purpose, note)
            actions.log_hours(appointment=term, hours=hours, token=uuid4().hex, by=term.person_id)
    with story.days_ago(2):
        people, term = story.people, db.session.get_one(Appointment, held["000105"])
        first = story.today + timedelta(days=5)
        actions.name_deputy(
            appointment=term,
            person_id=people["000301"].id,
            starts_on=first,
            ends_on=first + timedelta(days=6),
            by=term.person_id,
        )
    with story.days_ago(14):
        term = db.session.get_one(Appointment, held[LAPSED])
        last = story.today - timedelta(days=9)
        db.session.add(
            GatePass(appointment_id=term.id, passed_on=term.starts_on, valid_until=last, noted_at=clock.now())
        )


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
