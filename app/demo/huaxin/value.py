"""What the tool tells of its use month by month, and what the new way of working has brought and cost."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from app.accounts.models import Department, Person
from app.demo.huaxin import cast
from app.demo.huaxin.people import people_by_number
from app.demo.huaxin.story import Story
from app.feedback.models import Idea, IdeaStatus
from app.foundation.db import db
from app.metrics.actions.benefits import BenefitData, confirm_benefit, correct_benefit, record_benefit
from app.metrics.actions.usage import bring_usage, import_usage
from app.metrics.models import Evidence, Measure, Rhythm

IT, PMO, RESEARCH, PROCUREMENT, BOARD = "000108", "000109", "000110", "000120", "000106"
MONTHS = 3
HEADING = ("Summary", "Issue key", "Assignee", "Resolved", "Due date", "Project name")
BY_MONTH = ("工号", "月份", "活跃周数", "应完成", "按时完成", "用过的功能", "启用的功能")


def measure_value(story: Story) -> None:
    """Three months of usage, the last of them with the features used, and the register of benefits."""
    people = people_by_number()
    months = _months(story.today)
    for number, first in enumerate(months):
        with story.days_ago((story.today - _next(first)).days - 1):
            _take(_jira(people, first), "jira", f"jira-{first:%Y-%m}.csv", first, people[IT].id)
            if number == len(months) - 1:
                _take(_features(people, first), "功能统计", f"功能统计-{first:%Y-%m}.csv", first, people[IT].id)
    _record(story, people, f"{months[0]:%Y-%m}", f"{story.today:%Y-%m}")


def _months(today: date) -> list[date]:
    """First days of the months that are over and whose file was brought by now."""
    found: list[date] = []
    at = (today - timedelta(days=1)).replace(day=1)
    while len(found) < MONTHS:
        at = (at - timedelta(days=1)).replace(day=1)
        found.insert(0, at)
    return found


def _next(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def _take(data: bytes, tool: str, name: str, first: date, by: int) -> None:
    month, preset = f"{first:%Y-%m}", tool if tool.isascii() else ""
    row = bring_usage(data=data, name=name, tool=tool, preset=preset, months=(month, month), by=by)
    if not preset:
        fields = ("person", "month", "active_weeks", "core_due", "core_on_time", "features_used", "features_enabled")
        row.layout = {**row.layout, "fields": dict(zip(fields, BY_MONTH, strict=True))}
    import_usage(import_id=row.id, without_unknown=True, by=by)


def _table(heading: tuple[str, ...], rows: Iterator[tuple[Any, ...]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([heading, *rows])
    return text.getvalue().encode("utf-8-sig")


def _jira(people: dict[str, Person], first: date) -> bytes:
    """Tasks of a month: some people have few, some are late, some have not begun; it grows better from month to month."""
    groups = {member.number: member.groups for member in cast.everyone()}
    names = {code: name for code, name, _en in cast.GROUPS}

    def rows() -> Iterator[tuple[Any, ...]]:
        for number, person in sorted(people.items()):
            seed = int(number) * 7 + first.month * 3
            count = 0 if number in (cast.GONE, cast.AWAY) else seed % 6 + (2 if seed % 5 else 0)
            for task in range(count):
                due = first + timedelta(days=(seed * 3 + task * 6) % 28)
                late = (seed + task) % 9 - 4
                done = due + timedelta(days=max(-2, late)) if (seed + task) % 11 else None
                said = f"{done.day}/{done:%b}/{done:%y} 3:42 PM" if done else ""
                project = names[groups[number][0]] if groups[number] else "日常"
                key = f"HX-{first:%y%m}{number[-3:]}{task}"
                yield f"任务 {key}", key, person.name, said, f"{due.day}/{due:%b}/{due:%y}", project

    return _table(HEADING, rows())


def _features(people: dict[str, Person], first: date) -> bytes:
    rows = ((no, f"{first:%Y-%m}", 0, 0, 0, min(6, int(no) * 5 % 8), 6) for no in sorted(people) if no != cast.GONE)
    return _table(BY_MONTH, rows)


def _record(story: Story, people: dict[str, Person], first: str, now: str) -> None:
    """Seven lines: confirmed ones, a loss, one that waits, one corrected, and money."""
    delivered = sa.select(Idea.id).where(Idea.status.in_((IdeaStatus.delivered, IdeaStatus.closed))).order_by(Idea.id)
    ideas = list(db.session.scalars(delivered.limit(2)))
    homes = {row.code: row.id for row in db.session.execute(sa.select(Department.code, Department.id))}
    daily = _line(
        "日报：复制上一份", Evidence.measured, "三周计时，结构组 8 人", first, (12, 5, 1, 420), home=homes["D11"]
    )
    weekly = _line("周报自动汇总", Evidence.sampled, "抽查 6 位组长", first, (90, 40, 5, 12))
    waiting = _line(
        "采购审批：少等一轮",
        Evidence.measured,
        "审批流导出，试点前后各一个月",
        first,
        (25, 7, 0, 60),
        home=homes["D20"],
    )
    claimed = _line("不再电话问进度", Evidence.claimed, "车间主任估计", first, (6, 1, 0, 300), home=homes["D40"])
    loss = _line("现场登记物料批次", Evidence.measured, "装配车间计时", first, (0, 3, 0, 260), home=homes["D42"])
    large = _line(
        "图纸评审不再集中开会", Evidence.claimed, "研发中心估计，尚未计时", first, (240, 60, 0, 24), home=homes["D10"]
    )
    with story.days_ago(40):
        pmo, manager = people[PMO].id, people[RESEARCH].id
        one = record_benefit(data=replace(daily, idea_id=ideas[0] if ideas else None), token=uuid4().hex, by=pmo)
        two = record_benefit(data=weekly, token=uuid4().hex, by=pmo)
        three = record_benefit(data=replace(waiting, idea_id=ideas[-1] if ideas else None), token=uuid4().hex, by=pmo)
        record_benefit(data=loss, token=uuid4().hex, by=pmo)
        record_benefit(data=claimed, token=uuid4().hex, by=people["000103"].id)
    with story.days_ago(33):
        confirm_benefit(line_id=one.id, confirmed=True, note="与部门工时表核对过。", by=manager)
        confirm_benefit(line_id=three.id, confirmed=True, note="数据可以复现。", by=people[PROCUREMENT].id)
    with story.days_ago(20):
        fixed = replace(weekly, occurrences=10)
        correct_benefit(line_id=two.id, data=fixed, reason="有两位组长已不写周报。", token=uuid4().hex, by=manager)
        record_benefit(data=large, token=uuid4().hex, by=manager)
    with story.days_ago(3):
        money: dict[str, Any] = {"measure": Measure.money, "currency": "CNY", "rhythm": Rhythm.once}
        paper = _line("停用纸质工单", Evidence.measured, "财务：印刷与保管费用", now, (0, 0, 0, 0))
        course = _line("外聘讲师两天", Evidence.measured, "发票 2026-118", now, (0, 0, 0, 0))
        bought = record_benefit(data=replace(paper, amount=18600, **money), token=uuid4().hex, by=pmo)
        record_benefit(data=replace(course, amount=-9000, **money), token=uuid4().hex, by=pmo)
        confirm_benefit(line_id=bought.id, confirmed=True, note="", by=people[BOARD].id)


def _line(
    name: str,
    evidence: Evidence,
    source: str,
    first: str,
    minutes: tuple[int, int, int, int],
    *,
    home: int | None = None,
) -> BenefitData:
    baseline, new, rework, occurrences = minutes
    return BenefitData(
        name,
        Measure.time,
        evidence,
        source,
        Rhythm.monthly,
        first,
        None,
        baseline,
        new,
        rework,
        occurrences,
        department_id=home,
    )
