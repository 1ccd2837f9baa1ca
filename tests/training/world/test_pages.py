"""Whole drills in the mini-world through the app, without a script."""

import pytest
import sqlalchemy as sa
from flask import Flask

from app.foundation.db import db
from app.training.queries.places import standing_on
from tests.page import Page
from tests.training.learning import Learner, publish
from tests.training.world.worker import DESK, Worker


def late_cabinet(worker: Worker, stage: str) -> None:
    """Everything that the drill “overload” wants."""
    worker.do("overload", "task/WB-12", "status", stage, to="at_risk", reason="The terminal blocks have not arrived")
    worker.do("overload", "task/WB-12", "plan", stage, left="16")
    worker.do(
        "overload", "task/WB-12", "comment", stage, call="role:manager", text="Finished on Friday at the earliest"
    )
    worker.do("overload", "task/SS-05", "plan", stage, start="2026-09-21", finish="2026-09-22")


def test_a_drill_is_tried_checked_and_passed_without_a_script(worker: Worker) -> None:
    late_cabinet(worker, "try")
    checked = worker.open("overload", more="&checked=1")
    assert "All right!" in checked.text(".world-foot")
    late_cabinet(worker, "test")
    answer = worker.hand_in("overload")
    assert answer.status_code == 303
    result = worker.client.get(answer.headers["Location"]).get_data(as_text=True)
    assert "Passed. Well done!" in result
    assert "The terminal blocks have not arrived" in result


@pytest.mark.parametrize(
    "at",
    [
        *("projects", "project/PL", "new", "new/procurement", "new/none", "tasks", "task/WB-12", "task/PL-08"),
        *("people", "roles", "grant", "grant/g2", "grant/g10", "reports", "report", "nowhere/at-all", ""),
    ],
)
@pytest.mark.parametrize("stage", ["try", "test"])
def test_every_spot_can_be_seen_alone_and_in_its_page(worker: Worker, at: str, stage: str) -> None:
    page = worker.open("overload", at, stage)
    assert page.has("#world-desk h2")
    alone = worker.client.get(page.address, headers={"HX-Request": "true", "HX-Target": "world-desk"})
    assert alone.status_code == 200
    assert alone.get_data(as_text=True).lstrip().startswith('<section id="world-desk"')


def test_the_same_post_twice_takes_one_step(worker: Worker) -> None:
    page = worker.open("overload", "task/WB-12")
    fields = worker.fields(page, "comment") | {"text": "Friday at the earliest"}
    assert [worker.post("overload", fields).status_code for _ in range(2)] == [303, 303]
    after = worker.open("overload", "task/WB-12")
    assert after.text().count("Friday at the earliest") == 2  # under the task, and in the list of what was done
    assert "1 thing done so far" in after.text(".world-foot")


def test_another_window_that_is_behind_changes_nothing_and_keeps_what_was_typed(worker: Worker) -> None:
    page = worker.open("overload", "task/WB-12")
    first = worker.fields(page, "comment") | {"text": "From this window"}
    second = worker.fields(page, "comment") | {"text": "From the other window"}
    assert worker.post("overload", first).status_code == 303
    answer = worker.post("overload", second)
    assert answer.status_code == 409
    told = answer.get_data(as_text=True)
    assert "Something was done in another window in between" in told
    assert ">From the other window</textarea>" in told
    assert "1 thing done so far" in worker.open("overload").text(".world-foot")


def test_a_refusal_says_why_at_the_field_and_keeps_what_was_typed(worker: Worker) -> None:
    answer = worker.send("overload", "task/WB-12", "status", to="at_risk", reason="no")
    assert answer.status_code == 422
    page = Page(answer, "")
    assert "“At risk” needs a reason that others can act on." in page.text("#status-reason-error")
    assert page.root.cssselect("#status-reason")[0].text == "no"
    assert page.root.cssselect("#status-reason")[0].get("aria-invalid") == "true"
    assert page.root.cssselect("#status-to input[checked]")[0].get("value") == "at_risk"
    holiday = worker.send("overload", "task/WB-12", "plan", finish="2026-09-25")
    assert "Nobody works on that day (Mid-Autumn Festival)" in holiday.get_data(as_text=True)


