"""Every form of an assertion, in both languages and any punctuation."""

import re

import pytest

from app.training.content.accept_text import Misread
from app.training.content.world.assertion_text import read_assertion
from app.training.content.world.assertions import Assertion, Verdict, field_words, judge
from app.training.content.world.objects import World
from app.training.content.world.replay import replay
from app.training.content.world.state import State
from tests.training.world.test_operations import COMMENT, GRANT, PLAN, PROJECT, REPORT, STATUS

ALL = [STATUS, {**PLAN, "task": "WB-12", "assignee": "li", "left": "16"}, PLAN, COMMENT, REPORT, GRANT, PROJECT]


@pytest.fixture(scope="module")
def later(world: World) -> State:
    """The world after one of everything."""
    return replay(world, "zhou", ALL)


HOLDS = [
    (
        "任务 WB-12：状态=有风险，原因含 terminal blocks，剩余工时=16",
        "Task WB-12: status=at risk, reason has terminal blocks, remaining hours=16",
    ),
    ("任务ＷＢ－１２：状态＝有风险；剩余工时＝１６", "task wb-12:status=At Risk;hours left=16.0"),
    ("任务 WB-12：评论含 @项目经理", "Task WB-12: comments has @project manager"),
    ("任务 WB-12：评论含 @周凯", "Task WB-12: comments has @Zhou Kai"),
    ("任务 WB-12：评论含 @项目经理、friday", "Task WB-12: comments has @project manager, Friday"),
    ("任务 WB-12：评论含任一 周一 / friday", "Task WB-12: comments hasany Monday / Friday"),
    ("任务 WB-12：评论不含 finished", "Task WB-12: comments lacks finished"),
    ("任务 WB-12：状态 是 有风险 / 进行中", "Task WB-12: status is at risk / in progress"),
    ("任务 WB-12：状态!=已完成，负责人≠韩梅", "Task WB-12: status is not done, assignee!=Han Mei"),
    (
        "任务 SS-05：负责人=王磊，完成日期=2026-09-21..2026-09-24",
        "Task SS-05: assignee=Wang Lei, finish date<=2026-09-24",
    ),
    (
        "任务 SS-05：开始日期>=2026年9月21日，剩余工时=10..12",
        "Task SS-05: start date=2026/09/21.., remaining hours=..12",
    ),
    (
        "任务 SS-05：剩余工时<13，计划工时>11，剩余工时≥12，剩余工时≤12",
        "Task SS-05: hours left<13, planned hours>11, hours left>=12, hours left<=12",
    ),
    ("任务 SS-09：负责人=无", "Task SS-09: assignee=nobody"),
    ("任务 PL-14：负责人=未变，完成日期未变", "Task PL-14: assignee=unchanged, finish date unchanged"),
    ("每个任务：名称未变", "Every task: name=unchanged"),
    ("没有任务：状态=待验收，剩余工时=3..", "No task: status=in review, remaining hours>=3"),
    (
        "人员 李雷：本周工时=18..19，下周工时=45..46，未完成任务数=5",
        "Person Li Lei: hours this week=18..19, hours next week=45..46, open tasks=5",
    ),
    (
        "每位人员：本周工时<=40，下周工时<=46，第三周工时=..24",
        "Every person: load this week<=40, load next week<=46, hours in week three=..24",
    ),
    ("人员 马强：角色=成员", "Person Ma Qiang: roles=member"),
    (
        "人员 王磊：角色含 系统管理员、项目经理，角色不含 干系人",
        "Person Wang Lei: roles has administrator, project manager, roles lacks stakeholder",
    ),
    ("人员 李雷：角色不含 系统管理员", "Person Li Lei: role has not administrator"),
    (
        "授权 马强：角色=成员，项目=供应商切换，范围=仅自己的任务，截止日期=2026-10-30",
        "Grant Ma Qiang: role=member, project=Supplier switch, scope=own tasks, until=2026-10-30",
    ),
    ("新授权 马强：截止日期!=无", "New grant Ma Qiang: until!=none"),
    (
        "授权 王磊：角色=系统管理员，项目=无，截止日期=无",
        "Grant Wang Lei: role=administrator, project=none, end date=none",
    ),
    ("无授权 林静：角色=系统管理员", "No grant Lin Jing: role=administrator"),
    (
        "新日报：填报人=周凯，任务=PL-10，工时=6..7，风险=有，风险说明含 phone",
        "New report: person=Zhou Kai, task=PL-10, hours=6..7, risk=yes, what stops me has phone",
    ),
    (
        "日报 PL-10：日期=2026-09-14，项目=冲压线改造，完成情况含 plan",
        "Report PL-10: day=2026-09-14, project=Press line retrofit, work done has plan",
    ),
    ("日报 李雷：风险=有", "Report Li Lei: risk=yes"),
    ("没有日报 林静：风险=有", "No report Lin Jing: risk=yes"),
    (
        "新项目：名称含 激光焊机 / laser welder，模板=采购项目，负责人=王磊，开始日期=2026-09-16，任务数=5",
        "New project: name has laser welder, template=procurement project, owner=Wang Lei, start=2026-09-16, tasks=5",
    ),
    (
        "新项目：项目经理=王磊，成员含 李雷，干系人=无，人员不含 马强，角色含 成员",
        "New project: project manager=Wang Lei, member has Li Lei, stakeholder=none, people lacks Ma Qiang, roles has member",
    ),
    ("项目 供应商切换：人员含 马强，任务数=4", "Project Supplier switch: people has Ma Qiang, number of tasks=4"),
    ("新任务：名称=比价，负责人=李雷", "New task: name=Compare the quotations, assignee=Li Lei"),
]
FAILS = [
    ("任务 WB-12：状态=进行中", "Task WB-12: status=in progress", "status"),
    ("任务 WB-12：评论含 @成员", "Task WB-12: comments has @member", "comments"),
    ("任务 WB-12：状态=有风险，剩余工时=24", "Task WB-12: status=at risk, remaining hours=24", "left"),
    ("任务 SS-05：负责人=未变", "Task SS-05: assignee=unchanged", "assignee"),
    ("每个任务：剩余工时=未变", "Every task: remaining hours=unchanged", "left"),
    ("无授权 马强：角色=成员", "No grant Ma Qiang: role=member", ""),
    ("授权 马强：角色=成员，截止日期=无", "Grant Ma Qiang: role=member, until=none", "until"),
    ("新项目：任务数=4", "New project: number of tasks=4", "tasks"),
    ("新日报：风险=无", "New report: risk=no", "risk"),
    ("人员 王磊：角色=项目经理", "Person Wang Lei: roles=project manager", "roles"),
    ("某个任务：状态=有风险，负责人=林静", "Some task: status=at risk, assignee=Lin Jing", "assignee"),
]


