"""Hands-on tasks: handed in at work, reviewed by the right superuser, counted once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.models import PersonRole, Role
from app.foundation import clock
from app.foundation.audit import AuditEntry
from app.foundation.db import db, transaction
from app.notifications.models import Announcement, Channel, Receipt
from app.training.actions import assigning
from app.training.models import (
    Assignment,
    Attempt,
    Certificate,
    Completion,
    ModuleCompletion,
    PracticeAcceptance,
    PracticeReview,
    PracticeSubmission,
    ReviewKind,
)
from app.training.models.reviews import in_sample
from app.training.queries import places
from tests.factories import Cast, make_person
from tests.house.test_statements import statements
from tests.page import Page
from tests.together import answers_at_once
from tests.training.learning import Learner, address, assign, publish
from tests.training.practising import (
    TASK,
    appoint,
    ask_for_more,
    change,
    decide,
    hand_in,
    look_twice,
    put_in,
    sending,
    write_practice_path,
)

SignIn = Callable[[int | None], FlaskClient]


@pytest.fixture
def tasks(app: Flask, tmp_path: Path, cast: Cast) -> str:
    """The small path with a task in its first module, assigned to Lin; Zhao serves Lin's department."""
    publish(app, write_practice_path(tmp_path / "tasks"))
    appoint(app, cast.zhao, cast.department)
    return "SP"


@pytest.fixture
def learner(app: Flask, tasks: str, cast: Cast, sign_in: SignIn) -> Learner:
    """Lin, reading English, with the path assigned."""
    client = sign_in(cast.lin)
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    with app.app_context():
        has = db.session.scalar(sa.select(Assignment.id).where(Assignment.person_id == cast.lin))
    if has is None:
        assign(app, cast.lin)
    return Learner(app, client, cast.lin)


@pytest.fixture
def zhao(cast: Cast, sign_in: SignIn) -> FlaskClient:
    """Zhao, the superuser of Lin's department, reading English."""
    return english(sign_in(cast.zhao))


def english(client: FlaskClient) -> FlaskClient:
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def count(app: Flask, table: type, *conditions: sa.ColumnElement[bool]) -> int:
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(table).where(*conditions)) or 0


def make_superuser(app: Flask, person_id: int, department_id: int) -> None:
    with app.app_context(), transaction():
        db.session.add(PersonRole(person_id=person_id, role=Role.superuser))
    appoint(app, person_id, department_id)


def test_a_task_is_handed_in_returned_handed_in_again_and_accepted(
    app: Flask, learner: Learner, zhao: FlaskClient
) -> None:
    learner.pass_item("SP", "m1", "fill")
    learner.pass_item("SP", "m1", "quiz")
    where = address("SP", "m1", TASK)
    before = learner.open(where)
    assert "Submit today's report in the real tool." in before.text("main")
    assert before.list(".rubric-label") == ["The task is right", "The hours are real", "A blocker is named"]

    assert hand_in(learner.client, link="https://tool.example/r/1").status_code == 303
    waiting = learner.open(where)
    assert "it waits for a superuser" in waiting.text("main")
    assert not waiting.has(f"form[action='{where}/submissions']")
    assert count(app, Attempt, Attempt.item_id == TASK) == 0

    queue = Page(zhao.get("/training/reviews"), "/training/reviews")
    assert queue.list("#review-list tbody tr")
    assert "林静" in queue.text("#review-list")
    assert decide(zhao, 1, "return", ticked=2, comment="Name who you wait for.").status_code == 303
    returned = learner.open(where)
    assert returned.list(".criterion-missed") == ["A blocker is named not yet"]
    assert "Name who you wait for." in returned.text("main")
    assert count(app, Attempt, Attempt.item_id == TASK) == 0

    assert hand_in(learner.client, note="Now with Zhao Min as blocker").status_code == 303
    assert decide(zhao, 2, "accept").status_code == 303
    accepted = learner.open(where)
    assert "Accepted, and that stays" in accepted.text("main")
    assert "赵敏 accepted it on" in accepted.text("main")
    assert len(accepted.list(".version")) == 2
    with app.app_context():
        attempt = db.session.scalars(sa.select(Attempt).where(Attempt.item_id == TASK)).one()
        assert (attempt.points, attempt.max_points, attempt.percent, attempt.passed) == (3, 3, 100, True)
        assert db.session.scalars(sa.select(ModuleCompletion.module_id)).all() == ["m1"]
        acceptance = db.session.scalars(sa.select(PracticeAcceptance)).one()
        assert acceptance.accepted_on == clock.today()
        acts = db.session.scalars(
            sa.select(AuditEntry.act).where(AuditEntry.act == "practice:reviewed").order_by(AuditEntry.id)
        ).all()
        assert len(acts) == 2


