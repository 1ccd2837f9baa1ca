"""What people looked for, what they asked the superusers, and what became of the answers."""

from datetime import timedelta
from typing import NamedTuple

import sqlalchemy as sa

from app.demo.huaxin.story import Story
from app.foundation import clock
from app.foundation.db import db
from app.knowledge.actions.answering import answer_question
from app.knowledge.actions.asking import ask, ask_again, say_solved
from app.knowledge.actions.drafting import drop_draft
from app.knowledge.actions.helping import note_search, note_view, say_whether_solved, vouch_for
from app.knowledge.models import ArticleEdition, QuestionTurn
from app.knowledge.queries.articles import edition_of, served
from app.knowledge.queries.finding import find_articles


class Looked(NamedTuple):
    """A search: days ago, by whom, for what, and whether what was found solved it (None: nobody said)."""

    days: int
    by: str
    words: str
    solved: bool | None


LOOKED = (
    Looked(58, "000102", "采购项目 角色", True),
    Looked(51, "000313", "没有权限", True),
    Looked(44, "000325", "日报被打回", True),
    Looked(40, "000309", "谁能审批采购", True),
    Looked(37, "000327", "甘特图怎么打印", None),
    Looked(33, "000303", "任务要晚了跟谁说", True),
    Looked(29, "000328", "甘特图怎么打印", None),
    Looked(24, "000316", "日报写错了", False),
    Looked(19, "000110", "健康分", True),
    Looked(15, "000322", "请假 截止日期", True),
    Looked(11, "000329", "扫码枪连不上", None),
    Looked(8, "000304", "模板 建项目", True),
    Looked(5, "000318", "甘特图怎么打印", None),
    Looked(4, "000101", "证书丢了", True),
    Looked(2, "000300", "图纸 附件", None),
)


class Asked(NamedTuple):
    """A question: days ago, by whom, its text; answered by whom after how many hours, and what; how it went on."""

    days: int
    by: str
    text: str
    answered_by: str = ""
    hours: int = 0
    answer: str = ""
    draft: bool = False
    solved: bool = False
    again: str = ""


ASKED = (
    Asked(
        46,
        "000322",
        "夜班交接时日报算哪一天？我们零点以后才下班。",
        "000319",
        5,
        "算上班那一天。日期选开始上班的那天，工时写整班的；零点以后的部分不用拆开。",
        solved=True,
    ),
    Asked(
        31,
        "000310",
        "供应商改了交期，里程碑要不要一起改？",
        "000309",
        20,
        "先不动里程碑，在任务里写明新交期和影响，再提变更申请。批了以后由项目经理改里程碑。",
        solved=True,
    ),
    Asked(
        23,
        "000306",
        "问题清单里别的小组的条目我看不到，是权限问题吗？",
        "000304",
        3,
        "不是权限，是筛选。清空“小组”筛选，就能看到全部条目。",
        draft=True,
    ),
    Asked(
        17,
        "000303",
        "评审意见写在哪里，大家才找得到？",
        "000105",
        26,
        "写在任务的评论里，并提到负责人。聊天里的意见一周后就没人找得到了。",
        draft=True,
        solved=True,
    ),
    Asked(
        9,
        "000101",
        "手机上填日报，图片传到一半断网了，前面填的还在吗？",
        "000321",
        2,
        "还在。页面会把填过的内容留在手机里，联网后点一次“交”就行，不用重填。",
    ),
    Asked(
        6,
        "000325",
        "换了班组以后，以前的任务还要我来关吗？",
        "000320",
        30,
        "已经做完的你来关；没做完的转给新负责人，并在评论里写一句做到哪里了。",
        again="新负责人还没定，转给谁？",
    ),
    Asked(3, "000300", "打印机出的图纸怎么挂到任务上？我试了拖进去，没有反应。"),
    Asked(1, "000102", "新模板里少了“试模”这一步，我可以自己加，还是要先提建议？"),
    Asked(0, "000328", "装配线的平板登录后直接退出，是不是被别人占用了？"),
)
DROPPED = "和“没有权限”那一篇说的是同一件事，补到那里了。"
VOUCHED = ("000105", "000304", "000319")


def build_knowledge(story: Story) -> None:
    """A dozen searches, questions in each state, a draft that waits and one that was dropped, articles that were read."""
    _vouch(story)
    for looked in LOOKED:
        _look(story, looked)
    drafts = [number for asked in ASKED if (number := _ask(story, asked)) is not None]
    with story.days_ago(12):
        drop_draft(draft_id=drafts[0], reason=DROPPED, by=story.people["000304"].id)


def _vouch(story: Story) -> None:
    """Every third article was read by a superuser."""
    names = db.session.scalars(sa.select(ArticleEdition.article).where(served("zh")).order_by(ArticleEdition.article))
    for place, name in enumerate(names.all()[::3]):
        with story.days_ago(21 - place):
            vouch_for(person_id=story.people[VOUCHED[place % len(VOUCHED)]].id, edition=_edition(name))


def _edition(name: str) -> ArticleEdition:
    edition = edition_of(name, "zh")
    if edition is None:
        raise LookupError(name)
    return edition


def _look(story: Story, looked: Looked) -> None:
    with story.days_ago(looked.days, hours=looked.days % 7):
        person_id = story.people[looked.by].id
        found = find_articles(looked.words, "zh")
        token = note_search(person_id=person_id, words=looked.words, results=found.total)
        if not found.rows:
            return
        note_view(person_id=person_id)
        if looked.solved is not None:
            edition = _edition(found.rows[0].edition.article)
            say_whether_solved(person_id=person_id, edition=edition, solved=looked.solved, token=token)


def _ask(story: Story, asked: Asked) -> int | None:
    """Ask and answer; the number of the draft, if one was made."""
    with story.days_ago(asked.days):
        question = ask(person_id=story.people[asked.by].id, text=asked.text).id
    if not asked.answer:
        return None
    moment = min(story.moment(asked.days) + timedelta(hours=asked.hours), clock.now())
    with story.at(moment):
        turn = db.session.scalars(sa.select(QuestionTurn.id).where(QuestionTurn.question_id == question)).one()
        by = story.people[asked.answered_by]
        draft = answer_question(question_id=question, turn_id=turn, by=by, text=asked.answer, with_draft=asked.draft)
        number = draft.id if draft else None
    with story.at(min(moment + timedelta(hours=4), clock.now())):
        if asked.solved:
            say_solved(question_id=question)
        if asked.again:
            ask_again(question_id=question, text=asked.again)
    return number
