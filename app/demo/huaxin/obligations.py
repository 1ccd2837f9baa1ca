"""What roll-outs are made of beside learning: waves, the tool, more time, no time, tasks that wait for eyes."""

from datetime import timedelta

import sqlalchemy as sa

from app.accounts.models import Department, Person
from app.demo.huaxin.learning import do_in_the_tool, judge
from app.demo.huaxin.people import people_by_number
from app.demo.huaxin.story import Story
from app.foundation import clock
from app.foundation.db import db
from app.training.actions.deadlines import extend
from app.training.actions.dual_running import Compared, record_check, settle_check
from app.training.actions.gathering import close, enter_sheet, hold
from app.training.actions.noting import note_no_time
from app.training.actions.remarking import write_note
from app.training.actions.rolling_out import WaveData, add_wave
from app.training.actions.supplementing import choose_tool
from app.training.models import Assignment, PracticeSubmission, RolloutWave, TrainingPath, WaveKind
from app.training.queries.dual_runs import LONGEST

TOOL = "jira"
PILOT, SITE = ("D10",), ("D20", "D40")
RUNS = {WaveKind.pilot: 21, WaveKind.site: 35, WaveKind.all: 21}
"""Days of the dual run."""

REASON = "月末结账横跨两周，旧表多留一个星期。"
COMPARED = (
    (40, "采购申请在途数", "37", "37", ""),
    (33, "冲压车间本周到期任务", "52", "49", "三条任务在旧表里已经作废，没有删掉；以新系统为准。"),
    (26, "供应商交期逾期清单", "8", "8", ""),
    (19, "生产一线 上月计划工时", "1,264", "1,264", ""),
    (12, "模具维修费用合计（万元）", "18.6", "17.9", None),
)
"""Days ago, what was compared, both results, and how a difference was settled; None while nobody knows why."""

WAITING = ("000316", "000328")
"""Newcomers who have handed in their first daily report; nobody has looked at it yet."""

RETURNED = "000322"
CAME = ("000101", "000316", "000317", "000318", "000319")
"""Who was at the workshop of last week."""


def roll_out(story: Story) -> None:
    """The tool is chosen, and the company goes live in waves."""
    people = people_by_number()
    pmo = people["000109"].id
    choose_tool(tool=TOOL, by_id=people["000108"].id)
    departments = {row.code: row.id for row in db.session.execute(sa.select(Department.code, Department.id))}
    waves = (
        ("研发试点", "R&D pilot", WaveKind.pilot, 110, PILOT),
        ("采购与生产", "Procurement and production", WaveKind.site, 45, SITE),
        ("全公司", "Whole company", WaveKind.all, -20, ()),
    )
    for name, name_en, kind, days, codes in waves:
        day = story.today - timedelta(days=days)
        units = [departments[code] for code in codes]
        run = (day, day + timedelta(days=RUNS[kind] - 1))
        reason = REASON if RUNS[kind] > LONGEST else ""
        add_wave(data=WaveData(name, name_en, kind, day, units, dual_run=run, dual_run_reason=reason), by_id=pmo)


def bring_to_today(story: Story) -> None:
    """The last days: more time for one, no time for another, three tasks handed in, a word to the authors."""
    people = people_by_number()
    with story.days_ago(2):
        for number in WAITING:
            _hand_in(people[number], "今天的日报写在 PL-12 下面，工时 6 小时，卡点写了等螺栓。")
        returned = _hand_in(people[RETURNED], "写了。")
    _hold_workshops(story, people)
    _compare(story, people["000109"].id)
    with story.days_ago(1):
        if returned:
            judge(
                returned, people["000105"].id, failed=0, comment="工时写成了排班的 8 小时，请改成真正花在任务上的时间。"
            )
        _tell_of_lateness(story, people)
        _remark(people)


def _hold_workshops(story: Story, people: dict[str, Person]) -> None:
    """One was held in the press shop last week, with a sheet of paper; the next one is tomorrow."""
    path_id = db.session.scalar(sa.select(TrainingPath.id).where(TrainingPath.code == "EU"))
    if path_id is None:
        return
    host = people["000105"].id
    with story.days_ago(6):
        held = hold(path_id=path_id, module_id="eu-02", place="冲压车间班组园地", starts_at=clock.now(), by_id=host)
        enter_sheet(workshop=held, person_ids=[people[number].id for number in CAME], by_id=host)
        close(workshop=held, by_id=host)
    with story.days_ago(1):
        tomorrow = story.moment(0) + timedelta(days=1, hours=5)
        hold(path_id=path_id, module_id="eu-06", place="装配车间会议室", starts_at=tomorrow, by_id=host)


def _compare(story: Story, pmo: int) -> None:
    """What the sites compared in their dual run; one difference is still open."""
    wave_id = db.session.scalar(sa.select(RolloutWave.id).where(RolloutWave.kind == WaveKind.site))
    if wave_id is None:
        return
    for days, subject, old, new, settlement in COMPARED:
        with story.days_ago(days):
            compared = Compared(clock.today(), subject, old, new, agrees=old == new)
            check = record_check(wave_id=wave_id, compared=compared, by_id=pmo)
        if settlement:
            with story.days_ago(days - 1):
                settle_check(check_id=check.id, settlement=settlement, by_id=pmo)


def _hand_in(person: Person, note: str) -> PracticeSubmission | None:
    return do_in_the_tool(person.id, "EU", "eu-02", "real-report", note)


def _tell_of_lateness(story: Story, people: dict[str, Person]) -> None:
    """Of the people who are late, one gets more time, and one was given none."""
    late = _overdue(story)
    if late:
        extend(
            assignment_ids=[late[0].id],
            to_on=story.today + timedelta(days=14),
            reason="他上个月在外厂装机，回来后补上。",
            by_id=people["000109"].id,
        )
    if len(late) > 1:
        note_no_time(assignment_id=late[1].id, text="三班倒，班上排不出时间。")


def _overdue(story: Story) -> list[Assignment]:
    rows = (
        sa.select(Assignment)
        .join(Person, Person.id == Assignment.person_id)
        .join(TrainingPath, TrainingPath.id == Assignment.path_id)
        .where(
            TrainingPath.code == "EU",
            Assignment.closed_at.is_(None),
            Assignment.due_on < story.today,
            Person.leave_from.is_(None),
            Person.last_day.is_(None),
            Person.manager_id.is_not(None),
        )
    )
    return list(db.session.scalars(rows.order_by(Assignment.id)))


def _remark(people: dict[str, Person]) -> None:
    path_id = db.session.scalar(sa.select(TrainingPath.id).where(TrainingPath.code == "EU"))
    if path_id is not None:
        write_note(
            path_id=path_id,
            module_id="eu-02",
            item_id="submit-daily-report",
            part="工时",
            text="好几个人把中间开会的一小时也算进去了，情景里能不能把会议写得更醒目？",
            by_id=people["000105"].id,
        )
