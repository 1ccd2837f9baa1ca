"""The company's ideas: what people wrote, who voted, what was said, and what became of it."""

from datetime import timedelta
from functools import partial
from typing import NamedTuple

from app.accounts.models import Person
from app.demo.huaxin.changes import carry, idea_follows
from app.demo.huaxin.story import Story
from app.feedback.actions.comments import post_comment
from app.feedback.actions.ideas import Colleague, submit_idea
from app.feedback.actions.merges import merge_idea
from app.feedback.actions.moves import advance_idea, move_idea, withdraw_idea
from app.feedback.actions.votes import cast_vote
from app.feedback.models import MODERATOR_MOVES, VOTING, DeclineCode, Idea, IdeaKind, IdeaStatus
from app.foundation import clock

S = IdeaStatus


class Tale(NamedTuple):
    """An idea: days ago, author, kind, area, title, text, moves with their words, how many voted, what was said; for whom."""

    days_ago: int
    author: str
    kind: IdeaKind
    area: str
    title: str
    text: str
    moves: tuple[tuple[IdeaStatus, str], ...]
    votes: int
    comments: tuple[tuple[str, str], ...] = ()
    colleague: Colleague | None = None


OPENED = (S.open, "谢谢，问题写得很清楚，已开放投票。")
DISCUSSED = (S.discussing, "列入本月软件大使例会议程。")
REVIEWED = (S.in_review, "例会建议采纳，提交变更控制委员会评估影响。")

