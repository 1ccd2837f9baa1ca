"""`.read`: a report to read, with questions about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from app.foundation.content.faults import Notebook
from app.foundation.content.prose import Node, inline, line_of, render
from app.foundation.content.texts import Text, alone
from app.training.content.objects import Drill, Page
from app.training.content.question_text import read_question
from app.training.content.questions import Question, QuestionView, grade_question, name_of, show, solve
from app.training.content.results import Result, Solution, total
from app.training.content.sections import Section

SETTINGS = ("pass", "attempts")


@dataclass(frozen=True, slots=True)
class ReadPage(Page):
    """A report as shown, and its questions in the author's order with their options in the seed's."""

    report: Markup | str
    questions: tuple[QuestionView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDrill(Drill):
    """A report (safe HTML with its tables) and questions of one point each."""

    kind: ClassVar[str] = "read"
    report: Text
    questions: tuple[Question, ...]

    @property
    def input_names(self) -> tuple[str, ...]:
        """One name per question."""
        return tuple(name_of(place) for place in range(len(self.questions)))

    def presentation(self, language: str, seed: int, answers: Mapping[str, object] | None = None) -> ReadPage:
        """The report and its questions, filled with the answers so far."""
        views = tuple(show(one, place, language, seed, answers) for place, one in enumerate(self.questions))
        title, scenario = self.title.of(language), self.scenario.of(language)
        return ReadPage(self.kind, title, scenario, self.pass_mark, self.report.of(language), views)

    def grade(self, answers: object, seed: int) -> Result:
        """Grade question by question."""
        asked = enumerate(self.questions)
        return total([grade_question(one, place, answers, seed) for place, one in asked], self.pass_mark)

    def solution(self, language: str, seed: int) -> Solution:
        """The right answers with their explanations."""
        solved = [solve(one, place, language, seed) for place, one in enumerate(self.questions)]
        return Solution(tuple(step for step, _ in solved), {step.name: posted for step, posted in solved})

    def graded_facts(self) -> dict[str, object]:
        """The questions' options and keys."""
        return {"kind": self.kind, "pass": self.pass_mark, "questions": [one.facts() for one in self.questions]}


def read_report(section: Section, notebook: Notebook) -> ReadDrill | None:
    """A report drill from its section; None where it asks nothing."""
    section.refuse_unknown_settings(SETTINGS, notebook)
    listing = next((node for node in reversed(section.nodes) if node.type == "ordered_list"), None)
    if listing is None:
        notebook.fault(section.line, "There are no questions; add an ordered list (1. 2. 3.) after the table.")
        return None
    place = section.nodes.index(listing)
    if section.nodes[place + 1 :]:
        after = line_of(section.nodes[place + 1])
        notebook.fault(after, "Text after the questions is not shown; indent it below its question or move it up.")
    before = section.nodes[:place]
    if not any(node.type == "table" for node in before):
        notebook.fault(section.line, "There is no table to read; add one before the questions.")
    questions = [_question(item, index, notebook) for index, item in enumerate(listing.children)]
    quotes = [child for node in before if node.type == "blockquote" for child in node.children]
    if not quotes:
        notebook.advise(section.line, "The report has no scenario; tell the case in a “>” below the heading.")
    return ReadDrill(
        id=section.id,
        title=alone(section.title),
        scenario=alone(render(quotes)),
        pass_mark=section.whole("pass", 80, 1, 100, notebook) or 80,
        attempts=section.whole("attempts", None, 1, 20, notebook),
        line=section.line,
        report=alone(render([node for node in before if node.type != "blockquote"])),
        questions=tuple(one for one in questions if one),
    )


def _question(item: Node, index: int, notebook: Notebook) -> Question | None:
    first = item.children[0] if item.children else None
    is_text = first is not None and first.type == "paragraph"
    return read_question(
        question_id=str(index + 1),
        kind="",
        heading=inline(first) if first is not None and is_text else "",
        nodes=list(item.children)[1 if is_text else 0 :],
        line=line_of(item),
        notebook=notebook,
    )
