"""Ideas, offices, meetings and practices in the company of the house tests."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.accounts import actions as accounts
from app.accounts.actions.private_addresses import private_address
from app.accounts.models import AddressPurpose, Person
from app.ambassadors import actions as ambassadors
from app.ambassadors.actions import action_items, agenda, holding, interviews, practices, sharing
from app.ambassadors.actions.interviews import InterviewData
from app.ambassadors.actions.series import add_series
from app.ambassadors.actions.sharing import SessionData
from app.ambassadors.models import (
    TEXTS,
    ActionItem,
    Appointment,
    AppointmentKind,
    Deputy,
    HourEntry,
    InterviewLevel,
    Meeting,
    PracticeReuse,
    Purpose,
    SessionAttendance,
)
from app.feedback.actions.comments import post_comment
from app.feedback.actions.ideas import Colleague, submit_idea
from app.feedback.actions.merges import merge_idea
from app.feedback.actions.moves import move_idea
from app.feedback.actions.photos import drawn_anew, keep_photo
from app.feedback.actions.suggestions import suggest_merge
from app.feedback.actions.tags import add_tag, tag_idea
from app.feedback.actions.votes import cast_vote
from app.feedback.models import DeclineCode, IdeaStatus, MergeSuggestion, ReopenRequest
from app.foundation import clock
from app.foundation.db import db, transaction
from app.notifications.models import Announcement, Receipt, SourceTelling
from tests.ambassadors.meetings import series_data
from tests.feedback.rows import person as with_roles
from tests.feedback.rows import picture

if TYPE_CHECKING:
    from tests.house.company import Company


def write_ideas(company: Company) -> None:
    """Ideas that are open, merged and waiting, with a vote, a comment, a tag, a photo and what is asked of them."""
    cast = company.cast
    with company.app.app_context(), transaction():
        pmo = db.session.get_one(Person, cast.pmo)
        db.session.refresh(pmo, ["role_rows"])
        idea, twin = (
            submit_idea(author_id=cast.lin, title=f"日报能复制昨天的内容 {n}", text=f"每天都一样 {n}") for n in (1, 2)
        )
        for one in (idea, twin):
            move_idea(idea_id=one.id, to=IdeaStatus.open, version=one.version, actor=pmo, reason="谢谢")
        cast_vote(idea_id=idea.id, person_id=cast.eve)
        comment = post_comment(idea_id=idea.id, author=with_roles(cast.eve), text="同意", token="t-1")
        db.session.refresh(twin)
        merge_idea(idea_id=twin.id, into_id=idea.id, version=twin.version, actor=pmo)
        waiting = submit_idea(author_id=cast.lin, title="看板太慢", text="要等很久")
        tag = add_tag(name="移动端", name_en="Mobile", by=cast.pmo)
        tag_idea(idea_id=idea.id, wanted=[tag.id], seen=[], by=pmo)
        release_token = accounts.private_address(person_id=cast.lin, purpose=AddressPurpose.releases)
        company.values |= {"tag_id": tag.id, "release_token": release_token}
        company.values |= {"idea": idea.id, "merged": twin.id, "waiting": waiting.id, "comment_id": comment.id}
        db.session.refresh(idea)
        keep_photo(idea=idea, photo=drawn_anew(picture()))
        suggest_merge(idea_id=waiting.id, into_id=idea.id, person=pmo)
        company.values["suggestion"] = db.session.scalars(sa.select(MergeSuggestion.id)).one()
        asked = ReopenRequest(idea_id=idea.id, person_id=cast.eve, evidence="新数据", asked_at=clock.now())
        db.session.add(asked)
        db.session.flush()
        company.values["reopen_request"] = asked.id
    with company.app.app_context():
        company.values["notice"] = db.session.scalar(sa.select(Receipt.id).where(Receipt.person_id == cast.lin))
        told = sa.select(Announcement.id).where(Announcement.kind == "idea_moved").order_by(Announcement.id)
        company.values["announcement"] = db.session.scalars(told).first()
    tell_a_source(company)


def tell_a_source(company: Company) -> None:
    """Wang wrote an idea for somebody without an account, and has told them that it is declined."""
    cast = company.cast
    with company.app.app_context(), transaction():
        idea = submit_idea(
            author_id=cast.wang, title="料箱只扫一次", text="要扫三次。", colleague=Colleague(name="老周", consent=True)
        )
        told = move_idea(
            idea_id=idea.id,
            to=IdeaStatus.declined,
            version=idea.version,
            actor=with_roles(cast.pmo),
            reason="扫码枪下周就换。",
            decline_code=DeclineCode.too_costly,
            decision_ref="例会",
        )
        telling = SourceTelling(idea_id=idea.id, event_id=told.id, by_id=cast.wang, told_at=clock.now())
        db.session.add(telling)
        db.session.flush()
        company.values["telling"] = telling.id


def appoint(company: Company) -> None:
    """Somebody who was asked, and somebody in office."""
    cast = company.cast
    with company.app.app_context(), transaction():
        helper = cast.wang
        appointed = [
            ambassadors.nominate(
                kind=AppointmentKind.superuser,
                person_id=person_id,
                unit_id=cast.other_department,
                starts_on=clock.today(),
                ends_on=None,
                reason="最熟",
                by=cast.pmo,
            )
            for person_id in (cast.eve, helper)
        ]
        ambassadors.answer(appointment=appointed[1], accepted=True, by=helper)
        serve(appointed[1], helper, cast.eve, n=0)
        company.values |= {
            "appointment": appointed[0].id,
            "office": appointed[1].id,
            "entry_id": db.session.scalar(sa.select(HourEntry.id)),
            "deputy_id": db.session.scalar(sa.select(Deputy.id)),
        }


def serve(term: Appointment, holder: int, deputy: int, *, n: int) -> None:
    """Hours of a day, and who stands in."""
    hours = ambassadors.Hours(clock.today(), 45, Purpose.coaching, "新人")
    ambassadors.log_hours(appointment=term, hours=hours, token=f"hours-{term.id}-{n}", by=holder)
    day = clock.today() + timedelta(days=10 * n)
    ambassadors.name_deputy(appointment=term, person_id=deputy, starts_on=day, ends_on=day, by=holder)


def meet(company: Company) -> None:
    """A series of the ambassadors whose next meeting has a topic, and something that Eve undertook."""
    cast = company.cast
    with company.app.app_context(), transaction():
        series = add_series(data=series_data(), by_id=cast.pmo)
        meeting_id = db.session.scalars(sa.select(Meeting.id).where(Meeting.series_id == series.id)).first()
        assert meeting_id is not None
        company.values |= {"series_id": series.id, "meeting_id": meeting_id}
        company.values |= {
            "item_id": undertake(company, "场地"),
            "action_id": db.session.scalar(sa.select(ActionItem.id)),
        }
        company.values["calendar"] = private_address(person_id=cast.wang, purpose=AddressPurpose.calendar)


def undertake(company: Company, title: str) -> int:
    """A topic on the agenda of the meeting, and an action item of Eve; gives the id of the topic."""
    cast, meeting_id = company.cast, int(str(company.values["meeting_id"]))
    topic = agenda.add_text(meeting=holding.hold(meeting_id), title=title, note="", by_id=cast.pmo)
    assert topic is not None
    told = {"text": title, "owner_id": cast.eve, "due_on": clock.today(), "by_id": cast.pmo}
    action_items.give(meeting_id=meeting_id, item_id=topic.id, **told)  # type: ignore[arg-type]
    return topic.id


def share_practice(company: Company) -> None:
    """Interviews, practices that another team took over, sessions that are on, by Zhao; one of each is an example."""
    cast = company.cast
    with company.app.app_context(), transaction():
        told = InterviewData(
            clock.today(),
            InterviewLevel.front_line,
            consent=False,
            role="班组长",
            findings=("填报要点很多下", "看板好用"),
        )
        interview = interviews.log_interview(data=told, by=cast.zhao)
        words = {f"{part}_zh": f"例会看板 {part}" for part in TEXTS}
        practice, draft = (
            practices.write_practice(words=words, project_group_id=None, department_id=cast.department, by=cast.zhao)
            for _ in range(2)
        )
        practices.publish_practice(practice=practice, version=practice.version, by=cast.pmo)
        practices.reuse_practice(
            practice=practice,
            department_id=cast.other_department,
            project_group_id=None,
            words="我们也这样",
            by=cast.eve,
        )
        session = sharing.call_session(
            data=SessionData("看板半小时", clock.now(), cast.zhao, place="培训室", practice_ids=[practice.id]),
            by=cast.zhao,
        )
        sharing.enter_attendances(session=session, person_ids=[cast.eve], by=cast.zhao)
        found = {
            "interview": interview.id,
            "finding": interview.findings[0].id,
            "practice": practice.id,
            "draft": draft.id,
            "reuse": db.session.scalar(sa.select(sa.func.max(PracticeReuse.id))),
            "session": session.id,
            "attendance": db.session.scalar(sa.select(sa.func.max(SessionAttendance.id))),
        }
        company.values = {**found, **company.values}
