"""What was heard in interviews, how teams work well, and the sessions in which they showed it."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import NamedTuple

import sqlalchemy as sa

from app.accounts.models import Department, ProjectGroup
from app.ambassadors.actions.interviews import InterviewData, log_interview, turn_into_idea
from app.ambassadors.actions.practices import Source, publish_practice, retire_practice, reuse_practice, write_practice
from app.ambassadors.actions.recognition import choose_visibility
from app.ambassadors.actions.sharing import SessionData, call_session, check_in, enter_attendances, keep_records
from app.ambassadors.models import InterviewLevel, Practice, SharingSession
from app.ambassadors.queries.sharing import code_of
from app.ambassadors.queries.weeks import WEEK, monday_of
from app.demo.huaxin.story import Story
from app.feedback.models import Idea, IdeaKind
from app.foundation import clock
from app.foundation.db import db, transaction

PMO = "000109"
TOP, HEAD, LEADER, FLOOR = InterviewLevel
AFTERNOON = time(15)
ABOUT = "半小时：先看一遍，再自己做一遍，最后留十分钟提问。"


class Talk(NamedTuple):
    """An interview: weeks ago, weekday, who asked, level, who (with consent), role, department, what was heard."""

    weeks: int
    weekday: int
    by: str
    level: InterviewLevel
    person: str
    role: str
    department: str
    heard: tuple[str, ...]
    late: bool = False


TALKS = (
    Talk(
        11,
        1,
        "000105",
        FLOOR,
        "000319",
        "",
        "D41",
        ("夜班交接时要在两处写同样的内容。", "手机上字太小，戴手套点不准。"),
    ),
    Talk(10, 2, "000104", LEADER, "", "供应商切换项目经理", "D20", ("里程碑改期后，下游任务的负责人常常不知道。",)),
    Talk(9, 3, "000108", FLOOR, "", "装配线班组长", "D42", ("扫码报工很快，但网络断了就要重来。",)),
    Talk(8, 1, "000105", HEAD, "000110", "", "D10", ("周报能自动汇总就好，现在还要从三张表里抄。",)),
    Talk(7, 4, "000104", FLOOR, "", "采购员", "D20", ("供应商资料的附件版本常常弄混。",), late=True),
    Talk(6, 0, "000105", LEADER, "000301", "", "D11", ("评审意见散在聊天里，任务里找不到。",)),
    Talk(5, 2, "000319", FLOOR, "", "冲压操作员，夜班", "D41", ("晨会看板一眼就知道谁卡住了，别的班也该有。",)),
    Talk(3, 3, "000105", FLOOR, "000312", "", "D30", ("活动排期和项目计划对不上，要问两个人。",)),
    Talk(2, 1, "000104", HEAD, "000120", "", "D20", ("看报表时想按供应商筛，现在只能导出再筛。",)),
    Talk(
        1,
        2,
        "000108",
        FLOOR,
        "",
        "运维工程师",
        "D50",
        ("权限申请没有进度，只能等。", "新人第一天看不到项目，要人手工加。"),
    ),
    Talk(0, 1, "000105", LEADER, "", "质量追溯项目经理", "D12", ("问题清单每周手工合并一次，半天就没了。",)),
)


class Told(NamedTuple):
    """A practice: days ago, author, group, area, its words in Chinese and English, days after which it was published."""

    days: int
    author: str
    group: str
    area: str
    zh: tuple[str, str, str, str]
    en: tuple[str, str, str, str] = ("", "", "", "")
    published_after: int | None = 2


STORIES = (
    Told(
        64,
        "000319",
        "",
        "tasks",
        (
            "十分钟晨会，只看“卡住”一列",
            "班前会要二十多分钟，念一遍所有任务，真正卡住的事反而没人管。",
            "会前每个人把卡住的任务拖到“卡住”一列，写一句缺什么。会上只看这一列，每条当场定一个人和一个时间。",
            "班前会从 25 分钟降到 10 分钟；卡住的任务平均一天半就有人处理。",
        ),
        (
            "A ten-minute stand-up that only looks at “blocked”",
            "The shift meeting took more than twenty minutes. Every task was read out, and what was really stuck had no owner.",
            "Stuck tasks go to the column “blocked” before the meeting. We look at that column only, and name who and when.",
            "From 25 minutes to 10, and a stuck task is taken care of in a day and a half on average.",
        ),
    ),
    Told(
        41,
        "000105",
        "",
        "daily_report",
        (
            "日报从昨天复制，只改工时",
            "每天的任务差不多，填日报要六分钟，常常拖到第二天。",
            "下班前用“复制上一份”，只改工时和进度，再写一句明天要谁帮忙。",
            "两分钟填完；按时提交率从七成升到九成半。",
        ),
        (
            "Copy yesterday's report and change the hours",
            "The tasks hardly differ from day to day; a report took six minutes and was often written the day after.",
            "At the end of the day we use “copy the last one”, change hours and progress, and write whose help we need tomorrow.",
            "Two minutes a report; those in time went up from seven in ten to nineteen in twenty.",
        ),
    ),
    Told(
        30,
        "000104",
        "G2",
        "workflow",
        (
            "供应商资料只留一个附件位置",
            "同一份资料在邮件、群和任务里各有一个版本，打样用错过两次。",
            "资料只放在任务的附件里，文件名带日期；邮件和群里只发任务链接。",
            "三个月没有再用错版本。",
        ),
    ),
    Told(
        12,
        "000304",
        "G4",
        "data",
        (
            "问题清单用筛选视图代替每周合并",
            "四个小组各有一张问题清单，每周手工合并要半天。",
            "所有问题记在同一个项目里，用“小组”字段区分，每组存一个筛选视图。",
            "合并的半天省下来了，谁都能看到最新的一张。",
        ),
    ),
    Told(
        3,
        "000108",
        "",
        "permissions",
        (
            "新人第一天就能看到项目",
            "新人入职后要等一两天，才有人手工加进项目。",
            "给每个部门建一个默认成员组，入职单审批通过就自动加入。",
            "上个月入职的四个人，当天都能填日报。",
        ),
        published_after=None,
    ),
)
RETIRED = (
    56,
    "000301",
    (
        "用颜色标记任务优先级",
        "看板上分不清先做哪个。",
        "红色最急，黄色其次，其余不标。",
        "大家先挑红色的做。",
    ),
    "系统已有优先级字段，颜色对色弱的同事也不友好。",
)
REUSED = (  # which story, by whom, unit, days ago, in what words
    (0, "000326", "D42", 40, "装配线两个班都在用，我们加了“等料”一列。"),
    (0, "000105", "D11", 33, "设计评审前用它，评审会短了一半。"),
    (0, "000309", "D20", 19, "采购晨会改成只看卡住的询价。"),
    (1, "000319", "D41", 22, "夜班也用手机复制，交接时就填完。"),
    (2, "000318", "G1", 9, "改造项目的图纸照这个办法放。"),
)


def share_practice(story: Story) -> None:
    """Interviews week by week (one week missed, one written down late), practices, and the sessions that showed them."""
    _listen(story)
    practices = _tell(story)
    _take_over(story, practices)
    _meet(story, practices)
    with story.days_ago(5):
        choose_visibility(person_id=story.people["000319"].id, visible=True)


def _listen(story: Story) -> None:
    units, monday = _units(), monday_of(story.today)
    for talk in TALKS:
        day = monday - talk.weeks * WEEK + timedelta(days=talk.weekday)
        if day > story.today:
            continue
        wait = 6 if talk.late else 0
        with story.days_ago((story.today - day).days - wait, hours=5):
            people = story.people
            person = people.get(talk.person)
            interview = log_interview(
                data=InterviewData(
                    held_on=day,
                    level=talk.level,
                    consent=person is not None,
                    person_id=person.id if person else None,
                    person_name=person.name if person else "",
                    role=talk.role or (person.job_title if person else ""),
                    department_id=units[talk.department],
                    findings=talk.heard,
                ),
                by=people[talk.by].id,
            )
            if talk.weeks in (9, 1):
                turn_into_idea(
                    interview=interview, finding=interview.findings[0], kind=IdeaKind.problem, by=people[talk.by].id
                )


def _tell(story: Story) -> list[int]:
    units = _units()
    copied = db.session.scalar(sa.select(Idea.id).where(Idea.title == "日报能复制昨天的内容"))
    found = []
    for told in STORIES:
        words = {**_words("zh", told.zh), **_words("en", told.en), "area": told.area}
        source = Source(idea_id=copied if told.area == "daily_report" else None)
        with story.days_ago(told.days):
            number = _write(story, told.author, words, units.get(told.group), source)
        if told.published_after is not None:
            _publish(story, number, told.days - told.published_after)
        found.append(number)
    days, author, old, reason = RETIRED
    with story.days_ago(days):
        number = _write(story, author, _words("zh", old), None, Source())
    _publish(story, number, days - 1)
    with story.days_ago(15):
        by = story.people[PMO].id
        retire_practice(practice=db.session.get_one(Practice, number), reason=reason, by=by)
    return found


def _words(told: str, texts: tuple[str, str, str, str]) -> dict[str, str]:
    names = (f"title_{told}", f"situation_{told}", f"action_{told}", f"result_{told}")
    return dict(zip(names, texts, strict=True))


def _write(story: Story, author: str, words: dict[str, str], group: int | None, source: Source) -> int:
    person = story.people[author]
    where = {"project_group_id": group, "department_id": person.department_id}
    return write_practice(words=words, **where, by=person.id, source=source).id  # type: ignore[arg-type]


def _publish(story: Story, number: int, days: int) -> None:
    with story.days_ago(days):
        practice = db.session.get_one(Practice, number)
        publish_practice(practice=practice, version=practice.version, by=story.people[PMO].id)


def _take_over(story: Story, practices: list[int]) -> None:
    units = _units()
    for place, number, unit, days, words in REUSED:
        with story.days_ago(days):
            is_group = unit.startswith("G")
            reuse_practice(
                practice=db.session.get_one(Practice, practices[place]),
                department_id=None if is_group else units[unit],
                project_group_id=units[unit] if is_group else None,
                words=words,
                by=story.people[number].id,
            )


def _meet(story: Story, practices: list[int]) -> None:
    """One session was held, most by the code on the wall; one is coming."""
    shown = SessionData("十分钟晨会怎么开", _afternoon(story, -20), 0, place="培训室 2", practice_ids=practices[:1])
    held = _call(story, 28, "000319", shown)
    with clock.fixed_at(_afternoon(story, -20) + timedelta(minutes=4)), transaction():
        session, people = db.session.get_one(SharingSession, held), story.people
        for number in ("000101", "000105", "000304", "000309", "000321", "000326"):
            check_in(session=session, person_id=people[number].id, code=code_of(session))
        entered = [people[number].id for number in ("000322", "000323")]
        enter_attendances(session=session, person_ids=entered, by=people["000319"].id)
    with story.days_ago(19):
        keep_records(
            session=db.session.get_one(SharingSession, held),
            recording_url="https://media.huaxin.example/share/stand-up",
            notes_url="",
        )
    live = SessionData("日报两分钟：现场演示", _afternoon(story, 6), 0, place="研发楼 301", practice_ids=practices[1:3])
    _call(story, 4, "000105", live)


def _call(story: Story, days: int, host: str, data: SessionData) -> int:
    with story.days_ago(days):
        person = story.people[host]
        return call_session(data=replace(data, host_id=person.id, about=ABOUT), by=person.id).id


def _afternoon(story: Story, days: int) -> datetime:
    return datetime.combine(story.today + timedelta(days=days), AFTERNOON, clock.zone())


def _units() -> dict[str, int]:
    rows = [*db.session.scalars(sa.select(Department)), *db.session.scalars(sa.select(ProjectGroup))]
    return {unit.code: unit.id for unit in rows}
