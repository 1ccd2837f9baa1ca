"""What an answer says, part by part, in words that can be compared between people whose pages were shuffled differently.

For statistics on the server only: it knows which part of the author's text an input stood for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.foundation.content.prose import bare
from app.training.content import words
from app.training.content.kinds.branch import BranchDrill
from app.training.content.kinds.form import FieldView
from app.training.content.objects import Drill
from app.training.content.questions import QuestionView
from app.training.content.quiz import Quiz
from app.training.content.results import ItemResult
from app.training.content.variants import drawn

NOTHING_SAID = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One graded part of an answer. `key` names it whatever the shuffle, `label` is what it asks, `said` the answer.

    `said` is empty where nothing was answered, or where the part is wrong or right without words of its own (a step
    out of order, a line ticked or not).
    """

    key: str
    label: str
    said: str
    ok: bool


def parts_of(task: Drill | Quiz, answers: Mapping[str, Any], seed: int, language: str) -> list[Part]:
    """The parts of one answer that applied, graded, with what was said to each."""
    asked = drawn(task, seed)
    view: Any = asked.presentation(language, seed, answers)
    results = {item.name: item for item in asked.grade(answers, seed).items if item.applies}
    if isinstance(asked, BranchDrill):
        return _story(view, asked, answers, seed)
    told = {name: (label, said) for name, label, said in _told(view)}
    keys = _keys(asked, seed)
    prefix = f"{asked.id}/" if asked is not task else ""
    return [_part(prefix, keys, item, told.get(item.name), language) for item in results.values()]


def questions_of(quiz: Quiz, answers: Mapping[str, Any], seed: int) -> list[tuple[str, bool]]:
    """The questions that an answer to a quiz was asked, by id, and whether each was right."""
    names = _keys(quiz, seed)
    return [(names[item.name], item.ok) for item in quiz.grade(answers, seed).items if item.name in names]


def _part(prefix: str, keys: Mapping[str, str], item: ItemResult, told: tuple[str, str] | None, language: str) -> Part:
    label, said = told or (bare(item.hint.of(language)) or f"{item.position}.", NOTHING_SAID)
    key = keys.get(item.name) or (label if told and item.name not in keys else item.name)
    return Part(prefix + words.fold(key), label, said, item.ok)


def _keys(asked: Drill | Quiz, seed: int) -> dict[str, str]:
    """Questions are drawn and so known by their id; everything else by what it says."""
    if not isinstance(asked, Quiz):
        return {}
    return {f"q{place + 1}": question.id for place, question in enumerate(asked.draw(seed))}


def _told(view: Any) -> Iterator[tuple[str, str, str]]:
    """Name, label and answer of every part of a page."""
    for field in getattr(view, "fields", ()):
        yield field.name, field.label, _said_to_field(field)
    for question in getattr(view, "questions", ()):
        yield question.name, bare(question.prompt), _said_to_question(question)
    for row in getattr(view, "rows", ()):
        ticked = " · ".join(cell.column for cell in row.cells if cell.chosen)
        yield row.name, bare(row.label), ticked
    if getattr(view, "kind", "") in ("order", "spot"):
        for option in view.options:
            yield f"{view.name}-{option.value}", bare(option.label), NOTHING_SAID


def _said_to_field(field: FieldView) -> str:
    if field.control == "choice":
        return next((option.label for option in field.options if option.chosen), NOTHING_SAID)
    return " ".join(field.value.split())


def _said_to_question(question: QuestionView) -> str:
    if question.kind == "number":
        return " ".join(question.value.split())
    if question.kind == "order":
        ranked = sorted(question.options, key=lambda option: (len(option.rank), option.rank))
        return " → ".join(bare(option.label) for option in ranked) if any(one.rank for one in ranked) else NOTHING_SAID
    return " · ".join(sorted(bare(option.label) for option in question.options if option.chosen))


def _story(view: Any, drill: BranchDrill, answers: Mapping[str, Any], seed: int) -> list[Part]:
    """A story is one part: the end it reached."""
    result = drill.grade(answers, seed)
    return [Part("end", view.title, bare(view.scene.title) or bare(view.scene.text), result.passed)]
