"""What a page may show holds no key: no right answer, hint, explanation, score, id or author's order."""

import dataclasses
import re
from pathlib import Path as FilePath
from typing import Any, cast

import pytest

from app.training.content.kinds.branch import BranchDrill, Scene
from app.training.content.load import load_path, read_folder
from app.training.content.objects import Drill, Path
from app.training.content.questions import Question, QuestionKey
from app.training.content.quiz import Quiz

CANARY = "canary"


def marked(thing: Any, *, secret: bool = False) -> Any:
    """The same object with a canary in every id, in every text of a key, and in every end of a story."""
    if isinstance(thing, str):
        return f"{CANARY}{thing}" if secret else thing
    if isinstance(thing, tuple):
        return tuple(marked(one, secret=secret) for one in thing)
    if not dataclasses.is_dataclass(thing) or isinstance(thing, type):
        return thing
    end = isinstance(thing, Scene) and thing.key.score is not None
    hidden = {one.name: secret or end or one.name in ("key", "id") for one in dataclasses.fields(thing)}
    changed = {name: marked(getattr(thing, name), secret=hides) for name, hides in hidden.items()}
    return dataclasses.replace(thing, **changed)


@pytest.fixture(scope="module")
def canaries(sample: Path) -> dict[str, Any]:
    """The drills and the quiz of the sample, full of canaries, by kind."""
    module = sample.modules[0]
    return {drill.kind: marked(drill) for drill in module.drills} | {"quiz": marked(module.quiz)}


@pytest.mark.parametrize("kind", ["form", "branch", "read", "quiz"])
def test_what_is_shown_holds_no_canary(kind: str, canaries: dict[str, Any]) -> None:
    assert repr(canaries[kind]).count(CANARY) >= 8
    for language in ("zh", "en"):
        for seed in range(20):
            shown = canaries[kind].presentation(language, seed, {"q1": "1", "f1": "1"})
            assert CANARY not in repr(shown)


def test_a_story_shows_no_end_before_it_is_reached(canaries: dict[str, Any]) -> None:
    late = canaries["branch"]
    best = list(late.solution("zh", 5).answers["walk"])
    assert len(best) == 2
    assert CANARY not in repr(late.presentation("zh", 5, {"walk": best[:1]}).scene)
    assert CANARY in repr(late.presentation("zh", 5, {"walk": best}).scene)


def holds(thing: object, kinds: tuple[type, ...]) -> bool:
    """Whether an object of these classes can be reached from the thing."""
    if isinstance(thing, kinds):
        return True
    if isinstance(thing, (tuple, list)):
        return any(holds(one, kinds) for one in thing)
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        return any(holds(getattr(thing, one.name), kinds) for one in dataclasses.fields(thing))
    return False


def test_what_is_shown_leads_back_to_no_content_object(sample: Path) -> None:
    module = sample.modules[0]
    tasks: list[Drill | Quiz] = [*module.drills, cast("Quiz", module.quiz)]
    for task in tasks:
        page = task.presentation("zh", 1)
        assert not holds(page, (Drill, Quiz, Question, QuestionKey))
        assert {one.name for one in dataclasses.fields(page)}.isdisjoint({"key", "id", "hint", "explanation"})


def test_options_stand_in_the_seeds_order_and_not_in_the_authors(sample: Path) -> None:
    quiz = cast("Quiz", sample.modules[0].quiz)
    useful = next(question for question in quiz.questions if question.id == "useful")
    places = set()
    for seed in range(60):
        for view in quiz.presentation("zh", seed).questions:
            labels = [str(option.label) for option in view.options]
            if str(useful.options[2].label.zh) in labels:
                places.add(labels.index(str(useful.options[2].label.zh)))
    assert places == {0, 1, 2}


def test_choices_of_a_story_stand_in_the_seeds_order(sample: Path) -> None:
    late = cast("BranchDrill", sample.modules[0].drill("late"))
    first = {str(late.presentation("en", seed).scene.options[0].label) for seed in range(20)}
    assert len(first) == 2


def test_both_languages_show_the_same_order(sample: Path) -> None:
    quiz = cast("Quiz", sample.modules[0].quiz)
    for seed in range(20):
        zh, en = quiz.solution("zh", seed), quiz.solution("en", seed)
        assert zh.answers == en.answers


def test_answers_given_so_far_are_shown_again(sample: Path) -> None:
    report, _, read = sample.modules[0].drills
    form = report.presentation("en", 1, {"f1": ["2"], "f2": "6.5 h"})
    fields = form.fields  # type: ignore[attr-defined]
    assert [option.chosen for option in fields[0].options] == [False, True, False]
    assert fields[1].value == "6.5 h"
    page = read.presentation("en", 1, {"q1": ["2"], "q2": "10"})
    questions = page.questions  # type: ignore[attr-defined]
    assert [option.chosen for option in questions[0].options] == [False, True]
    assert questions[1].value == "10"


def test_lessons_start_at_the_second_heading_and_run_nothing(files: dict[str, str]) -> None:
    evil = '# Top\n\n<script>alert(1)</script> [x](javascript:alert(1)) <b onclick="x">b</b>\n\n## Below\n'
    text = files["daily-report.en.md"].replace("## Three sentences\n", evil)
    lesson = load_path(files | {"daily-report.en.md": text}).modules[0].text("en").lesson
    assert "<h2>Top</h2>" in lesson
    assert "<h3>Below</h3>" in lesson
    assert not re.search(r"<script|<b |href=\"javascript|style=", lesson)
    assert '<td class="text-end">' in lesson


def test_shipped_content_shows_no_author_id() -> None:
    for files in read_folder(FilePath(__file__).parents[3] / "content" / "training").values():
        for module in load_path(files).modules:
            ids = [
                scene.id
                for drill in module.drills
                if isinstance(drill, BranchDrill)
                for scene in drill.scenes
                if scene.id
            ]
            for drill in module.drills:
                shown = repr(drill.presentation("en", 1))
                assert not [one for one in ids if f"#{one}" in shown or f"'{one}'" in shown]