TALES = (
    Tale(
        118,
        "000101",
        IdeaKind.idea,
        "daily_report",
        "日报能复制昨天的内容",
        "每天的任务差不多，只有工时和进度不同。希望日报里有“从昨天复制”，改两个数字就能交，车间里用手机填会快很多。",
        (
            OPENED,
            DISCUSSED,
            REVIEWED,
            (S.planned, "委员会同意：工作量 6 人日，下个版本交付。"),
            (S.in_progress, "开始配置。"),
            (S.delivered, "已上线：日报页右上角“复制上一份”。工时不会复制，请按实际填写。"),
            (S.closed, "两周回访，12 位同事都在用。"),
        ),
        19,
        (("000104", "采购这边也是，一份日报从 6 分钟降到 2 分钟就值了。"), ("000109", "已请信息技术部估算工作量。")),
    ),
    Tale(
        104,
        "000302",
        IdeaKind.problem,
        "mobile",
        "车间没有信号时日报交不上去",
        "冲压二线靠墙的工位没有网络，写好的日报一提交就丢了，只能再写一遍。",
        (
            (S.needs_info, "是所有工位，还是只有靠墙的几个？用的是哪种手机？"),
            (S.submitted, "只有 7 到 10 号工位，安卓手机。"),
            OPENED,
            DISCUSSED,
            (S.in_review, "两个办法：加无线覆盖，或离线草稿。"),
            (S.planned, "先加两个无线接入点，再评估离线草稿。"),
            (S.in_progress, "设备已到货，本周布线。"),
        ),
        14,
        (("000103", "靠墙的四个工位每天损失半小时，值得先做。"),),
    ),
    Tale(
        70,
        "000104",
        IdeaKind.idea,
        "workflow",
        "供应商切换项目用单独的审批流程",
        "现在采购变更要走研发的五级审批，一张单子平均等四天。希望采购类项目只走部门经理和质量两级。",
        (
            OPENED,
            DISCUSSED,
            REVIEWED,
            (S.planned, "同意试点，先在“供应商切换”项目组运行一个月。"),
            (S.in_progress, "试点流程已配置。"),
            (S.delivered, "试点结束，平均等待从 4.1 天降到 1.3 天，推广到所有采购项目。"),
        ),
        16,
        (("000120", "试点期间请把每一单的等待时间记下来，用数字说话。"),),
        Colleague(name="收货班 赵师傅", voice="货都到门口了，单子还在研发那边排队，一等就是四天。", consent=True),
    ),
    Tale(
        88,
        "000312",
        IdeaKind.idea,
        "reports",
        "周报自动汇总日报",
        "每周五花一个多小时把日报抄成周报，希望系统按项目自动汇总，我只改结论。",
        (
            OPENED,
            DISCUSSED,
            (
                S.declined,
                "本版本工具不支持跨项目汇总，外挂报表每年多 3 万元，收益不足。明年换版时再评估，欢迎带着新数据重新提出。",
            ),
        ),
        9,
    ),
    Tale(
        50,
        "000305",
        IdeaKind.problem,
        "permissions",
        "外协人员能看到成本字段",
        "检查模板时发现外协设计员能看到预算和成本两列，应该只看自己的任务。",
        (
            OPENED,
            (S.planned, "权限问题，按标准变更直接处理。"),
            (S.in_progress, "正在收紧外协角色。"),
            (S.delivered, "外协角色已改为只看本人任务，已抽查 6 个账号。"),
        ),
        7,
        (("000102", "模板里的外协角色也一起改了。"),),
    ),
    Tale(
        75,
        "000102",
        IdeaKind.idea,
        "workflow",
        "项目模板里预置关账步骤",
        "项目结束总忘记归档图纸和关闭未完任务，模板里加一个“关账清单”阶段，负责人默认是项目管理员。",
        (OPENED, DISCUSSED, REVIEWED),
        11,
    ),
    Tale(
        66,
        "000318",
        IdeaKind.idea,
        "mobile",
        "扫工位二维码直接打开今天的任务",
        "每次都要登录再找任务，戴手套点不准。工位上贴二维码，一扫就到我今天的任务列表。",
        (OPENED, DISCUSSED),
        21,
        (
            ("000101", "冲压一线可以先试两个工位。"),
            ("000103", "支持，我来找人贴码。"),
            ("000105", "任务要按班次过滤，不然会扫到别人的。"),
        ),
    ),
    Tale(
        60,
        "000325",
        IdeaKind.idea,
        "daily_report",
        "日报里能附一张照片",
        "设备异常用文字说不清，拍一张照片附在日报里，维修来的时候就知道带什么工具。",
        (OPENED,),
        13,
    ),
    Tale(
        54,
        "000110",
        IdeaKind.idea,
        "reports",
        "资源利用率报表区分计划和实际",
        "现在只看到计划占用，实际投入差很多，两列放在一起才好判断谁真的过载。",
        (OPENED, DISCUSSED, REVIEWED, (S.planned, "委员会同意，随一月的报表更新交付。")),
        8,
    ),
    Tale(
        49,
        "000306",
        IdeaKind.problem,
        "speed",
        "打开甘特图要等十几秒",
        "“冲压线改造”的甘特图早上打开要十五秒左右，一开会就卡住，大家都在等。",
        (OPENED, (S.parked, "供应商 12 月发布性能补丁，装上后再看是否解决。")),
        10,
    ),
    Tale(
        43,
        "000307",
        IdeaKind.idea,
        "training",
        "新员工第一天就收到培训指派",
        "我入职第三周才知道有培训。希望人事建好账号当天就自动收到课程和截止日期。",
        (OPENED,),
        6,
    ),
    Tale(
        38,
        "000101",
        IdeaKind.problem,
        "mobile",
        "夜班提交的日报算到第二天",
        "夜班 0 点以后交日报，系统算成第二天，两天的工时都不对。",
        ((S.needs_info, "你们夜班是几点到几点？日报应当归到开始的那一天吗？"),),
        0,
    ),
    Tale(
        34,
        "000330",
        IdeaKind.idea,
        "workflow",
        "任务延期时自动提醒下游",
        "上游延期下游不知道，等到开工才发现没图纸。改期时自动@下游负责人。",
        (OPENED,),
        12,
        (("000104", "采购这边最怕这个，支持。"),),
    ),
    Tale(
        27,
        "000313",
        IdeaKind.idea,
        "reports",
        "看板上按供应商筛选",
        "供应商有二十几家，看板只能按人筛，希望能按供应商筛选任务。",
        (OPENED,),
        5,
    ),
    Tale(
        24,
        "000319",
        IdeaKind.idea,
        "mobile",
        "手机扫码就能看我的任务",
        "贴个码，扫一下就看到自己的任务，不用登录再找。",
        (),
        3,
    ),
    Tale(
        20,
        "000308",
        IdeaKind.problem,
        "permissions",
        "调岗以后还能改旧项目的任务",
        "我从电子组调到结构组，旧项目的任务还能改，怕误操作。",
        (OPENED,),
        2,
    ),
    Tale(
        15,
        "000314",
        IdeaKind.idea,
        "training",
        "培训里多一些采购的案例",
        "案例多是生产和研发的，采购的同事想看合同变更、到货延迟的例子。",
        (OPENED,),
        4,
    ),
    Tale(
        11,
        "000326",
        IdeaKind.idea,
        "daily_report",
        "日报提醒改到下班前半小时",
        "现在早上九点提醒，写的是昨天的事，容易忘。改到下班前半小时提醒正合适。",
        (OPENED,),
        7,
    ),
    Tale(
        6,
        "000331",
        IdeaKind.idea,
        "mobile",
        "日报支持语音输入",
        "戴着手套打字慢，能不能说一句话变成文字。",
        (OPENED,),
        3,
    ),
    Tale(
        3,
        "000315",
        IdeaKind.problem,
        "speed",
        "上传图纸超过 20 兆就失败",
        "三维图纸一般 30 到 50 兆，上传到一半就失败，只好用微信传，版本就乱了。",
        (),
        0,
    ),
    Tale(
        1,
        "000320",
        IdeaKind.idea,
        "training",
        "课程里加一页常见错误",
        "学完以后最想看的是别人常错在哪里，一页纸就够。",
        (),
        0,
    ),
    Tale(30, "000309", IdeaKind.idea, "other", "把模板改成英文", "有的项目要给客户看。", (), 0),
)
WITHDRAWN, MERGED, INTO = "把模板改成英文", "手机扫码就能看我的任务", "扫工位二维码直接打开今天的任务"


