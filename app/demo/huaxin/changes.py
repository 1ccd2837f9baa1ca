"""The company's change requests: those that its ideas hang on, and others in every state."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

import sqlalchemy as sa

from app.changes import actions
from app.changes.actions.ballots import cast_ballot
from app.changes.actions.board import set_rule
from app.changes.actions.rounds import close_round, open_round
from app.changes.formulas.deciding import Choice, Rule
from app.changes.formulas.risk import RiskQuestion
from app.changes.models import (
    ChangeIdea,
    ChangeKind,
    ChangeRequest,
    ChangeState,
    ChangeTemplate,
    ReviewOutcome,
)
from app.demo.huaxin.story import Story
from app.feedback.models import Idea, IdeaStatus
from app.foundation import clock
from app.foundation.db import db

PMO, ADMIN, IT = "000109", "000102", "000108"
BOARD = ("000106", "000130", "000150")
S = ChangeState
I = IdeaStatus  # noqa: E741 (the statuses of an idea)
FOLLOWED = frozenset({I.in_review, I.planned, I.in_progress, I.delivered, I.closed})
"""Statuses of an idea that its change request gives it."""

ENGLISH = {
    "日报能复制昨天的内容": (
        "Copy yesterday's daily report",
        "On the page of the daily report: “Copy the last one”. Hours are not copied; enter them as they were.",
    ),
    "供应商切换项目用单独的审批流程": (
        "A short approval for purchasing projects",
        "Two steps instead of five: manager and quality. The wait fell from 4.1 days to 1.3.",
    ),
    "外协人员能看到成本字段": (
        "Contractors no longer see costs",
        "The role of contractors shows their own tasks only; six accounts were checked.",
    ),
}


def prepare_board(story: Story) -> None:
    """Before the first idea came: how the board decides, and what it approved once for all."""
    with story.days_ago(120):
        pmo = story.people[PMO]
        half = Rule(quorum_num=1, quorum_den=2, threshold_num=1, threshold_den=2)
        set_rule(rule=half, chair_id=None, working_days=3, reason="委员会章程", by_id=pmo.id)
        for title, area, days in (
            ("收紧角色权限", "permissions", 400),
            ("在模板中新增字段", "data", 300),
            ("更新报表样式", "reports", 60),
        ):
            today = clock.today()
            actions.write_template(
                actor=pmo,
                title=title,
                description="1. 在测试环境修改。\n2. 请一位超级用户验证。\n3. 在正式环境修改并通知使用者。",
                area=area,
                back_out_plan="恢复修改前导出的配置，约 10 分钟。",
                approved_on=today,
                expires_on=today + timedelta(days=days),
            )


def carry(story: Story, number: int, to: IdeaStatus, words: str) -> None:
    """Bring an idea to a status as the company does: by what happens to its change request."""
    if to is I.in_review:
        _propose(story, number, words)
    elif to is I.planned:
        _agree(story, number, words)
    elif to is I.in_progress:
        _begin(story, _change_of(number), words)
    elif to is I.delivered:
        _deliver(story, number, words)
    else:
        _review(story, _change_of(number), ReviewOutcome.success, words)


def _change_of(number: int) -> ChangeRequest:
    linked = sa.select(ChangeIdea.change_id).where(ChangeIdea.idea_id == number)
    return db.session.get_one(ChangeRequest, db.session.scalars(linked).one(), populate_existing=True)


def _propose(story: Story, number: int, words: str) -> None:
    idea = story.idea(number)
    change = _assessed(story, idea.title, idea.text, idea.area)
    actions.link_idea(change_id=change.id, idea_id=number, actor=story.people[PMO], reason=words)


def _written(
    story: Story, title: str, why: str, area: str, *, kind: ChangeKind = ChangeKind.normal, owner: str = ADMIN
) -> ChangeRequest:
    person = story.people[owner]
    described = f"{title}：先在测试环境配置，由超级用户验证，再在正式环境启用，并通知使用者。"
    return actions.write_request(author=person, kind=kind, title=title, description=described, benefit=why, area=area)


def _assessed(story: Story, title: str, why: str, area: str) -> ChangeRequest:
    change = _written(story, title, why, area)
    _step(story, change, S.assessing)
    _assess(story, change)
    _step(story, change, S.ready)
    return change


def _assess(
    story: Story, change: ChangeRequest, *, back_out_plan: str = "关闭功能开关，恢复修改前导出的配置，约 20 分钟。"
) -> None:
    risks = (2 + change.id % 2, 2, 1 + change.id % 3, 2, 2, 1 + change.id % 2)
    actions.assess_change(
        change_id=change.id,
        version=change.version,
        actor=story.people[ADMIN],
        hours=16 + 8 * (change.id % 5),
        cost=Decimal(1500 * (change.id % 4)),
        days=2 + change.id % 6,
        risk_answers={question.value: answer for question, answer in zip(RiskQuestion, risks, strict=True)},
        training="超级用户 20 分钟说明，课程中补一页。",
        communication="上线前三天在门户通知使用者，当天班前会再说一次。",
        data_impact="不改动已有数据。",
        back_out_plan=back_out_plan,
        tools="项目管理软件、手机端",
        departments=[person.department_id for number, person in story.people.items() if number in ("000101", "000104")],
    )


def _step(story: Story, change: ChangeRequest, to: ChangeState, reason: str = "", *, by: str = ADMIN) -> None:
    actions.take_step(change_id=change.id, version=change.version, to=to, actor=story.people[by], reason=reason)


def _agree(story: Story, number: int, words: str) -> None:
    if story.idea(number).status is I.open:
        serving = sa.select(ChangeTemplate).where(ChangeTemplate.area == story.idea(number).area)
        template = db.session.scalars(serving).one()
        actions.win_quickly(
            idea_id=number, template=template, actor=story.people[PMO], reason=words, token=f"demo-quick-{number}"
        )
        return
    decide(story, _change_of(number), (Choice.approve,) * 3, words)


def decide(story: Story, change: ChangeRequest, choices: Sequence[Choice], words: str) -> None:
    """Put a change request on the agenda and to the vote, and close the round when everyone has spoken."""
    people, pmo = story.people, story.people[PMO]
    if change.state is not S.on_agenda:
        actions.put_on_agenda(change.id, pmo, "变更控制委员会例会")
    opened = open_round(change_id=change.id, actor=pmo)
    for member, choice in zip(BOARD, choices, strict=True):
        cast_ballot(
            round_id=opened.id,
            member_id=people[member].id,
            caster_id=people[member].id,
            choice=choice,
            comment="" if choice is Choice.approve else words,
            seen_hash=change.content_hash,
        )
    close_round(round_id=opened.id, actor=pmo, text=words)


def _schedule(story: Story, change: ChangeRequest, *, hours_ahead: int) -> None:
    start = clock.now() + timedelta(hours=hours_ahead)
    actions.schedule_change(
        change_id=change.id,
        version=change.version,
        actor=story.people[PMO],
        start=start,
        end=start + timedelta(hours=3),
        override_reason="窗口已与使用部门协调。",
    )


def _begin(story: Story, change: ChangeRequest, words: str) -> None:
    _schedule(story, change, hours_ahead=0)
    _step(story, change, S.implementing, words, by=PMO)


def _deliver(story: Story, number: int, words: str) -> None:
    change, idea = _change_of(number), story.idea(number)
    _step(story, change, S.implemented, by=PMO)
    title_en, note_en = ENGLISH[idea.title]
    actions.publish_release(
        actor=story.people[PMO], changes=[change.id], title=idea.title, note=words, title_en=title_en, note_en=note_en
    )


def _review(story: Story, change: ChangeRequest, outcome: ReviewOutcome, words: str, incidents: str = "") -> None:
    actions.write_review(
        change_id=change.id,
        version=change.version,
        actor=story.people[PMO],
        outcome=outcome,
        objectives_met=words,
        incidents=incidents,
        lessons="先请两位一线同事试用一周，再全面启用。",
    )


class Plan(NamedTuple):
    """A change request without an idea: days ago, title, why, area."""

    days_ago: int
    title: str
    why: str
    area: str


BACKED_OUT = Plan(64, "报表服务器升级到新版本", "旧版本不再有安全更新。", "reports")
REJECTED = Plan(46, "日报必须填写到每刻钟", "希望成本核算更细。", "daily_report")
CANCELLED = Plan(40, "为每个项目单独建邮件组", "方便群发通知。", "other")
RETURNED = Plan(26, "关闭旧版手机端", "两个版本同时维护，每月多花两天。", "mobile")
SCHEDULED = Plan(14, "单点登录接入门户", "少记一个密码，离职当天即可停用。", "permissions")
ASSESSING = Plan(6, "图纸上传上限提高到 60 兆", "三维图纸上传失败，只好用微信传。", "data")
DRAFT = Plan(2, "看板颜色区分延期任务", "晨会上一眼看出哪些任务延期。", "tasks")
URGENT = Plan(9, "修复夜班日报归错日期", "月末工时核算马上开始，错误的日期会影响工资。", "daily_report")


def tell_changes(story: Story) -> None:
    """Change requests of every state, a freeze at the end of the month, and one that is past."""
    _tell_back_out(story)
    _tell_rejected(story)
    _tell_small_ones(story)
    _tell_returned(story)
    _tell_scheduled(story)
    _tell_emergency(story)
    with story.days_ago(3):
        month_end = clock.now() + timedelta(days=12)
        actions.add_freeze(
            actor=story.people[PMO],
            start=month_end,
            end=month_end + timedelta(days=3),
            reason="月末结账：不做任何变更。",
        )


def _tell_back_out(story: Story) -> None:
    with story.days_ago(BACKED_OUT.days_ago):
        number = _assessed(story, *BACKED_OUT[1:]).id
    with story.days_ago(56):
        decide(story, _now(number), (Choice.approve,) * 3, "同意，安排在周末。")
    with story.days_ago(50):
        _begin(story, _now(number), "开始升级。")
        _step(story, _now(number), S.backed_out, "两张报表打不开，已在窗口内恢复旧版本。", by=PMO)
    with story.days_ago(47):
        _review(story, _now(number), ReviewOutcome.failed, "没有达到：升级已回退。", "两张自定义报表与新版本不兼容。")


def _now(number: int) -> ChangeRequest:
    return db.session.get_one(ChangeRequest, number, populate_existing=True)


def _tell_rejected(story: Story) -> None:
    with story.days_ago(REJECTED.days_ago):
        number = _assessed(story, *REJECTED[1:]).id
    with story.days_ago(39):
        words = "每人每天多花十分钟，核算并不需要这么细。"
        decide(story, _now(number), (Choice.reject, Choice.reject, Choice.approve), words)


def _tell_small_ones(story: Story) -> None:
    with story.days_ago(CANCELLED.days_ago):
        change = _written(story, *CANCELLED[1:])
        _step(story, change, S.cancelled, "群聊已经够用。")
    with story.days_ago(ASSESSING.days_ago):
        change = _written(story, *ASSESSING[1:])
        _step(story, change, S.assessing)
        _assess(story, change, back_out_plan="")
    with story.days_ago(DRAFT.days_ago):
        _written(story, *DRAFT[1:])


def _tell_returned(story: Story) -> None:
    with story.days_ago(RETURNED.days_ago):
        number = _assessed(story, *RETURNED[1:]).id
    with story.days_ago(20):
        decide(
            story,
            _now(number),
            (Choice.approve, Choice.reject, Choice.abstain),
            "还有 40 人在用旧版，请先给出迁移计划。",
        )


def _tell_scheduled(story: Story) -> None:
    with story.days_ago(SCHEDULED.days_ago):
        number = _assessed(story, *SCHEDULED[1:]).id
    with story.days_ago(8):
        decide(story, _now(number), (Choice.approve,) * 3, "同意，周末实施。")
        _schedule(story, _now(number), hours_ahead=13 * 24)


def _tell_emergency(story: Story) -> None:
    with story.days_ago(URGENT.days_ago):
        change = _written(story, *URGENT[1:], kind=ChangeKind.emergency, owner=IT)
        for member in BOARD[:2]:
            actions.approve_emergency(
                change_id=change.id,
                version=change.version,
                actor=story.people[member],
                reason="影响工资，不能等到例会。",
            )
        _step(story, change, S.implementing, "先修正归属日期的规则。", by=PMO)
    with story.days_ago(URGENT.days_ago - 1):
        _step(story, _now(change.id), S.implemented, by=PMO)


def idea_follows(idea: Idea, to: IdeaStatus) -> bool:
    """Whether a step of an idea is told by its change request."""
    return to in FOLLOWED and idea.status in FOLLOWED | {I.open, I.discussing}