def test_no_certificate_without_the_task_and_a_task_never_keeps_a_module_shut(
    app: Flask, learner: Learner, zhao: FlaskClient
) -> None:
    """T20, T42: what is done at work counts as well."""
    for item in ("fill", "quiz"):
        learner.pass_item("SP", "m1", item)
    for item in ("fill", "quiz"):
        learner.pass_item("SP", "m2", item)
    assert count(app, Completion) == count(app, Certificate) == 0
    hand_in(learner.client)
    shelf = learner.open("/training/")
    assert "Everything is handed in" in shelf.text("main")
    assert "Everything is handed in" in learner.open("/training/paths/SP").text("main")
    assert count(app, Completion) == 0
    decide(zhao, 1, "accept")
    assert count(app, Completion) == count(app, Certificate) == count(app, PracticeAcceptance) == 1


def test_the_acceptance_of_the_practice_waits_for_the_last_task(
    app: Flask, tmp_path: Path, cast: Cast, sign_in: SignIn
) -> None:
    publish(app, write_practice_path(tmp_path / "two", tasks=2))
    appoint(app, cast.zhao, cast.department)
    client = english(sign_in(cast.lin))
    ensure_assigned(app, cast.lin)
    lin, zhao = Learner(app, client, cast.lin), english(sign_in(cast.zhao))
    for module in ("m1", "m2"):
        for item in ("fill", "quiz"):
            lin.pass_item("SP", module, item)
        hand_in(lin.client, module)
    decide(zhao, 1, "accept")
    assert count(app, PracticeAcceptance) == 0
    decide(zhao, 2, "accept")
    assert count(app, PracticeAcceptance) == count(app, Completion) == 1


def ensure_assigned(app: Flask, person_id: int) -> None:
    with app.app_context():
        has = db.session.scalar(sa.select(Assignment.id).where(Assignment.person_id == person_id))
    if has is None:
        assign(app, person_id)


def test_the_same_sheet_sent_twice_is_one_version(app: Flask, learner: Learner) -> None:
    where = address("SP", "m1", TASK)
    fields = {**learner.open(where).fields(f"{where}/submissions"), "note": "Once"}
    first, second = (learner.client.post(f"{where}/submissions", data=fields) for _ in range(2))
    assert first.status_code == second.status_code == 303
    assert count(app, PracticeSubmission) == 1
    stale = learner.client.post(f"{where}/submissions", data={**fields, "token": "forged"})
    assert stale.status_code == 409
    assert count(app, PracticeSubmission) == 1


def test_a_sheet_sent_by_two_threads_at_once_is_one_version(app: Flask, learner: Learner, sign_in: SignIn) -> None:
    where = address("SP", "m1", TASK)
    clients = [english(sign_in(learner.person_id)) for _ in range(4)]
    sheets = [{**Page(one.get(where), where).fields(f"{where}/submissions"), "note": "At once"} for one in clients]
    codes = answers_at_once([sending(c, f"{where}/submissions", s) for c, s in zip(clients, sheets, strict=True)])
    assert set(codes) == {303}
    assert count(app, PracticeSubmission) == 1