def write_ideas(story: Story) -> None:
    """Submit, vote, discuss and decide everything in `TALES`."""
    written = {tale.title: _write(tale, story) for tale in TALES}
    pmo = story.people["000109"]
    with story.days_ago(28):
        doomed = story.idea(written[WITHDRAWN])
        withdraw_idea(
            idea_id=doomed.id,
            version=doomed.version,
            author=story.people["000309"],
            reason="客户要求的是报表，不是模板。",
        )
    with story.days_ago(22):
        twin = story.idea(written[MERGED])
        merge_idea(
            idea_id=twin.id,
            into_id=written[INTO],
            version=twin.version,
            actor=pmo,
            reason="和二维码的建议是同一件事，票数合在一起。",
        )


def _write(tale: Tale, story: Story) -> int:
    with story.days_ago(tale.days_ago):
        idea = submit_idea(
            author_id=story.people[tale.author].id,
            text=tale.text,
            title=tale.title,
            kind=tale.kind,
            area=tale.area,
            colleague=tale.colleague,
        )
        number = idea.id
    moves = list(tale.moves)
    step = max(1, (tale.days_ago - 2) // (len(moves) + 1)) if moves else 0
    day = tale.days_ago
    for position, (to, words) in enumerate(moves):
        day -= 1 if position == 0 else step
        _move(story, number, to, words, max(0, day))
        if to in VOTING:
            _vote(story, number, tale, max(0, day))
    if not moves or tale.moves[0][0] is S.needs_info:
        return number
    for position, (who, words) in enumerate(tale.comments):
        with story.days_ago(max(0, tale.days_ago - 2 - position), hours=position):
            post_comment(idea_id=number, author=story.people[who], text=words, token=f"demo-{number}-{position}")
    return number


def _move(story: Story, number: int, to: IdeaStatus, words: str, day: int) -> None:
    with story.days_ago(day, hours=1):
        idea: Idea = story.idea(number)
        actor: Person = story.people["000109"]
        if to is S.submitted:
            author = next(one for one in story.people.values() if one.id == idea.author_id)
            post_comment(idea_id=number, author=author, text=words, token=f"demo-{number}-answer")
        elif idea_follows(idea, to):
            carry(story, number, to, words)
        elif to in MODERATOR_MOVES[idea.status]:
            _decide(idea, to, words, actor)
        else:
            advance_idea(idea_id=number, to=to, evidence=f"told:{number}", actor=actor, reason=words)


def _decide(idea: Idea, to: IdeaStatus, words: str, actor: Person) -> None:
    move = partial(move_idea, idea_id=idea.id, to=to, version=idea.version, actor=actor, reason=words)
    if to is S.declined:
        move(decline_code=DeclineCode.too_costly, decision_ref="软件大使例会纪要")
    elif to is S.parked:
        move(parked_until=clock.today() + timedelta(days=40))
    else:
        move()


def _vote(story: Story, number: int, tale: Tale, day: int) -> None:
    voters = story.voters(tale.title, tale.votes, without=tale.author)
    for position, person_id in enumerate(voters):
        with story.days_ago(day, hours=2) as _, story.later(timedelta(minutes=7 * position)):
            cast_vote(idea_id=number, person_id=person_id)
