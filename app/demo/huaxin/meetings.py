"""The company's meetings: three series, minutes of the past months, and a next meeting that waits to be prepared."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

import sqlalchemy as sa

from app.accounts.models import Person
from app.ambassadors.actions import action_items, holding, inviting
from app.ambassadors.actions.inviting import Mark
from app.ambassadors.actions.series import SeriesData, add_series, call_meetings
from app.ambassadors.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    AttendanceState,
    ItemKind,
    ItemOutcome,
    Meeting,
    MeetingKind,
    Rhythm,
)
from app.ambassadors.queries.rhythm import instant
from app.demo.huaxin.story import Story
from app.feedback.models import Idea
from app.foundation.db import db

O = ItemOutcome  # noqa: E741 (the table below reads better)
CHAIRS = {MeetingKind.ambassador: "000104", MeetingKind.board: "000106", MeetingKind.health: "000109"}
PLACES = {MeetingKind.ambassador: "三楼会议室", MeetingKind.board: "研发楼 201", MeetingKind.health: "信息技术部会议室"}
NAMES = {
    MeetingKind.ambassador: "软件大使例会",
    MeetingKind.board: "变更控制委员会",
    MeetingKind.health: "软件健康例会",
}


class Topic(NamedTuple):
    """Something on an agenda: its title (of an idea, where there is one), what was said, the decision, the outcome."""

    title: str
    said: str
    decided: str
    outcome: ItemOutcome


class Told(NamedTuple):
    """A meeting of the past: days ago, its kind, its topics, what was undertaken (text, who, days until due, closing words)."""

    days: int
    kind: MeetingKind
    topics: tuple[Topic, ...]
    undertaken: tuple[tuple[str, str, int, str], ...] = ()


PAST = (
    Told(
        82,
        MeetingKind.ambassador,
        (
            Topic(
                "日报能复制昨天的内容",
                "三个项目组都在抄昨天的日报，冲压线每天 40 人次。",
                "推荐给委员会，先做手机端。",
                O.recommended,
            ),
            Topic("例会多久开一次", "每两周太密，改为每月一次，第二个星期二。", "每月一次。", O.closed),
        ),
        (("把例会安排发到各项目组", "000104", 7, "已发到四个项目组的群里。"),),
    ),
    Told(
        54,
        MeetingKind.ambassador,
        (
            Topic(
                "供应商切换项目用单独的审批流程",
                "采购变更平均等 4.1 天，质量部同意只走两级。",
                "推荐试点一个月。",
                O.recommended,
            ),
            Topic("周报自动汇总日报", "工具本版本不支持跨项目汇总。", "", O.carried),
        ),
        (("统计试点期间每一单的等待时间", "000104", 30, "平均 1.3 天，数据已给采购部。"),),
    ),
    Told(
        40,
        MeetingKind.health,
        (
            Topic("甘特图打开慢", "供应商确认是缓存问题，十二月有补丁。", "", O.carried),
            Topic("外协账号清理", "停用 14 个离场外协账号。", "每季度清理一次。", O.closed),
        ),
        (("向供应商确认补丁日期", "000108", 20, ""),),
    ),
    Told(
        26,
        MeetingKind.ambassador,
        (
            Topic("项目模板里预置关账步骤", "四个项目组都漏过归档。", "推荐给委员会。", O.recommended),
            Topic("扫工位二维码直接打开今天的任务", "冲压一线先试两个工位，任务要按班次过滤。", "", O.carried),
        ),
        (("在 7、8 号工位试贴二维码，记录一周", "000318", 21, ""), ("收集各组最想要的报表", "000313", 12, "")),
    ),
    Told(
        12,
        MeetingKind.board,
        (Topic("十二月停机窗口", "年底结账期间不做变更。", "12 月 25 日至 31 日冻结。", O.closed),),
        (("把冻结期写进变更日历", "000109", 10, ""),),
    ),
    Told(
        5,
        MeetingKind.ambassador,
        (
            Topic(
                "扫工位二维码直接打开今天的任务",
                "两个工位试用一周，每班省 12 分钟，二维码容易被油污盖住。",
                "",
                O.carried,
            ),
            Topic("新员工培训由谁陪同", "由本组软件大使陪同第一次日报。", "从下月起执行。", O.closed),
        ),
        (("找耐油的二维码标签样品", "000104", 14, ""),),
    ),
)


def hold_meetings(story: Story) -> None:
    """Set the series up, tell what was held, and call what comes next."""
    series = {kind: _set_up(story, kind) for kind in MeetingKind}
    for told in PAST:
        _hold(story, told, series[told.kind])
    call_meetings()


def _set_up(story: Story, kind: MeetingKind) -> int:
    with story.days_ago(0):
        people = story.people
        data = SeriesData(
            kind=kind,
            name=NAMES[kind],
            rhythm=Rhythm.monthly,
            every=1,
            weekday={MeetingKind.ambassador: 1, MeetingKind.board: 3, MeetingKind.health: 0}[kind],
            nth={MeetingKind.ambassador: 2, MeetingKind.board: 3, MeetingKind.health: 5}[kind],
            first_on=date(2026, 1, 1),
            starts=time(14),
            ends=time(15),
            place=PLACES[kind],
            chair_id=people[CHAIRS[kind]].id,
            by_rule=True,
        )
        return add_series(data=data, by_id=people["000109"].id).id


def _hold(story: Story, told: Told, series_id: int) -> None:
    day = story.moment(told.days).date()
    with story.days_ago(told.days + 3):
        number = _planned(story, told, series_id, day)
    with story.days_ago(told.days, hours=5):
        meeting, chair = holding.hold(number), story.people[CHAIRS[told.kind]]
        _put_on(meeting, told, chair)
        holding.begin(meeting=meeting, by_id=chair.id)
        inviting.mark_attendance(meeting=meeting, marks=_marks(number, told.days))
        for text, who, days, _closed in told.undertaken:
            owner, due = story.people[who].id, day + timedelta(days=days)
            action_items.give(meeting_id=number, item_id=None, text=text, owner_id=owner, due_on=due, by_id=chair.id)
    with story.days_ago(told.days, hours=8):
        holding.publish_minutes(meeting=holding.hold(number), by=story.people[CHAIRS[told.kind]])
    for text, who, days, closed in told.undertaken:
        if closed:
            with story.days_ago(max(0, told.days - days)):
                _close(text, closed, story.people[who])


def _planned(story: Story, told: Told, series_id: int, day: date) -> int:
    """The meeting as it was called; who is in office by then is invited."""
    meeting = Meeting(
        kind=told.kind,
        title=NAMES[told.kind],
        series_id=series_id,
        occurs_on=day,
        held_on=day,
        starts_at=instant(day, time(14)),
        ends_at=instant(day, time(15)),
        place=PLACES[told.kind],
        chair_id=story.people[CHAIRS[told.kind]].id,
    )
    db.session.add(meeting)
    db.session.flush()
    for number in _invited(told):
        row = Attendance(meeting_id=meeting.id, person_id=story.people[number].id, standing=True)
        db.session.add(row)
    db.session.flush()
    return meeting.id


def _invited(told: Told) -> tuple[str, ...]:
    if told.kind is MeetingKind.board:
        return "000106", "000130", "000150"
    if told.kind is MeetingKind.health:
        return "000108", "000109"
    return ("000104", "000318", "000313") if told.days < 40 else ("000104", "000318")


def _put_on(meeting: Meeting, told: Told, chair: Person) -> None:
    """What stood on the agenda, with what was said; ideas have long moved on, so that their items are written as they were."""
    for place, topic in enumerate(told.topics, 1):
        idea_id = db.session.scalar(sa.select(Idea.id).where(Idea.title == topic.title))
        db.session.add(_item(meeting, place, topic, idea_id, chair))
    db.session.flush()


def _item(meeting: Meeting, place: int, topic: Topic, idea_id: int | None, chair: Person) -> AgendaItem:
    earlier = (
        sa.select(AgendaItem.id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            Meeting.series_id == meeting.series_id,
            AgendaItem.outcome == ItemOutcome.carried,
            AgendaItem.idea_id == idea_id,
        )
    )
    return AgendaItem(
        meeting_id=meeting.id,
        position=place,
        kind=ItemKind.idea if idea_id else ItemKind.text,
        idea_id=idea_id,
        title=topic.title,
        minutes=topic.said,
        decision=topic.decided,
        outcome=topic.outcome,
        carried_from_id=db.session.scalar(earlier.order_by(AgendaItem.id.desc()).limit(1)) if idea_id else None,
        added_by_id=chair.id,
        added_at=_before(meeting),
    )


def _before(meeting: Meeting) -> datetime:
    return instant(meeting.held_on - timedelta(days=2), time(14))


def _marks(meeting_id: int, days: int) -> list[Mark]:
    """Most came; now and then somebody was away."""
    people = list(db.session.scalars(sa.select(Attendance.person_id).where(Attendance.meeting_id == meeting_id)))
    came, excused = AttendanceState.attended, AttendanceState.excused
    return [
        Mark(person_id, excused, "出差") if (days // 7 + place) % 4 == 3 else Mark(person_id, came)
        for place, person_id in enumerate(people)
    ]


def _close(text: str, words: str, owner: Person) -> None:
    action = db.session.scalars(sa.select(ActionItem).where(ActionItem.text == text)).one()
    action_items.close(action_id=action.id, version=action.version, words=words, by_id=owner.id)
