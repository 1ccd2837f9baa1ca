"""A world drill as a drill: graded, solved, extended, hashed, and silent about its keys."""

import dataclasses
from typing import Any

import pytest

from app.foundation.content.texts import Both
from app.training.content.hashes import drill_hashes
from app.training.content.kinds.world import WorldDrill
from app.training.content.load import load_path
from app.training.content.world.refusals import Refused
from app.training.content.world.replay import replay
from app.training.content.world.rules import violations
from tests.training.world.test_operations import COMMENT, PLAN, STATUS

DRILLS = ("new-project", "supplier-role", "overload")


@pytest.mark.parametrize("drill_id", DRILLS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_walk_through_reaches_the_end(drills: dict[str, WorldDrill], drill_id: str, language: str) -> None:
    drill = drills[drill_id]
    solution = drill.solution(language, 0)
    assert drill.grade(solution.answers, 0).percent == 100
    assert drill.grade({}, 0).percent < drill.pass_mark
    assert len(solution.steps) == len(solution.answers["steps"]) > 0
    assert len(solution.end) == len(drill.wanted)
    assert all(wish.label and wish.value and wish.otherwise for wish in solution.end)
    state = replay(drill.world, drill.you, solution.answers["steps"])  # type: ignore[arg-type]
    assert list(violations(drill.world, state)) == []


def test_what_fails_says_the_authors_sentence_and_where_to_look(drills: dict[str, WorldDrill]) -> None:
    result = drills["overload"].grade({"steps": [STATUS]}, 0)
    first, second, third = result.items
    assert not first.ok
    assert "a comment mentions @project manager" in first.hint.en
    assert "再用评论 @项目经理" in first.hint.zh
    assert first.explanation.en == "Remaining hours, Comments"
    assert second.explanation.zh == "本周工时"
    assert "Next week has four working days only" in third.hint.en
    assert (result.percent, result.passed) == (0, False)


def test_what_is_right_says_nothing(drills: dict[str, WorldDrill]) -> None:
    drill = drills["overload"]
    for item in drill.grade(drill.solution("en", 0).answers, 0).items:
        assert (item.ok, item.hint.en, item.explanation.en) == (True, "", "")


def test_the_same_step_twice_is_taken_once_and_another_in_its_place_is_not(drills: dict[str, WorldDrill]) -> None:
    drill = drills["overload"]
    once = drill.extend({}, STATUS, 0, 0)
    assert once == {"steps": [STATUS]}
    assert drill.extend(once, STATUS, 0, 0) == once
    assert drill.extend(once, COMMENT, 0, 0) is None
    assert drill.extend(once, COMMENT, 0, 5) is None
    assert drill.extend(once, COMMENT, 0, -1) is None
    assert drill.extend(once, COMMENT, 0, 1) == {"steps": [STATUS, COMMENT]}


def test_what_the_world_refuses_is_not_taken(drills: dict[str, WorldDrill]) -> None:
    drill = drills["overload"]
    with pytest.raises(Refused):
        drill.extend({}, {**PLAN, "assignee": "ma"}, 0, 0)
    with pytest.raises(Refused):
        drill.extend({}, {"do": "undo"}, 0, 0)
    full = {"steps": [COMMENT] * 200}
    with pytest.raises(Refused):
        drill.extend(full, COMMENT, 0, 200)


def marked(thing: Any) -> Any:
    """The same object with a canary in every text."""
    if isinstance(thing, Both):
        return Both(marked(thing.zh), marked(thing.en))
    if isinstance(thing, str):
        return f"canary{thing}"
    if isinstance(thing, tuple):
        return tuple(marked(one) for one in thing)
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        return dataclasses.replace(
            thing, **{one.name: marked(getattr(thing, one.name)) for one in dataclasses.fields(thing)}
        )
    return thing


@pytest.mark.parametrize("drill_id", DRILLS)
def test_what_is_shown_holds_no_key(drills: dict[str, WorldDrill], drill_id: str) -> None:
    drill = drills[drill_id]
    secret = dataclasses.replace(
        drill, id="canary", wanted=tuple(dataclasses.replace(one, key=marked(one.key)) for one in drill.wanted)
    )
    assert repr(secret).count("canary") > 8
    for language in ("zh", "en"):
        for steps in ([], [STATUS, COMMENT]):
            assert "canary" not in repr(secret.presentation(language, 3, {"steps": steps}))


def test_what_was_done_is_told_in_the_words_of_the_world(drills: dict[str, WorldDrill]) -> None:
    page = drills["overload"].presentation("zh", 0, {"steps": [STATUS, {"do": "undo"}, PLAN, COMMENT]})
    assert page.steps == 4
    assert [(one.label, one.value) for one in page.done] == [
        ("任务 SS-05", "负责人: 王磊 · 开始日期: 2026-09-21 · 完成日期: 2026-09-22"),
        ("任务 WB-12", "评论: @项目经理 Friday at the earliest"),
    ]


def test_a_plan_sent_without_an_assignee_gives_the_task_to_nobody_and_is_told(drills: dict[str, WorldDrill]) -> None:
    drill = drills["overload"]
    forged = {name: value for name, value in PLAN.items() if name != "assignee"}
    answers: Any = drill.extend({}, forged, 0, 0)
    assert replay(drill.world, drill.you, answers["steps"]).tasks[PLAN["task"]].assignee == ""
    for language in ("zh", "en"):
        assert len(drill.presentation(language, 0, answers).done) == 1


@pytest.mark.parametrize(
    ("file", "old", "new", "grading"),
    [
        ("sim/huaxin.yaml", "zh: 控制柜改线, en: Rewire", "zh: 控制柜重新布线, en: Rewire", False),
        ("sim/huaxin.yaml", "en: Capacity}", "en: Available}", False),
        (
            "sim/huaxin.yaml",
            "assignee: li, status: todo, hours: 12, left: 12",
            "assignee: li, status: todo, hours: 12, left: 13",
            True,
        ),
        ("sim/huaxin.yaml", "moves: [at_risk, review]", "moves: [at_risk]", True),
        ("desk.en.md", "On Monday morning Li Lei has", "This Monday Li Lei has", False),
        ("desk.en.md", "comments has @project manager", "comments has @Zhou Kai", True),
    ],
)
def test_hashes_move_with_what_matters(files: dict[str, str], file: str, old: str, new: str, *, grading: bool) -> None:
    assert old in files[file]
    before = drill_hashes(load_path(files).modules[0].drills[2])
    after = drill_hashes(load_path(files | {file: files[file].replace(old, new, 1)}).modules[0].drills[2])
    assert before.display != after.display
    assert (before.grading != after.grading) is grading
