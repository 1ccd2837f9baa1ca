"""Hashes: words move what is shown, keys move what is graded, and nothing else moves anything."""

import pytest

from app.training.content.hashes import Hashes, drill_hashes, module_hashes, path_hashes, quiz_hashes
from app.training.content.load import load_path
from app.training.content.objects import Path

ZH, EN, YAML = "daily-report.zh.md", "daily-report.en.md", "path.yaml"

DISPLAY_ONLY = {
    "a hint": (EN, "Say what you finished", "Write what you finished"),
    "a scenario": (EN, "Monday morning", "On Monday morning"),
    "a lesson": (ZH, "日报写给", "日报是写给"),
    "a prompt": (EN, "Which blocker helps most?", "Which blocker is the best?"),
    "an explanation": (EN, "Things, not people.", "Facts, not people."),
    "width and blanks of an option": (ZH, "等 12 号图纸", "等  １２ 号图纸"),
    "an end": (EN, "Figures can be planned with.", "Figures help."),
}
GRADING = {
    "a key": (((ZH, "| 6.5 |", "| 7 |"), (EN, "| 6.5 |", "| 7 |"))),
    "a word asked for": ((EN, "has sign-in interface", "has sign-in"),),
    "an option": ((ZH, "谁迟到了", "谁早退了"),),
    "a pass mark": ((ZH, ".form pass=80", ".form pass=90"), (EN, ".form pass=80", ".form pass=90")),
    "the number asked": ((ZH, "ask=2", "ask=1"), (EN, "ask=2", "ask=1")),
    "a score": ((ZH, "score=40", "score=30"), (EN, "score=40", "score=30")),
    "a range": ((ZH, "[[129..131]]", "[[130]]"), (EN, "[[129..131]]", "[[130]]")),
    "an order": ((ZH, "1. 选任务\n2. 填工时", "1. 填工时\n2. 选任务"), (EN, "1. Choose the task\n2. Enter the hours", "1. Enter the hours\n2. Choose the task")),
}  # fmt: skip
NOTHING = {
    "full-width digits": ((ZH, "| 6.5 |", "| ６．５ |"),),
    "input-method punctuation": ((ZH, "选项：无 / 有", "选项: 无 ／ 有"),),
    "English words in a Chinese file": ((ZH, "数字 0..24 步长 0.5", "number 0..24 step 0.5"),),
    "blank lines": ((ZH, "## 测验", "\n\n## 测验"),),
    "a line ending": ((ZH, "\n", "\r\n"),),
}


def hashes_after(files: dict[str, str], *changes: tuple[str, str, str]) -> Hashes:
    """The module's hashes after these replacements."""
    changed = dict(files)
    for name, old, new in changes:
        assert old in changed[name]
        changed[name] = changed[name].replace(old, new)
    return module_hashes(load_path(changed).modules[0])


@pytest.mark.parametrize("change", DISPLAY_ONLY)
def test_words_move_only_the_display_hash(change: str, sample: Path, files: dict[str, str]) -> None:
    before, after = module_hashes(sample.modules[0]), hashes_after(files, DISPLAY_ONLY[change])
    assert (after.grading == before.grading, after.display == before.display) == (True, False)


@pytest.mark.parametrize("change", GRADING)
def test_what_decides_a_grade_moves_both(change: str, sample: Path, files: dict[str, str]) -> None:
    before, after = module_hashes(sample.modules[0]), hashes_after(files, *GRADING[change])
    assert (after.grading == before.grading, after.display == before.display) == (False, False)


@pytest.mark.parametrize("change", NOTHING)
def test_another_way_to_write_the_same_moves_nothing(change: str, sample: Path, files: dict[str, str]) -> None:
    assert hashes_after(files, *NOTHING[change]) == module_hashes(sample.modules[0])


def test_questions_may_move_about_in_the_bank(sample: Path, files: dict[str, str]) -> None:
    changed = dict(files)
    for name in (ZH, EN):
        head, *questions = changed[name].split("\n### ")
        quiz_at = next(at for at, one in enumerate(questions) if "{#useful" in one)
        order = questions[:quiz_at] + list(reversed([one.rstrip("\n") + "\n" for one in questions[quiz_at:]]))
        changed[name] = "\n### ".join([head, *order])
    before, after = sample.modules[0].quiz, load_path(changed).modules[0].quiz
    assert before
    assert after
    assert [question.id for question in after.questions] != [question.id for question in before.questions]
    assert quiz_hashes(after).grading == quiz_hashes(before).grading
    assert [question.id for question in after.draw(9)] == [question.id for question in before.draw(9)]


def test_a_change_in_one_drill_leaves_the_others(sample: Path, files: dict[str, str]) -> None:
    changed = files | {name: files[name].replace("score=40", "score=30") for name in (ZH, EN)}
    before = {drill.id: drill_hashes(drill).grading for drill in sample.modules[0].drills}
    after = {drill.id: drill_hashes(drill).grading for drill in load_path(changed).modules[0].drills}
    assert {name for name in before if before[name] != after[name]} == {"late"}


def test_the_version_number_alone_moves_nothing(sample: Path, files: dict[str, str]) -> None:
    raised = [(name, "version: 1\n", "version: 2\n") for name in (ZH, EN)]
    assert hashes_after(files, *raised) == module_hashes(sample.modules[0])


def test_a_path_moves_with_its_modules(sample: Path, files: dict[str, str]) -> None:
    changed = load_path(files | {EN: files[EN].replace("Say what you finished", "Write what you finished")})
    assert path_hashes(changed).grading == path_hashes(sample).grading
    assert path_hashes(changed).display != path_hashes(sample).display
