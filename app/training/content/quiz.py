"""The quiz of a module: a bank of questions, some of which are drawn for each attempt by its seed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from app.foundation.content.faults import Notebook
from app.foundation.content.prose import Node, render
from app.foundation.content.texts import Text, alone
from app.training.content.question_text import read_question
from app.training.content.questions import QUESTION_KINDS, Question, QuestionView, grade_question, name_of, show, solve
from app.training.content.results import Result, Solution, total
from app.training.content.sections import Section, split
from app.training.content.shuffle import rank

SETTINGS = ("ask", "pass", "attempts")


@dataclass(frozen=True, slots=True)
class QuizPage:
    """A quiz as shown: the questions drawn, in the order drawn."""

    title: str
    intro: Markup | str
    questions: tuple[QuestionView, ...]
    pass_mark: int
    attempts: int


@dataclass(frozen=True, slots=True)
class Quiz:
    """A bank of questions of which `ask` are asked; `attempts` may be tried, then a superuser may grant one."""

    id: str
    title: Text
    intro: Text
    ask: int
    pass_mark: int
    attempts: int
    questions: tuple[Question, ...]
    line: int = field(default=0, compare=False, repr=False)

    @property
    def input_names(self) -> tuple[str, ...]:
        """The names under which answers are posted, one per question asked."""
        return tuple(name_of(place) for place in range(self.ask))

    def draw(self, seed: int) -> tuple[Question, ...]:
        """The questions asked under that seed, in the order asked; independent of their order in the file."""
        ranked = sorted(self.questions, key=lambda question: rank(seed, "draw", question.id))
        return tuple(ranked[: self.ask])

    def presentation(self, language: str, seed: int, answers: Mapping[str, object] | None = None) -> QuizPage:
        """What a page may show."""
        asked = enumerate(self.draw(seed))
        questions = tuple(show(question, place, language, seed, answers) for place, question in asked)
        return QuizPage(self.title.of(language), self.intro.of(language), questions, self.pass_mark, self.attempts)

    def grade(self, answers: object, seed: int) -> Result:
        """Grade posted answers of any shape; never raises."""
        asked = enumerate(self.draw(seed))
        return total([grade_question(question, place, answers, seed) for place, question in asked], self.pass_mark)

    def solution(self, language: str, seed: int) -> Solution:
        """The right answers to the questions drawn; to show after the last attempt, on the server."""
        solved = [solve(question, place, language, seed) for place, question in enumerate(self.draw(seed))]
        return Solution(tuple(step for step, _ in solved), {step.name: posted for step, posted in solved})

    def graded_facts(self) -> dict[str, object]:
        """What decides a grade, as plain JSON values, whatever the order of the questions in the file."""
        facts = sorted((question.facts() for question in self.questions), key=lambda fact: str(fact["id"]))
        return {"kind": "quiz", "ask": self.ask, "pass": self.pass_mark, "questions": facts}


def read_quiz(section: Section, notebook: Notebook) -> Quiz:
    """The quiz of a section; faults go to the notebook."""
    section.refuse_unknown_settings(SETTINGS, notebook)
    before, headings = split(section.nodes, "h3", notebook)
    read = [_question(one, notebook) for one in headings]
    questions = tuple(question for question in read if question)
    quiz = Quiz(
        id=section.id,
        title=alone(section.title),
        intro=alone(render([child for node in before for child in _said(node)])),
        ask=section.whole("ask", 5, 1, 50, notebook) or 5,
        pass_mark=section.whole("pass", 80, 1, 100, notebook) or 80,
        attempts=section.whole("attempts", 3, 1, 20, notebook) or 3,
        questions=questions,
        line=section.line,
    )
    _check_bank(quiz, notebook)
    return quiz


def _question(section: Section, notebook: Notebook) -> Question | None:
    if not section.id:
        notebook.fault(
            section.line, "The question has no id; end its heading with {#id .single}, .multiple, .number or .order."
        )
    if section.kind not in QUESTION_KINDS:
        known = ", ".join(f".{kind}" for kind in QUESTION_KINDS)
        notebook.fault(section.line, f"“.{section.kind}” is not a kind of question; use one of {known}.")
        return None
    section.refuse_unknown_settings((), notebook)
    return read_question(
        question_id=section.id,
        kind=section.kind,
        heading=section.title,
        nodes=section.nodes,
        line=section.line,
        notebook=notebook,
    )


def _check_bank(quiz: Quiz, notebook: Notebook) -> None:
    seen: set[str] = set()
    for question in quiz.questions:
        if question.id in seen:
            notebook.fault(question.line, f"The id “{question.id}” is taken by another question; give each its own.")
        seen.add(question.id)
    count = len(quiz.questions)
    if count < quiz.ask:
        notebook.fault(quiz.line, f"The quiz asks {quiz.ask} questions but has {count}; write more or ask fewer.")
    elif count < 2 * quiz.ask:
        notebook.advise(
            quiz.line,
            f"The bank has {count} questions for {quiz.ask} asked; write at least {2 * quiz.ask} (twice as many).",
        )


def _said(node: Node) -> list[Node]:
    return list(node.children) if node.type == "blockquote" else [node]
