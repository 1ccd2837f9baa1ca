"""Grading: right is right however it is typed, wrong is wrong whatever is sent, and nothing raises."""

import json
import math
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path as FilePath
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app.training.content import grading, shuffle
from app.training.content.kinds.branch import BranchDrill
from app.training.content.kinds.world import WorldDrill
from app.training.content.load import examine, load_path, read_folder
from app.training.content.objects import Drill
from app.training.content.quiz import Quiz

SEEDS = st.integers(min_value=0, max_value=2**63)
SHIPPED = [
    path
    for files in read_folder(FilePath(__file__).parents[3] / "content" / "training").values()
    if (path := examine(files)[0])
]
SAMPLE, MORE = (load_path(read_folder(FilePath(__file__).parent)[name]) for name in ("sample", "more"))


def tasks() -> Iterator[Drill | Quiz]:
    """Every drill and quiz there is that is graded by the engine, the samples' and the shipped ones."""
    for path in (SAMPLE, MORE, *SHIPPED):
        for module in path.modules:
            yield from (drill for drill in module.drills if not getattr(drill, "observed", False))
            if module.quiz:
                yield module.quiz


TASKS = list(tasks())
RIGHT_REPORT = {"f1": "2", "f2": "6.5", "f3": "2026-09-16", "f4": "登录接口完成了", "f5": "2", "f6": "测试环境连不上"}

HOSTILE: list[object] = [
    None, "", " ", "-1", "0", "1", "2", "99", "１", "NaN", "inf", "1e9", "9" * 400, 2**63, 10**5000, -1, math.nan, math.inf,
    True, b"x", [], [None], [[]], [["1"]], ["1", "1"], ["1", "2", "3", "4"], ["4", "3", "2", "1"], {"a": 1}, object(),
    "x" * 20_000, "\x00", "\ud800", "\u202e1", "ﷺ" * 5_000, "1,1,1,1", "((((" * 1_000, "²", "٣", "1-2-3", ["1"] * 9_999,
]  # fmt: skip


def drill(name: str) -> Drill:
    """A drill of the sample path."""
    return cast("Drill", SAMPLE.modules[0].drill(name))


def quiz() -> Quiz:
    """The quiz of the sample path."""
    return cast("Quiz", SAMPLE.modules[0].quiz)


def report(**answers: object) -> grading.Result:
    """The sample's form, right but for these answers."""
    return grading.grade(drill("report"), RIGHT_REPORT | answers, 1)


def item_ok(result: grading.Result, position: int) -> bool:
    """Whether the item at that position is right."""
    return next(item.ok for item in result.items if item.position == position)


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.id)
@given(seed=SEEDS)
@settings(max_examples=8, deadline=None)
def test_the_solution_passes_with_100_in_both_languages(task: Drill | Quiz, seed: int) -> None:
    for language in ("zh", "en"):
        result = task.grade(task.solution(language, seed).answers, seed)
        assert (result.percent, result.passed, result.complete) == (100, True, True)
        assert all(item.ok for item in result.items if item.applies)


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.id)
@given(data=st.data(), seed=SEEDS)
@settings(max_examples=15, deadline=None)
def test_no_answer_scores_above_the_right_one(task: Drill | Quiz, data: st.DataObject, seed: int) -> None:
    value = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=30), st.lists(st.sampled_from("123456"), max_size=6))
    answers = data.draw(st.fixed_dictionaries(dict.fromkeys(task.input_names, value)))
    result = task.grade(answers, seed)
    assert 0 <= result.percent <= 100
    assert 0 <= result.points <= result.max_points
    assert result == task.grade(answers, seed)


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.id)
def test_hostile_input_is_wrong_and_never_raises(task: Drill | Quiz) -> None:
    for hostile in HOSTILE:
        for answers in (
            hostile,
            dict.fromkeys(task.input_names, hostile),
            {None: "1", 5: "2", "x": hostile},
        ):
            result = task.grade(answers, 7)
            assert not result.passed or result.percent >= task.pass_mark
            task.presentation("zh", 7, cast("dict[str, object]", answers))
            json.dumps(grading.posted(task, answers))


def test_an_empty_answer_earns_nothing() -> None:
    for task in TASKS:
        result = task.grade({}, 1)
        assert not result.passed
        assert result.percent == 0 or isinstance(task, WorldDrill), "of a world something may be right as it is"


