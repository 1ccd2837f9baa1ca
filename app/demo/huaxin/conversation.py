"""What the company says about its ideas: calls, a note among those who decide, an edited and a hidden comment; tags and followers."""

import sqlalchemy as sa

from app.demo.huaxin.story import Story
from app.feedback.actions.comments import edit_comment, hide_comment, post_comment
from app.feedback.actions.followers import follow_idea
from app.feedback.actions.tags import add_tag, tag_idea
from app.feedback.models import ENDED, Comment, Idea, IdeaStatus
from app.foundation.db import db

PMO, LIN, CHEN, WANG = "000109", "000101", "000103", "000104"
TALKED_ABOUT = "车间没有信号时日报交不上去"
TAGS = {
    "手机填报": ("Reporting by phone", ("手机", "日报", "二维码")),
    "少填一次": ("Type once", ("复制", "自动", "模板")),
    "等待时间": ("Waiting time", ("慢", "审批", "等")),
    "看得清": ("Easy to read", ("看板", "报表", "周报")),
}


def converse(story: Story) -> None:
    """Tag every idea, let some people follow, and let them talk about one idea as people do."""
    with story.days_ago(60):
        _tag(story)
    number = db.session.scalar(sa.select(Idea.id).where(Idea.title == TALKED_ABOUT))
    if number is not None:
        _talk(story, number)
    with story.days_ago(9):
        wanted = sa.select(Idea.id).where(Idea.status.not_in(ENDED), Idea.author_id != story.people[LIN].id)
        for idea_id in db.session.scalars(wanted.where(Idea.status != IdeaStatus.submitted).order_by(Idea.id).limit(3)):
            follow_idea(idea_id=idea_id, person_id=story.people[LIN].id)


def _tag(story: Story) -> None:
    pmo = story.people[PMO]
    for name, (english, words) in TAGS.items():
        tag = add_tag(name=name, name_en=english, by=pmo.id)
        about = sa.or_(*(Idea.title.contains(word) for word in words))
        for idea_id in db.session.scalars(sa.select(Idea.id).where(about)).all():
            tag_idea(idea_id=idea_id, wanted=[tag.id], seen=[], by=pmo)


def _talk(story: Story, number: int) -> None:
    people = story.people

    def say(who: str, text: str, *, internal: bool = False) -> int:
        token = f"demo-talk-{number}-{who}-{len(text)}"
        return post_comment(idea_id=number, author=people[who], text=text, token=token, internal=internal).id

    with story.days_ago(12):
        edited = say(LIN, "我们 7 号工位昨天又丢了两份日报。")
        rude = say(WANG, "这都拖了三个月了，信息技术部到底有没有人在干活？")
    with story.days_ago(12, hours=2):
        comment = db.session.get_one(Comment, edited)
        edit_comment(
            comment=comment, author=people[LIN], version=1, text="我们 7 号工位本周丢了三份日报，都是夜班写的。"
        )
        hidden = db.session.get_one(Comment, rude)
        hide_comment(comment=hidden, actor=people[PMO], reason="请对事不对人；等待时间的事实已在上面说明。")
    with story.days_ago(11):
        say(PMO, f"@{people[CHEN].employee_no} 请确认夜班的工位清单，布线时一起覆盖。")
        say(PMO, "接入点报价 1.8 万元，另需停线两小时；建议放在月底检修窗口。", internal=True)
    with story.days_ago(10):
        say(CHEN, f"@{people[PMO].employee_no} 7、8、9、10 号工位，夜班 22 点到 6 点都有人。")
