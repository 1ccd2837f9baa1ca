"""What can be done in the world, and what it refuses; replaying is pure."""

import copy
from datetime import date
from decimal import Decimal

import pytest

from app.training.content.world.objects import World
from app.training.content.world.operations import perform
from app.training.content.world.refusals import Refused
from app.training.content.world.replay import operations_of, replay
from app.training.content.world.state import State

STATUS = {"do": "status", "task": "WB-12", "to": "at_risk", "reason": "Terminal blocks are missing"}
PLAN = {"do": "plan", "task": "SS-05", "assignee": "wang", "left": "12", "start": "2026-09-21", "finish": "2026-09-22"}
COMMENT = {"do": "comment", "task": "WB-12", "text": "Friday at the earliest", "call": "role:manager"}
REPORT = {
    "do": "report",
    "task": "PL-10",
    "day": "2026-09-14",
    "hours": "6,5",
    "done": "Half of the plan",
    "risk": "yes",
    "stops": "Nobody answers the phone",
}
GRANT = {"do": "grant", "person": "ma", "role": "member", "project": "SS", "scope": "own", "until": "2026年10月30日"}
PROJECT = {
    "do": "project",
    "template": "procurement",
    "name": "Laser welder",
    "owner": "wang",
    "start": "2026-09-16",
    "to_member": "li",
    "to_viewer": "",
}


def done(world: World, *operations: dict[str, str]) -> State:
    """The state after operations that must all be possible."""
    state = world.beginning
    for one in operations:
        state = perform(world, state, "zhou", one)
    return state


def refused(world: World, *operations: dict[str, str]) -> str:
    """The input that the last operation is refused at."""
    *before, last = operations
    with pytest.raises(Refused) as caught:
        perform(world, done(world, *before), "zhou", last)
    assert caught.value.sentence % caught.value.values if caught.value.values else caught.value.sentence
    return caught.value.field


def test_a_status_is_changed_with_its_reason(world: World) -> None:
    task = done(world, STATUS).tasks["WB-12"]
    assert (task.status, task.reason.zh) == ("at_risk", "Terminal blocks are missing")


def test_a_plan_moves_task_and_hours(world: World) -> None:
    state = done(world, PLAN)
    monday = world.calendar.monday()
    assert state.tasks["SS-05"].assignee == "wang"
    assert world.load(state, "li", monday) == 40
    assert world.load(state, "wang", world.calendar.monday(1)) == 12


def test_a_holiday_makes_a_week_shorter(world: World) -> None:
    person = world.people[0]
    assert [world.capacity(person, world.calendar.monday(week)) for week in range(3)] == [40, 32, 24]


def test_a_comment_calls_a_role_in_both_languages(world: World) -> None:
    comment = done(world, COMMENT).tasks["WB-12"].comments[-1]
    assert (comment.author, comment.text.zh[:5], comment.text.en[:16]) == ("zhou", "@项目经理", "@Project manager")


def test_a_report_is_filed_by_oneself(world: World) -> None:
    report = list(done(world, REPORT).reports.values())[-1]
    assert (report.person, report.hours, report.risk) == ("zhou", Decimal("6.5"), True)


def test_a_role_is_granted_changed_and_taken_back(world: World) -> None:
    state = done(world, GRANT)
    grant = next(one for one in state.grants.values() if one.person == "ma")
    assert (grant.own, grant.until) == (True, date(2026, 10, 30))
    changed = perform(world, state, "zhou", {"do": "change", "grant": grant.id, "scope": "all", "until": ""})
    assert (changed.grants[grant.id].own, changed.grants[grant.id].until) == (False, None)
    assert grant.id not in perform(world, state, "zhou", {"do": "revoke", "grant": grant.id}).grants


def test_a_project_begins_with_its_template(world: World) -> None:
    state = done(world, PROJECT)
    tasks = state.tasks_of("PU")
    assert [task.assignee for task in tasks] == ["wang", "li", "li", "wang", "wang"]
    assert [task.start for task in tasks][:2] == [date(2026, 9, 16), date(2026, 9, 18)]
    assert all(world.calendar.works(day) for task in tasks for day in (task.start, task.finish))
    assert {(grant.person, grant.role) for grant in state.grants_in("PU")} == {("wang", "manager"), ("li", "member")}
    again = done(world, PROJECT, {**PROJECT, "name": "Another"})
    assert {"PU", "PU2"} <= set(again.projects)
    assert done(world, {**PROJECT, "template": ""}).tasks_of("NP") == []


@pytest.mark.parametrize("to", ["todo", "done", "doing", "nonsense", ""])
def test_only_listed_moves_are_made(world: World, to: str) -> None:
    assert refused(world, {**STATUS, "to": to}) == "to"


