"""Tasks in the real tool: what is read of them, and every fault an author may make."""

from __future__ import annotations

import pytest

from app.training.content.hashes import drill_hashes
from app.training.content.kinds.signoff import SignoffDrill
from app.training.content.load import examine, load_path
from tests.training.practising import SIGNOFF

ZH, EN = "daily-report.zh.md", "daily-report.en.md"
Files = dict[str, str]


def with_task(files: Files, **changes: str) -> Files:
    """The sample with a task at its end; `zh` and `en` replace its text."""
    told = {language: changes.get(language, text) for language, text in SIGNOFF.items()}
    return files | {ZH: files[ZH] + told["zh"], EN: files[EN] + told["en"]}


def task_of(files: Files) -> SignoffDrill:
    """The task as it is read."""
    drill = load_path(files).modules[0].drill("do-it")
    assert isinstance(drill, SignoffDrill)
    return drill


def test_a_task_is_read_in_both_languages_without_advice(files: Files) -> None:
    path, faults = examine(with_task(files))
    assert [str(one) for one in faults] == []
    assert path is not None
    task = task_of(with_task(files))
    assert [one.label.en for one in task.criteria] == ["The task is right", "The hours are real", "A blocker is named"]
    assert "今天的日报" in task.scenario.zh
    assert (task.pass_mark, task.attempts, task.observed) == (100, None, True)


def test_only_all_criteria_pass_and_answers_of_the_learner_never(files: Files) -> None:
    task = task_of(with_task(files))
    assert task.judged([True, True, True]).passed
    assert not task.judged([True, True, False]).passed
    assert not task.judged([True, True]).passed
    assert not task.judged(["1", "1", "1"]).passed
    for answers in ({}, {"c1": "1", "c2": "1", "c3": "1"}, {"f1": "x"}, None):
        assert not task.grade(answers, 7).passed


def test_the_words_of_a_criterion_decide_and_what_the_reviewer_looks_for_does_not(files: Files) -> None:
    base = drill_hashes(task_of(with_task(files)))
    hint = drill_hashes(task_of(with_task(files, en=SIGNOFF["en"].replace("Ask.", "Ask kindly."))))
    label = drill_hashes(task_of(with_task(files, en=SIGNOFF["en"].replace("are real", "are true"))))
    assert (hint.grading, hint.display == base.display) == (base.grading, False)
    assert label.grading != base.grading


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("by=superuser", "by=manager", "only a superuser signs"),
        ("by=superuser", "pass=80", "not a setting"),
        ("#do-it", "#test-out", "the portal's own"),
        ("- The task is right\n  > Look at its name.\n", "- The hours are real\n  > Look.\n", "stands here twice"),
        ("- The task is right\n", "- \n", "is empty"),
        ("  > Look at its name.\n", "", "what the reviewer looks for"),
        ("Submit today's report in the real tool.\n", "", "not said what to do"),
        ("  > Who is waited for?\n", "  > Who?\n\nMore words.\n", "after the rubric is not shown"),
        ("  > Ask.\n", "  > Ask.\n\n  | a | b |\n  |---|---|\n  | 1 | 2 |\n", "Below a criterion only"),
        ("- The hours are real\n  > Ask.\n", "", "number of criteria differs"),
    ],
)
def test_every_fault_is_named_where_it_stands(files: Files, old: str, new: str, told: str) -> None:
    assert old in SIGNOFF["en"]
    _path, faults = examine(with_task(files, en=SIGNOFF["en"].replace(old, new)))
    found = [one for one in faults if told in one.message]
    assert found, [str(one) for one in faults]
    assert all(one.path == EN and one.line > files[EN].count("\n") - 1 for one in found), [str(one) for one in found]


def test_a_rubric_of_nine_and_none_at_all_are_refused(files: Files) -> None:
    nine = SIGNOFF["en"] + "".join(f"- Thing {number}\n  > Look.\n" for number in range(6))
    for text, told in (
        (nine.replace("waited for?\n\n", "waited for?\n"), "8 at most"),
        (SIGNOFF["en"].partition("- ")[0], "There is no rubric"),
    ):
        faults = examine(with_task(files, en=text))[1]
        assert any(told in one.message for one in faults), [str(one) for one in faults]
