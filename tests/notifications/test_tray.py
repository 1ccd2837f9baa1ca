"""The tray, the choice how one hears, and the words of every kind of notice."""

from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_babel import force_locale

from app.accounts.models import Tier
from app.ambassadors import actions as ambassadors
from app.ambassadors.models import AppointmentKind
from app.feedback.models import Idea, IdeaStatus
from app.foundation import clock
from app.foundation.db import db, transaction
from app.notifications import queries
from app.notifications.kinds import KINDS, words_of
from app.notifications.links import mute_link
from app.notifications.models import Announcement, MailChoice, Receipt
from app.training.actions.assigning import assign
from app.training.models import AssignmentSource, TrainingPath
from tests.factories import Cast
from tests.feedback.rows import person
from tests.kinds import Make, SignIn, Visit
from tests.notifications.acts import move, told
from tests.page import Page, post


def test_a_notice_is_new_until_it_is_followed(
    app: Flask, cast: Cast, make_idea: Make, visit: Visit, sign_in: SignIn
) -> None:
    idea = make_idea("手机日报", voters=(cast.eve,))
    move(app, idea, IdeaStatus.planned)
    page = visit("/notices", as_=cast.lin)
    assert "手机日报" in page.text(".is-new")
    (action,) = [
        form.get("action")
        for form in page.root.forms
        if (form.get("action") or "").endswith("/seen") and form.cssselect(".notice-row")
    ]
    assert post(sign_in(cast.lin), "/notices", action).headers["Location"] == f"/feedback/ideas/{idea}"
    assert not visit("/notices", as_=cast.lin).has(".is-new")
    assert visit("/notices", as_=cast.eve).has(".is-new"), "what one has read the other has not"


def test_nobody_opens_the_notice_of_somebody_else(app: Flask, cast: Cast, make_idea: Make, sign_in: SignIn) -> None:
    move(app, make_idea(voters=(cast.eve,)), IdeaStatus.planned)
    with app.app_context():
        own = db.session.scalars(sa.select(Receipt.id).where(Receipt.person_id == cast.lin)).one()
    client = sign_in(cast.eve)
    token = Page(client.get("/notices"), "").root.cssselect("[name=csrf_token]")[0].get("value")
    assert client.post(f"/notices/{own}/seen", data={"csrf_token": token}).status_code == 404


def test_everything_is_marked_as_read_at_once(
    app: Flask, cast: Cast, make_idea: Make, visit: Visit, sign_in: SignIn
) -> None:
    for title in ("一", "二", "三"):
        move(app, make_idea(title), IdeaStatus.planned)
    assert post(sign_in(cast.lin), "/notices", "/notices/seen").status_code == 303
    page = visit("/notices", as_=cast.lin)
    assert not page.has(".is-new")
    assert not page.has("form[action='/notices/seen']")


def test_the_badge_counts_what_the_tray_shows(app: Flask, cast: Cast, make_idea: Make, visit: Visit) -> None:
    """What is hidden or became sensitive after it was told is in neither, and for those who may see it in both."""
    people = (cast.lin, cast.eve, cast.pmo, cast.audit)
    for title in ("一", "二", "三"):
        move(app, make_idea(title, followers=people), IdeaStatus.planned)
    with app.app_context(), transaction():
        one, two = db.session.scalars(sa.select(Idea).order_by(Idea.id).limit(2))
        one.hidden_at, one.hidden_by_id, one.hidden_reason = clock.now(), cast.pmo, "r"
        two.sensitive, two.author_id = True, cast.zhao
    for who, count in ((cast.lin, 2), (cast.eve, 1), (cast.pmo, 3), (cast.audit, 2)):
        page = visit("/notices", as_=who)
        assert len(page.list("#notice-list .is-new")) == count
        with app.app_context():
            assert queries.unseen_count(person(who)) == count


def test_notices_are_searched_and_paged(app: Flask, cast: Cast, make_idea: Make, visit: Visit) -> None:
    for number in range(25):
        move(app, make_idea(f"建议{number:02d}"), IdeaStatus.planned)
    first = visit("/notices", as_=cast.lin)
    assert len(first.list(".notice-row")) == 20
    assert "建议24" in first.list(".notice-row")[0]
    assert len(visit("/notices?page=2", as_=cast.lin).list(".notice-row")) == 5
    assert len(visit("/notices?q=建议07", as_=cast.lin).list(".notice-row")) == 1
    assert "Nothing found" in visit("/notices?q=没有", as_=cast.lin).text("#notice-list")
    assert "No notices yet" in visit("/notices", as_=cast.eve).text("#notice-list")


