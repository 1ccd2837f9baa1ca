"""A company with things that not everyone may read, each with words that stand nowhere else."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from lxml.html import fromstring

from app.accounts.actions.private_addresses import private_address
from app.accounts.models import AddressPurpose, Person, Role
from app.ambassadors.actions import agenda, holding
from app.ambassadors.models import Attendance, ItemOutcome
from app.changes import actions as changes
from app.changes.actions.rounds import close_round
from app.changes.formulas.deciding import Choice
from app.changes.models import ChangeState
from app.feedback import actions as feedback
from app.feedback.actions.words import Words
from app.feedback.models import Follower, IdeaStatus
from app.feedback.queries.board import View
from app.foundation import clock
from app.foundation.db import db, transaction
from app.foundation.mail import OutgoingMail
from app.knowledge.actions.asking import ask
from app.notifications.actions import send_digests
from app.notifications.models import Channel
from tests.ambassadors.meetings import begin, meeting_on, publish, write_beside
from tests.changes import boards
from tests.changes.rows import change, make_change
from tests.factories import Cast, make_person
from tests.feedback.rows import make_idea, person, version_of
from tests.notifications.acts import choose

WORDS = {
    "hidden idea": "夜班叉车撞坏货架",
    "sensitive idea": "组长要求倒签日报",
    "hidden comment": "某某总是偷懒不干活",
    "internal note": "供应商合同年底到期",
    "change in work": "悄悄换掉排程引擎",
    "open ballot": "预算其实早就批了",
    "draft minutes": "例会倾向于先不做",
    "announced decision": "全员通过上线看板",
    "asked question": "量具锁在谁的柜子里",
}
"""What gives each fact away."""
TYPED = "每天早上打开页面都要等很久才能填写"
"""What both kept ideas say beside their titles, and somebody else begins to write."""


@dataclass
class Kept:
    """The company: its readers, and the numbers of what is kept.

    `offered` is what the PMO is shown of people to call into each kept idea, `for_all` how many ideas of each view are for everyone.
    """

    app: Flask
    readers: dict[str, int]
    numbers: dict[str, int] = field(default_factory=dict)
    offered: dict[str, str] = field(default_factory=dict)
    for_all: dict[View, int] = field(default_factory=dict)


def keep(app: Flask, cast: Cast) -> Kept:
    """Let everything happen, in the order in which it would; all followed both ideas before these were kept from them."""
    with app.app_context(), transaction():
        fellow = make_person("000109", "同席", cast.department, Role.board_member).id
    readers = {
        "author": cast.lin,
        "learner": cast.eve,
        "manager": cast.chen,
        "administrator": cast.zhou,
        "ambassador": cast.wang,
        "superuser": cast.zhao,
        "member": cast.sun,
        "fellow": fellow,
        "PMO": cast.pmo,
        "HR": cast.he,
        "operator": cast.guo,
        "auditor": cast.audit,
    }
    kept = Kept(app, readers)
    for name in ("learner", "PMO", "auditor"):
        choose(app, readers[name], Channel.daily)
    _write_ideas(kept)
    _meet(kept, cast)
    with app.app_context(), transaction():
        _release(kept)
        _propose(kept)
        _vote(kept, cast)
    with app.app_context(), transaction():
        _keep_ideas(kept)
        _talk(kept)
        kept.numbers["question"] = ask(person_id=readers["author"], text=WORDS["asked question"]).id
    with app.app_context(), clock.fixed_at(clock.start_of(clock.today()) + timedelta(days=1, hours=9)):
        send_digests()
    return kept


def _write_ideas(kept: Kept) -> None:
    """Two ideas that everyone follows and the learner votes for, and one that is talked about and stays open to all."""
    author, everyone = kept.readers["author"], kept.readers.values()
    with kept.app.app_context(), transaction():
        kept.numbers["talk"] = make_idea(author, "打印模板", text="打印出来要两页")
        for name in ("hidden idea", "sensitive idea"):
            kept.numbers[name] = make_idea(author, WORDS[name], text=TYPED)
            feedback.cast_vote(idea_id=kept.numbers[name], person_id=kept.readers["learner"])
        db.session.add_all(
            Follower(idea_id=number, person_id=one, followed_at=clock.now())
            for number in kept.numbers.values()
            for one in everyone
        )
        for steps, sensitive in (("", True), (WORDS["sensitive idea"], None)):
            number = kept.numbers["sensitive idea"]
            words = Words(text=TYPED, title=WORDS["sensitive idea"], steps=steps)
            feedback.edit_idea(
                idea_id=number, version=version_of(number), author=person(author), words=words, sensitive=sensitive
            )


def _meet(kept: Kept, cast: Cast) -> None:
    """A meeting whose minutes are published, with an idea that will be hidden on its agenda, and one with minutes in the making."""
    app = kept.app
    for name, fact, outcome in (
        ("published", "announced decision", ItemOutcome.closed),
        ("held", "draft minutes", ItemOutcome.recommended),
    ):
        number = kept.numbers[name] = meeting_on(app, None)
        with app.app_context(), transaction():
            db.session.add(Attendance(meeting_id=number, person_id=cast.wang))
            item = _put(number, kept.numbers["talk"], cast)
            if name == "published":
                _put(number, kept.numbers["hidden idea"], cast)
        begin(app, cast, number)
        write_beside(app, number, item, outcome, WORDS[fact])
        if name == "published":
            publish(app, cast, number)


def _put(meeting_id: int, idea_id: int, cast: Cast) -> int:
    return agenda.put_idea(meeting=holding.hold(meeting_id), idea_id=idea_id, by=person(cast.pmo)).id


def _release(kept: Kept) -> None:
    """What both ideas asked for is delivered and released; on one of them work goes on."""
    pmo, number = person(kept.readers["PMO"]), make_change(kept.readers["administrator"], "看板提速")
    for name in ("hidden idea", "sensitive idea"):
        changes.link_idea(change_id=number, idea_id=kept.numbers[name], actor=pmo)
    done = change(number)
    done.state, done.implemented_at = ChangeState.implemented, clock.now()
    db.session.flush()
    release = changes.publish_release(actor=pmo, changes=[number], title="日报", note="好了。")
    kept.numbers["release"] = release.id
    hidden = kept.numbers["hidden idea"]
    feedback.move_idea(
        idea_id=hidden, to=IdeaStatus.in_progress, version=version_of(hidden), actor=pmo, reason="还差一点"
    )


def _propose(kept: Kept) -> None:
    """A change request that is still being written, for an idea of the author's."""
    idea = kept.numbers["waiting"] = make_idea(kept.readers["author"], "排程太慢")
    kept.numbers["change"] = make_change(kept.readers["administrator"], WORDS["change in work"])
    changes.link_idea(change_id=kept.numbers["change"], idea_id=idea, actor=person(kept.readers["PMO"]))