def test_what_is_written_is_kept_and_nothing_typed_is_lost_on_a_mistake(learner: Learner) -> None:
    where = address("SP", "m1", TASK)
    fields = learner.open(where).fields(f"{where}/submissions")
    saved = learner.client.post(
        f"{where}/submissions/draft", data={**fields, "note": "half", "link": "https://x.example"}
    )
    assert saved.status_code == 303
    again = learner.open(where)
    assert again.fields(f"{where}/submissions")["note"].strip() == "half"
    wrong = learner.client.post(
        f"{where}/submissions", data={**fields, "note": "half done", "link": "javascript:alert(1)"}
    )
    assert wrong.status_code == 422
    page = Page(wrong, where)
    assert page.fields(f"{where}/submissions")["note"].strip() == "half done"
    assert "Begin the link with https://" in page.text("main")


def test_the_engine_grades_no_task(app: Flask, learner: Learner) -> None:
    where = address("SP", "m1", TASK)
    token = learner.open(where).fields(f"{where}/submissions")
    for end in ("attempts", "steps", "draft"):
        sent = learner.client.post(
            f"{where}/{end}", data={**token, "stage": "test", "confirmed": "1", "c1": "1", "f1": "x"}
        )
        assert sent.status_code in (409, 422), end
    assert count(app, Attempt) == 0
    assert learner.client.get(f"{where}?stage=see").status_code == 200
    assert "What the superuser looks at" in learner.open(f"{where}?stage=try").text("main")


@pytest.mark.parametrize(
    ("verdict", "ticked", "comment", "told"),
    [
        ("accept", 2, "", "every criterion must be ticked"),
        ("return", 3, "Hm.", "Everything is ticked"),
        ("return", 2, "", "Say in a sentence"),
        ("perhaps", 3, "", ""),
    ],
)
def test_an_unfinished_review_is_asked_for_again_with_all_that_was_ticked(
    app: Flask, learner: Learner, zhao: FlaskClient, verdict: str, ticked: int, comment: str, told: str
) -> None:
    hand_in(learner.client)
    sent = decide(zhao, 1, verdict, ticked, comment)
    assert sent.status_code == 422
    page = Page(sent, "/training/reviews/1")
    assert told in page.text("main")
    assert len(page.root.cssselect("input[type=checkbox][checked]")) == ticked
    assert count(app, PracticeReview) == 0


def test_nobody_reviews_their_own_work(app: Flask, tasks: str, cast: Cast, sign_in: SignIn) -> None:
    ensure_assigned(app, cast.zhao)
    zhao = english(sign_in(cast.zhao))
    hand_in(zhao)
    assert "Nothing waits" in Page(zhao.get("/training/reviews"), "").text("#review-list")
    assert zhao.get("/training/reviews/1").status_code == 404
    assert forged(zhao, 1).status_code == 404
    assert count(app, PracticeReview) == 0


def forged(client: FlaskClient, number: int, verdict: str = "accept") -> TestResponse:
    """A review posted without its page."""
    token = Page(client.get("/training/"), "").root.cssselect("input[name=csrf_token]")[0].get("value")
    boxes = {f"c{index}": "1" for index in (1, 2, 3)}
    return client.post(
        f"/training/reviews/{number}/decisions", data={"csrf_token": token, "verdict": verdict, "comment": "x", **boxes}
    )


def test_a_superuser_of_another_department_has_nothing_to_do_with_it_while_there_is_one(
    app: Flask, learner: Learner, cast: Cast, sign_in: SignIn, zhao: FlaskClient
) -> None:
    make_superuser(app, cast.eve, cast.other_department)
    hand_in(learner.client)
    eve = english(sign_in(cast.eve))
    assert eve.get("/training/reviews/1").status_code == 404
    assert forged(eve, 1).status_code == 404
    assert "Nothing waits" in Page(eve.get("/training/reviews"), "").text("#review-list")
    with app.app_context():
        today = clock.today()
    change(app, cast.zhao, leave_from=today, leave_to=today)
    assert "林静" in Page(eve.get("/training/reviews"), "").text("#review-list")
    assert decide(eve, 1, "accept").status_code == 303