def test_a_channel_is_chosen_and_kept(app: Flask, cast: Cast, sign_in: SignIn, visit: Visit) -> None:
    assert visit("/notices/preferences", as_=cast.lin).has("input[value=immediate][checked]")
    assert post(sign_in(cast.lin), "/notices/preferences", "/notices/preferences", channel="daily").status_code == 303
    assert visit("/notices/preferences", as_=cast.lin).has("input[value=daily][checked]")
    assert post(sign_in(cast.lin), "/notices/preferences", "/notices/preferences", channel="pigeon").status_code == 422


def test_a_link_stops_all_mails_of_whom_it_names_only(app: Flask, cast: Cast) -> None:
    with app.app_context():
        link = mute_link(cast.lin, None).partition("8000")[2]
    assert app.test_client().post(link).status_code == 200
    with app.app_context():
        rows = db.session.scalars(sa.select(MailChoice)).all()
        assert [(row.person_id, row.scope, row.channel.value) for row in rows] == [(cast.lin, "all", "none")]


def test_an_assignment_and_an_appointment_tell_whom_they_concern(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        path = TrainingPath(
            code="EU",
            tier=Tier.end_user,
            title_zh="从日报开始",
            title_en="Start with the daily report",
            version="1",
            pass_mark=80,
        )
        db.session.add(path)
        db.session.flush()
        assign(
            person_id=cast.lin,
            path_id=path.id,
            source=AssignmentSource.manual,
            due_on=date(2030, 1, 31),
            by_id=cast.chen,
        )
        made = ambassadors.nominate(
            kind=AppointmentKind.superuser,
            person_id=cast.lin,
            unit_id=cast.department,
            starts_on=clock.today(),
            ends_on=None,
            reason="因为",
            by=cast.chen,
        )
        ambassadors.answer(appointment=made, accepted=True, by=cast.lin)
        ambassadors.end(appointment=made, reason="换岗", by=cast.chen)
    assert told(app, "path_assigned") == [cast.lin]
    assert told(app, "nominated") == [cast.lin]
    assert told(app, "nomination_answered") == [cast.chen]
    assert told(app, "appointment_ended") == [cast.lin]
    with app.app_context(), force_locale("en"):
        words = {row.kind: words_of(row) for row in db.session.scalars(sa.select(Announcement))}
    assert words["path_assigned"].title == "New training for you: Start with the daily report"
    assert words["nominated"].title == "You are nominated as superuser of R&D. Do you accept?"
    assert words["appointment_ended"].more == "换岗"


MEETING = {
    "meeting": 1,
    "circle": "board",
    "title": "",
    "starts_at": "2026-11-24T01:00:00+00:00",
    "day": "2026-11-24",
    "place": "B1",
    "words": "w",
}
SESSION = {**dict.fromkeys(("title", "host", "place", "reason"), "x"), "session": 1, "starts_at": MEETING["starts_at"]}
REOPENING = {"idea": 1, "title": "T", "evidence": "e", "answer": "a", "accepted": True}
PRACTICE = {"practice": 1, "title_zh": "做法", "title_en": "Practice", "unit_zh": "组", "unit_en": "Group"}
OFFICE = {
    **dict.fromkeys(("name", "old", "new", "deputy", "month", "reason"), "x"),
    "appointment": 1,
    "unit_zh": "组",
    "unit_en": "Group",
    "in_favour": True,
    "from_on": "2026-12-01",
    "to_on": "2026-12-05",
    "hours": 9.5,
    "ceiling": 8.0,
}
ITEM = {"code": "EU", "module": "eu-02", "item": "report", "quiz": False, "title_zh": "日报", "title_en": "Report"}
PATH = {"code": "EU", "title_zh": "路径", "title_en": "Path"}
LATE = [{**PATH, "name": "林静", "employee_no": "000101", "due_on": "2026-11-24"}]
SAMPLES = {
    "idea_moved": {"idea": 1, "title": "T", "to": "planned", "reason": "", "target": None, "target_title": ""},
    "comment_posted": {"idea": 1, "title": "T", "by": "林静", "text": "x"},
    "mentioned": {"idea": 1, "title": "T", "by": "林静", "text": "x"},
    "change_moved": {"change": 1, "title": "T", "to": "assessing", "reason": ""},
    "round_opened": {"change": 1, "title": "T", "closes_at": "2026-11-24T01:00:00+00:00"},
    "pulse_asked": {"month": "2026-11", "closes_on": "2026-11-24"},
    "round_voided": {"change": 1, "title": "T", "closes_at": "2026-11-24T01:00:00+00:00", "because": "edited"},
    "change_decided": {"change": 1, "title": "T", "outcome": "approved", "conditions": "c", "text": "x"},
    **dict.fromkeys(
        ("meeting_called", "meeting_moved", "meeting_cancelled", "meeting_restored", "minutes_published"), MEETING
    ),
    "idea_discussed": {**MEETING, "idea": 1, "idea_title": "T"},
    "action_item_given": {"item": 1, "text": "x", "due_on": "2026-12-01"},
    "idea_revised": {"idea": 1, "title": "T"},
    "idea_hidden": {"idea": 1, "title": "T", "reason": "r"},
    "merge_suggested": {"idea": 1, "title": "T", "target": 2, "target_title": "U"},
    **dict.fromkeys(("reopen_asked", "reopen_answered", "objection_answered"), REOPENING),
    "objection_raised": {"idea": 1, "title": "T", "text": "x"},
    **dict.fromkeys(("session_called", "session_moved", "session_cancelled"), SESSION),
    **dict.fromkeys(("practice_published", "practice_reused"), PRACTICE),
    **dict.fromkeys(
        (
            "endorsement_asked",
            "nomination_endorsed",
            "appointment_lapsed",
            "handed_over",
            "source_handed_over",
            "deputy_named",
            "ceiling_passed",
        ),
        OFFICE,
    ),
    "path_assigned": {"code": "EU", "title_zh": "路径", "title_en": "Path", "due_on": "2026-12-01"},
    "practice_waiting": {},
    "practice_reviewed": {**ITEM, "accepted": False, "comment": "Name the blocker.", "by": "赵敏"},
    "attempt_answered": {**ITEM, "granted": True, "reason": ""},
    "path_completed": {"number": "C-1", "title_zh": "路径", "title_en": "Path"},
    "path_revised": {
        **PATH,
        "from": "1",
        "to": "2",
        **{f"{what}_{language}": ["日报 Report"] for what in ("new", "changed", "gone") for language in ("zh", "en")},
    },
    "path_regraded": PATH,
    "nominated": {"appointment": 1, "kind": "ambassador", "unit_zh": "组", "unit_en": "Group", "reason": "r"},
    "nomination_answered": {"appointment": 1, "name": "林静", "unit_zh": "组", "unit_en": "Group", "accepted": False},
    "appointment_ended": {
        "appointment": 1,
        "unit_zh": "组",
        "unit_en": "Group",
        "reason": "term over",
        "served": False,
    },
    "deadline_extended": {**PATH, "due_on": "2026-12-01", "reason": "r"},
    "path_waived": {**PATH, "reason": "r"},
    "path_credited": {**PATH, "person": 1},
    "time_noted": {**PATH, "note": 1, "name": "林静", "text": "x", "answer": ""},
    "time_answered": {**PATH, "note": 1, "name": "林静", "text": "x", "answer": "y"},
    "training_due": {"day": "2026-12-01", "items": [{**PATH, "due_on": "2026-12-01", "mandatory": True}]},
    "action_item_due": {"day": "2026-12-01", "items": [{"item": 1, "text": "x", "due_on": "2026-12-01"}]},
    "team_overdue": {"day": "2026-12-01", "items": LATE, "count": 2},
    "score_preview": {"month": "2026-06", "opens_on": "2026-07-10"},
    "contest_opened": {"contest": 1, "month": "2026-06"},
    "contest_acknowledged": {"contest": 1, "month": "2026-06"},
    "contest_decided": {"contest": 1, "month": "2026-06", "outcome": "partly", "answer": "x"},
    "correction_asked": {"request": 1},
    "correction_answered": {"request": 1, "corrected": True, "answer": "x"},
    "report_week": {"report": 1, "period": "2026-W27", "first_day": "2026-06-29", "last_day": "2026-07-05"},
    "report_month": {"report": 1, "period": "2026-06", "first_day": "2026-06-01", "last_day": "2026-06-30"},
    "question_asked": {"question": 3, "title": "图纸怎么挂？", "name": "林静", "text": ""},
    "question_answered": {"question": 3, "title": "图纸怎么挂？", "by": "赵敏", "answer": "点附件。"},
    "company_overdue": {"day": "2026-12-01", "items": LATE, "count": 1},
}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_notice_has_words_in_both_languages_and_an_address(app: Flask, kind: str) -> None:
    announcement = Announcement(key="k", kind=kind, data=SAMPLES[kind], at=clock.now())
    said = {}
    for language in ("zh", "en"):
        with app.app_context(), force_locale(language):
            said[language] = words_of(announcement)
    assert said["zh"].title != said["en"].title, "translated"
    assert said["zh"].href == said["en"].href
    assert app.url_map.bind("").match(said["en"].href.partition("#")[0].partition("?")[0])
