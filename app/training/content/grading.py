"""Grading as pure functions: the same drill, answers and seed always give the same result, whatever was posted.

Forgiving where a person could have meant it: width, case, blanks and input-method punctuation are folded; numbers may
be typed `6.5`, `６．５`, `6,5` or with a unit (`6.5 h`, `6.5小时`), `1,000` is a thousand; dates `2026-11-20`,
`2026/11/20`, `2026年11月20日`. A text may be answered in either language. Anything else is simply wrong; nothing raises.
"""

from __future__ import annotations

from app.training.content import words
from app.training.content.objects import Drill
from app.training.content.questions import Question
from app.training.content.quiz import Quiz
from app.training.content.results import ItemResult, Result, Solution, Step


def grade(drill: Drill, answers: object, seed: int) -> Result:
    """Grade posted answers: a mapping of input names to values or lists of values, as `presentation` named them."""
    return drill.grade(answers, seed)


def solution(drill: Drill, language: str, seed: int = 0) -> Solution:
    """A right answer step by step with each step's reason: for the See stage, on the server, and never before a Test."""
    return drill.solution(language, seed)


def draw(quiz: Quiz, seed: int) -> tuple[Question, ...]:
    """The questions asked under that seed, in the order asked."""
    return quiz.draw(seed)


def grade_quiz(quiz: Quiz, answers: object, seed: int) -> Result:
    """Grade posted answers to the questions drawn by that seed."""
    return quiz.grade(answers, seed)


def quiz_solution(quiz: Quiz, language: str, seed: int) -> Solution:
    """The right answers to the questions drawn by that seed; to show after the last attempt."""
    return quiz.solution(language, seed)


def posted(task: Drill | Quiz, answers: object) -> dict[str, list[str]]:
    """What is worth keeping of posted answers, fit for JSON: known names, texts of sane length, nothing else.

    Takes a mapping of values or lists of values, or a form with `getlist`. For drafts: merge it over the one stored.
    """
    given = {name: words.all_said(words.answer(answers, name)) for name in task.input_names}
    return {name: values for name, values in given.items() if words.answer(answers, name) is not None}


__all__ = [
    "ItemResult",
    "Result",
    "Solution",
    "Step",
    "draw",
    "grade",
    "grade_quiz",
    "posted",
    "quiz_solution",
    "solution",
]