def test_when_the_only_superuser_is_the_learner_others_may_review(
    app: Flask, tasks: str, cast: Cast, sign_in: SignIn
) -> None:
    make_superuser(app, cast.eve, cast.other_department)
    ensure_assigned(app, cast.zhao)
    hand_in(english(sign_in(cast.zhao)))
    eve = english(sign_in(cast.eve))
    assert "赵敏" in Page(eve.get("/training/reviews"), "").text("#review-list")
    assert decide(eve, 1, "accept").status_code == 303


def test_the_own_line_stays_out_where_the_path_says_so(app: Flask, tmp_path: Path, cast: Cast, sign_in: SignIn) -> None:
    publish(app, write_practice_path(tmp_path / "strict", reviewers="outside_line"))
    make_superuser(app, cast.chen, cast.department)  # Lin's manager
    ensure_assigned(app, cast.lin)
    hand_in(english(sign_in(cast.lin)))
    chen = english(sign_in(cast.chen))
    assert "Nothing waits" in Page(chen.get("/training/reviews"), "").text("#review-list")
    assert forged(chen, 1).status_code == 404
    zhao = english(sign_in(cast.zhao))  # serves nobody, but the only one who does may not
    assert decide(zhao, 1, "accept").status_code == 303
    assert count(app, PracticeReview) == 1


def test_a_report_does_not_review_the_own_manager_where_the_path_says_so(
    app: Flask, tmp_path: Path, cast: Cast, sign_in: SignIn
) -> None:
    publish(app, write_practice_path(tmp_path / "strict", reviewers="outside_line"))
    appoint(app, cast.zhao, cast.department)
    change(app, cast.zhao, manager_id=cast.chen)
    ensure_assigned(app, cast.chen)
    hand_in(english(sign_in(cast.chen)))
    zhao = english(sign_in(cast.zhao))
    assert "Nothing waits" in Page(zhao.get("/training/reviews"), "").text("#review-list")
    assert forged(zhao, 1).status_code == 404


def test_the_manager_reviews_where_the_path_lets_everybody(
    app: Flask, learner: Learner, cast: Cast, sign_in: SignIn
) -> None:
    make_superuser(app, cast.chen, cast.department)
    hand_in(learner.client)
    assert decide(english(sign_in(cast.chen)), 1, "accept").status_code == 303


def test_lists_and_single_pages_follow_the_same_rule(app: Flask, tmp_path: Path, cast: Cast, sign_in: SignIn) -> None:
    """Every learner's task against every superuser: what stands in the queue is what may be posted, nothing else."""
    publish(app, write_practice_path(tmp_path / "strict", reviewers="outside_line"))
    for person in (cast.chen, cast.eve, cast.sun, cast.wang):
        with app.app_context(), transaction():
            db.session.add(PersonRole(person_id=person, role=Role.superuser))
    appoint(app, cast.chen, cast.department)
    appoint(app, cast.zhao, cast.department)
    appoint(app, cast.eve, cast.other_department)
    change(app, cast.sun, manager_id=cast.lin)
    learners = [cast.lin, cast.chen, cast.zhao, cast.eve, cast.wang, cast.sun]
    for person in learners:
        ensure_assigned(app, person)
        hand_in(english(sign_in(person)))
    for reviewer in (cast.chen, cast.zhao, cast.eve, cast.sun, cast.wang):
        client = english(sign_in(reviewer))
        listed = {
            int(link.rpartition("/")[2])
            for link in Page(client.get("/training/reviews"), "").links("#review-list tbody a")
        }
        open_to = {number for number in range(1, 7) if client.get(f"/training/reviews/{number}").status_code == 200}
        assert listed == open_to, reviewer
        assert learners.index(reviewer) + 1 not in listed


