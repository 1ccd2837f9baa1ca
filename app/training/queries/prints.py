"""A module on paper: what a handout shows, and with it, for a facilitator's copy alone, what is right and why."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from app.foundation.content.prose import bare
from app.training.content.kinds.branch import BranchDrill
from app.training.content.kinds.read import ReadDrill
from app.training.content.objects import Drill, Module, Page
from app.training.content.questions import Question, QuestionView, show, shown_order
from app.training.content.quiz import Quiz
from app.training.content.results import Solution
from app.training.content.variants import Variants

PAPER = 11
"""The seed of everything that is shuffled on paper: handout and copy, printed today or next week, fit together."""


@dataclass(frozen=True, slots=True)
class QuestionOnPaper:
    """A question as shown; with the key, the letters that are right, the places of an order, a number, and what is said."""

    view: QuestionView
    keyed: bool = False
    right: frozenset[str] = frozenset()
    ranks: Mapping[str, str] = dataclasses.field(default_factory=dict)
    value: str = ""
    feedback: Mapping[str, Markup | str] = dataclasses.field(default_factory=dict)
    explanation: Markup | str = ""


@dataclass(frozen=True, slots=True)
class ChoiceOnPaper:
    """A choice of a story: its words, the title of what comes of it, and the author's word."""

    label: Markup | str
    leads_to: str
    feedback: Markup | str


@dataclass(frozen=True, slots=True)
class SceneOnPaper:
    """A scene of a story with its choices, or an end with its score."""

    title: str
    text: Markup | str
    choices: tuple[ChoiceOnPaper, ...]
    score: int | None


@dataclass(frozen=True, slots=True)
class CaseOnPaper:
    """One case of a drill. `solution` and `scenes` are empty on a handout."""

    view: Page
    questions: tuple[QuestionOnPaper, ...] = ()
    solution: Solution | None = None
    scenes: tuple[SceneOnPaper, ...] = ()


@dataclass(frozen=True, slots=True)
class DrillOnPaper:
    """A drill with all its cases."""

    title: str
    cases: tuple[CaseOnPaper, ...]


@dataclass(frozen=True, slots=True)
class ModuleOnPaper:
    """The drills of a module in their order, and every question of its quiz's bank."""

    drills: tuple[DrillOnPaper, ...]
    questions: tuple[QuestionOnPaper, ...]


def on_paper(module: Module, language: str, *, keyed: bool) -> ModuleOnPaper:
    """A module on paper; `keyed` for those who lead a class, never for learners."""
    drills = tuple(_drill(one, language, keyed=keyed) for one in module.drills)
    return ModuleOnPaper(drills, _bank(module.quiz, language, keyed=keyed) if module.quiz else ())


def _drill(drill: Drill, language: str, *, keyed: bool) -> DrillOnPaper:
    cases = drill.cases if isinstance(drill, Variants) else (drill,)
    return DrillOnPaper(drill.title.of(language), tuple(_case(one, language, keyed=keyed) for one in cases))


def _case(drill: Drill, language: str, *, keyed: bool) -> CaseOnPaper:
    view = drill.presentation(language, PAPER)
    asked = drill.questions if isinstance(drill, ReadDrill) else ()
    questions = tuple(_question(one, place, language, keyed=keyed) for place, one in enumerate(asked))
    if not keyed:
        return CaseOnPaper(view, questions)
    scenes = _scenes(drill, language) if isinstance(drill, BranchDrill) else ()
    return CaseOnPaper(view, questions, drill.solution(language, PAPER), scenes)


def _bank(quiz: Quiz, language: str, *, keyed: bool) -> tuple[QuestionOnPaper, ...]:
    whole = dataclasses.replace(quiz, ask=len(quiz.questions)).draw(PAPER)
    return tuple(_question(one, place, language, keyed=keyed) for place, one in enumerate(whole))


def _question(question: Question, place: int, language: str, *, keyed: bool) -> QuestionOnPaper:
    view = show(question, place, language, PAPER, None)
    if not keyed:
        return QuestionOnPaper(view)
    shown = shown_order(question, PAPER)
    posts = {index: str(at + 1) for at, index in enumerate(shown)}
    told = question.key
    return QuestionOnPaper(
        view,
        keyed=True,
        right=frozenset(posts[index] for index in told.right),
        ranks={posts[index]: str(index + 1) for index in posts} if question.kind == "order" else {},
        value=_numbers(question),
        feedback={posts[index]: text.of(language) for index, text in enumerate(told.feedback) if text.of(language)},
        explanation=told.explanation.of(language),
    )


def _numbers(question: Question) -> str:
    ranges = question.key.numbers.ranges if question.key.numbers else ()
    told = [
        f"{low.normalize():f}" if low == high else f"{low.normalize():f}–{high.normalize():f}" for low, high in ranges
    ]
    return " / ".join(told)


def _scenes(story: BranchDrill, language: str) -> tuple[SceneOnPaper, ...]:
    return tuple(
        SceneOnPaper(
            scene.title.of(language),
            scene.text.of(language),
            tuple(
                ChoiceOnPaper(label.of(language), bare(story.scenes[target].title.of(language)), said.of(language))
                for label, target, said in zip(scene.choices, scene.key.targets, scene.key.feedback, strict=True)
            ),
            scene.key.score,
        )
        for scene in story.scenes
    )