def test_refusals_are_said_in_chinese_too(worker: Worker) -> None:
    worker.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "zh-CN"
    answer = worker.send("overload", "task/WB-12", "plan", finish="2026-09-25")
    assert "这一天放假（中秋节），请换一天。" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "forged",
    [
        {"do": "status", "task": "WB-12", "to": "done"},
        {"do": "status", "task": "PL-99", "to": "doing"},
        {"do": "revoke", "grant": "g3"},
        {"do": "drop table", "x": "y"},
        {"do": ""},
        {"step": "7"},
        {"step": "minus one"},
        {"at": "task/../../etc"},
        {"token": "0" * 32},
        {"stage": "see"},
    ],
)
def test_forged_posts_change_nothing(worker: Worker, forged: dict[str, str]) -> None:
    page = worker.open("overload", "task/WB-12")
    fields = worker.fields(page, "comment") | {"text": "  "} | forged
    assert worker.post("overload", fields).status_code in (409, 422)
    assert not worker.open("overload").has(".world-done")


def test_steps_are_taken_back_and_a_practice_is_begun_again(worker: Worker) -> None:
    worker.do("overload", "task/WB-12", "comment", text="First")
    worker.do("overload", "task/WB-12", "comment", text="Second")
    page = worker.do("overload", "projects", "undo")
    assert "First" in page.text(".world-done")
    assert "Second" not in page.text(".world-done")
    token = worker.fields(page, "undo")["csrf_token"]
    assert worker.client.post(f"{DESK}/overload/draft/delete", data={"csrf_token": token}).status_code == 303
    assert not worker.open("overload").has(".world-done")


def test_practice_and_test_are_two_worlds_and_both_are_kept(worker: Worker) -> None:
    worker.do("overload", "task/WB-12", "comment", text="In practice")
    worker.do("overload", "task/WB-12", "comment", "test", text="In the test")
    assert "In the test" not in worker.open("overload", "task/WB-12").text()
    again = worker.open("overload", "task/WB-12", "test")
    assert "In the test" in again.text()
    assert "In practice" not in again.text()


def test_nothing_done_is_asked_about_before_it_counts(worker: Worker) -> None:
    answer = worker.hand_in("overload")
    assert answer.status_code == 422
    assert "You have not done anything yet." in answer.get_data(as_text=True)
    assert worker.hand_in("overload", confirmed="1").status_code == 303


def test_what_counts_is_what_was_done_and_not_what_is_posted_at_the_end(worker: Worker) -> None:
    worker.do("overload", "task/WB-12", "comment", "test", text="Nothing of use")
    answer = worker.hand_in("overload", steps='[{"do": "status"}]', q1="1")
    assert answer.status_code == 303
    result = Page(worker.client.get(answer.headers["Location"]), "")
    assert "Not passed yet" in result.text()
    assert "Status, reason and remaining hours of WB-12 all change" in result.text(".wanted")
    assert "Look again at: Status, Reason, Remaining hours, Comments" in result.text(".wanted")
    assert "2 attempts left" in worker.open("overload", stage="test").text(".stage-note")


def test_a_handed_in_test_sent_twice_is_one_attempt(worker: Worker) -> None:
    late_cabinet(worker, "test")
    page = worker.open("overload", stage="test")
    form = next(one for one in page.root.cssselect("form") if one.get("action", "").endswith("/attempts"))
    fields = {one.get("name"): one.get("value", "") for one in form.cssselect("input[type=hidden]")}
    answers = [worker.client.post(form.get("action"), data=fields) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]


SPOTS = (
    *("projects", "project/PL", "new", "new/procurement", "tasks", "task/WB-12", "task/SS-05"),
    *("people", "roles", "grant", "grant/g2", "reports", "report"),
)