def test_readers_read_and_decide_nothing(app: Flask, learner: Learner, cast: Cast, sign_in: SignIn) -> None:
    hand_in(learner.client)
    for person in (cast.pmo, cast.zhou, cast.audit):
        client = english(sign_in(person))
        page = Page(client.get("/training/reviews/1"), "")
        assert not page.has("form[action$='/decisions']")
        assert forged(client, 1).status_code == 403
    for person in (cast.sun, cast.he, cast.guo, cast.chen, cast.wang, cast.lin):
        client = english(sign_in(person))
        assert client.get("/training/reviews").status_code == 403
        assert client.get("/training/reviews/1").status_code == 403
        assert forged(client, 1).status_code == 403
    assert count(app, PracticeReview) == 0


def test_who_was_deactivated_reviews_nothing(app: Flask, learner: Learner, zhao: FlaskClient, cast: Cast) -> None:
    hand_in(learner.client)
    page = Page(zhao.get("/training/reviews/1"), "").fields("/training/reviews/1/decisions")
    change(app, cast.zhao, deactivated_at=clock.now())
    boxes = {"c1": "1", "c2": "1", "c3": "1", "verdict": "accept"}
    assert zhao.post("/training/reviews/1/decisions", data={**page, **boxes}).status_code in (302, 303, 401, 403)
    assert count(app, PracticeReview) == 0


def test_of_two_reviewers_at_once_one_is_told_that_the_other_was_faster(
    app: Flask, learner: Learner, cast: Cast, sign_in: SignIn
) -> None:
    make_superuser(app, cast.sun, cast.department)
    for item in ("fill", "quiz"):
        learner.pass_item("SP", "m1", item)
    hand_in(learner.client)
    where = "/training/reviews/1"
    calls = []
    for person, verdict in ((cast.zhao, "accept"), (cast.sun, "return"), (cast.zhao, "accept"), (cast.sun, "accept")):
        client = english(sign_in(person))
        fields = Page(client.get(where), where).fields(f"{where}/decisions")
        boxes = {"c1": "1", "c2": "1"} | ({"c3": "1"} if verdict == "accept" else {})
        data = {**fields, **boxes, "verdict": verdict, "comment": "x"}
        calls.append(sending(client, f"{where}/decisions", data))
    codes = answers_at_once(calls)
    assert sorted(codes) == [303, 409, 409, 409]
    assert count(app, PracticeReview) == 1
    with app.app_context():
        accepted = db.session.scalars(sa.select(PracticeReview.accepted)).one()
    assert count(app, Attempt, Attempt.item_id == TASK) == count(app, ModuleCompletion) == int(accepted)


def test_a_withdrawn_assignment_takes_its_task_out_of_the_queue(
    app: Flask, learner: Learner, zhao: FlaskClient, cast: Cast
) -> None:
    hand_in(learner.client)
    fields = Page(zhao.get("/training/reviews/1"), "").fields("/training/reviews/1/decisions")
    with app.app_context(), transaction():
        number = db.session.scalars(sa.select(Assignment.id).where(Assignment.person_id == cast.lin)).one()
        assigning.withdraw(assignment_id=number, reason="no longer", by_id=cast.he)
    assert "Nothing waits" in Page(zhao.get("/training/reviews"), "").text("#review-list")
    boxes = {"c1": "1", "c2": "1", "c3": "1", "verdict": "accept"}
    assert zhao.post("/training/reviews/1/decisions", data={**fields, **boxes}).status_code == 409
    assert count(app, PracticeReview) == count(app, Attempt) == 0


