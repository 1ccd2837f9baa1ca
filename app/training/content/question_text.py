"""Reads questions: task lists, `[[numbers]]` and ordered lists, with feedback and explanations in quotes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup

from . import words
from .accept import NumberRule
from .accept_text import Misread, read_numbers
from .faults import Notebook
from .prose import Node, inline, line_of, plain, render, render_line
from .questions import Option, Question, QuestionKey
from .texts import Text, alone

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
    text, rule = _take_numbers(heading, parts, line, notebook)
    prompt = render_line(text) + render(parts.prompt)
    if not plain(Markup(prompt)):
        notebook.fault(line, "The question asks nothing; write it before its answers.")
    options, key = _answers(parts, rule, kind, line, notebook)
    kind = kind or _told_kind(parts, rule, key)
    _check(kind, options, key, rule, line, notebook)
    return Question(question_id, kind, alone(prompt), options, key, line)


def text_of_quote(quote: Node) -> Text:
    """What a `>` says, as safe HTML."""
    return alone(render(quote.children))


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


def _take_numbers(heading: str, parts: _Parts, line: int, notebook: Notebook) -> tuple[str, NumberRule | None]:
    """Cut `[[…]]` off the heading or the last paragraph and read it."""
    last = parts.prompt[-1] if parts.prompt and parts.prompt[-1].type == "paragraph" else None
    if found := _NUMBERS.search(heading):
        heading = heading[: found.start()]
    elif last and (found := _NUMBERS.search(inline(last))):
        heading, line = heading + "\n\n" + inline(last)[: found.start()] if heading else "", line_of(last)
        parts.prompt.pop()
    if not found:
        return heading, None
    try:
        return heading.strip(), read_numbers(found["numbers"])
    except Misread as misread:
        notebook.fault(line, str(misread))
        return heading.strip(), None


def _answers(
    parts: _Parts, rule: NumberRule | None, kind: str, line: int, notebook: Notebook
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


def _told_kind(parts: _Parts, rule: NumberRule | None, key: QuestionKey) -> str:
    if parts.tasks:
        return "multiple" if len(key.right) > 1 else "single"
    return "number"


def _check(
    kind: str, options: tuple[Option, ...], key: QuestionKey, rule: NumberRule | None, line: int, notebook: Notebook
) -> None:
    if kind == "number":
        if rule is None:
            notebook.fault(line, "The question has no right answer; add options with boxes or a number such as [[10]].")
        elif options:
            notebook.fault(line, "The question has both a number and options; keep one of them.")
    elif kind == "order":
        if len(options) < 3:
            notebook.fault(line, "An order needs an ordered list of at least three steps (1. 2. 3.) in the right order.")
    else:
        _check_options(kind, options, key, line, notebook)
    _check_explained(kind, options, key, line, notebook)


def _check_options(kind: str, options: tuple[Option, ...], key: QuestionKey, line: int, notebook: Notebook) -> None:
    if len(options) < 2:
        notebook.fault(line, "The question needs at least two options, each beginning with “- [ ]” or “- [x]”.")
    elif not key.right:
        notebook.fault(line, "No option is right; mark the right one with “[x]”.")
    elif kind == "single" and len(key.right) > 1:
        notebook.fault(line, f"A .single has one right answer, here are {len(key.right)}; unmark some or make it .multiple.")


def _check_explained(
    kind: str, options: tuple[Option, ...], key: QuestionKey, line: int, notebook: Notebook
) -> None:
    if key.explanation.zh:
        return
    wrong = [key.feedback[index] for index in range(len(options)) if index not in key.right and key.feedback]
    if kind in ("number", "order") or not wrong or not all(text.zh for text in wrong):
        notebook.advise(
            line, "The question is not explained; add a “>” after its answers, or one below each wrong option."
        )