@pytest.mark.parametrize("drill", ["new-project", "supplier-role", "overload"])
def test_no_page_tells_a_key_before_grading(worker: Worker, drill: str) -> None:
    keys = worker.keys(drill)
    assert len(keys) >= 6
    for stage in ("try", "test"):
        for at in SPOTS:
            page = worker.open(drill, at, stage)
            for scenario in page.root.cssselect(".world-scenario"):
                scenario.drop_tree()
            told = " ".join(page.root.cssselect("body")[0].text_content().split())
            assert [key for key in keys if key in told or key in page.html] == []


def test_a_wrong_end_says_what_is_missing_only_when_asked(worker: Worker) -> None:
    assert not worker.open("overload").has(".wanted")
    checked = worker.open("overload", more="&checked=1")
    assert "0 of 3 are as they should be." in checked.text(".world-foot")
    assert "Li Lei still has more than 40 hours this week" in checked.text(".wanted")
    assert not worker.open("overload", stage="test", more="&checked=1").has(".wanted")


def test_see_walks_through_and_says_how_it_is_in_the_end(worker: Worker) -> None:
    page = Page(worker.client.get(f"{DESK}/overload?stage=see"), "")
    assert "Remaining hours: 16" in page.text(".solution")
    assert "Hours this week: ≤ 40" in page.text(".in-the-end")


def test_a_world_that_changed_is_begun_afresh_and_old_attempts_stay_readable(worker: Worker) -> None:
    late_cabinet(worker, "test")
    where = worker.hand_in("overload").headers["Location"]
    world = worker.folder.parent / "sim" / "huaxin.yaml"
    world.write_text(world.read_text("utf-8").replace("Rewire the control cabinet", "Wire the cabinet anew"), "utf-8")
    publish(worker.app, worker.folder)
    assert "Wire the cabinet anew" in worker.open("supplier-role", "task/WB-12").text()
    result = Page(worker.client.get(where), "")
    assert "Passed. Well done!" in result.text()


def test_a_project_is_created_and_shown_at_once(worker: Worker) -> None:
    page = worker.do(
        "new-project",
        "new/procurement",
        "project",
        name="Laser welder <b>2027</b>",
        owner="wang",
        start="2026-09-16",
        to_member="li",
        to_viewer="chen",
    )
    assert page.text("h2") == "Laser welder <b>2027</b> PU"
    assert len(page.root.cssselect("#world-desk tbody tr")) == 5
    assert "All right!" in worker.open("new-project", more="&checked=1").text(".world-foot")


def test_a_supplier_gets_in_and_an_administrator_out(worker: Worker) -> None:
    worker.do(
        "supplier-role", "grant", "grant", person="ma", role="member", project="SS", scope="own", until="2026-10-30"
    )
    worker.do("supplier-role", "roles", "revoke", grant="g2")
    assert "All right!" in worker.open("supplier-role", more="&checked=1").text(".world-foot")


def test_a_report_is_filed(worker: Worker) -> None:
    page = worker.do(
        "overload",
        "report",
        "report",
        task="PL-10",
        day="2026-09-14",
        hours="6.5",
        done="Half of the plan is written",
        risk="yes",
        stops="Nobody answers the phone",
    )
    assert "Half of the plan is written" in page.text("#world-desk .list")


def test_a_learner_who_knows_the_way_passes_every_drill(app: Flask, worker: Worker) -> None:
    learner = Learner(app, worker.client, worker.person_id)
    learner.pass_module("MW", "desk")
    with app.app_context():
        standing = standing_on(worker.person_id, "MW")
        assert standing is not None
        assert standing.finished


def test_a_spot_costs_a_dozen_statements_at_most(app: Flask, worker: Worker) -> None:
    late_cabinet(worker, "try")
    told: list[str] = []
    with app.app_context():
        engine = db.engine
    note = lambda _conn, _cursor, statement, *_rest: told.append(statement)  # noqa: E731 (SQLAlchemy wants a callable)
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        for at in SPOTS:
            told.clear()
            worker.open("overload", at, more="&checked=1")
            assert 0 < len(told) <= 12, (at, told)
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