def test_a_task_that_changed_while_it_waited_is_asked_for_again(
    app: Flask, learner: Learner, zhao: FlaskClient, tmp_path: Path
) -> None:
    hand_in(learner.client)
    folder = write_practice_path(tmp_path / "tasks")
    for language, old, new in (
        ("en", "The hours are real", "The hours are true"),
        ("zh", "工时是真的", "工时没有掺水"),
    ):
        file = folder / "sp" / f"m1.{language}.md"
        file.write_text(file.read_text("utf-8").replace(old, new).replace("version: 1", "version: 2"), "utf-8")
    publish(app, folder)
    where = address("SP", "m1", TASK)
    assert learner.open(where).has(f"form[action='{where}/submissions']")
    shown = Page(zhao.get("/training/reviews/1"), "")
    assert "The hours are real" in shown.text("main")
    assert "has changed since" in shown.text("main")
    hand_in(learner.client)
    queue = Page(zhao.get("/training/reviews"), "")
    assert queue.links("#review-list tbody a") == ["/training/reviews/2"]
    assert forged(zhao, 1).status_code == 409
    assert decide(zhao, 2, "accept").status_code == 303
    assert "Accepted" in learner.open(where).text("main")


def test_one_in_ten_is_looked_at_again_by_somebody_else_and_changes_nothing(
    app: Flask, learner: Learner, zhao: FlaskClient, cast: Cast, sign_in: SignIn
) -> None:
    make_superuser(app, cast.eve, cast.other_department)
    hand_in_sampled(app, cast.lin)
    decide(zhao, 1, "accept")
    records = [count(app, table) for table in (Attempt, ModuleCompletion, PracticeAcceptance)]
    assert "No second look" in Page(zhao.get("/training/reviews?view=second"), "").text("#review-list")
    assert forged(zhao, 1).status_code == 409
    eve = english(sign_in(cast.eve))
    assert "林静" in Page(eve.get("/training/reviews?view=second"), "").text("#review-list")
    blind = Page(eve.get("/training/reviews/1"), "")
    assert "赵敏" not in blind.text("main")
    assert decide(eve, 1, "return", 1, "I see no hours.").status_code == 303
    assert [count(app, table) for table in (Attempt, ModuleCompletion, PracticeAcceptance)] == records
    assert count(app, PracticeReview, PracticeReview.kind == ReviewKind.recheck) == 1
    agreement = Page(zhao.get("/training/reviews/agreement"), "")
    assert "Differed" in agreement.text("#agreement-list")
    assert "2 criteria differ" in agreement.text("#agreement-list")
    assert forged(eve, 1).status_code == 409
    assert "Accepted, and that stays" in learner.open(address("SP", "m1", TASK)).text("main")


def hand_in_sampled(app: Flask, person_id: int) -> None:
    """Hand in a task under a token that is drawn into the sample."""
    with app.app_context(), transaction():
        place = places.place_at(person_id, "SP", "m1", TASK)
        assert place is not None
        db.session.add(
            PracticeSubmission(
                assignment_id=place.assignment.id,
                person_id=person_id,
                module_id="m1",
                item_id=TASK,
                number=1,
                token=next(token for token in map(str, range(1000)) if in_sample(token)),
                note="Drawn",
                submitted_at=clock.now(),
                publication_id=place.published.id,
                path_version="1",
                module_version=1,
                display_hash=place.item.hashes.display,
                grading_hash=place.item.hashes.grading,
            )
        )


def test_the_sample_is_one_in_ten_and_follows_from_the_token_alone() -> None:
    drawn = [in_sample(f"{number:032x}") for number in range(20_000)]
    assert 0.09 < sum(drawn) / len(drawn) < 0.11
    assert drawn[:500] == [in_sample(f"{number:032x}") for number in range(500)]


def test_superusers_hear_once_a_day_and_the_learner_at_once(
    app: Flask, learner: Learner, zhao: FlaskClient, cast: Cast
) -> None:
    hand_in(learner.client)
    decide(zhao, 1, "return", 2, "Name the blocker.")
    hand_in(learner.client)
    decide(zhao, 2, "accept")
    with app.app_context():
        work = db.session.scalars(sa.select(Receipt).where(Receipt.person_id == cast.zhao)).all()
        told = {
            one.id: one.kind
            for one in db.session.scalars(
                sa.select(Announcement).where(Announcement.kind.in_(("practice_waiting", "practice_reviewed")))
            )
        }
        of_zhao = [one for one in work if told.get(one.announcement_id) == "practice_waiting"]
        assert len(of_zhao) == 1
        assert (of_zhao[0].channel, of_zhao[0].mailed_at) == (Channel.daily, None)
        of_lin = db.session.scalars(sa.select(Receipt).where(Receipt.person_id == cast.lin)).all()
        assert [told[one.announcement_id] for one in of_lin if one.announcement_id in told] == ["practice_reviewed"] * 2


