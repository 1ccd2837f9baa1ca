"""A small company in which every page of the portal has something to show, and can have twice as much."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import actions as accounts
from app.accounts.actions.links import issue_link
from app.accounts.actions.private_addresses import private_address
from app.accounts.models import AddressPurpose, LinkPurpose, Membership, Person, Role, Tier
from app.ambassadors import actions as ambassadors
from app.ambassadors.actions import action_items, agenda, holding, interviews, inviting, practices, sharing
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
from app.ambassadors.queries.standards import as_shipped
from app.feedback.actions.comments import post_comment
from app.feedback.actions.ideas import submit_idea
from app.feedback.actions.merges import merge_idea
from app.feedback.actions.moves import move_idea
from app.feedback.actions.photos import drawn_anew, keep_photo
from app.feedback.actions.suggestions import suggest_merge
from app.feedback.actions.tags import add_tag, tag_idea
from app.feedback.actions.votes import cast_vote
from app.feedback.models import IdeaStatus, MergeSuggestion, ReopenRequest
from app.foundation import clock
from app.foundation.db import db, transaction
from app.foundation.settings import ROOT
from app.hr.actions.exporting import FileFormat, export_bytes, start_export
from app.hr.queries.records import filter_of
from app.notifications.links import mute_link
from app.notifications.models import Announcement, Receipt
from app.training.actions import gathering, remarking
from app.training.actions.assigning import assign
from app.training.actions.deadlines import extend
from app.training.actions.noting import note_no_time
from app.training.actions.rolling_out import WaveData, add_wave
from app.training.actions.ruling import set_rule
from app.training.actions.supplementing import publish_supplements
from app.training.models import (
    Assignment,
    AssignmentSource,
    Certificate,
    PathRule,
    TrainingPath,
    WaveKind,
    WorkshopPresence,
)
from app.training.queries.criteria import Criteria, Terms
from app.training.queries.workshops import workshop_by_id
from tests.ambassadors.meetings import series_data
from tests.changes.company import change_examples, grow_changes, propose
from tests.factories import Cast, make_cast, make_department, make_group, make_person
from tests.feedback.rows import person as with_roles
from tests.feedback.rows import picture
from tests.page import Page, inspected
from tests.training.learning import Learner, publish, write_path
from tests.training.practising import TASK, ask_for_more, look_twice, put_in, write_practice_path

MANY = 6
TEST_OUT = "/training/paths/SP/modules/m1/test-out"
IN_OFFICE = (
    "create_hours",
    "show_hours",
    "update_hours",
    "update_ceiling",
    "show_new_deputy",
    "create_deputy",
    "delete_deputy",
    "show_hand_over",
    "create_hand_over",
)
AT_WORK = ("show_practice_again", "create_submission", "save_practice_draft")


@dataclass
class Company:
    """A portal with people, and the values that stand for themselves in addresses: endpoint argument to value."""

    app: Flask
    cast: Cast
    values: dict[str, object] = field(default_factory=dict)
    rounds: int = 0

    def client(self, person_id: int | None, language: str = "en") -> FlaskClient:
        """A browser of somebody, or of a stranger."""
        client = self.app.test_client()
        client.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
        if person_id is not None:
            with self.app.app_context(), transaction():
                token = accounts.start_session(person=db.session.get_one(Person, person_id), browser="test")
            with client.session_transaction() as session:
                session["_user_id"], session["_fresh"] = token, True
        return client

    def visit(self, address: str, *, as_: int | None, status: int = 200, language: str = "en") -> Page:
        """Open a page as somebody and inspect the house on the way."""
        return inspected(self.client(as_, language).get(address), address, status)


def settle(app: Flask, folder: Path) -> Company:
    """The cast, a small path, and one of everything."""
    publish(app, write_path(folder / "training"))
    with app.app_context(), transaction():
        company = Company(app, make_cast())
        path = db.session.scalars(sa.select(TrainingPath)).one()
        company.values |= {
            "path_id": path.id,
            "group_id": make_group("G0", "试点").id,
            "department_id": company.cast.department,
        }
        set_rule(criteria=Criteria(path.id, tier=Tier.end_user), terms=Terms(due_days=30), by_id=company.cast.he)
        company.values["rule_id"] = db.session.scalar(sa.select(PathRule.id).where(PathRule.tier == Tier.end_user))
    _learn(company)
    _write_ideas(company)
    _appoint(company)
    propose(company)
    _take_a_file(company)
    _more_values(company)
    _practise(company, folder)
    _gather(company)
    _meet(company)
    share_practice(company)
    spare = write_path(folder / "spare", code="RT")
    told = spare / "rt" / "path.yaml"
    told.write_text(told.read_text("utf-8") + "audience: ambassador\n", "utf-8")
    publish(app, spare)
    with app.app_context(), transaction():
        publish_supplements(ROOT / "content")
        _write_remark(company, "起点")
    return company


def _learn(company: Company) -> None:
    app, cast = company.app, company.cast
    with app.app_context(), transaction():
        for person_id in (cast.lin, cast.wang, cast.zhao, cast.eve):
            _assign(company, person_id, due=timedelta(days=3))
    Learner(app, company.client(cast.zhao), cast.zhao).pass_path()
    lin = Learner(app, company.client(cast.lin), cast.lin)
    lin.pass_item("SP", "m1", "fill")
    with app.app_context():
        company.values["certificate"] = db.session.scalars(sa.select(Certificate.number)).one()
        company.values["assignment_id"] = db.session.scalar(
            sa.select(Assignment.id).where(Assignment.person_id == cast.eve, Assignment.closed_at.is_(None))
        )
    with app.app_context(), transaction():
        note = note_no_time(assignment_id=int(str(company.values["assignment_id"])), text="整天在产线上")
        company.values["note_id"] = note.id
        company.values["own_assignment_id"] = db.session.scalar(
            sa.select(Assignment.id).where(Assignment.person_id == cast.lin, Assignment.closed_at.is_(None))
        )


def _assign(company: Company, person_id: int, *, due: timedelta) -> None:
    """Half a year ago, due so long before today."""
    day = clock.today() - due
    path_id = int(str(company.values["path_id"]))
    with clock.fixed_at(clock.now() - timedelta(days=180)):
        assign(person_id=person_id, path_id=path_id, source=AssignmentSource.manual, due_on=day)


def _write_ideas(company: Company) -> None:
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


def _appoint(company: Company) -> None:
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
        _serve(appointed[1], helper, cast.eve, n=0)
        company.values |= {
            "appointment": appointed[0].id,
            "office": appointed[1].id,
            "entry_id": db.session.scalar(sa.select(HourEntry.id)),
            "deputy_id": db.session.scalar(sa.select(Deputy.id)),
        }


def _serve(term: Appointment, holder: int, deputy: int, *, n: int) -> None:
    """Hours of a day, and who stands in."""
    hours = ambassadors.Hours(clock.today(), 45, Purpose.coaching, "新人")
    ambassadors.log_hours(appointment=term, hours=hours, token=f"hours-{term.id}-{n}", by=holder)
    day = clock.today() + timedelta(days=10 * n)
    ambassadors.name_deputy(appointment=term, person_id=deputy, starts_on=day, ends_on=day, by=holder)


def _take_a_file(company: Company) -> None:
    chosen = None
    with company.app.app_context():
        chosen = filter_of(clock.today(), {})
        with transaction():
            export_id = start_export(chosen=chosen, file_format=FileFormat.csv, by=company.cast.he).id
        for _piece in export_bytes(export_id=export_id, chosen=chosen, file_format=FileFormat.csv, language="en"):
            pass
        company.values["export"] = export_id


def _practise(company: Company, folder: Path) -> None:
    """A task in the real tool that waits, one that was looked at twice, a request, and a module tested out of."""
    cast = company.cast
    publish(company.app, write_practice_path(folder / "practice", code="HT", audience="superuser"))
    with company.app.app_context(), transaction():
        company.values["submission_id"] = put_in(cast.lin, "HT").id
        look_twice(put_in(cast.sun, "HT"), cast.zhao, cast.eve)
        company.values["request_id"] = ask_for_more(cast.sun, "SP").id
    client = company.client(cast.audit)
    page = Page(client.get(TEST_OUT), TEST_OUT)
    client.post(f"{TEST_OUT}/attempts", data={**page.fields(f"{TEST_OUT}/attempts"), "confirmed": "1"})


def _more_values(company: Company) -> None:
    with company.app.app_context(), transaction():
        left = make_person("000900", "离任", company.cast.other_department, last_day=clock.today())
        for name, purpose in (("invitation", LinkPurpose.invitation), ("reset", LinkPurpose.password_reset)):
            company.values[name] = issue_link(person_id=left.id, purpose=purpose).rpartition("/")[2]
        company.values["mute"] = mute_link(company.cast.lin, int(str(company.values["idea"]))).rpartition("/")[2]
        company.values["spare"] = left.id
        wave = WaveData("试点", "Pilot", WaveKind.pilot, None, department_ids=[company.cast.department])
        company.values["wave_id"] = add_wave(data=wave, by_id=company.cast.pmo).id
        double = make_person("000902", "伊文二", company.cast.other_department).id
        eve = {"kept_id": company.cast.eve, "merged_id": double, "reason": "婚后改名", "by": company.cast.he}
        company.values["merge_id"] = accounts.merge_accounts(**eve).id  # type: ignore[arg-type]
        people = "employee_no,name,dept_code,job_title\n000202,伊文,D20,采购员\n000903,新来,D20,\n".encode()
        company.values["roster_id"] = accounts.bring_roster(data=people, name="roster.csv", by=company.cast.he).id


def _gather(company: Company) -> None:
    """A workshop that is on, at which Eve is."""
    with company.app.app_context(), transaction():
        told = {"path_id": int(str(company.values["path_id"])), "module_id": "m1", "place": "培训室"}
        workshop = gathering.hold(**told, starts_at=clock.now(), by_id=company.cast.zhao)  # type: ignore[arg-type]
        gathering.enter_sheet(workshop=workshop, person_ids=[company.cast.eve], by_id=company.cast.zhao)
        presence = db.session.scalar(sa.select(WorkshopPresence.id))
        company.values |= {"workshop_id": workshop.id, "presence_id": presence}


def _meet(company: Company) -> None:
    """A series of the ambassadors whose next meeting has a topic, and something that Eve undertook."""
    cast = company.cast
    with company.app.app_context(), transaction():
        series = add_series(data=series_data(), by_id=cast.pmo)
        meeting_id = db.session.scalars(sa.select(Meeting.id).where(Meeting.series_id == series.id)).first()
        assert meeting_id is not None
        company.values |= {"series_id": series.id, "meeting_id": meeting_id}
        company.values |= {
            "item_id": _undertake(company, "场地"),
            "action_id": db.session.scalar(sa.select(ActionItem.id)),
        }
        company.values["calendar"] = private_address(person_id=cast.wang, purpose=AddressPurpose.calendar)


def _undertake(company: Company, title: str) -> int:
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


def _write_remark(company: Company, text: str) -> None:
    """A note to the authors about a drill."""
    where = {"path_id": int(str(company.values["path_id"])), "module_id": "m1", "item_id": "fill"}
    remarking.write_note(**where, part="", text=text, by_id=company.cast.zhao)  # type: ignore[arg-type]


def grow(company: Company) -> None:
    """As much again of everything that pages list."""
    company.rounds += 1
    base = company.rounds * 100
    cast = company.cast
    with company.app.app_context(), transaction():
        below = make_department(f"X{base}", f"新部门{base}", f"New {base}", parent_id=cast.department).id
        group = make_group(f"GX{base}", f"新组{base}").id
        pmo = db.session.get_one(Person, cast.pmo)
        db.session.refresh(pmo, ["role_rows"])
        tag = add_tag(name=f"标签{base}", name_en="", by=cast.pmo)
        for n in range(MANY):
            person = make_person(f"7{base + n:05}", f"同事{base + n}", cast.department, manager_id=cast.chen)
            other = make_person(f"8{base + n:05}", f"同事{base + n}", below, Role.superuser)
            db.session.add(Membership(person_id=person.id, project_group_id=group))
            for one in (person, other):
                _assign(company, one.id, due=timedelta(days=n * 20))
            _write_notes(person.id)
            idea = submit_idea(
                author_id=cast.lin if n % 2 else person.id, title=f"日报 {base + n}", text=f"日报要快 {base + n}"
            )
            move_idea(idea_id=idea.id, to=IdeaStatus.open, version=idea.version, actor=pmo, reason="谢谢")
            tag_idea(idea_id=idea.id, wanted=[tag.id], seen=[], by=pmo)
            voter = other.id
            cast_vote(idea_id=idea.id, person_id=voter)
            cast_vote(idea_id=int(str(company.values["idea"])), person_id=voter)
            post_comment(
                idea_id=int(str(company.values["idea"])), author=other, text=f"同意 {n}", token=f"g-{base}-{n}"
            )
            submit_idea(author_id=person.id, title=f"等待 {base + n}", text="请回复")
            nominated = ambassadors.nominate(
                kind=AppointmentKind.ambassador,
                person_id=person.id,
                unit_id=group,
                starts_on=clock.today(),
                ends_on=None,
                reason="合适",
                by=cast.pmo,
            )
            ambassadors.answer(appointment=nominated, accepted=True, by=person.id)
            _undertake(company, f"议题 {base + n}")
            inviting.invite(meeting=holding.hold(int(str(company.values["meeting_id"]))), person_id=other.id)
            _serve(nominated, person.id, other.id, n=0)
            office = db.session.get_one(Appointment, int(str(company.values["office"])))
            _serve(office, office.person_id, other.id, n=company.rounds * MANY + n)
            around = ambassadors.nominate(
                kind=AppointmentKind.superuser,
                person_id=person.id,
                unit_id=cast.department,
                starts_on=clock.today(),
                ends_on=None,
                reason="合适",
                by=cast.pmo,
            )
            ambassadors.support(appointment=around, person_id=cast.lin)
            ambassadors.set_standard(standard=as_shipped(), reason=f"试 {n}", by=cast.pmo)
            put_in(person.id, "HT")
            room = gathering.hold(
                path_id=int(str(company.values["path_id"])),
                module_id="",
                place=f"B{base + n}",
                starts_at=clock.now(),
                by_id=cast.zhao,
            )
            gathering.enter_sheet(workshop=room, person_ids=[person.id, cast.lin], by_id=cast.zhao)
            first = workshop_by_id(int(str(company.values["workshop_id"])))
            assert first is not None
            gathering.enter_sheet(workshop=first, person_ids=[person.id], by_id=cast.zhao)
            look_twice(put_in(other.id, "HT"), cast.zhao, cast.eve)
            ask_for_more(person.id, "SP")
            _write_remark(company, f"哪里看得出来？{base + n}")
            accounts.start_session(person=db.session.get_one(Person, cast.lin), browser=f"Browser {base + n}")
            grow_changes(company, idea.id, f"变更 {base + n}")
    _take_a_file(company)
    for _ in range(MANY):
        share_practice(company)


def _write_notes(person_id: int) -> None:
    """No working time, and more of it then."""
    number = db.session.scalars(sa.select(Assignment.id).where(Assignment.person_id == person_id)).first()
    if number is not None:
        note_no_time(assignment_id=number, text="没有时间")
        extend(assignment_ids=[number], to_on=clock.today() + timedelta(days=9), reason="旺季", by_id=None)


def examples(company: Company) -> Mapping[str, Mapping[str, object]]:
    """Values for the arguments of endpoints that need some; the argument alone says it for most of them."""
    v = company.values
    item = {"code": "SP", "module_id": "m1"}
    return {
        "ambassadors": {
            "number": v["appointment"],
            "series_id": v["series_id"],
            "meeting_id": v["meeting_id"],
            "item_id": v["item_id"],
            "action_id": v["action_id"],
            "idea_id": v["idea"],
            "entry_id": v["entry_id"],
            "deputy_id": v["deputy_id"],
            "group_id": v["group_id"],
            "token": v["calendar"],
            "interview_id": v["interview"],
            "finding_id": v["finding"],
            "practice_id": v["practice"],
            "reuse_id": v["reuse"],
            "session_id": v["session"],
            "attendance_id": v["attendance"],
            "person_id": company.cast.zhao,
            "_what": "withdrawal",
        },
        **change_examples(v),
        "feedback": {
            "number": v["idea"],
            "comment_id": v["comment_id"],
            "tag_id": v["tag_id"],
            "request_id": v["reopen_request"],
            "suggestion_id": v["suggestion"],
        },
        "ambassadors.show_practice_again": {"_what": "reuses"},
        "ambassadors.show_session_again": {"_what": "records"},
        "ambassadors.create_practice_publication": {"practice_id": v["draft"]},
        **{f"ambassadors.{name}": {"number": v["office"]} for name in IN_OFFICE},
        "hr": {"number": v["export"]},
        "notifications": {"number": v["notice"], "token": v["mute"]},
        "notifications.show_receipt": {"number": v["announcement"]},
        "notifications.create_retry": {"number": v["announcement"]},
        "accounts": {
            "person_id": company.cast.eve,
            "department_id": v["department_id"],
            "group_id": v["group_id"],
            "handle": "0" * 16,
            "merge_id": v["merge_id"],
            "import_id": v["roster_id"],
            "kind": "csv",
            "purpose": "calendar",
            "year": 2026,
            "day": "2026-10-01",
        },
        "accounts.show_invitation": {"token": v["invitation"]},
        "accounts.update_password_by_invitation": {"token": v["invitation"]},
        "accounts.show_password_reset": {"token": v["reset"]},
        "accounts.update_password_by_reset": {"token": v["reset"]},
        "training": {
            **item,
            "item_id": "fill",
            "number": 1,
            "person_id": company.cast.eve,
            "assignment_id": v["assignment_id"],
            "rule_id": v["rule_id"],
            "wave_id": v["wave_id"],
            "submission_id": v["submission_id"],
            "request_id": v["request_id"],
            "note_id": v["note_id"],
            "workshop_id": v["workshop_id"],
            "presence_id": v["presence_id"],
            "employee_no": "000202",
            "publication_id": 1,
            "card_id": "who-to-call",
            "name": "jira",
            "_what": "results",
        },
        "training.show_new_time_note": {"assignment_id": v["own_assignment_id"]},
        "training.create_time_note": {"assignment_id": v["own_assignment_id"]},
        "training.show_reissue": {"number": v["certificate"]},
        "training.create_reissue": {"number": v["certificate"]},
        "training.create_retirement": {"code": "RT"},  # whatever is retired is gone for those who come later
        **{f"training.{name}": {"code": "HT", "item_id": TASK} for name in AT_WORK},
        "training.show_certificate": {"number": v["certificate"]},
        "training.show_certificate_file": {"number": v["certificate"]},
        "metrics": {"name": "overdue"},
        "changes.show_release_feed": {"token": v["release_token"]},
        "static": {"filename": "app.css"},
    }