@pytest.mark.parametrize("reason", ["", "  ", "no"])
def test_at_risk_needs_a_reason(world: World, reason: str) -> None:
    assert refused(world, {**STATUS, "reason": reason}) == "reason"


def test_done_leaves_no_hours_and_is_planned_no_more(world: World) -> None:
    steps = [{"do": "status", "task": "PL-12", "to": "done", "reason": ""}]
    assert done(world, *steps).tasks["PL-12"].left == 0
    assert refused(world, *steps, {**PLAN, "task": "PL-12", "assignee": "lin"}) == "task"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"assignee": "cao"}, "assignee"),
        ({"assignee": "nobody"}, "assignee"),
        ({"left": "-1"}, "left"),
        ({"left": "a lot"}, "left"),
        ({"left": "401"}, "left"),
        ({"start": "2026-09-25"}, "start"),
        ({"finish": "2026-09-26"}, "finish"),
        ({"finish": "2026-09-18"}, "finish"),
        ({"finish": "2027-09-18"}, "finish"),
        ({"start": "soon"}, "start"),
        ({"task": "XX-99"}, "task"),
    ],
)
def test_an_impossible_plan_is_refused_at_its_field(world: World, change: dict[str, str], field: str) -> None:
    assert refused(world, {**PLAN, **change}) == field


@pytest.mark.parametrize(
    ("operation", "field"),
    [
        ({**GRANT, "role": "admin"}, "project"),
        ({**GRANT, "role": "admin", "project": ""}, "scope"),
        ({**GRANT, "project": ""}, "project"),
        ({**GRANT, "person": "li"}, "role"),
        ({**GRANT, "until": "2026-09-11"}, "until"),
        ({**GRANT, "scope": "everything"}, "scope"),
        ({"do": "revoke", "grant": "g3"}, "grant"),
        ({"do": "revoke", "grant": "g5"}, "grant"),
        ({"do": "revoke", "grant": "g99"}, "grant"),
        ({"do": "change", "grant": "g1", "scope": "own", "until": ""}, "scope"),
        ({**REPORT, "day": "2026-09-15"}, "day"),
        ({**REPORT, "hours": "25"}, "hours"),
        ({**REPORT, "stops": ""}, "stops"),
        ({**REPORT, "done": "ok"}, "done"),
        ({**REPORT, "risk": ""}, "risk"),
        ({**COMMENT, "text": " "}, "text"),
        ({**COMMENT, "text": "x" * 1001}, "text"),
        ({**COMMENT, "call": "role:king"}, "call"),
        ({**PROJECT, "name": "冲压线改造"}, "name"),
        ({**PROJECT, "name": "x"}, "name"),
        ({**PROJECT, "owner": ""}, "owner"),
        ({**PROJECT, "start": "2026-09-11"}, "start"),
        ({**PROJECT, "start": "2026-12-30"}, "start"),
        ({**PROJECT, "template": "mine"}, "template"),
        ({**PROJECT, "to_member": "king"}, "to_member"),
        ({"do": "delete", "task": "WB-12"}, "do"),
        ({}, "do"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(world: World, operation: dict[str, str], field: str) -> None:
    assert refused(world, operation) == field


def test_the_last_administrator_stays(world: World) -> None:
    assert refused(world, {"do": "revoke", "grant": "g2"}, {"do": "revoke", "grant": "g1"}) == "grant"


def test_nobody_reports_more_than_a_day(world: World) -> None:
    assert refused(world, {**REPORT, "hours": "14"}, {**REPORT, "hours": "11"}) == "hours"


def test_replaying_is_pure_and_leaves_the_beginning_alone(world: World) -> None:
    before = copy.deepcopy(world.beginning)
    operations = [STATUS, PLAN, COMMENT, REPORT, GRANT, PROJECT]
    once, twice = replay(world, "zhou", operations), replay(world, "zhou", operations)
    assert once == twice
    assert world.beginning == before
    assert once.made == len(operations)


def test_undo_takes_the_last_step_back_and_the_one_before(world: World) -> None:
    undo = {"do": "undo"}
    assert replay(world, "zhou", [STATUS, PLAN, undo]) == replay(world, "zhou", [STATUS])
    assert replay(world, "zhou", [STATUS, PLAN, undo, undo, undo]) == world.beginning


def test_forged_steps_are_passed_over(world: World) -> None:
    forged = {"steps": [STATUS, {"do": "status", "task": "WB-12", "to": "done"}, 7, None, "x", ["do"], {"do": 3}]}
    assert replay(world, "zhou", operations_of(forged)).tasks["WB-12"].status == "at_risk"


@pytest.mark.parametrize("answers", [None, 3, "x", [], {}, {"steps": "abc"}, {"steps": {"do": "x"}}, {"steps": [[[]]]}])
def test_answers_of_any_shape_are_read(world: World, answers: object) -> None:
    assert replay(world, "zhou", operations_of(answers)) == world.beginning