@pytest.mark.parametrize(
    "typed", ["6.5", "６．５", " 6.5 ", "6,5", "6，5", "6.50", "+6.5", "6.5小时", "6.5 h", "６。５", "06.5"]
)
def test_a_number_is_right_however_it_is_typed(typed: str) -> None:
    assert report(f2=typed).percent == 100


@pytest.mark.parametrize(
    "typed", ["65", "6.4", "6 5", "6..5", "six", "-6.5", "6.5.1", "1e0", "6.5-7", "NaN", "", "6/5", "0x6"]
)
def test_another_number_is_wrong(typed: str) -> None:
    assert not item_ok(report(f2=typed), 2)


@pytest.mark.parametrize("typed", ["2026-09-16", "2026/9/16", "2026.09.16", "2026年9月16日", "２０２６－０９－１６"])
def test_a_day_is_right_however_it_is_typed(typed: str) -> None:
    assert report(f3=typed).percent == 100


@pytest.mark.parametrize(
    "typed",
    [
        "登录接口完成",
        "登录 接口 完成",
        "the SIGN-IN interface is done",
        "ｓｉｇｎ－ｉｎ　ｉｎｔｅｒｆａｃｅ",
        "Sign in interface ok",
    ],
)
def test_words_are_found_in_either_language_width_and_case(typed: str) -> None:
    assert report(f4=typed).percent == 100


@pytest.mark.parametrize("typed", ["正常推进", "登录", "登录接口" * 100, "assign-in interfaces no", "x"])
def test_a_text_without_the_words_or_too_long_is_wrong(typed: str) -> None:
    assert not item_ok(report(f4=typed), 4)


def test_a_wrong_field_names_itself_and_carries_the_authors_hint() -> None:
    wrong = [item for item in report(f2="8").items if not item.ok]
    assert [(item.position, item.name, item.hint.of("zh")) for item in wrong] == [(2, "f2", "填实际投入")]
    assert wrong[0].hint.of("en") == "Enter the time you really spent"


def test_a_conditional_field_that_does_not_apply_leaves_the_total() -> None:
    result = report(f5="1", f6="")
    assert (result.points, result.max_points, result.percent) == (Decimal(4), 5, 80)
    assert [item.position for item in result.items if not item.applies] == [6]


def test_a_conditional_field_that_applies_counts() -> None:
    assert (report(f6="").points, report(f6="").max_points) == (Decimal(5), 6)


def with_field(row: str, **answers: object) -> grading.Result:
    """The sample's form with a seventh field in both languages, answered like this."""
    files = read_folder(FilePath(__file__).parent)["sample"]
    last = {"zh": "| 写出卡在哪 |\n", "en": "| Name what stops you |\n"}
    names = {"zh": "风险说明", "en": "What stops you"}
    changed = {
        f"daily-report.{language}.md": files[f"daily-report.{language}.md"].replace(
            after, after + row.replace("FIELD", names[language]) + "\n"
        )
        for language, after in last.items()
    }
    longer = cast("Drill", load_path(files | changed).modules[0].drill("report"))
    return grading.grade(longer, RIGHT_REPORT | answers, 1)


def test_a_field_under_a_condition_under_a_condition_leaves_with_it() -> None:
    row = "| PS | text 0..50 | when FIELD=测试环境连不上: has ok | x |"
    assert with_field(row, f7="ok").max_points == 7
    assert with_field(row, f5="1").max_points == 5


def test_a_required_field_without_words_to_hold_must_be_filled_in() -> None:
    row = "| PS* | text 0..50 |  | x |"
    assert [item_ok(with_field(row, f7=typed), 7) for typed in ("", "   ", "anything")] == [False, False, True]
    assert item_ok(with_field(row.replace("*", ""), f7=""), 7)


def test_percent_is_rounded_half_up_and_decides() -> None:
    assert report(f6="").percent == 83
    assert (report(f1="1", f6="").percent, report(f1="1", f6="").passed) == (67, False)
    assert (report(f5="1").percent, report(f5="1").passed) == (80, True)


