"""The change control board at work: its chair, a deputy, rounds that wait for ballots, and one that too few took part in."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

import sqlalchemy as sa

from app.accounts.actions.roles import grant_role
from app.accounts.models import Person, Role
from app.changes import actions
from app.changes.actions.ballots import cast_ballot, recuse
from app.changes.actions.board import name_deputy, set_rule
from app.changes.actions.moves import put_on_agenda
from app.changes.actions.rounds import open_round, settle_due_round
from app.changes.formulas.deciding import Choice, Rule
from app.changes.formulas.risk import RiskQuestion
from app.changes.models import ChangeKind, ChangeRequest, ChangeState
from app.changes.models.ballots import BallotRound, RecusalReason
from app.demo.huaxin.story import Story
from app.foundation.clock import today
from app.foundation.db import db

PMO, CHAIR, HAN, LUO, AUTHOR = "000109", "000106", "000130", "000150", "000102"
JOINED = ("000120", "000160")  # whom the chair asked to join: purchasing and personnel
DEPUTY = "000313"  # of marketing, for Han
SAID = (
    (LUO, Choice.approve, "一线反映最多的问题之一，工作量也不大。"),
    ("000120", Choice.approve_with_conditions, "采购部先培训，再启用。"),
)
AWAY = timedelta(days=10)
PROPOSED = (
    ("日报提交时间推迟到 20:00", "晚班 19:30 才交接，现在的截止时间总要补报。", "daily_report"),
    ("任务延期时自动提醒下游负责人", "下游常常到了当天才知道要等。", "tasks"),
)


def convene(story: Story) -> None:
    """A larger board with a chair; then one round after another, the last ones still open."""
    with story.days_ago(7):
        people = story.people
        for number in JOINED:
            grant_role(person_id=people[number].id, role=Role.board_member, by=people[PMO].id)
        half = Rule(quorum_num=1, quorum_den=2, threshold_num=1, threshold_den=2, casting_vote=True)
        why = "委员会扩大到五人，设主席；票数相等时以主席的一票为准。"
        set_rule(rule=half, chair_id=people[CHAIR].id, working_days=3, reason=why, by_id=people[PMO].id)
    _hold_rounds(story, [*_ready(story), *(_proposed(story, *words) for words in PROPOSED)])


def _proposed(story: Story, title: str, why: str, area: str) -> int:
    """A change request of the project administrator, assessed a week ago."""
    with story.days_ago(7, hours=2):
        author = story.people[AUTHOR]
        change = actions.write_request(
            author=author, kind=ChangeKind.normal, title=title, description=why, benefit=why, area=area
        )
        _step(change, author, ChangeState.assessing)
        actions.assess_change(
            change_id=change.id,
            actor=author,
            version=change.version,
            hours=40,
            cost=Decimal(6000),
            days=8,
            risk_answers={question.value: 2 for question in RiskQuestion},
            training="超级用户 20 分钟说明。",
            communication="上线前一周在门户通知。",
            data_impact="不改动已有数据。",
            back_out_plan="关闭功能开关，约 10 分钟。",
            tools="项目管理软件",
            everyone=True,
        )
        _step(change, author, ChangeState.ready)
        return change.id


def _step(change: ChangeRequest, author: Person, to: ChangeState) -> None:
    actions.take_step(change_id=change.id, version=change.version, to=to, actor=author, reason="")


def _ready(story: Story) -> Sequence[int]:
    """Numbers of the changes that have been assessed for a week and wait for the board."""
    waiting = sa.select(ChangeRequest.id).where(
        ChangeRequest.state == ChangeState.ready, ChangeRequest.state_since < story.moment(7)
    )
    return db.session.scalars(waiting.order_by(ChangeRequest.state_since).limit(1)).all()


def _hold_rounds(story: Story, changes: Sequence[int]) -> None:
    if changes:
        _miss_the_quorum(story, changes[0])
    with story.days_ago(1):
        people = story.people
        name_deputy(
            member_id=people[HAN].id,
            deputy_id=people[DEPUTY].id,
            first_on=today(),
            last_on=story.today + AWAY,
        )
    for place, number in enumerate(changes):
        with story.days_ago(1, hours=1):
            _vote(story, _open(story, number), with_recusal=place == 1)


def _miss_the_quorum(story: Story, number: int) -> None:
    with story.days_ago(6):
        put_on_agenda(number, story.people[PMO], "变更控制委员会例会")
        open_round(change_id=number, actor=story.people[PMO], working_days=1)
    with story.days_ago(2):
        settle_due_round(number)


def _open(story: Story, number: int) -> BallotRound:
    if db.session.get_one(ChangeRequest, number, populate_existing=True).state is ChangeState.ready:
        put_on_agenda(number, story.people[PMO], "变更控制委员会例会")
    return open_round(change_id=number, actor=story.people[PMO])


def _vote(story: Story, running: BallotRound, *, with_recusal: bool) -> None:
    people = story.people
    for number, choice, words in SAID:
        member_id = people[number].id
        cast_ballot(
            round_id=running.id,
            member_id=member_id,
            caster_id=member_id,
            choice=choice,
            comment=words,
            seen_hash=running.content_hash,
        )
    if with_recusal:
        text = "供应商是亲属的公司。"
        recuse(round_id=running.id, member_id=people["000160"].id, reason=RecusalReason.close_to_it, text=text)