def test_a_review_takes_seven_clicks_from_home_and_the_next_one_more(
    app: Flask, learner: Learner, zhao: FlaskClient
) -> None:
    hand_in(learner.client)
    home = Page(zhao.get("/"), "/")
    assert "/training/reviews/next" in home.links("a.duty")
    first = zhao.get("/training/reviews/next")
    assert first.headers["Location"].endswith("/training/reviews/1")
    decide(zhao, 1, "accept")
    done = Page(zhao.get("/training/reviews/1"), "")
    assert "/training/reviews/next" in done.links("a.btn-primary")
    assert zhao.get("/training/reviews/next").headers["Location"].endswith("/training/reviews")
    assert "Reviews" in Page(zhao.get("/training/"), "").text("main")


def test_the_queue_asks_the_database_as_often_for_a_hundred_as_for_ten(
    app: Flask, tasks: str, cast: Cast, zhao: FlaskClient
) -> None:
    pages = ["", "?view=second", "?view=requests", "?view=reviewed", "/agreement", "/1", "/requests/1"]
    asked: dict[str, list[int]] = {where: [] for where in pages}
    for first, last in ((0, 10), (10, 100)):
        with app.app_context(), transaction():
            for number in range(first, last):
                person = make_person(f"9{number:05}", f"同事{number}", cast.department).id
                put_in(person, "SP")
                if number % 5 == 0:
                    learner = make_person(f"8{number:05}", f"学员{number}", cast.department).id
                    look_twice(put_in(learner, "SP"), cast.zhao, cast.eve)
                ask_for_more(person, "SP")
        for where in pages:
            zhao.get(f"/training/reviews{where}")
            with statements() as sent:
                assert zhao.get(f"/training/reviews{where}").status_code == 200
            asked[where].append(len(sent))
    assert {where: told for where, told in asked.items() if told[0] != told[1] or told[0] > 12} == {}


def test_a_task_with_many_versions_asks_no_more_than_one_with_few(
    app: Flask, learner: Learner, zhao: FlaskClient
) -> None:
    where, asked = address("SP", "m1", TASK), []
    for number in range(1, 5):
        hand_in(learner.client)
        decide(zhao, number, "return", 1, f"Round {number}")
        with statements() as sent:
            learner.open(where)
        with statements() as looked:
            zhao.get(f"/training/reviews/{number}")
        asked.append((len(sent), len(looked)))
    assert asked[1] == asked[3], asked
    assert max(max(pair) for pair in asked) <= 12, asked


def test_the_queue_is_searched_filtered_and_paged(app: Flask, tasks: str, cast: Cast, zhao: FlaskClient) -> None:
    with app.app_context(), transaction():
        for number in range(30):
            put_in(make_person(f"9{number:05}", f"同事{number}", cast.department).id, "SP")
    first = Page(zhao.get("/training/reviews"), "")
    assert len(first.list("#review-list tbody tr")) == 25
    assert "同事0" in first.list("#review-list tbody tr")[0]
    assert len(Page(zhao.get("/training/reviews?page=2"), "").list("#review-list tbody tr")) == 5
    assert len(Page(zhao.get("/training/reviews?q=同事17"), "").list("#review-list tbody tr")) == 1
    assert "Nothing found" in Page(zhao.get("/training/reviews?path=999"), "").text("#review-list")
    alone = zhao.get("/training/reviews?q=同事17", headers={"HX-Request": "true", "HX-Target": "review-list"})
    assert "<html" not in alone.get_data(as_text=True)
    assert "同事17" in alone.get_data(as_text=True)
