"""Reads questions: task lists, `[[numbers]]` and ordered lists, with feedback and explanations in quotes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.foundation.content.faults import Notebook
from app.foundation.content.prose import Node, inline, joined, line_of, render, render_line
from app.foundation.content.texts import Text, alone
from app.training.content import words
from app.training.content.accept import NumberRule
from app.training.content.accept_text import Misread, read_numbers
from app.training.content.questions import Option, Question, QuestionKey

_BOX = re.compile(r"^[\[［【]\s*([xX×✓✔ｘＸ]?)\s*[\]］】]\s*")
_NUMBERS = re.compile(r"\s*(?:\[\[|［［|【【)(?P<numbers>[^\[\]［］【】]*)(?:\]\]|］］|】】)\s*$")


@dataclass(slots=True)
class _Parts:
    """A question's blocks by what they are for."""

    prompt: list[Node]
    tasks: Node | None = None
    steps: Node | None = None
    quotes: list[Node] | None = None


def read_question(
    *, question_id: str, kind: str, heading: str, nodes: list[Node], line: int, notebook: Notebook
) -> Question | None:
    """A question from its heading line and blocks; an empty `kind` is told from the answers. None after a fault."""
    parts = _sort(nodes)
    heading, last, numbers = _take_numbers(heading, parts)
    if not heading.strip():
        notebook.fault(line, "The question asks nothing; write it before its answers.")
    rule = _read_numbers(numbers, line, notebook)
    options, key = _answers(parts, rule, kind, notebook)
    kind = kind or _told_kind(parts, key)
    _check_number_or_order(kind, options, numbers, line, notebook)
    _check_options(kind, options, key, line, notebook)
    _check_explained(kind, options, key, line, notebook)
    detail = joined((render(parts.prompt), f"<p>{render_line(last)}</p>" if last.strip() else ""))
    return Question(question_id, kind, alone(render_line(heading)), alone(detail), options, key, line)


def _sort(nodes: list[Node]) -> _Parts:
    parts = _Parts([])
    for node in nodes:
        if node.type == "bullet_list" and parts.tasks is None and _is_task_list(node):
            parts.tasks = node
        elif node.type == "ordered_list" and parts.steps is None:
            parts.steps = node
        elif node.type == "blockquote":
            parts.quotes = [*(parts.quotes or []), node]
        else:
            parts.prompt.append(node)
    return parts


def _is_task_list(node: Node) -> bool:
    return any(_BOX.match(_first_line(item)) for item in node.children)


def _first_line(item: Node) -> str:
    return inline(item.children[0]) if item.children else ""


def _take_numbers(heading: str, parts: _Parts) -> tuple[str, str, str | None]:
    """Cut `[[…]]` off the heading or the last paragraph: the heading, what is left of that paragraph, the numbers."""
    if found := _NUMBERS.search(heading):
        return heading[: found.start()], "", found["numbers"]
    last = parts.prompt[-1] if parts.prompt and parts.prompt[-1].type == "paragraph" else None
    if last and (found := _NUMBERS.search(inline(last))):
        parts.prompt.pop()
        return heading, inline(last)[: found.start()], found["numbers"]
    return heading, "", None


def _read_numbers(numbers: str | None, line: int, notebook: Notebook) -> NumberRule | None:
    try:
        return None if numbers is None else read_numbers(numbers)
    except Misread as misread:
        notebook.fault(line, str(misread))
        return None


def _answers(
    parts: _Parts, rule: NumberRule | None, kind: str, notebook: Notebook
) -> tuple[tuple[Option, ...], QuestionKey]:
    explanation = alone(render([child for quote in parts.quotes or [] for child in quote.children]))
    if kind == "order" and parts.steps:
        return _options(parts.steps, notebook), QuestionKey(explanation=explanation)
    if parts.tasks:
        right = tuple(index for index, item in enumerate(parts.tasks.children) if _is_right(item, notebook))
        feedback = tuple(_feedback(item) for item in parts.tasks.children)
        return _options(parts.tasks, notebook), QuestionKey(right, None, feedback, explanation)
    return (), QuestionKey(numbers=rule, explanation=explanation)


def _options(listing: Node, notebook: Notebook) -> tuple[Option, ...]:
    labels = [_BOX.sub("", _first_line(item), count=1).strip() for item in listing.children]
    seen: set[str] = set()
    for label, item in zip(labels, listing.children, strict=True):
        if not label:
            notebook.fault(line_of(item), "The option is empty; write something after the box.")
        elif words.tight(label) in seen:
            notebook.fault(line_of(item), f"The option “{label}” stands here twice; make the options differ.")
        seen.add(words.tight(label))
    return tuple(Option(alone(render_line(label))) for label in labels)


def _is_right(item: Node, notebook: Notebook) -> bool:
    found = _BOX.match(_first_line(item))
    if not found:
        notebook.fault(line_of(item), "The option has no box; begin it with “[ ]”, or “[x]” where it is right.")
    return bool(found and found[1])


def _feedback(item: Node) -> Text:
    quotes = [child for node in item.children if node.type == "blockquote" for child in node.children]
    return alone(render(quotes))


def _told_kind(parts: _Parts, key: QuestionKey) -> str:
    if parts.tasks:
        return "multiple" if len(key.right) > 1 else "single"
    return "number"


def _check_number_or_order(
    kind: str, options: tuple[Option, ...], numbers: str | None, line: int, notebook: Notebook
) -> None:
    if kind == "number" and numbers is None:
        notebook.fault(line, "The question has no right answer; add options with boxes or a number such as [[10]].")
    if (kind != "number" and numbers is not None) or (kind == "number" and options):
        notebook.fault(line, "The question has both a number and options; keep one of them.")
    if kind == "order" and len(options) < 3:
        notebook.fault(line, "An order needs an ordered list of at least three steps (1. 2. 3.) in the right order.")


def _check_options(kind: str, options: tuple[Option, ...], key: QuestionKey, line: int, notebook: Notebook) -> None:
    if kind not in ("single", "multiple"):
        return
    if len(options) < 2:
        notebook.fault(line, "The question needs at least two options, each beginning with “- [ ]” or “- [x]”.")
    elif not key.right:
        notebook.fault(line, "No option is right; mark the right one with “[x]”.")
    elif kind == "single" and len(key.right) > 1:
        count = len(key.right)
        notebook.fault(line, f"A .single has one right answer, here are {count}; unmark some or make it .multiple.")


def _check_explained(kind: str, options: tuple[Option, ...], key: QuestionKey, line: int, notebook: Notebook) -> None:
    if key.explanation.zh:
        return
    wrong = [key.feedback[index] for index in range(len(options)) if index not in key.right and key.feedback]
    if kind in ("number", "order") or not wrong or not all(text.zh for text in wrong):
        notebook.advise(
            line, "The question is not explained; add a “>” after its answers, or one below each wrong option."
        )