@pytest.mark.parametrize(("zh", "en"), HOLDS)
def test_it_holds_in_both_languages(world: World, later: State, zh: str, en: str) -> None:
    for text in (
        zh,
        en,
        zh.replace("：", ":").replace("，", ",").replace("；", ";"),
        re.sub("(?<![<>!])=", " ＝ ", zh) + "。",
    ):
        assert judge(world, later, read_assertion(world, text)) == Verdict(holds=True), text


@pytest.mark.parametrize(("zh", "en", "field"), FAILS)
def test_it_fails_and_names_the_field(world: World, later: State, zh: str, en: str, field: str) -> None:
    for text in (zh, en):
        verdict = judge(world, later, read_assertion(world, text))
        assert not verdict.holds
        assert field in verdict.fields or not field


@pytest.mark.parametrize(("zh", "en"), [one[:2] for one in [*HOLDS, *FAILS]])
def test_both_languages_mean_the_same(world: World, zh: str, en: str) -> None:
    one, two = read_assertion(world, zh), read_assertion(world, en)
    assert (one.thing, one.which, one.names) == (two.thing, two.which, two.names)
    assert len(one.conditions) == len(two.conditions)


def test_others_are_those_that_nothing_names(world: World, later: State) -> None:
    other = read_assertion(world, "Other tasks: assignee=unchanged, remaining hours=unchanged")
    assert not judge(world, later, other).holds
    left = Assertion(other.thing, other.which, ("WB-12", "SS-05"), other.conditions)
    assert judge(world, later, left).holds


def test_fields_are_named_in_the_words_of_the_world(world: World) -> None:
    told = field_words(world, "project", ["owner", "role:member"])
    assert (told.zh, told.en) == ("负责人、成员", "Owner, Member")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Task WB-12 status=at risk", "has no “:”"),
        ("Task WB-12:", "has no “:”"),
        ("Ticket WB-12: status=at risk", "begins with nothing known"),
        ("Task WB-99: status=at risk", "There is no task “WB-99”"),
        ("Task WB-12: colour=red", "“colour=red” is not understood"),
        ("Task WB-12: status=red", "“red” is not known here; use one of Not started"),
        ("Task WB-12: status has at risk", "only “=” and “!=”"),
        ("Task WB-12: remaining hours=many", "“many” is not a number"),
        ("Task WB-12: remaining hours=9..1", "runs downwards"),
        ("Task WB-12: finish date=soon", "is not a day"),
        ("Task WB-12: remaining hours has 16", "is compared with a number"),
        ("Task WB-12: reason=", "has no value"),
        ("Task WB-12: comments>5", "is compared with a text"),
        ("Person Li Lei: roles>member", "only “has”, “lacks”"),
        ("Grant Santa: role=member", "“Santa” is nobody known"),
        ("Every task WB-12: status=done", "cannot be named here"),
        ("Task WB-12: remaining hours=..", "has no end"),
    ],
)
def test_what_is_not_understood_is_told(world: World, text: str, said: str) -> None:
    with pytest.raises(Misread, match=said.replace("(", r"\(").replace("|", r"\|")):
        read_assertion(world, text)