def _vote(kept: Kept, cast: Cast) -> None:
    """A round that is open, in which one member has said something, and one that has decided."""
    member, fellow, owner = (kept.readers[name] for name in ("member", "fellow", "administrator"))
    boards.rule_of(cast, chair_id=member)
    for name, fact, voters in (
        ("open round", "open ballot", [member]),
        ("decided round", "announced decision", [member, fellow]),
    ):
        idea = kept.numbers[f"idea of {name}"] = make_idea(kept.readers["author"], f"按部门导出 {name}")
        opened = boards.open_for(boards.make_change(owner, f"导出 {name}", ideas=[idea]), kept.readers["PMO"]).id
        kept.numbers[name] = opened
        for voter in voters:
            boards.vote(opened, voter, Choice.approve, WORDS[fact])
    close_round(round_id=kept.numbers["decided round"], actor=person(member))


def _keep_ideas(kept: Kept) -> None:
    """One idea is hidden; then its author and the PMO say more about both."""
    pmo, author = person(kept.readers["PMO"]), person(kept.readers["author"])
    hidden = kept.numbers["hidden idea"]
    feedback.hide_idea(idea_id=hidden, version=version_of(hidden), actor=pmo, reason="涉及个人")
    for name in ("hidden idea", "sensitive idea"):
        for by in (author, pmo):
            feedback.post_comment(idea_id=kept.numbers[name], author=by, text=WORDS[name], token=f"{name}-{by.id}")


def _talk(kept: Kept) -> None:
    """A comment for everyone, one that is hidden, and internal notes of two who may write them."""
    number, people = kept.numbers["talk"], {name: person(one) for name, one in kept.readers.items()}
    feedback.post_comment(idea_id=number, author=people["learner"], text="同意", token="t")
    words = WORDS["hidden comment"]
    comment = feedback.post_comment(idea_id=number, author=people["author"], text=words, token="h")
    feedback.hide_comment(comment=comment, actor=people["PMO"], reason="涉及个人")
    for name in ("PMO", "member"):
        feedback.post_comment(
            idea_id=number, author=people[name], text=WORDS["internal note"], token=f"n-{name}", internal=True
        )


class Reader:
    """One of them with a browser, and what the portal shows to this one, each time as one text."""

    def __init__(self, kept: Kept, person_id: int, client: FlaskClient) -> None:
        self.kept, self.id, self.client, self._read = kept, person_id, client, dict[tuple[str, str], str]()
        client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
        with kept.app.app_context():
            one = db.session.get_one(Person, person_id)
            self.employee_no, self.address = one.employee_no, one.email

    def read(self, *addresses: str, target: str = "") -> str:
        """What stands at these addresses, whole or in a fragment; nothing where one may not go. Each is asked for once."""
        return "\n".join(self._answer(address, target) for address in addresses)

    def _answer(self, address: str, target: str) -> str:
        if (address, target) not in self._read:
            headers = {"HX-Request": "true", "HX-Target": target} if target else {}
            answer = self.client.get(address, headers=headers)
            self._read[address, target] = answer.text if answer.status_code == 200 else ""
        return self._read[address, target]

    def part(self, address: str, selector: str, target: str = "") -> list[str]:
        """The words of all elements of a page that match; none where one may not go."""
        html = self.read(address, target=target)
        return [" ".join(one.text_content().split()) for one in fromstring(html).cssselect(selector)] if html else []

    def idea(self, name: str, rest: str = "") -> str:
        """The address of an idea, or of something beneath it."""
        return f"/feedback/ideas/{self.kept.numbers[name]}{rest}"

    def similar(self) -> str:
        """Ideas like the one being written."""
        (token, *_) = re.findall(r'name="csrf_token" value="([^"]+)"', self.read("/changes/"))
        headers = {"HX-Request": "true", "HX-Target": "similar-ideas"}
        asked = {"csrf_token": token, "text": TYPED}
        return self.client.post("/feedback/similar-ideas", data=asked, headers=headers).text

    def feed(self) -> str:
        """The feed of releases at one's private address."""
        with self.kept.app.app_context(), transaction():
            token = private_address(person_id=self.id, purpose=AddressPurpose.releases)
        return self.read(f"/changes/releases/{token}.atom")

    def mails(self) -> str:
        """Every mail to this reader, sent or still to be sent."""
        with self.kept.app.app_context():
            rows = sa.select(OutgoingMail.subject, OutgoingMail.body).where(OutgoingMail.recipient == self.address)
            return "\n".join(f"{subject}\n{body}" for subject, body in db.session.execute(rows))