def test_order_earns_the_share_of_its_right_pairs_and_reversed_nothing() -> None:
    asked = quiz()
    for seed in range(60):
        names = {question.id: f"q{place + 1}" for place, question in enumerate(asked.draw(seed))}
        if "steps" not in names:
            continue
        right = asked.solution("en", seed).answers[names["steps"]]
        points = {}
        for label, ranks in {
            "right": right,
            "reversed": tuple(str(5 - int(rank)) for rank in right),
            "swapped": tuple({"1": "2", "2": "1"}.get(rank, rank) for rank in right),
            "ties": ("1",) * 4,
            "short": right[:1],
        }.items():
            items = asked.grade({names["steps"]: list(ranks)}, seed).items
            points[label] = next(item.points for item in items if item.name == names["steps"])
        assert [float(points[name]) for name in ("right", "reversed", "ties", "short")] == [1, 0, 0, 0]
        assert points["swapped"] * 6 == 5
        return
    pytest.fail("the order was never drawn")


def test_a_multiple_choice_wants_exactly_the_right_options() -> None:
    asked = quiz()
    for seed in range(60):
        place = next((at for at, question in enumerate(asked.draw(seed)) if question.id == "what"), None)
        if place is None:
            continue
        name = f"q{place + 1}"
        right = asked.solution("zh", seed).answers[name]
        for values in (["1", "2", "3"], [right[0]], [*right, "4"], [*right, "x"]):
            assert not asked.grade({name: values}, seed).items[place].ok
        assert asked.grade({name: list(reversed(right))}, seed).items[place].ok
        assert asked.grade(MultiDict([(name, value) for value in right]), seed).items[place].ok
        return
    pytest.fail("the multiple choice was never drawn")


def test_a_single_choice_takes_one_answer() -> None:
    read = drill("utilisation")
    for seed in range(5):
        assert not read.grade({"q1": ["1", "2"]}, seed).items[0].ok


def test_a_walk_scores_the_end_it_reaches() -> None:
    late = cast("BranchDrill", drill("late"))
    scores = {
        late.grade({"walk": walk}, 3).percent for walk in (["1"], ["2"], ["1", "1"], ["1", "2"], ["2", "1"], ["2", "2"])
    }
    assert scores == {0, 40, 100}


def test_a_forged_walk_is_refused() -> None:
    late = cast("BranchDrill", drill("late"))
    best = list(late.solution("zh", 3).answers["walk"])
    for walk in (["3"], ["0"], [*best, "1"], ["plan"], ["#plan"], best[1:] + ["1"] * 80, ["1"] * 10_000):
        result = late.grade({"walk": walk}, 3)
        assert (result.percent, result.passed, result.complete) == (0, False, False)
    assert late.extend({"walk": best}, "1", 3) is None


def test_a_walk_that_stops_short_is_not_complete() -> None:
    late = cast("BranchDrill", drill("late"))
    best = list(late.solution("zh", 3).answers["walk"])
    assert (late.grade({"walk": best[:1]}, 3).complete, late.grade({"walk": best[:1]}, 3).passed) == (False, False)


def test_the_same_choice_sent_twice_is_one_step() -> None:
    late = cast("BranchDrill", drill("late"))
    best = list(late.solution("zh", 3).answers["walk"])
    once = late.extend({}, best[0], 3, step=0)
    assert once == {"walk": best[:1]}
    assert late.extend(once, best[0], 3, step=0) == once
    assert late.extend(once, "1" if best[0] == "2" else "2", 3, step=0) is None
    assert late.extend(once, best[1], 3, step=1) == {"walk": best}
    assert late.extend(once, best[1], 3, step=2) is None


def test_what_is_kept_of_posted_answers_is_small_and_plain() -> None:
    kept = grading.posted(drill("report"), {"f1": "2", "f2": ["6.5"], "f3": "x" * 9_000, "csrf_token": "t", "f99": "1"})
    assert kept == {"f1": ["2"], "f2": ["6.5"], "f3": [""]}


def test_the_seed_decides_what_is_drawn_and_in_which_order() -> None:
    asked = SHIPPED[0].modules[1].quiz if SHIPPED else quiz()
    assert asked
    drawn = [tuple(question.id for question in asked.draw(seed)) for seed in range(40)]
    assert drawn == [tuple(question.id for question in asked.draw(seed)) for seed in range(40)]
    assert len(set(drawn)) > 20
    assert all(len(set(ids)) == asked.ask for ids in drawn)


def test_seeds_give_the_same_order_for_ever() -> None:
    assert [question.id for question in quiz().draw(42)] == ["steps", "hours"]
    assert shuffle.order(6, 42, "options", "useful") == [3, 5, 0, 4, 1, 2]
